"""The commits that led to a state of a repository, oldest first, and the files that each of them changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pygit2
from pygit2.enums import DeltaStatus, DiffFlag, FileMode, SortMode

from dossier.text.commit import Commit
from dossier.text.commit_message import change_requests
from dossier.text.git import NoHistory
from dossier.text.git_tree import file_at, link_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FILES = frozenset({FileMode.BLOB, FileMode.BLOB_EXECUTABLE})
_GIVEN_BACK = (pygit2.GitError, KeyError, ValueError)
_MINUTES_A_DAY = 24 * 60
_LATEST = 253_370_764_800
"""The beginning of the year 9999 in seconds since 1970: later ones are no date."""
_LACKING = "; was the repository cloned with --filter? `git fetch --refetch --no-filter` fetches all of it"


class FileChange(NamedTuple):
    """A file that a commit changed, by its path in the repository, and its blobs; "" where there was or is none.

    A link has no blob of its own but the path of a file that it `leads_to`, "" where it is none any more.
    """

    path: str
    before: str
    after: str
    leads_to: str = ""


def order(repository: pygit2.Repository, head: str) -> tuple[str, ...]:
    """The ids of all commits that led to one, each after its parents, and else by the times of their committers.

    Two commits are in the same order whatever was committed besides: they are sorted by git's corrected commit dates,
    each at least a second after its parents' (gitformat-commit-graph). Raises NoHistory where the repository lacks one.
    """
    try:
        dates: dict[str, int] = {}
        for one in repository.walk(head, SortMode.TOPOLOGICAL | SortMode.REVERSE):
            after_parents = (dates.get(str(parent), 0) + 1 for parent in one.parent_ids)
            dates[str(one.id)] = max((one.commit_time, *after_parents))
        return tuple(sorted(dates, key=lambda each: (dates[each], each)))
    except _GIVEN_BACK as error:
        raise NoHistory(f"the commits before {head[:7]} cannot be read: {error}{_LACKING}") from error


def cut_off(repository: pygit2.Repository) -> frozenset[str]:
    """The ids of the commits with which a shallow clone begins: what was before them it does not know."""
    try:
        # The repository of a linked worktree lies in a folder of the whole one's, to which `commondir` leads.
        folder = Path(repository.path)
        common = folder / "commondir"
        folder = folder / common.read_text("utf-8").strip() if common.is_file() else folder
        return frozenset((folder / "shallow").read_text("ascii").split())
    except (OSError, ValueError):
        return frozenset()


def commit(repository: pygit2.Repository, identifier: str) -> Commit:
    """The commit with that id. Raises NoHistory where the repository lacks it."""
    try:
        found = repository[identifier].peel(pygit2.Commit)
    except _GIVEN_BACK as error:
        raise NoHistory(f"the commit {identifier[:7]} cannot be read: {error}") from error
    message = found.raw_message.decode("utf-8", "replace")
    return Commit(
        id=identifier,
        parents=tuple(str(each) for each in found.parent_ids),
        when=_moment(found.committer.time, found.committer.offset),
        author=found.author.raw_name.decode("utf-8", "replace"),
        email=found.author.raw_email.decode("utf-8", "replace"),
        subject=next((line.strip() for line in message.splitlines() if line.strip()), ""),
        requests=change_requests(message),
    )


def people(repository: pygit2.Repository, head: str) -> frozenset[tuple[str, str]]:
    """The names and addresses of who wrote or committed what led to a commit. Raises NoHistory where one is lacking."""
    try:
        signatures = (each for one in repository.walk(head) for each in (one.author, one.committer))
        raw = {(each.raw_name, each.raw_email) for each in signatures}
    except _GIVEN_BACK as error:
        raise NoHistory(f"the commits before {head[:7]} cannot be read: {error}{_LACKING}") from error
    return frozenset((name.decode("utf-8", "replace"), email.decode("utf-8", "replace")) for name, email in raw)


def file_changes(repository: pygit2.Repository, identifier: str, before: str) -> tuple[FileChange, ...]:
    """The files that differ between a commit and the one with the id `before` ("" for nothing), in order of paths.

    Submodules are no files. Raises NoHistory where the repository lacks an object.
    """
    try:
        tree = repository[identifier].peel(pygit2.Tree)
        if not before:
            diff = tree.diff_to_tree(swap=True)
        else:
            old = repository[before].peel(pygit2.Tree)
            if old.id == tree.id:
                return ()
            diff = old.diff_to_tree(tree)
        return tuple(sorted(_file_change(repository, delta) for delta in diff.deltas))
    except _GIVEN_BACK as error:
        raise NoHistory(f"what {identifier[:7]} changed cannot be read: {error}{_LACKING}") from error


def renamed_files(repository: pygit2.Repository, one: Commit, before: str) -> Mapping[str, str]:
    """The old paths of the files that a commit renamed, by their new ones, as `git log --find-renames` takes them."""
    try:
        diff = repository[before].peel(pygit2.Tree).diff_to_tree(repository[one.id].peel(pygit2.Tree))
        diff.find_similar()
        renamed = (each for each in diff.deltas if each.status == DeltaStatus.RENAMED)
        return {delta.new_file.path: delta.old_file.path for delta in renamed}
    except _GIVEN_BACK as error:
        raise NoHistory(f"what {one.id[:7]} renamed cannot be read: {error}{_LACKING}") from error


def commits_apart(repository: pygit2.Repository, head: str, others: Iterable[str]) -> tuple[str, ...]:
    """The ids of the commits that led to one commit and to none of the others, in no order.

    Raises NoHistory where the repository lacks one of them.
    """
    try:
        walker = repository.walk(head)
        for other in others:
            walker.hide(other)
        return tuple(str(each.id) for each in walker)
    except _GIVEN_BACK as error:
        raise NoHistory(f"the commits before {head[:7]} cannot be read: {error}{_LACKING}") from error


def blob_at(repository: pygit2.Repository, identifier: str, path: str) -> str:
    """The blob of the file that a commit has at a path; "" where it has none, or something else.

    Raises NoHistory where the repository lacks an object.
    """
    try:
        found = file_at(repository[identifier].peel(pygit2.Tree), path)
    except _GIVEN_BACK as error:
        raise NoHistory(f"the files of {identifier[:7]} cannot be read: {error}{_LACKING}") from error
    return str(found.id) if found else ""


def content(repository: pygit2.Repository, blob: str) -> bytes:
    """What a blob holds. Raises NoHistory where the repository lacks it."""
    try:
        return repository[blob].peel(pygit2.Blob).data
    except _GIVEN_BACK as error:
        raise NoHistory(f"a file of an earlier time ({blob[:7]}) cannot be read: {error}{_LACKING}") from error


def _moment(seconds: int, offset: int) -> datetime:
    """A time since 1970 in a zone so many minutes east of Greenwich; some tools wrote ones that never were."""
    zone = timezone(timedelta(minutes=offset)) if abs(offset) < _MINUTES_A_DAY else UTC
    return datetime.fromtimestamp(min(max(seconds, 0), _LATEST), zone)


def _file_change(repository: pygit2.Repository, delta: pygit2.DiffDelta) -> FileChange:
    old, new = delta.old_file, delta.new_file
    before = str(old.id) if old.flags & DiffFlag.EXISTS and old.mode in _FILES else ""
    after = str(new.id) if new.flags & DiffFlag.EXISTS and new.mode in _FILES else ""
    path = new.path or old.path
    is_link = new.flags & DiffFlag.EXISTS and new.mode == FileMode.LINK
    return FileChange(path, before, after, link_target(path, content(repository, str(new.id))) if is_link else "")
