"""The backward pass through a plan: how late everything may be, and how far it may move.

It goes the way of the forward pass in reverse. A deadline or a constraint that lets an activity not be late enough
gives negative float to it and to whatever it waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.forward import NEVER, begins_the_project
from dossier.compute.network import ELAPSED, FROM_START, TO_FINISH

if TYPE_CHECKING:
    from dossier.compute.clock import Clock
    from dossier.compute.forward import Early
    from dossier.compute.network import Activity, Network


class Late:
    """The backward pass so far: the latest start and finish of each node.

    `limited` says whether a constraint, a deadline or an agreed finish may bound them. Latest without moving the
    `project_finish` or, for the free float, any successor. Of a gate, they are the least of what lies inside.
    """

    def __init__(self, plan: Network, project_finish: int, latest: list[int], *, limited: bool) -> None:
        count = len(plan.activities)
        gates = [NEVER] * (len(plan.owner) - count)
        self.start, self.finish = latest + gates, latest + gates
        free = [project_finish] * count + gates
        self.free_start, self.free_finish = free, free[:]
        self.spare = [NEVER] * count
        self.violated: list[tuple[str, str]] = []
        self.limited = limited


def backward_pass(  # noqa: C901 - one loop, written out for speed
    plan: Network, early: Early, finish_by: int | None = None, told_finish: int | None = None
) -> Late:
    """Late dates and the bounds of free float, in the reverse of the order in which the early dates were found.

    Nothing may be later than the project's early finish, nor than `finish_by`, which may be before it. With
    `told_finish`, the early finish of all that is told, that is the project's; what is untold may then be as late as
    what waits for it lets it, and bounds nothing where nothing does that is told.
    """
    late = _begun(plan, early.project_finish if told_finish is None else told_finish, finish_by, told_finish is None)
    count, activities, incoming, simple = len(plan.activities), plan.activities, plan.incoming, plan.simple
    parent, gate = plan.parent, plan.gate
    starts, finishes, free_starts, free_finishes = late.start, late.finish, late.free_start, late.free_finish
    early_starts, early_finishes = early.start, early.finish
    for node in reversed(early.order):
        if node >= count:
            _pass_gate(plan, early, late, node)
            continue
        if told_finish is not None and activities[node].untold and _is_free(early, late, node, parent[node]):
            continue
        if not simple[node]:
            _place(plan, early, late, node)
            continue
        activity, early_start, early_finish = activities[node], early_starts[node], early_finishes[node]
        duration, summary, limits = activity.duration, parent[node], activity.limits
        if summary >= 0:
            _inherit(early, late, node, summary)
        finish = min(finishes[node], starts[node] + duration)
        if limits is not None and limits.deadline is not None:
            finish = min(finish, limits.deadline)
        start = starts[node] = finish - duration
        finishes[node] = finish
        late.spare[node] = finish - early_finish
        if summary >= 0:
            _tell_gate(late, node, gate[summary], early_start, early_finish)
        for before, code, lag in incoming[node]:
            if code & ELAPSED:
                _bound_one(plan, early, late, node, (before, code, lag), early_start, early_finish)
                continue
            latest, free = (finish, early_finish) if code & TO_FINISH else (start, early_start)
            bounds, free_bounds = (starts, free_starts) if code & FROM_START else (finishes, free_finishes)
            if latest - lag < bounds[before]:  # noqa: PLR1730 - a call of min takes three times as long
                bounds[before] = latest - lag
            if free - lag < free_bounds[before]:  # noqa: PLR1730 - the same
                free_bounds[before] = free - lag
    _leave_the_free(early, late)
    return late


def _begun(plan: Network, project_finish: int, finish_by: int | None, is_all_told: bool) -> Late:
    latest = project_finish if finish_by is None else min(project_finish, finish_by)
    bounds = [latest if is_all_told or not each.untold else NEVER for each in plan.activities]
    limited = latest < project_finish or any(each.limits for each in plan.activities)
    return Late(plan, project_finish, bounds, limited=limited)


def _leave_the_free(early: Early, late: Late) -> None:
    """Let lie where it is what nothing bounds and nobody is told of."""
    for node in range(len(late.spare)):
        if late.finish[node] >= NEVER:
            late.start[node], late.finish[node], late.spare[node] = early.start[node], early.finish[node], 0


def _is_free(early: Early, late: Late, node: int, summary: int) -> bool:
    """Whether nothing bounds a node so far, of which nobody is told."""
    if summary >= 0:
        _inherit(early, late, node, summary)
    return late.start[node] >= NEVER and late.finish[node] >= NEVER


def _pass_gate(plan: Network, early: Early, late: Late, node: int) -> None:
    """Pass on what bounds everything inside a summary."""
    summary = plan.parent[plan.owner[node]]
    if summary >= 0:
        _tell_gate(late, node, plan.gate[summary], late.free_start[node], late.free_finish[node])
    if late.start[node] < NEVER:
        _bound(plan, early, late, node, late.free_start[node], late.free_finish[node])


def _place(plan: Network, early: Early, late: Late, node: int) -> None:
    """Put an activity with more than links at its latest; bound a summary."""
    summary, limits = plan.parent[node], plan.activities[node].limits
    if summary >= 0:
        _inherit(early, late, node, summary)
    if plan.gate[node] < 0:
        _place_leaf(plan, early, late, node)
    elif limits and limits.finish_no_later is not None:
        late.finish[node] = min(late.finish[node], limits.finish_no_later)


def _place_leaf(plan: Network, early: Early, late: Late, node: int) -> None:
    activity, clock = plan.activities[node], early.clock(node)
    duration = activity.duration
    if activity.is_given:
        duration = clock.between(early.start[node], early.finish[node])
    finish = late.finish[node]
    if activity.begun is None and late.start[node] < finish:  # else when it starts bounds nothing, or is no question
        finish = min(finish, clock.finish(late.start[node], duration))
    finish = _within_limits(activity, finish, clock)
    if duration:
        finish = clock.done(finish)
    late.start[node] = clock.start(finish, duration)
    late.finish[node] = finish
    late.spare[node] = clock.between(early.finish[node], finish)
    start = early.rest_start(node)
    if plan.incoming[node]:
        _bound(plan, early, late, node, start, early.finish[node])
    summary = plan.parent[node]
    if summary >= 0:
        gate = plan.gate[summary]
        broken = start < early.start[gate] or early.finish[node] < early.finish[gate]
        if broken:
            late.violated += [(name, activity.id) for name in _broken(early, node, gate)]
        if not (broken and activity.is_given):
            _tell_gate(late, node, gate, max(start, early.start[gate]), max(early.finish[node], early.finish[gate]))


def _within_limits(activity: Activity, finish: int, clock: Clock) -> int:
    """The latest finish that an activity's constraints and its deadline leave of `finish`."""
    limits, duration = activity.limits, activity.duration
    if limits is None:
        return finish
    if limits.must_start is not None:
        finish = clock.finish(limits.must_start, duration)
    elif limits.must_finish is not None:
        finish = limits.must_finish
    if limits.start_no_later is not None:
        finish = min(finish, clock.finish(limits.start_no_later, duration))
    for bound in (limits.finish_no_later, limits.deadline):
        if bound is not None:
            finish = min(finish, bound)
    return finish


def _bound(plan: Network, early: Early, late: Late, node: int, start: int, finish: int) -> None:
    """Pass on to the predecessors of `node`, which lies from `start` to `finish`, how late they may be."""
    for link in plan.incoming[node]:
        _bound_one(plan, early, late, node, link, start, finish)


def _bound_one(
    plan: Network, early: Early, late: Late, node: int, link: tuple[int, int, int], start: int, finish: int
) -> None:
    before, code, lag = link
    clock = early.clock(node)
    free, latest = (finish, late.finish[node]) if code & TO_FINISH else (start, late.start[node])
    if code & ELAPSED:
        free, latest = before_lag(early, before, free, code, lag), before_lag(early, before, latest, code, lag)
    else:
        free, latest = clock.moved_back(free, lag), clock.moved_back(latest, lag)
    if code & FROM_START:
        actual, bounds, free_bounds = early.start, late.start, late.free_start
    else:
        actual, bounds, free_bounds = early.finish, late.finish, late.free_finish
    if free < actual[before]:  # only a given date or a constraint can do that
        activity = plan.activities[plan.owner[node]]
        late.violated.append((plan.activities[before].id, activity.id))
        if activity.is_given:
            return
        free = actual[before]
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
    if len(plan.owner) == len(plan.activities):
        return
    for summary, gate in enumerate(plan.gate):
        if gate >= 0:
            late.start[summary], late.finish[summary] = NEVER, -NEVER
    for node in early.order:
        summary = plan.parent[node] if node < len(plan.activities) else -1
        if summary >= 0:
            late.start[summary] = min(late.start[summary], late.start[node])
            late.finish[summary] = max(late.finish[summary], late.finish[node])
            late.spare[summary] = min(late.spare[summary], late.spare[node])


def before_lag(early: Early, before: int, position: int, code: int, lag: int) -> int:
    """The last position of the node `before` from which a lag by the clock does not lead beyond `position`."""
    found = early.calendar.before_elapsed(position, lag, from_start=bool(code & FROM_START))
    if code & FROM_START or found > early.project_start or not begins_the_project(early, before):
        return found
    return min(early.project_start, early.calendar.before_elapsed(position, lag, from_start=True))
