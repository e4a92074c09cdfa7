"""The plan of a project: every task with its number, computed dates and state, and what is critical."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.compute.plan_row import PlanRow
from dossier.compute.project_calendar import calendar_of
from dossier.compute.row_dates import row_dates
from dossier.compute.row_state import leaf_state, phase_progress, phase_state
from dossier.compute.schedule import Activity, Schedule, schedule
from dossier.compute.task_timing import Timing, activity, given_dates, is_milestone, phase_timing, timing_of
from dossier.compute.wbs import WbsEntry, work_breakdown
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dossier.compute.calendar import WorkingCalendar
    from dossier.dossier import Dossier
    from dossier.records.project import Project

__all__ = ["Plan", "PlanRow", "calendar_of", "late_days", "plan"]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All tasks in the order of the WBS, a parent before its children, computed as of one day.

    `unscheduled` names tasks that wait for each other in a circle (they are placed as if they did not),
    `violated` pairs a predecessor with a task whose given date breaks the link between them, `assumed` names
    tasks of which nothing tells how long they take (one day is taken). `origin` is where the project starts
    on the axis of working minutes, `positions` where each task starts and finishes.
    """

    rows: tuple[PlanRow, ...]
    calendar: WorkingCalendar
    as_of: date
    unscheduled: tuple[str, ...] = ()
    violated: tuple[tuple[str, str], ...] = ()
    assumed: tuple[str, ...] = ()
    origin: int = 0
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, PlanRow]:
        """The rows by the id of their task."""
        return {row.id: row for row in self.rows}

    @property
    def start(self) -> date | None:
        """The first day of the whole plan, None where it is empty."""
        return min((row.start for row in self.rows), default=None)

    @property
    def finish(self) -> date | None:
        """The last working day of the whole plan, None where it is empty."""
        return max((row.finish for row in self.rows), default=None)

    def visible(self, ids: Collection[str]) -> Plan:
        """The plan with these rows only; what a removed row held moves up to the next row above that is left.

        Dates and numbers stay those of the whole plan, so that everybody speaks of the same 2.3.
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
                rows.append(replace(row, parent=parent, level=levels[row.id]))
        phases = {row.parent for row in rows}
        return replace(
            self,
            rows=tuple(replace(row, is_summary=row.id in phases) for row in rows),
            unscheduled=tuple(i for i in self.unscheduled if i in kept),
            violated=tuple(pair for pair in self.violated if kept.issuperset(pair)),
            assumed=tuple(i for i in self.assumed if i in kept),
            positions={i: span for i, span in self.positions.items() if i in kept},
        )

    def seen_in(self, published: Dossier) -> Plan:
        """The plan as an audience may see it: the rows of its tasks, in the words of its dossier."""
        tasks = {task.id: task for task in published.of(Task)}
        seen = self.visible(tasks)
        rows = [_in_words_of(published, row, tasks[row.id]) for row in seen.rows]
        return replace(seen, rows=tuple(rows))


def plan(dossier: Dossier, as_of: date) -> Plan:
    """The plan of the dossier's tasks as it stands on `as_of`."""
    calendar = calendar_of(dossier.project)
    entries = work_breakdown(dossier.of(Task))
    timings = {e.task.id: (phase_timing if e.has_children else timing_of)(e.task, calendar) for e in entries}
    origin = calendar.start_of(_first_day(dossier, entries, as_of))
    activities = [activity(entry, timings[entry.task.id], dossier, calendar) for entry in entries]
    result, unscheduled = _scheduled(activities, calendar, origin)
    rows: dict[str, PlanRow] = {}
    inside: dict[str, list[PlanRow]] = {}
    for entry in reversed(entries):  # children before their parents, which take their dates and state from them
        below = inside.pop(entry.task.id, [])[::-1]
        row = _row(dossier, entry, timings[entry.task.id], result, calendar, origin, below, as_of)
        rows[row.id] = row
        if entry.parent is not None:
            inside.setdefault(entry.parent, []).append(row)
    return Plan(
        rows=tuple(rows[entry.task.id] for entry in entries),
        calendar=calendar,
        as_of=as_of,
        unscheduled=unscheduled,
        violated=result.violated,
        assumed=tuple(e.task.id for e in entries if timings[e.task.id].assumed),
        origin=origin,
        positions={i: (times.early_start, times.early_finish) for i, times in result.times.items()},
    )


def late_days(finish: date, deadline: date | None, calendar: WorkingCalendar) -> int:
    """How many working days `finish` lies after the date agreed with the client; 0 without one."""
    if deadline is None or finish <= deadline:
        return 0
    return calendar.working_days_between(deadline + timedelta(days=1), finish)


def _first_day(dossier: Dossier, entries: Sequence[WbsEntry], as_of: date) -> date:
    """The day from which the plan counts: the project's start, else any task's earliest date, else today."""
    project: Project = dossier.project
    if project.start:
        return project.start
    return min((day for entry in entries for day in given_dates(entry.task)), default=as_of)


def _scheduled(
    activities: Sequence[Activity], calendar: WorkingCalendar, origin: int
) -> tuple[Schedule, tuple[str, ...]]:
    """The schedule of all, and the ids of those that wait in a circle, whose links there are left out."""
    try:
        result = schedule(activities, calendar, origin)
    except ValueError:  # a lag by the clock leads out of the years that there are
        activities = [replace(a, links=tuple(replace(link, elapsed=False) for link in a.links)) for a in activities]
        result = schedule(activities, calendar, origin)
    circle = frozenset(result.unscheduled)
    if not circle:
        return result, ()
    freed = [
        replace(a, links=tuple(link for link in a.links if link.predecessor not in circle)) if a.id in circle else a
        for a in activities
    ]
    return _scheduled(freed, calendar, origin)[0], result.unscheduled


def _row(
    dossier: Dossier,
    entry: WbsEntry,
    timing: Timing,
    result: Schedule,
    calendar: WorkingCalendar,
    origin: int,
    below: Sequence[PlanRow],
    as_of: date,
) -> PlanRow:
    """One line of the plan; `below` are the finished rows directly inside it."""
    task, times = entry.task, result.times[entry.task.id]
    span = times.early_start, times.early_finish
    start, finish = row_dates(task, timing, span, calendar, origin, below)
    state = phase_state(task, finish, below, as_of) if below else leaf_state(task, start, finish, as_of)
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
        duration_days=calendar.days(span[1] - span[0]),
        progress=phase_progress(below) if below else 100 if task.actual_finish else task.progress or 0,
        state=state,
        critical=critical,
        owner=_name_of(dossier, task.owner),
        owner_id=task.owner,
        deadline=task.deadline,
        late_days=late_days(finish, task.deadline, calendar),
        actual_start=task.actual_start,
        actual_finish=task.actual_finish,
        total_float_days=calendar.days(times.total_float),
    )


def _name_of(dossier: Dossier, reference: str) -> str:
    found = dossier.find(reference) if reference else None
    return found.title if found else reference


def _in_words_of(published: Dossier, row: PlanRow, task: Task) -> PlanRow:
    owner = _name_of(published, task.owner)
    return replace(row, title=task.title, owner=owner, owner_id=task.owner, deadline=task.deadline)
