"""Two wordings of the same thing beside each other, with what differs marked in both."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from dossier.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, `changed` where the text it is compared with has something else."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a field held before and holds now."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def differences(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, `changed` where the other does not have them; joined they are the texts again."""
    one, other = units(before), units(after)
    matched = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    left = [("".join(one[i:j]), tag != "equal") for tag, i, j, _, _ in matched]
    right = [("".join(other[i:j]), tag != "equal") for tag, _, _, i, j in matched]
    return tuple(_pieces(left)), tuple(_pieces(right))


def _pieces(parts: Sequence[tuple[str, bool]]) -> Iterator[Piece]:
    """Pieces without the empty ones; what is only space between two changes belongs to the change."""
    shown = [part for part in parts if part[0]]
    marked = [
        (text, changed or (text.isspace() and 0 < number < len(shown) - 1))
        for number, (text, changed) in enumerate(shown)
    ]
    for changed, together in groupby(marked, key=itemgetter(1)):
        yield Piece("".join(text for text, _ in together), changed)
