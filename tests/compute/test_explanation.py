"""Why a task lies where it lies, as a project manager would say it with the plan in her hand."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.compute.explanation import Explanation, chain_to, explanation, path_between
from dossier.compute.holds import Hold
from dossier.compute.plan import Plan, plan
from dossier.dossier import Dossier
from dossier.records.task import Task


def day(month: int, number: int) -> date:
    return date(2026, month, number)


class Asked:
    """A plan as of 2 March, with what one asks of it."""

    def __init__(self, dossier: Dossier) -> None:
        self.plan: Plan = plan(dossier, day(3, 2))
        self.tasks = {task.id: task for task in dossier.of(Task)}

    def why(self, name: str) -> Explanation:
        return explanation(self.plan, name)

    def holds(self, name: str) -> tuple[Hold, ...]:
        return self.plan.by_id[name].holds


@pytest.fixture
def asked(dossier: Dossier) -> Asked:
    return Asked(dossier)


def test_links_hold_and_the_chain_leads_to_the_start(asked: Asked):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 3d}
    - {id: T-2, title: Order, duration: 1d}
    - {id: T-3, title: Build, duration: 2d, after: [T-1 SS+4d, T-2]}
    - {id: T-4, title: Paint, duration: 2d, after: T-3}
    """
    # Dig starts on Monday 2: four days later is Friday 6, so Build is on Friday 6 and Monday 9
    assert asked.holds("T-3") == (Hold("predecessor", task="T-1", link="SS+4d"),)
    assert asked.holds("T-1") == (Hold("project_start", on=day(3, 2)),)
    assert chain_to(asked.plan, "T-4") == ("T-1", "T-3", "T-4")
    assert asked.why("T-3").drives == ("T-4",)


def test_days_without_work_between_are_counted(asked: Asked):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 5d}
    - {id: T-2, title: Build, duration: 2d, after: T-1}
    """
    assert asked.why("T-2").days_off == 2  # Friday to Monday


def test_a_constraint_that_holds_is_named_and_one_that_does_not_is_not(asked: Asked):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 5d}
    - {id: T-2, title: Held, duration: 1d, after: T-1, start: 2026-03-11}
    - {id: T-3, title: Not held, duration: 1d, after: T-1, start: 2026-03-04}
    - {id: T-4, title: Fixed, duration: 1d, after: T-1, must_start: 2026-03-04}
    - {id: T-5, title: Ends late, duration: 1d, finish_no_earlier: 2026-03-12}
    - {id: T-6, title: Idle, duration: 1d, as_late_as_possible: yes}
    - {id: T-7, title: Begun, duration: 1d, actual_start: 2026-03-02, after: T-1}
    """
    assert asked.holds("T-2") == (Hold("start", on=day(3, 11)),)
    assert [hold.kind for hold in asked.holds("T-3")] == ["predecessor"]
    assert asked.holds("T-4") == (Hold("must_start", on=day(3, 4)),)
    assert asked.holds("T-5") == (Hold("finish_no_earlier", on=day(3, 12)),)
    assert [hold.kind for hold in asked.holds("T-6")] == ["as_late_as_possible"]
    assert asked.holds("T-7") == (Hold("actual_start", on=day(3, 2)),)


def test_a_link_to_the_phase_holds_what_is_inside_and_the_chain_goes_through_it(asked: Asked):
    """
    tasks:
    - id: P-1
      title: First
      tasks:
      - {id: T-1, title: Long, duration: 4d}
      - {id: T-2, title: Short, duration: 1d}
    - id: P-2
      title: Second
      after: P-1
      tasks:
      - {id: T-3, title: Inside, duration: 2d}
    """
    assert asked.holds("T-3") == (Hold("predecessor", task="P-1", link="FS"),)
    assert chain_to(asked.plan, "T-3") == ("T-1", "T-3")
    assert asked.holds("P-2") == (Hold("begins_with", task="T-3"), Hold("ends_with", task="T-3"))


def test_the_way_to_a_milestone_is_the_tightest_and_tells_how_late_one_may_be(asked: Asked):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 2d}
    - {id: T-2, title: Build, duration: 5d, after: T-1}
    - {id: T-3, title: Paint, duration: 1d, after: T-1}
    - {id: T-4, title: Fit, duration: 2d, after: T-3}
    - {id: M-1, title: Open, kind: milestone, after: [T-2, T-4]}
    - {id: T-9, title: Beside, duration: 1d}
    """
    # by Build there is no time, by Paint and Fit (3 days beside 5) there are two days
    assert path_between(asked.plan, asked.tasks, "T-1", "M-1") == (("T-1", "T-2", "M-1"), 0)
    assert path_between(asked.plan, asked.tasks, "T-3", "M-1") == (("T-3", "T-4", "M-1"), 2 * 480)
    assert path_between(asked.plan, asked.tasks, "T-9", "M-1") is None
