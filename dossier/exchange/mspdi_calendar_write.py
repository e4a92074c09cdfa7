"""The calendar of a project as Microsoft Project's XML writes it: a week, and exceptions from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lxml import etree

from dossier.compute.calendar import Hours, WorkingCalendar
from dossier.compute.project_calendar import further_calendars
from dossier.exchange.mspdi_values import clock_text
from dossier.exchange.plain_text import clean
from dossier.records.project import Project
from dossier.records.working_calendar import Calendar, NonWorkingPeriod, working_hours

_SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)


def clock_edges(calendar: WorkingCalendar) -> tuple[int, int]:
    """When a usual working day begins and ends, in minutes after midnight."""
    hours = next(hours for hours in calendar.week if hours)
    return hours[0][0], hours[-1][1]


def add_calendars(root: Any, project: Project, own: WorkingCalendar) -> dict[str, str]:
    """Add the project's calendar, with UID 1, and its further ones; gives the UIDs of those by their ids."""
    group = _child(root, "Calendars")
    _add_calendar(group, "1", "Standard", project.calendar, own)
    uids: dict[str, str] = {}
    written = {calendar.id: calendar for calendar in reversed(project.calendars)}
    for number, (name, calendar) in enumerate(further_calendars(project).items(), start=2):
        uids[name] = str(number)
        title = written[name].title
        _add_calendar(group, uids[name], f"{name}: {title}" if title else name, written[name], calendar)
    return uids


def _add_calendar(group: Any, uid: str, title: str, written: Calendar | None, calendar: WorkingCalendar) -> None:
    element = _child(group, "Calendar")
    for name, text in [
        ("UID", uid),
        ("Name", title),
        ("IsBaseCalendar", "1"),
        ("BaseCalendarUID", "-1"),
    ]:
        _child(element, name, text)
    days = _child(element, "WeekDays")
    for number, weekday in enumerate(_SUNDAY_FIRST, start=1):
        day = _child(days, "WeekDay")
        _child(day, "DayType", str(number))
        _add_hours(day, calendar.week[weekday])
    exceptions = sorted(_exceptions(written, calendar), key=lambda exception: exception[0])
    if exceptions:
        below = _child(element, "Exceptions")
        for first, last, name, hours in exceptions:
            _add_exception(below, first, last, name, hours)


def _exceptions(written: Calendar | None, calendar: WorkingCalendar) -> Iterator[tuple[date, date, str, Hours]]:
    """Holidays without the days worked all the same, those days, and public holidays: none may overlap there."""
    if written is None:
        return
    extra = sorted(set(written.extra_days))
    told = set(extra)
    for period in written.holidays:
        hours = working_hours(period.hours)
        for first, last in _without(period, extra):
            told.update(first + timedelta(days=n) for n in range((last - first).days + 1))
            yield first, last, period.title, hours
    for day in extra:
        yield day, day, "", calendar.hours_on(day)
    for day, hours in calendar.exceptions:
        if day not in told:
            yield day, day, "", hours


def _without(period: NonWorkingPeriod, extra: list[date]) -> Iterator[tuple[date, date]]:
    if period.start is None:
        return
    first, last = period.start, max(period.finish or period.start, period.start)
    for day in extra:
        if first <= day <= last:
            if first < day:
                yield first, day - timedelta(days=1)
            first = day + timedelta(days=1)
    if first <= last:
        yield first, last


def _add_exception(group: Any, first: date, last: date, title: str, hours: Hours) -> None:
    element = _child(group, "Exception")
    _child(element, "EnteredByOccurrences", "0")
    period = _child(element, "TimePeriod")
    _child(period, "FromDate", f"{first}T00:00:00")
    _child(period, "ToDate", f"{last}T23:59:00")
    _child(element, "Occurrences", str((last - first).days + 1))
    if title:
        _child(element, "Name", title)
    _child(element, "Type", "1")
    _add_hours(element, hours)


def _add_hours(element: Any, hours: Hours) -> None:
    _child(element, "DayWorking", "1" if hours else "0")
    if hours:
        times = _child(element, "WorkingTimes")
        for start, end in hours:
            interval = _child(times, "WorkingTime")
            _child(interval, "FromTime", clock_text(start))
            _child(interval, "ToTime", clock_text(end))


def _child(parent: Any, name: str, text: str = "") -> Any:
    namespace = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if text:
        element.text = clean(text)
    return element
