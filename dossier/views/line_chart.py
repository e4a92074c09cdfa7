"""A chart of lines over time, as a person sees it, still without a picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import Struct

Role = Literal["planned", "earned", "actual", "expected"]


class Series(Struct, frozen=True, kw_only=True):
    """One line: what it is called, what it stands for, and its points in order of time."""

    name: str
    role: Role
    points: tuple[tuple[date, Decimal], ...]


class LineChart(Struct, frozen=True, kw_only=True):
    """Lines over the same time. `title` tells somebody who does not see it what it shows; its numbers stand elsewhere.

    `today` is marked across all lines, under its name.
    """

    title: str
    series: tuple[Series, ...]
    today: date
    today_name: str
    kind: ClassVar[str] = "chart"
