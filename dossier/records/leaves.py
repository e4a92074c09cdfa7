"""The single values that a record is made of, those inside its lists and parts too, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from dossier.records.declare import RECORD_TYPES
from dossier.records.kinds import Kind, Listed, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.problems.problem import Place
    from dossier.records.declare import Field, Record


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: the field it stands in (`steps.by` within parts), its kind, and its place."""

    field: str
    kind: Kind
    value: Any
    place: Place


def leaves(record: Record, wanted: Callable[[Kind], bool]) -> Iterator[Leaf]:
    """The values of a record whose kind is wanted, in order of declaration; empty ones are left out.

    A value that nesting gave (`parent` of a nested task) has the record's own place.
    """
    cls: Any = type(record)
    for field in _fields(cls, wanted):
        value = getattr(record, field.name)
        if value:
            yield from _of(field.name, field.kind, value, record.written.get(field.name), record.at(field.name), wanted)


@cache
def _fields(cls: type[Any], wanted: Callable[[Kind], bool]) -> tuple[Field, ...]:
    """The fields of a record type in which a wanted value may stand."""
    return tuple(field for field in RECORD_TYPES[cls.type_name].fields.values() if _may_hold(field.kind, wanted))


def _may_hold(kind: Kind, wanted: Callable[[Kind], bool]) -> bool:
    inner = kind.item if isinstance(kind, Listed) else kind
    return isinstance(inner, Part) or wanted(inner)


def _of(
    name: str, kind: Kind, value: Any, written: Any, place: Place, wanted: Callable[[Kind], bool]
) -> Iterator[Leaf]:
    if isinstance(kind, Listed):
        for item, text, where in _items(value, written, place):
            yield from _of(name, kind.item, item, text, where, wanted)
    elif isinstance(kind, Part):
        for field in kind.fields.values():
            inner = getattr(value, field.name)
            if inner and _may_hold(field.kind, wanted):
                key = _key(field.keys(), written)
                text, where = (written[key], place / key) if key else (None, place)
                yield from _of(f"{name}.{field.name}", field.kind, inner, text, where, wanted)
    elif value:
        yield Leaf(name, kind, value, place)


def _key(known: tuple[str, ...], written: Any) -> str:
    """The key under which the author wrote a field of a part."""
    folded = {key.casefold() for key in known}
    return next((key for key in written if key.casefold() in folded), "") if isinstance(written, dict) else ""


def _items(values: tuple[Any, ...], written: Any, place: Place) -> Iterator[tuple[Any, Any, Place]]:
    """Each value of a list, its text and place; the list's place where an unreadable item is missing."""
    if isinstance(written, tuple) and len(written) == len(values):
        yield from ((value, written[n], place / n) for n, value in enumerate(values))
    else:
        yield from ((value, None, place) for value in values)
