"""The values that short texts are read into: dates, working days, percentages, money, yes and no."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NewType

Prose = NewType("Prose", str)
"""Markdown, over as many lines as it needs."""
Ref = NewType("Ref", str)
"""The id of another record, or `project/ID` for one of another project of the same client."""
Percent = NewType("Percent", int)
"""0 to 100."""
Days = NewType("Days", Decimal)
"""Working days."""
Amount = NewType("Amount", Decimal)
"""Money, in the project's currency."""

ID = re.compile(r"[^\W_](?:[\w.-]*\w)?")
REFERENCE = re.compile(rf"(?:{ID.pattern}/)?{ID.pattern}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DAYS = re.compile(r"(-?\d+(?:\.\d+)?) ?(d|w|h|天|日|周|小时)?")
AMOUNT = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_PER_DAY: dict[str, int | Decimal] = {
    "d": 1,
    "天": 1,
    "日": 1,
    "w": 5,
    "周": 5,
    "h": Decimal("0.125"),
    "小时": Decimal("0.125"),
}
_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def date_of(text: str) -> date:
    """The day of YYYY-MM-DD. Raises ValueError for another form, or a day that is not there."""
    if not DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def days_of(text: str) -> Decimal:
    """Working days of `5d`, `2w` (five to a week) or `4h` (eight to a day). Raises ValueError."""
    match = DAYS.fullmatch(text)
    if not match or match[1].startswith("-") or len(match[1]) > 9:
        raise ValueError(text)
    return Decimal(match[1]) * _PER_DAY[match[2] or "d"]


def percent_of(text: str) -> int:
    """A percentage from 0 to 100. Raises ValueError."""
    match = re.fullmatch(r"(\d{1,3}) ?[%％]?", text)
    if not match or int(match[1]) > 100:
        raise ValueError(text)
    return int(match[1])


def amount_of(text: str) -> Decimal:
    """An amount of money, with or without commas between thousands. Raises ValueError."""
    if not AMOUNT.fullmatch(text) or len(text) > 24:
        raise ValueError(text)
    return Decimal(text.replace(",", ""))


def yes_no_of(text: str) -> bool:
    """Whether a text says yes. Raises ValueError when it says neither yes nor no."""
    if text.casefold() not in _YES_NO:
        raise ValueError(text)
    return _YES_NO[text.casefold()]
