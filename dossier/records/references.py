"""The references that a record makes: which field names which other record, and where that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dossier.records.kinds import Kind, Reference
from dossier.records.leaves import Leaf, leaves
from dossier.records.once import once_in_memory
from dossier.records.patterns import Pattern

if TYPE_CHECKING:
    from dossier.problems.problem import Place
    from dossier.records.declare import Record


class Mention(NamedTuple):
    """One reference: the record it stands in, the field (`steps.by` within parts), to what, and the value it stands in.

    `to` names the record types it may lead to; any when empty.
    """

    source: Record
    field: str
    target: str
    to: tuple[str, ...]
    leaf: Leaf

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.leaf.place.of(self.target)


@once_in_memory
def references(record: Record) -> tuple[Mention, ...]:
    """Every reference in the record's fields and their parts (steps, answers …), in order of declaration.

    Among them is the one that nesting makes (`parent` of a nested task); its place is the record's own.
    """
    return tuple(_mention(record, leaf) for leaf in leaves(record, _refers))


def _mention(record: Record, leaf: Leaf) -> Mention:
    kind: Any = leaf.kind
    target = leaf.value if isinstance(kind, Reference) else leaf.value.target
    return Mention(record, leaf.field, target, kind.to, leaf)


def _refers(kind: Kind) -> bool:
    return isinstance(kind, Reference) or (isinstance(kind, Pattern) and bool(kind.to))
