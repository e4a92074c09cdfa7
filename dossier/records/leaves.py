"""The single values that a record is made of, those inside its lists and parts too, each with its place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dossier.records.declare import RECORD_TYPES
from dossier.records.kinds import Kind, Listed, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.problems.problem import Place, Step
    from dossier.records.declare import Field, Record

    _At = tuple[str, tuple[Step, ...]]  # a field by its name, and the steps down to a value within it


class Leaf(NamedTuple):
    """One value: the field it stands in (`steps.by` within parts), its kind, and the steps down to it in the record."""

    field: str
    kind: Kind
    value: Any
    record: Record
    steps: tuple[Step, ...]

    @property
    def place(self) -> Place:
        """Where it is written; worked out when it is asked for, which few ever are."""
        top = self.record.at(self.field.partition(".")[0])
        return top._replace(steps=(*top.steps, *self.steps))


def leaves(record: Record, wanted: Callable[[Kind], bool]) -> Iterator[Leaf]:
    """The values of a record whose kind is wanted, in order of declaration; empty ones are left out.

    A value that nesting gave (`parent` of a nested task) has the record's own place.
    """
    cls: Any = type(record)
    for field in _fields(cls, wanted):
        value = getattr(record, field.name)
        if value and isinstance(field.kind, (Listed, Part)):
            yield from _of(record, (field.name, ()), field.kind, value, record.written.get(field.name), wanted)
        elif value:
            yield Leaf(field.name, field.kind, value, record, ())


@cache
def _fields(cls: type[Any], wanted: Callable[[Kind], bool]) -> tuple[Field, ...]:
    """The fields of a record type in which a wanted value may stand."""
    return tuple(field for field in RECORD_TYPES[cls.type_name].fields.values() if _may_hold(field.kind, wanted))


def _may_hold(kind: Kind, wanted: Callable[[Kind], bool]) -> bool:
    inner = kind.item if isinstance(kind, Listed) else kind
    return any(_may_hold(f.kind, wanted) for f in inner.fields.values()) if isinstance(inner, Part) else wanted(inner)


def _of(
    record: Record, at: _At, kind: Kind, value: Any, written: Any, wanted: Callable[[Kind], bool]
) -> Iterator[Leaf]:
    name, steps = at
    if isinstance(kind, Listed):
        for item, text, below in _items(value, written, steps):
            if isinstance(kind.item, Part):
                yield from _of(record, (name, below), kind.item, item, text, wanted)
            elif item:
                yield Leaf(name, kind.item, item, record, below)
    elif isinstance(kind, Part):
        for field in kind.fields.values():
            inner = getattr(value, field.name)
            if inner and _may_hold(field.kind, wanted):
                known = isinstance(written, dict) and field.name in written
                text, below = (written[field.name], (*steps, field.name)) if known else (None, steps)
                yield from _of(record, (f"{name}.{field.name}", below), field.kind, inner, text, wanted)
    elif value:
        yield Leaf(name, kind, value, record, steps)


def _items(
    values: tuple[Any, ...], written: Any, steps: tuple[Step, ...]
) -> Iterator[tuple[Any, Any, tuple[Step, ...]]]:
    """Each value of a list, its text, and the steps to it; those to the list where an unreadable item is missing."""
    if isinstance(written, tuple) and len(written) == len(values):
        for n, value in enumerate(values):
            yield value, written[n], (*steps, n)
    else:
        for value in values:
            yield value, None, steps
