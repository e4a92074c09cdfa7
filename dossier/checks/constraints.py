"""Constraints of tasks: what cannot hold together, what cannot be met, and actual dates that are still to come."""

from __future__ import annotations

from datetime import date
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from dossier.compute.explanation import steps_back
from dossier.compute.plan import dates_of, late_days
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.moment import begin_of, end_of
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.plan import Plan

_LONGEST_CHAIN = 6

_ORDER = (
    ("start", "start_no_later"),
    ("start", "must_start"),
    ("must_start", "start_no_later"),
    ("finish_no_earlier", "finish_no_later"),
    ("finish_no_earlier", "must_finish"),
    ("must_finish", "finish_no_later"),
    ("must_start", "must_finish"),
    ("must_start", "finish_no_later"),
    ("start", "must_finish"),
    ("start", "finish_no_later"),
)
"""Of each pair the first may not lie after the second; DOS311 tells it of `start` and `finish`."""


@check("DOS533")
def constraints_that_cannot_hold_together(task: Task) -> Iterator[Problem]:
    """Two constraints of a task contradict each other.

    Whatever the plan does with the task, it breaks one of them.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, start: 2026-03-09, start_no_later: 2026-03-04}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, start: 2026-03-02, start_no_later: 2026-03-04}
    """
    for earlier, later in _ORDER:
        first, last = getattr(task, earlier), getattr(task, later)
        if first and last and _edge(earlier, first) > _edge(later, last):
            message = f"{task.id}: `{earlier}` {first} lies after `{later}` {last}"
            yield Problem("DOS533", task.at(earlier), message, "correct one of them, or take it out")
    asked = [name for name in ("must_start", "must_finish", "finish", "as_late_as_possible") if getattr(task, name)]
    for one, other in pairwise(asked):
        if (one, other) != ("must_start", "must_finish") or task.duration is not None:
            message = f"{task.id} has both `{one}` and `{other}`"
            yield Problem("DOS533", task.at(other), message, f"only `{one}` would count; keep one of them")


def _edge(name: str, day: date) -> int:
    """The minute that a constraint means: a plain day is its beginning for a start and its end for a finish."""
    return end_of(day) if "finish" in name else begin_of(day)


@check("DOS534", "warning")
def constraint_of_a_phase(dossier: Dossier) -> Iterator[Problem]:
    """A task with tasks inside has a constraint that only single tasks can keep.

    A phase lies where what is inside it lies; of constraints, only `start` (not before) and `finish_no_later` hold
    for everything inside.

    Wrong:

        tasks:
        - id: P-1
          title: Foundations
          must_start: 2026-03-09
          tasks:
          - {id: T-2, title: Dig, owner: anna, duration: 2d}

    Right:

        tasks:
        - id: P-1
          title: Foundations
          start: 2026-03-09
          tasks:
          - {id: T-2, title: Dig, owner: anna, duration: 2d}
    """
    phases = {task.parent for task in dossier.of(Task) if task.parent}
    names = ("must_start", "must_finish", "start_no_later", "finish_no_earlier", "as_late_as_possible", "calendar")
    for task in (task for task in dossier.of(Task) if task.id in phases):
        for name in names:
            if getattr(task, name):
                message = f"{task.id} ({task.title}) has tasks inside; its own `{name}` is not used"
                yield Problem("DOS534", task.at(name), message, "write it on a task inside, or use `start:`")


@check("DOS535", "warning")
def date_that_cannot_be_kept(dossier: Dossier) -> Iterator[Problem]:
    """The plan ends a task after the date agreed for it, or the whole after the project's agreed finish.

    Something before it takes too long, or is bound to a date that is too late; its float is negative. The chain says
    what leads there.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 10d}
        - {id: T-2, title: Build, owner: anna, duration: 5d, after: T-1, deadline: 2026-03-13}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d}
        - {id: T-2, title: Build, owner: anna, duration: 5d, after: T-1, deadline: 2026-03-13}
    """
    found = dates_of(dossier)
    tasks = {task.id: task for task in dossier.of(Task)}
    hint = "shorten what leads there, or agree on another date"
    for row in found.rows:
        task = tasks[row.id]
        dates = [("deadline", task.deadline), *((("finish_no_later", task.finish_no_later),) if row.is_summary else ())]
        for name, day in dates:
            if days := 0 if row.state == "done" else late_days(row.finish, day, found.calendar):
                message = (
                    f"{row.id} ({row.title}) ends on {row.finish}, {_days(days)} after {day}: {_chain(found, row.id)}"
                )
                yield Problem("DOS535", task.at(name), message, hint)
    agreed = dossier.project.finish
    if agreed and found.finish and (days := late_days(found.finish, agreed, found.calendar)):
        last = max((row for row in found.rows if not row.is_summary), key=lambda row: found.times[row.id].finish)
        message = f"the plan ends on {found.finish}, {_days(days)} after the agreed finish: {_chain(found, last.id)}"
        yield Problem("DOS535", dossier.project.at("finish"), message, hint)


def _days(days: int) -> str:
    return "1 working day" if days == 1 else f"{days} working days"


def _chain(found: Plan, name: str) -> str:
    """What leads to a task, the nearest last; the beginning of a long way is left out."""
    chain = list(islice(steps_back(found, name), _LONGEST_CHAIN + 1))[::-1]
    return " → ".join(["…", *chain[1:]] if len(chain) > _LONGEST_CHAIN else chain)


@check("DOS536", "warning")
def actual_date_still_to_come(dossier: Dossier, as_of: date) -> Iterator[Problem]:
    """A task has an actual date that lies after the day for which one looks.

    What is still to come has not happened; the year is mistyped, or the date is a plan.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, actual_start: 2062-03-02}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, actual_start: 2026-03-02}
    """
    for task in dossier.of(Task):
        for name in ("actual_start", "actual_finish", "suspended"):
            day: date | None = getattr(task, name)
            if day and day > as_of:
                message = f"{task.id} ({task.title}): `{name}` {day} is after {as_of}"
                yield Problem("DOS536", task.at(name), message, "correct the date, or write a planned one (`start:`)")
