"""The budget in figures: agreed, planned, spent, promised and expected, in the project's currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.records.change_request import ChangeRequest
from dossier.records.cost_item import CostItem

if TYPE_CHECKING:
    from dossier.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Money:
    """Sums over the cost items; `agreed` is the budget with the cost of approved changes added."""

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
    items = dossier.of(CostItem)
    if not dossier.project.budget or not items:
        return None
    approved = [c for c in dossier.of(ChangeRequest) if c.status in {"approved", "implemented"} and c.impact]
    return Money(
        currency=dossier.project.currency,
        budget=dossier.project.budget,
        approved_changes=sum((c.impact.cost or Decimal(0) for c in approved if c.impact), Decimal(0)),
        planned=sum((item.planned or Decimal(0) for item in items), Decimal(0)),
        committed=sum((item.committed or Decimal(0) for item in items), Decimal(0)),
        actual=sum((item.actual or Decimal(0) for item in items), Decimal(0)),
        forecast=sum((_expected(item) for item in items), Decimal(0)),
    )


def _expected(item: CostItem) -> Decimal:
    """The forecast of a line, or else what is planned, but never less than what is already paid and promised."""
    if item.forecast is not None:
        return Decimal(item.forecast)
    return max(item.planned or Decimal(0), (item.actual or Decimal(0)) + (item.committed or Decimal(0)))
