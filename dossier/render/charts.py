"""Charts as SVG that stands within a page: presentation attributes alone, so that a strict policy lets it be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from dossier.render.chart_parts import SIZES, Scale, Size, framed, months_between, set_look
from dossier.views.wording import Wording

if TYPE_CHECKING:
    from dossier.language import Language
    from dossier.views.line_chart import LineChart, Role

_COLOURS: dict[Role, str] = {"planned": "#57606a", "earned": "#1a7445", "actual": "#1d5fae", "expected": "#1d5fae"}
"""What is drawn without the style sheet, which has other colours on a dark page."""
_DASHES: dict[Role, str] = {"planned": "7 4", "earned": "none", "actual": "none", "expected": "2 4"}


def line_chart(chart: LineChart, language: Language) -> str:
    """The chart drawn twice, for a wide and a narrow page, of which the style sheet shows one."""
    return "".join(_drawing(chart, Wording(language), size) for size in SIZES)


def _drawing(chart: LineChart, wording: Wording, size: Size) -> str:
    import leather  # noqa: PLC0415 - only who draws a chart needs it

    set_look(leather.theme, size)
    days = [day for each in chart.series for day, _ in each.points]
    first, last = min(days), max(days)
    highest = max(float(value) for each in chart.series for _, value in each.points)
    steps = leather.Linear(0, highest).ticks()
    drawn = leather.Chart()
    drawn.set_x_scale(Scale(first.toordinal(), last.toordinal()))
    drawn.set_y_scale(Scale(float(min(steps)), float(max(steps))))
    months = [day.toordinal() for day in months_between(first, last, size.months)]
    drawn.add_x_axis(ticks=months, tick_formatter=lambda day, *_: wording.month_of_year(date.fromordinal(day)))
    drawn.add_y_axis(ticks=steps, tick_formatter=lambda value, *_: wording.compact(Decimal(value)))
    for each in chart.series:
        points = [(day.toordinal(), float(value)) for day, value in each.points]
        drawn.add_line(points, stroke_color=_COLOURS[each.role], stroke_dasharray=_DASHES[each.role])
    today = chart.today.toordinal()
    drawn.add_line([(today, 0.0), (today, float(max(steps)))], stroke_color="#8a5000", width=1)
    group = drawn.to_svg_group(size.width, size.height)
    names = (*(each.role for each in chart.series), "today")
    return ElementTree.tostring(framed(chart.title, group, size, names), encoding="unicode")
