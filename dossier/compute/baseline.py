"""Baselines: the plan and budget frozen on a day, and which of several one compares with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.compute.projection import is_published, published_types
from dossier.compute.standing_dates import standing_dates
from dossier.records.baseline import Baseline, FrozenCost, FrozenTask
from dossier.records.cost_item import CostItem
from dossier.records.sign_off import SignOff
from dossier.records.task import Task
from dossier.records.values import Days
from dossier.text.values import replace

if TYPE_CHECKING:
    from datetime import date

    from dossier.compute.plan import Plan
    from dossier.dossier import Dossier
    from dossier.records.declare import Record

_FINEST = Decimal("0.001")
"""Durations are kept to a thousandth of a working day, half a minute of eight hours."""


def frozen(dossier: Dossier, plan: Plan, name: str, title: str, made_on: date) -> Baseline:
    """The baseline of a plan and of the budget, under the id `name`: every task in the order of the WBS.

    Its dates are those that are expected on that day, since nobody agrees to work that lies in the past.
    What the client cannot see today is marked so that it stays with the team, also when its record is gone.
    """
    project, types, dates = dossier.project, published_types(dossier.client), standing_dates(plan)
    tasks = {task.id: task for task in dossier.of(Task)}
    return Baseline(
        id=name,
        title=title,
        as_of=plan.as_of,
        made_on=made_on,
        start=plan.start,
        finish=plan.expected_finish,
        currency=project.currency,
        budget=project.budget,
        cost_items=tuple(
            FrozenCost(id=item.id, title=item.title, planned=item.planned, visibility=_visibility(item, types))
            for item in dossier.of(CostItem)
        ),
        tasks=tuple(
            FrozenTask(
                id=row.id,
                wbs=row.number,
                title=row.title,
                start=dates[row.id][0],
                finish=dates[row.id][1],
                duration=_days(row.duration_days),
                cost=tasks[row.id].cost,
                visibility=_visibility(tasks[row.id], types),
            )
            for row in plan.rows
        ),
        project=project.id,
        **_EMPTY,
    )


def current_baseline(dossier: Dossier, as_of: date | None = None) -> Baseline | None:
    """The baseline to compare with on a day; None without one.

    That is the one which the last sign-off given by then names, else the one of the latest day. Without a day, all
    that there are count.
    """
    if (sign_off := naming_sign_off(dossier, as_of)) is not None:
        return _known(dossier, as_of)[sign_off.baseline]
    return max(_known(dossier, as_of).values(), key=lambda b: (b.as_of, b.made_on or b.as_of, b.id), default=None)


def naming_sign_off(dossier: Dossier, as_of: date | None = None) -> SignOff | None:
    """The last sign-off given by a day that names a baseline; None where none does. Without a day, all count."""
    known = _known(dossier, as_of)
    given = [
        (sign_off.decided_on, number, sign_off)
        for number, sign_off in enumerate(dossier.of(SignOff) if known else ())
        if sign_off.baseline in known
        and sign_off.decision in {"confirmed", "conditions"}
        and sign_off.decided_on
        and (as_of is None or sign_off.decided_on <= as_of)
    ]
    return max(given, key=lambda each: each[:2])[2] if given else None


def _known(dossier: Dossier, as_of: date | None) -> dict[str, Baseline]:
    return {b.id: b for b in dossier.of(Baseline) if as_of is None or (b.as_of and b.as_of <= as_of)}


def beside_baseline(plan: Plan, baseline: Baseline | None) -> Plan:
    """The plan with each row's dates in the baseline; without those dates where there is no baseline."""
    lines = frozen_tasks(baseline)
    if not lines and not any(row.baseline_finish for row in plan.rows):
        return plan
    dated = ((row, lines.get(row.id)) for row in plan.rows)
    rows = (
        replace(row, baseline_start=line.start if line else None, baseline_finish=line.finish if line else None)
        for row, line in dated
    )
    return replace(plan, rows=tuple(rows))


def frozen_tasks(baseline: Baseline | None) -> Mapping[str, FrozenTask]:
    """The lines of a baseline by the id of their task; the first where an id stands twice."""
    return {line.id: line for line in reversed(baseline.tasks)} if baseline else {}


_EMPTY: dict[str, Any] = {"description": "", "visibility": "", "attachments": (), "tags": (), "internal": ""}


def _visibility(record: Record, types: Collection[str]) -> str:
    return "" if is_published(record, types) else "team"


def _days(days: Decimal) -> Days:
    rounded = days.quantize(_FINEST).normalize()
    return Days(rounded if rounded % 1 else rounded.quantize(Decimal(1)))
