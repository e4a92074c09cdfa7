"""Trends of dates as SVG within a page: lines with their names beside their ends, above a diagonal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from dossier.render.chart_parts import SIZES, Scale, Size, framed, months_between, set_look
from dossier.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.language import Language
    from dossier.views.trend_chart import TrendChart, TrendRole

_COLOURS: dict[TrendRole, str] = {"reached": "#1a7445", "later": "#a4262c", "kept": "#1d5fae", "report": "#57606a"}
"""What is drawn without the style sheet, which has other colours on a dark page."""
_DASHES: dict[TrendRole, str] = {"reached": "none", "later": "none", "kept": "7 4", "report": "2 4"}
_LABEL_LETTERS = 7


def trend_chart(chart: TrendChart, language: Language) -> str:
    """The chart drawn twice, for a wide and a narrow page, of which the style sheet shows one."""
    return "".join(_drawing(chart, Wording(language), size) for size in SIZES)


def _drawing(chart: TrendChart, wording: Wording, size: Size) -> str:
    import leather  # noqa: PLC0415 - only who draws a chart needs it

    set_look(leather.theme, size)
    days = [day for line in chart.lines for day, _ in line.points]
    expected = [on for line in chart.lines for _, on in line.points]
    first, last, latest = min(days), max(days), max(expected)
    beside = (last - first).days * _LABEL_LETTERS * size.letters * 0.62 / size.width  # room for the names
    drawn = leather.Chart()
    drawn.set_x_scale(Scale(first.toordinal(), last.toordinal() + beside))
    above = (max(latest, last) - first).days * size.letters / size.height
    drawn.set_y_scale(Scale(first.toordinal(), max(latest, last).toordinal() + above))
    drawn.add_x_axis(ticks=_months(first, last, size.months - 1), tick_formatter=_in(wording))
    drawn.add_y_axis(ticks=_months(first, max(latest, last), size.months), tick_formatter=_in(wording))
    for line in chart.lines:
        points = [(day.toordinal(), on.toordinal()) for day, on in line.points]
        colour = _COLOURS[line.role]
        drawn.add_line(points, stroke_color=colour, stroke_dasharray=_DASHES[line.role])
        drawn.add_dots(points, fill_color=colour, radius=3)
    ends = [(day.toordinal(), day.toordinal()) for day in (first, last)]
    drawn.add_line(ends, stroke_color=_COLOURS["report"], stroke_dasharray=_DASHES["report"], width=1)
    group = drawn.to_svg_group(size.width, size.height)
    svg = framed(chart.title, group, size, (*(line.role for line in chart.lines), "report"))
    dots = group.findall(".//g[@class='series dots']")
    for each, line in zip(dots, chart.lines, strict=True):
        each.set("class", f"is-{line.role}")
    _name(chart, dots, size)
    return ElementTree.tostring(svg, encoding="unicode")


def _months(first: date, last: date, most: int) -> Sequence[int]:
    return [day.toordinal() for day in months_between(first, last, most)]


def _in(wording: Wording) -> Any:
    return lambda day, *_: wording.month_of_year(date.fromordinal(day))


def _name(chart: TrendChart, dots: Sequence[ElementTree.Element], size: Size) -> None:
    """Write the name of each line beside its end, none over another: who lies too close moves up."""
    ends = [(float(each[-1].get("cx", "0")), float(each[-1].get("cy", "0"))) for each in dots]
    taken: list[tuple[float, float]] = []
    wide = size.letters * _LABEL_LETTERS / 2
    for number in sorted(range(len(ends)), key=lambda n: (-ends[n][1], ends[n][0])):
        x, y = ends[number]
        while any(abs(y - other) < size.letters and abs(x - left) < wide for left, other in taken):
            y -= 1
        taken.append((x, y))
        text = ElementTree.SubElement(dots[number], "text", x=f"{x + 7:.1f}", y=f"{y + size.letters * 0.35:.1f}")
        text.set("font-size", str(size.letters))
        text.set("font-family", "inherit")
        text.set("fill", _COLOURS[chart.lines[number].role])
        text.text = chart.lines[number].label
