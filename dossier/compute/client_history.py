"""What of a client's history may still be told: nothing of what the client may not see today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dossier.compute.projection import seen_fields, unpublished
from dossier.compute.projection_as_written import Gone, field_as_written
from dossier.records.declare import Field
from dossier.text.values import replace

if TYPE_CHECKING:
    from dossier.compute.history import Change, Entry, History
    from dossier.dossier import Dossier


def for_client(history: History, now: Dossier, whole: Dossier) -> History:
    """A client's history without what the client may not see today.

    `now` is the project as the client sees it. Of a record that is gone altogether only its number is told, since it
    may have been taken out for what it said; of one that was taken back from the client, nothing at all. What had a
    record's number before the record was there is gone, too, and all from before the project or its client came: a
    folder's name may have been another client's. References to what is hidden today are left out, and so is a number
    that a hidden record has by now.
    """
    visible = {record.id for record in (now.project, *now.records)}
    kept = {record.id for record in whole.records}
    hidden = kept - visible
    fields = seen_fields(whole)
    gone = unpublished(whole)
    told: dict[str, list[Change]] = {}
    came: dict[str, str] = {}  # by the id that a record has today, the commit in which it came
    for entry, change, name in _since_it_came(history):
        is_former = came.get(name, entry.commit) != entry.commit
        if change.kind == "added":
            came.setdefault(name, entry.commit)
        if change.kind == "removed" and change.id not in (hidden if is_former else kept):
            told.setdefault(entry.commit, []).append(replace(_seen(change, visible, {}, gone), title=""))
        elif name in visible and not is_former:
            seen = _seen(change, visible, fields[change.type_name], gone)
            seen = replace(seen, id=name if seen.id in hidden else seen.id, was="" if seen.was in hidden else seen.was)
            if seen.fields or seen.kind != "changed":
                told.setdefault(entry.commit, []).append(seen)
    entries = (
        replace(entry, author="", email="", subject="", unreadable=(), changes=tuple(told[entry.commit]))
        for entry in history.entries
        if entry.commit in told
    )
    return replace(history, entries=tuple(entries))


def _since_it_came(history: History) -> Iterator[tuple[Entry, Change, str]]:
    """The changes up to the commit in which the project or its client came last, the latest first."""
    came = ""
    for entry, change, name in history.changes:
        if came and entry.commit != came:
            return
        if change.kind == "added" and change.type_name in {"client", "project"}:
            came = entry.commit
        yield entry, change, name


def _seen(change: Change, visible: set[str], fields: Mapping[str, Field], gone: Gone) -> Change:
    """A change without what its record's page tells, and without what is hidden."""
    differ = []
    for each in change.fields if change.kind not in {"added", "removed"} else ():
        before, after = (field_as_written(fields.get(each.field), text, gone) for text in (each.before, each.after))
        if each.field in fields and before != after:
            differ.append(replace(each, before=before, after=after))
    return replace(
        change,
        moved_from="",
        fields=tuple(differ),
        requests=tuple(each for each in change.requests if each in visible),
        unapproved=tuple(each for each in change.unapproved if each in visible),
    )
