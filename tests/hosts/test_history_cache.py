"""What is kept of a history between two runs: always what git says now, whatever is on the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.hosts import history_cache
from dossier.hosts.git_look import GitLook, look_at_git
from dossier.hosts.history_cache import HistoryCache
from dossier.hosts.side_by_side import CAN_COPY
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


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_begun_to_be_read_before(root: Path, kept: Path, jobs: int) -> None:
    for number in range(3):
        cache = HistoryCache("test", kept)
        cache.read_ahead(root / "content", jobs)
        found = cache.read(root / "content")
        assert found.of_team(FOLDER) == HistoryCache("test").read(root / "content").of_team(FOLDER)
        commit(root, **{FILE: requirements(R1="Sign in", R2=f"Pay {number}")})
        assert len(cache.read(root / "content").of_team(FOLDER).entries) == number + 2  # and that counts once


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
def test_when_the_copy_that_reads_is_killed_it_is_read_here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def look(content: Path) -> GitLook:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return look_at_git(content)

    monkeypatch.setattr(history_cache, "look_at_git", look)
    cache = HistoryCache("test")
    cache.read_ahead(root / "content", 2)
    assert cache.read(root / "content").projects == (FOLDER,)


_READS = """
import sys
from pathlib import Path
from dossier.hosts.history_cache import HistoryCache
cache = HistoryCache("test", Path(sys.argv[2]))
cache.read_ahead(Path(sys.argv[1]), 2)
assert cache.read(Path(sys.argv[1])).told
print("pygit2" in sys.modules)
"""


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
def test_git_is_asked_by_the_copy_alone(root: Path, kept: Path) -> None:
    for number in range(2):
        command = (sys.executable, "-c", _READS, root / "content", kept)
        assert subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout == "False\n"
        commit(root, **{FILE: requirements(R1="Sign in", R2=f"Pay {number}")})


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
def test_where_nothing_can_be_kept_git_is_asked_here(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = HistoryCache("test", tmp_path / "file" / "kept")
    cache.read_ahead(root / "content", 2)
    assert cache.read(root / "content").projects == (FOLDER,)


def test_why_git_cannot_tell(tmp_path: Path) -> None:
    content = tmp_path / "alone/content"
    content.mkdir(parents=True)
    assert "no git repository" in HistoryCache("test").read(content).missing
    git(tmp_path, "init", "-q", "alone")
    assert "nothing is committed" in HistoryCache("test").read(content).missing
