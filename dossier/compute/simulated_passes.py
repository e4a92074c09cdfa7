"""The two passes through a plan (`forward.py`, `backward.py`) for many runs at once, a row of runs for each node.

The rules are the same, and a run whose durations are those of the plan gives the plan's own dates and floats. One thing
is simplified: a lag on the clock is taken as the working time that it spans in the plan itself, whatever the run.
What stays the same in all runs is one number instead of a row, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dossier.compute.backward import Late, before_lag
from dossier.compute.forward import NEVER, Early, after_lag
from dossier.compute.network import ELAPSED, FROM_START, TO_FINISH, Activity, Limits, Network
from dossier.compute.row_clock import RowClock
from dossier.compute.row_limits import finish_within, given, start_within

if TYPE_CHECKING:
    from dossier.compute.row_clock import Row

_SHARED = RowClock()
_Spans = dict[tuple[int, int, int, int], int]
"""What a link on the clock spans, by its node, the one before, its code and lag."""


class RowPlan:
    """A plan ready to be run: its graph, the order of its nodes, clocks, and the span of each lag on the clock.

    `early` and `lates` are the passes of the plan itself, backward for all of it and for what is told.
    """

    def __init__(self, plan: Network, early: Early, lates: tuple[Late, Late], clocks: Mapping[int, RowClock]) -> None:
        self.plan, self.order, self.project_start, self.clocks = plan, early.order, early.project_start, clocks
        self.count = len(plan.activities)
        self.told = [node for node, each in enumerate(plan.activities) if not each.untold] or range(self.count)
        self.ahead: _Spans = {}
        self.backs: tuple[_Spans, _Spans] = {}, {}
        for node, links in enumerate(plan.incoming):
            for before, code, lag in links:
                if code & ELAPSED:
                    key, from_start = (node, before, code, lag), bool(code & FROM_START)
                    end = early.start[before] if from_start else early.finish[before]
                    self.ahead[key] = after_lag(early, before, end, code, lag) - end
                    for late, back in zip(lates, self.backs, strict=True):
                        end = late.finish[node] if code & TO_FINISH else late.start[node]
                        held = end < NEVER  # nothing in the summary is held by a link that a given date breaks
                        back[key] = end - before_lag(early, before, end, code, lag) if held else 0

    def clock(self, node: int) -> RowClock:
        """The clock on which a node is worked on."""
        return self.clocks.get(node, _SHARED)

    def is_given(self, node: int) -> bool:
        """Whether a date that its author gave says where a node lies, and may break its links."""
        return node < self.count and self.plan.activities[node].is_given


class EarlyRows:
    """The forward pass of some runs: start and finish of each node. Of a gate they are bounds, None for none."""

    def __init__(self, rows: RowPlan, durations: Sequence[Row], floors: Mapping[int, Row]) -> None:
        nodes = len(rows.plan.owner)
        self.durations = durations
        self.start: list[Row | None] = [None] * nodes
        self.finish: list[Row | None] = [None] * nodes
        self.rest: dict[int, Row] = {}
        self._rows, self._plan = rows, rows.plan
        for node in rows.order:
            if node >= rows.count:
                self._hold_gate(node)
                continue
            if self._plan.gate[node] < 0:
                self._place(node, floors.get(node))
            summary = self._plan.parent[node]
            if summary >= 0:
                self.start[summary] = least(self.start[summary], self.start[node])
                self.finish[summary] = most(self.finish[summary], self.finish[node])
        self.project_finish = self._last(range(rows.count))
        self.told_finish = self.project_finish if len(rows.told) == rows.count else self._last(rows.told)

    def _last(self, nodes: Sequence[int]) -> Row:
        found: Row | None = None
        for node in nodes:
            found = most(found, self.finish[node])
        return self._rows.project_start if found is None else found

    def _place(self, node: int, floor: Row | None) -> None:
        activity, clock, duration = self._plan.activities[node], self._rows.clock(node), self.durations[node]
        if activity.is_given:
            self.start[node], self.finish[node] = given(activity, clock, duration)
            return
        asked = max(self._rows.project_start, activity.not_before or self._rows.project_start)
        earliest = known(most(asked, floor))
        for link in self._plan.incoming[node]:
            bound = self.asked(node, link, clock)
            earliest = np.maximum(earliest, clock.start(bound, duration) if link[1] & TO_FINISH else bound)
        summary = self._plan.parent[node]
        if summary >= 0:
            gate = self._plan.gate[summary]
            earliest = known(most(earliest, self.start[gate]))
            if (finish := self.finish[gate]) is not None:
                earliest = np.maximum(earliest, clock.start(finish, duration))
        if activity.limits:
            earliest = start_within(activity.limits, earliest, duration, clock)
        if clock is not _SHARED:
            earliest = np.where(np.asarray(duration) > 0, clock.ready(earliest), earliest)
        self.start[node], self.finish[node] = earliest, clock.finish(earliest, duration)
        if activity.begun is not None:
            self.rest[node] = earliest
            self.start[node], self.finish[node] = activity.begun, most(self.finish[node], activity.begun)

    def _hold_gate(self, gate: int) -> None:
        owner = self._plan.owner[gate]
        summary, above = self._plan.activities[owner], self._plan.parent[owner]
        start, finish = most(summary.not_before, summary.start), None
        if above >= 0:
            outer = self._plan.gate[above]
            start, finish = most(start, self.start[outer]), self.finish[outer]
        for link in self._plan.incoming[gate]:
            bound = self.asked(gate, link, _SHARED)
            if link[1] & TO_FINISH:
                finish = most(finish, bound)
            else:
                start = most(start, bound)
        self.start[gate], self.finish[gate] = start, finish

    def asked(self, node: int, link: tuple[int, int, int], clock: RowClock) -> Row:
        """Where a link asks the end of `node` that it holds to be, or later."""
        before, code, lag = link
        end = known(self.start[before] if code & FROM_START else self.finish[before])
        if code & ELAPSED:
            return end + self._rows.ahead[node, before, code, lag]
        return clock.moved(end, lag) if lag else end


class LateRows:
    """The backward pass of the same runs: in which of them each activity is critical, its total float being 0 or less.

    `as_late` holds the latest start of what is to be as late as possible. While the pass is under way, `start` and
    `finish` are how late a node may be, None as late as the project's finish; of a gate, the least of what lies inside.
    """

    def __init__(self, rows: RowPlan, early: EarlyRows, *, told_only: bool = False) -> None:
        nodes = len(rows.plan.owner)
        self.start: list[Row | None] = [None] * nodes
        self.finish: list[Row | None] = [None] * nodes
        self.critical: list[Row | None] = [None] * rows.count
        self.as_late: dict[int, Row] = {}
        self._rows, self._plan, self._early, self._told_only = rows, rows.plan, early, told_only
        for node in reversed(rows.order):
            summary = self._plan.parent[self._plan.owner[node]]
            if node >= rows.count:
                if summary >= 0:
                    self._tell_gate(self._plan.gate[summary], self.start[node], self.finish[node])
                if self.start[node] is not None:
                    self._bound(node)
                self.start[node] = self.finish[node] = None  # memory for those that follow
                continue
            if summary >= 0:
                self._inherit(node, summary)
            if self._plan.gate[node] < 0:
                self._place(node)
                self.start[node] = self.finish[node] = None
            elif (limits := self._limits(node)) and limits.finish_no_later is not None:
                self.finish[node] = least(self.finish[node], limits.finish_no_later)
        for node in rows.order:  # what lies inside before what it lies in
            summary = self._plan.parent[node] if node < rows.count else -1
            if summary >= 0:
                self.critical[summary] = most(self.critical[summary], self.critical[node])

    def _place(self, node: int) -> None:
        activity, clock, early = self._plan.activities[node], self._rows.clock(node), self._early
        duration, early_finish = early.durations[node], known(early.finish[node])
        if self._is_given(node):
            duration = clock.between(known(early.start[node]), early_finish)
        start = self.start[node] if activity.begun is None else None  # what has begun cannot start later
        by_start = None if start is None else clock.finish(start, duration)
        bound = least(least(self.finish[node], self._project_finish(activity)), by_start)
        if bound is None:  # nobody is told of it, nor of anything that waits for it
            self.critical[node] = 0
            return
        finish = bound
        if limits := self._limits(node):
            finish = finish_within(limits, finish, early.durations[node], clock)
        if clock is not _SHARED:
            finish = np.where(np.asarray(duration) > 0, clock.done(finish), finish)
        self.start[node], self.finish[node] = clock.start(finish, duration), finish
        self.critical[node] = np.less_equal(clock.between(early_finish, finish), 0)
        if activity.limits and activity.limits.as_late_as_possible:
            self.as_late[node] = known(self.start[node])
        self._bound(node)
        summary = self._plan.parent[node]
        if summary >= 0:
            gate, late_start, late_finish = self._plan.gate[summary], self.start[node], self.finish[node]
            if self._is_given(node):
                before = _is_before(early.start[node], early.start[gate])
                broken = before | _is_before(early_finish, early.finish[gate])
                late_start, late_finish = (np.where(broken, NEVER, known(row)) for row in (late_start, late_finish))
            self._tell_gate(gate, late_start, late_finish)

    def _project_finish(self, activity: Activity) -> Row | None:
        if not self._told_only:
            return self._early.project_finish
        return None if activity.untold else self._early.told_finish

    def _limits(self, node: int) -> Limits | None:
        activity = self._plan.activities[node]
        return None if activity.untold and self._told_only else activity.limits

    def _is_given(self, node: int) -> bool:
        """Whether a date says where a node lies whatever its links say; one by untold limits only lies there."""
        return self._rows.is_given(node) or (
            node < self._rows.count and self._limits(node) is not self._plan.activities[node].limits
        )

    def _bound(self, node: int) -> None:
        """Pass on to the predecessors of a node how late they may be."""
        clock = self._rows.clock(node)
        for link in self._plan.incoming[node]:
            before, code, lag = link
            latest = known((self.finish if code & TO_FINISH else self.start)[node])
            if code & ELAPSED:
                latest = latest - self._rows.backs[self._told_only][node, before, code, lag]
            elif lag:
                latest = clock.moved_back(latest, lag)
            if self._is_given(node):
                latest = np.where(self._is_broken(node, link, clock), NEVER, latest)
            bounds = self.start if code & FROM_START else self.finish
            bounds[before] = least(bounds[before], latest)

    def _is_broken(self, node: int, link: tuple[int, int, int], clock: RowClock) -> Row:
        """Whether the date given to a node breaks a link to it; one before the hours in which it works may not."""
        before, code, lag = link
        early = self._early
        end = known((early.finish if code & TO_FINISH else early.start)[node])
        if code & ELAPSED:
            return _is_before(end, early.asked(node, link, clock))
        end = clock.moved_back(end, lag) if lag else end
        return _is_before(end, (early.start if code & FROM_START else early.finish)[before])

    def _inherit(self, node: int, summary: int) -> None:
        """Let what bounds a summary bound what lies inside it: its finish all, its start only what begins it."""
        self.finish[node] = least(self.finish[node], self.finish[summary])
        if (bound := self.start[summary]) is not None:
            begins = np.equal(known(self._early.start[node]), known(self._early.start[summary]))
            self.start[node] = least(self.start[node], np.where(begins, bound, NEVER))

    def _tell_gate(self, gate: int, start: Row | None, finish: Row | None) -> None:
        self.start[gate], self.finish[gate] = least(self.start[gate], start), least(self.finish[gate], finish)


def least(first: Row | None, second: Row | None) -> Row | None:
    """The earlier of two positions in each run; None bounds nothing."""
    if first is None or second is None:
        return second if first is None else first
    return np.minimum(first, second)


def most(first: Row | None, second: Row | None) -> Row | None:
    """The later of two positions in each run; None bounds nothing."""
    if first is None or second is None:
        return second if first is None else first
    return np.maximum(first, second)


def known(value: Row | None) -> Row:
    """A value that is there by now, as everything that a node waits for is placed before it."""
    assert value is not None
    return value


def _is_before(position: Row | None, bound: Row | None) -> Row:
    return 0 if bound is None else np.less(known(position), bound)
