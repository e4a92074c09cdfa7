"""The two sweeps through a plan: forward for how early everything can be, backward for how late it may be.

Both go through the nodes of a `Network` once, in the order in which they wait for each other, without recursion and in
time that grows with the number of activities and links. The relations and their bounds are those of the precedence
diagramming method (PMI, Practice Standard for Scheduling). `schedule` is what callers want.
"""

from __future__ import annotations

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.network import ELAPSED, FROM_START, TO_FINISH, Activity, Network

_NEVER = 1 << 62


class Early:
    """The forward pass so far, per node. Of a gate, `start` and `finish` are the bounds for what lies inside."""

    def __init__(self, plan: Network, project_start: int) -> None:
        nodes = len(plan.owner)
        self.project_start = self.project_finish = project_start
        self.start = [_NEVER] * nodes
        self.finish = [-_NEVER] * nodes
        self.driving: list[tuple[str, ...]] = [()] * nodes
        self.driving_finish: dict[int, tuple[str, ...]] = {}
        self.placed = [False] * nodes
        self.order: list[int] = []


def forward_pass(plan: Network, calendar: WorkingCalendar, project_start: int) -> Early:
    """Early dates, each node once all that it waits for is placed (Kahn's order)."""
    early = Early(plan, project_start)
    waiting = [0] * len(plan.owner)
    for nodes in plan.following:
        for node in nodes:
            waiting[node] += 1
    order = early.order = [node for node, count in enumerate(waiting) if not count]
    start, finish, placed, count = early.start, early.finish, early.placed, len(plan.activities)
    for node in order:  # grows while it is read
        placed[node] = True
        if node >= count:
            _hold_gate(plan, calendar, early, node)
        else:
            if plan.gate[node] < 0:
                _place(plan, calendar, early, node)
            summary = plan.parent[node]
            if summary >= 0:
                start[summary] = min(start[summary], start[node])
                finish[summary] = max(finish[summary], finish[node])
        for after in plan.following[node]:
            waiting[after] -= 1
            if not waiting[after]:
                order.append(after)
    ends = [finish[node] for node in order if node < count]
    early.project_finish = max(ends, default=project_start)
    return early


def _place(  # noqa: C901 - a case for each kind of date and link
    plan: Network, calendar: WorkingCalendar, early: Early, node: int
) -> None:
    """Put one activity at its earliest: the latest of what its links, its summary and its own dates ask for."""
    activity = plan.activities[node]
    duration = activity.duration
    earliest = early.project_start
    if activity.not_before is not None and activity.not_before > earliest:
        earliest = activity.not_before
    driving: tuple[str, ...] = ()
    for before, code, lag in plan.incoming[node]:
        bound = early.start[before] if code & FROM_START else early.finish[before]
        bound = _after(calendar, bound, code, lag) if code & ELAPSED else bound + lag
        if code & TO_FINISH:
            bound -= duration
        if bound > earliest:
            earliest, driving = bound, (plan.activities[before].id,)
        elif bound == earliest:
            driving += (plan.activities[before].id,)
    summary = plan.parent[node]
    if summary >= 0:
        gate = plan.gate[summary]
        for bound, names in (
            (early.start[gate], early.driving[gate]),
            (early.finish[gate] - duration, early.driving_finish.get(gate, ())),
        ):
            if bound > earliest:
                earliest, driving = bound, names
            elif bound == earliest:
                driving += names
    finish = earliest + duration
    if activity.start is not None or activity.finish is not None:
        earliest, finish = _given(activity)
        driving = ()
    early.start[node], early.finish[node], early.driving[node] = earliest, finish, driving


def _given(activity: Activity) -> tuple[int, int]:
    """Start and finish of an activity of which at least one is given."""
    if activity.start is None:
        assert activity.finish is not None
        return activity.finish - activity.duration, activity.finish
    return activity.start, activity.start + activity.duration if activity.finish is None else activity.finish


def _hold_gate(plan: Network, calendar: WorkingCalendar, early: Early, gate: int) -> None:
    """Gather what a summary's links, its own summary and its dates ask of everything inside it."""
    summary = plan.activities[plan.owner[gate]]
    given = [position for position in (summary.not_before, summary.start) if position is not None]
    starts: list[tuple[int, tuple[str, ...]]] = [(position, ()) for position in given]
    finishes: list[tuple[int, tuple[str, ...]]] = []
    above = plan.parent[plan.owner[gate]]
    if above >= 0:
        outer = plan.gate[above]
        starts.append((early.start[outer], early.driving[outer]))
        finishes.append((early.finish[outer], early.driving_finish.get(outer, ())))
    for before, code, lag in plan.incoming[gate]:
        bound = early.start[before] if code & FROM_START else early.finish[before]
        bound = _after(calendar, bound, code, lag) if code & ELAPSED else bound + lag
        (finishes if code & TO_FINISH else starts).append((bound, (plan.activities[before].id,)))
    early.start[gate] = max((bound for bound, _ in starts), default=-_NEVER)
    early.finish[gate] = max((bound for bound, _ in finishes), default=-_NEVER)
    early.driving[gate] = _at(early.start[gate], starts)
    early.driving_finish[gate] = _at(early.finish[gate], finishes)


def _at(position: int, bounds: list[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(name for bound, names in bounds if bound == position for name in names)


class Late:
    """The backward pass so far: the latest start and finish of each node.

    Latest without moving the project's finish or, for the free float, any successor. Of a gate, they are the least of
    what lies inside.
    """

    def __init__(self, plan: Network, project_finish: int) -> None:
        nodes, count = len(plan.owner), len(plan.activities)
        latest = [project_finish] * count + [_NEVER] * (nodes - count)
        self.start, self.finish = latest[:], latest[:]
        self.free_start, self.free_finish = latest[:], latest[:]
        self.spare = [_NEVER] * count
        self.violated: list[tuple[str, str]] = []


def backward_pass(plan: Network, calendar: WorkingCalendar, early: Early) -> Late:
    """Late dates and the bounds of free float, in the reverse of the order in which the early dates were found."""
    late = Late(plan, early.project_finish)
    count = len(plan.activities)
    for node in reversed(early.order):
        summary = plan.parent[plan.owner[node]]
        if node >= count:
            if summary >= 0:
                _tell_gate(late, node, plan.gate[summary], late.free_start[node], late.free_finish[node])
            if late.start[node] < _NEVER:
                _bound(plan, calendar, early, late, node, late.free_start[node], late.free_finish[node])
            continue
        if summary >= 0:
            _inherit(early, late, node, summary)
        if plan.gate[node] >= 0:
            continue
        duration = early.finish[node] - early.start[node]
        finish = min(late.finish[node], late.start[node] + duration)
        late.start[node], late.finish[node] = finish - duration, finish
        late.spare[node] = finish - early.finish[node]
        if plan.incoming[node]:
            _bound(plan, calendar, early, late, node, early.start[node], early.finish[node])
        if summary >= 0:
            gate = plan.gate[summary]
            if early.start[node] >= early.start[gate] and early.finish[node] >= early.finish[gate]:
                _tell_gate(late, node, gate, early.start[node], early.finish[node])
            else:
                late.violated += [(name, plan.activities[node].id) for name in _broken(early, node, gate)]
    return late


def _bound(
    plan: Network, calendar: WorkingCalendar, early: Early, late: Late, node: int, start: int, finish: int
) -> None:
    """Pass on to the predecessors of `node`, which lies from `start` to `finish`, how late they may be."""
    late_start, late_finish = late.start[node], late.finish[node]
    for before, code, lag in plan.incoming[node]:
        free, latest = (finish, late_finish) if code & TO_FINISH else (start, late_start)
        if code & ELAPSED:
            free, latest = _before(calendar, free, code, lag), _before(calendar, latest, code, lag)
        else:
            free, latest = free - lag, latest - lag
        if code & FROM_START:
            actual, bounds, free_bounds = early.start, late.start, late.free_start
        else:
            actual, bounds, free_bounds = early.finish, late.finish, late.free_finish
        if free < actual[before]:  # only a given date can do that
            late.violated.append((plan.activities[before].id, plan.activities[plan.owner[node]].id))
            continue
        bounds[before] = min(bounds[before], latest)
        free_bounds[before] = min(free_bounds[before], free)


def _inherit(early: Early, late: Late, node: int, summary: int) -> None:
    """Let what bounds a summary bound what lies inside it: its finish all, its start only what begins it."""
    late.finish[node] = min(late.finish[node], late.finish[summary])
    late.free_finish[node] = min(late.free_finish[node], late.free_finish[summary])
    if early.start[node] == early.start[summary]:
        late.start[node] = min(late.start[node], late.start[summary])
        late.free_start[node] = min(late.free_start[node], late.free_start[summary])


def _tell_gate(late: Late, node: int, gate: int, start: int, finish: int) -> None:
    """Count `node`, which lies from `start` to `finish`, among what the gate of its summary holds."""
    late.start[gate] = min(late.start[gate], late.start[node])
    late.finish[gate] = min(late.finish[gate], late.finish[node])
    late.free_start[gate] = min(late.free_start[gate], start)
    late.free_finish[gate] = min(late.free_finish[gate], finish)


def _broken(early: Early, node: int, gate: int) -> tuple[str, ...]:
    starts = early.driving[gate] if early.start[node] < early.start[gate] else ()
    return starts + (early.driving_finish[gate] if early.finish[node] < early.finish[gate] else ())


def roll_up_late_dates(plan: Network, early: Early, late: Late) -> None:
    """Replace the bounds of each summary by the span of the late dates inside it, innermost first."""
    for summary, gate in enumerate(plan.gate):
        if gate >= 0:
            late.start[summary], late.finish[summary] = _NEVER, -_NEVER
    for node in early.order:
        summary = plan.parent[node] if node < len(plan.activities) else -1
        if summary >= 0:
            late.start[summary] = min(late.start[summary], late.start[node])
            late.finish[summary] = max(late.finish[summary], late.finish[node])
            late.spare[summary] = min(late.spare[summary], late.spare[node])


def _after(calendar: WorkingCalendar, position: int, code: int, lag: int) -> int:
    return calendar.after_elapsed(position, lag, from_start=bool(code & FROM_START))


def _before(calendar: WorkingCalendar, position: int, code: int, lag: int) -> int:
    return calendar.before_elapsed(position, lag, from_start=bool(code & FROM_START))
