"""What all charts have in common: the sizes they are drawn for, scales, letters, and the frame around them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADER = 18  # the height that leather keeps free for its legend; ours stands in the page, where it wraps
_MONTH = 30  # days
EDGE = 8  # what is kept free around the drawing


class Size(Struct, frozen=True):
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


class Scale(Struct, frozen=True):
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


SIZES = (Size("wide", 760, 400, 13, 8), Size("narrow", 350, 340, 12, 4))


def framed(title: str, group: Any, size: Size, names: Iterable[str], *, header: int = HEADER) -> ElementTree.Element:
    """The drawing as an image with a name; its lines are named in order by what they stand for.

    `header` is the height of the legend, which only a drawing of several series has.
    """
    for line, name in zip(group.findall(".//g[@class='series lines']"), names, strict=True):
        line.set("class", f"is-{name}")
    field = group.find("./g")
    field.remove(field.find("./g"))  # the legend
    svg = ElementTree.Element("svg", {"class": f"is-{size.name}", "role": "img", "aria-label": title})
    left, top = size.margin - EDGE, size.margin + header - EDGE
    svg.set("viewBox", f"{left} {top} {size.width - left} {size.height - top - size.margin + EDGE}")
    svg.append(group)
    return svg


def set_look(theme: Any, size: Size) -> None:
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
    # the legend that is taken out again: without width it is one row high, however many lines there are
    theme.legend_font_char_width = theme.legend_bubble_size = theme.legend_bubble_offset = 0


def months_between(first: date, last: date, most: int) -> Sequence[date]:
    """The first days of as many months as can be named, evenly apart; a first one too near to the next is left out."""
    found = [first]
    while (following := (found[-1].replace(day=28) + timedelta(days=4)).replace(day=1)) <= last:
        found.append(following)
    step = -(-len(found) // most)
    named = found[::step]
    is_crowded = len(named) > 1 and (named[1] - named[0]).days < _MONTH * step * 0.7
    return named[1:] if is_crowded else named
