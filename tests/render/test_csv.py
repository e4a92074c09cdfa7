"""Tables as CSV: a spreadsheet opens them as text, and a reader gets back what was written."""

from __future__ import annotations

import csv
import io

import pytest

from dossier.render.csv import csv_table


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_begins_a_formula_neither_in_the_header_nor_in_a_cell(first: str):
    """What begins one by OWASP, CSV Injection, and its full-width forms."""
    text = f"{first}HYPERLINK(1)"
    assert list(csv.reader(io.StringIO(csv_table([text], [[text]]), newline=""))) == [[f"'{text}"], [f"'{text}"]]


def test_other_cells_stay_as_they_are():
    table = csv_table(["title", "days", "late"], [['He said "1,5"\nand left', -2.5, True], ["a=b", None, False]])
    assert list(csv.reader(io.StringIO(table, newline=""))) == [
        ["title", "days", "late"],
        ['He said "1,5"\nand left', "-2.5", "yes"],
        ["a=b", "", "no"],
    ]
