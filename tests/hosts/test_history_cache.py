"""What is kept of a history between two runs: always what git says now, whatever is on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.compute.projection import published
from dossier.hosts.git_look import look_at_git
from dossier.hosts.history_cache import HistoryCache
from dossier.load import load
from dossier.text.source import read_tree
from tests.compute.sample_history import CLIENT, FILE, START, requirements
from tests.repository import begun, commit, git

FOLDER = "acme/web"


def told(root: Path, kept: Path | None) -> tuple[object, ...]:
    """What a run of the program finds: the logs of both audiences, and the projects."""
    found = HistoryCache("test", kept).read(root / "content")
    assert found.told, found.missing
    folder = found.projects[0]
    return found.projects, found.of_team(folder), found.told.of(folder, "client")


def agrees(root: Path, kept: Path) -> None:
    assert told(root, kept) == told(root, None)
    assert told(root, kept) == told(root, None)  # and from what that run has kept


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begun(tmp_path / "repo", **START, **{FILE: requirements(R1="Sign in", R2="Pay")})


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_each_commit_more(root: Path, kept: Path) -> None:
    for number in range(25):  # more than are kept besides the whole
        agrees(root, kept)
        commit(root, **{FILE: requirements(R1="Sign in", R2=f"Pay {number}")})
    agrees(root, kept)


def test_a_branch_a_merge_and_another_head(root: Path, kept: Path) -> None:
    agrees(root, kept)
    git(root, "checkout", "-q", "-b", "branch")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return")})
    agrees(root, kept)
    git(root, "checkout", "-q", "main")
    agrees(root, kept)
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    git(root, "merge", "-q", "--no-ff", "--no-edit", "branch")
    agrees(root, kept)
    git(root, "reset", "-q", "--hard", "HEAD~1")
    agrees(root, kept)


def test_a_history_that_was_rewritten_and_a_folder_that_was_renamed(root: Path, kept: Path) -> None:
    commit(root, "typo", **{FILE: requirements(R1="Sign in", R2="Pay latter")})
    agrees(root, kept)
    (root / FILE).write_text(requirements(R1="Sign in", R2="Pay later"), "utf-8")
    git(root, "commit", "-q", "--all", "--amend", "--message", "Pay later")
    agrees(root, kept)
    git(root, "mv", "content/acme/web", "content/acme/shop")
    commit(root)
    agrees(root, kept)
    commit(root, **{"content/acme/client.yml": CLIENT.replace("Acme", "Acme Ltd")})
    agrees(root, kept)


def test_a_folder_that_is_renamed_brings_its_history_along_with_what_is_kept(root: Path, kept: Path) -> None:
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay later")})
    agrees(root, kept)
    git(root, "mv", "content/acme/web", "content/acme/shop")
    commit(root)
    agrees(root, kept)


def test_a_mistake_that_is_mended_on_another_line(root: Path, kept: Path) -> None:
    commit(root, **{FILE: "requirements:\n- {id: R1, title: Sign in, visibility: taem}\n"})
    git(root, "branch", "fix")
    commit(root, **{"content/acme/web/more.yml": requirements(R3="Return")})
    agrees(root, kept)
    git(root, "checkout", "-q", "fix")
    commit(root, **{FILE: requirements(R1="Sign in at once", R2="Pay")})
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "fix")
    agrees(root, kept)


def test_a_shallow_clone_that_is_completed(root: Path, tmp_path: Path, kept: Path) -> None:
    for number in range(4):
        commit(root, **{FILE: requirements(R1="Sign in", R2=f"Pay {number}")})
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "shallow")
    agrees(tmp_path / "shallow", kept)
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow")
    agrees(tmp_path / "shallow", kept)


@pytest.mark.parametrize("name", ["whole", "recent", "team", "client", "state"])
@pytest.mark.parametrize("damage", ["gone", "torn", "older"])
def test_a_file_that_is_gone_torn_or_of_another_run(root: Path, kept: Path, name: str, damage: str) -> None:
    path = kept / "log" / name
    agrees(root, kept)
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay once")})
    agrees(root, kept)
    older = path.read_bytes()
    for number in range(25):
        commit(root, **{FILE: requirements(R1="Sign in", R2=f"Pay {number}")})
    agrees(root, kept)
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay at last")})
    agrees(root, kept)
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "torn" else older)
    agrees(root, kept)
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay never")})
    agrees(root, kept)


def test_a_part_that_goes_while_the_program_runs_is_read_from_git(root: Path, kept: Path) -> None:
    agrees(root, kept)
    found = HistoryCache("test", kept).read(root / "content")
    (kept / "log" / "team").unlink()
    assert found.of_team(FOLDER) == HistoryCache("test").read(root / "content").of_team(FOLDER)


def test_one_run_over_many_commits(root: Path, kept: Path) -> None:
    """As `dossier serve`."""
    cache = HistoryCache("test", kept)
    for number in range(3):
        found = cache.read(root / "content")
        assert found.of_team(FOLDER) == HistoryCache("test").read(root / "content").of_team(FOLDER)
        commit(root, **{FILE: requirements(R1="Sign in", R2=f"Pay {number}")})
    other = HistoryCache("test", kept)  # begins with what is kept, and sees a commit
    other.read(root / "content")
    commit(root, **{FILE: requirements(R1="Sign in", R2="Pay at last")})
    found = other.read(root / "content")
    assert found.of_team(FOLDER) == HistoryCache("test").read(root / "content").of_team(FOLDER)


def test_who_has_looked_at_git_already_need_not_look_again(root: Path, kept: Path) -> None:
    for number in range(3):
        agrees(root, kept)
        look = look_at_git(root / "content")
        commit(root, **{FILE: requirements(R1="Sign in", R2=f"Pay {number}")})
        found = HistoryCache("test", kept).read(root / "content", look)
        assert len(found.of_team(FOLDER).entries) == number + 1  # as of that look


def test_why_git_cannot_tell(tmp_path: Path) -> None:
    content = tmp_path / "alone/content"
    content.mkdir(parents=True)
    assert "no git repository" in HistoryCache("test").read(content).missing
    git(tmp_path, "init", "-q", "alone")
    assert "nothing is committed" in HistoryCache("test").read(content).missing


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("content/acme/web/own.yml", "actions:\n- {id: A-1, title: Ask for more, visibility: team}\n", False),
        ("content/acme/web/own.md", "# Our own page\n", False),
        ("content/acme/web/more.yml", requirements(R3="Return"), True),
        (FILE, requirements(R1="Sign in", R2="Pay later"), True),
        ("content/beta/web/records.yml", requirements(R1="Sign in"), False),
    ],
)
def test_the_client_is_told_of_what_is_not_committed_where_she_reads_it(root: Path, path: str, text: str, told: bool):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")
    whole = load(read_tree(root / "content"))[0].dossier(FOLDER)
    assert whole
    history = HistoryCache("test").read(root / "content").of(whole, published(whole), "client")
    assert history
    assert history.uncommitted is told
