"""Tasks for the team only that decide what the client reads of a phase around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.plan import dates_of
from dossier.compute.projection import unpublished
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.compute.plan import Plan, PlanRow

_OWN_DATES = ("finish", "must_finish", "finish_no_earlier", "start", "must_start", "actual_finish")


@check("DOS634", "warning")
def hidden_task_that_ends_a_phase(dossier: Dossier) -> Iterator[Problem]:
    """A task for the team only, which has a date of its own, ends a phase that the client sees.

    A phase spans all that is in it, also what is hidden, so that a phase whose tasks are for the team has its right
    dates. Where the client sees other tasks in it, she reads of this one the day on which it ends.

    Wrong:

        phases:
        - id: P-1
          title: Build
          tasks:
          - {id: T-1, title: Build it, duration: 5d, start: 2026-03-02}
          - {id: T-2, title: Send the invoice, duration: 1d, must_finish: 2026-05-29, visibility: team}

    Right:

        phases:
        - id: P-1
          title: Build
          tasks:
          - {id: T-1, title: Build it, duration: 5d, start: 2026-03-02}
        tasks:
        - {id: T-2, title: Send the invoice, duration: 1d, must_finish: 2026-05-29, visibility: team}
    """
    is_hidden = unpublished(dossier)
    dated = [(t, name) for t in dossier.of(Task) if is_hidden(t.id) and (name := _own_date(t))]
    plan = dates_of(dossier) if dated else None
    for task, name in dated if plan else ():
        assert plan
        if phase := _phase_ended(plan, plan.by_id.get(task.id), is_hidden):
            message = f"{task.id} ends {phase.id} ({phase.title}), which the client sees: she reads its day there"
            yield Problem("DOS634", task.at(name), message, "move it out of the phase, or publish it")


def _own_date(task: Task) -> str:
    """The field that gives a task a date of its own; "" without one."""
    return next((name for name in _OWN_DATES if getattr(task, name)), "")


def _phase_ended(plan: Plan, row: PlanRow | None, is_hidden: Callable[[str], bool]) -> PlanRow | None:
    """The published phase around a hidden task that ends with it, later than all in it that is published."""
    phase = plan.by_id.get(row.parent or "") if row else None
    while phase and is_hidden(phase.id):
        phase = plan.by_id.get(phase.parent or "")
    if row is None or row.is_summary or phase is None or phase.finish != row.finish:
        return None
    inside = (plan.by_id[each] for each in plan.within({phase.id}))
    seen = [each.finish for each in inside if not each.is_summary and not is_hidden(each.id)]
    return phase if seen and max(seen) < row.finish else None
