"""Whose time the plan takes: every person on every task, with how much of it from when to when."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from dossier.compute.forecast import has_begun, is_done, remaining_minutes
from dossier.compute.task_timing import is_milestone, share_of
from dossier.records.assignments import Assignment
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.forecast import Span
    from dossier.compute.schedule import Times
    from dossier.compute.work import Work

_LAST_DAY = date(9000, 1, 1)


class Booking(Struct, frozen=True, kw_only=True):
    """`minutes` of a person's time on a task, spread evenly over what `calendar` works from `start` to `finish`.

    The two are positions on the axis of `calendar`. `done` is work that lies behind.
    """

    person: str
    task: str
    minutes: Fraction
    start: int
    finish: int
    calendar: WorkingCalendar
    done: bool = False


class Share(NamedTuple):
    """How much of each working minute of a task somebody gives it; effort may make it more than 1."""

    person: str
    rate: Fraction


class _Stretch(NamedTuple):
    """A part of a task's time on the axis of the plan, and how many minutes of its work fall into it."""

    start: int
    finish: int
    minutes: Fraction
    done: bool


def bookings(
    work: Work,
    planned: Mapping[str, Times],
    expected: Mapping[str, Span],
    as_of: date,
) -> tuple[Booking, ...]:
    """The bookings of all tasks, in the order of the plan; `expected` is where unfinished work will lie.

    What is done of a task counts before `as_of`, what is left where the forecast puts it.
    """
    tasks = {entry.task.id: entry.task for entry in work.entries}
    last = work.axis.start_of(_LAST_DAY)
    found: list[Booking] = []
    for entry, activity in zip(work.entries, work.activities, strict=True):
        task = entry.task
        if entry.has_children or is_milestone(task):
            continue
        calendar = activity.calendar or work.axis
        shares = shares_of(work, task, tasks, planned[task.id])
        for span in _spans(work, task, planned[task.id], expected[task.id], as_of):
            if not 0 <= span.start <= span.finish <= last:
                continue  # a chain of mistyped durations; whoever reads the dates sees it
            start, finish = on_calendar(calendar, work.axis, span.start, span.finish)
            found += [
                Booking(
                    person=person,
                    task=task.id,
                    minutes=rate * span.minutes,
                    start=start,
                    finish=finish,
                    calendar=calendar,
                    done=span.done,
                )
                for person, rate in shares
            ]
    return tuple(found)


def shares_of(work: Work, task: Task, tasks: Mapping[str, Task], planned: Times) -> tuple[Share, ...]:
    """How much of each working minute of a task its people give it, as planned.

    Written effort is divided among them by their shares and spread evenly over the duration (units = work / duration).
    Without effort each gives the share that is written, else all the time that she has for the project.
    """
    given = [(each.person, share_of(each, work.available)) for each in crew(task, tasks)]
    if task.effort is not None:
        minutes = max(1, work.clocks[task.id].between(planned.start, planned.finish))
        units = sum(share for _, share in given) or Fraction(1)
        whole = Fraction(work.axis.minutes(task.effort), minutes)
        given = [(person, whole * share / units) for person, share in given]
    return tuple(Share(person, rate) for person, rate in given if rate)


def crew(task: Task, tasks: Mapping[str, Task]) -> tuple[Assignment, ...]:
    """Who works on a task: those it names, else the owner of the nearest phase or work package above it."""
    if task.assignments:
        return task.assignments
    seen: set[str] = set()
    above: Task | None = task
    while above and above.id not in seen:
        if above.owner:
            return (Assignment(above.owner),)
        seen.add(above.id)
        above = tasks.get(above.parent)
    return ()


def _spans(work: Work, task: Task, planned: Times, expected: Span, as_of: date) -> Iterator[_Stretch]:
    """The parts of a task's time: what is done of it, and what is left."""
    clock = work.clocks[task.id]
    minutes = max(1, clock.between(planned.start, planned.finish))
    if is_done(task):
        yield _Stretch(planned.start, planned.finish, Fraction(minutes), done=True)
        return
    if not has_begun(task):
        yield _Stretch(*expected, Fraction(minutes), done=False)
        return
    left = remaining_minutes(task, planned, clock)
    goes_on = clock.start(expected[1], left)
    until = min(clock.start_of(as_of), goes_on)
    if task.progress and planned.start < until:
        yield _Stretch(planned.start, until, Fraction(minutes * task.progress, 100), done=True)
    yield _Stretch(goes_on, expected[1], Fraction(left), done=False)


def on_calendar(calendar: WorkingCalendar, axis: WorkingCalendar, start: int, finish: int) -> Span:
    """Start and finish of what lies on `axis`, on the axis of the calendar on which it is worked."""
    if calendar is axis:
        return start, finish
    begin = calendar.position(axis.start_moment(start))
    return begin, max(begin, calendar.position(axis.finish_moment(finish)))
