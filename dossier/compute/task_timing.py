"""What a task's own record says of its time: how long it takes, and when it may or must happen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.compute.schedule import Activity, Link
from dossier.records.task import Task

if TYPE_CHECKING:
    from datetime import date

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.wbs import WbsEntry
    from dossier.dossier import Dossier
    from dossier.records.links import Link as WrittenLink

LONGEST_DAYS = Decimal(100_000)
"""A duration or lag beyond some 400 years is a slip of the hand, and counts as 400 years."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Working minutes and positions; `assumed` where nothing tells how long it takes and one day is taken."""

    duration: int
    not_before: int | None = None
    start: int | None = None
    finish: int | None = None
    assumed: bool = False


def is_milestone(task: Task) -> bool:
    """Whether the task is a moment rather than work; one with tasks inside it is a summary all the same."""
    return task.kind == "milestone" or task.duration == 0


def activity(entry: WbsEntry, timing: Timing, dossier: Dossier, calendar: WorkingCalendar) -> Activity:
    """The task as the schedule sees it; what it waits for in another project becomes its earliest date."""
    task, links, earliest = entry.task, [], [] if timing.not_before is None else [timing.not_before]
    own = f"{dossier.project.id}/"
    for link in task.after:
        days = max(-LONGEST_DAYS, min(link.lag, LONGEST_DAYS))
        lag = round(days * 24 * 60) if link.elapsed else calendar.minutes(days)
        reference = link.task.removeprefix(own)
        if "/" not in reference:
            links.append(Link(reference, link.relation, lag, link.elapsed))
            continue
        other = dossier.elsewhere.get(reference)
        end = _given_end(other, link.relation, calendar) if isinstance(other, Task) else None
        if end is not None:
            moved = _moved(end, lag, link, calendar)
            earliest.append(moved - timing.duration if link.relation in {"FF", "SF"} else moved)
    return Activity(
        id=task.id,
        duration=timing.duration,
        links=tuple(links),
        not_before=max(earliest, default=None),
        start=timing.start,
        finish=timing.finish,
        parent=entry.parent,
    )


def timing_of(task: Task, calendar: WorkingCalendar) -> Timing:
    """The timing of a task without tasks inside. Actual dates win over planned ones, dates over durations."""
    not_before = calendar.start_of(task.start) if task.start else None
    if is_milestone(task):
        return _moment(task, calendar, not_before)
    begun = calendar.start_of(task.actual_start) if task.actual_start else None
    end_day = task.actual_finish or task.finish
    end = calendar.end_of(end_day) if end_day else None
    if task.duration is None:
        return _by_dates(task, calendar, begun, end, not_before)
    duration = calendar.minutes(min(task.duration, LONGEST_DAYS))
    if end is None:
        return Timing(duration, not_before, begun)
    if begun is None:
        # a planned start is only the earliest, so it counts where the duration would reach back beyond it
        begun = end - duration if not_before is None else max(end - duration, min(not_before, end))
    return _fixed(begun, end, not_before)


def phase_timing(task: Task, calendar: WorkingCalendar) -> Timing:
    """The timing of a task with tasks inside it: its start is the earliest for all of them."""
    return Timing(0, calendar.start_of(task.start) if task.start else None)


def given_dates(task: Task) -> tuple[date, ...]:
    """Every date by which the work on a task is tied to the calendar."""
    return tuple(day for day in (task.start, task.finish, task.actual_start, task.actual_finish) if day)


def _moment(task: Task, calendar: WorkingCalendar, not_before: int | None) -> Timing:
    """The timing of a milestone: at the end of its day, at its beginning where only that is told."""
    day = task.actual_finish or (None if task.actual_start else task.finish)
    if day is not None:
        return _fixed(calendar.end_of(day), calendar.end_of(day), not_before)
    if task.actual_start is not None:
        return _fixed(calendar.start_of(task.actual_start), calendar.start_of(task.actual_start), not_before)
    return Timing(0, not_before)


def _by_dates(
    task: Task, calendar: WorkingCalendar, begun: int | None, end: int | None, not_before: int | None
) -> Timing:
    """The timing of a task without a duration: between its dates, or one day where there is only one."""
    one_day = calendar.minutes_per_day
    if end is None:
        return Timing(one_day, not_before, begun, assumed=True)
    if begun is not None:
        return _fixed(begun, end, not_before)
    if not_before is not None and not task.actual_finish:
        return Timing(max(0, end - not_before), not_before)
    return _fixed(end - one_day if not_before is None else min(not_before, end), end, not_before)


def _fixed(start: int, finish: int, not_before: int | None) -> Timing:
    """A task that lies where it lies; dates that run backwards are told by a check, and take no time here."""
    finish = max(start, finish)
    return Timing(finish - start, not_before, start, finish)


def _moved(position: int, lag: int, link: WrittenLink, calendar: WorkingCalendar) -> int:
    """The position after a lag; by the clock only within the years that there are."""
    if not link.elapsed:
        return position + lag
    try:
        return calendar.after_elapsed(position, lag, from_start=link.relation in {"SS", "SF"})
    except ValueError:
        return position + lag


def _given_end(task: Task, relation: str, calendar: WorkingCalendar) -> int | None:
    """Where another project's task starts or finishes, as far as its record says it outright."""
    if relation in {"SS", "SF"}:
        day = task.actual_start or task.start
        return calendar.start_of(day) if day else None
    day = task.actual_finish or task.finish
    return calendar.end_of(day) if day else None
