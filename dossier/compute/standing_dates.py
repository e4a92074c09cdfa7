"""From when to when each task of a plan takes place as things stand, with unfinished work not done in the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.row_dates import dates_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow


def standing_dates(plan: Plan) -> Mapping[str, tuple[date, date]]:
    """First and last day of each task by id: as planned, or as forecast where work is still to be done."""
    starts: dict[str, date] = {}
    for row in reversed(plan.rows):  # what is inside a phase before the phase, which begins with it
        start = starts.setdefault(row.id, _start(plan, row))
        if row.parent is not None:
            starts[row.parent] = min(start, starts.get(row.parent, start))
    return {row.id: (starts[row.id], row.expected_finish) for row in plan.rows}


def _start(plan: Plan, row: PlanRow) -> date:
    expected, planned = plan.expected.get(row.id), plan.times.get(row.id)
    start = row.start
    if row.state != "done" and expected and planned and expected[0] != planned.start:
        start = dates_at(plan.axis, expected, plan.origin)[0]
    return min(start, row.expected_finish)
