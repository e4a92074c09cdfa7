"""Deliverables: what is handed over, when, and whether it was accepted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.requirement import Criterion, repeated_criteria
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator


@record(("Deliverable", "可交付成果"), ("Deliverables", "可交付成果"), prefix="DEL")
class Deliverable(Record):
    """Something handed over to the client, which the client accepts against criteria."""

    description: Prose = says("Description", "描述")
    owner: Ref = says("Owner", "负责人", to=PERSON)
    acceptance_criteria: tuple[Criterion, ...] = says("Acceptance criteria", "验收标准", also=("criteria",))
    requirements: tuple[Ref, ...] = says("Requirements", "对应需求", to=("requirement",))
    due: date | None = says("Due", "应交日期")
    delivered: date | None = says("Delivered", "交付日期", volatile=True)
    accepted: date | None = says("Accepted", "验收日期", volatile=True)
    accepted_by: Ref = says("Accepted by", "验收人", to=PERSON, volatile=True)
    rejected: date | None = says("Rejected", "拒收日期", volatile=True)
    remarks: Prose = says(
        "Remarks", "备注", volatile=True, help=("What the client noted on acceptance.", "客户验收时的意见。")
    )


@check("DOS320")
def deliverable_criteria_with_the_same_number(deliverable: Deliverable) -> Iterator[Problem]:
    """Two acceptance criteria of one deliverable have the same number.

    Nobody could say which of the two was accepted.

    Wrong:

        deliverables:
        - {id: DEL-1, title: Shop, due: 2026-05-01, acceptance_criteria: [{AC-1: It sells}, {AC-1: It ships}]}

    Right:

        deliverables:
        - {id: DEL-1, title: Shop, due: 2026-05-01, acceptance_criteria: [{AC-1: It sells}, {AC-2: It ships}]}
    """
    yield from repeated_criteria("DOS320", deliverable, deliverable.acceptance_criteria)


@check("DOS321", "warning")
def deliverable_without_criteria(deliverable: Deliverable) -> Iterator[Problem]:
    """A deliverable has no acceptance criteria.

    Without them acceptance is a matter of taste, and the last payment with it.

    Wrong:

        deliverables:
        - {id: DEL-1, title: Shop, due: 2026-05-01}

    Right:

        deliverables:
        - {id: DEL-1, title: Shop, due: 2026-05-01, acceptance_criteria: [{AC-1: It sells}]}
    """
    if not deliverable.acceptance_criteria:
        message = f"{deliverable.id} ({deliverable.title}) has no acceptance criteria"
        yield Problem("DOS321", deliverable.place, message, "add `acceptance_criteria:`, each as `AC-1: …`")


@check("DOS322")
def deliverable_dates_out_of_order(deliverable: Deliverable) -> Iterator[Problem]:
    """A deliverable was accepted before it was delivered, or without being delivered.

    An acceptance is evidence; with impossible dates it is none.

    Wrong:

        deliverables:
        - {id: DEL-1, title: Shop, acceptance_criteria: [{AC-1: It sells}], delivered: 2026-05-04, accepted: 2026-05-01}

    Right:

        deliverables:
        - {id: DEL-1, title: Shop, acceptance_criteria: [{AC-1: It sells}], delivered: 2026-05-04, accepted: 2026-05-11}
    """
    for name, on in (("accepted", deliverable.accepted), ("rejected", deliverable.rejected)):
        if on and not deliverable.delivered:
            message = f"{deliverable.id} was {name} on {on} and has no delivery date"
            yield Problem("DOS322", deliverable.at(name), message, "add `delivered:`")
        elif on and deliverable.delivered and on < deliverable.delivered:
            message = f"{deliverable.id} was {name} on {on}, before its delivery on {deliverable.delivered}"
            yield Problem("DOS322", deliverable.at(name), message, "swap them, or correct one")
