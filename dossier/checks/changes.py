"""Change requests: decided by those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.change_rights import decides, refusal
from dossier.dossier import Dossier
from dossier.problems.problem import Problem, near
from dossier.problems.rules import check
from dossier.records.change_request import DECISIONS, ChangeRequest
from dossier.records.stakeholder import Stakeholder

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS344")
def change_decided_by_somebody_not_entitled(dossier: Dossier) -> Iterator[Problem]:
    """A change was approved, rejected or deferred by somebody who may not decide about it.

    The client's signers decide about changes, and those whom the project names as `change_approvers`, each up to a cost
    and a delay. An approval by anybody else can be disputed when the invoice comes.

    Wrong:

        people:
        - {id: tom, title: Tom Ray}
        change_requests:
        - id: CR-1
          title: Gift cards
          impact: {scope: One more payment method, time: 3, cost: 1200}
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: tom, on: 2026-03-04}
          - {step: approved, by: tom, on: 2026-03-06}

    Right:

        people:
        - {id: tom, title: Tom Ray}
        change_requests:
        - id: CR-1
          title: Gift cards
          impact: {scope: One more payment method, time: 3, cost: 1200}
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: tom, on: 2026-03-04}
          - {step: approved, by: anna, on: 2026-03-06}
    """
    for change in dossier.of(ChangeRequest):
        for number, step in enumerate(change.steps):
            person = dossier.find(step.by) if step.by and step.step in DECISIONS else None
            if isinstance(person, Stakeholder) and (why := refusal(dossier, change, step.step, person)):
                message = f"{change.id} was {step.step} by {step.by}: {why}"
                hint = near(step.by, decides(dossier)) or "or name who may under `change_approvers` in project.yml"
                yield Problem("DOS344", change.at("steps") / number, message, hint)
