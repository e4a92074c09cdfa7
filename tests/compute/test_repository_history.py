"""The change log that is read from git, on real repositories: each test is a small history."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.compute.client_history import for_client
from dossier.compute.history import Change, History
from dossier.compute.projection import published
from dossier.compute.repository_history import RepositoryHistory, repository_history
from dossier.compute.team_only import Person, secrets
from dossier.compute.withheld import withhold
from dossier.dossier import Dossier
from dossier.load import load
from dossier.text.git import path_in, repository_of
from dossier.text.source import read_tree
from tests.compute.sample_history import CLIENT, FILE, PROJECT, START, requirements
from tests.repository import begun, commit, git, write

EARLIER, LATER = 4_000_000_000, 4_000_000_060


def read(root: Path, known: RepositoryHistory | None = None, content: str = "content") -> RepositoryHistory:
    repository = repository_of(root)
    return repository_history(repository, path_in(repository, root / content), known.known if known else None)


def team(root: Path, folder: str = "acme/web") -> History:
    return read(root).of(folder, "team")


def dossier(root: Path) -> Dossier:
    found = load(read_tree(root / "content"))[0].dossier("acme/web")
    assert found
    return found


def client(root: Path, known: RepositoryHistory | None = None) -> History:
    whole = dossier(root)
    return for_client(read(root, known).of("acme/web", "client"), published(whole), whole)


def told(history: History) -> list[list[str]]:
    """What each commit did, the first one first: `kind id`."""
    return [[f"{change.kind} {change.id}" for change in entry.changes] for entry in reversed(history.entries)]


def last(history: History) -> Change:
    (change,) = history.entries[0].changes
    return change


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begun(tmp_path / "repo", **START, **{FILE: requirements(R1="Sign in", R2="Pay")})


def test_who_when_and_each_field_before_and_after(root: Path) -> None:
    identifier = commit(root, "Pay later", **{FILE: requirements(R1="Sign in", R2="Pay later")})
    entry = team(root).entries[0]
    assert (entry.commit, entry.author, entry.email, entry.subject) == (
        identifier, "Anna", "anna@example.org", "Pay later",
    )  # fmt: skip
    assert entry.when.isoformat() == git(root, "log", "-1", "--format=%cI").replace("Z", "+00:00")
    (change,) = entry.changes
    assert [(f.field, f.before, f.after) for f in change.fields] == [("title", "Pay", "Pay later")]


def test_the_first_commit_adds_all_and_an_empty_one_nothing(root: Path) -> None:
    commit(root, "nothing")
    assert told(team(root)) == [["added acme", "added web", "added R1", "added R2"]]


def test_a_record_that_moves_to_another_file_stays_itself(root: Path) -> None:
    (root / FILE).unlink()
    commit(root, **{FILE: requirements(R1="Sign in"), "content/acme/web/more.yml": requirements(R2="Pay")})
    assert (last(team(root)).kind, last(team(root)).moved_from) == ("moved", "acme/web/requirements.yml")


def test_a_renamed_file_moves_its_records(root: Path) -> None:
    git(root, "mv", FILE, "content/acme/web/needs.yml")
    commit(root)
    assert told(team(root))[-1] == ["moved R1", "moved R2"]


def test_a_new_number_keeps_the_history(root: Path) -> None:
    commit(root, **{FILE: requirements(R1="Sign in", R9="Pay")})
    commit(root, **{FILE: requirements(R1="Sign in", R9="Pay at once")})
    assert [change.kind for _, change in team(root).of("R9")] == ["changed", "renamed", "added"]
    assert team(root).of("R2") == ()


def test_a_number_given_again_is_another_record(root: Path) -> None:
    commit(root, **{FILE: requirements(R1="Sign in")})
    commit(root, **{FILE: requirements(R1="Sign in", R2="Something else")})
    assert [change.kind for _, change in team(root).of("R2")] == ["added", "removed", "added"]


def test_a_revert_is_a_change_like_any_other(root: Path) -> None:
    identifier = commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    git(root, "revert", "--no-edit", identifier)
    assert [(f.before, f.after) for f in last(team(root)).fields] == [("Pay later", "Pay")]


def test_a_merge_does_not_tell_again_what_its_branch_told(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return")})
    git(root, "checkout", "-q", "main")
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    assert sorted(told(team(root))[1:]) == [["added R3"], ["changed R2"]]


def test_a_merge_tells_what_it_alone_did(root: Path) -> None:
    """As `git log -c` tells of a merge only what differs from all its parents."""
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, at=f"{EARLIER} +0000", **{FILE: requirements(R1="Sign in", R2="Pay by card")})
    git(root, "checkout", "-q", "main")
    commit(root, at=f"{LATER} +0000", **{FILE: requirements(R1="Sign in", R2="Pay later")})
    git(root, "merge", "-q", "--no-commit", "-s", "ours", "branch")
    commit(root, "merged", **{FILE: requirements(R1="Sign in", R2="Pay by card or later")})
    assert [(f.before, f.after) for f in last(team(root)).fields] == [("Pay later", "Pay by card or later")]
    assert len(team(root).of("R2")) == 4


def test_a_state_that_cannot_be_read_is_told_and_the_next_compared_with_the_last_that_could(root: Path) -> None:
    commit(root, "broken", **{FILE: "requirements:\n- {id: R1, title: [\n"})
    commit(root, "repaired", **{FILE: requirements(R1="Sign in", R2="Pay later")})
    after, broken, _ = team(root).entries
    assert (broken.changes, broken.unreadable) == ((), ("acme/web/requirements.yml",))
    assert [(c.kind, c.id) for c in after.changes] == [("changed", "R2")]


def test_a_file_whose_name_is_no_text_was_never_read(root: Path) -> None:
    """It was refused as long as it was there, and nothing that is told later stumbles over it."""
    file = root / os.fsdecode(b"content/acme/web/\xff.yml")
    file.write_text(requirements(R9="Nobody reads this"))
    commit(root)
    assert [entry.unreadable for entry in team(root).entries[:1]] == [("acme/web/?.yml",)]
    file.unlink()
    commit(root)
    assert "Nobody" not in repr(team(root))
    assert "Nobody" not in repr(client(root))
    repr(team(root)).encode()  # which pages and feeds are


def test_a_file_that_a_branch_made_unreadable_is_not_told_again_by_its_merge(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, "broken", **{FILE: "requirements:\n- {id: R1, title: [\n"})
    git(root, "checkout", "-q", "main")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return")})
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    assert [entry.subject for entry in team(root).entries if entry.unreadable] == ["broken"]


def test_a_project_and_a_content_folder_that_were_renamed_keep_their_history(root: Path) -> None:
    git(root, "mv", "content/acme/web", "content/acme/shop")
    commit(root)
    (root / "docs").mkdir()
    git(root, "mv", "content", "docs/content")
    commit(root)
    history = read(root, content="docs/content").of("acme/shop", "team")
    assert [change.kind for _, change in history.of("R1")] == ["added"]


def test_a_submodule_holds_no_records(root: Path, tmp_path: Path) -> None:
    other = begun(tmp_path / "other", **{"requirements.yml": requirements(R7="Elsewhere")})
    git(root, "submodule", "--quiet", "add", str(other), "content/acme/web/sub")
    commit(root)
    assert len(team(root).entries) == 1


def test_a_link_is_read_as_the_file_that_it_leads_to(root: Path) -> None:
    """As a checkout has it, and a review."""
    write(root, "content/acme/shop/project.yml", PROJECT)
    write(root, "secret.yml", requirements(R8="Outside"))
    (root / "content/acme/shop/link.yml").symlink_to("../web/requirements.yml")
    (root / "content/acme/shop/out.yml").symlink_to("../../../secret.yml")
    write(root, "content/bolt/web/requirements.yml", requirements(R9="Of another client"))
    (root / "content/acme/shop/theirs.yml").symlink_to("../../bolt/web/requirements.yml")
    commit(root)
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    commit(root, **{"secret.yml": requirements(R8="Outside, changed")})
    (root / "content/acme/shop/link.yml").unlink()
    commit(root)
    assert told(team(root, "acme/shop"))[1:] == [
        ["added shop", "added R1", "added R2"],
        ["changed R2"],
        ["removed R1", "removed R2"],
    ]
    assert told(team(root))[1:] == [["changed R2"]]


@pytest.mark.parametrize(("first", "second"), [("a.yml", "b.yml"), ("a/z.yml", "a.yml")])
def test_of_two_records_with_one_number_the_first_counts_and_then_the_other(
    root: Path, first: str, second: str
) -> None:
    """Two branches take the next free number, and somebody gives one of the records another."""
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **{f"content/acme/web/{first}": requirements(R3="Return")})
    git(root, "checkout", "-q", "main")
    commit(root, **{f"content/acme/web/{second}": requirements(R3="Search")})
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    commit(root, **{f"content/acme/web/{first}": requirements(R4="Return")})
    assert [(c.kind, c.id, c.title) for c in team(root).entries[0].changes] == [
        ("added", "R4", "Return"), ("changed", "R3", "Search"),
    ]  # fmt: skip
    assert {name: fields["title"] for name, fields in replayed(team(root)).items() if name in {"R3", "R4"}} == {
        "R3": "Search", "R4": "Return",
    }  # fmt: skip


def test_a_shallow_clone_begins_on_a_day_and_invents_nothing(root: Path, tmp_path: Path) -> None:
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay at once")})
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "shallow")
    found = team(tmp_path / "shallow")
    assert told(found) == [["changed R2"]]
    assert found.begins is not None
    assert team(root).begins is None


def test_a_merge_with_which_a_shallow_clone_begins_tells_nothing_that_its_parents_differ_in(
    root: Path, tmp_path: Path
) -> None:
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    git(root, "checkout", "-q", "main")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return")})
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return at any time")})
    git(tmp_path, "clone", "-q", "--depth", "3", f"file://{root}", "shallow")
    assert len(git(tmp_path / "shallow", "log", "--format=%H").split()) == 4
    assert told(team(tmp_path / "shallow")) == [["changed R3"]]


REQUEST = """
change_requests:
- id: CR-1
  title: Pay later
  touches: [{touches}]
  steps:
  - {{step: requested, by: anna, on: 2026-03-02}}
  - {{step: assessed, by: anna, on: 2026-03-04}}
  - {{step: {step}, by: anna, on: 2026-03-06}}
"""
SIGNED = """
sign_offs:
- id: SO-1
  title: All requirements
  signer: anna
  covers_where: requirements
  decision: confirmed
  decided_by: anna
  decided_on: 2026-02-01
"""
SIGN_OFF, CHANGE = "content/acme/web/signed.yml", "content/acme/web/changes.yml"


@pytest.mark.parametrize(
    ("touches", "step", "message", "requests", "unapproved"),
    [
        ("", "assessed", "Pay later", (), ("SO-1",)),
        ("R2", "assessed", "Pay later", (), ("SO-1",)),
        ("R2", "approved", "Pay later", ("CR-1",), ()),
        ("R1", "approved", "Pay later", (), ("SO-1",)),
        ("", "approved", "Pay later\n\nChange-Request: CR-1", ("CR-1",), ()),
        ("", "assessed", "Pay later\n\nChange-Request: CR-1", ("CR-1",), ("SO-1",)),
        ("", "approved", "Pay later\n\nSee CR-1", (), ("SO-1",)),
    ],
)
def test_a_signed_record_changed_without_an_approved_request_is_marked(
    root: Path, touches: str, step: str, message: str, requests: tuple[str, ...], unapproved: tuple[str, ...]
) -> None:
    commit(root, **{SIGN_OFF: SIGNED, CHANGE: REQUEST.format(touches=touches, step=step)})
    commit(root, message, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    assert (last(team(root)).requests, last(team(root)).unapproved) == (requests, unapproved)


def test_a_request_approved_afterwards_does_not_allow_what_was_done_before(root: Path) -> None:
    commit(root, **{SIGN_OFF: SIGNED, CHANGE: REQUEST.format(touches="R2", step="assessed")})
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    commit(root, **{CHANGE: REQUEST.format(touches="R2", step="approved")})
    assert [change.unapproved for _, change in team(root).of("R2")] == [("SO-1",), ()]


@pytest.mark.parametrize("asked_before", [True, False])
@pytest.mark.parametrize("signed_on_main", [True, False])
def test_a_merge_of_what_was_signed_meanwhile_is_marked(root: Path, signed_on_main: bool, asked_before: bool) -> None:
    """Neither line sees that the other has changed what is signed here, or signed what is changed here."""
    if asked_before:
        commit(root, **{SIGN_OFF: SIGNED[: SIGNED.index("  decision")]})
    lines = [{SIGN_OFF: SIGNED}, {FILE: requirements(R1="Sign in", R2="Pay later")}]
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **lines[signed_on_main])
    git(root, "checkout", "-q", "main")
    commit(root, **lines[not signed_on_main])
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    for history in (team(root), client(root)):
        # The client reads all that the branch brought, a sign-off perhaps, as well.
        change = next(change for change in history.entries[0].changes if change.id == "R2")
        assert change.unapproved == ("SO-1",)
        assert [(f.before, f.after) for f in change.fields] == [("Pay", "Pay later")]
    git(root, "checkout", "-q", "--detach", "HEAD~1")
    commit(root)
    git(root, "merge", "-q", "--no-ff", "--no-edit", "main")
    assert last(team(root)).unapproved == ("SO-1",)
    assert len([c for _, c in team(root).of("R2") if c.unapproved]) == 1


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("Pay", []),
        ("Pay by card", [("Pay", "Pay by card", ("SO-1",))]),
        ("Pay later", [("Pay", "Pay later", ("SO-1",))]),
    ],
)
@pytest.mark.parametrize("on_main", ["Pay", "Pay now"])
def test_what_a_branch_signed_and_then_changed_is_told_to_the_client_as_the_merge_left_it(
    root: Path, on_main: str, kept: str, told: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    """Only the branch said "Pay by card"."""
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **{SIGN_OFF: SIGNED})
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay by card")})
    git(root, "checkout", "-q", "main")
    commit(
        root, **{FILE: requirements(R1="Sign in", R2=on_main), "content/acme/web/more.yml": requirements(R3="Return")}
    )
    git(root, "merge", "-q", "--no-commit", "-s", "ours", "branch")
    commit(root, "merged", **{FILE: requirements(R1="Sign in", R2=kept), SIGN_OFF: SIGNED})
    merge = client(root).entries[0].changes
    assert [c.id for c in merge if c.type_name == "sign_off"] == ["SO-1"]
    found = [(f.before, f.after, c.unapproved) for c in merge for f in c.fields if c.id == "R2"]
    assert found == told if on_main == "Pay" else [(before, after) for before, after, _ in found] == [(on_main, kept)]
    every = [f.after for entry in client(root).entries for c in entry.changes for f in c.fields if c.id == "R2"]
    assert kept == "Pay by card" or "Pay by card" not in every


@pytest.mark.parametrize("kept", ["main", "branch"])
def test_a_merge_that_gives_up_what_the_log_told_last_says_so(root: Path, kept: str) -> None:
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, at=f"{EARLIER} +0000", **{FILE: requirements(R1="Sign in", R2="Pay by card")})
    git(root, "checkout", "-q", "main")
    commit(root, at=f"{LATER} +0000", **{FILE: requirements(R1="Sign in", R2="Pay later")})
    text = git(root, "show", f"{kept}:{FILE}")
    git(root, "merge", "-q", "--no-commit", "-s", "ours", "branch")
    commit(root, "merged", **{FILE: text})
    _, read_last = team(root).of("R2")[0]
    assert read_last.fields[0].after == {"main": "Pay later", "branch": "Pay by card"}[kept]
    assert len(team(root).of("R2")) == {"main": 3, "branch": 4}[kept]


WITHOUT, PAY, OTHER = {FILE: requirements(R1="Sign in")}, {FILE: requirements(R1="Sign in", R2="Pay later")}, {}
RENAMED, ADDED = {FILE: requirements(R1="Sign in", R9="Pay")}, {"content/acme/web/more.yml": requirements(R3="Return")}
ELSEWHERE = {**WITHOUT, "content/acme/web/more.yml": requirements(R2="Pay")}


@pytest.mark.parametrize("kept", ["main", "branch"])
@pytest.mark.parametrize(
    ("earlier", "later", "told"),
    [
        # What the log told last and the merge left is not told again; all else is.
        (PAY, WITHOUT, {"main": [], "branch": ["added R2"]}),
        (WITHOUT, PAY, {"main": ["added R2"], "branch": ["removed R2"]}),
        (OTHER, WITHOUT, {"main": [], "branch": ["added R2"]}),
        (ELSEWHERE, OTHER, {"main": ["moved R2"], "branch": []}),
        (OTHER, ELSEWHERE, {"main": [], "branch": ["moved R2"]}),
        (OTHER, PAY, {"main": [], "branch": ["changed R2"]}),
        (PAY, RENAMED, {"main": [], "branch": ["added R2", "removed R9"]}),
        (ADDED, OTHER, {"main": ["removed R3"], "branch": []}),
    ],
)
def test_of_two_lines_that_say_otherwise_a_merge_tells_what_it_left_unless_the_log_ends_with_it(
    root: Path, earlier: dict[str, str], later: dict[str, str], told: dict[str, list[str]], kept: str
) -> None:
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, at=f"{EARLIER} +0000", **earlier)
    git(root, "checkout", "-q", "main")
    commit(root, at=f"{LATER} +0000", **later)
    git(root, "merge", "-q", "--no-commit", "-s", "ours", "branch")
    git(root, "rm", "-rq", "content")
    git(root, "checkout", kept, "--", "content")
    commit(root, "merged")
    merged = [entry for entry in team(root).entries if entry.subject == "merged"]
    assert [f"{change.kind} {change.id}" for entry in merged for change in entry.changes] == told[kept]


RISK = "risks:\n- {{id: K-1, title: Nobody buys, visibility: {}}}\n"
RISKS = "content/acme/web/risks.yml"


def test_what_was_for_the_team_and_is_published_now_is_new_to_the_client(root: Path) -> None:
    commit(root, **{RISKS: RISK.format("team")})
    commit(root, **{RISKS: RISK.format("team").replace("Nobody", "Hardly anybody")})
    commit(root, **{RISKS: RISK.format("client").replace("Nobody", "Hardly anybody")})
    assert [(c.kind, c.title) for _, c in client(root).of("K-1")] == [("added", "Hardly anybody buys")]


def test_what_was_taken_back_is_not_told_at_all(root: Path) -> None:
    commit(root, **{RISKS: RISK.format("client")})
    assert told(client(root))[-1] == ["added K-1"]
    commit(root, **{RISKS: RISK.format("team")})
    assert client(root).of("K-1") == ()
    (root / RISKS).unlink()
    commit(root)
    assert not any(change.title for _, change in client(root).of("K-1"))


def test_of_a_record_that_is_gone_the_client_learns_the_number(root: Path) -> None:
    commit(root, **{FILE: requirements(R1="Sign in")})
    assert [(c.kind, c.title, c.fields) for _, c in client(root).of("R2")] == [("removed", "", ())]


def test_the_client_reads_changes_in_the_order_of_the_files(root: Path) -> None:
    names = [f"N-{number}" for number in range(30)]
    commit(root, **{FILE: requirements(**dict.fromkeys(names, "Something"))})
    assert [name for name in told(client(root))[-1] if name.startswith("added")] == [f"added {name}" for name in names]


def test_a_type_that_is_published_later_is_new_then(root: Path) -> None:
    commit(root, **{RISKS: "risks:\n- {id: K-1, title: Nobody buys}\n"})
    commit(root, **{START_CLIENT: CLIENT.replace("requirements,", "requirements, risks,")})
    assert [(entry.subject, c.kind) for entry, c in client(root).of("K-1")] == [("", "added")]
    assert told(client(root))[-1] == ["added K-1"]


START_CLIENT = "content/acme/client.yml"


@pytest.mark.parametrize(("into", "merged"), [("main", "branch"), ("branch", "main")])
def test_what_one_line_adds_and_the_other_publishes_is_new_to_the_client_when_they_meet(
    root: Path, into: str, merged: str
) -> None:
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **{START_CLIENT: CLIENT.replace("requirements,", "requirements, risks,")})
    git(root, "checkout", "-q", "main")
    commit(root, **{RISKS: "risks:\n- {id: K-1, title: Nobody buys}\n"})
    git(root, "checkout", "-q", into)
    git(root, "merge", "-q", "--no-ff", "--no-edit", merged)
    assert told(client(root))[-1] == ["added K-1"]
    assert client(root).entries[0].commit == git(root, "rev-parse", "HEAD")


@pytest.mark.parametrize("on_main_meanwhile", [True, False])
def test_what_stood_only_within_a_branch_is_never_told_to_the_client(root: Path, on_main_meanwhile: bool) -> None:
    """Somebody corrects a mistake before her request is merged; no site was ever built with it."""
    text = "requirements:\n- {{id: R1, title: Sign in, statement: {}}}\n- {{id: R2, title: Pay}}\n"
    commit(root, at=f"{EARLIER} +0000", **{FILE: text.format("Seen by the client")})
    git(root, "checkout", "-q", "-b", "branch")
    draft = {RISKS: RISK.format("client").replace("Nobody buys", "They are fools")}
    commit(root, at=f"{EARLIER + 10} +0000", **{FILE: text.format("We charge these fools double")}, **draft)
    before_it = read(root)
    assert "fools" in repr(client(root))  # where a site is built of the branch, it is what it says
    commit(
        root, at=f"{EARLIER + 20} +0000", **{FILE: text.format("Seen by every client"), RISKS: RISK.format("client")}
    )
    git(root, "checkout", "-q", "main")
    if on_main_meanwhile:
        commit(root, at=f"{EARLIER + 15} +0000", **{"content/acme/web/more.yml": requirements(R3="Return")})
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    for found in (client(root), client(root, before_it)):
        assert "fools" not in repr(found)
        assert [c.kind for c in found.entries[0].changes] == ["changed", "added"]
        (statement,) = (field for c in found.entries[0].changes for field in c.fields)
        assert (statement.before, statement.after) == ("Seen by the client", "Seen by every client")
    assert "fools" in repr(team(root))


def test_the_client_reads_a_line_that_was_merged_into_another_by_what_it_brought(root: Path) -> None:
    """As `git pull` leaves it: what had been here first is the second parent."""
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay by card")})
    git(root, "checkout", "-q", "main")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return")})
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Send back")})
    git(root, "checkout", "-q", "branch")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "main")
    assert told(client(root))[-2:] == [["changed R2"], ["added R3"]]


def test_the_client_learns_no_names_no_messages_and_no_files(root: Path) -> None:
    git(root, "mv", FILE, "content/acme/web/needs.yml")
    commit(root, "Anna's secret reason", **{"content/acme/web/needs.yml": requirements(R1="Sign in", R2="Pay later")})
    found = repr(client(root))
    assert not [word for word in ("Anna", "example.org", "secret", "needs.yml", "requirements.yml") if word in found]


def test_words_that_are_secret_today_are_withheld(root: Path) -> None:
    text = "requirements:\n- id: R1\n  title: Sign in\n  statement: |\n    {}\n- {{id: R2, title: Pay{}}}\n"
    secret = "Our margin on this part of the work is thirty percent."
    commit(root, **{FILE: text.format(f"With a password. {secret}", "")})
    commit(root, **{FILE: text.format("With a password.", f', internal: "{secret}"')})
    assert secret in repr(client(root))
    tree = read_tree(root / "content")
    (found,) = withhold([client(root)], lambda: secrets(load(tree)[0], tree, "acme"))
    assert found is not None
    assert secret not in repr(found)
    assert {c.withheld for _, c in found.of("R1") if c.kind == "changed"} == {("statement",)}


@pytest.mark.parametrize("edited", ["Steamer for the lake", "Buoys"])
def test_of_a_record_whose_title_is_secret_today_no_other_field_is_told_either(root: Path, edited: str) -> None:
    """As when another client's was moved here by mistake: an amount alone is never found to be secret."""
    cost = "cost_items:\n- {id: C1, title: %s, planned: %s}\n"
    acme = CLIENT.replace("publish: [", "publish: [cost_items, ")
    here, there = "content/acme/web/cost.yml", "content/bolt/ship/cost.yml"
    bolt = {"content/bolt/client.yml": "title: Bolt\n", "content/bolt/ship/project.yml": "title: Ship\ncurrency: EUR\n"}
    commit(root, **{"content/acme/client.yml": acme, here: cost % ("Steamer for the lake", "424242")})
    commit(root, **{here: cost % (edited, "1000")})
    assert "424242" in repr(client(root))
    commit(root, **bolt, **{there: cost % ("Steamer for the lake", "424242"), here: cost % ("Buoys", "1000")})
    tree = read_tree(root / "content")
    (found,) = withhold([client(root)], lambda: secrets(load(tree)[0], tree, "acme"))
    assert "424242" not in repr(found)
    assert "Steamer" not in repr(found)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"R2": "Pay"}, [("removed", "", "")]),
        ({"R2": "Pay", "R9": "Report"}, [("renamed", "R9", ""), ("added", "R9", "")]),
    ],
)
def test_a_number_that_is_secret_today_gives_way_to_that_of_today_or_to_none(
    root: Path, now: dict[str, str], told: list[tuple[str, str, str]]
) -> None:
    """A number is unique in its project only: in another one it may be that of a record for the team."""
    commit(root, **{FILE: requirements(**{"REQ-0012": "Report", "R2": "Pay"})})
    commit(root, **{FILE: requirements(**now)})
    hidden = "requirements: [{id: REQ-0012, title: Cheaper hosting, visibility: team}]\n"
    commit(root, **{"content/acme/app/project.yml": "title: App\n", "content/acme/app/needs.yml": hidden})
    tree = read_tree(root / "content")
    (found,) = withhold([client(root)], lambda: secrets(load(tree)[0], tree, "acme"))
    assert found is not None
    assert "REQ-0012" not in repr(found)
    changes = [change for entry in found.entries for change in entry.changes]
    assert [(each.kind, each.id, each.was) for each in changes if each.id in {"", "R9"}] == told


def test_a_name_of_an_author_whom_no_record_names_any_more_is_withheld(root: Path) -> None:
    person = "stakeholders:\n- {id: anna-berg, title: Anna Berg, side: supplier}\n"
    commit(root, **{"content/acme/client.yml": f"{CLIENT}{person}"})
    commit(root, **{"content/acme/client.yml": CLIENT, FILE: requirements(R1="Ask Anna Berg", R2="Pay")})
    commit(root, **{FILE: requirements(R1="Ask the supplier", R2="Pay")})
    assert "Anna Berg" in repr(client(root))
    tree = read_tree(root / "content")
    (found,) = withhold(
        [client(root)], lambda: secrets(load(tree)[0], tree, "acme", authors=[Person("Anna Berg", "anna@example.org")])
    )
    assert found is not None
    assert not [word for word in ("Anna", "anna-berg") if word in repr(found)]


def test_one_more_commit_is_read_as_if_all_were_read_anew(root: Path) -> None:
    before = read(root)
    git(root, "checkout", "-q", "-b", "branch", "HEAD")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return")})
    git(root, "checkout", "-q", "main")
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    assert read(root, before).of("acme/web", "team") == team(root)


def test_a_history_that_was_rewritten_is_read_anew(root: Path) -> None:
    commit(root, "typo", **{FILE: requirements(R1="Sign in", R2="Pay latter")})
    before = read(root)
    write(root, FILE, requirements(R1="Sign in", R2="Pay later"))
    git(root, "commit", "-q", "--all", "--amend", "--message", "Pay later")
    assert read(root, before).of("acme/web", "team") == team(root)
    assert "latter" not in repr(read(root, before).of("acme/web", "team"))


def replayed(history: History) -> dict[str, dict[str, object]]:
    """The records that come of applying every change of a log, the first one first."""
    found: dict[str, dict[str, object]] = {}
    for entry in reversed(history.entries):
        gone = {change.was or change.id: found.pop(change.was or change.id, {}) for change in entry.changes}
        for change in entry.changes:
            if change.kind != "removed":
                after = gone[change.was or change.id] | {each.field: each.after for each in change.fields}
                found[change.id] = {name: value for name, value in after.items() if value != ""}
    return found


NAMES = st.sampled_from(["R1", "R2", "R3", "R4", "R5"])
TITLES = st.sampled_from(["Sign in", "Pay", "Pay later", "Return", "- odd: [text", "Search # all"])
FILES = st.sampled_from(["a.yml", "b.yml", "requirements/c.yml"])
PRIORITIES = st.sampled_from(["must", "should", "could"])
State = dict[str, tuple[str, str, str]]
STATE = st.dictionaries(NAMES, st.tuples(FILES, TITLES, PRIORITIES), max_size=5)


LINES = st.lists(
    st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9), st.none() | STATE, st.integers(0, 3)),
    min_size=1,
    max_size=9,
)
"""Commits after the first: each with its parent's number, that of a second parent where it is a merge, the records that
it leaves (None for what git itself makes of a merge, conflicts settled for the first parent), and how many seconds
passed: committers' clocks differ."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_the_log_replayed_gives_the_records_of_today(
    lines: list[tuple[int, int | None, State | None, int]], tmp_path_factory
) -> None:
    """Whatever was merged, and however: in the order of the log, each change done again."""
    root = begun(tmp_path_factory.mktemp("replay"), **START)
    commits = [git(root, "rev-parse", "HEAD")]
    for number, (parent, other, state, seconds) in enumerate(lines):
        first = commits[parent % len(commits)]
        git(root, "checkout", "--quiet", "--force", "--detach", first)
        second = commits[other % len(commits)] if other is not None else first
        merges = git(root, "merge-base", first, second) not in {first, second}
        if merges:
            git(root, "merge", "--quiet", "--no-commit", "--strategy-option", "ours", second, check=False)
        if state is not None or (merges and git(root, "ls-files", "--unmerged")):
            written(root, state or {})
        git(root, "add", "--all")
        when = f"{LATER + 2 * number - seconds} +0000"
        git(root, "commit", "--quiet", "--allow-empty", "--message", str(number), GIT_COMMITTER_DATE=when)
        commits.append(git(root, "rev-parse", "HEAD"))
    today = dossier(root)
    assert replayed(team(root)) == {
        record.id: {name: value for name, value in record.written.items() if name != "id"}
        for record in (today.client, today.project, *today.records)
    }


def written(root: Path, state: State) -> None:
    """The working tree with these records and no others."""
    for name in ("a.yml", "b.yml", "requirements/c.yml"):
        own = {record: (title, priority) for record, (file, title, priority) in state.items() if file == name}
        path = root / "content/acme/web" / name
        path.unlink(missing_ok=True)
        if own:
            lines = "".join(f"- id: {r}\n  title: '{t}'\n\n\n  priority: {p}\n" for r, (t, p) in own.items())
            write(root, f"content/acme/web/{name}", f"requirements:\n{lines}")


def test_every_commit_that_git_log_names_for_a_file_is_in_the_log_and_no_other() -> None:
    """The history of this very project: what git says of the example's files beside what the log says."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists() or git(root, "rev-parse", "--is-shallow-repository") == "true":
        pytest.skip("this checkout has no history, or not the whole")
    path = "content/northferry/pilot"
    named = git(root, "log", "--format=%H", "--no-merges", "--", f"{path}/*.yml", f"{path}/*.md").split()
    in_log = {e.commit for e in read(root).of("northferry/pilot", "team").entries if e.changes}
    of_client = set(git(root, "log", "--format=%H", "--", "content/northferry/client.yml").split())
    assert in_log - of_client <= {*named}
    only_pages = {*named} - in_log  # a page is no record, and a comment in a file is no change of one
    for identifier in only_pages:
        changed = git(root, "diff-tree", "-r", "--root", "--name-only", "--no-commit-id", identifier, path).split("\n")
        assert all(name.endswith(".md") or _same_records(root, identifier, name) for name in changed), identifier


def _same_records(root: Path, identifier: str, name: str) -> bool:
    from dossier.compute.record_pieces import Pieces

    inside = name.partition("/")[2]
    states = [git(root, "show", f"{at}:{name}").encode() for at in (f"{identifier}^", identifier)]
    one, other = ([r.written for p in Pieces().of(inside, raw) for r in p.records] for raw in states)
    return one == other
