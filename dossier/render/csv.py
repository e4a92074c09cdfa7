"""Tables as CSV that a spreadsheet opens without running anything that stands in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")

Cell = str | int | float | bool | None
"""Texts are escaped; numbers are ours and stay numbers."""


def cell_text(text: str) -> str:
    """A text as a cell: one that a spreadsheet would take for a formula gets an apostrophe before it.

    The one escaping function for CSV, after OWASP's advice on CSV injection; full-width signs count, too,
    since East Asian spreadsheets read them as formulas.
    """
    return f"'{text}" if text[:1] in _STARTS_A_FORMULA and text else text


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table with its header as CSV (RFC 4180, but with plain line ends)."""
    return "".join(_line(row) for row in (header, *rows))


def _line(row: Sequence[Cell]) -> str:
    out = io.StringIO()
    # Only what ends a line by this word is quoted within a cell, and spreadsheets end one at either character.
    csv.writer(out, lineterminator="\r\n").writerow(map(_cell, row))
    return out.getvalue().removesuffix("\r\n") + "\n"


def _cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell_text(cell) if isinstance(cell, str) else cell
