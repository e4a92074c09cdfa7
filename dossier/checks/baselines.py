"""Whether the plan keeps to the baseline that counts, and baselines to the plan and to what the client may see."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.compute.baseline import current_baseline, frozen_tasks
from dossier.compute.plan import dates_of
from dossier.compute.variance import days_later
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.baseline import Baseline
from dossier.records.cost_item import CostItem
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.plan_row import PlanRow
    from dossier.problems.problem import Place


@check("DOS551", "warning")
def milestone_beyond_tolerance(dossier: Dossier) -> Iterator[Problem]:
    """A milestone lies later than in the baseline by more than the project tolerates.

    The tolerance is how far the project manager may let things slip alone. Beyond it the client has to hear of it, and
    to decide. The baseline is that of the last sign-off given, else the latest. What counts is where the records put
    the milestone, whatever day it is today.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        start: 2026-03-02
        tolerance: {slip: 5d}
        # acme/web/plan.yml
        tasks:
        - {id: T-1, title: Build, owner: anna, duration: 20d}
        - {id: M-1, title: Live, kind: milestone, after: T-1}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: M-1, title: Live, start: 2026-03-13, finish: 2026-03-13}

    Right:

        # acme/web/project.yml
        title: Web shop
        start: 2026-03-02
        tolerance: {slip: 5d}
        # acme/web/plan.yml
        tasks:
        - {id: T-1, title: Build, owner: anna, duration: 12d}
        - {id: M-1, title: Live, kind: milestone, after: T-1}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: M-1, title: Live, start: 2026-03-13, finish: 2026-03-13}
    """
    tolerance, baseline = dossier.project.tolerance, current_baseline(dossier)
    if tolerance is None or tolerance.slip is None or baseline is None:
        return
    lines, found = frozen_tasks(baseline), dates_of(dossier)
    for row in found.rows:
        line = lines.get(row.id)
        slip = days_later(line.finish, row.finish, found.calendar) if line and _is_ahead(row) else None
        if slip is not None and slip > tolerance.slip:
            message = (
                f"{row.id} ({row.title}) slips {_days(slip)} against the baseline {baseline.id}; "
                f"{_days(tolerance.slip)} are tolerated"
            )
            hint = "bring it forward, or agree on a new date with the client and make a new baseline"
            yield Problem("DOS551", dossier.by_id[row.id].place, message, hint)


@check("DOS552", "warning")
def baseline_of_a_task_that_is_gone(dossier: Dossier) -> Iterator[Problem]:
    """The baseline that counts holds a task that is not there any more.

    Work that was agreed has been taken out, or its number was changed and its slip is no longer told. Baselines that
    are history may hold what they like.

    Wrong:

        tasks:
        - {id: T-2, title: Build, owner: anna, duration: 5d}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: T-1, title: Build, start: 2026-03-02, finish: 2026-03-06}

    Right:

        tasks:
        - {id: T-1, title: Build, owner: anna, duration: 5d}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: T-1, title: Build, start: 2026-03-02, finish: 2026-03-06}
    """
    baseline = current_baseline(dossier)
    if baseline is None:
        return
    known = {row.id for row in dates_of(dossier).rows}
    for number, line in enumerate(baseline.tasks):
        if line.id not in known:
            message = f"the baseline {baseline.id} holds {line.id} ({line.title}), which is no task any more"
            hint = "if its number changed, change it back; if the client agreed to leave it out, make a new baseline"
            yield Problem("DOS552", _line(baseline, number, len(baseline.tasks)), message, hint)


@check("DOS553", "warning")
def baseline_tells_what_is_hidden_since(dossier: Dossier) -> Iterator[Problem]:
    """A task or cost item is for the team only, and its line in a baseline is not.

    The line is hidden as long as the record is there. It would be shown to the client again when that is deleted.

    Wrong:

        tasks:
        - {id: T-1, title: Build, owner: anna, duration: 5d, visibility: team}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: T-1, title: Build, start: 2026-03-02, finish: 2026-03-06}

    Right:

        tasks:
        - {id: T-1, title: Build, owner: anna, duration: 5d, visibility: team}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: T-1, title: Build, start: 2026-03-02, finish: 2026-03-06, visibility: team}
    """
    hidden = {record.id for record in (*dossier.of(Task), *dossier.of(CostItem)) if record.visibility == "team"}
    for baseline in dossier.of(Baseline) if hidden else ():
        lines = [("tasks", line.id, line.visibility) for line in baseline.tasks]
        lines += [("cost_items", line.id, line.visibility) for line in baseline.cost_items]
        for field, name, visibility in lines:
            if name in hidden and visibility != "team":
                message = f"{name} is for the team only, and its line in {baseline.id} is not"
                yield Problem("DOS553", baseline.at(field).of(name), message, "add `visibility: team` to the line")


def _is_ahead(row: PlanRow) -> bool:
    return row.milestone and row.state != "done"


def _line(baseline: Baseline, number: int, count: int) -> Place:
    """The place of a line, where all lines could be read and so stand where they were written."""
    written = baseline.written.get("tasks")
    place = baseline.at("tasks")
    return place / number if isinstance(written, tuple) and len(written) == count else place


def _days(days: Decimal | int) -> str:
    return "1 working day" if days == 1 else f"{days} working days"
