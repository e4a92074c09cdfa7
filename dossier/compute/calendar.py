"""When work is done: a calendar that turns dates into working time and back.

Everything is counted on one axis of whole working minutes, so that evenings, weekends and holidays take no room:
the end of Friday and the start of Monday are the same position. A position therefore has two readings. Read as a
*start* it is the next working instant, read as a *finish* the end of the previous one.

The axis is periodic between exceptions, so a position is found by a division and one bisection among the exceptions;
there is no table of days to build and no range of years to stay within (0001–9999, the years of `datetime.date`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from msgspec import Struct

from dossier.records.values import Hours as WrittenHours

Hours = tuple[tuple[int, int], ...]
"""Working intervals of one day, in minutes after midnight: ((540, 720), (780, 1080))."""

NO_HOURS: Hours = ()
OFFICE_HOURS: Hours = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
OFFICE_WEEK: tuple[Hours, ...] = (OFFICE_HOURS,) * 5 + (NO_HOURS,) * 2

DAY = 24 * 60
"""The minutes of a day."""
_MIDNIGHT = datetime.min.time()


class _Axis(Struct, frozen=True):
    """Amounts per day (minutes, or 1 for a working day) summed over days; a day is its proleptic ordinal."""

    week: tuple[int, ...]  # cumulated, Monday first: (0, 480, 960, …), 8 numbers
    days: tuple[int, ...]  # ordinals of the exceptions, ascending
    amounts: tuple[int, ...]  # what those days hold instead
    before: tuple[int, ...]  # sum of all days before each exception

    def sum_before(self, day: int) -> int:
        """The sum of all days before `day`."""
        weeks, weekday = divmod(day - 1, 7)
        i = bisect_left(self.days, day)
        if not i:
            return weeks * self.week[7] + self.week[weekday]
        since = self._regular(day) - self._regular(self.days[i - 1] + 1)
        return self.before[i - 1] + self.amounts[i - 1] + since

    def day_after(self, position: int) -> tuple[int, int]:
        """The day that holds what follows `position`, and how much of that day lies before it."""
        i = bisect_right(self.before, position) - 1
        if i >= 0:
            spare = position - self.before[i]
            if spare < self.amounts[i]:
                return self.days[i], spare
            position = self._regular(self.days[i] + 1) + spare - self.amounts[i]
        weeks, rest = divmod(position, self.week[7])
        weekday = bisect_right(self.week, rest) - 1
        return weeks * 7 + weekday + 1, rest - self.week[weekday]

    def day_until(self, position: int) -> tuple[int, int]:
        """The day that holds what leads up to `position`, and how much of that day lies before it (above 0)."""
        i = bisect_left(self.before, position) - 1
        if i >= 0:
            spare = position - self.before[i]
            if spare <= self.amounts[i]:
                return self.days[i], spare
            position = self._regular(self.days[i] + 1) + spare - self.amounts[i]
        weeks, rest = divmod(position - 1, self.week[7])
        weekday = bisect_right(self.week, rest) - 1
        return weeks * 7 + weekday + 1, rest + 1 - self.week[weekday]

    def _regular(self, day: int) -> int:
        weeks, weekday = divmod(day - 1, 7)
        return weeks * self.week[7] + self.week[weekday]


def _axis(week: Sequence[int], exceptions: Sequence[tuple[int, int]]) -> _Axis:
    days = tuple(day for day, _ in exceptions)
    amounts = tuple(amount for _, amount in exceptions)
    bare = _Axis((0, *accumulate(week)), (), (), ())
    # each exception shifts all that follow it by what it holds more or less than its weekday usually does
    shifts = accumulate((amount - week[(day - 1) % 7] for day, amount in exceptions), initial=0)
    before = tuple(bare.sum_before(day) + shift for day, shift in zip(days, shifts, strict=False))
    return _Axis(bare.week, days, amounts, before)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working hours per weekday (Monday first), and the dates that differ: holidays, half days, make-up working days.

    `minutes_per_day` is what one working day of a *duration* means, whatever single days hold. Raises ValueError,
    with a message fit to be shown, where hours make no sense or no weekday has any.
    """

    week: tuple[Hours, ...] = OFFICE_WEEK
    exceptions: tuple[tuple[date, Hours], ...] = ()
    minutes_per_day: int = 480
    _minutes: _Axis = field(init=False, repr=False, compare=False)
    _days: _Axis = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the hours and add up the axis."""
        if len(self.week) != 7:
            raise ValueError(f"a week has 7 days, found hours for {len(self.week)}")
        if self.minutes_per_day <= 0:
            raise ValueError(f"a working day needs at least 1 minute, found {self.minutes_per_day}")
        week = [_minutes_of(hours) for hours in self.week]
        if not any(week):
            raise ValueError("the calendar has no working time: no weekday has working hours")
        changed = sorted((day.toordinal(), _minutes_of(hours)) for day, hours in self.exceptions)
        if len({day for day, _ in changed}) < len(changed):
            raise ValueError("a date has two exceptions in one calendar")
        object.__setattr__(self, "exceptions", tuple(sorted(self.exceptions)))
        object.__setattr__(self, "_minutes", _axis(week, changed))
        by_day = [(day, min(minutes, 1)) for day, minutes in changed]
        object.__setattr__(self, "_days", _axis([min(minutes, 1) for minutes in week], by_day))

    # dates to positions

    def start_of(self, day: date) -> int:
        """The position of the first working instant on or after the start of `day`."""
        return self._minutes.sum_before(day.toordinal())

    def end_of(self, day: date) -> int:
        """The position of the last working instant on or before the end of `day`."""
        return self._minutes.sum_before(day.toordinal() + 1)

    def position(self, moment: datetime) -> int:
        """The working minutes before `moment`, counted from the start of the axis; seconds are dropped."""
        return self.position_at(moment.toordinal() * DAY + moment.hour * 60 + moment.minute)

    def position_at(self, minute: int) -> int:
        """The working minutes before a minute on the clock, counted like the days of `date.toordinal`."""
        ordinal, minute = divmod(minute, DAY)
        worked = sum(min(minute, end) - start for start, end in self._hours_of(ordinal) if start < minute)
        return self._minutes.sum_before(ordinal) + worked

    # positions to dates

    def start_date(self, position: int) -> date:
        """The day on which something that starts at `position` starts."""
        return _date(self._minutes.day_after(position)[0])

    def finish_date(self, position: int) -> date:
        """The last day, inclusive, of something that finishes at `position`."""
        return _date(self._minutes.day_until(position)[0])

    def start_moment(self, position: int) -> datetime:
        """The next working instant at or after `position`."""
        return _moment(self.start_minute(position))

    def start_minute(self, position: int) -> int:
        """The same as a minute on the clock, counted like the days of `date.toordinal`."""
        ordinal, worked = self._minutes.day_after(position)
        for start, end in self._hours_of(ordinal):
            if worked < end - start:
                return ordinal * DAY + start + worked
            worked -= end - start
        raise AssertionError("a day holds the minutes its hours say")

    def finish_moment(self, position: int) -> datetime:
        """The end of the last working instant before `position`; 24:00 reads as 00:00 of the next date."""
        return _moment(self.finish_minute(position))

    def finish_minute(self, position: int) -> int:
        """The same as a minute on the clock, counted like the days of `date.toordinal`."""
        ordinal, worked = self._minutes.day_until(position)
        for start, end in self._hours_of(ordinal):
            if worked <= end - start:
                return ordinal * DAY + start + worked
            worked -= end - start
        raise AssertionError("a day holds the minutes its hours say")

    def dates(self, start: int, finish: int, project_start: int) -> tuple[date, date]:
        """First and last day, inclusive, of something that takes place from `start` to `finish`.

        Without duration it belongs to the end of a working day, save at the project's start, where it is the start.
        """
        if start < finish:
            return self.start_date(start), self.finish_date(finish)
        day = self.start_date(start) if start == project_start else self.finish_date(start)
        return day, day

    def moments(self, start: int, finish: int, project_start: int) -> tuple[datetime, datetime]:
        """The same as `dates`, with the time of day."""
        if start < finish:
            return self.start_moment(start), self.finish_moment(finish)
        moment = self.start_moment(start) if start == project_start else self.finish_moment(start)
        return moment, moment

    # durations and counts of days

    def minutes(self, days: Decimal | int) -> int:
        """Working minutes of a duration in working days or hours, to the nearest minute."""
        per_day = 8 * 60 if isinstance(days, WrittenHours) else self.minutes_per_day
        return int((Decimal(days) * per_day).to_integral_value())

    def days(self, minutes: int) -> Decimal:
        """A duration in working days, to three decimals at most."""
        exact = Decimal(minutes) / self.minutes_per_day
        rounded = round(exact, 3).normalize()
        return rounded if rounded % 1 else rounded.quantize(Decimal(1))

    def hours_on(self, day: date) -> Hours:
        """The working intervals of `day`; empty where nobody works."""
        return self._hours_of(day.toordinal())

    def _hours_of(self, ordinal: int) -> Hours:
        days = self._minutes.days
        i = bisect_left(days, ordinal)
        return self.exceptions[i][1] if i < len(days) and days[i] == ordinal else self.week[(ordinal - 1) % 7]

    def is_working(self, day: date) -> bool:
        """Whether any work is done on `day`."""
        return bool(self.hours_on(day))

    def working_days_between(self, first: date, last: date) -> int:
        """How many days from `first` to `last`, both included, have working time; 0 where `last` is before `first`."""
        if last < first:
            return 0
        return self._days.sum_before(last.toordinal() + 1) - self._days.sum_before(first.toordinal())

    def add_working_days(self, day: date, days: int) -> date:
        """The working day that lies `days` after `day` (before it where negative); 0 is the first on or after `day`."""
        ordinal = day.toordinal()
        if days == 0:
            return _date(self._days.day_after(self._days.sum_before(ordinal))[0])
        counted = self._days.sum_before(ordinal + 1) if days > 0 else self._days.sum_before(ordinal) + 1
        return _date(self._days.day_until(counted + days)[0])

    def non_working_dates(self, first: date, last: date) -> tuple[date, ...]:
        """The dates from `first` to `last`, both included, on which nobody works."""
        span = range(first.toordinal(), last.toordinal() + 1)
        return tuple(day for day in map(date.fromordinal, span) if not self.is_working(day))

    # elapsed time, where the clock counts and not the work

    def after_elapsed(self, position: int, minutes: int, *, from_start: bool) -> int:
        """The position that is `minutes` on the clock after `position`, read as a start or as a finish."""
        moment = self.start_moment(position) if from_start else self.finish_moment(position)
        return self.position(_shifted(moment, minutes))

    def before_elapsed(self, position: int, minutes: int, *, from_start: bool) -> int:
        """The last position from which `after_elapsed` does not go beyond `position`."""
        moment = _shifted(self.start_moment(position), -minutes)
        latest = self.position(moment)
        # read as a start, a position outside working hours begins later than the moment it was found from
        return latest - 1 if from_start and self.start_moment(latest) > moment else latest


def _minutes_of(hours: Hours) -> int:
    """The sum of a day's intervals; ValueError where they run backwards, overlap or leave the day."""
    free_from = 0
    for start, end in hours:
        if not free_from <= start < end <= 24 * 60:
            raise ValueError(f"working hours must follow each other within a day, found {_clock(start)}–{_clock(end)}")
        free_from = end
    return sum(end - start for start, end in hours)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _date(ordinal: int) -> date:
    if not 1 <= ordinal <= date.max.toordinal():
        raise ValueError("the date lies outside the years 1 to 9999")
    return date.fromordinal(ordinal)


def _moment(minute: int) -> datetime:
    return _shifted(datetime.combine(_date(minute // DAY), _MIDNIGHT), minute % DAY)


def _shifted(moment: datetime, minutes: int) -> datetime:
    try:
        return moment + timedelta(minutes=minutes)
    except OverflowError:
        raise ValueError("the date lies outside the years 1 to 9999") from None
