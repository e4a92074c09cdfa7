"""When work can be done if nobody has more to do than she can: tasks are delayed, within their float first.

The serial schedule generation scheme (Kelley 1963; Kolisch 1996, "Serial and parallel resource-constrained project
scheduling methods revisited"): tasks are taken one after the other, each when all that it waits for is placed, and put
where all its people first have room. Of those that can be taken, the one comes first that must start first to leave the
project's finish where it is (the rule of the latest start); of these the one with the least float, then one with a
constraint or an agreed date, then the first in the work breakdown. So what has float gives way to what has none. The
dates that it finds can be kept; there may be better ones.

What has begun, what is done and what has dates that its author gave stay where they are, and no link is broken.
"""

from __future__ import annotations

from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.bookings import on_calendar
from dossier.compute.network import network
from dossier.compute.work import scheduled
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.compute.bookings import Share
    from dossier.compute.diary import Diary
    from dossier.compute.forecast import Span
    from dossier.compute.network import Activity
    from dossier.compute.schedule import Schedule
    from dossier.compute.work import Work

_LONGEST_WAIT = timedelta(days=370)
"""Who has no room within a year after everything else that she does has none at all."""


class Levelled(Struct, frozen=True, kw_only=True):
    """Where each task lies before and after, by id, as positions on the plan's axis; `finish` is that of the whole.

    `delayed` names the tasks that gave way; others may be later because they wait for these. `crowded` names those for
    which there is no room, or none that their links and constraints allow: they lie where their links put them.
    """

    before: Mapping[str, Span]
    after: Mapping[str, Span]
    finish: int
    delayed: tuple[str, ...] = ()
    crowded: tuple[str, ...] = ()


def levelled(
    work: Work, activities: Sequence[Activity], shares: Mapping[str, Sequence[Share]], diaries: Mapping[str, Diary]
) -> Levelled:
    """The levelled dates of `activities`; `shares` are those of the people of each task that is still to begin.

    `diaries` are those of all these people, with what is under way booked already; the rest is booked here. Where tasks
    wait for each other in a circle, nothing is levelled. Raises ValueError where that leads out of the years 1 to 9999.
    """
    result, circle = scheduled(work, activities)
    if circle:
        return unlevelled(work, activities)
    before = {name: result.times.span(name) for name in result.times}
    scheme = _Scheme(work, activities, result, diaries)
    scheme.place(shares)
    return Levelled(
        before=before,
        after={name: scheme.result.times.span(name) for name in scheme.result.times},
        finish=scheme.result.finish,
        delayed=tuple(a.id for a in activities if a.id in scheme.delayed),
        crowded=tuple(a.id for a in activities if a.id in scheme.crowded),
    )


def unlevelled(work: Work, activities: Sequence[Activity]) -> Levelled:
    """The dates of `activities` as they are, with nothing levelled."""
    result = scheduled(work, activities)[0]
    spans = {name: result.times.span(name) for name in result.times}
    return Levelled(before=spans, after=spans, finish=result.finish)


class _Scheme:
    """The scheme so far: activities with their delays, and the schedule that these give save for what is `_stale`."""

    def __init__(
        self, work: Work, activities: Sequence[Activity], result: Schedule, diaries: Mapping[str, Diary]
    ) -> None:
        self.result = result
        self.delayed: set[str] = set()
        self.crowded: set[str] = set()
        self._work, self._diaries = work, diaries
        self._activities = list(activities)
        self._plan = network(activities)
        self._fixed = {i for i, activity in enumerate(activities) if _is_fixed(activity)}
        self._broken = frozenset(result.violated)
        self._stale: set[int] = set()  # nodes whose dates a delay may have changed

    def place(self, shares: Mapping[str, Sequence[Share]]) -> None:
        """Place every activity: those that stay first, since their people are taken then."""
        for node in sorted(self._fixed):
            activity = self._activities[node]
            self._book(activity, self.result.times.span(activity.id), shares.get(activity.id, ()))
        for node in self._in_order():
            crew = shares.get(self._activities[node].id, ())
            if crew and node not in self._fixed:
                self._place(node, crew)
        if self.delayed:
            self.result = scheduled(self._work, self._activities)[0]

    def _in_order(self) -> Iterator[int]:
        """The activities without others inside, each after all that it waits for, the more urgent ones first."""
        plan, times = self._plan, self.result.times
        count = len(plan.activities)
        waiting = [0] * len(plan.following)
        for nodes in plan.following:
            for node in nodes:
                waiting[node] += 1

        def urgency(node: int) -> tuple[int, int, bool, int]:
            if node >= count or plan.gate[node] >= 0:
                return -1, 0, False, node  # summaries are no work and hold up nobody
            found, activity = times[plan.activities[node].id], plan.activities[node]
            return found.late_start, found.total_float, activity.limits is None, node

        ready = [urgency(node) for node, before in enumerate(waiting) if not before]
        heapify(ready)
        while ready:
            node = heappop(ready)[-1]
            if node < count and plan.gate[node] < 0:
                yield node
            for after in plan.following[node]:
                waiting[after] -= 1
                if not waiting[after]:
                    heappush(ready, urgency(after))

    def _place(self, node: int, crew: Sequence[Share]) -> None:
        if node in self._stale:
            self._refresh()
        activity = self._activities[node]
        start, finish = self.result.times.span(activity.id)
        room = self._room(activity, start, crew)
        if room is None or (room > start and not self._delay(node, room)):
            self.crowded.add(activity.id)
        elif room > start:
            start, finish = room, self._work.clocks[activity.id].finish(room, activity.duration)
        self._book(activity, (start, finish), crew)

    def _room(self, activity: Activity, start: int, crew: Sequence[Share]) -> int | None:
        """The first position from `start` on at which everybody has room for all of the activity; None for never."""
        clock, axis = self._work.clocks[activity.id], self._work.axis
        calendar = activity.calendar or axis
        diaries = [(self._diaries[share.person], share.rate) for share in crew]
        from_day = max(axis.start_date(start), *(diary.last for diary, _ in diaries))
        last = from_day + min(_LONGEST_WAIT, date.max - from_day)
        while True:
            span = on_calendar(calendar, axis, start, clock.finish(start, activity.duration))
            full = [day for diary, rate in diaries if (day := diary.full_day(calendar, *span, rate)) is not None]
            if not full:
                return start
            if axis.start_date(start) > last:
                return None
            start = clock.ready(self._next(start, max(full), [diary for diary, _ in diaries]))

    def _next(self, start: int, full: date, diaries: Sequence[Diary]) -> int:
        """Where to try after `start`, when `full` has no room: at the end of something on that day, or after it."""
        axis = self._work.axis
        ends = (axis.position(end) for diary in diaries for end in diary.ends_on(full))
        after = axis.start_of(full + timedelta(days=1))
        return min((end for end in ends if max(start, axis.start_of(full)) < end), default=after)

    def _delay(self, node: int, to: int) -> bool:
        """Delay an activity; False where its constraints or what waits for it do not allow it."""
        activity = self._activities[node]
        if not _is_allowed(activity, to, self._work.clocks[activity.id].finish(to, activity.duration)):
            return False
        self._activities[node] = replace(activity, not_before=to)
        after = self._after(node)
        if not self._fixed.isdisjoint(after):
            found = scheduled(self._work, self._activities)[0]
            if not self._broken.issuperset(found.violated):
                self._activities[node] = activity
                return False
        self._stale |= after
        self.delayed.add(activity.id)
        return True

    def _after(self, node: int) -> set[int]:
        """All that waits for an activity, at once or by way of others."""
        found: set[int] = set()
        waiting = [node]
        while waiting:
            for each in self._plan.following[waiting.pop()]:
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def _refresh(self) -> None:
        self.result = scheduled(self._work, self._activities)[0]
        self._stale.clear()

    def _book(self, activity: Activity, span: Span, crew: Sequence[Share]) -> None:
        calendar = activity.calendar or self._work.axis
        start, finish = on_calendar(calendar, self._work.axis, *span)
        for person, rate in crew:
            self._diaries[person].book(calendar, start, finish, rate)


def _is_fixed(activity: Activity) -> bool:
    """Whether an activity is not to be moved: it has begun, or its author said when it is to be."""
    limits = activity.limits
    asked = limits is not None and (
        limits.must_start is not None or limits.must_finish is not None or limits.as_late_as_possible
    )
    return activity.is_given or activity.begun is not None or asked


def _is_allowed(activity: Activity, start: int, finish: int) -> bool:
    limits = activity.limits
    if limits is None:
        return True
    starts = limits.start_no_later is None or start <= limits.start_no_later
    return starts and (limits.finish_no_later is None or finish <= limits.finish_no_later)
