"""How far work gets in many runs at once: the clocks of a plan (`clock.py`) over rows of positions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dossier.compute.calendar import WorkingCalendar

    Row = NDArray[np.int64] | int
    """A position or a number of minutes in each run, or the one that is the same in all of them."""

MOST_DAYS = 40_000
"""Beyond some hundred years of a calendar of its own, work is taken to go on without a break."""


YEAR = timedelta(days=366)
"""By how much a table reaches beyond the plan on both sides: for what must have begun before it, or can go on after."""


class RowClock:
    """How far work gets on the calendar that all share."""

    def finish(self, start: Row, minutes: Row) -> Row:
        """Where `minutes` of work are done that begin at `start` or as soon after it as anybody works."""
        return start + minutes

    def start(self, finish: Row, minutes: Row) -> Row:
        """Where `minutes` of work must begin at the latest to be done by `finish`."""
        return finish - minutes

    def moved(self, position: Row, minutes: int) -> Row:
        """The position `minutes` of working time later, or earlier where negative."""
        return self.finish(position, minutes) if minutes >= 0 else self.start(position, -minutes)

    def moved_back(self, position: Row, minutes: int) -> Row:
        """The last position from which `moved` by these minutes does not lead beyond `position`."""
        return self.start(position, minutes) if minutes >= 0 else self.ready(self.finish(position, -minutes))

    def ready(self, start: Row) -> Row:
        """The next position at which work can begin."""
        return start

    def done(self, finish: Row) -> Row:
        """The last position at which work can have ended."""
        return finish

    def between(self, first: Row, last: Row) -> Row:
        """The working minutes from one finish to another; negative where `last` lies before `first`."""
        return last - first


class OwnRowClock(RowClock):
    """The same for work on the calendar `own`, from a table of when it works from `first` to `last`, as positions."""

    def __init__(self, own: WorkingCalendar, shared: WorkingCalendar, first: int, last: int) -> None:
        begin = max(shared.start_date(first), date.min + YEAR) - YEAR
        days = min((shared.finish_date(last) - begin + YEAR).days, MOST_DAYS)
        spans = list(_spans(own, shared, begin, days)) or [(first, own.position(shared.start_moment(first)), 0)]
        table = np.array(spans, dtype=np.int64)
        self._starts, self._before = table[:, 0], table[:, 1]
        self._lengths = table[:, 2].copy()
        self._lengths[-1] = 1 << 62

    def finish(self, start: Row, minutes: Row) -> Row:
        """Where `minutes` of `own` are done."""
        return _where(minutes, self._finish(self._worked(start) + minutes), start)

    def start(self, finish: Row, minutes: Row) -> Row:
        """Where `minutes` of `own` must begin."""
        return _where(minutes, self._start(self._worked(finish) - minutes), finish)

    def ready(self, start: Row) -> Row:
        """The next position at which `own` works."""
        return self._start(self._worked(start))

    def done(self, finish: Row) -> Row:
        """The last position until which `own` works."""
        return self._finish(self._worked(finish))

    def between(self, first: Row, last: Row) -> Row:
        """The working minutes of `own` between two finishes."""
        return self._worked(last) - self._worked(first)

    def _worked(self, position: Row) -> Row:
        """The minutes of `own` before a position of the shared axis."""
        span = np.maximum(np.searchsorted(self._starts, position, side="right") - 1, 0)
        worked: Row = self._before[span] + np.minimum(position - self._starts[span], self._lengths[span])
        return worked

    def _finish(self, worked: Row) -> Row:
        return self._at(np.searchsorted(self._before, worked, side="left") - 1, worked)

    def _start(self, worked: Row) -> Row:
        return self._at(np.searchsorted(self._before, worked, side="right") - 1, worked)

    def _at(self, span: Row, worked: Row) -> Row:
        span = np.maximum(span, 0)
        position: Row = self._starts[span] + worked - self._before[span]
        return position


def _where(minutes: Row, worked: Row, unmoved: Row) -> Row:
    """What is worked, save where there is nothing to do."""
    return np.where(np.asarray(minutes) > 0, worked, unmoved)


def _spans(own: WorkingCalendar, shared: WorkingCalendar, first: date, days: int) -> Iterator[tuple[int, int, int]]:
    """Each interval in which `own` works: where it begins on the shared axis and on its own, and its length."""
    for n in range(days):
        day = first + timedelta(days=n)
        midnight = datetime.combine(day, time.min)
        for start, end in own.hours_on(day):
            begin = midnight + timedelta(minutes=start)
            yield shared.position(begin), own.position(begin), end - start
