"""How a plan differs from its baseline: each task, what was added and removed, and the project as a whole."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.baseline import frozen_tasks
from dossier.compute.standing_dates import standing_dates
from dossier.records.cost_item import CostItem
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.plan import Plan
    from dossier.dossier import Dossier
    from dossier.records.baseline import Baseline, FrozenTask


class Variance(Struct, frozen=True, kw_only=True):
    """How far something lies from its baseline: what it is now less what it was.

    `start`, `finish` and `duration` count working days of the project's calendar, positive where it starts or
    finishes later or takes longer; `cost` is in the project's currency, positive where it costs more. None where one
    of the two is not known. (PMI, Practice Standard for Scheduling: start, finish and duration variance.)
    """

    start: int | None
    finish: int | None
    duration: Decimal | None
    cost: Decimal | None


class Variances(Struct, frozen=True, kw_only=True):
    """The variance of each task by id, in the order of the plan, and of the `project` with its planned cost.

    `added` are the ids of tasks that the baseline does not hold, `removed` its lines of which there is no task any
    more.
    """

    tasks: dict[str, Variance]
    project: Variance
    added: tuple[str, ...]
    removed: tuple[FrozenTask, ...]


def variances(dossier: Dossier, plan: Plan, baseline: Baseline) -> Variances:
    """How the plan of a dossier differs from a baseline."""
    lines, calendar, dates = frozen_tasks(baseline), plan.calendar, standing_dates(plan)
    costs = {task.id: task.cost for task in dossier.of(Task)}
    tasks = {
        row.id: Variance(
            start=days_later(line.start, dates[row.id][0], calendar, finish=row.milestone),
            finish=days_later(line.finish, dates[row.id][1], calendar),
            duration=None if line.duration is None else row.duration_days - line.duration,
            cost=_difference(line.cost, costs.get(row.id)),
        )
        for row in plan.rows
        if (line := lines.get(row.id))
    }
    return Variances(
        tasks=tasks,
        project=_of_project(dossier, plan, baseline),
        added=tuple(row.id for row in plan.rows if row.id not in lines),
        removed=tuple(line for line in baseline.tasks if line.id not in plan.by_id),
    )


def planned_cost(dossier: Dossier) -> Decimal | None:
    """What all cost items together are planned to cost; None where none says it."""
    return _sum(item.planned for item in dossier.of(CostItem))


def frozen_cost(baseline: Baseline) -> Decimal | None:
    """The same as it was in a baseline."""
    return _sum(item.planned for item in baseline.cost_items)


def days_later(was: date | None, now: date | None, calendar: WorkingCalendar, *, finish: bool = True) -> int | None:
    """How many working days `now` lies after `was`, negative where it lies before; None where one is missing.

    Of finishes, the days count up to their ends; of starts, those before them. A finish that moves from Friday to the
    Saturday after it is not later, since nobody works on that day.
    """
    if was is None or now is None:
        return None
    if was == now:
        return 0
    first, last = sorted((was, now))
    if finish:
        days = calendar.working_days_between(first + timedelta(days=1), last)
    else:
        days = calendar.working_days_between(first, last - timedelta(days=1))
    return days if was < now else -days


def _of_project(dossier: Dossier, plan: Plan, baseline: Baseline) -> Variance:
    calendar = plan.calendar
    span: Decimal | None = None
    if baseline.start and baseline.finish and plan.start and plan.expected_finish:
        before = calendar.working_days_between(baseline.start, baseline.finish)
        span = Decimal(calendar.working_days_between(plan.start, plan.expected_finish) - before)
    return Variance(
        start=days_later(baseline.start, plan.start, calendar, finish=False),
        finish=days_later(baseline.finish, plan.expected_finish, calendar),
        duration=span,
        cost=_difference(frozen_cost(baseline), planned_cost(dossier)),
    )


def _difference(was: Decimal | None, now: Decimal | None) -> Decimal | None:
    return None if was is None or now is None else now - was


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
