"""Earned value: what was planned, earned and spent to a day, and what follows from it for cost and time.

Terms and formulas are those of PMI's *Practice Standard for Earned Value Management* (2nd ed., 2011) and ANSI/EIA-748;
time is measured by earned schedule (W. Lipke, "Schedule is Different", *The Measurable News*, March 2003). All sums are
to date (cumulative), and nothing is rounded. Whatever would divide by nothing is None.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from msgspec import Struct

_NOTHING = Decimal(0)


class EarnedValue(Struct, frozen=True, kw_only=True):
    """Where the money stands at one moment, in one currency.

    `planned` is the planned value PV (what was to be done by now), `earned` the earned value EV (the budget of what is
    done), `actual` the actual cost AC, `budget` the budget at completion BAC.
    """

    planned: Decimal
    earned: Decimal
    actual: Decimal
    budget: Decimal

    @property
    def schedule_variance(self) -> Decimal:
        """SV = EV - PV, an amount of money; negative when less is done than was planned."""
        return self.earned - self.planned

    @property
    def cost_variance(self) -> Decimal:
        """CV = EV - AC; negative when what is done cost more than was planned for it."""
        return self.earned - self.actual

    @property
    def schedule_index(self) -> Decimal | None:
        """SPI = EV / PV; below 1 is behind the plan. It ends at 1 however late, unlike `EarnedSchedule.index`."""
        return ratio(self.earned, self.planned)

    @property
    def cost_index(self) -> Decimal | None:
        """CPI = EV / AC: what was earned for each unit of money that was spent."""
        return ratio(self.earned, self.actual)

    @property
    def percent_complete(self) -> Decimal | None:
        """EV / BAC in percent, 0 to 100."""
        part = ratio(self.earned, self.budget)
        return None if part is None else part * 100

    @property
    def estimate(self) -> Decimal | None:
        """EAC = BAC / CPI: the cost of the whole if the rest goes as what is done did (the usual assumption)."""
        index = self.cost_index
        return ratio(self.budget, index) if index is not None else None

    @property
    def estimate_as_planned(self) -> Decimal:
        """EAC = AC + (BAC - EV): the cost of the whole if the rest costs what was planned for it."""
        return self.actual + self.budget - self.earned

    @property
    def estimate_by_both(self) -> Decimal | None:
        """EAC = AC + (BAC - EV) / (CPI * SPI): the same if being late costs money, too."""
        if self.cost_index is None or self.schedule_index is None:
            return None
        rest = ratio(self.budget - self.earned, self.cost_index * self.schedule_index)
        return None if rest is None else self.actual + rest

    def estimate_bottom_up(self, rest: Decimal) -> Decimal:
        """EAC = AC + ETC, with the cost of the rest as those who do the work see it."""
        return self.actual + rest

    def to_complete(self, estimate: Decimal) -> Decimal:
        """ETC = EAC - AC: what is still to be spent."""
        return estimate - self.actual

    def variance_at_completion(self, estimate: Decimal) -> Decimal:
        """VAC = BAC - EAC; negative when the whole will cost more than was planned."""
        return self.budget - estimate

    def to_complete_index(self, target: Decimal | None = None) -> Decimal | None:
        """TCPI = (BAC - EV) / (target - AC): what each unit of money has to earn from now on to end at `target`.

        The target is BAC when left out, else an EAC. None where all of it is spent.
        """
        left = (self.budget if target is None else target) - self.actual
        return ratio(self.budget - self.earned, left) if left > 0 else None


class EarnedSchedule(Struct, frozen=True, kw_only=True):
    """Where time stands: `earned` is the earned schedule ES, `elapsed` the actual time AT, both in the same periods."""

    earned: Decimal
    elapsed: Decimal

    @property
    def variance(self) -> Decimal:
        """SV(t) = ES - AT, in periods; negative when late."""
        return self.earned - self.elapsed

    @property
    def index(self) -> Decimal | None:
        """SPI(t) = ES / AT; below 1 is behind the plan, to the very end."""
        return ratio(self.earned, self.elapsed)

    def estimate(self, planned_duration: Decimal) -> Decimal | None:
        """IEAC(t) = PD / SPI(t): how many periods the whole will take if the rest goes as until now."""
        index = self.index
        return ratio(planned_duration, index) if index is not None else None


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """One amount over another; None over nothing."""
    return part / whole if whole else None


def earned_values(
    planned: Sequence[Decimal], earned: Sequence[Decimal], actual: Sequence[Decimal]
) -> tuple[EarnedValue, ...]:
    """The standing at the end of each period of which both `earned` and `actual` are known.

    All three hold the amount of each single period; `planned` holds all periods of the plan, and sums up to the budget.
    """
    budget = sum(planned, _NOTHING)
    plan = [*accumulate(planned)]
    plan += [budget] * (min(len(earned), len(actual)) - len(plan))  # nothing is planned after the planned finish
    known = zip(plan, accumulate(earned), accumulate(actual), strict=False)
    return tuple(EarnedValue(planned=pv, earned=ev, actual=ac, budget=budget) for pv, ev, ac in known)


def earned_schedule(planned: Sequence[Decimal], earned: Decimal) -> Decimal | None:
    """ES: after how many periods of the plan as much was to be done as is done now (Lipke 2003).

    `planned` is the planned value to date at the end of each period, ascending. ES = C + (EV - PV_C) / (PV_C+1 - PV_C),
    where C is the number of periods whose planned value is earned: within a period it is earned evenly. All of the
    budget earned is the planned duration, which ends with the last period in which something was planned. None where
    nothing is planned.
    """
    if not planned or planned[-1] <= 0:
        return None
    if earned >= planned[-1]:
        return Decimal(next(n for n, value in enumerate(planned, 1) if value >= planned[-1]))
    to_date = (_NOTHING, *planned)
    whole = bisect_right(to_date, max(earned, _NOTHING)) - 1
    begun = to_date[whole + 1] - to_date[whole]
    return whole + (max(earned, _NOTHING) - to_date[whole]) / begun
