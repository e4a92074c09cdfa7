"""Who wrote what led to the state of a content folder: names that no site of a client tells."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from dossier.compute.team_only import Person
from dossier.hosts.git_look import is_in_repository

if TYPE_CHECKING:
    from pathlib import Path

_SEPARATOR = "\x1f"


def authors(content: Path) -> tuple[Person, ...]:
    """Who wrote and committed what led to HEAD in the repository of a folder; nobody where none can be read.

    Those of other branches do not count: a commit would be refused in one clone and not in another that has fewer.
    """
    if not is_in_repository(content):
        return ()
    form = f"--format=%an{_SEPARATOR}%ae%n%cn{_SEPARATOR}%ce"
    command = ["git", "-C", str(content), "log", form]
    try:
        told = subprocess.run(command, capture_output=True, check=True, timeout=120)  # noqa: S603 - git, and no text of a record
    except (OSError, subprocess.SubprocessError):
        return _authors_without_git(content)
    lines = sorted(set(told.stdout.decode("utf-8", "replace").split("\n")))
    parts = (line.partition(_SEPARATOR) for line in lines)
    return tuple(Person(name, email) for name, separator, email in parts if separator)


def _authors_without_git(content: Path) -> tuple[Person, ...]:
    """The same where no program `git` answers, as in a small container; it takes longer."""
    from dossier.text.git import NoHistory, commit_of, repository_of  # noqa: PLC0415 - pygit2 takes long to import
    from dossier.text.git_log import people  # noqa: PLC0415

    try:
        repository = repository_of(content)
        found = people(repository, str(commit_of(repository, "HEAD").id))
    except NoHistory:
        return ()
    return tuple(Person(name, email) for name, email in sorted(found))
