"""Which cells of a Markdown table no page would show, held against what Python-Markdown really shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from dossier.text.tables import cells_left_out

HEAD = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (f"{HEAD}| 1 | 2 | 3 |", ["3"]),
        (f"{HEAD}| 1 | 2 | 3 | 4 |\n| 5 | 6 |\n| 7 | 8 | 9 |", ["3 | 4", "9"]),
        ("a | b\n--|:-:\n1 | 2 | 3", ["3"]),
        (f"Before it.\n\n{HEAD}| 1 | 2 | 3 |\n\nBehind it: | x |", ["3"]),
        (f"{HEAD}| 1 | 2 |  |", []),
        (f"{HEAD}| 1 | `2 | 3` |", []),
        (f"{HEAD}| 1 | ``2 ` | 3`` |", []),
        (rf"{HEAD}| 1 | 2 \| 3 |", []),
        (f"{HEAD}| 1 |", []),
        (f"{HEAD}| [[R-1|it]] |", ["[[R-1|it]]"]),
        (f"{HEAD}| 1 | [[R-1|it]] |", ["it]]"]),
        (rf"{HEAD}| [[R-1\|it]] |", []),
        (f"{HEAD}| `[[R-1|it]]` |", []),
        ("| a | b |\n| 1 | 2 | 3 |", []),
        (f"```\n{HEAD}| 1 | 2 | 3 |\n```", []),
        ("    | a | b |\n    |---|---|\n    | 1 | 2 | 3 |", []),
        ("Either | or.", []),
        ("", []),
    ],
)
def test_what_stands_behind_the_last_column_is_found(text: str, left_out: list[str]) -> None:
    assert list(cells_left_out(text)) == left_out


@given(st.lists(st.lists(st.sampled_from(["x", "`y`", "`", r"\|", "``z", ""]), min_size=1, max_size=4), max_size=4))
def test_what_is_found_is_what_pages_do_not_show(rows: list[list[str]]) -> None:
    """Each cell ends in a number of its own, which the page shows or not."""
    numbered = [[f"{cell}{10 * y + x:03}" for x, cell in enumerate(row)] for y, row in enumerate(rows)]
    text = HEAD + "\n".join(f"| {' | '.join(row)} |" for row in numbered)
    shown, found = markdown(text, extensions=["tables"]), " ".join(cells_left_out(text))
    for number in (cell[-3:] for row in numbered for cell in row):
        assert (number in shown) != (number in found)
