"""How a plan has moved since a baseline, and by what, as one audience may learn it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from dossier.compute.baseline import current_baseline, frozen_tasks
from dossier.compute.slip import HIDDEN, PROJECT, Movement, Share, Slip, Stretch, Tie, together
from dossier.compute.standing_dates import standing_dates
from dossier.compute.variance import Variances, days_later, variances
from dossier.records.baseline import Baseline
from dossier.records.task import Task
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.compute.slip import Side
    from dossier.dossier import Dossier
    from dossier.records.baseline import FrozenTask
    from dossier.records.links import Link

_SIDES: Mapping[str, tuple[Side, Side]] = {
    "FS": ("finish", "start"),
    "SS": ("start", "start"),
    "FF": ("finish", "finish"),
    "SF": ("start", "finish"),
}


@dataclass(frozen=True)
class Slips:
    """The plan of a project beside a `baseline`, as one audience may see both.

    Where days were lost is worked out from the whole plan; a task that the audience may not see is not named.
    """

    baseline: Baseline
    variances: Variances
    movement: Movement = field(repr=False)
    shown: frozenset[str] = field(repr=False)

    @cached_property
    def of_project(self) -> Slip | None:
        """The slip of the finish of all that the audience sees."""
        found = self.movement.slip(PROJECT)
        return self._seen(found) if found else None

    def of(self, task: str) -> Slip | None:
        """The slip of a task; None where the task or its line in the baseline is not there to be seen."""
        if task not in self._known:
            if task in self.variances.tasks and (found := self.movement.slip(task)):
                self._known[task] = self._seen(found)
            else:
                self._known[task] = None
        return self._known[task]

    @property
    def facts(self) -> tuple[object, ...]:
        """All that readers are told of it; records that they may read do not tell it all."""
        return (self.of_project, self.variances, *map(self.of, sorted(self.shown)))

    @cached_property
    def _known(self) -> dict[str, Slip | None]:
        return {}

    def _seen(self, slip: Slip) -> Slip:
        named = (share if self._name(share.task) == share.task else _unnamed(share) for share in slip.shares)
        chain = dict.fromkeys(self._name(task) for task in slip.chain if task != PROJECT)
        return Slip(slip.days, together(named), tuple(chain))

    def _name(self, task: str) -> str:
        return task if task in self.shown or task == PROJECT else HIDDEN


def _unnamed(share: Share) -> Share:
    """A share of a task that is not named: neither is how it lost its days."""
    return Share(HIDDEN, "made_up" if share.days < 0 else "later", share.days)


def slips(whole: Dossier, plan: Plan, shown: Dossier, seen: Plan) -> Slips | None:
    """How the plan stands beside its current baseline, for the audience that sees `shown` and `seen` of it.

    `plan` is computed from the `whole` dossier. None where the audience sees no baseline.
    """
    baseline = current_baseline(shown, plan.as_of)
    full = whole.by_id.get(baseline.id) if baseline else None
    if baseline is None or not isinstance(full, Baseline):
        return None
    ids = frozenset(row.id for row in seen.rows)
    return Slips(baseline, variances(shown, seen, baseline), movement(whole, plan, full, (seen, baseline)), ids)


def movement(
    dossier: Dossier, plan: Plan, baseline: Baseline, as_seen: tuple[Plan, Baseline] | None = None
) -> Movement:
    """How each task has moved since a baseline, and what holds it.

    Of the project as a whole it tells what is seen of the plan and of the baseline, which is all where it is left out.
    """
    seen, agreed = as_seen or (plan, baseline)
    count = _Count(plan.calendar)
    dates = standing_dates(plan)
    now = {row.id: _now(plan, row, dates[row.id], count) for row in plan.rows}
    lines = frozen_tasks(baseline).values()
    before = {line.id: _before(line, line.start, line.finish, count) for line in lines if line.start and line.finish}
    if agreed.start and agreed.finish:
        before[PROJECT] = count.stretch(agreed.start, agreed.finish)
    if seen.start and seen.expected_finish:
        now[PROJECT] = count.stretch(seen.start, seen.expected_finish)
    first, last = _ends(plan.rows, plan.within(seen.by_id), now, before)
    ties = dict(_ties(dossier, plan, now, before))
    return Movement(now, before, ties, first, last)


class _Count:
    """Counts working days from the beginning of time, which makes positions of dates."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar

    def stretch(self, start: date, finish: date) -> Stretch:
        until = self._calendar.working_days_between
        return Stretch(until(date.min, start) - self._calendar.is_working(start), until(date.min, finish))

    def moment(self, on: date) -> Stretch:
        """Where a milestone lies: at the end of its day."""
        return Stretch(*(self._calendar.working_days_between(date.min, on),) * 2)


def _now(plan: Plan, row: PlanRow, dates: tuple[date, date], count: _Count) -> Stretch:
    """Where a task lies; what begins within a day, where another ends, counts from the end of that day."""
    if row.milestone:
        return count.moment(dates[1])
    found, span = count.stretch(*dates), plan.expected.get(row.id)
    if span is None or row.is_summary or row.actual_start or span[0] <= plan.axis.start_of(dates[0]):
        return found
    return found._replace(start=min(found.start + 1, found.finish))


def _before(line: FrozenTask, start: date, finish: date, count: _Count) -> Stretch:
    """Where a task lay; one that lay on one day more than it takes began within a day."""
    if line.duration == 0:
        return count.moment(finish)
    found = count.stretch(start, finish)
    within = line.duration is not None and found.finish - found.start == ceil(line.duration) + 1
    return found._replace(start=found.start + within)


def _ends(
    rows: Iterable[PlanRow], counted: Collection[str], now: Mapping[str, Stretch], before: Mapping[str, Stretch]
) -> tuple[dict[str, str], dict[str, str]]:
    """Of each phase and of the project, the task that began it in the baseline and the one that ends it now.

    What begins and ends the project is one of those that are `counted`.
    """
    above = {row.id: PROJECT if row.parent is None else row.parent for row in rows}
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in rows:
        phase: str | None = None if row.is_summary else above[row.id]
        while phase is not None and (phase != PROJECT or row.id in counted):
            if phase not in last or now[row.id].finish > now[last[phase]].finish:
                last[phase] = row.id
            if row.id in before and (phase not in first or before[row.id].start < before[first[phase]].start):
                first[phase] = row.id
            phase = above.get(phase)
    return first, last


def _ties(
    dossier: Dossier, plan: Plan, now: Mapping[str, Stretch], before: Mapping[str, Stretch]
) -> Iterator[tuple[str, tuple[Tie, ...]]]:
    """What holds each task that is no phase: what drives it, and whatever may have pushed it."""
    links = _links(dossier, plan.rows)
    for row in plan.rows:
        if row.is_summary or row.id not in before:
            continue
        held = [link for link in links[row.id] if link.task in now]
        driving = [Tie(link.task, *_SIDES[link.relation]) for link in held if link.task in row.driven_by]
        yield row.id, (*driving, *(_loose(link, row, plan, now, before) for link in held))


def _loose(link: Link, row: PlanRow, plan: Plan, now: Mapping[str, Stretch], before: Mapping[str, Stretch]) -> Tie:
    """A tie that does not hold the task where it is, as where its dates are given, and may have pushed it so far."""
    theirs, own = _SIDES[link.relation]
    lag = ceil(link.lag)
    if link.elapsed:
        other = plan.by_id[link.task]
        day = other.expected_finish if theirs == "finish" else other.start
        lag = days_later(day, day + timedelta(days=lag), plan.calendar) or 0
    bound = getattr(now[link.task], theirs) + lag
    return Tie(link.task, theirs, own, push=bound - getattr(before[row.id], own))


def _links(dossier: Dossier, rows: Iterable[PlanRow]) -> Mapping[str, tuple[Link, ...]]:
    """What each task waits for within the project: by its own links and by those of the phases around it."""
    written = {task.id: task.after for task in reversed(dossier.of(Task))}
    prefix = f"{dossier.project.id}/"
    found: dict[str, tuple[Link, ...]] = {}
    for row in rows:  # a parent before its children
        own = tuple(replace(link, task=link.task.removeprefix(prefix)) for link in written[row.id])
        found[row.id] = own + (found[row.parent] if row.parent is not None else ())
    return found
