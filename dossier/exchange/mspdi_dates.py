"""The dates of a Microsoft Project task as a record holds them: constraints, actual dates and durations.

A moment that is the start or end of a working day becomes the plain day, also when Microsoft Project shows it as the
end of the day before or the start of the day after. Of others constraints keep the time of day, also of those outside
the hours of the project, which are of a task with a calendar of its own; deadlines and actual dates are days.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dossier.exchange.mspdi_values import ELAPSED_FORMATS, minutes_of, moment_of

if TYPE_CHECKING:
    from dossier.compute.calendar import WorkingCalendar
    from dossier.exchange.mspdi_xml import Element, Ledger

ASAP, ALAP, MUST_START, MUST_FINISH = "0", "1", "2", "3"
START_NO_EARLIER, START_NO_LATER, FINISH_NO_EARLIER, FINISH_NO_LATER = "4", "5", "6", "7"

_A_MINUTE = timedelta(minutes=1)
AT_START = {MUST_START: "must_start", START_NO_EARLIER: "start", START_NO_LATER: "start_no_later"}
AT_FINISH = {
    MUST_FINISH: "must_finish",
    FINISH_NO_EARLIER: "finish_no_earlier",
    FINISH_NO_LATER: "finish_no_later",
}
"""The fields of a task that hold the constraints on the start and on the finish."""


def moment(element: Element, name: str, ledger: Ledger) -> datetime | None:
    """The moment in a child, None where there is none; one that cannot be read is told."""
    text = element.text(name)
    if not text or text == "NA":
        return None
    found = moment_of(text)
    if found is None:
        ledger.unreadable(element, name, text)
    return found


def given_duration(element: Element, calendar: WorkingCalendar, ledger: Ledger) -> int | None:
    """The working minutes a task takes, None where the file does not say."""
    text = element.text("Duration")
    start, finish = moment_of(element.text("Start")), moment_of(element.text("Finish"))
    span = calendar.position(finish) - calendar.position(start) if start and finish and start <= finish else None
    if ledger.flag(element, "Estimated"):
        ledger.lost.add("Task/Estimated", element.text("Name"))
    if not text:
        return span
    duration = minutes_of(text)
    if duration is None:
        ledger.unreadable(element, "Duration", text)
    if element.text("DurationFormat") in ELAPSED_FORMATS and span is not None:
        ledger.lost.add("Duration by the clock: held as working days", text)
        return span
    return duration


def constraint_dates(element: Element, calendar: WorkingCalendar, ledger: Ledger) -> dict[str, str]:
    """The fields that hold a task where Microsoft Project's constraint does; one planned by hand has its finish."""
    kind = element.text("ConstraintType") or ASAP
    if ledger.flag(element, "Manual"):
        finish = moment(element, "Finish", ledger)
        ledger.read_as.add("Task planned by hand: its finish is given", element.text("Name"))
        return {} if finish is None else {"finish": _finish(calendar, finish)}
    if kind == ALAP:
        return {"as_late_as_possible": "yes"}
    at = moment(element, "ConstraintDate", ledger) if kind != ASAP else None
    if at is None:
        if kind != ASAP and not element.text("ConstraintDate"):
            ledger.lost.add(f"Constraint {kind} without a date", element.text("Name"))
        return {}
    if kind in AT_START:
        return {AT_START[kind]: _start(calendar, at)}
    if kind in AT_FINISH:
        return {AT_FINISH[kind]: _finish(calendar, at)}
    ledger.lost.add(f"Constraint {kind}", at.isoformat())
    return {}


def actual_dates(element: Element, is_moment: bool, calendar: WorkingCalendar, ledger: Ledger) -> dict[str, str]:
    """The actual dates. A moment that begins its day is an actual start only: an actual finish ends one."""
    start, finish = moment(element, "ActualStart", ledger), moment(element, "ActualFinish", ledger)
    if is_moment and finish:
        edges = calendar.start_of(finish.date()), calendar.end_of(finish.date())
        if calendar.position(finish) == edges[0] != edges[1]:
            return {"actual_start": finish.date().isoformat()}
    fields: dict[str, str] = {}
    if start:
        day = finish.date() if is_moment and finish else _actual_day(calendar, start, ledger, is_start=not is_moment)
        fields["actual_start"] = day.isoformat()
    if finish:
        fields["actual_finish"] = _actual_day(calendar, finish, ledger, is_start=False).isoformat()
    return fields


def start_day(calendar: WorkingCalendar, at: datetime, ledger: Ledger) -> date:
    """The day whose start is at that moment on the axis of working time, else the day before it."""
    day, is_edge = _start_edge(calendar, at)
    if not is_edge:
        ledger.lost.add("Time of day", at.isoformat())
    return day


def finish_day(calendar: WorkingCalendar, at: datetime, ledger: Ledger) -> date:
    """The day whose end is at that moment on the axis of working time, else the day on which it lies."""
    day, is_edge = _finish_edge(calendar, at)
    if not is_edge:
        ledger.lost.add("Time of day", at.isoformat())
    return day


def _start(calendar: WorkingCalendar, at: datetime) -> str:
    """The day that begins at that moment, else the moment, as a record writes it."""
    day, is_edge = _start_edge(calendar, at)
    return day.isoformat() if is_edge else f"{at:%Y-%m-%d %H:%M}"


def _finish(calendar: WorkingCalendar, at: datetime) -> str:
    """The day that ends at that moment, else the moment, as a record writes it."""
    day, is_edge = _finish_edge(calendar, at)
    return day.isoformat() if is_edge else f"{at:%Y-%m-%d %H:%M}"


def _start_edge(calendar: WorkingCalendar, at: datetime) -> tuple[date, bool]:
    """The day of a moment that begins something, and whether it is the start of that day."""
    position = calendar.position(at)
    if calendar.start_of(at.date()) == position:
        return at.date(), True
    day = calendar.start_date(position)
    return day, calendar.start_of(day) == position > calendar.position(at - _A_MINUTE)


def _finish_edge(calendar: WorkingCalendar, at: datetime) -> tuple[date, bool]:
    """The day of a moment that ends something, and whether it is the end of that day."""
    position = calendar.position(at)
    if calendar.end_of(at.date()) == position:
        return at.date(), True
    day = calendar.finish_date(position)
    is_begin = at.time() == time() or position < calendar.position(at + _A_MINUTE)
    return day, is_begin and calendar.end_of(day) == position


def _actual_day(calendar: WorkingCalendar, at: datetime, ledger: Ledger, *, is_start: bool) -> date:
    """The day on which something really happened, as written, also outside working time."""
    edge = calendar.start_of(at.date()) if is_start else calendar.end_of(at.date())
    if calendar.position(at) != edge:
        ledger.lost.add("Time of day", at.isoformat())
    return at.date()
