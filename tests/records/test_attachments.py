"""Where files that records carry lie in a site."""

from __future__ import annotations

import pytest

from dossier.records.attachments import attachment_address, without_folders
from tests.compute.sample_records import loaded

FILES = {"acme/client.yml": "title: Acme\n", "acme/web/project.yml": "title: Web\n"}


def test_files_of_one_name_in_several_folders_do_not_take_each_others_place():
    names = "a/plan.txt, b/plan.txt, plan.txt, c/other.txt"
    written = f"risks:\n- {{id: R-1, title: T, attachments: [{names}]}}\n"
    record = loaded({**FILES, "acme/web/r.yml": written}).dossier("acme/web").by_id["R-1"]
    found = [attachment_address(record, name) for name in record.attachments]
    assert found == ["R-1/plan.txt", "R-1/2/plan.txt", "R-1/3/plan.txt", "R-1/other.txt"]


def test_a_file_that_is_called_as_a_number_stands_in_nobodys_way():
    written = "risks:\n- {id: R-1, title: T, attachments: [a/x.pdf, b/x.pdf, c/2]}\n"
    record = loaded({**FILES, "acme/web/r.yml": written}).dossier("acme/web").by_id["R-1"]
    assert [attachment_address(record, name) for name in record.attachments] == ["R-1/x.pdf", "R-1/2_/x.pdf", "R-1/2"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("a.txt", "a.txt"),
        ("own/deep/a.txt", "a.txt"),
        ("own/a.txt, b.txt,../own/c.txt", "a.txt, b.txt,c.txt"),
        (("own/a.txt", "b.txt"), ("a.txt", "b.txt")),
        ("", ""),
    ],
)
def test_how_the_folders_of_files_are_called_is_left_out(written: object, told: object):
    assert without_folders(written) == told
