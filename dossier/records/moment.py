"""A day with a time of day, for dates that are known to the minute."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from dossier.records.values import DATE, date_of

MOMENT = re.compile(rf"({DATE.pattern})(?:[ T](\d{{1,2}}):(\d{{2}}))?")


class Moment(date):
    """A day and the minutes after its midnight, at most 1,440; without minutes it is a plain day.

    Whoever asks for a day takes it as one. It comes after the plain day and is never equal to it.
    """

    __slots__ = ("minute",)
    minute: int

    def __new__(cls, year: int, month: int, day: int, minute: int | None = None) -> Any:
        """A moment; a plain day without `minute`, which is also what counting days from a moment gives."""
        if minute is None:
            return date(year, month, day)
        found = super().__new__(cls, year, month, day)
        found.minute = minute
        return found

    @property
    def clock(self) -> str:
        """The time of day: 13:00."""
        return f"{self.minute // 60:02}:{self.minute % 60:02}"

    def isoformat(self) -> str:
        """2026-03-02T13:00."""
        return f"{super().isoformat()}T{self.clock}"

    def __str__(self) -> str:
        return f"{super().isoformat()} {self.clock}"

    def __repr__(self) -> str:
        return f"Moment({self.year}, {self.month}, {self.day}, {self.minute})"

    def __reduce__(self) -> Any:
        return Moment, (self.year, self.month, self.day, self.minute)

    def __eq__(self, other: object) -> bool:
        return _key(self) == _key(other) if isinstance(other, date) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other  # else it is that of `date`, which knows no minutes

    def __hash__(self) -> int:
        return hash(_key(self))

    def __lt__(self, other: date) -> bool:
        return _key(self) < _key(other)

    def __le__(self, other: date) -> bool:
        return _key(self) <= _key(other)

    def __gt__(self, other: date) -> bool:
        return _key(self) > _key(other)

    def __ge__(self, other: date) -> bool:
        return _key(self) >= _key(other)


def moment_of(text: str) -> date:
    """The day of `2026-03-02`, or the moment of `2026-03-02 13:00` until 24:00. Raises ValueError."""
    match = MOMENT.fullmatch(text)
    if not match:
        raise ValueError(text)
    day = date_of(match[1])
    if match[2] is None:
        return day
    minute = int(match[2]) * 60 + int(match[3])
    if minute > 24 * 60 or int(match[3]) > 59:
        raise ValueError(text)
    found: date = Moment(day.year, day.month, day.day, minute)
    return found


def day_of(moment: date) -> date:
    """The day on which a moment lies."""
    return date(moment.year, moment.month, moment.day)


def begin_of(moment: date) -> int:
    """A date as minutes, counted like the days of `date.toordinal`: the moment, or the midnight that begins a day."""
    return moment.toordinal() * 1440 + (moment.minute if isinstance(moment, Moment) else 0)


def end_of(moment: date) -> int:
    """The same, a plain day being its end."""
    return begin_of(moment) if isinstance(moment, Moment) else begin_of(moment) + 1440


def _key(moment: date) -> tuple[int, int]:
    return moment.toordinal(), moment.minute if isinstance(moment, Moment) else -1
