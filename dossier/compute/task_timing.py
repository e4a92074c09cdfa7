"""What a task's own record says of its time: how long it takes, and when it may or must happen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.schedule import Activity, Limits, Link
from dossier.records.moment import Moment, day_of
from dossier.records.task import Task
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.clock import Clock
    from dossier.compute.wbs import WbsEntry
    from dossier.dossier import Dossier
    from dossier.records.assignments import Assignment
    from dossier.records.links import Link as WrittenLink

LONGEST_DAYS = Decimal(100_000)
"""A duration or lag beyond some 400 years is a slip of the hand, and counts as 400 years."""

_NO_LIMITS = Limits()


class Timing(Struct, frozen=True):
    """Working minutes and positions; `assumed` where nothing tells how long it takes and one day is taken."""

    duration: int
    not_before: int | None = None
    start: int | None = None
    finish: int | None = None
    limits: Limits | None = None
    assumed: bool = False


def is_milestone(task: Task) -> bool:
    """Whether the task is a moment rather than work; one with tasks inside it is a summary all the same."""
    return task.kind == "milestone" or task.duration == 0


def activity(
    entry: WbsEntry, timing: Timing, dossier: Dossier, clock: Clock, own: WorkingCalendar | None = None
) -> Activity:
    """The task as the schedule sees it; what it waits for in another project becomes its earliest date.

    `own` is the calendar on which it is worked, where that is not the one that all share.
    """
    task, links, earliest = entry.task, [], [] if timing.not_before is None else [timing.not_before]
    project = f"{dossier.project.id}/"
    for link in task.after:
        days = max(-LONGEST_DAYS, min(link.lag, LONGEST_DAYS))
        lag = round(days * 24 * 60) if link.elapsed else clock.shared.minutes(days)
        reference = link.task.removeprefix(project)
        if "/" not in reference:
            links.append(Link(reference, link.relation, lag, link.elapsed))
            continue
        other = dossier.elsewhere.get(reference)
        end = _given_end(other, link.relation, clock) if isinstance(other, Task) else None
        if end is not None:
            moved = _moved(end, lag, link, clock)
            earliest.append(clock.start(moved, timing.duration) if link.relation in {"FF", "SF"} else moved)
    return Activity(
        id=task.id,
        duration=timing.duration,
        links=tuple(links),
        not_before=max(earliest, default=None),
        start=timing.start,
        finish=timing.finish,
        parent=entry.parent,
        limits=timing.limits,
        calendar=own,
    )


def timing_of(task: Task, clock: Clock, available: Mapping[str, Fraction]) -> Timing:
    """The timing of a task without tasks inside. Actual dates win over planned ones, dates over durations.

    `available` is which share of their time people have for the project, by their ids.
    """
    return replace(_unlimited(task, clock, available), limits=_limits(task, clock))


def phase_timing(task: Task, clock: Clock) -> Timing:
    """The timing of a task with tasks inside it: its start is the earliest for all of them."""
    latest = Limits(finish_no_later=clock.end_of(task.finish_no_later)) if task.finish_no_later else None
    return Timing(0, clock.start_of(task.start) if task.start else None, limits=latest)


def planned_minutes(task: Task, available: Mapping[str, Fraction], calendar: WorkingCalendar) -> int | None:
    """The duration of a task in working minutes: as written, else its effort shared by those who work on it.

    Duration = work / units, the units being the shares of the day that they give; as one person's where nobody gives
    any.
    """
    if task.duration is not None:
        return calendar.minutes(min(task.duration, LONGEST_DAYS))
    if task.effort is None:
        return None
    units = sum(share_of(each, available) for each in task.assignments) or Fraction(1)
    return min(round(calendar.minutes(task.effort) / units), calendar.minutes(LONGEST_DAYS))


def share_of(assignment: Assignment, available: Mapping[str, Fraction]) -> Fraction:
    """The share of her day that somebody gives a task: as written, else all that she has for the project (0 to 1)."""
    if assignment.share is not None:
        return Fraction(assignment.share, 100)
    return available.get(assignment.person, Fraction(1))


def _unlimited(task: Task, clock: Clock, available: Mapping[str, Fraction]) -> Timing:
    not_before = clock.start_of(task.start) if task.start else None
    if is_milestone(task):
        return _moment(task, clock, not_before)
    begun = clock.start_of(task.actual_start) if task.actual_start else None
    end_day = task.actual_finish or task.finish
    end = clock.end_of(end_day) if end_day else None
    duration = planned_minutes(task, available, clock.shared) if end is None or task.duration is not None else None
    if duration is None:
        return _by_dates(task, clock, begun, end, not_before)
    if end is None:
        return Timing(duration, not_before, begun)
    if begun is None:
        # a planned start is only the earliest, so it counts where the duration would reach back beyond it
        back = clock.start(end, duration)
        begun = back if not_before is None else max(back, min(not_before, end))
    return _fixed(begun, end, not_before, clock)


def _limits(task: Task, clock: Clock) -> Limits | None:
    """The constraints of a task and its agreed date; None where it has none, and only its date once it has begun."""
    deadline = clock.end_of(task.deadline) if task.deadline else None
    if task.actual_start or task.actual_finish:
        return None if deadline is None else Limits(deadline=deadline)
    limits = Limits(
        start_no_later=clock.start_of(task.start_no_later) if task.start_no_later else None,
        finish_no_earlier=clock.end_of(task.finish_no_earlier) if task.finish_no_earlier else None,
        finish_no_later=clock.end_of(task.finish_no_later) if task.finish_no_later else None,
        must_start=clock.start_of(task.must_start) if task.must_start else None,
        must_finish=clock.end_of(task.must_finish) if task.must_finish else None,
        deadline=deadline,
        as_late_as_possible=task.as_late_as_possible,
    )
    return None if limits == _NO_LIMITS else limits


def given_dates(task: Task) -> tuple[date, ...]:
    """Every date by which the work on a task is tied to the calendar."""
    days = (*_planned_dates(task), task.actual_start, task.actual_finish)
    return tuple(day_of(day) for day in days if day)


def has_times(task: Task) -> bool:
    """Whether a date that ties the task has a time of day."""
    limits = (task.start_no_later, task.finish_no_earlier, task.finish_no_later)
    return any(isinstance(day, Moment) for day in (*_planned_dates(task), *limits))


def _planned_dates(task: Task) -> tuple[date | None, ...]:
    return task.start, task.finish, task.must_start, task.must_finish


def _moment(task: Task, clock: Clock, not_before: int | None) -> Timing:
    """The timing of a milestone: at the end of its day, at its beginning where only that is told."""
    day = task.actual_finish or (None if task.actual_start else task.finish)
    if day is not None:
        return _fixed(clock.end_of(day), clock.end_of(day), not_before, clock)
    if task.actual_start is not None:
        moment = clock.start_of(task.actual_start)
        return _fixed(moment, moment, not_before, clock)
    return Timing(0, not_before)


def _by_dates(task: Task, clock: Clock, begun: int | None, end: int | None, not_before: int | None) -> Timing:
    """The timing of a task without a duration: between its dates, or one day where there is only one."""
    one_day = clock.shared.minutes_per_day
    if end is None:
        return Timing(one_day, not_before, begun, assumed=True)
    if begun is not None:
        return _fixed(begun, end, not_before, clock)
    if not_before is not None and not task.actual_finish:
        return Timing(max(0, clock.between(not_before, end)), not_before)
    return _fixed(clock.start(end, one_day) if not_before is None else min(not_before, end), end, not_before, clock)


def _fixed(start: int, finish: int, not_before: int | None, clock: Clock) -> Timing:
    """A task that lies where it lies; dates that run backwards are told by a check, and take no time here."""
    finish = max(start, finish)
    return Timing(max(0, clock.between(start, finish)), not_before, start, finish)


def _moved(position: int, lag: int, link: WrittenLink, clock: Clock) -> int:
    """The position after a lag; by the clock only within the years that there are."""
    if not link.elapsed:
        return position + lag
    try:
        return clock.shared.after_elapsed(position, lag, from_start=link.relation in {"SS", "SF"})
    except ValueError:
        return position + lag


def _given_end(task: Task, relation: str, clock: Clock) -> int | None:
    """Where another project's task starts or finishes, as far as its record says it outright."""
    if relation in {"SS", "SF"}:
        day = task.actual_start or task.start
        return clock.start_of(day) if day else None
    day = task.actual_finish or task.finish
    return clock.end_of(day) if day else None
