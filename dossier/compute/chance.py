"""What a project's records say of what may come otherwise: estimates of its tasks, and risks that delay them.

The plan is simulated as it stands on the day (`forecast.py`): what is done is done, of what has begun only the rest
may still vary, in proportion. A risk that is closed does not count any more; nor does one that occurred, whose delay
is then no chance but part of the plan.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.compute.forecast import is_done, to_be_done
from dossier.compute.row_dates import dates_at
from dossier.compute.schedule import schedule
from dossier.compute.task_timing import planned_minutes
from dossier.compute.uncertainty import RUNS, Outlook, Spread, Threat, Uncertainty
from dossier.compute.work import Work, scheduled, work_of
from dossier.records.risk import Delay, Risk
from dossier.records.task import Task
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.schedule import Activity, Schedule
    from dossier.dossier import Dossier
    from dossier.records.project import Project

CHANCES = (10, 30, 50, 70, 90)
"""Percent for a probability of 1 to 5: the usual steps of a probability and impact matrix (PMBOK Guide, 5th edition,
section 11.3.2.2 and figure 11-10: 0.10, 0.30, 0.50, 0.70, 0.90)."""

TASK_RUNS = 5_000_000
"""So many tasks times runs are simulated for a page, which takes about a second; longer plans in fewer runs."""


def uncertainty(dossier: Dossier, as_of: date, shown: Dossier | None = None) -> Uncertainty | None:
    """The plan of a dossier with what may come otherwise; None where nothing may, or where tasks wait in a circle.

    `shown` is as in `plan`.
    """
    if not any(_is_estimated(task) for task in dossier.of(Task)) and not any(_may_delay(dossier)):
        return None
    try:
        return _uncertain(dossier, as_of, work_of(dossier, as_of, shown))
    except ValueError:  # calendars of its own lead out of the years that there are, as in `plan`
        return _uncertain(dossier, as_of, work_of(dossier, as_of, shown, own_calendars=False))


def runs_of_page(what: Uncertainty) -> int:
    """In how many runs a page simulates a plan."""
    return min(RUNS, max(1000, TASK_RUNS // len(what.activities)))


def day_of(what: Uncertainty, position: int) -> date:
    """The day on which something is finished that ends at a position."""
    return dates_at(what.calendar, (what.start, position), what.start)[1]


def finish_days(what: Uncertainty, outlook: Outlook, most: int) -> tuple[tuple[date, int], ...]:
    """How many runs finish until each of some days, and after the one before: whole working days, `most` at most."""
    days = 1 + (outlook.finishes[-1] - outlook.finishes[0]) // what.calendar.minutes_per_day
    width = what.calendar.minutes_per_day * -(-days // most)
    return tuple((day_of(what, begin + width), count) for begin, count in outlook.histogram(width))


def _uncertain(dossier: Dossier, as_of: date, work: Work) -> Uncertainty | None:
    planned, circle = scheduled(work, work.activities)
    if circle:
        return None
    override = dossier.project.out_of_sequence == "progress_override"
    activities, expected = _within_the_years(tuple(to_be_done(work, planned.times, as_of, override=override)), work)
    spreads = dict(_spreads(work, activities))
    threats = tuple({each.id: each for each in _threats(dossier, work)}.values())
    if not spreads and not threats:
        return None
    simulation = dossier.project.simulation
    return Uncertainty(
        activities=activities,
        calendar=work.axis,
        start=work.origin,
        finish=expected.finish,
        spreads=spreads,
        threats=threats,
        distribution="triangular" if simulation and simulation.distribution == "triangular" else "pert",
    )


def _within_the_years(activities: tuple[Activity, ...], work: Work) -> tuple[tuple[Activity, ...], Schedule]:
    """The activities and their schedule, lags on the clock as working time where they lead out of the years."""
    try:
        return activities, schedule(activities, work.axis, work.origin)
    except ValueError:
        worked = tuple(replace(a, links=tuple(replace(link, elapsed=False) for link in a.links)) for a in activities)
        return worked, schedule(worked, work.axis, work.origin)


def _is_estimated(task: Task) -> bool:
    return (task.optimistic is not None or task.pessimistic is not None) and not is_done(task)


def _may_delay(dossier: Dossier) -> Iterator[tuple[Risk, int]]:
    """The risks that may still delay tasks, each with its chance in percent."""
    for risk in dossier.of(Risk):
        chance = _chance(risk, dossier.project)
        if risk.delays and chance and risk.status not in {"closed", "occurred"}:
            yield risk, chance


def _chance(risk: Risk, project: Project) -> int:
    """The chance of a risk in percent: as it says, else by its probability; 0 where neither is known."""
    if risk.chance is not None:
        return risk.chance
    own = project.simulation.chances if project.simulation else ()
    scale = own if len(own) == len(CHANCES) else CHANCES
    return scale[risk.probability - 1] if risk.probability else 0


def _spreads(work: Work, activities: tuple[Activity, ...]) -> Iterator[tuple[str, Spread]]:
    """How long what is left of each estimated task may take: of all three points the share that is left of it."""
    left = {each.id: each.duration for each in activities}
    for task in (entry.task for entry in work.entries if not entry.has_children):
        whole, rest = planned_minutes(task, work.available, work.axis), left[task.id]
        if _is_estimated(task) and whole and rest:
            share = rest / whole
            yield task.id, _spread(task.optimistic, rest, task.pessimistic, work.axis, share)


def _threats(dossier: Dossier, work: Work) -> Iterator[Threat]:
    """The risks with the delays of tasks that are not done."""
    own = f"{dossier.project.id}/"
    open_tasks = {e.task.id for e in work.entries if not e.has_children and not is_done(e.task)}
    for risk, chance in _may_delay(dossier):
        delays = [(delay.task.removeprefix(own), _delay(delay, work.axis)) for delay in risk.delays]
        if kept := tuple((name, by) for name, by in delays if name in open_tasks):
            yield Threat(risk.id, chance, kept)


def _delay(delay: Delay, axis: WorkingCalendar) -> Spread:
    assert delay.by is not None
    return _spread(delay.optimistic, axis.minutes(delay.by), delay.pessimistic, axis, 1.0)


def _spread(
    optimistic: Decimal | None, likely: int, pessimistic: Decimal | None, axis: WorkingCalendar, share: float
) -> Spread:
    """Three points around the likely minutes; one that is not told, or on the wrong side, is the likely one itself."""
    low = likely if optimistic is None else min(likely, round(axis.minutes(optimistic) * share))
    high = likely if pessimistic is None else max(likely, round(axis.minutes(pessimistic) * share))
    return Spread(low, likely, high)
