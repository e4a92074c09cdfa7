"""When a project's people work: the calendars that project.yml writes, ready to count with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dossier.compute.calendar import NO_HOURS, OFFICE_HOURS, Hours, WorkingCalendar
from dossier.compute.public_holidays import public_holidays
from dossier.records.working_calendar import WEEKDAYS, working_hours
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from dossier.records.project import Project
    from dossier.records.working_calendar import Calendar, NonWorkingPeriod

LONGEST_HOLIDAY_DAYS = 3660
"""A holiday longer than ten years is a mistyped year; its first ten years count, so that counting ends."""

_OFFICE_DAYS = range(5)
_YEARS_AFTER_START = 12
"""For how many years from the project's start public holidays are looked up."""


def calendar_of(project: Project) -> WorkingCalendar:
    """The working calendar of a project: its week, hours, holidays, make-up days, and what a day of a duration is."""
    found = working_calendar(project.calendar, _years(project))
    return found if project.hours_per_day is None else with_hours_per_day(found, project.hours_per_day)


def further_calendars(project: Project) -> Mapping[str, WorkingCalendar]:
    """The other calendars of a project, by their ids; of two with the same id the first."""
    found: dict[str, WorkingCalendar] = {}
    for written in project.calendars:
        if written.id and written.id not in found:
            found[written.id] = working_calendar(written, _years(project))
    return found


def working_calendar(written: Calendar | None, years: Iterable[int] = ()) -> WorkingCalendar:
    """The working calendar that a calendar as written in project.yml means, with the public holidays of `years`.

    Monday to Friday, 09:00 to 12:00 and 13:00 to 18:00, where nothing is said or where what is said leaves no
    working time (a check tells that); the holidays and make-up days count all the same. A date that is both is worked,
    since a make-up day is the more particular wish, and what project.yml says of a day wins over what is public.
    """
    if written is None:
        return WorkingCalendar()
    weekdays = list(WEEKDAYS)
    days = {weekdays.index(day) for day in written.week if day in WEEKDAYS} or set(_OFFICE_DAYS)
    hours = working_hours(written.hours) or OFFICE_HOURS
    return WorkingCalendar(
        week=tuple(hours if day in days else NO_HOURS for day in range(7)),
        exceptions=tuple(sorted(_exceptions(written, hours, years).items())),
        minutes_per_day=sum(end - start for start, end in hours),
    )


def with_hours_per_day(calendar: WorkingCalendar, hours: Decimal) -> WorkingCalendar:
    """The calendar where a working day of a duration means so many hours, whatever its days hold."""
    return replace(calendar, minutes_per_day=round(hours * 60))


def away(calendar: WorkingCalendar, periods: Iterable[NonWorkingPeriod]) -> WorkingCalendar:
    """The calendar of somebody who is away in these periods, save in the hours that they leave."""
    absent = {day: working_hours(period.hours) for period in periods for day in _dates(period)}
    if not absent:
        return calendar
    exceptions = dict(calendar.exceptions) | absent
    return WorkingCalendar(
        week=calendar.week, exceptions=tuple(sorted(exceptions.items())), minutes_per_day=calendar.minutes_per_day
    )


def _exceptions(written: Calendar, hours: Hours, years: Iterable[int]) -> dict[date, Hours]:
    found: dict[date, Hours] = {}
    if written.country and (public := public_holidays(written.country, tuple(years))):
        found = dict.fromkeys(public.holidays, NO_HOURS) | dict.fromkeys(public.make_up_days, hours)
    for period in written.holidays:
        found |= dict.fromkeys(_dates(period), working_hours(period.hours))
    return found | dict.fromkeys(written.extra_days, hours)


def _years(project: Project) -> range:
    """The years for which public holidays matter; the first half of the century where nothing says when it starts."""
    day = project.start or project.finish
    return range(day.year - 1, day.year + _YEARS_AFTER_START) if day else range(2000, 2050)


def _dates(period: NonWorkingPeriod) -> Iterator[date]:
    if period.start is None:
        return
    last = max(period.finish or period.start, period.start)
    for n in range(min((last - period.start).days + 1, LONGEST_HOLIDAY_DAYS)):
        yield period.start + timedelta(days=n)
