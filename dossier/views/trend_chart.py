"""A chart of dates that were expected on different days, as a person sees it, still without a picture."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from msgspec import Struct

TrendRole = Literal["reached", "later", "kept", "report"]


class TrendLine(Struct, frozen=True):
    """When one thing was expected: its `label`, what the line tells of it, and pairs of day and date in order."""

    label: str
    role: TrendRole
    points: tuple[tuple[date, date], ...]


class TrendChart(Struct, frozen=True):
    """Lines of expected dates over the days of reports, above the diagonal on which a day reports itself.

    `title` tells somebody who does not see it what it shows; `legend` says in words what the roles mean.
    """

    title: str
    lines: tuple[TrendLine, ...]
    legend: tuple[tuple[TrendRole, str], ...]
    kind: ClassVar[str] = "trend"
