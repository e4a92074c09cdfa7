"""When unfinished work will be done, as it stands on a day: nothing that is left to do lies in the past.

The rest of what has begun goes on from the day, or from the day on which a suspended task is to go on; what has not
begun starts on the day at the earliest. Work begun before what it waits for was done goes on as the project says:
with retained logic its rest waits all the same, with progress override it does not (AACE International, Recommended
Practice 29R-03, names both).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.schedule import Activity, Limits
from dossier.compute.times import PassedTimes
from dossier.compute.work import scheduled
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dossier.compute.clock import Clock
    from dossier.compute.schedule import Times
    from dossier.compute.work import Work
    from dossier.records.task import Task


Span = tuple[int, int]
"""Where a task starts and finishes on the axis."""


def forecast(work: Work, planned: Mapping[str, Times], as_of: date, *, override: bool) -> Mapping[str, Times]:
    """Where each task will lie and what holds it there, by id, read off when it is asked for.

    `planned` is where the plan has them, `override` is progress override.
    """
    activities = to_be_done(work, planned, as_of, override=override)
    if all(new is old for new, old in zip(activities, work.activities, strict=True)):
        return planned
    return scheduled(work, activities)[0].times


def spans(found: Mapping[str, Times]) -> Mapping[str, Span]:
    """Where each task starts and finishes, without all the rest."""
    if isinstance(found, PassedTimes):
        return {name: found.span(name) for name in found}
    return {name: (times.start, times.finish) for name, times in found.items()}


def to_be_done(work: Work, planned: Mapping[str, Times], as_of: date, *, override: bool) -> list[Activity]:
    """The activities of a plan with what is left of each, not before the day; what is done stays as it was."""
    tasks = {entry.task.id: entry.task for entry in work.entries if not entry.has_children}
    return [
        _unfinished(each, tasks[each.id], work.clocks[each.id], planned[each.id], as_of, override=override)
        if each.id in tasks and not is_done(tasks[each.id])
        else each
        for each in work.activities
    ]


def is_done(task: Task) -> bool:
    """Whether nothing of a task is left to do."""
    return task.actual_finish is not None or task.progress == 100


def has_begun(task: Task) -> bool:
    """Whether somebody works on a task."""
    return task.actual_start is not None or bool(task.progress)


def remaining_minutes(task: Task, planned: Times, clock: Clock) -> int:
    """The working minutes still to be done of a task: as it says, else by its progress."""
    if task.remaining is not None:
        return clock.shared.minutes(task.remaining)
    whole = clock.between(planned.start, planned.finish)
    return round(whole * (100 - (task.progress or 0)) / 100)


def _unfinished(
    activity: Activity, task: Task, clock: Clock, planned: Times, as_of: date, *, override: bool
) -> Activity:
    """What is left of a task, not before the day."""
    if not has_begun(task):
        earliest = clock.start_of(as_of)
        if planned.start >= earliest:
            return activity  # the plan itself puts it there; its links may still push it
        return replace(
            activity,
            duration=clock.between(planned.start, planned.finish),
            not_before=max(earliest, activity.not_before or earliest),
            start=None,
            finish=None,
            limits=_without_the_past(activity.limits),
        )
    goes_on = clock.start_of(max(as_of, task.resumes) if task.resumes else as_of)
    return replace(
        activity,
        duration=remaining_minutes(task, planned, clock),
        links=() if override else activity.links,
        not_before=goes_on,
        begun=min(planned.start, goes_on),
        start=None,
        finish=None,
        limits=_without_the_past(activity.limits),
    )


def _without_the_past(limits: Limits | None) -> Limits | None:
    """Without the constraints that would pull work back to where it was not done."""
    if limits is None:
        return None
    return Limits(finish_no_earlier=limits.finish_no_earlier, deadline=limits.deadline)
