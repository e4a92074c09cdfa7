"""What differs between two sets of records: what came, went, moved, got another id, and which fields changed.

A record is the same record as long as it keeps its id. One that is gone and one that is new are taken for a renamed
record where their types and all else agree, or their titles do, or most of a longer text does, as git takes files for
renamed that are alike enough.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from dossier.text.units import units

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from dossier.records.declare import Record, Written

Kind = Literal["added", "removed", "renamed", "moved", "changed"]

Words = tuple["Record", "Counter[str]"]
"""A record with the words in it."""

_ENOUGH_WORDS = 20
"""From so many words on, a text is long enough to know a record by."""
_ALIKE = 0.75
"""The share of words that two records have in common where one is the other under a new id."""
_MOST_PAIRS = 40_000
"""So many pairs of one type are compared word by word; beyond, records are known again by their titles only."""


class FieldDifference(Struct, frozen=True):
    """A field before and after, as its author wrote it; "" where it was not there."""

    field: str
    before: Written
    after: Written


class RecordDifference(Struct, frozen=True):
    """A record before and after; None where there was none. At least one is there."""

    before: Record | None
    after: Record | None
    fields: tuple[FieldDifference, ...] = ()

    @property
    def kind(self) -> Kind:
        """What happened to the record; the first of these where it is several."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if self.before.id != self.after.id:
            return "renamed"
        return "changed" if self.fields else "moved"

    @property
    def record(self) -> Record:
        """The record as it is now, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def was(self) -> str:
        """The id that it had before, where it had another; else ""."""
        return self.before.id if self.before and self.kind == "renamed" else ""

    @property
    def moved_from(self) -> str:
        """The file in which it stood before, where that was another; else ""."""
        before, after = self.before, self.after
        return before.place.path if before and after and before.place.path != after.place.path else ""


def record_differences(before: Iterable[Record], after: Iterable[Record]) -> tuple[RecordDifference, ...]:
    """What differs between the records of one project at two times, in the order of `after`; what is gone comes last.

    Ids are unique in both. A record that only stands elsewhere within its file is the same.
    """
    old = {record.id: record for record in before}
    new = {record.id: record for record in after}
    same = {i: old[i] for i in new.keys() & old.keys() if old[i].type_name == new[i].type_name}
    came = [record for record in new.values() if record.id not in same]
    gone = [record for record in old.values() if record.id not in same]
    renamed = _renamed(gone, came) if gone and came else {}
    known_again = {record.id for record in renamed.values()}
    found = [_difference(same.get(r.id) or renamed.get(r.id), r) for r in new.values() if same.get(r.id) is not r]
    found += [RecordDifference(record, None, _fields(record, None)) for record in gone if record.id not in known_again]
    return tuple(each for each in found if each)


def plain(value: Written) -> str:
    """What was written in a field as lines of text that a person can compare."""
    if isinstance(value, (list, tuple)):
        return "\n".join(plain(item) for item in value)
    if isinstance(value, dict):
        # A number and a text, or the steps of a change: the values speak for themselves, the fields' names do not.
        return " ".join(plain(item) for item in value.values())
    return str(value)


def _difference(before: Record | None, after: Record) -> RecordDifference | None:
    """What differs in one record; None where nothing does."""
    found = RecordDifference(before, after, _fields(before, after))
    return found if found.fields or found.kind != "moved" or found.moved_from else None


def _fields(before: Record | None, after: Record | None) -> tuple[FieldDifference, ...]:
    old = before.written if before else {}
    new = after.written if after else {}
    names = dict.fromkeys((*new, *old))
    return tuple(
        FieldDifference(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if name != "id" and old.get(name, "") != new.get(name, "")
    )


def _renamed(gone: Sequence[Record], came: Sequence[Record]) -> dict[str, Record]:
    """By the new id, the record that has it now and was there before under another."""
    found: dict[str, Record] = {}
    for same in (_content, lambda record: (record.type_name, record.title)):
        _pair_by(same, gone, came, found)
    _pair_by_words(gone, came, found)
    return found


def _pair_by(
    same: Callable[[Record], Hashable], gone: Sequence[Record], came: Sequence[Record], found: dict[str, Record]
) -> None:
    """Pair what agrees in something, where that is one of each and no more."""
    taken = {record.id for record in found.values()}
    old, new = _by(same, (r for r in gone if r.id not in taken)), _by(same, (r for r in came if r.id not in found))
    for key, records in new.items():
        if len(records) == len(old.get(key, ())) == 1:
            found[records[0].id] = old[key][0]


def _by(same: Callable[[Record], Hashable], records: Iterable[Record]) -> dict[Hashable, list[Record]]:
    found: dict[Hashable, list[Record]] = {}
    for record in records:
        found.setdefault(same(record), []).append(record)
    return found


def _content(record: Record) -> Hashable:
    return record.type_name, _hashable({name: text for name, text in record.written.items() if name != "id"})


def _hashable(value: Written) -> Hashable:
    if isinstance(value, dict):
        return tuple(sorted((name, _hashable(each)) for name, each in value.items()))
    return tuple(map(_hashable, value)) if isinstance(value, (list, tuple)) else value


def _pair_by_words(gone: Sequence[Record], came: Sequence[Record], found: dict[str, Record]) -> None:
    """Pair what has most of a longer text in common, the most alike first."""
    taken = {record.id for record in found.values()}
    old, new = _by_type(r for r in gone if r.id not in taken), _by_type(r for r in came if r.id not in found)
    for type_name in old.keys() & new.keys():
        if len(old[type_name]) * len(new[type_name]) > _MOST_PAIRS:
            continue
        for _, before, after in sorted(_alike(old[type_name], new[type_name]), key=lambda pair: pair[0]):
            if after.id not in found and before.id not in taken:
                found[after.id] = before
                taken.add(before.id)


def _by_type(records: Iterable[Record]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for record in records:
        words = Counter(unit for unit in units(_text(record)) if unit.isalnum())
        if words.total() >= _ENOUGH_WORDS:
            found.setdefault(record.type_name, []).append((record, words))
    return found


def _text(record: Record) -> str:
    return "\n".join(plain(text) for name, text in record.written.items() if name != "id")


def _alike(old: Sequence[Words], new: Sequence[Words]) -> Iterator[tuple[Any, Record, Record]]:
    """Pairs that are alike enough, with what sorts them: by likeness, then by their order."""
    for (i, (before, some)), (j, (after, others)) in product(enumerate(old), enumerate(new)):
        likeness = 2 * (some & others).total() / (some.total() + others.total())
        if likeness >= _ALIKE:
            yield (-likeness, i, j), before, after
