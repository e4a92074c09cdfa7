"""What a client can read only since a change: new text, and above all text that the team had to itself."""

from __future__ import annotations

import pytest

from dossier.compute.publication import newly_visible
from tests.compute.sample_records import loaded

CLIENT = "title: Acme\npublish: [requirements]\npeople: [{id: anna, title: Anna}]\n"
STATEMENT = "Whoever asks for a new password gets a link by mail."
SECRET = "We could do it for half of the price that we asked."


def dossier(
    *records: str, client: str = CLIENT, project: str = "title: Web\n", files: tuple[str, ...] = (), **more: str
):
    texts = {f"acme/web/{n}.yml": text for n, text in enumerate(records)}
    pages = {f"acme/web/{name}.md": text for name, text in more.items()}
    content = {"acme/client.yml": client, "acme/web/project.yml": project, **texts, **pages}
    return loaded(content, files).dossier("acme/web")


def seen(before, after) -> list[tuple[str, str, str, bool]]:
    return [(each.owner, each.field, each.text, each.was_hidden) for each in newly_visible(before, after)]


def requirement(statement: str = STATEMENT, identifier: str = "R-1", more: str = "") -> str:
    return f"requirements:\n- id: {identifier}\n  title: Password\n  statement: {statement!r}\n{more}"


def test_nothing_new_is_nothing():
    assert seen(dossier(requirement()), dossier(requirement())) == []


def test_a_new_record_is_told_field_by_field_and_was_not_hidden():
    assert seen(dossier(), dossier(requirement())) == [
        ("R-1", "title", "Password", False),
        ("R-1", "statement", STATEMENT, False),
    ]


def test_only_the_new_sentence_of_a_longer_text_is_told():
    after = dossier(requirement(f"{STATEMENT} It holds for one hour only."))
    assert seen(dossier(requirement()), after) == [("R-1", "statement", "It holds for one hour only.", False)]


def test_text_that_only_moved_is_not_new():
    assert seen(dossier(requirement()), dossier(requirement(identifier="R-2"))) == []


def test_a_state_or_a_date_that_changes_is_no_new_text():
    before = dossier(requirement(more="  status: proposed\n"))
    assert seen(before, dossier(requirement(more="  status: accepted\n  accepted_on: 2026-03-02\n"))) == []


HIDDEN = {
    "a record that was marked for the team": (
        dossier(requirement(SECRET, more="  visibility: team\n")),
        dossier(requirement(SECRET)),
    ),
    "a type that client.yml did not publish": (
        dossier(requirement(SECRET), client=CLIENT.replace("requirements", "risks")),
        dossier(requirement(SECRET)),
    ),
    "a project that was the team's": (
        dossier(requirement(SECRET), project="title: Web\nvisibility: team\n"),
        dossier(requirement(SECRET)),
    ),
    "a block of the team that lost its marks": (
        dossier(requirement(f"{STATEMENT} <!-- team -->{SECRET}<!-- /team -->")),
        dossier(requirement(f"{STATEMENT} {SECRET}")),
    ),
    "a note to the team that moved into the text": (
        dossier(requirement(more=f"  internal: {SECRET!r}\n")),
        dossier(requirement(f"{STATEMENT} {SECRET}")),
    ),
    "another record's note that moved into the text": (
        dossier(requirement(), "risks:\n- {id: K-1, title: Price, effect: '" + SECRET + "'}\n"),
        dossier(requirement(f"{STATEMENT} {SECRET}"), "risks: []\n"),
    ),
}


@pytest.mark.parametrize("case", HIDDEN.values(), ids=HIDDEN)
def test_what_the_team_had_to_itself_is_told_as_that(case):
    before, after = case
    assert [each.was_hidden for each in newly_visible(before, after) if SECRET in each.text] == [True]


def test_a_page_that_is_opened_to_the_client():
    text = f"---\nvisibility: {{}}\n---\n# Notes\n\n{SECRET}\n"
    before, after = dossier(notes=text.format("team")), dossier(notes=text.format("client"))
    assert seen(before, after) == [("acme/web/notes.md", "", f"Notes\n{SECRET}", True)]


def test_a_file_that_a_record_now_names():
    before = dossier(requirement(), files=("acme/web/price.xlsx",))
    after = dossier(requirement(more="  attachments: [price.xlsx]\n"), files=("acme/web/price.xlsx",))
    assert ("acme/web/price.xlsx", "", "price.xlsx", True) in seen(before, after)


def test_what_stays_with_the_team_is_not_told():
    assert seen(dossier(), dossier(requirement(SECRET, more="  visibility: team\n"))) == []


def test_a_date_that_the_team_knew_makes_no_secret_of_another():
    """Short values stand in many places; only sentences tell where they come from."""
    before = dossier(requirement(), "risks:\n- {id: K-1, title: Late, found_on: 2026-03-02, owner: anna}\n")
    after = dossier(
        requirement(more="  accepted_on: 2026-03-02\n  owner: anna\n"), "risks:\n- {id: K-1, title: Late}\n"
    )
    assert [each for each in newly_visible(before, after) if each.was_hidden] == []
