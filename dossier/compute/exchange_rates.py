"""Amounts of other currencies in the project's own, by the rates that project.yml states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.records.project import Project, Rate


def rate_of(project: Project, currency: str, on: date | None = None) -> Decimal | None:
    """What one unit of a currency is worth in the project's: 1 for its own, None where no rate is stated.

    The rate in force on a day, which is the last one that began by then; the last of all without a day, and the first
    for days before it.
    """
    if not currency or currency == project.currency:
        return Decimal(1)
    stated = sorted((rate for rate in project.rates if rate.currency == currency), key=_since)
    if not stated:
        return None
    in_force = [rate for rate in stated if on is None or _since(rate) <= on] or stated[:1]
    return in_force[-1].rate


def _since(rate: Rate) -> date:
    return rate.on or date.min
