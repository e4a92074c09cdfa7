"""A project's plan with nobody over-allocated: the tasks still to begin, levelled around what is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.availability import Availability, availability
from dossier.compute.bookings import bookings, shares_of
from dossier.compute.diary import Diary
from dossier.compute.forecast import forecast, has_begun, is_done, spans, to_be_done
from dossier.compute.levelling import Levelled, levelled, unlevelled
from dossier.compute.task_timing import is_milestone
from dossier.compute.work import scheduled, work_of
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from dossier.compute.bookings import Booking, Share
    from dossier.compute.forecast import Span
    from dossier.compute.network import Activity
    from dossier.compute.work import Work
    from dossier.dossier import Dossier


def levelled_plan(dossier: Dossier, as_of: date) -> Levelled:
    """The levelled dates of all tasks of a dossier as it stands on `as_of`; `before` is the forecast."""
    try:
        return _levelled(dossier, work_of(dossier, as_of), as_of)
    except ValueError:  # as `plan` has it: work on calendars of its own leads out of the years that there are
        return _levelled(dossier, work_of(dossier, as_of, own_calendars=False), as_of, or_not=True)


def _levelled(dossier: Dossier, work: Work, as_of: date, *, or_not: bool = False) -> Levelled:
    """The same of this work; `or_not` levels nothing rather than raise ValueError."""
    planned = scheduled(work, work.activities)[0].times
    override = dossier.project.out_of_sequence == "progress_override"
    expected = spans(forecast(work, planned, as_of, override=override))
    people = availability(dossier, work.calendar)
    tasks = {entry.task.id: entry.task for entry in work.entries}
    shares = {
        task.id: shares_of(work, task, tasks, planned[task.id])
        for task in (entry.task for entry in work.entries if not entry.has_children)
        if not (is_milestone(task) or is_done(task) or has_begun(task))
    }
    under_way = [
        booking
        for booking in bookings(work, planned, expected, as_of)
        if not booking.done and booking.task not in shares
    ]
    activities = _held(work, to_be_done(work, planned, as_of, override=override), expected)
    diaries = _diaries(shares, under_way, people, Availability(work.calendar))
    try:
        return levelled(work, activities, shares, diaries)
    except ValueError:
        if or_not:
            return unlevelled(work, activities)
        raise


def _held(work: Work, activities: Iterable[Activity], expected: Mapping[str, Span]) -> list[Activity]:
    """The activities with what has begun, is done or is to be as late as possible held where the forecast has it."""
    summaries = {entry.task.id for entry in work.entries if entry.has_children}
    tasks = {entry.task.id: entry.task for entry in work.entries}

    def stays(activity: Activity) -> bool:
        task = tasks[activity.id]
        late = activity.limits is not None and activity.limits.as_late_as_possible
        return task.id not in summaries and (is_done(task) or has_begun(task) or late)

    return [
        replace(each, start=expected[each.id][0], finish=expected[each.id][1], begun=None, limits=None)
        if stays(each)
        else each
        for each in activities
    ]


def _diaries(
    shares: Mapping[str, Sequence[Share]],
    under_way: Sequence[Booking],
    people: Mapping[str, Availability],
    otherwise: Availability,
) -> dict[str, Diary]:
    """The diaries of everybody who works, with what is under way booked in them."""
    rates: dict[str, list[Share]] = {}
    for share in (each for crew in shares.values() for each in crew):
        rates.setdefault(share.person, []).append(share)
    begun = [(booking, booking.minutes / max(1, booking.finish - booking.start)) for booking in under_way]
    named = dict.fromkeys([*rates, *(booking.person for booking in under_way)])
    diaries = {
        name: Diary(
            people.get(name, otherwise),
            [
                *(share.rate for share in rates.get(name, ())),
                *(rate for booking, rate in begun if booking.person == name),
            ],
        )
        for name in named
    }
    for booking, rate in begun:
        diaries[booking.person].book(booking.calendar, booking.start, booking.finish, rate)
    return diaries
