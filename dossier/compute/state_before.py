"""What the records of a commit are compared with: those of its parent, or of a merge what the log says by then.

Whoever reads the log in its order has read of each field of each record what the last commit before told of it. A merge
tells where it left something else, and not again what its branches told: so the log, done again, gives the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from dossier.compute.content_state import ContentState, settings_key
from dossier.records.declare import Record
from dossier.text.values import replace

if TYPE_CHECKING:
    from dossier.compute.history import Change, Told
    from dossier.records.declare import Written

Records = Mapping[str, Record]
LastTold = Mapping[tuple[str, str], Mapping[str, int]]
"""By folder and key of a record, the place in the log at which each of its fields was last told of."""

_PRESENCE, _FILE = "", "/"
"""What is told of a record besides its fields: that it is there or not, and the file in which it stands."""
_NEVER = -1


class Line(Struct, frozen=True):
    """The state of a parent, and what was told of in the commits that led to it and to no other parent."""

    last: ContentState
    told: LastTold = msgspec.field(default_factory=dict)


class StateBefore(Struct, frozen=True):
    """The lines of work that a commit goes on from: one, or those that it merges."""

    lines: Sequence[Line]

    @property
    def parents(self) -> Sequence[ContentState]:
        """The states of all parents, the first one first."""
        return [line.last for line in self.lines]

    @property
    def is_merge(self) -> bool:
        """Whether there are several parents."""
        return len(self.lines) > 1

    def records(self, folder: str, parents: Sequence[Records], now: Records) -> Records:
        """What the records `now` of a folder are compared with; `parents` are those of all parents.

        A record that is as the log has it is the very one of `now`.
        """
        if not self.is_merge:
            return parents[0]
        found: dict[str, Record] = {}
        for key in dict.fromkeys(key for records in (now, *parents) for key in records):
            known = now.get(key)
            if any(records.get(key) is not known for records in parents):
                told = [line.told.get((folder, key), {}) for line in self.lines]
                known = _as_told([(r.get(key), each) for r, each in zip(parents, told, strict=True)], known)
            if known:
                found[key] = known
        return found


def last_told(log: Iterable[tuple[int, Mapping[str, Told]]]) -> LastTold:
    """When each field was last told of, in a part of the log with the places of its commits, in their order."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for place, told in log:
        for folder, each in told.items():
            for change in each.team:
                for key, names in _told_of(change):
                    found.setdefault((folder, key), {}).update(dict.fromkeys(names, place))
    return found


def _told_of(change: Change) -> Iterable[tuple[str, Sequence[str]]]:
    """What a change tells of, by the keys of records."""
    is_settings = change.type_name in {"client", "project"}
    names = [each.field for each in change.fields]
    names += [_PRESENCE] if change.kind in {"added", "removed", "renamed"} else []
    names += [_FILE] if change.moved_from else []
    yield settings_key(change.type_name) if is_settings else change.id, names
    if change.was:
        yield change.was, [_PRESENCE]


def _as_told(sides: Sequence[tuple[Record | None, Mapping[str, int]]], now: Record | None) -> Record | None:
    """A record as the log has it, of which a merge has made `now`; None where it is not there.

    `sides` are the record as each parent has it, and when that one's line last told of each field.
    """
    there = [(record, told) for record, told in sides if record]
    gone = max((told.get(_PRESENCE, _NEVER) for record, told in sides if not record), default=_NEVER)
    if not there or (gone != _NEVER and all(when < gone for _, told in there for when in told.values())):
        return None
    first, _ = there[0]
    if gone != _NEVER:  # the log has taken it out, and then changed it: whatever it is now has to be told
        return None if now else first
    if now is None or any(type(record) is not type(now) for record, _ in there):
        return first

    def last(name: str) -> Record:
        """The record of the side that told of something last; where none did, of one that has it as it is now."""
        return max(there, key=lambda side: (side[1].get(name, _NEVER), _value(side[0], name) == _value(now, name)))[0]

    changes: dict[str, Any] = {}
    written = dict(now.written)
    for name in dict.fromkeys(name for record in (now, *(r for r, _ in there)) for name in record.written):
        before = last(name)
        if _value(before, name) != _value(now, name):
            written[name] = _value(before, name)
            changes[name] = getattr(before, name)
    place = last(_FILE).place
    if not changes and place.path == now.place.path:
        return now
    written = {name: text for name, text in written.items() if text != ""}
    return replace(now, **changes, written=written, place=place)


def _value(record: Record, name: str) -> Written:
    return record.place.path if name == _FILE else record.written.get(name, "")
