"""The time axis of a chart: where a day lies between its edges, and which months, weeks or days are written on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dossier.views.wording import Wording

Unit = Literal["day", "week", "month", "year"]

# The longest span of a chart, in days, and what is then written on its axis: above, below, and how many of them apart.
_UNITS: tuple[tuple[int, Unit | None, Unit, int], ...] = (
    (16, "month", "day", 1),
    (200, "month", "week", 1),
    (430, "year", "month", 1),
    (1200, "year", "month", 3),
    (2400, "year", "month", 6),
    (4380, None, "year", 1),
    (21_900, None, "year", 5),
    (109_000, None, "year", 25),
    (438_000, None, "year", 100),
    (2_190_000, None, "year", 500),
    (3_700_000, None, "year", 1000),
)
_NARROW, _WIDE = 320, 520
"""How wide a chart is at least, on a phone and on a desk, in pixels; a label is written where it has room."""

_EDGE = 17
"""Nearer to an edge than this, in percent, the words of the as-of date would be cut off on both sides of its line."""


class Tick(NamedTuple):
    """Where a month, week or day begins, in percent of the width; `wide` where only a wide chart has room to say so."""

    x: float
    text: str
    wide: bool = False


class _Places(dict[date, float]):
    """Where days lie, as percent of `days` from the ordinal `first` on: worked out when they are first asked for.

    A plan of a thousand tasks asks for ten thousand of them, most of them again and again.
    """

    def __init__(self, first: int, days: int) -> None:
        self._first, self._days = first, days

    def __missing__(self, day: date) -> float:
        at, days = day.toordinal() - self._first, self._days
        place = self[day] = 0.0 if at <= 0 else 100.0 if at >= days else round(at * 100 / days, 2)
        return place


class Scale:
    """`days` days side by side from `first` on, as percent of the width: 0 is the left edge, 100 the right one.

    `at` tells where the morning of a day lies, `after` where its evening does; of one outside, the nearer edge.
    """

    def __init__(self, first: int, days: int) -> None:
        """Begin with the day of the ordinal `first`."""
        self.first, self.days = first, days
        self.at: Callable[[date], float] = _Places(first, days).__getitem__
        self.after: Callable[[date], float] = _Places(first - 1, days).__getitem__

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that are shown."""
        return date.fromordinal(self.first), date.fromordinal(self.first + self.days - 1)


class TimeAxis(Struct, frozen=True, kw_only=True):
    """What stands above a chart and behind its rows.

    `upper` and `lower` are its two lines of words. `strong` and `fine` are where lines stand behind the rows, and
    `days_off` runs of days on which nobody works, as (first, how many): all in days from the left edge, of `days`.
    """

    upper: tuple[Tick, ...]
    lower: tuple[Tick, ...]
    strong: tuple[int, ...]
    fine: tuple[int, ...]
    days_off: tuple[tuple[int, int], ...]
    days: int
    as_of: Tick | None = None
    as_of_day: int = 0

    @property
    def as_of_side(self) -> Literal["start", "middle", "end"]:
        """Which part of the as-of date's words stands at its place, so that they are not cut off at an edge."""
        x = self.as_of.x if self.as_of else 0
        return "start" if x < _EDGE else "end" if x > 100 - _EDGE else "middle"


def scale_of(days: Sequence[date]) -> Scale:
    """The scale that shows all these days, with a little room on both sides; ValueError without any."""
    first, last = min(days).toordinal(), max(days).toordinal()
    room = 1 + (last - first) // 40
    first, last = max(1, first - room), min(date.max.toordinal(), last + room)
    return Scale(first, last - first + 1)


def time_axis(
    scale: Scale, wording: Wording, days_off: Iterable[date], as_of: date | None, as_of_text: str
) -> TimeAxis:
    """The axis of a chart; `days_off` in order, `as_of` where it is to be shown."""
    _, upper, lower, every = next(units for units in _UNITS if scale.days <= units[0])
    above = list(_begins(scale, upper, 1)) if upper else []
    below = list(_begins(scale, lower, every))
    return TimeAxis(
        upper=_labelled(scale, above, wording, upper, named=True) if upper else (),
        lower=_labelled(scale, below, wording, lower, named=False),
        strong=tuple(day - scale.first for day in above),
        fine=tuple(day - scale.first for day in below),
        days_off=_runs([day.toordinal() - scale.first for day in days_off]),
        days=scale.days,
        as_of=Tick(scale.at(as_of), as_of_text) if as_of else None,
        as_of_day=as_of.toordinal() - scale.first if as_of else 0,
    )


def _begins(scale: Scale, unit: Unit, every: int) -> Iterator[int]:
    """The days (ordinals) on which a unit begins: every day, Mondays, firsts of months, first of January."""
    first, last = scale.span
    if unit == "day":
        yield from range(scale.first, scale.first + scale.days)
    elif unit == "week":
        yield from range(scale.first + (7 - first.weekday()) % 7, scale.first + scale.days, 7)
    else:
        months = every if unit == "month" else 12 * every
        begin = -(-(first.year * 12 + first.month - 1) // months) * months
        for month in range(begin, last.year * 12 + last.month, months):
            day = date(month // 12, month % 12 + 1, 1)
            if day >= first:
                yield day.toordinal()


def _labelled(scale: Scale, begins: Sequence[int], wording: Wording, unit: Unit, *, named: bool) -> tuple[Tick, ...]:
    """The words at these days, where they have room before the next; above, what is cut off at the left as well."""
    days = list(begins)
    if named and (not days or days[0] > scale.first):
        days.insert(0, scale.first)
    found: list[Tick] = []
    for n, day in enumerate(days):
        on = date.fromordinal(day)
        text = _text(wording, unit, on, with_year=named and (not found or on.month == 1))
        end = days[n + 1] if n + 1 < len(days) else scale.first + scale.days
        room = (end - day) / scale.days
        needed = _pixels(text)
        if needed <= room * _WIDE:
            found.append(Tick(scale.at(on), text, needed > room * _NARROW))
    return tuple(found)


def _text(wording: Wording, unit: Unit, on: date, *, with_year: bool) -> str:
    if unit == "year":
        return wording.year(on)
    if unit == "month":
        return wording.month_of_year(on) if with_year else wording.month(on)
    return str(on.day)


def _pixels(text: str) -> float:
    """About how wide a label is, with a gap behind it: characters of Chinese are twice as wide as letters."""
    return 5 + sum(11.0 if character >= "\u2e80" else 5.8 for character in text)


def _runs(days: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Days that follow each other, as (first, how many)."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and sum(runs[-1]) == day:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((day, 1))
    return tuple(runs)
