"""Work on a calendar of its own, told on the axis that all calendars of a plan share."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from dossier.compute.calendar import NO_HOURS, Hours, WorkingCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Clock:
    """How far work on the calendar `own` gets along the axis of `shared`, which works whenever `own` does."""

    def __init__(self, own: WorkingCalendar, shared: WorkingCalendar) -> None:
        self._own = own
        self._shared = shared

    def finish(self, start: int, minutes: int) -> int:
        """Where `minutes` of work are done that begin at `start` or as soon after it as `own` works."""
        return self._finish(self._from_start(start) + minutes) if minutes else start

    def start(self, finish: int, minutes: int) -> int:
        """Where `minutes` of work must begin at the latest to be done by `finish`."""
        return self._start(self._from_finish(finish) - minutes) if minutes else finish

    def moved(self, position: int, minutes: int) -> int:
        """The position `minutes` of `own` working time later, or earlier where negative."""
        return self.finish(position, minutes) if minutes >= 0 else self.start(position, -minutes)

    def ready(self, position: int) -> int:
        """The next position at which `own` works, read as a start."""
        return self._start(self._from_start(position))

    def done(self, position: int) -> int:
        """The last position until which `own` works, read as a finish."""
        return self._finish(self._from_finish(position))

    def minutes(self, first: int, last: int) -> int:
        """The working minutes of `own` from one finish to another; negative where `last` lies before `first`."""
        return self._from_finish(last) - self._from_finish(first)

    def _from_start(self, position: int) -> int:
        return self._own.position(self._shared.start_moment(position))

    def _from_finish(self, position: int) -> int:
        moment = self._shared.finish_moment(position)
        return self._own.position(moment)

    def _start(self, position: int) -> int:
        return self._shared.position(self._own.start_moment(position))

    def _finish(self, position: int) -> int:
        return self._shared.position(self._own.finish_moment(position))


def shared_calendar(calendars: Sequence[WorkingCalendar]) -> WorkingCalendar:
    """The calendar that works whenever one of `calendars` does; the only one as it is.

    A working day of a duration is that of the first, the project's own.
    """
    first = calendars[0]
    others = [each for each in calendars[1:] if each != first]
    if not others:
        return first
    all_of_them = (first, *others)
    days = sorted({day for each in all_of_them for day, _ in each.exceptions})
    week = tuple(_united(each.week[weekday] for each in all_of_them) for weekday in range(7))
    exceptions = tuple((day, _united(each.hours_on(day) for each in all_of_them)) for day in days)
    return WorkingCalendar(week=week, exceptions=exceptions, minutes_per_day=first.minutes_per_day)


def without(calendar: WorkingCalendar, days: Iterable[date]) -> WorkingCalendar:
    """The calendar with these days free."""
    exceptions = dict(calendar.exceptions) | dict.fromkeys(days, NO_HOURS)
    return WorkingCalendar(
        week=calendar.week, exceptions=tuple(sorted(exceptions.items())), minutes_per_day=calendar.minutes_per_day
    )


def _united(hours: Iterable[Hours]) -> Hours:
    """Intervals of one day joined where they touch or overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(chain.from_iterable(hours)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def days_of(first: date, last: date) -> tuple[date, ...]:
    """Every date from `first` to `last`, both included."""
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
