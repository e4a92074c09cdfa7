"""Every word that the declarations of records bring to a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dossier.records.declare import RECORD_TYPES, Field
from dossier.records.kinds import Choice, Listed, Part


def labels() -> Iterator[str]:
    """The words of types, fields and choices, in every language."""
    for of_type in RECORD_TYPES.values():
        yield from (*of_type.label.all(), *of_type.plural.all(), of_type.help)
        yield from _field_labels(of_type.fields)


def _field_labels(fields: Mapping[str, Field]) -> Iterator[str]:
    for field in fields.values():
        yield from (*field.label.all(), *field.help.all())
        kind: Any = field.kind.item if isinstance(field.kind, Listed) else field.kind
        if isinstance(kind, Choice):
            yield from (*kind.choices, *(word for pair in kind.choices.values() for word in pair))
        if isinstance(kind, Part):
            yield from _field_labels(kind.fields)
