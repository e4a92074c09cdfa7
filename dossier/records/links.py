"""Dependencies between tasks as they are written: `T-2`, `T-2 SS+2d`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, cast

from msgspec import Struct

from dossier.records.values import Hours

Relation = Literal["FS", "SS", "FF", "SF"]

LINK = re.compile(
    r"(?P<task>(?:[^\W_](?:[\w.-]*\w)?/)?[^\W_](?:[\w.-]*\w)?)"
    r"(?:\s+(?P<relation>FS|SS|FF|SF|fs|ss|ff|sf))?"
    r"\s*(?:(?P<sign>[+-])\s*(?P<lag>\d{1,6}(?:\.\d+)?)\s*(?P<unit>e?[dwh])?)?"
)
_WORKING_DAYS = {"d": Decimal(1), "w": Decimal(5), "h": Decimal("0.125")}
_ELAPSED_DAYS = {"ed": Decimal(1), "ew": Decimal(7), "eh": 1 / Decimal(24)}


class Link(Struct, frozen=True):
    """A task waits for another: finish to start (FS), start to start, finish to finish, or start to finish.

    `lag` is in working days (or hours), or in calendar days where `elapsed`; negative for a lead.
    """

    task: str
    relation: Relation = "FS"
    lag: Decimal = Decimal(0)
    elapsed: bool = False

    @property
    def target(self) -> str:
        """The id of the task that is waited for, which this refers to."""
        return self.task

    def __str__(self) -> str:
        if self.relation == "FS" and not self.lag:
            return self.task
        return f"{self.task} {self.relation}{self._lag}"

    @property
    def _lag(self) -> str:
        if not self.lag:
            return ""
        if isinstance(self.lag, Hours):
            return f"{(self.lag * 8).normalize():+f}h"
        return f"{self.lag.normalize():+f}{'ed' if self.elapsed else 'd'}"


def link(text: str) -> Link | None:
    """The dependency that a text writes, or None when it is not one.

    A lag needs the relation or white space before its sign, since `-` may stand in an id: `T-2 FS-1d`, `T-2 +2d`.
    """
    match = LINK.fullmatch(text.strip())
    if not match:
        return None
    unit = match["unit"] or "d"
    per_unit = _WORKING_DAYS.get(unit) or _ELAPSED_DAYS[unit]
    lag = Decimal(match["lag"] or 0) * per_unit * (-1 if match["sign"] == "-" else 1)
    relation = cast("Relation", (match["relation"] or "FS").upper())
    return Link(match["task"], relation, Hours(lag) if unit == "h" else lag, unit.startswith("e"))
