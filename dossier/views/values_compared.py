"""A field of a record before and after, in the reader's words, with what differs marked in both."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.compute.difference import plain
from dossier.records.kinds import Choice, Listed, Part, Reference
from dossier.records.values import date_of
from dossier.views.differences import Piece, differences, is_short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.records.declare import Written
    from dossier.records.kinds import Kind
    from dossier.views.context import Context


def values_compared(
    context: Context, kind: Kind | None, before: Written, after: Written
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both values in pieces, short ones as a whole; `kind` is that of their field, None where none is declared."""
    one, other = _said(context, kind, before), _said(context, kind, after)
    return (_whole(one), _whole(other)) if is_short(one) and is_short(other) else differences(one, other)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, changed=True),) if text else ()


def _said(context: Context, kind: Kind | None, value: Written) -> str:
    """A value as its author wrote it, in the reader's words where it is one of a few, a day or a person."""
    if isinstance(value, (list, tuple)):
        item = kind.item if isinstance(kind, Listed) else kind
        return "\n".join(_item_said(context, item, each) for each in value)
    if isinstance(value, dict) and isinstance(kind, Part):
        labels = {field.name: field.label[context.language] for field in kind.fields.values()}
        said = _values_said(context, kind, value)
        return "\n".join(context.say("said_by", name=labels.get(n, n), said=text) for n, text in said.items())
    text = plain(value)
    if isinstance(kind, Choice) and (found := kind.by_wording.get(text.casefold())):
        return kind.choices[found][0 if context.language == "en" else 1]
    if isinstance(kind, Reference):
        return context.name(text)
    return context.day(_day(text)) or text


def _item_said(context: Context, kind: Kind | None, value: Written) -> str:
    """An item of a list; of one with fields its number and its values, which speak for themselves."""
    if not (isinstance(value, dict) and isinstance(kind, Part)):
        return _said(context, kind, value)
    said = _values_said(context, kind, value)
    number = said.pop("id", "")
    return f"{number} {context.say('between_values').join(said.values())}".strip()


def _values_said(context: Context, part: Part, value: Mapping[str, Written]) -> dict[str, str]:
    kinds = {field.name: field.kind for field in part.fields.values()}
    return {name: _said(context, kinds.get(name), each) for name, each in value.items() if each}


def _day(text: str) -> date | None:
    """The day that a text names; None for any other text."""
    try:
        return date_of(text)
    except ValueError:
        return None
