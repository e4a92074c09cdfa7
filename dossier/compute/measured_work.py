"""How much of a piece of work was to be done by a day, and how much was, by the way in which its progress counts.

The ways are the usual measurement techniques of earned value: percent complete, the fixed formulas 0/100 and 50/50, and
weighted milestones (PMI, Practice Standard for Earned Value Management, 2nd ed., chapter on measuring performance).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dossier.compute.cost_line import CostLine
from dossier.records.task import Task

if TYPE_CHECKING:
    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.dossier import Dossier

NONE, HALF, ALL = Decimal(0), Decimal("0.5"), Decimal(1)
_PAID_AT_ONCE = frozenset({"start", "end"})


class _Span(NamedTuple):
    """First and last day of something, None where it has not begun or ended."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class MeasuredWork:
    """The rows of a plan, asked how much of each was planned and done by a day, from 0 to 1.

    Planned are the dates of the baseline, or where a row has none those of the plan as it is. What is known of the past
    are actual dates and today's progress: between them work is taken to have gone on evenly.
    """

    rows: Mapping[str, PlanRow]
    inside: Mapping[str, tuple[PlanRow, ...]]
    """The tasks and milestones without anything inside them, by every row that holds them, and by themselves."""
    methods: Mapping[str, str]
    weights: Mapping[str, int]
    calendar: WorkingCalendar
    as_of: date

    def planned(self, line: CostLine, day: date) -> Decimal:
        """The part of a line's work that was to be done by the end of a day."""
        return self._part(line, day, self._planned_span, self._planned_part)

    def done(self, line: CostLine, day: date) -> Decimal:
        """The part of a line's work that was done by the end of a day, as of today at most."""
        return self._part(line, min(day, self.as_of), self._done_span, self._done_part)

    def begun_on(self, task: str) -> date | None:
        """When work on a row began."""
        return self._begun.get(task)

    def expected_finish(self, task: str) -> date | None:
        """When a row will be finished as things stand; None for what is no row."""
        return self.rows[task].expected_finish if task in self.rows else None

    @cached_property
    def _begun(self) -> Mapping[str, date | None]:
        return {task: self._whole(task, self._done_span).first for task in self.inside}

    @cached_property
    def planned_span(self) -> tuple[date, date] | None:
        """The first and last day of the whole plan; None without rows."""
        spans = [self._planned_span(row) for row in self.rows.values() if not row.is_summary]
        firsts, lasts = [s.first for s in spans if s.first], [s.last for s in spans if s.last]
        return (min(firsts), max(lasts)) if firsts and lasts else None

    def _part(
        self,
        line: CostLine,
        day: date,
        span_of: Callable[[PlanRow], _Span],
        part_of: Callable[[PlanRow, date], Decimal],
    ) -> Decimal:
        if line.task not in self.rows:
            return self._level_of_effort(day)
        if line.spread in _PAID_AT_ONCE:
            span = self._whole(line.task, span_of)
            on = span.first if line.spread == "start" else span.last
            return ALL if on and on <= day else NONE
        rows = self.inside[line.task]
        if len(rows) == 1:
            return self._of_leaf(rows[0], day, span_of, part_of)
        milestones = [row for row in rows if row.milestone]
        if milestones and self.methods.get(line.task) == "milestones":
            stated = [Decimal(self.weights.get(row.id, 0)) for row in milestones]
            return _mean(stated, (part_of(row, day) for row in milestones))
        parts = (self._of_leaf(row, day, span_of, part_of) for row in rows)
        return _mean([row.duration_days for row in rows], parts)

    def _of_leaf(
        self, row: PlanRow, day: date, span_of: Callable[[PlanRow], _Span], part_of: Callable[[PlanRow, date], Decimal]
    ) -> Decimal:
        """The part of one task, by its method: those of work packages count for each task inside."""
        method = self.methods[row.id]
        if method not in {"0/100", "50/50"}:
            return part_of(row, day)
        begun, ended = (on is not None and on <= day for on in span_of(row))
        return ALL if ended else HALF if begun and method == "50/50" else NONE

    def _level_of_effort(self, day: date) -> Decimal:
        """What belongs to no work goes on evenly over the whole plan, and is earned as time goes by."""
        return _even(self.calendar, *self.planned_span, day) if self.planned_span else NONE

    def _whole(self, task: str, span_of: Callable[[PlanRow], _Span]) -> _Span:
        spans = [span_of(row) for row in self.inside.get(task, ())]
        firsts, lasts = [s.first for s in spans if s.first], [s.last for s in spans if s.last]
        return _Span(min(firsts, default=None), max(lasts) if spans and len(lasts) == len(spans) else None)

    def _planned_span(self, row: PlanRow) -> _Span:
        return _Span(row.baseline_start or row.start, row.baseline_finish or row.finish)

    def _planned_part(self, row: PlanRow, day: date) -> Decimal:
        span = self._planned_span(row)
        return _even(self.calendar, span.first or row.start, span.last or row.finish, day)

    def _done_span(self, row: PlanRow) -> _Span:
        """When a row was begun and finished; a date that lies ahead has not happened."""
        begun = row.actual_start or (row.start if row.progress else None)
        ended = (row.actual_finish or row.finish) if row.state == "done" else None
        first = min(begun, self.as_of) if begun and (begun <= self.as_of or row.progress) else None
        return _Span(first, min(ended, self.as_of) if ended else None)

    def _done_part(self, row: PlanRow, day: date) -> Decimal:
        span = self._done_span(row)
        if span.first is None:
            return NONE
        if row.milestone:
            return ALL if span.last and span.last <= day else NONE
        progress = ALL if span.last else Decimal(row.progress) / 100
        return progress * _even(self.calendar, span.first, span.last or self.as_of, day)


def measured_work(dossier: Dossier, plan: Plan) -> MeasuredWork:
    """The work of a plan, measured in the ways that its tasks say; a task says it also for what is inside it."""
    tasks = {task.id: task for task in dossier.of(Task)}
    methods: dict[str, str] = {}
    inside: dict[str, list[PlanRow]] = {}
    rows = {row.id: row for row in plan.rows}
    for row in plan.rows:  # a parent before its children
        own = tasks[row.id].measured_by if row.id in tasks else ""
        methods[row.id] = own or methods.get(row.parent or "", "percent")
        holder: str | None = row.id
        while holder is not None and not row.is_summary:
            inside.setdefault(holder, []).append(row)
            holder = rows[holder].parent
    return MeasuredWork(
        rows=rows,
        inside={holder: tuple(each) for holder, each in inside.items()},
        methods=methods,
        weights={task.id: task.weight for task in tasks.values() if task.weight is not None},
        calendar=plan.calendar,
        as_of=plan.as_of,
    )


def _even(calendar: WorkingCalendar, first: date, last: date, day: date) -> Decimal:
    """The part of a stretch of work, first and last day included, that lies before the end of a day."""
    if day >= last:
        return ALL
    whole = calendar.working_days_between(first, last)
    return Decimal(calendar.working_days_between(first, day)) / whole if whole else NONE


def _mean(weights: Iterable[Decimal], parts: Iterable[Decimal]) -> Decimal:
    """The mean by weights; of all alike where none has any, as of milestones alone."""
    found = list(weights)
    pairs = list(zip(found if any(found) else [ALL] * len(found), parts, strict=True))
    return sum((weight * part for weight, part in pairs), NONE) / sum(weight for weight, _ in pairs)
