"""One task of a dossier as the elements of a Microsoft Project task, in the order of its schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.plan import Plan, PlanRow
from dossier.compute.task_timing import is_milestone
from dossier.dossier import Dossier
from dossier.exchange.mspdi_calendar_write import clock_edges
from dossier.exchange.mspdi_custom import LONGEST_TEXT, text_for
from dossier.exchange.mspdi_dates import ALAP, ASAP, AT_FINISH, AT_START, MUST_FINISH
from dossier.exchange.mspdi_tasks import RELATIONS
from dossier.exchange.mspdi_values import (
    ELAPSED_DAYS,
    WORKING_DAYS,
    duration_text,
    moment_text,
    plain,
    shortest_days,
)
from dossier.records.moment import Moment
from dossier.records.task import Task

_NUMBER_OF_RELATION = {relation: number for number, relation in RELATIONS.items()}

Fields = list[tuple[str, str]]


def task_element(
    row: PlanRow, task: Task, found: Plan, uids: Mapping[str, int], dossier: Dossier, number: int
) -> tuple[Fields, list[dict[str, str]], dict[str, str]]:
    """The texts of a task's element, its links, and the values of its custom fields by our names."""
    return (
        _fields(row, task, found, uids[row.id], number),
        _links(task, uids, dossier, found.calendar),
        _notes(row, task, uids[row.id], found.calendar),
    )


def _fields(row: PlanRow, task: Task, found: Plan, uid: int, number: int) -> Fields:
    """The texts of a task's element in the order of the format's schema; empty ones are not written."""
    calendar = found.calendar
    start, finish = found.axis.moments(*found.positions[row.id], found.origin)
    actual_start, actual_finish = _actual(task, calendar) if not row.is_summary else ("", "")
    constraint, at = _constraint(row, task, calendar)
    cost = str(int((task.cost or Decimal(0)) * 100)) if task.cost else ""
    return [
        ("UID", str(uid)),
        ("ID", str(number)),
        ("Name", task.title),
        ("Active", "1"),
        ("Manual", "0"),
        ("Type", "1" if row.is_summary else "0"),
        ("IsNull", "0"),
        ("WBS", row.number),
        ("OutlineNumber", row.number),
        ("OutlineLevel", str(row.level + 1)),
        ("Priority", "500"),
        ("Start", start.isoformat()),
        ("Finish", finish.isoformat()),
        ("Duration", duration_text(calendar.minutes(row.duration_days))),
        ("DurationFormat", "7"),
        ("Work", duration_text(calendar.minutes(task.effort)) if task.effort and not row.is_summary else ""),
        ("EffortDriven", "0"),
        ("Estimated", "0"),
        ("Milestone", "1" if task.kind == "milestone" and not row.is_summary else "0"),
        ("Summary", "1" if row.is_summary else "0"),
        ("Critical", "1" if row.critical else "0"),
        ("FixedCost", cost),
        ("FixedCostAccrual", "3"),
        ("PercentComplete", str(row.progress)),
        ("Cost", cost if not row.is_summary else ""),
        ("ActualStart", actual_start),
        ("ActualFinish", actual_finish),
        ("ConstraintType", constraint),
        ("CalendarUID", "-1"),
        ("ConstraintDate", at),
        ("Deadline", _at_end(task.deadline, calendar)),
        ("Notes", text_for(task.description, task.notes)[0]),
    ]


def _links(task: Task, uids: Mapping[str, int], dossier: Dossier, calendar: WorkingCalendar) -> list[dict[str, str]]:
    """The links to tasks of the same plan; those to other projects have no place in the file."""
    found = []
    for link in task.after:
        before = uids.get(link.task.removeprefix(f"{dossier.project.id}/"))
        if before is None:
            continue
        minutes = round(link.lag * 24 * 60) if link.elapsed else calendar.minutes(link.lag)
        found.append(
            {
                "PredecessorUID": str(before),
                "Type": _NUMBER_OF_RELATION[link.relation],
                "CrossProject": "0",
                "LinkLag": str(minutes * 10),
                "LagFormat": ELAPSED_DAYS if link.elapsed else WORKING_DAYS,
            }
        )
    return found


def _notes(row: PlanRow, task: Task, uid: int, calendar: WorkingCalendar) -> dict[str, str]:
    """What Microsoft Project has no field for; a list too long for a custom field is left out, not cut."""
    planned = task.duration
    lasts = calendar.minutes(row.duration_days)
    differs = planned is not None and not is_milestone(task) and calendar.minutes(planned) != lasts
    notes = {
        "notes_hold": text_for(task.description, task.notes)[1],
        "id": "" if task.id == f"T-{uid}" else task.id,
        "kind": task.kind if task.kind != "milestone" else "",
        "constraints": _noted_constraints(row, task),
        "requirements": ", ".join(task.requirements),
        "deliverables": ", ".join(task.deliverables),
        "duration": f"{plain(shortest_days(calendar.minutes(planned), calendar.minutes_per_day))}d"
        if planned is not None and differs
        else "",
    }
    return {name: text for name, text in notes.items() if text and len(text) <= LONGEST_TEXT}


def _actual(task: Task, calendar: WorkingCalendar) -> tuple[str, str]:
    """Actual start and finish on the clock; a milestone has both at once, at the end of its day."""
    if not is_milestone(task):
        return _at_start(task.actual_start, calendar), _at_end(task.actual_finish, calendar)
    if task.actual_finish:
        return (_at_end(task.actual_finish, calendar),) * 2
    start = _at_start(task.actual_start, calendar)
    return start, start if task.progress == 100 else ""


def _constraint(row: PlanRow, task: Task, calendar: WorkingCalendar) -> tuple[str, str]:
    """The number and date of the constraint that holds the task as its record does; it can have only one there."""
    names = _constraints(row, task)
    if not names:
        return ASAP, ""
    if names[0] == "as_late_as_possible":
        return ALAP, ""
    day: date = getattr(task, names[0])
    if names[0] == "finish":
        return MUST_FINISH, _at_end(day, calendar)
    at_start = {field: number for number, field in AT_START.items()}
    if names[0] in at_start:
        return at_start[names[0]], _at_start(day, calendar)
    return next(number for number, field in AT_FINISH.items() if field == names[0]), _at_end(day, calendar)


def _constraints(row: PlanRow, task: Task) -> tuple[str, ...]:
    """The fields of a task that constrain it, the strongest first."""
    names: tuple[str, ...] = ("finish_no_later", "start")
    if not row.is_summary:
        later = () if task.start and task.duration is None else ("finish",)
        names = (
            "must_start",
            "must_finish",
            *later,
            "as_late_as_possible",
            "start_no_later",
            "finish_no_earlier",
            *names,
        )
    return tuple(name for name in names if getattr(task, name))


def _noted_constraints(row: PlanRow, task: Task) -> str:
    """The constraints for which Microsoft Project has no room, and a finish that is given, which it takes for one."""
    names = _constraints(row, task)
    others = names if names[:1] == ("finish",) else names[1:]
    return ", ".join(f"{name}={'yes' if (value := getattr(task, name)) is True else value}" for name in others)


def _at_start(day: date | None, calendar: WorkingCalendar) -> str:
    """The moment at which work on that day begins, or would."""
    if day is None:
        return ""
    if isinstance(day, Moment):
        return moment_text(day, day.minute)
    hours = calendar.hours_on(day)
    return moment_text(day, hours[0][0] if hours else clock_edges(calendar)[0])


def _at_end(day: date | None, calendar: WorkingCalendar) -> str:
    """The moment at which work on that day ends, or would; midnight is told as the minute before."""
    if day is None:
        return ""
    if isinstance(day, Moment):
        return moment_text(day, min(day.minute, 24 * 60 - 1))
    hours = calendar.hours_on(day)
    return moment_text(day, min(hours[-1][1] if hours else clock_edges(calendar)[1], 24 * 60 - 1))
