"""The lines of the budget: cost items and the planned costs of tasks, all in the project's currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.exchange_rates import rate_of
from dossier.records.cost_item import CostItem
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.dossier import Dossier
    from dossier.records.project import Project

NOTHING = Decimal(0)


class CostLine(Struct, frozen=True, kw_only=True):
    """What one thing is planned to cost, what is promised and spent for it, and what it is expected to cost in the end.

    `bookings` are the dated part of what was spent; the rest of `actual` has no day, save that of `on`. `task` is the
    id of the work that it pays for, "" for none. A `reserve` pays for no work: it is planned, and never earned.
    """

    task: str = ""
    planned: Decimal = NOTHING
    committed: Decimal = NOTHING
    actual: Decimal = NOTHING
    forecast: Decimal = NOTHING
    bookings: tuple[tuple[date, Decimal], ...] = ()
    spread: str = ""
    on: date | None = None
    reserve: bool = False

    @property
    def rest(self) -> Decimal:
        """What is still to be spent as things stand."""
        return max(NOTHING, self.forecast - self.actual)


def cost_lines(dossier: Dossier) -> tuple[CostLine, ...]:
    """Every cost item, then the planned cost of every task for which no cost item speaks.

    A cost item speaks for its task and all that is inside; where a task and something inside it both have a planned
    cost, the inner ones count. An item in a currency without a rate is left out (a check tells that).
    """
    items = dossier.of(CostItem)
    lines = (_of_item(dossier.project, item) for item in items)
    return (*(line for line in lines if line), *_of_tasks(dossier, {item.task for item in items if item.task}))


def _of_item(project: Project, item: CostItem) -> CostLine | None:
    rate = rate_of(project, item.currency)
    if rate is None:
        return None
    bookings = tuple(sorted(_booked(project, item)))
    booked = sum((amount for _, amount in bookings), NOTHING)
    planned, committed = (item.planned or NOTHING) * rate, (item.committed or NOTHING) * rate
    actual = booked if item.actual is None else item.actual * rate
    return CostLine(
        task=item.task or "",
        planned=planned,
        committed=committed,
        actual=actual,
        # never less than what is paid and promised, unless the author says so
        forecast=max(planned, actual + committed) if item.forecast is None else item.forecast * rate,
        bookings=bookings,
        spread=item.spread or "",
        on=item.on,
        reserve=item.category == "reserve",
    )


def _booked(project: Project, item: CostItem) -> Iterator[tuple[date, Decimal]]:
    for booking in item.bookings:
        rate = rate_of(project, item.currency, booking.on)
        if rate is not None and booking.on and booking.amount is not None:
            yield booking.on, booking.amount * rate


def _of_tasks(dossier: Dossier, spoken_for: set[str]) -> Iterator[CostLine]:
    tasks = {task.id: task for task in dossier.of(Task)}
    inner = {above for task in tasks.values() if task.cost for above in _above(tasks, task)}
    for task in tasks.values():
        if task.cost and task.id not in inner and spoken_for.isdisjoint((task.id, *_above(tasks, task))):
            yield CostLine(task=task.id, planned=task.cost, forecast=task.cost)


def _above(tasks: dict[str, Task], task: Task) -> tuple[str, ...]:
    """The tasks that hold a task, the nearest first; a circle ends where it comes round."""
    found: list[str] = []
    parent = task.parent
    while parent in tasks and parent not in found:
        found.append(parent)
        parent = tasks[parent].parent
    return tuple(found)
