"""Planned value, earned value, actual and expected cost of a project, month by month."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.cost_line import NOTHING, CostLine, cost_lines
from dossier.compute.earned_value import EarnedSchedule, EarnedValue, earned_schedule
from dossier.compute.measured_work import MeasuredWork, measured_work
from dossier.records.cost_item import CostItem

if TYPE_CHECKING:
    from dossier.compute.plan import Plan
    from dossier.dossier import Dossier

_LONGEST = 240
"""Months of a curve: beyond twenty years a date is mistyped, and the last month holds what lies later."""


class Month(Struct, frozen=True, kw_only=True):
    """One month, all amounts from the start of the project to its last day.

    `earned` and `actual` are None where it has not begun, and as of today in the month that is running; `expected` is
    what will have been spent, None where the month is over.
    """

    ends: date
    planned: Decimal
    earned: Decimal | None = None
    actual: Decimal | None = None
    expected: Decimal | None = None


class CostCurve(Struct, frozen=True, kw_only=True):
    """The months of a project in order, and its standing on the day as of which one looks.

    `as_of` is that day, or the one on which the work was finished. `forecast` is the cost of the whole as its lines say
    (bottom-up). `undated` counts the lines of which it is not known when their money went out; it is spread evenly over
    the work so far.
    """

    months: tuple[Month, ...]
    now: EarnedValue
    forecast: Decimal
    as_of: date
    undated: int = 0
    schedule: EarnedSchedule | None = None
    """In months; None where nothing was planned by now."""

    @property
    def planned_day(self) -> date | None:
        """The day by which as much was to be done as is done now: the earned schedule as a date."""
        if self.schedule is None:
            return None
        whole = int(self.schedule.earned)
        if whole >= len(self.months):
            return self.months[-1].ends
        first = self.months[whole].ends.replace(day=1)
        return first + timedelta(days=int((self.schedule.earned - whole) * month_end(first).day))


def cost_curve(dossier: Dossier, plan: Plan) -> CostCurve | None:
    """The curve as of the day of the plan; None without cost items, or without a plan to earn their value by."""
    lines = cost_lines(dossier)
    work = measured_work(dossier, plan)
    if work.planned_span is None or not any(line.planned for line in lines) or not dossier.of(CostItem):
        return None
    as_of = _standing_on(work)
    ends = _month_ends(lines, work, as_of)
    earning = [line for line in lines if not line.reserve]
    planned = [_sum(line.planned * work.planned(line, end) for line in earning) for end in ends]
    now = EarnedValue(
        planned=_sum(line.planned * work.planned(line, as_of) for line in earning),
        earned=_sum(line.planned * work.done(line, as_of) for line in earning),
        actual=_sum(spent(line, as_of, work) for line in lines),
        budget=_sum(line.planned for line in earning),
    )
    months = tuple(_month(lines, work, end, value) for end, value in zip(ends, planned, strict=True))
    undated = sum(line.actual > _sum(amount for _, amount in line.bookings) and not line.on for line in lines)
    return CostCurve(
        months=months,
        now=now,
        forecast=now.actual + _sum(line.rest for line in lines),
        as_of=as_of,
        undated=undated,
        schedule=_schedule(planned, now.earned, ends, as_of),
    )


def spent(line: CostLine, day: date, work: MeasuredWork) -> Decimal:
    """What was spent of a line by the end of a day, as of today at most."""
    day = min(day, work.as_of)
    dated = _sum(amount for on, amount in line.bookings if on <= day)
    rest = line.actual - _sum(amount for _, amount in line.bookings)
    if rest <= 0:
        return dated
    return dated + rest * _part_spent(line, day, work)


def to_be_spent(line: CostLine, day: date, work: MeasuredWork) -> Decimal:
    """What of the rest of a line will have been spent by the end of a day after today."""
    if line.on and line.on > work.as_of:
        return line.rest if day >= line.on else NOTHING
    tomorrow = work.as_of + timedelta(days=1)
    finish = work.expected_finish(line.task) or (work.planned_span or (tomorrow, tomorrow))[1]
    return line.rest * _even_days(tomorrow, max(finish, tomorrow), day)


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _month(lines: Sequence[CostLine], work: MeasuredWork, end: date, planned: Decimal) -> Month:
    as_of = work.as_of
    begun = end.replace(day=1) <= as_of
    earned = _sum(line.planned * work.done(line, end) for line in lines if not line.reserve) if begun else None
    actual = _sum(spent(line, end, work) for line in lines) if begun else None
    ahead = end > as_of
    expected = _sum(spent(line, end, work) + to_be_spent(line, end, work) for line in lines) if ahead else None
    return Month(ends=end, planned=planned, earned=earned, actual=actual, expected=expected)


def _schedule(planned: Sequence[Decimal], earned: Decimal, ends: Sequence[date], as_of: date) -> EarnedSchedule | None:
    """Earned schedule and actual time in months, the month that is running by its days."""
    done = earned_schedule(planned, earned)
    begun = bisect_left(ends, as_of)
    if done is None or as_of < ends[0].replace(day=1):
        return None
    part = Decimal(as_of.day) / month_end(as_of).day
    return EarnedSchedule(earned=done, elapsed=Decimal(begun) + part)


def _standing_on(work: MeasuredWork) -> date:
    """The day of the standing: today, or the last day of work that is all finished."""
    leaves = [row for row in work.rows.values() if not row.is_summary]
    if any(row.state != "done" for row in leaves):
        return work.as_of
    return min(work.as_of, max(row.actual_finish or row.finish for row in leaves))


def _month_ends(lines: Sequence[CostLine], work: MeasuredWork, as_of: date) -> tuple[date, ...]:
    """The last day of each month from the first in which something is planned or spent to the last one."""
    first, last = work.planned_span or (work.as_of, work.as_of)
    booked = [on for line in lines for on, _ in line.bookings]
    on_a_day = [line.on for line in lines if line.on]
    begun = [on for line in lines if (on := work.begun_on(line.task))]
    first = min([first, *booked, *on_a_day, *begun])
    last = max([last, as_of, *booked, *on_a_day, *(row.expected_finish for row in work.rows.values())])
    found = [month_end(first)]
    while found[-1] < last and len(found) < _LONGEST:
        found.append(month_end(found[-1] + timedelta(days=1)))
    return tuple(found)


def _part_spent(line: CostLine, day: date, work: MeasuredWork) -> Decimal:
    """The part of undated spending that had gone out by a day: on the line's day, else evenly while work went on."""
    if line.on:
        return Decimal(min(line.on, work.as_of) <= day)
    first = work.begun_on(line.task) or min((work.planned_span or (work.as_of,))[0], work.as_of)
    finish = work.expected_finish(line.task) or work.as_of
    return _even_days(first, max(first, min(finish, work.as_of)), day)


def _even_days(first: date, last: date, day: date) -> Decimal:
    """The part of a stretch of days, both ends included, that lies before the end of a day."""
    if day < first:
        return NOTHING
    return Decimal(min(day, last).toordinal() - first.toordinal() + 1) / (last.toordinal() - first.toordinal() + 1)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
