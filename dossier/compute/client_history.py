"""What of a client's history may still be told: nothing of what the client may not see today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dossier.compute.difference import plain
from dossier.compute.folding import folded
from dossier.compute.projection import seen_fields, unpublished
from dossier.compute.projection_as_written import Gone, field_as_written
from dossier.compute.readership import split
from dossier.records.attachments import without_files
from dossier.records.declare import Field, Record, type_of
from dossier.records.once import once_in_memory
from dossier.text.values import replace

if TYPE_CHECKING:
    from dossier.compute.history import Change, Entry, History
    from dossier.dossier import Dossier


_SHORTEST = 4
"""So many letters and digits of what another field keeps are more than a word by chance."""


def for_client(history: History, now: Dossier, whole: Dossier) -> History:
    """A client's history without what the client may not see today.

    `now` is the project as the client sees it. Of a record that is gone altogether only its number is told, since it
    may have been taken out for what it said; of one that was taken back from the client, nothing at all. What had a
    record's number before the record was there is gone, too, and all from before the project or its client came: a
    folder's name may have been another client's. References to what is hidden today are left out, and so is a number
    that a hidden record has by now. Of a field the wordings are withheld that hold what stands in a team block of it
    today, be it a single amount, or in one of another field, or in the record's internal notes.
    """
    visible = {record.id for record in (now.project, *now.records)}
    today = {record.id: record for record in (whole.project, *whole.records)}
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
            seen = _without_taken_back(_seen(change, visible, fields[change.type_name], gone), today[name])
            if seen.id in hidden:
                seen = replace(seen, id=name)
            if seen.was in hidden:
                seen = replace(seen, was="")
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


def _without_taken_back(change: Change, today: Record) -> Change:
    """The change without wordings that hold what is for the team today: in their field, or somewhere in the record."""
    if not change.fields:
        return change
    seen, hidden = _told_and_kept(today)
    taken_back = []
    for each in change.fields:
        former = folded(f"{plain(each.before)}\n{plain(each.after)}")
        own_seen, own_hidden = split(plain(today.written.get(each.field, "")))
        if _holds(former, own_hidden, folded(own_seen)) or _holds(former, hidden, seen, _SHORTEST):
            taken_back.append(each.field)
    if not taken_back:
        return change
    fields = (replace(each, before="", after="") if each.field in taken_back else each for each in change.fields)
    return replace(change, fields=tuple(fields), withheld=tuple(taken_back))


@once_in_memory
def _told_and_kept(record: Record) -> tuple[bytes, str]:
    """What the client may read in all fields of a record, in letters and digits, and in lines what is for the team."""
    fields = type_of(record).fields
    texts = [
        ("", plain(text)) if name in fields and fields[name].internal else split(plain(text))
        for name, text in record.written.items()
    ]
    return folded("\n".join(seen for seen, _ in texts)), "\n".join(hidden for _, hidden in texts if hidden)


def _holds(former: bytes, hidden: str, known: bytes, shortest: int = 1) -> bool:
    """Whether a former wording holds a line of what is hidden that is nowhere to be read."""
    parts = map(folded, hidden.split("\n")) if hidden else ()
    return any(len(part) >= shortest and part not in known and part in former for part in parts)


def _seen(change: Change, visible: set[str], fields: Mapping[str, Field], gone: Gone) -> Change:
    """A change without what its record's page tells, and without what is hidden."""
    if not (change.fields or change.moved_from or change.requests or change.unapproved):
        return change  # as of thousands of records that came with the first commit
    differ = []
    for each in change.fields if change.kind not in {"added", "removed"} else ():
        before, after = (field_as_written(fields.get(each.field), text, gone) for text in (each.before, each.after))
        before, after = without_files(each.field, before), without_files(each.field, after)
        if each.field in fields and before != after:
            differ.append(replace(each, before=before, after=after))
    return replace(
        change,
        moved_from="",
        fields=tuple(differ),
        requests=tuple(each for each in change.requests if each in visible),
        unapproved=tuple(each for each in change.unapproved if each in visible),
    )
