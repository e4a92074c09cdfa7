"""Bars within a page: as high as their numbers, side by side in order, told by colour and by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dossier.render.bar_chart import bar_chart
from dossier.views.bar_chart import BarChart, DayBar
from tests.render.test_charts import HOSTILE, drawings

BARS = (
    DayBar(date(2026, 3, 6), Decimal(10), "kept"),
    DayBar(date(2026, 3, 13), Decimal(60), "kept"),
    DayBar(date(2026, 3, 20), Decimal(30), "later"),
)


def test_bars_are_as_high_as_their_numbers_and_stand_on_one_line():
    for drawing in drawings(bar_chart(BarChart(HOSTILE, BARS, ()), "en")):
        assert (drawing.get("role"), drawing.get("aria-label")) == ("img", HOSTILE)
        rects = [rect for rect in drawing.iter("rect") if rect.get("class")]
        assert [rect.get("class") for rect in rects] == ["is-kept", "is-kept", "is-later"]
        heights = [float(rect.get("height", "0")) for rect in rects]
        assert [height / heights[0] for height in heights] == pytest.approx([1, 6, 3], abs=0.05)
        bottoms = {round(float(rect.get("y", "0")) + float(rect.get("height", "0")), 1) for rect in rects}
        assert len(bottoms) == 1
        lefts = [float(rect.get("x", "0")) for rect in rects]
        assert lefts == sorted(lefts)


@pytest.mark.parametrize(("language", "told"), [("en", {"6 Mar", "20 %"}), ("zh", {"3月6日", "20%"})])
def test_its_words_are_those_of_the_language(language, told: set[str]):
    (wide, _) = drawings(bar_chart(BarChart("", BARS, ()), language))
    assert told <= {part.text for part in wide.iter("text")}


def test_nothing_in_it_that_a_content_security_policy_refuses_and_the_same_bytes_each_time():
    text = bar_chart(BarChart(HOSTILE, BARS, ()), "en")
    assert "<script" not in text
    assert text == bar_chart(BarChart(HOSTILE, BARS, ()), "en")
    for each in drawings(text):
        names = {name for part in each.iter() for name in part.keys()}
        assert names.isdisjoint({"style", "id", "href", "onload"})
