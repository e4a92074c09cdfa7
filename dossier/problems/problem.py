"""A problem is a finding with a code, a place, what was found, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]
Step = str | int


class Place(NamedTuple):
    """A file and the steps down to a value in it.

    Lines are not stored: they are found by reading the file again, only when a problem is shown. Where the text has no
    structure to step through (it could not be parsed), `line` and `column` (both counted from 1) say where.
    `words` narrows the place to where these words stand in the value: one id among prose, one item among commas.

    A tuple rather than a dataclass, since reading makes one for every value.
    """

    path: str
    steps: tuple[Step, ...] = ()
    line: int | None = None
    column: int | None = None
    at_key: bool = False
    words: str = ""

    def __truediv__(self, step: Step) -> Place:
        return Place(self.path, (*self.steps, step))

    def key(self, step: Step) -> Place:
        """The place of a key itself rather than of its value."""
        return Place(self.path, (*self.steps, step), at_key=True)

    def of(self, words: str) -> Place:
        """The place of the first such words within the value."""
        return Place(self.path, self.steps, self.line, self.column, self.at_key, words)


class Problem(Struct, frozen=True):
    """One finding; its severity and its explanation belong to its code (see `problems.rules`)."""

    code: str
    place: Place
    message: str
    hint: str = ""


def near(word: str, known: Iterable[str]) -> str:
    """The hint "did you mean …?" for a mistyped word, or "" when nothing known is near it."""
    found = nearest(word, known)
    return f"did you mean `{found}`?" if found else ""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """What was probably meant by a mistyped word, or "" when nothing known is near it."""
    from difflib import get_close_matches  # noqa: PLC0415 - most runs find nothing

    folded = {candidate.casefold(): candidate for candidate in sorted(set(known))}
    matches = get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return folded[matches[0]] if matches else ""


def shortened(text: str, length: int = 60) -> str:
    """The text on one line, cut to `length` characters, for quoting in a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
