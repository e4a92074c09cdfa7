"""The shares of people on a task as the units of Microsoft Project, where work is duration times units."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.task_timing import share_of
from dossier.exchange.mspdi_custom import share_noted
from dossier.records.stakeholder import Stakeholder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.compute.plan import Plan
    from dossier.dossier import Dossier
    from dossier.records.assignments import Assignment
    from dossier.records.task import Task


class Units(Struct, frozen=True):
    """Somebody on a task, and the part of her time that she has for the project (0 to 1).

    `units` is the part of each working minute of the task that she gives it, `minutes` her work in all.
    """

    assignment: Assignment
    available: Fraction
    units: Decimal
    minutes: int

    @property
    def is_told(self) -> bool:
        """Whether an import reads the share as it is written from the units alone."""
        share, is_all = self.assignment.share, self.units == self.available
        return is_all if share is None else self.units * 100 == share and not is_all


def units_of_all(dossier: Dossier, found: Plan, tasks: Mapping[str, Task]) -> dict[str, tuple[Units, ...]]:
    """The units of the people on each task of the plan, by its id; written effort is divided by their shares."""
    available = {p.id: Fraction(p.available, 100) for p in reversed(dossier.of(Stakeholder)) if p.available is not None}
    return {row.id: _units(tasks[row.id], found, available) for row in found.rows}


def noted_units(units: tuple[Units, ...]) -> str:
    """What an export notes of units that alone would not give the same shares again."""
    return ", ".join(share_noted(each.assignment, each.units) for each in units if not each.is_told)


def _units(task: Task, found: Plan, available: Mapping[str, Fraction]) -> tuple[Units, ...]:
    shares = [share_of(each, available) for each in task.assignments]
    lasts = found.calendar.minutes(found.by_id[task.id].duration_days)
    effort = found.calendar.minutes(task.effort) if task.effort else 0
    whole = sum(shares)
    works = [Fraction(effort) * share / whole if whole else Fraction(0) for share in shares]
    rates = [work / lasts for work in works] if effort and lasts else shares
    return tuple(
        Units(
            assignment,
            available.get(assignment.person, Fraction(1)),
            round(Decimal(rate.numerator) / rate.denominator, 4),
            round(work),
        )
        for assignment, rate, work in zip(task.assignments, rates, works, strict=True)
    )
