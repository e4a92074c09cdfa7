"""A plan run many times with durations drawn by chance: Monte Carlo simulation of its schedule.

Each run is a forward and a backward pass (Van Slyke 1963). Runs are computed many at once, in parts that keep memory
small and change nothing of the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from dossier.compute.backward import backward_pass
from dossier.compute.clock import Clock, OwnClock, clock_of
from dossier.compute.draws import Stream, minutes
from dossier.compute.forward import forward_pass
from dossier.compute.network import Activity, network
from dossier.compute.row_clock import OwnRowClock
from dossier.compute.schedule import told_pass
from dossier.compute.simulated_passes import EarlyRows, LateRows, RowPlan, known
from dossier.compute.uncertainty import LEVELS, Outlook, TaskOutlook, Threat, Uncertainty, rank
from dossier.text.values import replace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dossier.compute.row_clock import Row

CELLS_AT_ONCE = 1_000_000
"""How many positions one of the rows' arrays may hold at a time, over all nodes; each takes 8 bytes."""


def simulated(what: Uncertainty, runs: int, seed: int, at_once: int = 0) -> Outlook:
    """The outlook of a plan after so many runs; `at_once` of them, or as many as memory is thought to allow."""
    if runs < 1:
        raise ValueError(f"a plan is simulated at least once, not {runs} times")
    rows = _row_plan(what)
    part = at_once or max(1, CELLS_AT_ONCE // max(1, len(rows.plan.owner)))
    drawn, tally = _Drawn(what, seed), _Tally(rows, runs)
    for first in range(0, runs, part):
        count = min(part, runs - first)
        tally.add(*_run(rows, drawn.next(count)), count)
    return tally.outlook(seed)


def _row_plan(what: Uncertainty) -> RowPlan:
    """The plan with the passes of its own durations behind it. Raises ValueError where it has a circle."""
    plan = network(what.activities)
    calendars = {id(a.calendar): a.calendar for a in what.activities if a.calendar is not None}
    by_calendar = {key: clock_of(calendar, what.calendar) for key, calendar in calendars.items()}
    clocks = {i: by_calendar[id(a.calendar)] for i, a in enumerate(what.activities) if a.calendar is not None}
    early = forward_pass(plan, what.calendar, what.start, clocks, {})
    if len(early.order) < len(plan.owner):
        raise ValueError("activities wait for each other in a circle")
    late = backward_pass(plan, early)
    told_late = told_pass(plan, early)[0] if any(a.untold for a in what.activities) else late
    own = [key for key, clock in by_calendar.items() if isinstance(clock, OwnClock)]
    first, last = _bounds(what, clocks) if own else (0, 0)
    tables = {key: OwnRowClock(calendars[key], what.calendar, first, last) for key in own}
    by_activity = {i: tables[id(a.calendar)] for i, a in enumerate(what.activities) if id(a.calendar) in tables}
    return RowPlan(plan, early, (late, told_late), by_activity)


def _bounds(what: Uncertainty, clocks: dict[int, Clock]) -> tuple[int, int]:
    """The first and the last position of any run: where everything takes as long as it may."""
    longest = {each.id: each.duration for each in what.activities}
    longest |= {name: spread.pessimistic for name, spread in what.spreads.items()}
    for threat in what.threats:
        for name, spread in threat.delays:
            longest[name] = longest.get(name, 0) + spread.pessimistic
    activities = [replace(each, duration=longest[each.id]) for each in what.activities]
    early = forward_pass(network(activities), what.calendar, what.start, clocks, {})
    return min(what.start, *early.start[: len(activities)]), max(what.start, early.project_finish)


def _run(rows: RowPlan, durations: list[Row]) -> tuple[EarlyRows, LateRows]:
    """Both passes, and both again where something is to be as late as possible.

    What is critical is told by what is told, as in `schedule`.
    """
    early = EarlyRows(rows, durations, {})
    late = LateRows(rows, early)
    if late.as_late:
        early = EarlyRows(rows, durations, late.as_late)
        late = LateRows(rows, early)
    if any(a.untold for a in rows.plan.activities):
        late = LateRows(rows, early, told_only=True)
    return early, late


class _Drawn:
    """The durations of one part of the runs after the other."""

    def __init__(self, what: Uncertainty, seed: int) -> None:
        self._what = what
        self._index = {activity.id: i for i, activity in enumerate(what.activities)}
        self._seed = seed
        self._streams: dict[str, Stream] = {}

    def next(self, count: int) -> list[Row]:
        """How long each activity takes in the next `count` runs."""
        distribution = self._what.distribution
        durations: list[Row] = [activity.duration for activity in self._what.activities]
        for name, spread in self._what.spreads.items():
            if name in self._index:
                durations[self._index[name]] = minutes(spread, distribution, self._uniform(f"task {name}", count))
        for threat in self._what.threats:
            for name, delay in self._delays(threat, count):
                durations[self._index[name]] += delay
        return durations

    def _delays(self, threat: Threat, count: int) -> Iterator[tuple[str, NDArray[np.int64]]]:
        occurs = self._uniform(f"risk {threat.id}", count) * 100 < threat.chance
        for n, (name, spread) in enumerate(threat.delays):
            if name in self._index:
                uniform = self._uniform(f"risk {threat.id} {n} {name}", count)
                yield name, np.where(occurs, minutes(spread, self._what.distribution, uniform), 0)

    def _uniform(self, name: str, count: int) -> NDArray[np.float64]:
        if name not in self._streams:
            self._streams[name] = Stream(self._seed, name)
        return self._streams[name].next(count)


class _Tally:
    """What came of the runs so far. Of each activity only the later finishes are kept: levels lie among them."""

    def __init__(self, rows: RowPlan, runs: int) -> None:
        self._activities: tuple[Activity, ...] = rows.plan.activities
        self._runs = runs
        self._kept = runs - rank(min(LEVELS), runs) + 1
        self._origin = rows.project_start
        self._finishes: list[NDArray[np.int64]] = []
        self._critical = [0] * rows.count
        self._latest: list[list[NDArray[np.int32]]] = [[] for _ in range(rows.count)]

    def add(self, early: EarlyRows, late: LateRows, count: int) -> None:
        """Count some more runs in."""
        self._finishes.append(np.broadcast_to(np.asarray(early.told_finish, dtype=np.int64), count))
        for i in range(len(self._activities)):
            is_critical = known(late.critical[i])
            self._critical[i] += int(np.count_nonzero(is_critical)) * (1 if np.ndim(is_critical) else count)
            # four bytes hold some 8,000 years of working minutes from the project's start
            distance = np.clip(known(early.finish[i]) - self._origin, -(1 << 31), (1 << 31) - 1).astype(np.int32)
            if distance.ndim:
                self._keep(self._latest[i], distance)
            else:
                self._latest[i] = [distance.reshape(1)]  # the same in all runs

    def _keep(self, latest: list[NDArray[np.int32]], more: NDArray[np.int32]) -> None:
        """Add finishes; from time to time, let go of those that no level can be any more."""
        latest.append(more)
        if sum(map(len, latest)) > self._kept * 3 // 2:
            latest[:] = [np.partition(np.concatenate(latest), -self._kept)[-self._kept :].copy()]

    def outlook(self, seed: int) -> Outlook:
        """The outlook after all runs."""
        finishes = np.sort(np.concatenate(self._finishes))
        tasks = {
            activity.id: TaskOutlook(self._critical[i], self._levels(self._latest[i]))
            for i, activity in enumerate(self._activities)
        }
        return Outlook(runs=self._runs, seed=seed, finishes=tuple(finishes.tolist()), tasks=tasks)

    def _levels(self, latest: list[NDArray[np.int32]]) -> tuple[int, ...]:
        ordered = np.sort(np.concatenate(latest))
        from_last = (self._runs - rank(percent, self._runs) for percent in LEVELS)
        return tuple(int(ordered[max(0, len(ordered) - 1 - n)]) + self._origin for n in from_last)
