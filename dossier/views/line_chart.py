"""A chart of lines over time, as a person sees it, still without a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

Role = Literal["planned", "earned", "actual", "expected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: what it is called, what it stands for, and its points in order of time."""

    name: str
    role: Role
    points: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Lines over the same time. `title` tells somebody who does not see it what it shows; its numbers stand elsewhere.

    `today` is marked across all lines, under its name.
    """

    title: str
    series: tuple[Series, ...]
    today: date
    today_name: str
    kind: ClassVar[str] = "chart"
