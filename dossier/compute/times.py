"""Where each activity of a plan lies and how far it may move, read off the two passes when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from dossier.compute.forward import bound_of, bounds, names_at, within_limits

if TYPE_CHECKING:
    from dossier.compute.backward import Late
    from dossier.compute.forward import Early
    from dossier.compute.network import Network


class Times(NamedTuple):
    """Where an activity lies, as positions on the working axis, and how far it may move, in working minutes.

    It takes place from `start` to `finish`: its early dates, save where it is to be as late as possible. `total_float`
    is how late it may run without delaying the project, a constraint or a deadline, and negative where it is late for
    one already; `free_float` how late without delaying anything that waits for it. `driving` names the predecessors
    that hold it where it is.

    A summary spans its children from first to last, also in late dates. Its total float is the lesser of late minus
    early start and late minus early finish, as in Microsoft Project (there *start slack* and *finish slack*; the
    scheduler of MPXJ, which is fitted to that program's files, rolls up the same way). So it may be more than that of
    what is inside; the summary is critical where something inside is.
    """

    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    critical: bool
    driving: tuple[str, ...]
    start: int
    finish: int


class PassedTimes(Mapping[str, Times]):
    """The times of all activities that could be placed, by id, in the order of the plan.

    `early` are the early dates; `placed` differs from it where something is to be as late as possible.
    """

    def __init__(self, plan: Network, early: Early, placed: Early, late: Late, critical_float: int) -> None:
        self._plan, self._early, self._placed, self._late = plan, early, placed, late
        self._critical_float = critical_float
        nodes = sorted(node for node in placed.order if node < len(plan.activities))
        self._nodes = {plan.activities[node].id: node for node in nodes}

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __getitem__(self, name: str) -> Times:
        node = self._nodes[name]
        early, late = self._early if self._is_as_late_as_possible(node) else self._placed, self._late
        begun, spare = self._plan.activities[node].begun, late.spare[node]
        return Times(
            early.start[node],
            early.finish[node],
            late.start[node] if begun is None else begun,
            late.finish[node],
            spare if self._plan.gate[node] < 0 else self._float_of_summary(node),
            self._free_float(node),
            spare <= self._critical_float,
            _driving(self._plan, self._placed, node),
            self._placed.start[node],
            self._placed.finish[node],
        )

    def span(self, name: str) -> tuple[int, int]:
        """Where an activity starts and finishes, without all the rest."""
        node = self._nodes[name]
        return self._placed.start[node], self._placed.finish[node]

    def _float_of_summary(self, node: int) -> int:
        clock, early, late = self._placed.clock(node), self._placed, self._late
        at_start = clock.between(early.start[node], late.start[node])
        return min(at_start, clock.between(early.finish[node], late.finish[node]))

    def _is_as_late_as_possible(self, node: int) -> bool:
        limits = self._plan.activities[node].limits
        return limits is not None and limits.as_late_as_possible

    def _free_float(self, node: int) -> int:
        start, finish = self._placed.start[node], self._placed.finish[node]
        to_start, to_finish = self._late.free_start[node], self._late.free_finish[node]
        clock = self._placed.clock(node)
        begun, spare = self._plan.activities[node].begun, self._late.spare[node]
        # When it starts is no question for what has begun.
        free = min(clock.between(finish, to_finish), clock.between(start, to_start) if begun is None else spare)
        if self._plan.gate[node] >= 0 or not self._late.limited or not self._is_waited_for(node):
            # a summary's is that of its own span, and a lag by the clock may be off by what nobody works
            free = min(free, spare)
        return max(0, free)

    def _is_waited_for(self, node: int) -> bool:
        return len(self._plan.following[node]) > (self._plan.parent[node] >= 0)


def _driving(plan: Network, early: Early, node: int) -> tuple[str, ...]:
    """The predecessors whose links, or whose links to a summary around it, hold an activity where it is."""
    links, activity = plan.incoming[node], plan.activities[node]
    if plan.gate[node] >= 0 or not (links or plan.parent[node] >= 0):
        return ()
    if plan.simple[node] and plan.parent[node] < 0:
        start, duration = early.start[node], activity.duration
        found = (before for before, code, lag in links if bound_of(early, before, code, lag, duration) == start)
        return tuple(plan.activities[before].id for before in found)
    if activity.is_given:
        return ()
    asked = bounds(plan, early, node)
    earliest = max(bound for bound, _ in asked)
    floor = max(early.project_start, earliest if activity.not_before is None else activity.not_before)
    if earliest < floor or within_limits(activity, earliest, early.clock(node)) != earliest:
        return ()
    return names_at(earliest, asked)
