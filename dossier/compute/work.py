"""The tasks of a project made ready to be scheduled: as activities on one axis, each by the calendar of who does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.availability import availability, task_calendars
from dossier.compute.calendar import WorkingCalendar
from dossier.compute.clock import Clock, clock_of, shared_calendar
from dossier.compute.project_calendar import calendar_of
from dossier.compute.schedule import Activity, Schedule, schedule
from dossier.compute.task_timing import Timing, activity, given_dates, phase_timing, timing_of
from dossier.compute.wbs import WbsEntry, work_breakdown
from dossier.records.task import Task
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from dossier.dossier import Dossier


class Work(Struct, frozen=True, kw_only=True):
    """All tasks in the order of the WBS, with their timings, and clocks by their ids.

    `calendar` is the project's, `axis` the one on which all positions are counted: it works whenever anybody does.
    `available` is which share of their time people have for the project. `origin` is where the project starts,
    `finish_by` the end of its agreed finish, which may not be told to all.
    """

    entries: tuple[WbsEntry, ...]
    timings: Mapping[str, Timing]
    clocks: Mapping[str, Clock]
    activities: tuple[Activity, ...]
    available: Mapping[str, Fraction]
    calendar: WorkingCalendar
    axis: WorkingCalendar
    origin: int
    finish_by: int | None
    finish_by_is_told: bool


def work_of(dossier: Dossier, as_of: date, shown: Dossier | None = None, *, own_calendars: bool = True) -> Work:
    """The work of a project; `as_of` is where it starts when nothing else says so.

    Where only what is `shown` of the dossier may be told, all other tasks are untold.
    """
    calendar = calendar_of(dossier.project)
    entries = work_breakdown(dossier.of(Task))
    phases = {entry.task.id for entry in entries if entry.has_children}
    calendars = task_calendars(dossier, calendar) if own_calendars else {}
    own = {task: each for task, each in calendars.items() if task not in phases}
    axis = shared_calendar([calendar, *own.values()])
    of_project = clock_of(calendar, axis)
    by_calendar = {id(each): clock_of(each, axis) for each in own.values()}
    clocks = {e.task.id: by_calendar[id(own[e.task.id])] if e.task.id in own else of_project for e in entries}
    available = {name: each.share for name, each in availability(dossier, calendar).items()}
    timings = {
        e.task.id: phase_timing(e.task, clocks[e.task.id])
        if e.has_children
        else timing_of(e.task, clocks[e.task.id], available)
        for e in entries
    }
    everybody = None if axis is calendar else calendar
    activities = [
        activity(e, timings[e.task.id], dossier, clocks[e.task.id], own.get(e.task.id, everybody)) for e in entries
    ]
    if shown is not None:
        told = {task.id for task in shown.of(Task)}
        activities = [each if each.id in told else replace(each, untold=True) for each in activities]
    return Work(
        entries=entries,
        timings=timings,
        clocks=clocks,
        activities=tuple(activities),
        available=available,
        calendar=calendar,
        axis=axis,
        origin=of_project.start_of(_first_day(dossier, entries, as_of)),
        finish_by=of_project.end_of(dossier.project.finish) if dossier.project.finish else None,
        finish_by_is_told=shown is None or shown.project.finish == dossier.project.finish,
    )


def scheduled(work: Work, activities: Sequence[Activity]) -> tuple[Schedule, tuple[str, ...]]:
    """The schedule of all, and the ids of those that wait in a circle, whose links there are left out."""
    try:
        result = _schedule(work, activities)
    except ValueError:  # a lag by the clock leads out of the years that there are
        activities = [replace(a, links=tuple(replace(link, elapsed=False) for link in a.links)) for a in activities]
        result = _schedule(work, activities)
    circle = frozenset(result.unscheduled)
    if not circle:
        return result, ()
    freed = [
        replace(a, links=tuple(link for link in a.links if link.predecessor not in circle)) if a.id in circle else a
        for a in activities
    ]
    return scheduled(work, freed)[0], result.unscheduled


def _schedule(work: Work, activities: Sequence[Activity]) -> Schedule:
    finish_by, is_told = work.finish_by, work.finish_by_is_told
    return schedule(activities, work.axis, work.origin, finish_by=finish_by, finish_by_is_told=is_told)


def _first_day(dossier: Dossier, entries: Sequence[WbsEntry], as_of: date) -> date:
    """The day from which the plan counts: the project's start, else any task's earliest date, else today."""
    if dossier.project.start:
        return dossier.project.start
    return min((day for entry in entries for day in given_dates(entry.task)), default=as_of)
