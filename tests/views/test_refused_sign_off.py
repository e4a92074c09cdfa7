"""Why a client refused to sign stands under words of its own, and is no condition."""

from __future__ import annotations

import pytest

from dossier.views.blocks import Heading
from tests.views.sites import client_file, site_of


@pytest.mark.parametrize(("decision", "heading"), [("conditions", "Conditions"), ("rejected", "Why it was rejected")])
def test_the_words_of_an_answer_are_called_what_they_are(decision: str, heading: str):
    record = (
        f"sign_offs:\n- {{id: SO-1, title: Scope, signer: anna, covers: [R-1], decision: {decision}, decided_by: anna,"
        " decided_on: 2026-03-10, digest: 'sha256:0', conditions: Too late.}\nrequirements: [{id: R-1, title: Search}]\n"
    )
    files = {"acme/client.yml": client_file("Acme"), "acme/web/project.yml": "title: Web\n", "acme/web/all.yml": record}
    page = next(each.make() for each in site_of(files).pages() if each.url == "web/sign-off/SO-1/" and each.make)
    assert page
    assert [block.text for block in page.blocks if isinstance(block, Heading) and block.anchor == "conditions"] == [
        heading
    ]
