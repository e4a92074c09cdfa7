"""The tasks that a change moves the most, before and after, as one small chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.standing_dates import standing_dates
from dossier.views.gantt import GanttBar, GanttPicture, GanttSection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.compute.dossier_difference import DossierDifference
    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.views.review_parts import ReviewWords

MOST_ROWS = 10


def before_and_after(speak: ReviewWords, difference: DossierDifference) -> GanttPicture | None:
    """The chart; None where no task lies elsewhere.

    Milestones come first, then the tasks that move the furthest; all in the order of the plan.
    """
    plan = difference.plan
    if plan is None:
        return None
    moved = [each for each in plan.tasks if each.before and each.after and each.days and not each.row.is_summary]
    chosen = sorted(moved, key=lambda each: (not each.row.milestone, -abs(each.days or 0)))[:MOST_ROWS]
    if not chosen:
        return None
    order = {row.id: number for number, row in enumerate(plan.after.rows)}
    chosen.sort(key=lambda each: order[each.row.id])
    sections = (
        GanttSection(title=speak.say("review_before"), bars=_bars(plan.before, [each.before for each in chosen])),
        GanttSection(title=speak.say("review_after"), bars=_bars(plan.after, [each.after for each in chosen])),
    )
    return GanttPicture(title=speak.say("review_chart"), sections=sections, as_of=difference.as_of)


def _bars(plan: Plan, rows: Sequence[PlanRow | None]) -> tuple[GanttBar, ...]:
    dates = standing_dates(plan)
    return tuple(
        GanttBar(
            id=row.id,
            number=row.id,
            title=row.title,
            start=dates[row.id][0],
            finish=dates[row.id][1],
            state=row.state,
            critical=row.critical,
            milestone=row.milestone,
            progress=row.progress,
        )
        for row in rows
        if row is not None
    )
