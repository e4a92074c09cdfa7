"""What a person's days still hold while work is placed in them one task after the other."""

from __future__ import annotations

from datetime import date, datetime
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from dossier.compute.availability import Availability
    from dossier.compute.calendar import WorkingCalendar


class Diary:
    """The days of one person, counted in a unit of which each rate that will be booked is a whole number."""

    def __init__(self, available: Availability, rates: Iterable[Fraction]) -> None:
        self._calendar = available.calendar
        self._unit = lcm(available.share.denominator, *(rate.denominator for rate in rates))
        self._share = self._whole(available.share)
        self._free: dict[int, int] = {}  # by day, of those that were asked for
        self._ends: dict[date, set[datetime]] = {}
        self.last = date.min
        """The last day on which anything is booked."""

    def full_day(self, calendar: WorkingCalendar, start: int, finish: int, rate: Fraction) -> date | None:
        """The first day that cannot hold `rate` for each minute that `calendar` works from `start` to `finish`."""
        whole = self._whole(rate)
        for day, minutes in _days(calendar, start, finish):
            if whole * minutes > self._left(day):
                return date.fromordinal(day)
        return None

    def book(self, calendar: WorkingCalendar, start: int, finish: int, rate: Fraction) -> None:
        """Take `rate` for each minute that `calendar` works from `start` to `finish`, whether or not there is room."""
        if start >= finish:
            return
        whole = self._whole(rate)
        for day, minutes in _days(calendar, start, finish):
            self._free[day] = self._left(day) - whole * minutes
        end = calendar.finish_moment(finish)
        day_of_end = calendar.finish_date(finish)
        self._ends.setdefault(day_of_end, set()).add(end)
        self.last = max(self.last, day_of_end)

    def ends_on(self, day: date) -> Iterable[datetime]:
        """When on a day something that is booked ends."""
        return self._ends.get(day, ())

    def _left(self, day: int) -> int:
        if day not in self._free:
            on = date.fromordinal(day)
            self._free[day] = self._share * (self._calendar.end_of(on) - self._calendar.start_of(on))
        return self._free[day]

    def _whole(self, rate: Fraction) -> int:
        return rate.numerator * (self._unit // rate.denominator)


def _days(calendar: WorkingCalendar, start: int, finish: int) -> Iterator[tuple[int, int]]:
    """Each day from `start` to `finish` on which `calendar` works, as an ordinal, and its minutes within them."""
    while start < finish:
        day = calendar.start_date(start)
        end = min(finish, calendar.end_of(day))
        yield day.toordinal(), end - start
        start = end
