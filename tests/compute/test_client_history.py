"""Nothing of a client's history tells what the client may not see today: each test is a small real history."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.compute.client_history import for_client
from dossier.compute.history import History
from dossier.compute.projection import published
from dossier.compute.repository_history import repository_history
from dossier.load import load
from dossier.text.git import path_in, repository_of
from dossier.text.source import read_tree
from tests.repository import begun, commit, git

CLIENT = """\
title: Acme
publish: [project, requirements, tasks, risks, change_requests, baselines, stakeholders]
people:
- {id: anna, title: Anna Berg, side: client}
- {id: lena, title: Lena Vogt, side: supplier}
- {id: gustav-schatten, title: Gustav Schatten, side: supplier, visibility: team}
"""
SETTINGS = "content/acme/web/project.yml"
RECORDS = "content/acme/web/records.yml"
RISK = "risks:\n- {{id: {id}, title: {title}, cause: {cause}}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begun(tmp_path / "repo", **{"content/acme/client.yml": CLIENT, SETTINGS: "title: Webshop\nowner: lena\n"})


def client(root: Path, folder: str = "acme/web") -> History:
    """The history of a project as its client may be told it today."""
    repository = repository_of(root)
    told = repository_history(repository, path_in(repository, root / "content"))
    whole = load(read_tree(root / "content"))[0].dossier(folder)
    assert whole
    return for_client(told.of(folder, "client"), published(whole), whole)


def words(history: History) -> str:
    """All that a history tells."""
    return repr(history.entries)


# ---- one client's project never becomes another's ------------------------------------------------------------------

PROJECT = "title: {}\nstart: 2026-03-02\nfinish: 2026-11-30\ncurrency: EUR\ntags: [mon, tue, wed, thu, fri]\n"
SECRET = "requirements:\n- {id: R1, title: Find a spade, statement: Half of the stock was stolen.}\n"


@pytest.mark.parametrize("goes", ["content/acme/shop", "content/acme"])
def test_a_project_of_another_client_is_another_project(root: Path, goes: str) -> None:
    """Files of settings are much alike: git takes the one that comes for the one that went, renamed."""
    commit(root, **{"content/acme/shop/project.yml": PROJECT.format("Shop"), "content/acme/shop/r.yml": SECRET})
    commit(root, **{"content/acme/shop/r.yml": SECRET.replace("Half of the stock was stolen", "It burned")})
    git(root, "rm", "-q", "-r", goes)
    came = {
        "content/birch/client.yml": CLIENT.replace("Acme", "Birch"),
        "content/birch/shop/project.yml": PROJECT.format("Shop of Birch"),
        "content/birch/shop/r.yml": "requirements:\n- {id: R1, title: Order a cake, statement: Guests order.}\n",
    }
    commit(root, **came)
    history = client(root, "birch/shop")
    assert [change.kind for _, change in history.of("R1")] == ["added"]
    assert len(history.entries) == 1


def test_a_project_that_moves_to_another_client_leaves_its_history_behind(root: Path) -> None:
    commit(root, **{"content/acme/shop/project.yml": PROJECT.format("Shop"), "content/acme/shop/r.yml": SECRET})
    commit(root, **{"content/acme/shop/r.yml": SECRET.replace("Half of the stock was stolen", "It burned")})
    (root / "content/birch").mkdir()
    git(root, "mv", "content/acme/shop", "content/birch/shop")
    commit(root, **{"content/birch/client.yml": CLIENT.replace("Acme", "Birch")})
    history = client(root, "birch/shop")
    assert [change.kind for _, change in history.of("R1")] == ["added"]
    assert "stolen" not in words(history)


def test_a_client_whose_folder_got_another_name_keeps_its_history(root: Path) -> None:
    commit(root, **{RECORDS: "requirements:\n- {id: R1, title: Pay}\n"})
    git(root, "mv", "content/acme", "content/acme-ltd")
    commit(root)
    commit(root, **{"content/acme-ltd/web/records.yml": "requirements:\n- {id: R1, title: Pay later}\n"})
    assert [change.kind for _, change in client(root, "acme-ltd/web").of("R1")] == ["changed", "added"]


@pytest.mark.parametrize("comes", ["another client", "another project"])
def test_a_folder_that_stands_where_another_stood_has_nothing_of_its_past(root: Path, comes: str) -> None:
    """What was renamed keeps none of it either: nobody could tell the two apart."""
    commit(root, **{RECORDS: SECRET})
    was, now = ("acme", "birch") if comes == "another client" else ("acme/web", "acme/shop")
    git(root, "mv", f"content/{was}", f"content/{now}")
    commit(root)
    came = "requirements:\n- {id: R1, title: Order a cake, statement: Nobody may know.}\n"
    files = {SETTINGS: "title: Cakes\n", RECORDS: came}
    commit(root, **files, **({"content/acme/client.yml": CLIENT} if comes == "another client" else {}))
    commit(root, **{RECORDS: came.replace("Nobody", "Somebody")})
    assert "may know" not in words(client(root, "birch/web" if comes == "another client" else "acme/shop"))
    assert "stolen" not in words(client(root, "acme/web"))


def test_of_a_client_who_had_the_folder_before_nothing_is_told(root: Path) -> None:
    commit(root, **{RECORDS: "requirements:\n- {id: OLD-1, title: A spade}\n"})
    git(root, "rm", "-q", "-r", "content/acme")
    commit(root)
    anew = {"content/acme/client.yml": CLIENT.replace("Acme", "Birch"), SETTINGS: "title: Bakery\n"}
    commit(root, **anew, **{RECORDS: "requirements:\n- {id: R1, title: A cake}\n"})
    history = client(root)
    assert "OLD-1" not in words(history)
    assert {change.kind for _, change, _ in history.changes} == {"added"}


def test_a_name_that_comes_back_keeps_the_history(root: Path) -> None:
    commit(root, **{RECORDS: "requirements:\n- {id: R1, title: Pay}\n"})
    for now, then in (("acme-ltd", "acme"), ("acme", "acme-ltd")):
        git(root, "mv", f"content/{then}", f"content/{now}")
        commit(root)
    commit(root, **{RECORDS: "requirements:\n- {id: R1, title: Pay later}\n"})
    assert [change.kind for _, change in client(root).of("R1")] == ["changed", "added"]


def test_what_moves_in_from_beside_the_content_folder_has_no_past(root: Path) -> None:
    commit(root, **{"drafts/acme/shop/project.yml": PROJECT.format("Shop"), "drafts/acme/shop/r.yml": SECRET})
    commit(root, **{"drafts/acme/shop/r.yml": SECRET.replace("Half of the stock was stolen", "It burned")})
    git(root, "mv", "drafts/acme/shop", "content/acme/shop")
    commit(root)
    history = client(root, "acme/shop")
    assert [change.kind for _, change in history.of("R1")] == ["added"]
    assert "stolen" not in words(history)


# ---- what could not be published -----------------------------------------------------------------------------------

HIDDEN_BY_MISTAKE = [
    ("mistyped", "risks:\n- {id: R1, title: T, cause: Ostrich hides, visibility: taem}\n"),
    (
        "a block over two texts",
        "risks:\n- {id: R1, title: T, cause: '<!-- team --> Ostrich', effect: 'x <!-- /team -->'}\n",
    ),
    ("unknown field", "risks:\n- {id: R1, title: T, cause: Ostrich hides, visiblity: team}\n"),
]


@pytest.mark.parametrize("text", [text for _, text in HIDDEN_BY_MISTAKE], ids=[name for name, _ in HIDDEN_BY_MISTAKE])
def test_what_stood_in_a_commit_with_a_mistake_was_never_published(root: Path, text: str) -> None:
    commit(root, **{RECORDS: text})
    commit(root, **{RECORDS: "risks:\n- {id: R1, title: T, cause: Rain}\n"})
    commit(root, **{RECORDS: text})
    commit(root, **{RECORDS: "risks:\n- {id: R1, title: T, cause: Snow}\n"})
    told = [(change.kind, [(f.before, f.after) for f in change.fields]) for _, change in client(root).of("R1")]
    assert told == [("changed", [("Rain", "Snow")]), ("added", [])]


def test_a_mistake_behind_another_record_of_the_same_number_stays_one(root: Path) -> None:
    """Two records with one number are a mistake themselves, and whichever is left may have one of its own."""
    commit(root, **{RECORDS: "risks:\n- {id: R1, title: T, cause: Rain}\n"})
    hidden = HIDDEN_BY_MISTAKE[0][1]
    commit(root, **{"content/acme/web/z.yml": hidden})
    git(root, "rm", "-q", RECORDS)
    commit(root)
    commit(root, **{"content/acme/web/z.yml": "risks:\n- {id: R1, title: T, cause: Snow}\n"})
    commit(root, **{"content/acme/web/a.yml": "risks:\n- {id: R1, title: Ostrich, cause: hides}\n"})
    git(root, "rm", "-q", "content/acme/web/a.yml")
    commit(root)
    told = [(change.kind, [(f.before, f.after) for f in change.fields]) for _, change in client(root).of("R1")]
    assert told == [("changed", [("Rain", "Snow")]), ("added", [])]


def test_who_is_in_the_clients_file_is_told_whatever_project_comes_first(root: Path) -> None:
    commit(root, **{"content/acme/alpha/project.yml": "title: Alpha\nvisibility: team\n"})
    commit(root, **{"content/acme/client.yml": CLIENT.replace("Anna Berg", "Anna Bergstrom")})
    assert next(change.kind for _, change in client(root).of("anna")) == "changed"


# ---- a number that is used again -----------------------------------------------------------------------------------


def test_what_had_a_number_before_is_another_record(root: Path) -> None:
    weather = RISK.format(id="R-1", title="Weather", cause="It may rain.")
    commit(root, **{RECORDS: RISK.format(id="R-1", title="Their boss", cause="He is a drunkard.")})
    commit(root, **{RECORDS: RISK.format(id="R-1", title="Their boss", cause="He drinks a lot.")})
    (root / RECORDS).unlink()
    commit(root)
    commit(root, **{RECORDS: weather})
    commit(root, **{RECORDS: weather.replace("rain", "snow")})
    history = client(root)
    assert "drunkard" not in words(history)
    assert "drinks" not in words(history)
    assert "Their boss" not in words(history)
    assert [change.kind for _, change in history.of("R-1")] == ["changed", "added", "removed"]


# ---- references to what is hidden ----------------------------------------------------------------------------------


def test_people_of_the_team_are_named_by_no_change_of_a_project(root: Path) -> None:
    told = "title: Webshop\ncommunication:\n- {name: Board, purpose: Money, rhythm: Weekly, people: [anna, %s]}\n"
    commit(root, **{SETTINGS: f"{told % 'lena'}owner: lena\n"})
    approvers = "change_approvers:\n- {who: gustav-schatten, cost: 0, time: 0}\n"
    commit(root, **{SETTINGS: f"{told % 'gustav-schatten'}owner: gustav-schatten\n{approvers}"})
    history = client(root)
    assert "Weekly" in words(history)
    assert "schatten" not in words(history)


@pytest.mark.parametrize("since", ["always", "today"])
def test_records_of_a_project_that_is_hidden_are_not_named(root: Path, since: str) -> None:
    hidden = {"content/acme/hidden/project.yml": "title: Hidden\nvisibility: team\n"}
    opened = {"content/acme/hidden/project.yml": "title: Hidden\n"}
    tasks = {"content/acme/hidden/t.yml": "tasks:\n- {id: T-9, title: Buy}\n"}
    request = "change_requests:\n- {id: CR-1, title: More, touches: [%s], description: %s}\n"
    commit(root, **{RECORDS: request % ("R1", "One.")}, **(hidden if since == "always" else opened), **tasks)
    commit(root, **{RECORDS: request % ("R1, hidden/T-9", "Two.")})
    commit(root, **hidden)
    history = client(root)
    assert "Two." in words(history)
    assert "T-9" not in words(history)


def test_a_request_for_the_team_is_not_named_at_a_record_that_came_for_it(root: Path) -> None:
    request = {"content/acme/web/requests.yml": "change_requests:\n- {id: CR-7, title: More%s}\n"}
    commit(root, **{path: text % "" for path, text in request.items()})
    commit(root, "More\n\nChange-Request: CR-7", **{RECORDS: RISK.format(id="R1", title="Late", cause="Rain")})
    assert [change.requests for _, change in client(root).of("R1")] == [("CR-7",)]
    commit(root, **{path: text % ", visibility: team" for path, text in request.items()})
    assert [change.requests for _, change in client(root).of("R1")] == [()]


@pytest.mark.parametrize("since", ["always", "today"])
def test_lines_of_a_baseline_about_a_hidden_task_are_not_told(root: Path, since: str) -> None:
    tasks = "tasks:\n- {id: T-1, title: Build, duration: 2d}\n- {id: T-2, title: Rebate, duration: 2d%s}\n"
    line = "baselines:\n- id: BL-1\n  title: Agreed\n  as_of: 2026-03-02\n  tasks:\n  - {id: T-1, title: Build, start: 2026-03-02, finish: 2026-03-04, duration: %s}\n"
    line += "  - {id: T-2, start: 2026-03-03, finish: 2026-03-11, cost: 7777}\n"
    commit(root, **{RECORDS: tasks % (", visibility: team" if since == "always" else "") + line % "2d"})
    commit(root, **{RECORDS: tasks % (", visibility: team" if since == "always" else "") + line % "3d"})
    commit(root, **{RECORDS: tasks % ", visibility: team" + line % "3d"})
    history = client(root)
    assert [change.kind for _, change in history.of("BL-1")] == ["changed", "added"]
    assert "7777" not in words(history)


def test_of_a_project_that_is_published_no_more_only_its_name_is_told(root: Path) -> None:
    commit(root, **{SETTINGS: "title: Webshop\nowner: lena\nbudget: 5000\n"})
    commit(root, **{SETTINGS: "title: Web shop\nowner: anna\nbudget: 6000\n"})
    assert "6000" in words(client(root))
    commit(root, **{"content/acme/client.yml": CLIENT.replace("[project, ", "[")})
    history = client(root)
    assert "Web shop" in words(history)
    assert "6000" not in words(history)


def test_a_record_that_is_hidden_is_not_the_past_of_its_copy_that_is_published(root: Path) -> None:
    record = "requirements:\n- {id: R1, title: Discount, statement: Dealers get 40 %%, visibility: %s}\n"
    commit(root, **{RECORDS: record % "client"})
    copy = "- {id: R2, title: Discount, statement: Dealers get a discount}\n"
    commit(root, **{RECORDS: record % "team" + copy})
    history = client(root)
    assert [(change.kind, change.was) for _, change in history.of("R2")] == [("added", "")]
    assert "40 %" not in words(history)
    assert "R1" not in words(history)


def test_a_number_that_a_hidden_record_has_by_now_is_not_told_of_one_that_had_it_before(root: Path) -> None:
    commit(root, **{RECORDS: "requirements:\n- {id: REQ-001, title: Pay}\n"})
    commit(root, **{RECORDS: "requirements:\n- {id: REQ-001, title: Pay, statement: By card}\n"})
    moved = "requirements:\n- {id: REQ-002, title: Pay, statement: By card}\n"
    commit(root, **{RECORDS: moved})
    commit(root, **{RECORDS: f"{moved}- {{id: REQ-001, title: Rebate, visibility: team}}\n"})
    history = client(root)
    assert [change.kind for _, change in history.of("REQ-002")] == ["renamed", "changed", "added"]
    assert "REQ-001" not in words(history)


@pytest.mark.parametrize(
    ("before", "today", "secret"),
    [
        ("Beta costs 88,123 in all.", "Beta costs <!-- team -->88,123<!-- /team --> in all.", "88,123"),
        ("Gamma by Zork.", "Gamma by <!-- team -->Zork<!-- /team -->.", "Zork"),
        ("Gamma by Zork.", "Gamma<!-- by Zork -->.", "Zork"),
        ("贝塔共计八万元。", "贝塔共计<!-- team -->八万<!-- /team -->元。", "八万"),
    ],
)
@pytest.mark.parametrize("edited_before", [False, True])
def test_no_wording_holds_what_is_in_a_team_block_of_its_field_today(
    root: Path, before: str, today: str, secret: str, edited_before: bool
) -> None:
    record = 'requirements:\n- {id: R1, title: Beta, rationale: %s, statement: "%s"}\n'
    commit(root, **{RECORDS: record % ("One", f"Once. {before}")})
    if edited_before:
        commit(root, **{RECORDS: record % ("Two", before)})
    commit(root, **{RECORDS: record % ("Three", today)})
    history = client(root)
    assert secret not in words(history)
    _, last = history.of("R1")[0]
    assert last.withheld == ("statement",)
    assert "Three" in words(history)


def test_what_is_in_a_team_block_and_beside_it_as_well_may_be_told(root: Path) -> None:
    record = 'requirements:\n- {id: R1, title: Beta, statement: "%s"}\n'
    commit(root, **{RECORDS: record % "Beta costs 88,123."})
    commit(root, **{RECORDS: record % "Beta costs 88,123 by now. <!-- team -->And 88,123 was too little<!-- /team -->"})
    assert "88,123" in words(client(root))


@pytest.mark.parametrize(
    "kept",
    [
        "internal: 4711 EUR",
        "internal: |\n    Ask Lena.\n    4711 EUR",
        "cause: It rains. <!-- team -->4711 EUR<!-- /team -->",
        "title: Late <!-- team -->4711 EUR<!-- /team -->",
        "exposure: 4711",
    ],
)
def test_what_was_moved_to_where_the_team_keeps_it_is_withheld(root: Path, kept: str) -> None:
    risk = "risks:\n- id: K1\n  title: Late\n  cause: It rains.\n  effect: {}\n  {}\n"
    rest = risk.replace("  title: Late\n" if kept.startswith("title") else "  cause: It rains.\n", "")
    commit(root, **{RECORDS: risk.format("Loss of 4711 EUR for us", "")})
    commit(root, **{RECORDS: rest.format("Loss", kept)})
    assert "4711" not in words(client(root))
    ((_, changed), _) = client(root).of("K1")
    assert "effect" in changed.withheld


@pytest.mark.parametrize("kept", ["internal: It", "internal: Ask Lena about it.", "internal: Loss"])
def test_a_short_word_that_the_team_keeps_withholds_nothing(root: Path, kept: str) -> None:
    risk = "risks:\n- id: K1\n  title: Late\n  effect: {}\n  {}\n"
    commit(root, **{RECORDS: risk.format("Loss of time, and it rains", "tags: [a]")})
    commit(root, **{RECORDS: risk.format("Loss of time", kept)})
    ((_, changed), _) = client(root).of("K1")
    assert [(f.before, f.after) for f in changed.fields if f.field == "effect"] == [
        ("Loss of time, and it rains", "Loss of time")
    ]


def test_how_folders_of_attachments_are_called_is_not_told(root: Path) -> None:
    """Nor that a file moved from one to another."""
    text = "requirements:\n- {{id: R1, title: Pay, attachments: [{}]}}\n"
    for name in ("own-notes/one.txt", "own-notes/two.txt", "shown/two.txt"):
        path = f"content/acme/web/{name}"
        commit(root, **{RECORDS: text.format(name), path: name})
    told = [(f.before, f.after) for _, change in client(root).of("R1") for f in change.fields]
    assert told == [(("one.txt",), ("two.txt",))]
    assert "own-notes" not in words(client(root))


def test_how_files_are_called_that_a_text_leads_to_is_not_told(root: Path) -> None:
    """Nor that a link leads elsewhere now."""
    text = "requirements:\n- {{id: R1, title: Pay, statement: '{}'}}\n"
    for statement in (
        "See [why](own-notes/one.md).",
        "See [why](own-notes/two.md).",
        "See [why](own-notes/two.md) and ![it](own-notes/it.png).",
        "See [why](own-notes/two.md), [out](https://example.org).",
    ):
        commit(root, **{RECORDS: text.format(statement)})
    told = [(f.before, f.after) for _, change in client(root).of("R1") for f in change.fields]
    assert told == [
        ("See why and it.", "See why, [out](https://example.org)."),
        ("See why.", "See why and it."),
    ]
