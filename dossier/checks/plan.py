"""Tasks and milestones that a plan cannot place, and what the plan would silently ignore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.change_request import ChangeRequest
from dossier.records.project import Project
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS520", "warning")
def task_without_owner(dossier: Dossier) -> Iterator[Problem]:
    """A task that is not finished has no owner.

    Work that belongs to nobody is done by nobody. A phase or work package above it may name the owner for
    all.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, duration: 2d}

    Right:

        tasks:
        - {id: T-1, title: Dig, duration: 2d, owner: anna}
    """
    owners = {task.id: task for task in dossier.of(Task)}
    for task in _work(dossier):
        is_told = "owner" in task.keys  # one that cannot be read, or names nobody
        if task.kind != "milestone" and not task.actual_finish and not is_told and not _owned(task, owners):
            yield Problem("DOS520", task.place, f"{task.id} ({task.title}) has no owner", "add `owner:`")


@check("DOS521", "warning")
def task_without_finish(dossier: Dossier) -> Iterator[Problem]:
    """A task has neither a duration nor a finish.

    It takes no time in the plan, so everything after it is shown too early.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, start: 2026-03-02}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, start: 2026-03-02, duration: 2d}
    """
    for task in _work(dossier):
        tried = {"duration", "finish", "actual_finish"} & set(task.keys)  # what could not be read is told already
        if task.kind != "milestone" and not tried:
            message = f"{task.id} ({task.title}) has neither a duration nor a finish"
            yield Problem("DOS521", task.place, message, "add `duration:`, or `finish:`, or make it a milestone")


@check("DOS522", "warning")
def milestone_without_date(dossier: Dossier) -> Iterator[Problem]:
    """A milestone is tied to nothing: no date and no task before it.

    The plan puts it on the first day of the project.

    Wrong:

        milestones:
        - {id: M-1, title: Go-live}

    Right:

        milestones:
        - {id: M-1, title: Go-live, after: T-1, deadline: 2026-11-02}
        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d}
    """
    tasks = {task.id: task for task in dossier.of(Task)}
    for task in _work(dossier):
        dates = (task.start, task.finish, task.actual_start, task.actual_finish)
        if task.kind == "milestone" and not any(dates) and not _after_something(task, tasks):
            message = f"{task.id} ({task.title}) is tied to no date and to no task"
            yield Problem("DOS522", task.place, message, "add `after:` with what leads to it, or `finish:`")


@check("DOS523", "warning")
def milestone_that_takes_time(task: Task) -> Iterator[Problem]:
    """A milestone has a duration.

    A milestone is a moment; the plan shows it without one.

    Wrong:

        milestones:
        - {id: M-1, title: Go-live, duration: 3d, start: 2026-11-02}

    Right:

        milestones:
        - {id: M-1, title: Go-live, start: 2026-11-02}
    """
    if task.kind == "milestone" and task.duration:
        message = f"{task.id} ({task.title}) is a milestone and has a duration"
        yield Problem("DOS523", task.at("duration"), message, "take it out, or make it a task")


@check("DOS524", "warning")
def duration_of_a_phase(dossier: Dossier) -> Iterator[Problem]:
    """A task with tasks inside has a duration or a finish of its own.

    A phase takes as long as what is in it; what is written on itself is not used.

    Wrong:

        tasks:
        - id: T-1
          title: Foundations
          duration: 10d
          tasks:
          - {id: T-2, title: Dig, owner: anna, duration: 2d}

    Right:

        tasks:
        - id: T-1
          title: Foundations
          tasks:
          - {id: T-2, title: Dig, owner: anna, duration: 2d}
    """
    summaries = {task.parent for task in dossier.of(Task) if task.parent}
    for task in dossier.of(Task):
        for name in ("duration", "finish"):
            if task.id in summaries and getattr(task, name) is not None:
                message = f"{task.id} ({task.title}) has tasks inside; its own {name} is not used"
                yield Problem("DOS524", task.at(name), message, "take it out; `deadline:` holds the agreed date")


@check("DOS525", "warning")
def project_without_start(dossier: Dossier) -> Iterator[Problem]:
    """A project has tasks and no start.

    The plan is counted from the project's start; without it the earliest date that stands anywhere is taken.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        # acme/web/tasks.yml
        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d}

    Right:

        # acme/web/project.yml
        title: Web shop
        start: 2026-03-02
        # acme/web/tasks.yml
        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d}
    """
    if not dossier.project.start and dossier.of(Task):
        message = f"{dossier.folder} has tasks and no start"
        yield Problem("DOS525", dossier.project.place, message, "add `start:` to project.yml")


@check("DOS526")
def holiday_ends_before_it_begins(project: Project) -> Iterator[Problem]:
    """A holiday in the project's calendar ends before it begins.

    No day of it would be free, and the plan too early by that much.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        calendar: {holidays: [{from: 2026-12-24, to: 2026-01-03}]}

    Right:

        # acme/web/project.yml
        title: Web shop
        calendar: {holidays: [{from: 2026-12-24, to: 2027-01-03}]}
    """
    for place, calendar in project.all_calendars():
        for holiday in calendar.holidays:
            if holiday.start and holiday.finish and holiday.finish < holiday.start:
                message = f"the holiday from {holiday.start} ends on {holiday.finish}"
                yield Problem("DOS526", place.of(holiday.finish.isoformat()), message, "swap them, or correct the year")


@check("DOS343", "warning")
def approved_change_that_touches_nothing(change: ChangeRequest) -> Iterator[Problem]:
    """A change was approved and names no record that it changes.

    Nobody sees on the requirement or the task that it is no longer what was agreed first.

    Wrong:

        change_requests:
        - id: CR-1
          title: Gift cards
          impact: {cost: 1200}
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: anna, on: 2026-03-04}
          - {step: approved, by: anna, on: 2026-03-06}

    Right:

        requirements:
        - {id: REQ-9, title: Gift cards}
        change_requests:
        - id: CR-1
          title: Gift cards
          impact: {cost: 1200}
          touches: REQ-9
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: anna, on: 2026-03-04}
          - {step: approved, by: anna, on: 2026-03-06}
    """
    if change.status in {"approved", "implemented"} and not change.touches:
        message = f"{change.id} ({change.title}) was approved and touches no record"
        yield Problem("DOS343", change.place, message, "add `touches:` with what it changes")


def _work(dossier: Dossier) -> Iterator[Task]:
    """Tasks and milestones: everything in the tree that has nothing inside."""
    summaries = {task.parent for task in dossier.of(Task) if task.parent}
    for task in dossier.of(Task):
        if task.id not in summaries:
            yield task


def _owned(task: Task, tasks: dict[str, Task]) -> bool:
    """Whether the task, or one that it is a part of, has an owner."""
    return any(each.owner for each in _upwards(task, tasks))


def _after_something(task: Task, tasks: dict[str, Task]) -> bool:
    """Whether the task, or one that it is a part of, waits for another or has a start."""
    return any(each.after or each.start for each in _upwards(task, tasks))


def _upwards(task: Task, tasks: dict[str, Task]) -> Iterator[Task]:
    seen: set[str] = set()
    current: Task | None = task
    while current and current.id not in seen:
        seen.add(current.id)
        yield current
        current = tasks.get(current.parent)
