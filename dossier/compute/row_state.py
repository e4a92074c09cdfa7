"""How a row of the plan stands on a day: done, under way, late or still planned, and how far it is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dossier.compute.plan_row import PlanRow, State
    from dossier.records.task import Task


def leaf_state(task: Task, start: date, finish: date, as_of: date) -> State:
    """The state of a task: late when it should be finished or begun by now, or will miss its agreed date."""
    begun = bool(task.actual_start or task.progress)
    if task.actual_finish or task.progress == 100:
        return "done"
    if finish < as_of or (start < as_of and not begun) or (task.deadline and finish > task.deadline):
        return "late"
    return "active" if begun else "planned"


def phase_state(task: Task, finish: date, below: Sequence[PlanRow], as_of: date) -> State:
    """The state of a phase from the rows directly inside it.

    Late when it should be finished by now, will miss its own agreed date, or what ends it is late; a late
    task that still leaves the phase's end where it is does not make the phase late.
    """
    if all(row.state == "done" for row in below):
        return "done"
    ends_late = any(row.state == "late" and row.finish >= finish for row in below)
    if finish < as_of or (task.deadline and finish > task.deadline) or ends_late:
        return "late"
    begun = any(row.state in {"done", "active"} or row.progress or row.actual_start for row in below)
    return "active" if begun else "planned"


def phase_progress(below: Sequence[PlanRow]) -> int:
    """Percent done of a phase: the mean of what is inside, by working days; 100 only when all of it is."""
    if all(row.progress == 100 for row in below):
        return 100
    weights = [row.duration_days for row in below]
    if not any(weights):
        weights = [Decimal(1)] * len(below)
    done = sum((weight * row.progress for weight, row in zip(weights, below, strict=True)), Decimal(0))
    return min(99, int((done / sum(weights)).to_integral_value(ROUND_HALF_UP)))
