"""What changed in a project from commit to commit: who, when, and each record's fields before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.text.values import replace

if TYPE_CHECKING:
    from dossier.compute.difference import FieldDifference, Kind, RecordDifference


class Change(Struct, frozen=True, kw_only=True):
    """One record that a commit changed, as one audience may see it.

    `was` is the id that it had before, `moved_from` the file in which it stood, each "" where that is the same.
    `requests` are the change requests that it belongs to, `unapproved` the sign-offs that covered the record although
    none of those was approved by then. Of the fields in `withheld` the texts are not told.
    """

    kind: Kind
    type_name: str
    id: str
    title: str
    was: str = ""
    moved_from: str = ""
    fields: tuple[FieldDifference, ...] = ()
    requests: tuple[str, ...] = ()
    unapproved: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


class Told(Struct, frozen=True, kw_only=True):
    """What a commit changed in one folder: for the team, for the client, and the files that it made unreadable."""

    team: tuple[Change, ...] = ()
    client: tuple[Change, ...] = ()
    unreadable: tuple[str, ...] = ()


class Entry(Struct, frozen=True, kw_only=True):
    """What one commit changed; `when` is its committer's time. Author and subject are for the team only."""

    commit: str
    when: datetime
    author: str = ""
    email: str = ""
    subject: str = ""
    changes: tuple[Change, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day of the commit where its committer was."""
        return self.when.date()


@dataclass(frozen=True, kw_only=True)
class History:
    """What changed in one project, the latest first.

    `begins` is the day before which a shallow clone knows nothing, None for a whole one. `uncommitted`: files of the
    project differ from the last commit, so the records are newer than this history. `missing` says why git cannot tell
    what changed, "" where it can. `withheld`: something that changed is not told, since it is secret today.
    """

    entries: tuple[Entry, ...] = ()
    begins: date | None = None
    uncommitted: bool = False
    missing: str = ""
    withheld: bool = False

    def of(self, identifier: str) -> tuple[tuple[Entry, Change], ...]:
        """What changed in the record that has this id now, under whatever id it stood then, the latest first."""
        return self._by_id.get(identifier, ())

    @cached_property
    def changes(self) -> tuple[tuple[Entry, Change, str], ...]:
        """Every change with its entry and the id that its record has now, or had last; the latest first."""
        found: list[tuple[Entry, Change, str]] = []
        now_called: dict[str, str] = {}  # by the id at the time of the entry that is looked at
        for entry in self.entries:
            # Renames of one commit are at the same time: A may become B while B becomes C.
            found += ((entry, change, now_called.get(change.id, change.id)) for change in entry.changes)
            names = {change.was: now_called.get(change.id, change.id) for change in entry.changes if change.was}
            for change in entry.changes:
                if change.kind in {"added", "renamed"}:
                    now_called.pop(change.id, None)  # what had this id before was another record
            now_called |= names
        return tuple(found)

    @cached_property
    def _by_id(self) -> dict[str, tuple[tuple[Entry, Change], ...]]:
        found: dict[str, list[tuple[Entry, Change]]] = {}
        for entry, change, name in self.changes:
            found.setdefault(name, []).append((entry, change))
        return {name: tuple(each) for name, each in found.items()}

    def since(self, day: date) -> tuple[Entry, ...]:
        """What changed after a day: what happened on it was known on it."""
        return tuple(entry for entry in self.entries if entry.day > day)

    def until(self, day: date) -> History:
        """The history as of a day."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry.day <= day))


def by_day(entries: Sequence[Entry]) -> Iterator[tuple[date, tuple[Entry, ...]]]:
    """The entries of each day, the latest first. Clocks of several people differ: days do not follow their order."""
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.day, []).append(entry)
    for day in sorted(days, reverse=True):
        yield day, tuple(days[day])


def by_request(entries: Sequence[Entry]) -> Iterator[tuple[str, tuple[tuple[Entry, Change], ...]]]:
    """The changes of each change request, and at last those of none under ""."""
    groups: dict[str, list[tuple[Entry, Change]]] = {}
    for entry in entries:
        for change in entry.changes:
            groups.setdefault(change.requests[0] if change.requests else "", []).append((entry, change))
    for request in sorted(groups, key=lambda name: (not name, name)):
        yield request, tuple(groups[request])


def change_of(difference: RecordDifference) -> Change:
    """What differs in a record as a change."""
    record = difference.record
    return Change(
        kind=difference.kind,
        type_name=record.type_name,
        id=record.id,
        title=record.title,
        was=difference.was,
        moved_from=difference.moved_from,
        fields=difference.fields,
    )
