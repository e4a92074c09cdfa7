"""Charts as SVG that stands within a page: presentation attributes alone, so that a strict policy lets it be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from dossier.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.language import Language
    from dossier.views.line_chart import LineChart, Role

_COLOURS: dict[Role, str] = {"planned": "#57606a", "earned": "#1a7445", "actual": "#1d5fae", "expected": "#1d5fae"}
"""What is drawn without the style sheet, which has other colours on a dark page."""
_DASHES: dict[Role, str] = {"planned": "7 4", "earned": "none", "actual": "none", "expected": "2 4"}
_HEADER = 18  # the height that leather keeps free for its legend; ours stands in the page, where it wraps
_EDGE = 8  # what is kept free around the drawing


@dataclass(frozen=True, slots=True)
class _Size:
    """What a drawing is made for: the pixels of its field, of its letters, and how many months are named."""

    name: str
    width: int
    height: int
    letters: int
    months: int

    @property
    def margin(self) -> int:
        """What is left free beside the field: half of the name of the last month."""
        return self.letters * 3


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a value lies on an axis, to a tenth of a pixel; leather's own scales end at round values only."""

    lowest: float
    highest: float

    def contains(self, value: float) -> bool:
        """Whether a value lies on the axis."""
        return self.lowest <= value <= self.highest

    def project(self, value: float, start: float, end: float) -> float:
        """The place of a value between two places."""
        part = (float(value) - self.lowest) / ((self.highest - self.lowest) or 1)
        return round(start + (end - start) * part, 1)


_SIZES = (_Size("wide", 760, 400, 13, 8), _Size("narrow", 350, 340, 12, 4))


def line_chart(chart: LineChart, language: Language) -> str:
    """The chart drawn twice, for a wide and a narrow page, of which the style sheet shows one."""
    return "".join(_drawing(chart, Wording(language), size) for size in _SIZES)


def _drawing(chart: LineChart, wording: Wording, size: _Size) -> str:
    import leather  # noqa: PLC0415 - only who draws a chart needs it

    _set_look(leather.theme, size)
    days = [day for each in chart.series for day, _ in each.points]
    first, last = min(days), max(days)
    highest = max(float(value) for each in chart.series for _, value in each.points)
    steps = leather.Linear(0, highest).ticks()
    drawn = leather.Chart()
    drawn.set_x_scale(_Scale(first.toordinal(), last.toordinal()))
    drawn.set_y_scale(_Scale(float(min(steps)), float(max(steps))))
    months = [day.toordinal() for day in _months(first, last, size.months)]
    drawn.add_x_axis(ticks=months, tick_formatter=lambda day, *_: wording.month_of_year(date.fromordinal(day)))
    drawn.add_y_axis(ticks=steps, tick_formatter=lambda value, *_: wording.compact(Decimal(value)))
    for each in chart.series:
        points = [(day.toordinal(), float(value)) for day, value in each.points]
        drawn.add_line(points, stroke_color=_COLOURS[each.role], stroke_dasharray=_DASHES[each.role])
    today = chart.today.toordinal()
    drawn.add_line([(today, 0.0), (today, float(max(steps)))], stroke_color="#8a5000", width=1)
    group = drawn.to_svg_group(size.width, size.height)
    return _framed(chart, group, size)


def _framed(chart: LineChart, group: Any, size: _Size) -> str:
    """The drawing as an image with a name, its lines named by what they stand for."""
    lines = group.findall(".//g[@class='series lines']")
    for line, role in zip(lines, (*(each.role for each in chart.series), "today"), strict=True):
        line.set("class", f"is-{role}")
    field = group.find("./g")
    field.remove(field.find("./g"))  # the legend
    svg = ElementTree.Element("svg", {"class": f"is-{size.name}", "role": "img", "aria-label": chart.title})
    left, top = size.margin - _EDGE, size.margin + _HEADER - _EDGE
    svg.set("viewBox", f"{left} {top} {size.width - left} {size.height - top - size.margin + _EDGE}")
    svg.append(group)
    return ElementTree.tostring(svg, encoding="unicode")


def _set_look(theme: Any, size: _Size) -> None:
    """Leather keeps its look in one place for all charts."""
    theme.margin = size.margin / size.width  # a part of the width, on all four sides; what is not needed is cut off
    theme.background_color = "none"
    theme.label_color = "#57606a"
    theme.tick_color = "#dfe3e8"
    theme.zero_color = "#8b949e"
    theme.tick_font_family = "inherit"
    theme.tick_font_size = size.letters
    theme.tick_font_char_width = round(size.letters * 0.62)
    theme.tick_font_char_height = size.letters
    theme.default_line_width = 2


def _months(first: date, last: date, most: int) -> Sequence[date]:
    """The first days of as many months as can be named, evenly apart."""
    found = [first]
    while (following := (found[-1].replace(day=28) + timedelta(days=4)).replace(day=1)) <= last:
        found.append(following)
    return found[:: -(-len(found) // most)]
