"""The change log of every project, read from git commit by commit, and what is known already not again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.compute.commit_changes import commit_changes
from dossier.compute.content_state import ContentState, FileState
from dossier.compute.history import Change, Entry, History, Told
from dossier.compute.record_pieces import Piece, Pieces
from dossier.text.git import commit_of
from dossier.text.git_log import Commit, commit, content, cut_off, file_changes, files_of, order, renamed_files

if TYPE_CHECKING:
    from pygit2 import Repository

    from dossier.text.git_log import FileChange

Folders = Mapping[str, str]
"""Where the folders of projects stood before they were renamed: by the old path in the repository, the one of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was read of a repository up to `head`: each commit with what it told, and the records as of `head`.

    `folder` is the content folder in the repository, `renamed` which folders had other names.
    """

    folder: str = ""
    head: str = ""
    renamed: Folders = field(default_factory=dict)
    commits: Mapping[str, tuple[Commit, Mapping[str, Told]]] = field(default_factory=dict)
    state: ContentState = field(default_factory=ContentState)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryHistory:
    """The commits that led to `head`, oldest first; those in `cut` begin a shallow clone and tell nothing."""

    known: Known
    order: tuple[str, ...]
    cut: frozenset[str] = frozenset()

    def of(self, folder: str, audience: str, *, uncommitted: bool = False) -> History:
        """What changed in a project (`client/project`), the latest first, as `audience` saw it at the time."""
        entries = []
        for identifier in reversed(self.order):
            one, told = self.known.commits[identifier]
            each = [told[name] for name in (folder.partition("/")[0], folder) if name in told]
            changes = tuple(c for t in each for c in (t.client if audience == "client" else t.team))
            unreadable = tuple(path for t in each for path in t.unreadable)
            if changes or unreadable:
                entries.append(_entry(one, changes, unreadable))
        begins = min((self.known.commits[each][0].when.date() for each in self.cut), default=None)
        return History(entries=tuple(entries), begins=begins, uncommitted=uncommitted)


def repository_history(repository: Repository, folder: str, known: Known | None = None) -> RepositoryHistory:
    """What every commit up to HEAD changed in the content folder.

    `known` spares reading again what it holds; whatever git says otherwise counts. Raises NoHistory.
    """
    head = str(commit_of(repository, "HEAD").id)
    ids, cut = order(repository, head), cut_off(repository)
    if known is None or known.folder != folder or known.head not in ids or cut & {*known.commits} != cut:
        known = Known(folder=folder)
    if known.head != head:
        known = _read_on(repository, ids, cut, known) or _read_on(repository, ids, cut, Known(folder=folder)) or known
    return RepositoryHistory(known=known, order=ids, cut=cut & {*ids})


def _read_on(repository: Repository, ids: tuple[str, ...], cut: Collection[str], known: Known) -> Known | None:
    """What is known after the commits that are new; None where they make something of the old ones look otherwise."""
    new = [commit(repository, each) for each in ids if each not in known.commits]
    changes = {each.id: file_changes(repository, each, _first(each, cut)) for each in new}
    renamed = _renamed(repository, new, changes)
    if known.commits and (renamed or not all(held.readable for held in known.state.files.values())):
        return None
    reader = _Reader(repository, known, renamed or known.renamed)
    children = _children(new)
    states = {known.head: known.state} if known.head else {}
    commits = {each: known.commits[each] for each in ids if each in known.commits}
    for each in new:
        before, *others = [reader.state(parent, states) for parent in each.parents] or [ContentState()]
        if each.id in cut:
            states[each.id] = reader.state(each.id, states)
            told: Mapping[str, Told] = {}
        else:
            states[each.id], touched = before.after(reader.files(changes[each.id]), reader.pieces)
            told = commit_changes(before, states[each.id], touched, each.requests, others)
        commits[each.id] = each, told
        for parent in each.parents:
            children[parent] -= 1
            if not children[parent]:
                states.pop(parent, None)
    return Known(
        folder=known.folder, head=ids[-1], renamed=renamed or known.renamed, commits=commits, state=states[ids[-1]]
    )


class _Reader:
    """Reads states of the content folder, each file under the path that it has today."""

    def __init__(self, repository: Repository, known: Known, renamed: Folders) -> None:
        self._repository = repository
        self._folder = f"{known.folder}/" if known.folder else ""
        self._renamed = sorted(renamed.items())
        self.pieces = Pieces(_pieces(known.state))

    def files(self, changes: Iterable[FileChange]) -> Iterable[FileState]:
        """The files that changed, as they are after the change."""
        found: dict[str, FileState] = {}
        for change in changes:
            if path := self._path(change.path):
                raw = content(self._repository, change.after) if change.after else None
                if raw is not None or found.get(path, FileState(path, None)).raw is None:
                    found[path] = FileState(path, raw)  # of a file that moved to the path of today, what is there now
        return found.values()

    def state(self, identifier: str, states: Mapping[str, ContentState]) -> ContentState:
        """The state of a commit: known already, or read whole."""
        if identifier in states:
            return states[identifier]
        every = ((self._path(path), blob) for path, blob in files_of(self._repository, identifier))
        files = (FileState(path, content(self._repository, blob)) for path, blob in every if path)
        return ContentState().after(files, self.pieces)[0]

    def _path(self, path: str) -> str:
        """A path in the content folder for one in the repository; "" for what is not a file of records."""
        for old, new in self._renamed:
            if path.startswith(f"{old}/"):
                path = f"{new}{path[len(old) :]}"
                break
        if not path.startswith(self._folder) or not path.casefold().endswith((".yml", ".yaml", ".md")):
            return ""
        return path[len(self._folder) :]


def _pieces(state: ContentState) -> Iterable[Piece]:
    return (piece for held in state.files.values() for piece in held.pieces)


def _first(one: Commit, cut: Collection[str]) -> str:
    return one.parents[0] if one.parents and one.id not in cut else ""


def _children(commits: Iterable[Commit]) -> dict[str, int]:
    """How many of the commits come from each."""
    found: dict[str, int] = {}
    for each in commits:
        for parent in each.parents:
            found[parent] = found.get(parent, 0) + 1
    return found


def _entry(one: Commit, changes: tuple[Change, ...], unreadable: tuple[str, ...]) -> Entry:
    return Entry(
        commit=one.id,
        when=one.when,
        author=one.author,
        email=one.email,
        subject=one.subject,
        changes=changes,
        unreadable=unreadable,
    )


def _renamed(repository: Repository, commits: Iterable[Commit], changes: Mapping[str, Iterable[FileChange]]) -> Folders:
    """The folders of clients and projects that have other names or stand elsewhere today, by their old paths.

    A folder was renamed where its client.yml or project.yml was, and no other file came in its place.
    """
    found: dict[str, str] = {}
    for one in reversed(list(commits)):
        gone = [c.path for c in changes[one.id] if c.before and not c.after and _is_settings(c.path)]
        came = [c.path for c in changes[one.id] if c.after and not c.before and _is_settings(c.path)]
        if gone and came and one.parents:
            for new, old in renamed_files(repository, one, one.parents[0]).items():
                if old in gone and new in came:
                    there, here = old.rpartition("/")[0], new.rpartition("/")[0]
                    found.setdefault(there, _today(here, found))
    return {old: new for old, new in found.items() if old != new}


def _today(path: str, renamed: Folders) -> str:
    return renamed.get(path, path)


def _is_settings(path: str) -> bool:
    return path.rpartition("/")[2] in {"client.yml", "client.yaml", "project.yml", "project.yaml"}
