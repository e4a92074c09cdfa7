"""Bars over days as SVG within a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from dossier.render.chart_parts import SIZES, Scale, Size, framed, set_look
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    from dossier.language import Language
    from dossier.views.bar_chart import BarChart, BarRole
    from dossier.words import Say

_COLOURS: dict[BarRole, str] = {"kept": "#1d5fae", "later": "#a4262c"}
"""What is drawn without the style sheet, which has other colours on a dark page."""


def bar_chart(chart: BarChart, language: Language) -> str:
    """The chart drawn twice, for a wide and a narrow page, of which the style sheet shows one."""
    return "".join(_drawing(chart, Wording(language), words(language), size) for size in SIZES)


def _drawing(chart: BarChart, wording: Wording, say: Say, size: Size) -> str:
    import leather  # noqa: PLC0415 - only who draws a chart needs it

    set_look(leather.theme, size)
    names = [bar.until.isoformat() for bar in chart.bars]
    steps = leather.Linear(0, max(float(bar.value) for bar in chart.bars) or 1).ticks()
    drawn = leather.Chart()
    drawn.set_x_scale(leather.Ordinal(names))
    drawn.set_y_scale(Scale(0.0, float(max(steps))))
    named = names[:: -(-len(names) // size.months)]
    drawn.add_x_axis(ticks=named, tick_formatter=lambda day, *_: wording.day_of_month(date.fromisoformat(day)))
    drawn.add_y_axis(ticks=steps, tick_formatter=lambda value, *_: say("share_of_day", n=f"{float(value):g}"))
    bars = [(name, float(bar.value)) for name, bar in zip(names, chart.bars, strict=True)]
    drawn.add_columns(bars, fill_color=_COLOURS["kept"])
    svg = framed(chart.title, drawn.to_svg_group(size.width, size.height), size, (), header=0)
    for rect, bar in zip(svg.findall(".//g[@class='series columns']/rect"), chart.bars, strict=True):
        rect.set("class", f"is-{bar.role}")
        rect.set("fill", _COLOURS[bar.role])
    return ElementTree.tostring(svg, encoding="unicode")
