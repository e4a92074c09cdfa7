"""Calendars for tests, told by the days of a week and the hours of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dossier.compute.calendar import NO_HOURS, OFFICE_HOURS, WorkingCalendar


def working_week(
    days: Iterable[int] = (0, 1, 2, 3, 4),
    hours: Iterable[tuple[int, int]] = OFFICE_HOURS,
    *,
    holidays: Iterable[date] = (),
    extra_working: Iterable[date] = (),
    minutes_per_day: int | None = None,
) -> WorkingCalendar:
    """The calendar of a week that works `hours` on `days` (0 is Monday), never on `holidays`, also on `extra_working`.

    A date in both is worked: a make-up working day is the more particular wish. `minutes_per_day` is the sum of
    the hours where it is not given. Raises ValueError as `WorkingCalendar` does.
    """
    worked = tuple(sorted(hours))
    weekdays = frozenset(days)
    if wrong := sorted(day for day in weekdays if not 0 <= day <= 6):
        raise ValueError(f"a weekday is a number from 0 (Monday) to 6 (Sunday), found {wrong[0]}")
    exceptions = dict.fromkeys(holidays, NO_HOURS) | dict.fromkeys(extra_working, worked)
    return WorkingCalendar(
        week=tuple(worked if day in weekdays else NO_HOURS for day in range(7)),
        exceptions=tuple(sorted(exceptions.items())),
        minutes_per_day=minutes_per_day or sum(end - start for start, end in worked) or 480,
    )
