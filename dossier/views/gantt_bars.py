"""What is drawn in a row of the chart: bar, progress, baseline, float and agreed date, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from dossier.views.dependency_arrows import Ends
from dossier.views.time_axis import Scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.views.dependency_arrows import Mark
    from dossier.views.wording import Wording
    from dossier.words import Say

_ONE_DAY = timedelta(days=1)


def span_of(rows: Sequence[PlanRow], as_of: date) -> Scale:
    """The scale of a chart: all dates that are drawn in it, and the as-of date where that does not squeeze the bars."""
    days = [day for row in rows for day in (row.start, row.finish, row.expected_finish)]
    days += [day for row in rows for day in (row.baseline_start, row.baseline_finish, row.deadline) if day]
    first, last = min(days), max(days)
    margin = max(7, (last - first).days // 8)
    near = -margin <= (as_of - first).days and (as_of - last).days <= margin
    return scale_of([first, last, as_of] if near else [first, last])


@dataclass(frozen=True)
class Bars:
    """Draws the rows of one plan on one scale. Words are of one language."""

    plan: Plan
    scale: Scale
    wording: Wording
    say: Say

    def ends(self, row: PlanRow) -> Ends:
        """Where arrows leave and reach the row."""
        if row.milestone:
            x = self.moment(row.expected_finish)
            return Ends(x, x, row.critical)
        left, right = self.scale.at(row.start), self.scale.after(min(row.finish, row.expected_finish))
        return Ends(left, max(left, right), row.critical)

    def moment(self, day: date) -> float:
        """Where a milestone lies: at the end of its day, at the beginning of the plan's first."""
        return self.scale.at(day) if day == self._first_day else self.scale.after(day)

    def marks(self, row: PlanRow, ends: Ends, *, phase: bool) -> list[Mark]:
        """What is drawn in the row, the hindmost first.

        `bar`, or `sum` for a phase; `ms` for a milestone; `done` over them as far as the work is; `base` and `bms` are
        what the baseline planned; `more` is what is expected beyond the planned finish; `float` is how far the row may
        slip; `due` is the agreed date.
        """
        marks: list[Mark] = []
        left, right, _ = ends
        after = self.scale.after
        if not phase and (until := self.float_end(row)):
            marks.append(("float", right, round(max(0, after(until) - right), 2)))
        if row.baseline_start and row.baseline_finish:
            if row.milestone:
                marks.append(("bms", self.moment(row.baseline_finish), 0))
            else:
                x = self.scale.at(row.baseline_start)
                marks.append(("base", x, round(after(row.baseline_finish) - x, 2)))
        if row.deadline:
            marks.append(("due", after(row.deadline), 0))
        if row.milestone:
            marks.append(("ms", left, 0))
            return marks
        if row.expected_finish > row.finish:
            marks.append(("more", right, round(after(row.expected_finish) - right, 2)))
        marks.append(("sum" if phase else "bar", left, round(right - left, 2)))
        if 0 < row.progress < 100:
            marks.append(("done", left, round((right - left) * row.progress / 100, 2)))
        return marks

    def float_end(self, row: PlanRow) -> date | None:
        """The last day on which the row may finish without delaying the project; None where it has no day to spare."""
        if row.total_float_days <= 0 or row.state == "done":
            return None
        try:
            return self.plan.axis.finish_date(self._end_of(row.finish) + self._minutes(row.total_float_days))
        except ValueError:  # beyond the year 9999
            return None

    def late(self, row: PlanRow) -> str:
        """By how much a row is late: behind its agreed date, else behind its plan; "" for one that is not."""
        if row.late_days > 0:
            return self._number("late_by", row.late_days)
        if row.state != "late":
            return ""
        as_of, between = self.plan.as_of, self.plan.calendar.working_days_between
        if row.expected_finish > row.finish:
            return self._number("late_by", between(row.finish + _ONE_DAY, row.expected_finish))
        if row.start < as_of and not row.progress and not row.actual_start:
            return self._number("late_to_begin", between(row.start, as_of - _ONE_DAY))
        return ""

    def told(self, row: PlanRow, late: str) -> str:
        """What the bar shows, in words; `late` is by how much the row is."""
        day, say, finish = self.day, self.say, row.expected_finish
        if row.milestone:
            told = f"{self._milestone} · {day(finish)}"
        else:
            length = self._number("working_days", row.duration_days)
            told = f"{day(row.start)}{self._to}{day(finish)} · {length} · {row.progress}%"
            if finish > row.finish:
                told += f" · {say('planned_until', day=day(row.finish))}"
        if row.critical:
            told += self._critical
        if row.total_float_days > 0 and row.state != "done":
            told += f" · {self._number('float_of', row.total_float_days)}"
        if row.baseline_start and row.baseline_finish:
            before, after = self._baseline
            begun = "" if row.milestone else f"{day(row.baseline_start)}{self._to}"
            told += f" · {before}{begun}{day(row.baseline_finish)}{after}"
        if row.deadline:
            told += f" · {self.agreed(row.deadline)}"
        return f"{told} · {late}" if late else told

    @cached_property
    def day(self) -> Callable[[date], str]:
        """A day in words."""
        return cache(self.wording.day)

    @cached_property
    def _end_of(self) -> Callable[[date], int]:
        return cache(self.plan.axis.end_of)

    @cached_property
    def _minutes(self) -> Callable[[Decimal], int]:
        return cache(self.plan.axis.minutes)

    @cached_property
    def _first_day(self) -> date | None:
        return self.plan.start

    @cached_property
    def _milestone(self) -> str:
        return self.say("diagram_milestone")

    @cached_property
    def _critical(self) -> str:
        return f" · {self.say('critical_path')}"

    @cached_property
    def _to(self) -> str:
        return self.say("until_day")

    @cached_property
    def _baseline(self) -> list[str]:
        """What stands before and after the days of the baseline: to fill a wording a thousand times takes long."""
        return self.say("baseline_on", day="\0").split("\0")

    @cached_property
    def agreed(self) -> Callable[[date], str]:
        """When something was agreed to be done, in words."""
        return cache(lambda on: self.say("agreed_was", day=self.day(on)))

    @cached_property
    def _number(self) -> Callable[[str, int | Decimal], str]:
        return cache(lambda key, n: self.say(key, n=n))
