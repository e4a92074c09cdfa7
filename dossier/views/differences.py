"""Two wordings of the same thing beside each other, with what differs marked in both."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from dossier.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_SHORT = 24
"""Letters of a value, such as a date, that one takes in at a glance: parts of it that are the same only confuse."""
_WIDE = 3
"""A Chinese sign tells as much as so many letters."""
_MOST_COMPARED = 4_000_000
"""Pairs of words that are compared; beyond, the whole middle counts as reworded."""


class Piece(Struct, frozen=True):
    """A stretch of a text, `changed` where the text it is compared with has something else."""

    text: str
    changed: bool = False


class Comparison(Struct, frozen=True):
    """What a field held before and holds now."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


class Woven(Struct, frozen=True):
    """A stretch of two wordings woven into one: it is the same in both, gone from the first, or new in the second."""

    text: str
    state: Literal["same", "gone", "new"]


def is_short(text: str) -> bool:
    """Whether one takes in a value at a glance, and compares it as a whole."""
    return len(text) <= _SHORT and sum(_WIDE if each >= "\u2e80" else 1 for each in text) <= _SHORT


def woven(before: str, after: str) -> tuple[Woven, ...]:
    """Both wordings as one text; what is gone stands before what came in its place, and short ones as a whole."""
    if is_short(before) and is_short(after) and before != after:
        return tuple(piece for piece in (Woven(before, "gone"), Woven(after, "new")) if piece.text)
    one, other = units(before), units(after)
    found: list[Woven] = []
    for tag, i, j, k, m in _opcodes(one, other):
        if tag == "equal":
            found.append(Woven("".join(one[i:j]), "same"))
            continue
        found += [Woven("".join(one[i:j]), "gone")] if i < j else []
        found += [Woven("".join(other[k:m]), "new")] if k < m else []
    return tuple(found)


def differences(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, `changed` where the other does not have them; joined they are the texts again."""
    one, other = units(before), units(after)
    matched = _opcodes(one, other)
    left = [("".join(one[i:j]), tag != "equal") for tag, i, j, _, _ in matched]
    right = [("".join(other[i:j]), tag != "equal") for tag, _, _, i, j in matched]
    return tuple(_pieces(left)), tuple(_pieces(right))


def _opcodes(one: Sequence[str], other: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """What makes one of the other. Of two very long wordings only the middle in which they differ is looked at closely.

    The comparison takes time by the product of the lengths.
    """
    ahead = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    most = min(len(one), len(other)) - ahead
    behind = next((n for n in range(most) if one[-1 - n] != other[-1 - n]), most)
    inner, outer = one[ahead : len(one) - behind], other[ahead : len(other) - behind]
    if len(inner) * len(outer) > _MOST_COMPARED:
        middle: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(inner), 0, len(outer))]
    else:
        middle = SequenceMatcher(None, inner, outer, autojunk=False).get_opcodes()
    moved = [(tag, i + ahead, j + ahead, k + ahead, m + ahead) for tag, i, j, k, m in middle]
    head = [("equal", 0, ahead, 0, ahead)] if ahead else []
    tail = [("equal", len(one) - behind, len(one), len(other) - behind, len(other))] if behind else []
    return [*head, *moved, *tail]


def _pieces(parts: Sequence[tuple[str, bool]]) -> Iterator[Piece]:
    """Pieces without the empty ones; what is only space between two changes belongs to the change."""
    shown = [part for part in parts if part[0]]
    marked = [
        (text, changed or (text.isspace() and 0 < number < len(shown) - 1))
        for number, (text, changed) in enumerate(shown)
    ]
    for changed, together in groupby(marked, key=itemgetter(1)):
        yield Piece("".join(text for text, _ in together), changed)
