"""Real git repositories for tests, made by git itself and untouched by the settings of whoever runs them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Anna",
    "GIT_AUTHOR_EMAIL": "anna@example.org",
    "GIT_COMMITTER_NAME": "Anna",
    "GIT_COMMITTER_EMAIL": "anna@example.org",
}


def git(folder: Path, *arguments: str, check: bool = True, **environment: str) -> str:
    """What a git command prints."""
    command = ("git", "-C", str(folder), "-c", "protocol.file.allow=always", "-c", "core.quotePath=false", *arguments)
    done = subprocess.run(command, check=check, capture_output=True, encoding="utf-8", env=ENVIRONMENT | environment)
    return done.stdout.strip()


def write(folder: Path, path: str, text: str) -> None:
    """Write a file with the folders around it."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def commit(folder: Path, message: str = "more", *, at: str = "", **files: str) -> str:
    """Write files, commit everything (at a time, else now), and give the commit's hash."""
    for path, text in files.items():
        write(folder, path, text)
    git(folder, "add", "--all")
    when = {"GIT_COMMITTER_DATE": at} if at else {}
    git(folder, "commit", "--allow-empty", "--quiet", "--message", message, **when)
    return git(folder, "rev-parse", "HEAD")


def begun(folder: Path, **files: str) -> Path:
    """A new repository with one commit on main."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "first", **files)
    return folder
