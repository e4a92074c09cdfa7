"""The calendar of a Microsoft Project plan as that of project.yml: week, hours, holidays, make-up days."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dossier.compute.calendar import NO_HOURS, OFFICE_HOURS, Hours
from dossier.exchange.mspdi_values import clock_of, moment_of
from dossier.exchange.plain_text import one_line
from dossier.records.values import ID
from dossier.records.working_calendar import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.exchange.mspdi_xml import Element, Ledger

STANDARD_HOURS: Hours = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""Microsoft Project's own working day, where a plan says nothing."""

_STANDARD_WEEK = dict.fromkeys(range(5), STANDARD_HOURS)
_LONGEST_DAYS = 3660
_NO_CALENDAR = frozenset({"", "-1", "0"})
"""What stands where a calendar could be named and none is; UIDs of calendars begin at 1."""
_EXCEPTION = "0"
"""The type of a weekday that is none, but an exception in the older form."""
_DAILY, _YEARLY_ON_DATE = "1", "2"


class CalendarException(Struct, frozen=True):
    """A stretch of days that differ from the week."""

    first: date
    last: date
    hours: Hours
    name: str


Calendars = tuple[dict[str, Any], dict[str, dict[str, Any]]]
"""The fields of the project's calendar, and those of each further one by its UID."""


def calendar_fields(project: Element, ledger: Ledger) -> Calendars:
    """The calendars of a plan as written in project.yml: its own, and those of tasks and people that differ from it.

    Microsoft Project's own usual hours are written out, since ours differ. Different hours on different weekdays and
    work weeks are not held and go to the ledger.
    """
    calendars = {c.text("UID"): c for group in project.all("Calendars") for c in group.all("Calendar")}
    _count_unknown(project, calendars, ledger)
    uid = project.text("CalendarUID")
    own = calendars.get(uid) or next(iter(calendars.values()), None)
    fields = _fields(own, calendars, ledger)
    further = {}
    for uid, calendar in calendars.items():
        if calendar is not own:
            found = _fields(calendar, calendars, ledger)
            if found != fields:
                further[uid] = _named(uid, one_line(calendar.text("Name"))) | found
    return fields, further


def _count_unknown(project: Element, calendars: dict[str, Element], ledger: Ledger) -> None:
    """Add to the ledger the calendars that something goes by and that are not in the plan."""
    tasks = (task for group in project.all("Tasks") for task in group.all("Task"))
    resources = (resource for group in project.all("Resources") for resource in group.all("Resource"))
    uids = [each.text("CalendarUID") for each in (project, *tasks, *resources)]
    uids += [calendar.text("BaseCalendarUID") for calendar in calendars.values()]
    for uid in uids:
        if uid not in calendars and uid not in _NO_CALENDAR:
            ledger.lost.add("Calendar that is not in the plan", uid)


def _named(uid: str, name: str) -> dict[str, str]:
    """The id and title of a calendar by its name there, where an export wrote `id` or `id: title`."""
    begin, _, rest = name.partition(": ")
    if ID.fullmatch(begin) and begin.isascii():
        return {"id": begin} | ({"title": rest} if rest else {})
    return {"id": f"CAL-{uid}"} | ({"title": name} if name else {})


def _fields(own: Element | None, calendars: dict[str, Element], ledger: Ledger) -> dict[str, Any]:
    week = _week(own, calendars, ledger) if own else _STANDARD_WEEK
    hours = _usual_hours(week, ledger)
    bases = reversed(tuple(_bases(own, calendars)))  # what the calendar itself says comes last and wins
    exceptions = [exception for calendar in bases for exception in _exceptions(calendar, ledger)]
    days = [name for day, name in enumerate(WEEKDAYS) if week.get(day)]
    fields: dict[str, Any] = {
        "week": () if days == list(WEEKDAYS)[:5] else tuple(days),
        "hours": () if hours == OFFICE_HOURS else tuple(f"{_clock(a)}-{_clock(b)}" for a, b in hours),
        "holidays": tuple(_holiday(e) for e in exceptions if e.hours != hours),
        "extra_days": tuple(sorted({day for e in exceptions if e.hours == hours for day in _days(e)})),
    }
    return {name: value for name, value in fields.items() if value}


def _bases(calendar: Element | None, calendars: dict[str, Element]) -> Iterator[Element]:
    """A calendar and those that it is based on, itself first."""
    seen: set[str] = set()
    while calendar is not None and calendar.text("UID") not in seen:
        seen.add(calendar.text("UID"))
        yield calendar
        calendar = calendars.get(calendar.text("BaseCalendarUID"))


def _week(calendar: Element, calendars: dict[str, Element], ledger: Ledger) -> dict[int, Hours]:
    """Hours by weekday (0 is Monday); days that a calendar leaves open are those of its base calendar."""
    for name in ("GUID", "IsBaseCalendar", "IsBaselineCalendar", "Name"):
        calendar.text(name)
    week: dict[int, Hours] = {}
    for current in _bases(calendar, calendars):
        for day in (day for group in current.all("WeekDays") for day in group.all("WeekDay")):
            kind = day.text("DayType")
            if kind in {"1", "2", "3", "4", "5", "6", "7"}:  # Sunday is 1
                week.setdefault((int(kind) + 5) % 7, _hours(day, ledger))
            elif kind != _EXCEPTION:
                ledger.unreadable(day, "DayType", kind)
    for group in calendar.all("WorkWeeks"):
        for work_week in group.children:
            ledger.lost.add("Calendar/WorkWeek", work_week.text("Name"))
    return week if any(week.values()) else _STANDARD_WEEK


def _hours(day: Element, ledger: Ledger) -> Hours:
    """The working hours of a weekday or exception; none where it is not worked or they make no sense."""
    if not ledger.flag(day, "DayWorking"):
        return NO_HOURS
    intervals = []
    for times in (times for group in day.all("WorkingTimes") for times in group.all("WorkingTime")):
        start, end = clock_of(times.text("FromTime")), clock_of(times.text("ToTime"))
        if start is None or end is None:
            ledger.unreadable(times, "FromTime", f"{times.text('FromTime')} to {times.text('ToTime')}")
        elif start < (end or 1440):
            intervals.append((start, end or 1440))
    intervals.sort()
    return NO_HOURS if any(later[0] < earlier[1] for earlier, later in pairwise(intervals)) else tuple(intervals)


def _usual_hours(week: dict[int, Hours], ledger: Ledger) -> Hours:
    """The hours of most working days; a record holds one set of hours for all of them."""
    counts = Counter(hours for _, hours in sorted(week.items()) if hours)
    usual = counts.most_common(1)[0][0]
    for day, hours in sorted(week.items()):
        if hours and hours != usual:
            ledger.lost.add("Calendar/WeekDay with other hours", f"{list(WEEKDAYS)[day]} {_shown(hours)}")
    return usual


def _exceptions(calendar: Element, ledger: Ledger) -> Iterator[CalendarException]:
    """The exceptions, in the newer form, or the older one (a weekday of type 0) where only that is there."""
    newer = [e for group in calendar.all("Exceptions") for e in group.all("Exception")]
    days = (day for group in calendar.all("WeekDays") for day in group.all("WeekDay"))
    older = [day for day in days if day.text("DayType") == _EXCEPTION]
    for element in newer or older:
        for period in element.all("TimePeriod"):
            first, last = moment_of(period.text("FromDate")), moment_of(period.text("ToDate"))
            if first is None or last is None or last < first:
                ledger.unreadable(element, "TimePeriod", f"{period.text('FromDate')} to {period.text('ToDate')}")
                continue
            kind, name = element.text("Type") or _DAILY, one_line(element.text("Name"))
            if kind == _YEARLY_ON_DATE:
                yield from _yearly(element, first.date(), last.date(), name, ledger)
            elif kind != _DAILY or element.text("Period") not in {"", "0", "1"}:
                ledger.lost.add("Calendar/Exception that recurs", name or period.text("FromDate"))
            else:
                yield CalendarException(first.date(), last.date(), _hours(element, ledger), name)


def _yearly(element: Element, first: date, last: date, name: str, ledger: Ledger) -> Iterator[CalendarException]:
    """The days of an exception on the same date of each year; the schema counts months from 0."""
    month, day_of_month = ledger.number(element, "Month"), ledger.number(element, "MonthDay")
    if month is None or day_of_month is None:
        ledger.lost.add("Calendar/Exception that recurs", name or first.isoformat())
        return
    hours = _hours(element, ledger)
    for year in range(first.year, min(last.year, first.year + 100) + 1):
        try:
            day = date(year, int(month) + 1, int(day_of_month))
        except (ValueError, OverflowError):  # no such day in that year, or in none
            continue
        if first <= day <= last:
            yield CalendarException(day, day, hours, name)


def _days(exception: CalendarException) -> Iterator[str]:
    for n in range(min((exception.last - exception.first).days + 1, _LONGEST_DAYS)):
        yield (exception.first + timedelta(days=n)).isoformat()


def _holiday(exception: CalendarException) -> dict[str, Any]:
    """Days on which nobody works, or only at the hours that are left."""
    fields: dict[str, Any] = {"start": exception.first.isoformat()}
    if exception.last != exception.first:
        fields["finish"] = exception.last.isoformat()
    if exception.hours:
        fields["hours"] = tuple(f"{_clock(a)}-{_clock(b)}" for a, b in exception.hours)
    return fields | ({"title": exception.name} if exception.name else {})


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _shown(hours: Hours) -> str:
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in hours)
