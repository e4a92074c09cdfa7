"""Trends of dates within a page: places in proportion, a diagonal, names that do not hide one another."""

from __future__ import annotations

import itertools
from datetime import date
from xml.etree import ElementTree

import pytest

from dossier.render.trend_chart import trend_chart
from dossier.views.trend_chart import TrendChart, TrendLine
from tests.render.test_charts import HOSTILE, drawings, places

FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 1)


def chart(*lines: TrendLine, title: str = "Milestones") -> TrendChart:
    return TrendChart(title, lines, (("report", "The day of the report"),))


LATER = TrendLine("M-2", "later", ((FIRST, date(2026, 5, 1)), (SECOND, date(2026, 5, 1)), (THIRD, date(2026, 6, 1))))
REACHED = TrendLine("M-1", "reached", ((FIRST, date(2026, 2, 1)), (SECOND, SECOND)))


def test_a_date_that_was_kept_is_level_and_one_that_moved_is_higher():
    for drawing in drawings(trend_chart(chart(LATER, REACHED), "en")):
        (x1, y1), (x2, y2), (x3, y3) = places(drawing, "later")
        assert y1 == y2 > y3
        assert (x2 - x1) / (x3 - x1) == pytest.approx(30 / 59, abs=0.01)


def test_what_is_reached_lies_on_the_diagonal():
    for drawing in drawings(trend_chart(chart(LATER, REACHED), "en")):
        (left, bottom), (right, top) = places(drawing, "report")
        x, y = places(drawing, "reached")[-1]
        assert (x - left) / (right - left) == pytest.approx((bottom - y) / (bottom - top), abs=0.01)


def test_names_stand_beside_the_ends_and_not_over_one_another():
    lines = [TrendLine(f"M-{n}", "later", ((FIRST, date(2026, 5, 1)), (THIRD, date(2026, 6, n)))) for n in range(1, 9)]
    for drawing in drawings(trend_chart(chart(*lines), "zh")):
        names = [text for text in drawing.iter("text") if (text.text or "").startswith("M-")]
        heights = sorted(float(text.get("y", "0")) for text in names)
        size = float(names[0].get("font-size", "0"))
        assert len(names) == 8
        assert all(below - above >= size - 0.2 for above, below in itertools.pairwise(heights))


def test_nothing_in_it_that_a_content_security_policy_refuses_and_a_hostile_name_is_text():
    text = trend_chart(chart(TrendLine(HOSTILE, "kept", LATER.points), title=HOSTILE), "en")
    assert "<script" not in text
    for each in drawings(text):
        assert each.get("aria-label") == HOSTILE
        names = {name for part in each.iter() for name in part.keys()}
        assert names.isdisjoint({"style", "id", "href", "onload"})
    assert text == trend_chart(chart(TrendLine(HOSTILE, "kept", LATER.points), title=HOSTILE), "en")


def test_many_lines_are_drawn_as_high_as_few():
    few, many = (drawings(trend_chart(chart(*[LATER] * n), "en"))[0] for n in (1, 30))

    def heights(drawing: ElementTree.Element) -> set[str | None]:
        return {line.get("y2") for line in drawing.iter("line")}

    assert heights(few) == heights(many)
