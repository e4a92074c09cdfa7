"""A field of a record before and after, in the reader's words, with what differs marked in both."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.compute.difference import plain
from dossier.records.kinds import Choice, Listed, Reference
from dossier.records.values import date_of
from dossier.views.differences import Piece, differences

if TYPE_CHECKING:
    from dossier.records.declare import Written
    from dossier.records.kinds import Kind
    from dossier.views.context import Context

_SHORT = 24
"""Letters of a value, such as a day, that one compares as a whole."""


def values_compared(
    context: Context, kind: Kind | None, before: Written, after: Written
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both values in pieces, short ones as a whole; `kind` is that of their field, None where none is declared."""
    one, other = _said(context, kind, before), _said(context, kind, after)
    if max(len(one), len(other)) > _SHORT:
        return differences(one, other)
    return _whole(one), _whole(other)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, changed=True),) if text else ()


def _said(context: Context, kind: Kind | None, value: Written) -> str:
    """A value as its author wrote it, in the reader's words where it is one of a few, a day or a person."""
    if isinstance(value, (list, tuple)):
        return "\n".join(_said(context, kind.item if isinstance(kind, Listed) else kind, each) for each in value)
    text = plain(value)
    if isinstance(kind, Choice) and (found := kind.by_wording.get(text.casefold())):
        return kind.choices[found][0 if context.language == "en" else 1]
    if isinstance(kind, Reference):
        return context.name(text)
    return context.day(_day(text)) or text


def _day(text: str) -> date | None:
    """The day that a text names; None for any other text."""
    try:
        return date_of(text)
    except ValueError:
        return None
