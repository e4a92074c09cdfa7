"""The change log of every project, read from git commit by commit, and what is known already not again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.compute.commit_changes import commit_changes
from dossier.compute.content_state import ContentState
from dossier.compute.history import Change, Entry, History, Told
from dossier.compute.state_before import Line, StateBefore, last_told
from dossier.compute.state_reader import Folders, StateReader
from dossier.text.git import commit_of
from dossier.text.git_log import (
    Commit,
    commit,
    commits_apart,
    cut_off,
    file_changes,
    order,
    renamed_files,
)

if TYPE_CHECKING:
    from pygit2 import Repository

    from dossier.compute.state_before import LastTold
    from dossier.text.git_log import FileChange


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
    changes = {each.id: file_changes(repository, each.id, _first(each, cut)) for each in new}
    renamed = _renamed(repository, new, changes)
    if known.commits and (renamed or not all(held.readable for held in known.state.files.values())):
        return None
    reader = StateReader(repository, known.folder, renamed or known.renamed, known.state)
    children = _children(new)
    states = {known.head: known.state} if known.head else {}
    commits = {each: known.commits[each] for each in ids if each in known.commits}
    places = {each: place for place, each in enumerate(ids)}
    for each in new:
        told: Mapping[str, Told] = {}
        if each.id in cut:
            states[each.id] = reader.state(each.id, states)
        else:
            told_alone = _told_alone(repository, each, places, commits)
            lines = [Line(reader.state(parent, states), told_alone[parent]) for parent in each.parents]
            before = StateBefore(lines or [Line(ContentState())])
            states[each.id], touched = reader.after(each.id, before.parents[0], changes[each.id])
            told = commit_changes(before, states[each.id], touched, each.requests)
        commits[each.id] = each, told
        for parent in each.parents:
            children[parent] -= 1
            if not children[parent]:
                states.pop(parent, None)
    return Known(
        folder=known.folder, head=ids[-1], renamed=renamed or known.renamed, commits=commits, state=states[ids[-1]]
    )


def _told_alone(
    repository: Repository,
    one: Commit,
    places: Mapping[str, int],
    commits: Mapping[str, tuple[Commit, Mapping[str, Told]]],
) -> Mapping[str, LastTold]:
    """By a commit's parents, what was last told of in the commits that led to it and to no other parent."""
    if len(one.parents) < 2:
        return {parent: {} for parent in one.parents}
    lines = {parent: commits_apart(repository, parent, {*one.parents} - {parent}) for parent in one.parents}
    return {
        parent: last_told((places[each], commits[each][1]) for each in sorted(line, key=places.__getitem__))
        for parent, line in lines.items()
    }


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
