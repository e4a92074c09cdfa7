"""Files whose names end nearly as those of record files: told, for nothing of them is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.checks.everything import findings
from dossier.load import load
from dossier.text.source import read_tree
from tests.conftest import AS_OF, CLIENT

PROJECT = "title: Web shop\nattachments: [given.yml.txt]\n"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("acme/web/tasks.yml.txt", ".yml"),
        ("acme/web/risks/risks.ymal", ".yml"),
        ("acme/client.YAML.TXT", ".yml"),
        ("acme/web/requirements/REQ-1.markdown", ".md"),
        ("handbook/how.md.txt", ".md"),
        ("acme/web/export.xml", ""),
        ("acme/web/notes.txt", ""),
        ("acme/web/old.yml.bak", ""),
        ("acme/web/given.yml.txt", ""),
    ],
)
def test_a_file_whose_name_is_nearly_that_of_records_is_told(tmp_path: Path, name: str, hint: str):
    for path, text in {"acme/client.yml": CLIENT, "acme/web/project.yml": PROJECT, name: "risks: []\n"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    found = [p for p in findings(load(read_tree(tmp_path))[0], AS_OF) if p.code == "DOS418"]
    told = [(name, f"let its name end in {hint}, or attach it to a record")] if hint else []
    assert [(p.place.path, p.hint) for p in found] == told


def test_a_folder_that_is_nearly_called_as_a_type_is_told_once_since_its_files_are_pages(found):
    """
    # acme/web/requirments/REQ-1.md
    # Search

    It finds.
    # acme/web/requirments/REQ-2.md
    # Pay
    # acme/web/requirement-notes/first.md
    # First notes
    # acme/web/phase1/first.md
    # First phase
    # acme/web/tissues/first.md
    # First box
    # acme/web/requirements/REQ-3.md
    ---
    type: page
    ---
    # Read
    """
    told = [(p.file, p.hint) for p in found.located if p.code == "DOS418"]
    assert told == [("acme/web/requirments/REQ-1.md", "did you mean `requirements`?")]


def test_an_owner_that_cannot_be_read_is_told_once(found):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 1d, owner: Anna Berg}
    - {id: T-2, title: Fill, duration: 1d}
    """
    assert sorted(found.codes) == ["DOS207", "DOS520"]
    assert "such as anna" in next(p.hint for p in found.located if p.code == "DOS207")
