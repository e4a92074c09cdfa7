"""When a project's people work: the calendar that project.yml writes, ready to count with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dossier.compute.calendar import OFFICE_HOURS, WorkingCalendar, working_week
from dossier.records.project import WEEKDAYS, working_hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.project import Calendar, NonWorkingPeriod, Project

LONGEST_HOLIDAY_DAYS = 3660
"""A holiday longer than ten years is a mistyped year; its first ten years count, so that counting ends."""

_OFFICE_DAYS = range(5)


def calendar_of(project: Project) -> WorkingCalendar:
    """The working calendar of a project: its week, hours, holidays and make-up days."""
    return working_calendar(project.calendar)


def working_calendar(written: Calendar | None) -> WorkingCalendar:
    """The working calendar that a calendar as written in project.yml means.

    Monday to Friday, 09:00 to 12:00 and 13:00 to 18:00, where nothing is said or where what is said leaves no
    working time (a check tells that); the holidays and make-up days count all the same.
    """
    if written is None:
        return working_week()
    weekdays = list(WEEKDAYS)
    days = [weekdays.index(day) for day in written.week if day in WEEKDAYS] or list(_OFFICE_DAYS)
    holidays = [day for period in written.holidays for day in _dates(period)]
    hours = working_hours(written.hours) or OFFICE_HOURS
    return working_week(days, hours, holidays=holidays, extra_working=written.extra_days)


def _dates(period: NonWorkingPeriod) -> Iterator[date]:
    if period.start is None:
        return
    last = max(period.finish or period.start, period.start)
    for n in range(min((last - period.start).days + 1, LONGEST_HOLIDAY_DAYS)):
        yield period.start + timedelta(days=n)
