"""Money: every amount has a currency, and what is planned fits what was agreed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.compute.money import money
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.change_request import ChangeRequest
from dossier.records.cost_item import CostItem
from dossier.records.kinds import Kind, kind_of
from dossier.records.leaves import leaves
from dossier.records.patterns import Pattern
from dossier.records.project import Project
from dossier.records.values import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

_AMOUNT = kind_of(Amount, lambda _cls: {})


@check("DOS540")
def money_without_currency(dossier: Dossier) -> Iterator[Problem]:
    """Amounts of money stand in a project that names no currency.

    12,500 of what? The client's page would show a number that nobody can hold us to.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        budget: 120,000

    Right:

        # acme/web/project.yml
        title: Web shop
        currency: EUR
        budget: 120,000
    """
    if dossier.project.currency:
        return
    for record in (dossier.project, *dossier.records):
        amount = next(leaves(record, _is_amount), None)
        if amount:
            message = f"{record.id} has an amount of money, and {dossier.folder} names no currency"
            yield Problem("DOS540", amount.place, message, "add `currency: EUR` (or CNY …) to project.yml")
            return


@check("DOS541", "warning")
def currency_that_is_no_code(project: Project) -> Iterator[Problem]:
    """A currency is not written as its code of three letters.

    Amounts are written as each language does it, and for that the code (ISO 4217) is needed.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        currency: Euro

    Right:

        # acme/web/project.yml
        title: Web shop
        currency: EUR
    """
    if project.currency and not re.fullmatch(r"[A-Z]{3}", project.currency):
        message = f"`{project.currency}` is not the code of a currency"
        yield Problem("DOS541", project.at("currency"), message, "three capital letters: EUR, CHF, CNY, USD")


@check("DOS542", "warning")
def more_planned_than_agreed(dossier: Dossier) -> Iterator[Problem]:
    """The planned cost of a project is above its budget and the cost of approved changes.

    Either the plan or the budget has to change before the money is spent, and the client has to know.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        currency: EUR
        budget: 100,000
        # acme/web/costs.yml
        cost_items:
        - {id: C-1, title: Development, planned: "120,000"}

    Right:

        # acme/web/project.yml
        title: Web shop
        currency: EUR
        budget: 130,000
        # acme/web/costs.yml
        cost_items:
        - {id: C-1, title: Development, planned: "120,000"}
    """
    figures = money(dossier)
    if figures and figures.planned > figures.agreed:
        message = f"{figures.planned:,} {figures.currency} are planned, {figures.agreed:,} are agreed"
        hint = "correct the cost items or the budget, or ask for a change"
        yield Problem("DOS542", dossier.project.at("budget"), message, hint)


@check("DOS543", "warning")
def cost_of_a_change_nobody_approved(dossier: Dossier) -> Iterator[Problem]:
    """A cost item is there because of a change request that was not approved.

    The money is planned, promised or spent, and the client has not agreed to it.

    Wrong:

        change_requests:
        - {id: CR-1, title: Gift cards, steps: [{step: requested, by: anna, on: 2026-03-02}]}
        cost_items:
        - {id: C-1, title: Gift cards, planned: 1200, change: CR-1}

    Right:

        change_requests:
        - id: CR-1
          title: Gift cards
          impact: {cost: 1200}
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: anna, on: 2026-03-04}
          - {step: approved, by: anna, on: 2026-03-06}
        cost_items:
        - {id: C-1, title: Gift cards, planned: 1200, change: CR-1}
    """
    for item in dossier.of(CostItem):
        change = dossier.find(item.change) if item.change else None
        if isinstance(change, ChangeRequest) and not change.step("approved"):
            message = f"{item.id} ({item.title}) costs money for {change.id}, which was not approved"
            yield Problem("DOS543", item.at("change"), message, "take it out until the change is approved")


def _is_amount(kind: Kind) -> bool:
    return isinstance(kind, Pattern) and kind is _AMOUNT
