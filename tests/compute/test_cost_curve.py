"""What was planned, earned and spent of a project, reasoned by hand from its calendar; and what always holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dossier.compute.cost_curve import CostCurve, cost_curve
from dossier.compute.cost_line import cost_lines
from dossier.compute.exchange_rates import rate_of
from dossier.compute.money import money
from dossier.compute.plan import plan
from dossier.dossier import Portfolio
from dossier.load import load
from dossier.text.source import read_tree

PROJECT = "# acme/web/project.yml\ntitle: Web\nstart: 2026-03-02\ncurrency: EUR\nbudget: 100,000\n"
RECORDS = "# acme/web/records.yml\n"
# Monday 2 March to Friday 27 March 2026 are 20 working days, to Friday 10 April 30 (the calendar knows no Easter here).
FOUR_WEEKS = "tasks:\n- {id: T-1, title: Build, owner: anna, duration: 20d, start: 2026-03-02"
HALF_TIME = date(2026, 3, 13)


@pytest.fixture
def curve_of(read):
    def curve(records: str, as_of: date = HALF_TIME, project: str = PROJECT) -> CostCurve:
        dossier = read(project + RECORDS + records).dossier
        found = cost_curve(dossier, plan(dossier, as_of))
        assert found
        return found

    return curve


def test_half_of_the_days_are_half_of_the_planned_value(curve_of):
    costs = "\ncost_items: [{id: C-1, title: Build, planned: 8000, actual: 3000, task: T-1}]"
    found = curve_of(FOUR_WEEKS + ", actual_start: 2026-03-02, progress: 40%}" + costs)
    assert (found.now.planned, found.now.earned, found.now.actual, found.now.budget) == (4000, 3200, 3000, 8000)
    assert found.forecast == 8000
    assert found.undated == 1


@pytest.mark.parametrize(
    ("method", "progress", "planned", "earned"),
    [
        ("percent", "actual_start: 2026-03-02, progress: 40%", 4000, 3200),
        ("0/100", "actual_start: 2026-03-02, progress: 90%", 0, 0),
        ("50/50", "actual_start: 2026-03-02, progress: 10%", 4000, 4000),
        ("50/50", "progress: 0%", 4000, 0),
        ("0/100", "actual_start: 2026-03-02, actual_finish: 2026-03-12, progress: 100%", 8000, 8000),
    ],
)
def test_the_ways_in_which_progress_counts(curve_of, method: str, progress: str, planned: int, earned: int):
    costs = "\ncost_items: [{id: C-1, title: Build, planned: 8000, task: T-1}]"
    found = curve_of(FOUR_WEEKS + f", measured_by: {method}, {progress}}}" + costs)
    assert (found.now.planned, found.now.earned) == (planned, earned)


def test_a_work_package_that_counts_by_its_milestones(curve_of):
    found = curve_of(
        """
work_packages:
- id: T-1
  title: Gates
  owner: anna
  measured_by: milestones
  tasks:
  - {id: T-2, title: Dig, owner: anna, duration: 5d, start: 2026-03-02, actual_start: 2026-03-02, actual_finish: 2026-03-06, progress: 100%}
  - {id: M-1, title: Dug, owner: anna, kind: milestone, weight: 30%, after: T-2, actual_start: 2026-03-06, actual_finish: 2026-03-06, progress: 100%}
  - {id: T-3, title: Build, owner: anna, duration: 5d, after: M-1, actual_start: 2026-03-09, progress: 80%}
  - {id: M-2, title: Built, owner: anna, kind: milestone, weight: 70%, after: T-3}
cost_items:
- {id: C-1, title: Gates, planned: 1000, task: T-1}
"""
    )
    assert (found.now.planned, found.now.earned) == (1000, 300)


def test_what_a_task_says_counts_for_what_is_inside(curve_of):
    found = curve_of(
        """
work_packages:
- id: T-1
  title: App
  owner: anna
  measured_by: 0/100
  tasks:
  - {id: T-2, title: One, owner: anna, duration: 6d, start: 2026-03-02, actual_start: 2026-03-02, actual_finish: 2026-03-09, progress: 100%}
  - {id: T-3, title: Two, owner: anna, duration: 4d, start: 2026-03-10, actual_start: 2026-03-10, progress: 75%}
cost_items:
- {id: C-1, title: App, planned: 1000, task: T-1}
"""
    )
    assert (found.now.planned, found.now.earned) == (1000, 600)  # both were due by the 13th; six days of ten are done


def test_money_that_goes_out_at_the_start_or_at_the_end(curve_of):
    found = curve_of(
        FOUR_WEEKS
        + """, actual_start: 2026-03-02, progress: 40%}
cost_items:
- {id: C-1, title: Machine, planned: 500, spread: start, task: T-1}
- {id: C-2, title: Licence, planned: 70, spread: end, task: T-1}
"""
    )
    assert (found.now.planned, found.now.earned) == (500, 500)


def test_what_belongs_to_no_task_is_earned_as_time_goes_by_and_a_reserve_never(curve_of):
    found = curve_of(
        FOUR_WEEKS
        + """}
cost_items:
- {id: C-1, title: Management, planned: 1000}
- {id: C-2, title: Reserve, category: reserve, planned: 9000}
"""
    )
    assert (found.now.planned, found.now.earned, found.now.budget) == (500, 500, 1000)
    assert found.forecast == 10_000


def test_bookings_tell_when_the_money_went_out(curve_of):
    found = curve_of(
        FOUR_WEEKS
        + """, actual_start: 2026-03-02, progress: 60%}
cost_items:
- id: C-1
  title: Build
  planned: 8000
  task: T-1
  bookings: [{on: 2026-03-06, amount: 1000}, {on: 2026-03-20, amount: 2500}, {on: 2026-04-30, amount: 400}]
""",
        date(2026, 3, 31),
    )
    assert found.now.actual == 3500  # the booking of April has not happened
    assert [month.ends for month in found.months] == [date(2026, 3, 31), date(2026, 4, 30)]
    assert found.undated == 0


def test_what_is_still_to_be_spent_follows_the_work(curve_of):
    found = curve_of(
        """
tasks: [{id: T-1, title: Build, owner: anna, duration: 44d, start: 2026-03-02, actual_start: 2026-03-02, progress: 50%}]
cost_items:
- {id: C-1, title: Build, planned: 6000, actual: 3000, on: 2026-03-31, task: T-1}
- {id: C-2, title: Test, planned: 900, committed: 900, on: 2026-04-15, task: T-1}
""",
        date(2026, 3, 31),
    )
    # 44 working days end on Thursday 30 April: the rest of C-1 is spread over April, C-2 is paid on its day
    assert [month.expected for month in found.months] == [None, 6900]
    assert found.forecast == 6900


def test_other_currencies_by_the_rate_of_the_day(read):
    rates = "rates: [{currency: USD, rate: 0.90, on: 2026-01-01}, {currency: USD, rate: 0.80, on: 2026-03-10}]\n"
    dossier = read(
        PROJECT
        + rates
        + RECORDS
        + FOUR_WEEKS
        + """}
cost_items:
- {id: C-1, title: Licence, currency: USD, planned: 1000, bookings: [{on: 2026-03-09, amount: 100}, {on: 2026-03-10, amount: 100}]}
- {id: C-2, title: Nobody knows, currency: XYZ, planned: 1000}
"""
    ).dossier
    (line,) = cost_lines(dossier)
    assert (line.planned, line.actual) == (800, Decimal(90 + 80))
    found = money(dossier)
    assert found
    assert found.planned == 800  # what has no rate is in no sum
    assert rate_of(dossier.project, "USD", date(2025, 1, 1)) == Decimal("0.90")
    assert rate_of(dossier.project, "XYZ") is None
    assert rate_of(dossier.project, "EUR") == 1


def test_the_planned_cost_of_tasks_counts_where_no_cost_item_speaks(read):
    dossier = read(
        PROJECT
        + RECORDS
        + """
work_packages:
- id: T-1
  title: One
  owner: anna
  cost: 999
  tasks: [{id: T-2, title: a, owner: anna, cost: 300, duration: 1d}, {id: T-3, title: b, owner: anna, cost: 200, duration: 1d}]
- id: T-4
  title: Two
  owner: anna
  tasks: [{id: T-5, title: c, owner: anna, cost: 50, duration: 1d}]
cost_items: [{id: C-1, title: Two, planned: 70, task: T-4}]
"""
    ).dossier
    assert [(line.task, line.planned) for line in cost_lines(dossier)] == [("T-4", 70), ("T-2", 300), ("T-3", 200)]


def test_a_finished_project_stands_where_it_ended(curve_of):
    costs = "\ncost_items: [{id: C-1, title: Build, planned: 8000, actual: 9000, task: T-1}]"
    done = ", actual_start: 2026-03-02, actual_finish: 2026-03-27, progress: 100%}"
    found = curve_of(FOUR_WEEKS + done + costs, date(2027, 8, 2))
    assert (found.as_of, found.now.actual, found.now.earned) == (date(2026, 3, 27), 9000, 8000)
    assert len(found.months) == 1
    assert (found.months[0].actual, found.months[0].expected) == (9000, None)


def test_no_curve_without_costs_or_without_a_plan(read):
    for records in (FOUR_WEEKS + ", cost: 500}", "cost_items: [{id: C-1, title: Build, planned: 8000}]"):
        dossier = read(PROJECT + RECORDS + records).dossier
        assert cost_curve(dossier, plan(dossier, HALF_TIME)) is None


@pytest.fixture(scope="module")
def examples() -> Portfolio:
    portfolio, problems = load(read_tree(Path(__file__).parents[2] / "content"))
    assert problems == ()
    return portfolio


@pytest.mark.parametrize("client", ["northferry", "yunling"])
def test_curves_of_the_examples_only_rise_and_end_at_their_sums(examples, client: str):
    """The examples hold lines of all kinds: dated and undated, with and without a task, with reserves and changes."""
    for dossier in examples.of_client(client):
        for day in (date(2025, 6, 2), date(2026, 4, 15), date(2026, 10, 30), date(2027, 12, 1)):
            found = cost_curve(dossier, plan(dossier, day))
            assert found
            planned = [month.planned for month in found.months]
            assert planned == sorted(planned)
            assert planned[-1] == pytest.approx(found.now.budget)
            for line in ("earned", "actual", "expected"):
                known = [value for month in found.months if (value := getattr(month, line)) is not None]
                assert known == sorted(known)
            assert 0 <= found.now.earned <= found.now.budget
            ahead = [month.expected for month in found.months if month.expected is not None]
            assert not ahead or ahead[-1] == pytest.approx(found.forecast)
