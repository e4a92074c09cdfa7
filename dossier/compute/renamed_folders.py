"""Which folders of clients and projects had other names in earlier commits, and which names were those of several."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from dossier.text.git_log import renamed_files

if TYPE_CHECKING:
    from pygit2 import Repository

    from dossier.text.commit import Commit
    from dossier.text.git_log import FileChange

Folders = Mapping[str, str]
"""By a folder's old path in the repository the one of today."""
_CLIENT = frozenset({"client.yml", "client.yaml"})
_SETTINGS = frozenset({*_CLIENT, "project.yml", "project.yaml"})


def renamed_folders(
    repository: Repository, commits: Iterable[Commit], changes: Mapping[str, Iterable[FileChange]]
) -> Folders:
    """The folders of clients and projects that were renamed or moved in commits, of which parents come first.

    A name that two folders have had, one after the other, is that of neither: what was read under it would be told of
    both, and the first may be another client's.
    """
    numbers = itertools.count()
    had_by: dict[str, set[int]] = {}  # by path, every client or project that stood there
    owner: dict[str, int] = {}
    stands: dict[int, str] = {}  # where each stood last
    for one in commits:
        if len(one.parents) > 1:  # what a merge brings came on one of its lines
            continue
        came = {dirname(c.path) for c in changes[one.id] if not c.before and basename(c.path) in _SETTINGS}
        moved = _moved(repository, one, changes[one.id], had_by) if came and one.parents else {}
        now = {here: owner[moved[here]] if moved.get(here) in owner else next(numbers) for here in sorted(came)}
        for here, number in now.items():
            had_by.setdefault(here, set()).add(number)
            stands[number] = here
        owner |= now
    once = {path: next(iter(numbers)) for path, numbers in had_by.items() if len(numbers) == 1}
    today = {path: stands[number] for path, number in once.items()}
    return {path: here for path, here in today.items() if path != here and here in once}


def may_rename(changes: Iterable[FileChange], renamed: Folders) -> bool:
    """Whether a commit may rename a client's or project's folder, or bring another to where a renamed one has stood."""
    settings = [change for change in changes if basename(change.path) in _SETTINGS]
    came = {dirname(change.path) for change in settings if not change.before}
    return bool(came) and (any(not c.after for c in settings) or not came.isdisjoint({*renamed, *renamed.values()}))


def _moved(repository: Repository, one: Commit, changes: Iterable[FileChange], had: Iterable[str]) -> Folders:
    """By the folder of each client and project that a commit moved, the one in which it stood before.

    It was moved where its client.yml or project.yml was, and no other file came in its place. One client's folder never
    becomes another's, since what git takes for a rename may be one client's project that went when another's came; nor
    does what stood outside the content folder come into it with a past.
    """
    settings = [change for change in changes if basename(change.path) in _SETTINGS]
    gone = {change.path: change.before for change in settings if not change.after}
    came = {change.path: change.after for change in settings if not change.before}
    if not gone:
        return {}
    pairs = {old: new for new, old in renamed_files(repository, one, one.parents[0]).items()}
    pairs = {old: new for old, new in pairs.items() if old in gone and new in came}
    same = ((old, new) for old, new in pairs.items() if basename(old) in _CLIENT and gone[old] == came[new])
    unchanged = {(_client(old), _client(new)) for old, new in same}
    return {
        dirname(new): dirname(old)
        for old, new in pairs.items()
        if _same_content(_client(old), _client(new), had)
        and (basename(_client(old)) == basename(_client(new)) or (_client(old), _client(new)) in unchanged)
    }


def _same_content(old: str, new: str, had: Iterable[str]) -> bool:
    """Whether two folders of clients lie in one content folder, or in that and what is one since, moved as a whole."""
    before, after = dirname(old), dirname(new)
    inside = f"{after}/" if after else ""
    return before == after or (basename(before) == basename(after) and not any(path.startswith(inside) for path in had))


def _client(path: str) -> str:
    """The folder of the client to whom a client.yml or project.yml belongs."""
    return dirname(path) if basename(path) in _CLIENT else dirname(dirname(path))
