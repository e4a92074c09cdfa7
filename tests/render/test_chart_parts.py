"""The months that a chart names: evenly apart, and none beside another."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.render.chart_parts import months_between


@pytest.mark.parametrize(
    ("first", "last", "most", "named"),
    [
        ("2026-03-01", "2026-05-20", 8, ["2026-03-01", "2026-04-01", "2026-05-01"]),
        ("2026-03-05", "2026-05-20", 8, ["2026-03-05", "2026-04-01", "2026-05-01"]),
        ("2026-03-27", "2026-05-20", 8, ["2026-04-01", "2026-05-01"]),
        ("2026-03-27", "2026-08-20", 3, ["2026-05-01", "2026-07-01"]),
        ("2026-03-27", "2026-03-30", 8, ["2026-03-27"]),
    ],
)
def test_a_first_month_that_is_nearly_over_is_not_named_beside_the_next(
    first: str, last: str, most: int, named: list[str]
):
    found = months_between(date.fromisoformat(first), date.fromisoformat(last), most)
    assert [day.isoformat() for day in found] == named
