"""Charts within a page: a name, nothing that a strict policy refuses, places that fit the numbers, the same bytes each time."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from dossier.render.charts import line_chart
from dossier.views.line_chart import LineChart, Series

HOSTILE = '<script>alert(1)</script>"&'
DAYS = (date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))


def chart(*values: int, title: str = "Cost") -> LineChart:
    points = tuple(zip(DAYS, map(Decimal, values), strict=False))
    expected = Series(
        name="Expected", role="expected", points=((DAYS[2], Decimal(values[-1])), (DAYS[3], Decimal(200)))
    )
    return LineChart(
        title=title,
        series=(Series(name="Planned", role="planned", points=points), expected),
        today=DAYS[2],
        today_name="",
    )


def drawings(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<both>{text}</both>"))


def places(drawing: ElementTree.Element, name: str) -> list[tuple[float, float]]:
    (line,) = drawing.findall(f".//g[@class='is-{name}']/path")
    numbers = [float(number) for number in re.findall(r"[\d.]+", line.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_each_drawing_is_an_image_with_a_name_and_a_size_that_scales():
    found = drawings(line_chart(chart(0, 50, 100), "en"))
    assert [each.get("class") for each in found] == ["is-wide", "is-narrow"]
    for each in found:
        assert (each.get("role"), each.get("aria-label")) == ("img", "Cost")
        assert each.get("viewBox")
        assert each.get("width") is None


def test_nothing_in_it_that_a_content_security_policy_refuses_or_that_is_drawn_by_lot():
    for each in drawings(line_chart(chart(0, 50, 100), "en")):
        assert {part.tag for part in each.iter()} <= {"svg", "g", "rect", "line", "path", "text"}
        names = {name for part in each.iter() for name in part.keys()}
        assert names.isdisjoint({"style", "id", "href", "onload"})
        assert all("url(" not in value for part in each.iter() for value in part.attrib.values())


def test_a_hostile_name_is_text():
    text = line_chart(chart(0, 50, 100, title=HOSTILE), "en")
    assert "<script" not in text
    assert drawings(text)[0].get("aria-label") == HOSTILE


def test_values_lie_at_heights_in_proportion():
    wide, narrow = drawings(line_chart(chart(0, 50, 100), "en"))
    for each in (wide, narrow):
        (_, bottom), (_, half), (_, top) = places(each, "planned")
        assert bottom - half == pytest.approx(half - top, abs=0.2)
        start, end = places(each, "expected")
        assert start == places(each, "planned")[-1]
        assert bottom - end[1] == pytest.approx(2 * (bottom - top), abs=0.2)
        ((today, _), (again, _)) = places(each, "today")
        assert today == again == start[0]


def test_days_lie_at_distances_in_proportion():
    (wide, _) = drawings(line_chart(chart(0, 50, 100), "en"))
    (first, *_), (second, *_), (third, *_) = places(wide, "planned")
    assert (second - first) / (third - first) == pytest.approx(30 / 58, abs=0.001)


@pytest.mark.parametrize(("language", "month", "most"), [("en", "Jan 2026", "2m"), ("zh", "2026年1月", "200万")])
def test_its_words_are_those_of_the_language(language, month: str, most: str):
    points = (Decimal(0), Decimal(1_000_000), Decimal(2_000_000))
    lines = (Series(name="", role="planned", points=tuple(zip(DAYS, points, strict=False))),)
    (wide, _) = drawings(line_chart(LineChart(title="", series=lines, today=DAYS[1], today_name=""), language))
    words = {part.text for part in wide.iter("text")}
    assert {month, most} <= {
        word.replace("M", "m") for word in words
    } | words  # 2m or 2M, as the release of CLDR has it


@pytest.mark.parametrize("values", [(0, 0, 0), (5,), (0, 1, 10**12)])
def test_odd_numbers_are_drawn_too(values: tuple[int, ...]):
    lines = (Series(name="", role="actual", points=tuple(zip(DAYS, map(Decimal, values), strict=False))),)
    assert len(drawings(line_chart(LineChart(title="", series=lines, today=DAYS[0], today_name=""), "en"))) == 2


def test_the_same_chart_is_the_same_bytes_in_another_process():
    code = "from tests.render.test_charts import chart, line_chart; import sys; sys.stdout.write(line_chart(chart(0, 50, 100), 'zh'))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {line_chart(chart(0, 50, 100), "zh").encode()}
