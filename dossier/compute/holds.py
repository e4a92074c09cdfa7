"""What holds a task where it is: the predecessors, a constraint or a date of its own, else the project's start."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from dossier.records.moment import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.plan_row import PlanRow
    from dossier.records.links import Link
    from dossier.records.task import Task

HoldKind = Literal[
    "predecessor",
    "project_start",
    "start",
    "must_start",
    "must_finish",
    "start_no_later",
    "finish_no_earlier",
    "finish_no_later",
    "as_late_as_possible",
    "finish",
    "actual_start",
    "actual_finish",
    "begins_with",
    "ends_with",
    "as_of",
    "resumes",
]


class Hold(NamedTuple):
    """One thing that holds a task where it is.

    For a `predecessor`, `task` is its id and `link` the relation and its lag as one writes them. A phase begins and
    ends with a `task` inside it. `on` is the date that a constraint or the task itself gives; `as_of` is the day on
    which one looks, before which nothing is done that is not done yet.
    """

    kind: HoldKind
    task: str = ""
    link: str = ""
    on: date | None = None


def holds_of(
    task: Task,
    dates: tuple[date, date],
    driving: Sequence[str],
    below: Sequence[PlanRow],
    tasks: Mapping[str, Task],
    calendar: WorkingCalendar,
) -> tuple[Hold, ...]:
    """What holds a task that lies at `dates`: what is `below` it, its own dates, or the predecessors `driving` it."""
    if below:
        first = min(below, key=lambda row: row.start)
        last = max(below, key=lambda row: row.finish)
        return Hold("begins_with", task=first.id), Hold("ends_with", task=last.id)
    for kind in _given_kinds(task):
        given = getattr(task, kind)
        return (Hold(kind, on=given if isinstance(given, date) else None),)
    links = {link.task: link for owner in upwards(task, tasks) for link in reversed(owner.after)}
    held = tuple(Hold("predecessor", task=name, link=told(links.get(name))) for name in driving)
    return held or (_hold_of_dates(task, dates, tasks, calendar),)


def upwards(task: Task, tasks: Mapping[str, Task]) -> Iterator[Task]:
    """The task and the phases around it, innermost first."""
    seen: set[str] = set()
    at: Task | None = task
    while at is not None and at.id not in seen:
        seen.add(at.id)
        yield at
        at = tasks.get(at.parent)


def _given_kinds(task: Task) -> Iterator[HoldKind]:
    """The dates of a task that place it whatever its links say, the strongest first."""
    kinds: tuple[HoldKind, ...] = (
        *("actual_start", "actual_finish", "must_start", "must_finish", "finish", "as_late_as_possible"),
    )
    yield from (kind for kind in kinds if getattr(task, kind))


def _hold_of_dates(task: Task, dates: tuple[date, date], tasks: Mapping[str, Task], calendar: WorkingCalendar) -> Hold:
    """The constraint that holds a task which nothing before it holds, else the start of the project."""
    for owner in upwards(task, tasks):
        if owner.start and calendar.add_working_days(owner.start, 0) == dates[0]:
            return Hold("start", on=owner.start)
    kinds: tuple[HoldKind, ...] = ("finish_no_earlier", "start_no_later", "finish_no_later")
    for kind in kinds:
        day: date | None = getattr(task, kind)
        if day and day_of(day) in dates:
            return Hold(kind, on=day)
    return Hold("project_start", on=dates[0])


def told(link: Link | None) -> str:
    """The relation and lag of a link, without the task that it names."""
    return "FS" if link is None else str(link).removeprefix(link.task).strip() or "FS"
