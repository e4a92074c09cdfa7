"""The plan of a project: every task with its number, computed dates and state, and what is critical."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.compute.baseline import beside_baseline, current_baseline
from dossier.compute.forecast import forecast, spans
from dossier.compute.holds import holds_of
from dossier.compute.plan_row import PlanRow
from dossier.compute.project_calendar import calendar_of
from dossier.compute.row_dates import dates_at, row_dates
from dossier.compute.row_state import leaf_state, phase_progress, phase_state
from dossier.compute.task_timing import is_milestone
from dossier.compute.work import scheduled, work_of
from dossier.dossier import once
from dossier.records.task import Task
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.forecast import Span
    from dossier.compute.schedule import Times
    from dossier.compute.wbs import WbsEntry
    from dossier.compute.work import Work
    from dossier.dossier import Dossier
    from dossier.records.project import Project

__all__ = ["Plan", "PlanRow", "calendar_of", "dates_of", "late_days", "plan"]

_LONG_AGO = date(1900, 1, 1)
"""A day on which nothing was late yet."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All tasks in the order of the WBS, a parent before its children, computed as of one day.

    `unscheduled` names tasks that wait for each other in a circle (they are placed as if they did not),
    `violated` pairs a predecessor with a task whose given date breaks the link between them, `assumed` names
    tasks of which nothing tells how long they take (one day is taken). `calendar` is the project's, `axis` the one that
    works whenever anybody does: on it `origin` is where the project starts, and `times` where each task lies, and
    `expected` where it will lie with unfinished work not done in the past; `ahead` tells the same with what holds it
    there, in a plan that nobody sees only part of.
    """

    rows: tuple[PlanRow, ...]
    calendar: WorkingCalendar
    as_of: date
    axis: WorkingCalendar
    unscheduled: tuple[str, ...] = ()
    violated: tuple[tuple[str, str], ...] = ()
    assumed: tuple[str, ...] = ()
    origin: int = 0
    times: Mapping[str, Times] = field(default_factory=dict, repr=False)
    expected: Mapping[str, Span] = field(default_factory=dict, repr=False)
    ahead: Mapping[str, Times] = field(default_factory=dict, repr=False)

    @cached_property
    def positions(self) -> Mapping[str, tuple[int, int]]:
        """Where each task starts and finishes on the axis."""
        return {row.id: (self.times[row.id].start, self.times[row.id].finish) for row in self.rows}

    @cached_property
    def by_id(self) -> Mapping[str, PlanRow]:
        """The rows by the id of their task."""
        return {row.id: row for row in self.rows}

    @cached_property
    def inside(self) -> Mapping[str, Sequence[PlanRow]]:
        """The rows directly inside each phase, by its id."""
        found: dict[str, list[PlanRow]] = {}
        for row in self.rows:
            if row.parent is not None:
                found.setdefault(row.parent, []).append(row)
        return found

    @cached_property
    def drives(self) -> Mapping[str, tuple[str, ...]]:
        """The rows that each row holds where they are, by its id."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for name in row.driven_by:
                found.setdefault(name, []).append(row.id)
        return {name: tuple(ids) for name, ids in found.items()}

    @property
    def start(self) -> date | None:
        """The first day of the whole plan, None where it is empty."""
        return min((row.start for row in self.rows), default=None)

    @property
    def finish(self) -> date | None:
        """The last working day of the whole plan, None where it is empty."""
        return max((row.finish for row in self.rows), default=None)

    @property
    def expected_finish(self) -> date | None:
        """The last day of the whole as things stand, with unfinished work not done in the past; None where empty."""
        return max((row.expected_finish for row in self.rows), default=None)

    def within(self, ids: Collection[str]) -> frozenset[str]:
        """The ids of these rows and of all inside of them: what a phase spans, whether it is told or not."""
        found = {*ids}
        for row in self.rows:  # a parent before its children
            if row.parent in found:
                found.add(row.id)
        return frozenset(found)

    def visible(self, ids: Collection[str]) -> Plan:
        """The plan with these rows only; what a removed row held moves up to the next row above that is left.

        Dates and numbers stay those of the whole plan, so that everybody speaks of the same 2.3. Float is as it was
        computed: for who may not see all, see `plan`.
        """
        kept = frozenset(ids)
        parents = {row.id: row.parent for row in self.rows}
        rows: list[PlanRow] = []
        levels: dict[str, int] = {}
        for row in self.rows:
            if row.id in kept:
                parent = row.parent
                while parent is not None and parent not in kept:
                    parent = parents[parent]
                levels[row.id] = 0 if parent is None else levels[parent] + 1
                holds = tuple(hold for hold in row.holds if not hold.task or hold.task in kept)
                rows.append(replace(row, parent=parent, level=levels[row.id], holds=holds))
        phases = {row.parent for row in rows}
        return replace(
            self,
            rows=tuple(replace(row, is_summary=row.id in phases) for row in rows),
            unscheduled=tuple(i for i in self.unscheduled if i in kept),
            violated=tuple(pair for pair in self.violated if kept.issuperset(pair)),
            assumed=tuple(i for i in self.assumed if i in kept),
            times={row.id: self.times[row.id]._replace(driving=row.driven_by) for row in rows},
            expected={row.id: self.expected[row.id] for row in rows if row.id in self.expected},
            ahead={},
        )

    def seen_in(self, published: Dossier) -> Plan:
        """The plan as an audience may see it: the rows of its tasks, in the words of its dossier."""
        tasks = {task.id: task for task in published.of(Task)}
        seen = self.visible(tasks)
        rows = [_in_words_of(published, row, tasks[row.id]) for row in seen.rows]
        return beside_baseline(replace(seen, rows=tuple(rows)), current_baseline(published, self.as_of))


def plan(dossier: Dossier, as_of: date, shown: Dossier | None = None) -> Plan:
    """The plan of the dossier's tasks as it stands on `as_of`.

    Where only what is `shown` of the dossier may be told, float tells nothing of dates that others must keep.
    Where work on calendars of its own leads out of the years that there are, all is planned on the project's.
    """
    try:
        return _planned(dossier, as_of, work_of(dossier, as_of, shown))
    except ValueError:
        return _planned(dossier, as_of, work_of(dossier, as_of, shown, own_calendars=False))


def _planned(dossier: Dossier, as_of: date, work: Work) -> Plan:
    result, unscheduled = scheduled(work, work.activities)
    planned = dict(result.times)
    override = dossier.project.out_of_sequence == "progress_override"
    ahead = forecast(work, planned, as_of, override=override)
    expected = spans(ahead)
    tasks = {entry.task.id: entry.task for entry in work.entries}
    rows: dict[str, PlanRow] = {}
    inside: dict[str, list[PlanRow]] = {}
    for entry in reversed(work.entries):  # children before their parents, which take their dates and state from them
        below = inside.pop(entry.task.id, [])[::-1]
        times = planned[entry.task.id], expected[entry.task.id]
        row = _row(dossier, work, tasks, entry, times, below, as_of)
        rows[row.id] = row
        if entry.parent is not None:
            inside.setdefault(entry.parent, []).append(row)
    found = Plan(
        rows=tuple(rows[entry.task.id] for entry in work.entries),
        calendar=work.calendar,
        axis=work.axis,
        as_of=as_of,
        unscheduled=unscheduled,
        violated=result.violated,
        assumed=tuple(e.task.id for e in work.entries if work.timings[e.task.id].assumed),
        origin=work.origin,
        times=planned,
        expected=expected,
        ahead=ahead,
    )
    return beside_baseline(found, current_baseline(dossier, as_of))


@once
def dates_of(dossier: Dossier) -> Plan:
    """The plan for whoever asks only where it has everything, which does not depend on the day on which one looks."""
    return plan(dossier, _LONG_AGO)


def late_days(finish: date, deadline: date | None, calendar: WorkingCalendar) -> int:
    """How many working days `finish` lies after the date agreed with the client; 0 without one."""
    if deadline is None or finish <= deadline:
        return 0
    return calendar.working_days_between(deadline + timedelta(days=1), finish)


def _row(
    dossier: Dossier,
    work: Work,
    tasks: Mapping[str, Task],
    entry: WbsEntry,
    found: tuple[Times, Span],
    below: Sequence[PlanRow],
    as_of: date,
) -> PlanRow:
    """One line of the plan; `below` are the finished rows directly inside it."""
    task, (times, expected) = entry.task, found
    timing, clock = work.timings[task.id], work.clocks[task.id]
    span = times.start, times.finish
    start, finish = row_dates(task, timing, span, work.axis, work.origin, below)
    state = phase_state(task, finish, below, as_of) if below else leaf_state(task, start, finish, as_of)
    forecast_finish = _forecast_finish((span, expected), work, finish, below)
    critical = any(row.critical for row in below) if below else times.critical and state != "done"
    return PlanRow(
        id=task.id,
        number=entry.number,
        title=task.title,
        parent=entry.parent,
        level=entry.level,
        is_summary=bool(below),
        milestone=not below and is_milestone(task),
        start=start,
        finish=finish,
        forecast_finish=forecast_finish,
        duration_days=work.axis.days(clock.between(times.start, times.finish)),
        progress=phase_progress(below) if below else 100 if task.actual_finish else task.progress or 0,
        state=state,
        critical=critical,
        near_critical=not critical and state != "done" and _is_near(dossier.project, times.total_float, work.axis),
        owner=_name_of(dossier, task.owner),
        owner_id=task.owner,
        deadline=task.deadline,
        late_days=late_days(forecast_finish, task.deadline, work.calendar),
        actual_start=task.actual_start,
        actual_finish=task.actual_finish,
        total_float_days=work.axis.days(times.total_float),
        free_float_days=work.axis.days(times.free_float),
        holds=holds_of(task, (start, finish), times.driving, below, tasks, work.calendar),
    )


def _forecast_finish(spans: tuple[Span, Span], work: Work, finish: date, below: Sequence[PlanRow]) -> date:
    """The day on which a row will be finished: that of the plan where the forecast leaves it there."""
    if below:
        return max(row.expected_finish for row in below)
    planned, expected = spans
    return finish if planned == expected else dates_at(work.axis, expected, work.origin)[1]


def _is_near(project: Project, total_float: int, axis: WorkingCalendar) -> bool:
    return project.near_critical is not None and total_float <= axis.minutes(project.near_critical)


def _name_of(dossier: Dossier, reference: str) -> str:
    found = dossier.find(reference) if reference else None
    return found.title if found else reference


def _in_words_of(published: Dossier, row: PlanRow, task: Task) -> PlanRow:
    owner = _name_of(published, task.owner)
    return replace(row, title=task.title, owner=owner, owner_id=task.owner, deadline=task.deadline)
