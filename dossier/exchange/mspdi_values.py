"""Dates, durations and amounts as Microsoft Project's XML writes them, read and written.

Durations are `PT24H0M0S` in working time, lags tenths of a minute, amounts hundredths of the currency's unit.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

_DURATION = re.compile(
    r"P(?:(?P<d>\d{1,6})D)?(?:T(?:(?P<h>\d{1,9})H)?(?:(?P<m>\d{1,9})M)?(?:(?P<s>\d{1,9})(?:\.\d+)?S)?)?"
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")

ELAPSED_FORMATS = frozenset({"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"})
"""Numbers of the schema's units that count the clock and not the work."""
PERCENT_FORMATS = frozenset({"19", "20", "51", "52"})
"""Numbers of the units that are a share of the predecessor's duration."""
LONGEST_MINUTES = 100_000 * 480
"""A duration or lag above some 400 years is no duration; a record could not hold it either."""
WORKING_DAYS, ELAPSED_DAYS = "7", "8"


def minutes_of(text: str) -> int | None:
    """The minutes of `PT24H30M0S`, None where the text is none or too long; half a minute rounds up."""
    match = _DURATION.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(match[unit] or 0) for unit in "dhms")
    found = days * 1440 + hours * 60 + minutes + (seconds + 30) // 60
    return found if found <= LONGEST_MINUTES else None


def duration_text(minutes: int) -> str:
    """Minutes as the schema's duration: `PT24H30M0S`."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def moment_of(text: str) -> datetime | None:
    """The moment of `2026-01-05T09:00:00`, None where the text is none; time zones are dropped.

    Years before 1900 and from 2200 are none: Microsoft Project ends at 2149, and days are added to what is
    read.
    """
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if 1900 <= moment.year < 2200 else None


def clock_of(text: str) -> int | None:
    """Minutes after midnight of `09:30:00`, None where the text is none."""
    try:
        at = time.fromisoformat(text)
    except ValueError:
        return None
    return at.hour * 60 + at.minute


def clock_text(minute: int) -> str:
    """Minutes after midnight as `09:30:00`; the end of the day is `00:00:00`."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}:00"


def moment_text(day: date, minute: int) -> str:
    """A moment `minute` minutes after the midnight with which `day` begins."""
    return (datetime.combine(day, time()) + timedelta(minutes=minute)).isoformat()


def number_of(text: str) -> Decimal | None:
    """A number of up to 15 digits, None where the text is none; some are written with a decimal point."""
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None


def shortest_days(minutes: int, minutes_per_day: int) -> Decimal:
    """Minutes in working days with as few decimals as give back these minutes; five always do."""
    exact = Decimal(minutes) / minutes_per_day
    for decimals in range(6):
        rounded = round(exact, decimals)
        if (rounded * minutes_per_day).to_integral_value() == minutes:
            return rounded
    return exact


def plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    return f"{number.normalize():f}"
