"""What a command does when the system lets it write nothing, or no more: it says so, and everything is as it was."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import CLIENT, PROJECT

REPOSITORY = Path(__file__).parents[2]
RECORDS = """\
requirements:
- {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
tasks:
- {id: T-1, title: Build, owner: anna, duration: 5d, requirements: [REQ-1]}
sign_offs:
- id: SO-1   # the first
  title: Scope
  signer: anna
  covers_where: requirements
"""
COMMANDS = {
    "build": ("build", "--as-of", "2026-04-02"),
    "build of the team's site": ("build", "--audience", "team", "--as-of", "2026-04-02"),
    "new record": ("new", "task", "acme/web", "--title", "Another"),
    "new project": ("new", "project", "acme/other", "--title", "Another"),
    "sign": ("sign", "request", "acme/web", "SO-1", "--due", "2026-04-11", "--as-of", "2026-04-01"),
    "sign with a file of its own": (
        "sign", "record", "acme/web", "SO-1", "--decision", "confirmed", "--by", "anna", "--on", "2026-03-20",
    ),
    "import": ("import", "mspdi", "plan.xml", "--into", "acme/imported"),
    "export": ("export", "reqif", "acme/web", "--out", "requirements.reqif"),
}  # fmt: skip


def run(root: Path, *arguments: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-m", "dossier", *arguments],
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        encoding="utf-8",
        preexec_fn=before,
    )


def fill(root: Path) -> None:
    """A workspace with records, a built site of each kind and a plan to import."""
    (root / "content/acme/web").mkdir(parents=True)
    (root / "content/acme/client.yml").write_text(CLIENT, "utf-8")
    (root / "content/acme/web/project.yml").write_text(PROJECT, "utf-8")
    (root / "content/acme/web/records.yml").write_text(RECORDS, "utf-8")
    shutil.copy(REPOSITORY / "dossier/hosts/starter_mkdocs.yml", root / "mkdocs.yml")
    for arguments in (
        ("build", "--as-of", "2026-04-01"),
        ("build", "--audience", "team", "--as-of", "2026-04-01"),
        ("export", "mspdi", "acme/web", "--out", "plan.xml"),
    ):
        done = run(root, *arguments)
        assert done.returncode == 0, done.stderr


def everything(root: Path) -> dict[str, bytes]:
    """Every file and folder below the root, hidden ones too; not the cache, which may hold anything and be deleted."""
    found = {p.relative_to(root): p.read_bytes() if p.is_file() else b"" for p in sorted(root.rglob("*"))}
    return {str(path): content for path, content in found.items() if path.parts[0] != ".cache"}


def assert_as_it_was(root: Path, arguments: tuple[str, ...], before: Callable[[], None] | None, reason: str) -> None:
    old = everything(root)
    done = run(root, *arguments, before=before)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    message = done.stderr.strip().split("\n")
    assert len(message) == 1, done.stderr
    assert reason in message[0]
    new = everything(root)
    assert new.keys() == old.keys(), "nothing new lies about, and nothing is gone"
    assert [name for name in old if new[name] != old[name]] == []


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("prepared") / "workspace"
    root.mkdir()
    fill(root)
    return root


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "workspace"))


def like_anybody() -> None:
    """Take from root what lets it pass over permissions, in a child process before it becomes the command."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            raise OSError


@pytest.fixture
def closed(workspace: Path) -> Iterator[Path]:
    """The workspace with the permission to write taken away everywhere."""
    for path in (workspace, *workspace.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield workspace
    for path in (workspace, *workspace.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("name", COMMANDS)
def test_without_the_permission_to_write(closed: Path, name: str):
    is_root = os.geteuid() == 0
    if is_root and not sys.platform.startswith("linux"):
        pytest.skip("root may write anywhere here; run the tests as somebody else")
    assert_as_it_was(closed, COMMANDS[name], like_anybody if is_root else None, "Permission denied")


def no_more_than_a_few_bytes() -> None:
    """What a quota or a full disk does to a file that is being written, for the command that this process becomes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))


@pytest.mark.parametrize("name", COMMANDS)
def test_when_no_file_can_be_finished(workspace: Path, name: str):
    assert_as_it_was(workspace, COMMANDS[name], no_more_than_a_few_bytes, "File too large")


@pytest.fixture
def full(prepared: Path, tmp_path: Path) -> Iterator[Path]:
    """The workspace on a disk of its own on which nothing is left."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here: that needs root on Linux")
    try:
        shutil.copytree(prepared, disk / "workspace")
        filler = os.open(disk / "filler", os.O_WRONLY | os.O_CREAT)
        with contextlib.suppress(OSError):
            while os.write(filler, bytes(4096)):
                pass
        os.close(filler)
        yield disk / "workspace"
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_on_a_full_disk(full: Path, name: str):
    assert_as_it_was(full, COMMANDS[name], None, "No space left on device")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["explain", "DOS101"]])
def test_where_nothing_more_can_be_written_it_is_told_in_a_line(words: list[str]):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dossier", *words], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (2, b"Error: No space left on device\n")
