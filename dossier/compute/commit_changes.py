"""What one commit changed in the records: for the team, for the client, and whether the agreement allowed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from dossier.compute.agreement_difference import GIVEN, signed_changes
from dossier.compute.content_state import ContentState, Touched, settings_key
from dossier.compute.difference import RecordDifference, record_differences
from dossier.compute.history import Change, Told, change_of
from dossier.compute.projection import is_open, published, published_types
from dossier.dossier import Dossier
from dossier.records.change_request import ChangeRequest
from dossier.records.client import Client
from dossier.records.declare import Record
from dossier.records.project import Project
from dossier.records.references import references
from dossier.records.sign_off import SignOff


def commit_changes(
    before: ContentState,
    after: ContentState,
    touched: Mapping[str, Touched],
    requests: Collection[str],
    others: Iterable[ContentState] = (),
) -> Mapping[str, Told]:
    """What differs between the states before and after a commit, by folder, without folders in which nothing does.

    `requests` are the change requests that the commit names; `others` are the states of a merge's other parents: what
    one of them already had is no change of the merge, as in `git log -c`.
    """
    found: dict[str, Told] = {}
    for folder, each in touched.items():
        differences = [d for d in _differences(each.before, each.after) if not _known(d, folder, others)]
        ids = tuple(dict.fromkeys(record.id for d in differences for record in (d.before, d.after) if record))
        told = _told(before, after, folder, differences, ids, requests)
        found[folder] = replace(told, unreadable=each.unreadable)
    for folder in _opened_or_closed(before, after, touched):
        keys = dict.fromkeys((*after.records.get(folder, {}), *before.records.get(folder, {})))
        ids = tuple(folder.partition("/")[2] if key == settings_key("project") else key for key in keys)
        client = _for_client(_part(before, folder, ids), _part(after, folder, ids), ids)
        found[folder] = replace(found.get(folder, Told()), client=tuple(map(_of_client, client)))
    return {folder: told for folder, told in found.items() if told != Told()}


def _differences(before: Iterable[Record], after: Iterable[Record]) -> Iterator[RecordDifference]:
    """The differences of records; clients and projects stand apart, since a record may have the id of one."""
    for own in (True, False):
        old, new = ([r for r in each if isinstance(r, (Client, Project)) is own] for each in (before, after))
        yield from record_differences(old, new)


def _known(difference: RecordDifference, folder: str, others: Iterable[ContentState]) -> bool:
    """Whether another parent of a merge has the record just as the merge has it."""
    record = difference.record
    key = settings_key(record.type_name) if isinstance(record, (Client, Project)) else record.id
    for other in others:
        there = other.records.get(folder, {}).get(key)
        if difference.after is None:
            if there is None:
                return True
        elif there is not None and not any(record_differences([there], [record])):
            return True
    return False


def _told(
    before: ContentState,
    after: ContentState,
    folder: str,
    differences: Collection[RecordDifference],
    ids: Collection[str],
    requests: Collection[str],
) -> Told:
    if "/" not in folder:  # client.yml, which all projects of the client share
        project = next((name for name in after.records if name.startswith(f"{folder}/")), "")
        client = _for_client(_part(before, project, ids), _part(after, project, ids), ids)
        return Told(team=tuple(map(change_of, differences)), client=tuple(map(_of_client, client)))
    then, now = _part(before, folder, ids), _part(after, folder, ids)
    allowed = {d.record.id: _requests(then, now, d, requests) for d in differences}
    unapproved = _unapproved(then, now, differences, requests)
    seen = _for_client(then, now, ids)

    def marked(change: Change) -> Change:
        named = allowed.get(change.id, tuple(requests))
        return replace(change, requests=named, unapproved=unapproved.get(change.id, ()))

    team = tuple(marked(change_of(each)) for each in differences)
    return Told(team=team, client=tuple(marked(_of_client(each)) for each in seen))


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
    targets = (mention.target for record in own.values() for mention in references(record))
    named = {name: record for name in targets if (record := records.get(name) or people.get(name))}
    return Dossier(client=client, project=project, records=tuple((named | dict(agreements) | own).values()))


def _for_client(then: Dossier | None, now: Dossier | None, ids: Collection[str]) -> Iterator[RecordDifference]:
    """What differs in what the client could and can see of the records with these ids, not in which file they stand."""
    found = _differences(_published(then, ids), _published(now, ids))
    return (difference for difference in found if difference.kind != "moved")


def _published(dossier: Dossier | None, ids: Collection[str]) -> tuple[Record, ...]:
    if dossier is None or not is_open(dossier.project):
        return ()
    seen, asked = published(dossier), {*ids}
    return tuple(record for record in (seen.client, seen.project, *seen.records) if record.id in asked)


def _opened_or_closed(before: ContentState, after: ContentState, touched: Mapping[str, Touched]) -> Iterator[str]:
    """The projects of which the client sees more or fewer records, because client.yml or project.yml says so now."""
    for name in sorted({folder.partition("/")[0] for folder in touched}):
        old, new = before.client(name), after.client(name)
        published_otherwise = (old and published_types(old)) != (new and published_types(new))
        for folder in sorted({*before.records, *after.records}):
            if folder.startswith(f"{name}/") and (
                published_otherwise or _opened(before.project(folder)) != _opened(after.project(folder))
            ):
                yield folder


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
