"""The figures by which one tells at a glance how a project stands, so that two states of it can be compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.cost_line import cost_lines
from dossier.compute.coverage import served, wanted
from dossier.compute.exchange_rates import rate_of
from dossier.records.requirement import Requirement
from dossier.records.risk import Risk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.plan import Plan
    from dossier.dossier import Dossier


class Figures(Struct, frozen=True, kw_only=True):
    """How a project stands. Money is in the project's `currency`; what nothing tells is None.

    `finish` is the day on which everything is expected to be done; `budget` what was agreed, `expected_cost` what
    the lines of the budget are expected to come to; `requirements` counts those that are to be met, `served` those of
    them that work is planned for, `accepted` those accepted; `exposure` is what the open risks would cost together.
    """

    finish: date | None
    agreed_finish: date | None
    budget: Decimal | None
    expected_cost: Decimal | None
    currency: str
    tasks: int
    requirements: int
    served: int
    accepted: int
    open_risks: int
    exposure: Decimal | None


def figures(dossier: Dossier, plan: Plan) -> Figures:
    """The figures of a dossier with its plan."""
    lines, needed = cost_lines(dossier), wanted(dossier)
    risks = [risk for risk in dossier.of(Risk) if risk.status != "closed"]
    exposed = [*_exposures(dossier, risks)]
    return Figures(
        finish=plan.expected_finish,
        agreed_finish=dossier.project.finish,
        budget=dossier.project.budget,
        expected_cost=sum((line.forecast for line in lines), Decimal(0)) if lines else None,
        currency=dossier.project.currency,
        tasks=len(plan.rows),
        requirements=len(needed),
        served=sum(each.id in served(dossier) for each in needed),
        accepted=sum(each.status == "accepted" for each in dossier.of(Requirement)),
        open_risks=len(risks),
        exposure=sum(exposed, Decimal(0)) if exposed else None,
    )


def _exposures(dossier: Dossier, risks: list[Risk]) -> Iterator[Decimal]:
    """What each risk would cost; one in a currency without a rate is left out (a check tells that)."""
    for risk in risks:
        rate = rate_of(dossier.project, risk.currency)
        if risk.exposure is not None and rate is not None:
            yield risk.exposure * rate
