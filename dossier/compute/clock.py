"""How far work gets: on the axis that all calendars of a plan share, or on a calendar of its own."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dossier.compute.calendar import Hours, WorkingCalendar
from dossier.records.moment import Moment, begin_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Clock:
    """How far work gets along the axis of a calendar, in its working minutes.

    A position is read as a start or as a finish, as the names of the parameters say.
    """

    def __init__(self, shared: WorkingCalendar) -> None:
        self.shared = shared

    def start_of(self, day: date) -> int:
        """Where the first work on or after `day`, or a moment, begins."""
        return self.shared.position_at(begin_of(day)) if isinstance(day, Moment) else self.shared.start_of(day)

    def end_of(self, day: date) -> int:
        """Where the last work on or before `day`, or until a moment, ends."""
        return self.shared.position_at(begin_of(day)) if isinstance(day, Moment) else self.shared.end_of(day)

    def finish(self, start: int, minutes: int) -> int:
        """Where `minutes` of work are done that begin at `start` or as soon after it as anybody works."""
        return start + minutes

    def start(self, finish: int, minutes: int) -> int:
        """Where `minutes` of work must begin at the latest to be done by `finish`."""
        return finish - minutes

    def moved(self, position: int, minutes: int) -> int:
        """The position `minutes` of working time later, or earlier where negative."""
        return self.finish(position, minutes) if minutes >= 0 else self.start(position, -minutes)

    def moved_back(self, position: int, minutes: int) -> int:
        """The last position from which `moved` by these minutes does not lead beyond `position`."""
        return self.start(position, minutes) if minutes >= 0 else self.ready(self.finish(position, -minutes))

    def ready(self, start: int) -> int:
        """The next position at which work can begin."""
        return start

    def done(self, finish: int) -> int:
        """The last position at which work can have ended."""
        return finish

    def between(self, first: int, last: int) -> int:
        """The working minutes from one finish to another; negative where `last` lies before `first`."""
        return last - first


class OwnClock(Clock):
    """Work on the calendar `own`, told on the axis of `shared`, which works whenever `own` does."""

    def __init__(self, own: WorkingCalendar, shared: WorkingCalendar) -> None:
        super().__init__(shared)
        self._own = own

    def start_of(self, day: date) -> int:
        """Where the first work of `own` on or after `day` begins."""
        return self._start(self._own.position_at(begin_of(day)) if isinstance(day, Moment) else self._own.start_of(day))

    def end_of(self, day: date) -> int:
        """Where the last work of `own` on or before `day` ends."""
        return self._finish(self._own.position_at(begin_of(day)) if isinstance(day, Moment) else self._own.end_of(day))

    def finish(self, start: int, minutes: int) -> int:
        """Where `minutes` of `own` are done."""
        return self._finish(self._from_start(start) + minutes) if minutes else start

    def start(self, finish: int, minutes: int) -> int:
        """Where `minutes` of `own` must begin."""
        return self._start(self._from_finish(finish) - minutes) if minutes else finish

    def ready(self, start: int) -> int:
        """The next position at which `own` works."""
        return self._start(self._from_start(start))

    def done(self, finish: int) -> int:
        """The last position until which `own` works."""
        return self._finish(self._from_finish(finish))

    def between(self, first: int, last: int) -> int:
        """The working minutes of `own` between two finishes."""
        return self._from_finish(last) - self._from_finish(first)

    def _from_start(self, position: int) -> int:
        return self._own.position_at(self.shared.start_minute(position))

    def _from_finish(self, position: int) -> int:
        return self._own.position_at(self.shared.finish_minute(position))

    def _start(self, position: int) -> int:
        return self.shared.position_at(self._own.start_minute(position))

    def _finish(self, position: int) -> int:
        return self.shared.position_at(self._own.finish_minute(position))


def clock_of(own: WorkingCalendar | None, shared: WorkingCalendar) -> Clock:
    """The clock of work on the calendar `own`; on the shared one where there is none, or it is the same."""
    return Clock(shared) if own is None or own == shared else OwnClock(own, shared)


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


def _united(hours: Iterable[Hours]) -> Hours:
    """Intervals of one day joined where they touch or overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(chain.from_iterable(hours)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
