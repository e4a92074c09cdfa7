"""One row of a plan as everybody sees it: a phase, task or milestone with its computed dates and state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from dossier.compute.holds import Hold

State = Literal["done", "active", "late", "planned"]


class PlanRow(Struct, frozen=True, kw_only=True):
    """A line of the plan; rows stand in the order of the plan, a parent before its children.

    `number` is the WBS number, `finish` the last working day (inclusive), `progress` is in percent
    (0 to 100), `duration_days` counts working days. `deadline` is the date agreed with the client,
    `late_days` the working days after it at which it is expected. `forecast_finish` is the last day when unfinished
    work is not done in the past. `total_float_days` is how many working days the row may slip without delaying the
    project, `free_float_days` without delaying any other row; `holds` say what holds it where it is. `baseline_start`
    and `baseline_finish` are the dates of the baseline that the plan is compared with.
    """

    id: str
    number: str
    title: str
    parent: str | None = None
    level: int = 0
    is_summary: bool = False
    milestone: bool = False
    start: date
    finish: date
    baseline_start: date | None = None
    baseline_finish: date | None = None
    forecast_finish: date | None = None
    duration_days: Decimal = Decimal(0)
    progress: int = 0
    state: State = "planned"
    critical: bool = False
    near_critical: bool = False
    owner: str = ""
    owner_id: str = ""
    deadline: date | None = None
    late_days: int = 0
    actual_start: date | None = None
    actual_finish: date | None = None
    total_float_days: Decimal = Decimal(0)
    free_float_days: Decimal = Decimal(0)
    holds: tuple[Hold, ...] = ()

    @property
    def driven_by(self) -> tuple[str, ...]:
        """The predecessors that hold the row where it is."""
        return tuple(hold.task for hold in self.holds if hold.kind == "predecessor")

    @property
    def expected_finish(self) -> date:
        """The day by which it will be finished as things stand."""
        return self.forecast_finish or self.finish
