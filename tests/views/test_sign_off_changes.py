"""What a signed record says now, beside what was signed, in the words of the client who reads it."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.compute.signature import FieldChange, RecordChange, Standing
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.text.values import replace
from dossier.views.blocks import Comparisons
from dossier.views.sign_off_page import sign_off_page
from tests.compute.sample_records import loaded

FILES = {
    "acme/client.yml": "title: Acme\nlanguage: {language}\nsigners: [anna]\npublish: [requirements, sign_offs]\n"
    "people: [{{id: anna, title: Anna Berg, visibility: client}},\n  {{id: tom, title: Tom Keane, visibility: client}}]\n",
    "acme/web/project.yml": "title: Web\n",
    "acme/web/all.yml": "requirements:\n- {{id: R-1, title: Search}}\n"
    "sign_offs:\n- {{id: SO-1, title: Scope, signer: anna, covers: [R-1], decision: confirmed, decided_by: anna,"
    " decided_on: 2026-03-10, digest: 'sha256:0'}}\n",
}


@pytest.mark.parametrize(
    ("field", "before", "after", "language", "shown"),
    [
        ("priority", "must", "should", "zh", ("必须有", "应该有")),
        ("priority", "must", "should", "en", ("Must have", "Should have")),
        ("accepted_on", "", "2026-03-07", "zh", ("", "2026年3月7日")),
        ("accepted_on", "", "2026-03-07", "en", ("", "7 Mar 2026")),
        ("owner", "anna", "tom", "en", ("Anna Berg", "Tom Keane")),
        ("no_field_any_more", "a", "b", "en", ("a", "b")),
    ],
)
def test_a_value_that_changed_since_is_told_in_the_words_of_the_reader(
    field: str, before: str, after: str, language: str, shown: tuple[str, str]
) -> None:
    files = {name: text.format(language=language) for name, text in FILES.items()}
    (made,) = contexts(loaded(files), SiteRequest(client="acme", audience="client", as_of=date(2026, 4, 1)))
    change = RecordChange("R-1", "changed", (FieldChange(field, before, after),))
    standing = Standing(state="out_of_date", covered=(made.dossier.by_id["R-1"],), changes=(change,))
    page = sign_off_page(replace(made, standings={"SO-1": standing}))
    assert page is not None
    ((compared,),) = (block.changes for block in page.blocks if isinstance(block, Comparisons))
    assert ("".join(each.text for each in compared.before), "".join(each.text for each in compared.after)) == shown
