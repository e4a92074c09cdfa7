"""What git knows of a workspace: its repository, a commit by name, where two lines of work parted, and what differs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pygit2
from msgspec import Struct
from pygit2.enums import FileStatus

from dossier.problems.problem import near

if TYPE_CHECKING:
    from pygit2 import Commit, Repository

# What libgit2 raises for an object, a name or a repository that it cannot give; some are both GitError and KeyError.
_REFUSED = (pygit2.GitError, KeyError, ValueError, OSError)


class NoHistory(Exception):
    """Git has no answer to what was asked; the message says why and what to do. Never the same as "no changes"."""


class Change(Struct, frozen=True, order=True):
    """A file that differs, by its path in the repository with `/` between the parts.

    A renamed file is two: gone under the old path, new under the other. A submodule is one, by its own path.
    `untracked`: it lies in the working tree and nobody has added it to git.
    """

    path: str
    untracked: bool = False


def repository_of(folder: Path) -> Repository:
    """The repository that a folder lies in: an ordinary one, a linked worktree, or a submodule's own.

    Raises NoHistory where there is none, where it is not trusted because somebody else owns it, and where this
    libgit2 cannot read it (SHA-256 objects, for example).
    """
    try:
        found = pygit2.discover_repository(str(folder))
    except _REFUSED as error:
        raise _not_opened(folder, error) from error
    if not found:
        raise NoHistory(f"{folder} is not in a git repository; `git init` makes one")
    try:
        return pygit2.Repository(found)
    except _REFUSED as error:
        raise _not_opened(folder, error) from error


def path_in(repository: Repository, folder: Path) -> str:
    """The path of a folder within the repository's working tree, such as `docs/content`; "" for the whole tree.

    Raises NoHistory where the repository has no working tree, the folder is not in it, or git is told to ignore it.
    """
    if repository.workdir is None:
        raise NoHistory(f"the repository {repository.path} is bare, it has no files to compare; use a clone of it")
    root = Path(repository.workdir).resolve()
    full = folder.resolve()
    if not full.is_relative_to(root):
        raise NoHistory(f"{folder} is not in the working tree {root} of its repository")
    path = full.relative_to(root).as_posix()
    if path == ".":
        return ""
    if repository.path_is_ignored(path):
        raise NoHistory(f"git is told to ignore {path} (in .gitignore), so it knows no history of it")
    return path


def commit_of(repository: Repository, revision: str) -> Commit:
    """The commit that a revision names in any way that `git rev-parse` knows: `main`, `HEAD~2`, a tag, a hash.

    Raises NoHistory where it names none or several, with the near name of a remote branch and with what a shallow
    clone lacks.
    """
    if repository.is_empty or (repository.head_is_unborn and revision == "HEAD"):
        raise NoHistory("there is no commit yet")
    try:
        return repository.revparse_single(revision).peel(pygit2.Commit)
    except _REFUSED as error:
        raise NoHistory(f"git knows no commit `{revision}`{_instead(repository, revision)}") from error


def default_branch(repository: Repository) -> str:
    """The branch that the remote `origin` calls its own first one; `main` where a clone does not know."""
    try:
        target = repository.references["refs/remotes/origin/HEAD"].target
    except _REFUSED:
        return "main"
    return str(target).removeprefix("refs/remotes/origin/") if isinstance(target, str) else "main"


def merge_base(repository: Repository, one: Commit, other: Commit) -> Commit:
    """The last commit from which both come; one of the two where the other comes from it.

    Raises NoHistory where there is none, or where the clone does not reach back to it.
    """
    try:
        found = repository.merge_base(one.id, other.id)
        if found is not None:
            return repository[found].peel(pygit2.Commit)
    except _REFUSED as error:
        raise NoHistory(f"{_both(one, other)} cannot be compared: {error}{_shallow(repository)}") from error
    raise NoHistory(f"{_both(one, other)} have no commit in common{_shallow(repository)}")


def changes_between(base: Commit, head: Commit) -> tuple[Change, ...]:
    """The files that differ between two commits, in order of their paths.

    Raises NoHistory where the clone lacks one of their objects.
    """
    try:
        deltas = list(base.tree.diff_to_tree(head.tree).deltas)
    except _REFUSED as error:
        hint = "; was the repository cloned with --filter? `git fetch --refetch --no-filter` fetches all of it"
        raise NoHistory(f"{_both(base, head)} cannot be compared: {error}{hint}") from error
    return tuple(sorted({Change(delta.new_file.path) for delta in deltas}))


def changes_since(repository: Repository, base: Commit) -> tuple[Change, ...]:
    """The files that differ between a commit and HEAD, or between HEAD and the working tree, in order of their paths.

    Ignored files do not count unless git holds them all the same. Raises NoHistory as the others here do, and in a
    bare repository.
    """
    committed = changes_between(base, commit_of(repository, "HEAD"))
    if repository.workdir is None:
        raise NoHistory(f"the repository {repository.path} is bare, it has no files to compare; use a clone of it")
    try:
        status = repository.status(untracked_files="all", ignored=False)
    except _REFUSED as error:
        raise NoHistory(f"the working tree cannot be compared: {error}") from error
    # A repository within the repository that is no submodule of it is told as one path with a slash at its end.
    present = (Change(path.rstrip("/"), untracked=flags == FileStatus.WT_NEW) for path, flags in status.items())
    return tuple(sorted({*committed, *present}))


def _both(one: Commit, other: Commit) -> str:
    return f"{one.short_id} and {other.short_id}"


def _instead(repository: Repository, revision: str) -> str:
    """What to try in place of a revision that is not there, as the end of a sentence."""
    remote = [name for name in repository.branches.remote if name.partition("/")[2] == revision]
    if remote:
        return f"; there is `{remote[0]}`"
    tags = (name.removeprefix("refs/tags/") for name in repository.references if name.startswith("refs/tags/"))
    meant = near(revision, (*repository.branches, *tags))
    return (f"; {meant}" if meant else "") + _shallow(repository)


def _shallow(repository: Repository) -> str:
    """What a shallow clone lacks, as the end of a sentence; "" for a whole one."""
    if not repository.is_shallow:
        return ""
    return (
        "; this clone holds only the last commits: `git fetch --unshallow` fetches the others "
        "(in GitHub Actions `fetch-depth: 0`, in GitLab CI `GIT_DEPTH: 0`)"
    )


def _not_opened(folder: Path, error: Exception) -> NoHistory:
    if foreign := re.search("'(.+)' is not owned by current user", str(error)):
        return NoHistory(
            f"the git repository of {folder} belongs to another user, so git does not trust it; "
            f"if you do: git config --global --add safe.directory {shlex.quote(foreign[1])}"
        )
    return NoHistory(f"the git repository of {folder} cannot be read: {error}")
