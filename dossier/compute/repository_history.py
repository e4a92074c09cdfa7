"""The change log of every project, read from git commit by commit, and what is known already not again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from dossier.compute.commit_changes import commit_changes
from dossier.compute.content_state import ContentState
from dossier.compute.history import Told
from dossier.compute.known_history import Known, RepositoryHistory
from dossier.compute.renamed_folders import may_rename, renamed_folders
from dossier.compute.state_before import Line, StateBefore, last_told
from dossier.compute.state_reader import StateReader
from dossier.text.commit import Commit
from dossier.text.git import commit_of
from dossier.text.git_log import commit, commits_apart, cut_off, file_changes, order
from dossier.text.values import replace

if TYPE_CHECKING:
    from pygit2 import Repository

    from dossier.compute.known_history import Log
    from dossier.compute.projection import Audience
    from dossier.compute.state_before import LastTold
    from dossier.text.git_log import FileChange


def repository_history(repository: Repository, folder: str, known: Known | None = None) -> RepositoryHistory:
    """What every commit up to HEAD changed in the content folder.

    `known` spares reading again what it holds; whatever git says otherwise counts. Raises NoHistory.
    """
    head = str(commit_of(repository, "HEAD").id)
    ids, cut = order(repository, head), cut_off(repository)
    if known is None or known.folder != folder or known.head not in ids or known.cut != cut & {*ids}:
        known = Known(folder=folder)
    anew = not known.head
    if known.head != head:
        more = _read_on(repository, ids, cut, known)
        anew = anew or more is None
        known = more or _read_on(repository, ids, cut, Known(folder=folder)) or known
    return RepositoryHistory(known=known, order=ids, anew=anew)


def _read_on(repository: Repository, ids: tuple[str, ...], cut: Collection[str], known: Known) -> Known | None:
    """What is known after the commits that are new; None where they make something of the old ones look otherwise."""
    new = [commit(repository, each) for each in ids if each not in known.commits]
    changes = {each.id: file_changes(repository, each.id, _first(each, cut)) for each in new}
    state = known.state()
    if state is None or (known.commits and _make_otherwise(known, state, changes)):
        return None
    renamed = known.renamed if known.commits else renamed_folders(repository, new, changes)
    reader = StateReader(repository, known.folder, renamed, state)
    children = _children(new)
    states = {known.head: state} if known.head else {}
    commits = {each: known.commits[each] for each in ids if each in known.commits}
    log = _together(known.team_log(), known.client_log())
    places = {each: place for place, each in enumerate(ids)}
    for each in new:
        told: Mapping[str, Told] = {}
        if each.id in cut:
            states[each.id] = reader.state(each.id, states)
        else:
            told_alone = _told_alone(repository, each, places, log)
            last = {parent: reader.state(parent, states) for parent in each.parents}
            if known.commits and any(last[parent].unsound for parent in last.keys() - states.keys()):
                return None
            lines = [Line(held, told_alone[parent]) for parent, held in last.items()]
            before = StateBefore(lines or [Line(ContentState())])
            states[each.id], touched = reader.after(each.id, before.parents[0], changes[each.id])
            told = commit_changes(before, states[each.id], touched, each.requests)
        commits[each.id], log[each.id] = each, told
        for parent in each.parents:
            children[parent] -= 1
            if not children[parent]:
                states.pop(parent, None)
    after = states[ids[-1]]
    return Known(
        folder=known.folder,
        head=ids[-1],
        cut=frozenset(cut) & {*ids},
        renamed=renamed,
        commits=commits,
        projects=tuple(sorted(name for name in after.records if after.project(name) and after.client(name))),
        team_log=cache(lambda: _for_audience(log, "team")),
        client_log=cache(lambda: _for_audience(log, "client")),
        state=lambda: after,
    )


def _make_otherwise(known: Known, state: ContentState, changes: Mapping[str, Iterable[FileChange]]) -> bool:
    """Whether new commits may make something of the old ones look otherwise than it is known.

    What a record with a mistake was before depends on the way by which a commit was reached.
    """
    is_renamed = any(may_rename(each, known.renamed) for each in changes.values())
    return is_renamed or bool(state.unsound) or not all(held.readable for held in state.files.values())


def _for_audience(log: Log, audience: Audience) -> Log:
    """Of a log what one audience is told, and nothing else."""
    found: dict[str, dict[str, Told]] = {}
    for one, told in log.items():
        for name, each in told.items():
            is_team = audience == "team"
            seen = Told(team=each.team, unreadable=each.unreadable) if is_team else Told(client=each.client)
            if seen != Told():
                found.setdefault(one, {})[name] = seen
    return found


def _together(team: Log, client: Log) -> dict[str, Mapping[str, Told]]:
    """What each commit told both audiences."""
    return {
        one: {
            name: replace(team.get(one, {}).get(name, Told()), client=client.get(one, {}).get(name, Told()).client)
            for name in dict.fromkeys((*team.get(one, {}), *client.get(one, {})))
        }
        for one in dict.fromkeys((*team, *client))
    }


def _told_alone(repository: Repository, one: Commit, places: Mapping[str, int], log: Log) -> Mapping[str, LastTold]:
    """By a commit's parents, what was last told of in the commits that led to it and to no other parent."""
    if len(one.parents) < 2:
        return {parent: {} for parent in one.parents}
    lines = {parent: commits_apart(repository, parent, {*one.parents} - {parent}) for parent in one.parents}
    return {
        parent: last_told((places[each], log.get(each, {})) for each in sorted(line, key=places.__getitem__))
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
