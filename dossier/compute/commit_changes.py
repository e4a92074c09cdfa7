"""What one commit changed in the records: for the team, for the client, and whether the agreement allowed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from dossier.compute.agreement_difference import GIVEN, signed_changes
from dossier.compute.content_state import ContentState, Touched, key_of, settings_key
from dossier.compute.difference import RecordDifference, record_differences
from dossier.compute.history import Change, Told, change_of
from dossier.compute.merge_changes import folders_of, merge_touched, signed_on_one_line
from dossier.compute.projection import is_open, named, published, published_types
from dossier.compute.state_before import Line, StateBefore
from dossier.dossier import Dossier, Elsewhere
from dossier.records.change_request import ChangeRequest
from dossier.records.client import Client
from dossier.records.declare import Record
from dossier.records.project import Project
from dossier.records.sign_off import SignOff
from dossier.text.values import replace


def commit_changes(
    before: StateBefore, after: ContentState, touched: Mapping[str, Touched], requests: Collection[str]
) -> Mapping[str, Told]:
    """What differs between the states before and after a commit, by folder, without folders in which nothing does.

    `touched` is what it changed of its first parent's state; `requests` are the change requests that it names. Of a
    merge the team reads what it did by itself, since the log has the commits of both lines. The client reads all that
    it brought to its first parent as one step: what stood on the other line meanwhile was for nobody else yet.
    """
    found = _changes(before, after, touched, requests)
    if before.is_merge:
        seen = _as_one_step(before, after, touched, requests)
        both = {name: (found.get(name, Told()), seen.get(name, ())) for name in dict.fromkeys((*found, *seen))}
        found = {name: replace(team, client=step) for name, (team, step) in both.items()}
    return {folder: told for folder, told in found.items() if told != Told()}


def _changes(
    before: StateBefore, after: ContentState, touched: Mapping[str, Touched], requests: Collection[str]
) -> dict[str, Told]:
    found: dict[str, Told] = {}
    for folder, each in (merge_touched(before, after, touched) if before.is_merge else touched).items():
        told = _told(before, after, folder, tuple(_differences(each.before, each.after)), requests)
        found[folder] = replace(told, unreadable=each.unreadable)
    for line, folder, records in signed_on_one_line(before, after) if before.is_merge else ():
        marked = _told(StateBefore([line]), after, folder, tuple(_differences(*records)), requests).team
        told = found.get(folder, Told())
        found[folder] = replace(told, team=_with_marked(told.team, marked))
    for folder in _opened_or_closed(before, after, touched):
        keys = dict.fromkeys(key for state in (after, *before.parents) for key in state.records.get(folder, {}))
        ids = tuple(folder.partition("/")[2] if key == settings_key("project") else key for key in keys)
        client = _for_client(before, after, folder, ids)
        found[folder] = replace(found.get(folder, Told()), client=tuple(map(_of_client, client)))
    return found


def _as_one_step(
    before: StateBefore, after: ContentState, touched: Mapping[str, Touched], requests: Collection[str]
) -> dict[str, tuple[Change, ...]]:
    """What a merge brought to its first parent, by folder, as the client sees it.

    Of what the other line had signed, a record that the first parent changed is told once more, as marked, but only
    where that line left it as it was: what it wrote meanwhile was for nobody else.
    """
    steps = _changes(StateBefore([Line(before.parents[0])]), after, touched, requests)
    found = {folder: told.client for folder, told in steps.items()}
    for line, folder, records in signed_on_one_line(before, after):
        step = found.get(folder, ())
        there = {(each.type_name, each.id) for each in step}
        marked = _told(StateBefore([line]), after, folder, tuple(_differences(*records)), requests).client
        known = (c for c in marked if (c.type_name, c.id) in there or not line.told.get((folder, c.was or c.id)))
        found[folder] = _with_marked(step, known)
    return found


def _with_marked(told: Iterable[Change], others: Iterable[Change]) -> tuple[Change, ...]:
    """What was told, with what else is marked as changed although it was signed."""
    found = {(each.type_name, each.id): each for each in told}
    for each in others:
        if each.unapproved:
            known = found.setdefault((each.type_name, each.id), each)
            both = tuple(dict.fromkeys((*known.unapproved, *each.unapproved)))
            found[each.type_name, each.id] = replace(known, unapproved=both)
    return tuple(found.values())


def _differences(before: Iterable[Record], after: Iterable[Record]) -> Iterator[RecordDifference]:
    """The differences of records; clients and projects stand apart, since a record may have the id of one."""
    for own in (True, False):
        old, new = ([r for r in each if isinstance(r, (Client, Project)) is own] for each in (before, after))
        yield from record_differences(old, new)


def _told(
    before: StateBefore,
    after: ContentState,
    folder: str,
    differences: Collection[RecordDifference],
    requests: Collection[str],
) -> Told:
    ids = _ids(differences)
    if "/" not in folder:  # client.yml, which all projects of the client share
        client = _for_client(before, after, _open_project(folder, (after, *before.parents)), ids)
        return Told(team=tuple(map(change_of, differences)), client=tuple(map(_of_client, client)))
    then, now = _part(before.parents[0], folder, ids), _part(after, folder, ids)
    allowed = {d.record.id: _requests(then, now, d, requests) for d in differences}
    unapproved = _unapproved(then, now, differences, requests)
    seen = _for_client(before, after, folder, ids)

    def marked(change: Change) -> Change:
        named = allowed.get(change.id, tuple(requests))
        return replace(change, requests=named, unapproved=unapproved.get(change.id, ()))

    team = tuple(marked(change_of(each)) for each in differences)
    return Told(team=team, client=tuple(marked(_of_client(each)) for each in seen))


def _open_project(client: str, states: Iterable[ContentState]) -> str:
    """The folder of a project by which the client sees its own file in one of the states; "" where there is none."""
    names = ((state, name) for state in states for name in state.records if name.startswith(f"{client}/"))
    return next((name for state, name in names if _opened(state.project(name))), "")


def _ids(differences: Iterable[RecordDifference]) -> tuple[str, ...]:
    """The ids of records that differ, those of before and those of now."""
    return tuple(dict.fromkeys(record.id for d in differences for record in (d.before, d.after) if record))


def _of_client(difference: RecordDifference) -> Change:
    """A difference as the client is told it: of what came or went not what it said, which its page does or must not."""
    change = change_of(difference)
    return replace(change, fields=()) if change.kind in {"added", "removed"} else change


def _part(state: ContentState, folder: str, ids: Collection[str]) -> Dossier | None:
    """A project with these records alone, what they name, and its agreements; None where it is not there."""
    client, project = state.client(folder), state.project(folder)
    if client is None or project is None:
        return None
    records, people = state.records.get(folder, {}), state.records[client.id]
    agreements = state.agreements.get(folder, {})
    own = {name: record for name in ids if (record := records.get(name) or people.get(name))}
    targets = tuple(dict.fromkeys(target for record in (client, project, *own.values()) for target in named(record)))
    theirs = {name: record for name in targets if (record := records.get(name) or people.get(name))}
    return Dossier(
        client=client,
        project=project,
        records=tuple((theirs | dict(agreements) | own).values()),
        elsewhere=Elsewhere(dict(_other_projects(state, client, targets)), project.id),
    )


def _other_projects(state: ContentState, client: Client, targets: Iterable[str]) -> Iterator[tuple[str, Dossier]]:
    """The client's other projects by name, each with the records alone that are named as `project/ID`."""
    ids: dict[str, list[str]] = {}
    for target in targets:
        name, slash, identifier = target.rpartition("/")
        if slash:
            ids.setdefault(name, []).append(identifier)
    for name, each in ids.items():
        folder = f"{client.id}/{name}"
        if project := state.project(folder):
            records = state.records[folder]
            found = tuple(records[identifier] for identifier in each if identifier in records)
            yield name, Dossier(client=client, project=project, records=found)


def _for_client(
    before: StateBefore, after: ContentState, folder: str, ids: Collection[str]
) -> Iterator[RecordDifference]:
    """What differs in what the client could and can see of the records with these ids, not in which file they stand.

    A record that is hidden from now on is not taken for one that is published instead, however alike they are.
    """

    def seen(state: ContentState) -> Mapping[str, Record]:
        return {key_of(record): record for record in _published(_part(state.sound, folder, ids), ids)}

    now = seen(after)
    then = before.records(folder, [seen(state) for state in before.parents], now)
    there = {key for name in (folder, folder.partition("/")[0]) for key in after.records.get(name, {})}
    hidden = {key: record for key, record in then.items() if key not in now and key in there}
    rest = [record for key, record in then.items() if key not in hidden]
    found = (*_differences(rest, now.values()), *_differences(hidden.values(), ()))
    return (difference for difference in found if difference.kind != "moved")


def _published(dossier: Dossier | None, ids: Collection[str]) -> tuple[Record, ...]:
    if dossier is None or not is_open(dossier.project):
        return ()
    seen, asked = published(dossier), {*ids}
    return tuple(record for record in (seen.client, seen.project, *seen.records) if record.id in asked)


def _opened_or_closed(before: StateBefore, after: ContentState, touched: Iterable[str]) -> Iterator[str]:
    """The projects of which the client sees more or fewer records, because client.yml or project.yml says so now."""
    folders = folders_of(after, *before.parents)
    for name in sorted({folder.partition("/")[0] for folder in (folders if before.is_merge else touched)}):
        published_otherwise = any(_types(state, name) != _types(after, name) for state in before.parents)
        for folder in folders:
            if folder.startswith(f"{name}/") and (
                published_otherwise
                or any(_opened(state.project(folder)) != _opened(after.project(folder)) for state in before.parents)
            ):
                yield folder


def _types(state: ContentState, client: str) -> Collection[str] | None:
    found = state.client(client)
    return published_types(found) if found else None


def _opened(project: Project | None) -> bool:
    return project is not None and is_open(project)


def _requests(
    then: Dossier | None, now: Dossier | None, difference: RecordDifference, named: Iterable[str]
) -> tuple[str, ...]:
    """The change requests of a difference: those its commit names, then approved ones that touch the record."""
    ids = {record.id for record in (difference.before, difference.after) if record}
    touching = (
        request.id
        for state in (then, now)
        for request in (state.of(ChangeRequest) if state else ())
        if request.status == "approved" and ids.intersection(request.touches)
    )
    return tuple(dict.fromkeys((*named, *touching)))


def _unapproved(
    then: Dossier | None, now: Dossier | None, differences: Collection[RecordDifference], named: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """The given sign-offs that cover a record which differs, by its id, where no change request approved that by then.

    Approved by then is also what the commit itself approves: a change and its approval are often merged as one.
    """
    if then is None or now is None or not any(s.decision in GIVEN for s in then.of(SignOff)):
        return {}
    by_path = {r.place.path: tuple(named) for d in differences for r in (d.before, d.after) if r}
    found = signed_changes(then, now, differences, then, by_path)
    return {s.difference.record.id: s.sign_offs for s in found if not (s.request or s.approved_here)}
