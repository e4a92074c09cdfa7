"""A chart of bars over days, as a person sees it, still without a picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import Struct

BarRole = Literal["kept", "later"]


class DayBar(Struct, frozen=True):
    """What is counted until a day, and since that of the bar before; `role` is what the bar stands for."""

    until: date
    value: Decimal
    role: BarRole


class BarChart(Struct, frozen=True):
    """Bars in the order of their days, in percent.

    `title` tells somebody who does not see it what it shows; `legend` says in words what the roles mean.
    """

    title: str
    bars: tuple[DayBar, ...]
    legend: tuple[tuple[BarRole, str], ...]
    kind: ClassVar[str] = "bars"
