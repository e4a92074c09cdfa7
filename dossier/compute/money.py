"""The budget in figures: agreed, planned, spent, promised and expected, in the project's currency."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.cost_line import cost_lines
from dossier.records.change_request import ChangeRequest
from dossier.records.cost_item import CostItem

if TYPE_CHECKING:
    from dossier.dossier import Dossier


class Money(Struct, frozen=True):
    """Sums over the lines of the budget; `agreed` is the budget with the cost of approved changes added."""

    currency: str
    budget: Decimal
    approved_changes: Decimal
    planned: Decimal
    committed: Decimal
    actual: Decimal
    forecast: Decimal

    @property
    def agreed(self) -> Decimal:
        """The budget as it is agreed today."""
        return self.budget + self.approved_changes

    @property
    def over(self) -> Decimal:
        """By how much the expected cost lies above what is agreed; negative when it lies below."""
        return self.forecast - self.agreed


def money(dossier: Dossier) -> Money | None:
    """The figures, or None without a budget or without cost items to compare it with."""
    if not dossier.project.budget or not dossier.of(CostItem):
        return None
    approved = [c for c in dossier.of(ChangeRequest) if c.status in {"approved", "implemented"} and c.impact]
    lines = cost_lines(dossier)
    return Money(
        currency=dossier.project.currency,
        budget=dossier.project.budget,
        approved_changes=sum((c.impact.cost or Decimal(0) for c in approved if c.impact), Decimal(0)),
        planned=sum((line.planned for line in lines), Decimal(0)),
        committed=sum((line.committed for line in lines), Decimal(0)),
        actual=sum((line.actual for line in lines), Decimal(0)),
        forecast=sum((line.forecast for line in lines), Decimal(0)),
    )
