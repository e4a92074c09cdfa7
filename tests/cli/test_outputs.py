"""What a command tells is told on any output: one that has not every character, one that is closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PLAN = ("plan", "acme/web", "--as-of", "2026-03-06")
COMMANDS = {
    "plan": PLAN,
    "bars": (*PLAN, "--gantt"),
    "levelled plan": (*PLAN, "--level"),
    "chance": (*PLAN, "--chance", "--runs", "100"),
    "check": ("check",),
    "export": ("export", "mspdi", "acme/web"),
    "explanation": ("explain", "DOS203"),
}


def run(
    folder: Path, *arguments: str, closing: str = "", output: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command with outputs closed as a shell closes them: `>&-`, or led to a file descriptor."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {closing}', "sh", sys.executable, "-m", "dossier", *arguments],
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        stdout=output,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def folder(content: Path) -> Path:
    (content / "acme/web/plan.yml").write_text(
        "tasks:\n- {id: T-1, title: Prüfen 中文, duration: 5d, optimistic: 4d, pessimistic: 9d, owner: anna}\n", "utf-8"
    )
    return content.parent


@pytest.mark.parametrize("name", COMMANDS)
def test_an_output_without_every_character_is_written(folder: Path, name: str):
    done = run(folder, *COMMANDS[name], PYTHONIOENCODING="ascii")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_what_an_encoding_lacks_is_written_as_escapes(folder: Path):
    told = run(folder, *PLAN, PYTHONIOENCODING="latin-1").stdout.decode("latin-1")
    assert r"Prüfen \u4e2d\u6587" in told


def test_a_locale_without_every_character(folder: Path):
    done = run(folder, *PLAN, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, rb"Pr\xfcfen \u4e2d\u6587" in done.stdout) == (0, True)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="a terminal cannot be made here")
def test_a_terminal_without_every_character(folder: Path):
    (folder / "content/acme/web/ü.yml").write_text("- broken\n", "utf-8")
    shown, terminal = os.openpty()
    done = run(folder, "check", output=terminal, PYTHONIOENCODING="ascii")
    os.close(terminal)
    assert (done.returncode, done.stderr) == (1, b"")
    assert rb"web/\xfc.yml" in os.read(shown, 100_000)
    os.close(shown)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_closed_output_is_nobody_who_listens(folder: Path, name: str):
    done = run(folder, *COMMANDS[name], closing=">&-")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
