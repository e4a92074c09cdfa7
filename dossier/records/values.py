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
DayHours = NewType("DayHours", Decimal)
"""The hours of a working day."""
Amount = NewType("Amount", Decimal)
"""Money, in the project's currency."""

ID = re.compile(r"[^\W_](?:[\w.-]*\w)?")
REFERENCE = re.compile(rf"(?:{ID.pattern}/)?{ID.pattern}")
FOLDER = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
"""The id of a client or project: also a folder and the first part of addresses, so without dots."""
RESERVED = frozenset({"team", "handbook", "assets", "search", "files", "index", "sitemap", "con", "prn", "aux", "nul"})
"""Folders that a site, the team's pages or Windows use themselves."""
FOLDER_IDS = f"letters, digits, - and _; and none of {', '.join(sorted(RESERVED))}, which are used otherwise"
"""What `is_folder_id` allows, in words."""
_FILE_LIKE = re.compile(r".*\.(?:html?|xml|js|css|md|ya?ml|json|gz)", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DAYS = re.compile(r"(-?\d+(?:\.\d+)?) ?(d|w|h|天|日|周|小时)?")
_HOURS = frozenset({"h", "小时"})
DAY_HOURS = re.compile(r"(\d{1,2}(?:\.\d{1,4})?) ?(?:h|小时)?")
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
FIRST_YEAR, LAST_YEAR, MOST_DAYS = 1900, 2200, 10_000
"""Beyond these a date or duration is mistyped: 9999 for 2026, or 40 years of work."""
_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class Hours(Decimal):
    """Working time that was written in hours, as days of eight hours; it is as many hours where days are longer."""

    __slots__ = ()


class Implausible(ValueError):
    """A value in the right form that cannot be meant; the text says why."""


def is_id(text: str) -> bool:
    """Whether a text can be the number of a record: part of an address, and no name of a file."""
    return bool(ID.fullmatch(text)) and not _FILE_LIKE.fullmatch(text) and len(text.encode()) <= 100


def is_folder_id(text: str) -> bool:
    """Whether a text can be the id of a client or project."""
    return bool(FOLDER.fullmatch(text)) and text.casefold() not in RESERVED and len(text.encode()) <= 100


def date_of(text: str) -> date:
    """The day of YYYY-MM-DD from 1900 to 2200. Raises ValueError for another form, or a day that is not there."""
    if not DATE.fullmatch(text):
        raise ValueError(text)
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise Implausible(f"the year lies between {FIRST_YEAR} and {LAST_YEAR}")
    return date.fromisoformat(text)


def days_of(text: str) -> Decimal:
    """Working days of `5d` or `2w` (five to a week), or the hours of `4h`; at most 10,000. Raises ValueError."""
    match = DAYS.fullmatch(text)
    if not match or match[1].startswith("-") or len(match[1]) > 9:
        raise ValueError(text)
    days = Decimal(match[1]) * _PER_DAY[match[2] or "d"]
    if days > MOST_DAYS:
        raise Implausible(f"at most {MOST_DAYS:,} working days")
    return Hours(days) if match[2] in _HOURS else days


def day_hours_of(text: str) -> Decimal:
    """The hours of a working day, a minute to 24 hours: `7.5`, `8h`. Raises ValueError."""
    match = DAY_HOURS.fullmatch(text)
    if not match or not 1 <= round(Decimal(match[1]) * 60) <= 24 * 60:
        raise ValueError(text)
    return Decimal(match[1])


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
