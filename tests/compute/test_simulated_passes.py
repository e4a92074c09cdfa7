"""Passes over many runs at once: each run is what the schedule itself makes of the same durations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dossier.compute.calendar import NO_HOURS, OFFICE_HOURS, WorkingCalendar
from dossier.compute.clock import shared_calendar
from dossier.compute.schedule import Activity, Limits, Link, cycles, schedule
from dossier.compute.simulation import _row_plan, _run
from dossier.compute.uncertainty import Uncertainty
from dossier.text.values import replace

MORNINGS = WorkingCalendar(week=(((9 * 60, 11 * 60),),) * 3 + (NO_HOURS,) * 4)
LONG_DAYS = WorkingCalendar(
    week=(((8 * 60, 20 * 60),),) * 4 + (OFFICE_HOURS,) * 2 + (NO_HOURS,),
    exceptions=((date(2026, 3, 4), NO_HOURS),),
)
SHARED = shared_calendar((WorkingCalendar(), MORNINGS, LONG_DAYS))
START = SHARED.start_of(date(2026, 3, 2))
RUNS = 3

around = st.integers(0, 4000).map(lambda minutes: START + minutes)
durations = st.integers(0, 1500)
LIMITED = ("start_no_later", "finish_no_earlier", "finish_no_later", "must_start", "must_finish")


@st.composite
def limits(draw: st.DrawFn, *, elapsed: bool) -> Limits | None:
    """One constraint, now and then; a deadline is left out, since it drives nothing in a run.

    Nor is anything as late as possible beside lags on the clock: what these span is told where it was first placed.
    """
    name = draw(st.sampled_from(["" if elapsed else "as_late_as_possible", *LIMITED, *[""] * 6]))
    if name == "as_late_as_possible":
        return Limits(as_late_as_possible=True)
    return Limits(**{name: draw(around)}) if name else None


@st.composite
def activities(draw: st.DrawFn, *, elapsed: bool = False) -> tuple[Activity, ...]:
    """Phases with tasks, with all relations, given dates, constraints, begun work and calendars of their own."""
    found: list[Activity] = []
    for phase in range(draw(st.integers(1, 3))):
        outer = draw(st.sampled_from([None, *[a.id for a in found if a.id.startswith("P") and a.parent is None]]))
        before = [a.id for a in found if a.id != outer]
        parent = f"P{phase}" if draw(st.booleans()) else None
        if parent:
            held = draw(st.none() | around)
            found.append(Activity(id=parent, links=draw(links(before, elapsed)), not_before=held, parent=outer))
        inside: list[str] = []
        for task in range(draw(st.integers(1, 4))):
            begun, start, finish = draw(
                st.sampled_from([(None, None, None)] * 8 + [(START + 90, None, None), (None, START + 700, None)])
                | around.map(lambda at: (None, None, at))
                | around.map(lambda at: (None, at, at + 300))
            )
            own = draw(st.sampled_from([None, None, None, MORNINGS, LONG_DAYS]))
            mine = draw(links(before + inside, elapsed))
            if own:
                mine = tuple(replace(link, elapsed=False) for link in mine)
            found.append(
                Activity(
                    id=f"T{phase}{task}",
                    duration=draw(durations),
                    links=mine,
                    parent=parent,
                    not_before=draw(st.none() | around),
                    begun=begun,
                    start=start,
                    finish=finish,
                    limits=draw(limits(elapsed=elapsed)),
                    calendar=own,
                )
            )
            inside.append(found[-1].id)
    assume(not cycles(found))
    return tuple(found)


def links(before: Sequence[str], elapsed: bool) -> st.SearchStrategy[tuple[Link, ...]]:
    if not before:
        return st.just(())
    kinds, lags = st.sampled_from(["FS", "FS", "SS", "FF", "SF"]), st.integers(-900, 900)
    one = st.builds(Link, st.sampled_from(before), kinds, lags, st.booleans() if elapsed else st.just(False))
    return st.lists(one, max_size=3).map(tuple)


def same_as_scheduled(plan: Sequence[Activity], drawn: list[list[int]]) -> None:
    """Each run has the dates and the critical activities that the schedule gives for its durations."""
    rows = _row_plan(Uncertainty(activities=plan, calendar=SHARED, start=START))
    early, late = _run(rows, [np.array(each, dtype=np.int64) for each in drawn])
    for run in range(RUNS):
        found = schedule([replace(a, duration=each[run]) for a, each in zip(plan, drawn, strict=True)], SHARED, START)
        for i, activity in enumerate(plan):
            times = found.times[activity.id]
            start, finish, critical = (
                int(np.broadcast_to(row, RUNS)[run]) for row in (early.start[i], early.finish[i], late.critical[i])
            )
            assert (activity.id, start, finish, bool(critical)) == (
                activity.id,
                times.start,
                times.finish,
                times.critical,
            )
        assert int(np.broadcast_to(early.project_finish, RUNS)[run]) == found.finish


def test_a_given_start_before_the_hours_of_its_calendar_breaks_no_link() -> None:
    """T01 is put at 8 and works from 9: T00 at 9:01 keeps a link with a minute less. Once found by the test below."""
    late = Limits(as_late_as_possible=True)
    held = (Link("T00", "FS", -1),)
    second = Activity(id="T01", duration=0, links=held, start=START, finish=START + 300, limits=late, calendar=MORNINGS)
    same_as_scheduled([Activity(id="T00", duration=0, limits=late), second], [[0] * RUNS] * 2)


@given(activities(), st.data())
def test_each_run_is_the_schedule_of_its_durations(plan: tuple[Activity, ...], data: st.DataObject) -> None:
    drawn = [data.draw(st.lists(durations, min_size=RUNS, max_size=RUNS)) for _ in plan]
    same_as_scheduled(plan, drawn)


@given(activities(elapsed=True))
def test_a_run_with_the_durations_of_the_plan_is_the_plan(plan: tuple[Activity, ...]) -> None:
    same_as_scheduled(plan, [[activity.duration] * RUNS for activity in plan])


def test_what_no_run_changes_is_one_number() -> None:
    plan = (Activity(id="A", duration=60), Activity(id="B", duration=30, links=(Link("A"),)))
    rows = _row_plan(Uncertainty(activities=plan, calendar=SHARED, start=START))
    early, _ = _run(rows, [60, np.array([30, 40])])
    assert np.ndim(early.finish[0]) == 0
    assert list(early.finish[1]) == [START + 90, START + 100]


def test_a_circle_is_refused() -> None:
    plan = (Activity(id="A", links=(Link("B"),)), Activity(id="B", links=(Link("A"),)))
    with pytest.raises(ValueError, match="circle"):
        Uncertainty(activities=plan, calendar=SHARED, start=START).outlook(10)


def test_what_bounds_the_start_of_a_summary_bounds_only_what_begins_it() -> None:
    plan = (
        Activity(id="P"),
        Activity(id="A", duration=60, parent="P"),
        Activity(id="B", duration=60, parent="P", links=(Link("A"),)),
        Activity(id="C", duration=500, links=(Link("P", "SS"),)),
    )
    rows = _row_plan(Uncertainty(activities=plan, calendar=SHARED, start=START))
    _, late = _run(rows, [0, 60, 60, 500])
    assert [bool(critical) for critical in late.critical] == [True, True, False, True]
