"""The rows of Markdown tables that have more cells than their head, which Markdown leaves out."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from dossier.text.code import outside_fences

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTED_LINK = re.compile(r"\[\[[^\[\]|\\`]+\|[^\[\]|`]*\]\]")
_STROKE = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|(\|)")
"""What is escaped or code is read over; the strokes between cells are the second group."""


def cells_left_out(text: str) -> tuple[str, ...]:
    """What stands behind the last column of a table, row by row, as it is written; pages do not show it.

    A table is what Python-Markdown's extension `tables` takes for one: a head, a row of dashes with as many cells, and
    the lines below. Those in lists and quotations are not looked at. A link whose words a stroke parts is found, too.
    """
    return tuple(_left_out(text)) if "|" in text else ()


def _left_out(text: str) -> Iterator[str]:
    for head, *below in _blocks(text):
        columns = len(_cells(head))
        if "|" in head and below and len(_cells(below[0])) == columns and set(below[0]) <= set("|:- "):
            for row in below[1:]:
                if surplus := "|".join(_cells(row)[columns:]).strip():
                    yield surplus
                elif link := _PARTED_LINK.search(
                    _STROKE.sub(lambda found: found[2] or " ", row)
                ):  # its end fills a column that was empty
                    yield link[0]


def _blocks(text: str) -> Iterator[list[str]]:
    """The runs of lines without an empty one between them that are no code."""
    lines = [(number, line) for number, line in outside_fences(text) if line.strip()]
    for _, run in groupby(enumerate(lines), lambda pair: pair[1][0] - pair[0]):  # the same as long as none is missing
        block = [line for _, (_, line) in run]
        if not block[0].expandtabs().startswith("    "):
            yield block


def _cells(row: str) -> list[str]:
    """The cells of a row; strokes at its ends are its border."""
    strokes = [match.start() for match in _STROKE.finditer(row) if match[2]]
    cells = [row[start:end] for start, end in zip([0, *(n + 1 for n in strokes)], [*strokes, len(row)], strict=True)]
    if strokes and not cells[0].strip():
        del cells[0]
    if strokes and not cells[-1].strip():
        del cells[-1]
    return cells
