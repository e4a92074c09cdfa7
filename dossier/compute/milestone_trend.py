"""How the milestones of a project moved: when each was expected on the day of every baseline, and is today.

This is milestone trend analysis: a level line is a date that was kept, a rising one a date that moved, and a milestone
is reached where its line meets the day of the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.baseline import frozen_tasks
from dossier.compute.variance import days_later
from dossier.records.baseline import Baseline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.dossier import Dossier


class MilestoneTrend(Struct, frozen=True):
    """One milestone: on which day it was expected for when, in order of days.

    The last day is today, or the one on which it was `reached`. `moved` is by how many working days the last date lies
    later than the first.
    """

    milestone: str
    points: tuple[tuple[date, date], ...]
    reached: bool
    moved: int


def milestone_trends(dossier: Dossier, plan: Plan) -> tuple[MilestoneTrend, ...]:
    """The trends of the milestones that were still ahead when the first baseline was made, in order of the plan.

    None without a baseline. Of several baselines of one day the one made last counts.
    """
    baselines = [each for each in dossier.of(Baseline) if each.as_of and each.as_of <= plan.as_of]
    baselines.sort(key=lambda each: (each.as_of, each.made_on or each.as_of, each.id))
    lines = {each.as_of: frozen_tasks(each) for each in baselines if each.as_of}
    found = []
    for row in plan.rows:
        if row.milestone:
            told = [(day, by_id[row.id].finish) for day, by_id in lines.items() if row.id in by_id]
            found.append(_trend(row, [(day, on) for day, on in told if on], plan))
    return tuple(each for each in found if len(each.points) > 1)


def _trend(row: PlanRow, told: Sequence[tuple[date, date]], plan: Plan) -> MilestoneTrend:
    """The trend of a row; what was said of it once it was reached adds nothing."""
    reached, finish = row.state == "done", row.expected_finish
    today = min(finish, plan.as_of) if reached else plan.as_of
    points = (*((day, on) for day, on in told if day < today), (today, finish))
    first, last = points[0][1], points[-1][1]
    return MilestoneTrend(row.id, points, reached, days_later(first, last, plan.calendar) or 0)
