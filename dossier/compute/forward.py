"""The forward pass through a plan: how early everything can be.

It goes through the nodes of a `Network` once, in the order in which they wait for each other, without recursion and in
time that grows with the number of activities and links. The relations and their bounds are those of the precedence
diagramming method (PMI, Practice Standard for Scheduling); constraints move an activity as in Microsoft Project, which
honours them whatever its links ask for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dossier.compute.clock import Clock
from dossier.compute.network import ELAPSED, FROM_START, TO_FINISH

if TYPE_CHECKING:
    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.network import Activity, Network

NEVER = 1 << 62

Bounds = list[tuple[int, tuple[str, ...]]]
"""Positions that are asked for, each with the predecessors that ask for it."""


class Early:
    """The forward pass so far, per node. Of a gate, `start` and `finish` are the bounds for what lies inside.

    `rest` is where the rest of a begun activity starts; `driving` names, for each gate, what asks for its start and
    its finish.
    """

    def __init__(
        self, plan: Network, calendar: WorkingCalendar, project_start: int, clocks: Mapping[int, Clock]
    ) -> None:
        nodes = len(plan.owner)
        self.calendar, self._clocks, self._clock = calendar, clocks, Clock(calendar)
        self.project_start = self.project_finish = project_start
        self.start = [NEVER] * nodes
        self.finish = [-NEVER] * nodes
        self.rest: dict[int, int] = {}
        self.driving: dict[int, tuple[str, ...]] = {}
        self.driving_finish: dict[int, tuple[str, ...]] = {}
        self.order: list[int] = []

    def clock(self, node: int) -> Clock:
        """By whose calendar an activity is worked on."""
        return self._clocks.get(node, self._clock)

    def rest_start(self, node: int) -> int:
        """Where what is still to be done of a node starts: all of it, save where it has begun."""
        return self.rest.get(node, self.start[node])


def forward_pass(  # noqa: C901, PLR0912 - one loop, written out for speed
    plan: Network,
    calendar: WorkingCalendar,
    project_start: int,
    clocks: Mapping[int, Clock],
    floors: Mapping[int, int],
) -> Early:
    """Early dates, each node once all that it waits for is placed (Kahn's order).

    `clocks` are those of activities with a calendar of their own; `floors` positions before which some may not start.
    """
    early = Early(plan, calendar, project_start, clocks)
    waiting = _waiting(plan)
    order = early.order = [node for node, count in enumerate(waiting) if not count]
    start, finish, activities, count = early.start, early.finish, plan.activities, len(plan.activities)
    incoming, following, simple, parent = plan.incoming, plan.following, plan.simple, plan.parent
    for node in order:  # grows while it is read
        if node >= count:
            _hold_gate(plan, early, node)
        elif simple[node] and node not in floors:
            activity = activities[node]
            earliest, duration = project_start, activity.duration
            if activity.not_before is not None and activity.not_before > earliest:
                earliest = activity.not_before
            for before, code, lag in incoming[node]:
                if code & ELAPSED:
                    bound = bound_of(early, before, code, lag, duration)
                else:
                    bound = (start if code & FROM_START else finish)[before] + lag
                    if code & TO_FINISH:
                        bound -= duration
                if bound > earliest:  # noqa: PLR1730 - a call of max takes three times as long
                    earliest = bound
            if parent[node] >= 0:
                earliest = _within_summary(plan, early, node, earliest, duration)
            start[node], finish[node] = earliest, earliest + duration
        else:
            _place(plan, early, node, floors.get(node, project_start))
        for after in following[node]:
            waiting[after] -= 1
            if not waiting[after]:
                order.append(after)
    early.project_finish = max((finish[node] for node in order if node < count), default=project_start)
    return early


def _waiting(plan: Network) -> list[int]:
    """For how many nodes each node waits."""
    waiting = [len(links) for links in plan.incoming]
    for node, summary in enumerate(plan.parent):
        if summary >= 0:
            waiting[plan.gate[node] if plan.gate[node] >= 0 else node] += 1
            waiting[summary] += 1
    return waiting


def bound_of(early: Early, before: int, code: int, lag: int, duration: int) -> int:
    """The earliest start that a link asks for, on the axis that all share."""
    bound = early.start[before] if code & FROM_START else early.finish[before]
    bound = after_lag(early, before, bound, code, lag) if code & ELAPSED else bound + lag
    return bound - duration if code & TO_FINISH else bound


def _within_summary(plan: Network, early: Early, node: int, earliest: int, duration: int) -> int:
    """The start that the summaries around an activity leave it; the nearest is told of it."""
    summary = plan.parent[node]
    gate = plan.gate[summary]
    start = max(earliest, early.start[gate], early.finish[gate] - duration)
    _roll_up(early, summary, start, start + duration)
    return start


def _roll_up(early: Early, summary: int, start: int, finish: int) -> None:
    early.start[summary] = min(early.start[summary], start)
    early.finish[summary] = max(early.finish[summary], finish)


def _place(plan: Network, early: Early, node: int, floor: int) -> None:
    """Put an activity with more than links at its earliest; a summary has its dates by then."""
    if plan.gate[node] < 0:
        _place_leaf(plan, early, node, floor)
    if plan.parent[node] >= 0:
        _roll_up(early, plan.parent[node], early.start[node], early.finish[node])


def _place_leaf(plan: Network, early: Early, node: int, floor: int) -> None:
    activity = plan.activities[node]
    if activity.is_given:
        early.start[node], early.finish[node] = _given(activity, early.clock(node))
        return
    clock = early.clock(node)
    earliest = max([early.project_start, floor, *(bound for bound, _ in bounds(plan, early, node))])
    if activity.not_before is not None:
        earliest = max(earliest, activity.not_before)
    earliest = within_limits(activity, earliest, clock)
    if activity.duration:
        earliest = clock.ready(earliest)
    early.finish[node] = clock.finish(earliest, activity.duration)
    early.start[node] = earliest
    if activity.begun is not None:
        early.start[node], early.rest[node] = activity.begun, earliest
        early.finish[node] = max(early.finish[node], activity.begun)


def bounds(plan: Network, early: Early, node: int) -> Bounds:
    """The earliest starts that links and summaries ask of an activity, each with the predecessors that ask for it."""
    activity, clock = plan.activities[node], early.clock(node)
    found: Bounds = []
    for before, code, lag in plan.incoming[node]:
        bound = early.start[before] if code & FROM_START else early.finish[before]
        bound = after_lag(early, before, bound, code, lag) if code & ELAPSED else clock.moved(bound, lag)
        if code & TO_FINISH:
            bound = clock.start(bound, activity.duration)
        found.append((bound, (plan.activities[before].id,)))
    summary = plan.parent[node]
    if summary >= 0:
        gate = plan.gate[summary]
        found.append((early.start[gate], early.driving[gate]))
        if early.finish[gate] > -NEVER:
            found.append((clock.start(early.finish[gate], activity.duration), early.driving_finish[gate]))
    return found


def within_limits(activity: Activity, earliest: int, clock: Clock) -> int:
    """The start nearest to `earliest` that an activity's constraints allow."""
    limits, duration = activity.limits, activity.duration
    if limits is None:
        return earliest
    if limits.must_start is not None:
        return limits.must_start
    if limits.must_finish is not None:
        return clock.start(limits.must_finish, duration)
    if limits.finish_no_earlier is not None:
        earliest = max(earliest, clock.start(limits.finish_no_earlier, duration))
    if limits.start_no_later is not None:
        earliest = min(earliest, limits.start_no_later)
    if limits.finish_no_later is not None:
        earliest = min(earliest, clock.start(limits.finish_no_later, duration))
    return earliest


def _given(activity: Activity, clock: Clock) -> tuple[int, int]:
    """Start and finish of an activity of which at least one is given."""
    if activity.start is None:
        assert activity.finish is not None
        return clock.start(activity.finish, activity.duration), activity.finish
    finish = clock.finish(activity.start, activity.duration) if activity.finish is None else activity.finish
    return activity.start, finish


def _hold_gate(plan: Network, early: Early, gate: int) -> None:
    """Gather what a summary's links, its own summary and its dates ask of everything inside it."""
    summary = plan.activities[plan.owner[gate]]
    given = [position for position in (summary.not_before, summary.start) if position is not None]
    starts: Bounds = [(position, ()) for position in given]
    finishes: Bounds = []
    above = plan.parent[plan.owner[gate]]
    if above >= 0:
        outer = plan.gate[above]
        starts.append((early.start[outer], early.driving[outer]))
        finishes.append((early.finish[outer], early.driving_finish[outer]))
    for before, code, lag in plan.incoming[gate]:
        bound = bound_of(early, before, code & ~TO_FINISH, lag, 0)
        (finishes if code & TO_FINISH else starts).append((bound, (plan.activities[before].id,)))
    early.start[gate] = max((bound for bound, _ in starts), default=-NEVER)
    early.finish[gate] = max((bound for bound, _ in finishes), default=-NEVER)
    early.driving[gate] = names_at(early.start[gate], starts)
    early.driving_finish[gate] = names_at(early.finish[gate], finishes)


def names_at(position: int, found: Bounds) -> tuple[str, ...]:
    """The predecessors that ask for just this position."""
    return tuple(name for bound, names in found if bound == position for name in names)


def after_lag(early: Early, before: int, position: int, code: int, lag: int) -> int:
    """Where a lag by the clock ends that counts from `position`, the start or the finish of the node `before`."""
    from_start = bool(code & FROM_START) or begins_the_project(early, before)
    return early.calendar.after_elapsed(position, lag, from_start=from_start)


def begins_the_project(early: Early, node: int) -> bool:
    """Whether a node without duration lies at the project's start, which is no end of the day before."""
    return early.start[node] == early.finish[node] == early.project_start
