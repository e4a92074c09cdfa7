"""Simulated plans whose answer is known: by formula, from a textbook, or from the schedule itself."""

from __future__ import annotations

import pickle
from datetime import date
from math import sqrt

import pytest

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.schedule import Activity, Link, schedule
from dossier.compute.simulation import simulated
from dossier.compute.uncertainty import LEVELS, Outlook, Spread, Threat, Uncertainty, rank

CALENDAR = WorkingCalendar()
START = CALENDAR.start_of(date(2026, 3, 2))
DAY = CALENDAR.minutes_per_day
WEEK = 5 * DAY


def uncertain(*activities: Activity, **more: object) -> Uncertainty:
    return Uncertainty(activities=activities, calendar=CALENDAR, start=START, **more)


def near(share: float, runs: int = 10_000) -> object:
    """A share as it may come out by chance: four standard deviations around it, which one seed in 16,000 leaves."""
    return pytest.approx(share, abs=4 * sqrt(share * (1 - share) / runs))


def days(optimistic: float, likely: float, pessimistic: float) -> Spread:
    return Spread(*(round(each * DAY) for each in (optimistic, likely, pessimistic)))


def finished_by(outlook: Outlook, after: float) -> float:
    """In what share of the runs all is finished so many working days after the start."""
    return float(outlook.share_by(START + round(after * DAY)))


def test_the_percentile_is_the_nearest_rank():
    """Of 15, 20, 35, 40, 50 the 5th, 30th, 40th, 50th and 100th are 15, 20, 20, 35, 50 (a usual example of it)."""
    assert [rank(percent, 5) for percent in (5, 30, 40, 50, 100)] == [1, 2, 2, 3, 5]


def test_one_task_by_the_triangular_distribution():
    """From 10 to 40 days, most likely 20: below 20 lies (20-10)/(40-10); above, 1 - (40-x)²/((40-10)(40-20))."""
    outlook = uncertain(
        Activity(id="A", duration=20 * DAY), spreads={"A": days(10, 20, 40)}, distribution="triangular"
    ).outlook()
    assert finished_by(outlook, 20) == near(1 / 3)
    for level in LEVELS:
        x = 40 - sqrt((1 - level / 100) * 30 * 20)
        assert finished_by(outlook, x) == near(level / 100)
        assert (outlook.finish(level) - START) / DAY == pytest.approx(x, abs=0.6)
    assert float(outlook.mean - START) / DAY == pytest.approx((10 + 20 + 40) / 3, abs=4 * 6.24 / 100)


def test_one_task_by_the_pert_distribution():
    """Mean (a + 4m + b) / 6 (Malcolm, Roseboom, Clark and Fazar 1959)."""
    outlook = uncertain(Activity(id="A", duration=20 * DAY), spreads={"A": days(10, 20, 40)}).outlook()
    mean = (10 + 4 * 20 + 40) / 6
    deviation = sqrt((mean - 10) * (40 - mean) / 7)
    assert float(outlook.mean - START) / DAY == pytest.approx(mean, abs=4 * deviation / 100)


def test_two_tasks_side_by_side_are_both_finished_by_the_product_of_their_chances():
    """And the path that was critical without uncertainty finishes later than planned: merge bias."""
    a, b, end = Activity(id="A", duration=10 * DAY), Activity(id="B", duration=10 * DAY), Activity(id="E")
    spread = days(5, 10, 15)
    plan = (a, b, Activity(id="E", links=(Link("A"), Link("B"))))
    outlook = uncertain(*plan, spreads={"A": spread, "B": spread}, distribution="triangular").outlook()
    # symmetric, so each is finished by day 10 in half of the runs
    assert finished_by(outlook, 10) == near(0.5 * 0.5)
    x = 15 - sqrt((1 - sqrt(0.5)) * 10 * 5)
    assert finished_by(outlook, x) == near(0.5)
    assert outlook.finish(50) > schedule([a, b, end], CALENDAR, START).finish
    assert float(outlook.criticality("A")) == near(0.5)
    assert outlook.criticality("E") == 1


RELIABLE = """
A 1 2 3
B 2 3.5 8 A
C 6 9 18 B
D 4 5.5 10 C
E 1 4.5 5 C
F 4 4 10 E
G 5 6.5 11 D
H 5 8 17 E G
I 3 7.5 9 C
J 3 9 9 F I
K 4 4 4 J
L 1 5.5 7 J
M 1 2 3 H
N 5 5.5 9 K L
"""


def test_a_textbook_project_keeps_its_deadline_as_often_as_in_the_textbook():
    """After the Reliable Construction Co. of Hillier and Hillier, Introduction to Management Science: 47 weeks.

    PERT's approximation by one path says 0.84; 1,000 runs with triangular distributions found 0.588 there. What is
    compared allows for the chance in those runs.
    """
    activities, spreads = [], {}
    for name, optimistic, likely, pessimistic, *before in map(str.split, RELIABLE.strip().split("\n")):
        low, mode, high = (round(float(weeks) * WEEK) for weeks in (optimistic, likely, pessimistic))
        activities.append(Activity(id=name, duration=mode, links=tuple(Link(each) for each in before)))
        spreads[name] = Spread(low, mode, high)
    outlook = uncertain(*activities, spreads=spreads, distribution="triangular").outlook()
    assert float(outlook.share_by(START + 47 * WEEK)) == pytest.approx(0.588, abs=3 * sqrt(0.588 * 0.412 / 1000))
    assert outlook.criticality("A") == 1


def test_a_risk_delays_as_often_as_its_chance_and_all_its_tasks_at_once():
    a, b = Activity(id="A", duration=10 * DAY), Activity(id="B", duration=10 * DAY)
    late = days(5, 5, 5)
    together = uncertain(a, b, threats=(Threat("R", 30, (("A", late), ("B", late))),)).outlook()
    assert set(together.finishes) == {START + 10 * DAY, START + 15 * DAY}
    assert finished_by(together, 10) == near(0.7)
    apart = uncertain(a, b, threats=(Threat("R", 30, (("A", late),)), Threat("S", 30, (("B", late),)))).outlook()
    assert finished_by(apart, 10) == near(0.7 * 0.7)


def test_what_is_certain_is_the_schedule():
    plan = (
        Activity(id="A", duration=3 * DAY),
        Activity(id="B", duration=5 * DAY),
        Activity(id="C", duration=DAY, links=(Link("A", lag=DAY), Link("B", "SS"))),
    )
    found = schedule(plan, CALENDAR, START)
    same = {each.id: Spread(each.duration, each.duration, each.duration) for each in plan}
    outlook = uncertain(*plan, spreads=same).outlook(50)
    assert set(outlook.finishes) == {found.finish}
    assert {name: bool(outlook.criticality(name)) for name in found.times} == {
        name: times.critical for name, times in found.times.items()
    }
    assert {name: set(task.finishes) for name, task in outlook.tasks.items()} == {
        name: {times.early_finish} for name, times in found.times.items()
    }


CHAIN = (
    Activity(id="P"),
    Activity(id="A", duration=5 * DAY, parent="P"),
    Activity(id="B", duration=8 * DAY, parent="P"),
    Activity(id="C", duration=3 * DAY, links=(Link("P"), Link("A", "SS", DAY))),
)
SPREADS = {"A": days(3, 5, 12), "B": days(6, 8, 9), "C": days(1, 3, 4)}
RISKS = (Threat("R", 40, (("A", days(1, 2, 6)), ("C", days(1, 1, 2)), ("A", days(0, 1, 1)))),)


@pytest.mark.parametrize("at_once", [1, 7, 64, 1000])
def test_the_outlook_does_not_depend_on_how_the_runs_are_cut(at_once: int):
    what = uncertain(*CHAIN, spreads=SPREADS, threats=RISKS)
    assert simulated(what, 301, 5, at_once) == what.outlook(301, 5)


def test_the_same_seed_gives_the_same_and_another_seed_another():
    what = uncertain(*CHAIN, spreads=SPREADS, threats=RISKS)
    assert what.outlook(500, 3) == what.outlook(500, 3)
    assert what.outlook(500, 3) != what.outlook(500, 4)


def test_what_is_drawn_for_one_task_does_not_change_when_another_is_added():
    what = uncertain(*CHAIN, spreads=SPREADS)
    more = uncertain(Activity(id="Z", duration=DAY), *CHAIN, spreads={"Z": days(1, 1, 2), **SPREADS})
    assert more.outlook(200).tasks["C"] == what.outlook(200).tasks["C"]


def test_levels_of_tasks_are_those_of_all_their_runs():
    """The whole is the only task here, and its finishes are all kept."""
    outlook = uncertain(Activity(id="A", duration=5 * DAY), spreads={"A": SPREADS["A"]}).outlook(999)
    assert outlook.tasks["A"].finishes == tuple(outlook.finish(level) for level in LEVELS)


def test_a_histogram_holds_every_run_once():
    outlook = uncertain(*CHAIN, spreads=SPREADS).outlook(400)
    bins = outlook.histogram(DAY)
    assert sum(count for _, count in bins) == 400
    assert bins[0][0] < outlook.finishes[0] <= bins[0][0] + DAY
    for begin, count in bins:
        assert count == sum(1 for finish in outlook.finishes if begin < finish <= begin + DAY)


def test_an_estimate_or_a_number_of_runs_that_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="no estimate"):
        Spread(5, 4, 6)
    with pytest.raises(ValueError, match="at least once"):
        uncertain(*CHAIN).outlook(0)


def test_a_plan_without_activities_is_finished_where_it_starts():
    assert set(uncertain().outlook(3).finishes) == {START}


def test_what_it_is_made_from_tells_calendars_once_and_apart():
    mornings = WorkingCalendar(week=(((9 * 60, 12 * 60),),) * 5 + ((),) * 2)
    evenings = WorkingCalendar(week=(((18 * 60, 20 * 60),),) * 5 + ((),) * 2)
    one, other = (
        uncertain(*(Activity(id=f"T{n}", duration=DAY, calendar=calendar) for n in range(50)))
        for calendar in (mornings, evenings)
    )
    assert one.made_from != other.made_from
    assert len(pickle.dumps(one.made_from)) < 20_000


def test_work_on_a_calendar_of_its_own_takes_as_long_as_that_asks():
    """Three hours a day: 15 hours take five mornings, and the 24 that it takes at worst take eight."""
    mornings = WorkingCalendar(week=(((9 * 60, 12 * 60),),) * 5 + ((),) * 2)
    dig = Activity(id="A", duration=15 * 60, calendar=mornings)
    outlook = uncertain(dig, threats=(Threat("R", 30, (("A", Spread(540, 540, 540)),)),)).outlook(1000)
    assert {CALENDAR.finish_date(at) for at in outlook.finishes} == {date(2026, 3, 6), date(2026, 3, 11)}
