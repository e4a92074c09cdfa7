"""What drives the finish: the chain through what was done and what is left, and what a client learns of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dossier.compute.driving import Driving, driving
from dossier.compute.holds import Hold
from dossier.compute.plan import plan
from dossier.compute.slip import HIDDEN
from dossier.dossier import Dossier
from tests.conftest import files_in, reading


def seen(dossier: Dossier, as_of: date, *hidden: str) -> Driving:
    """What drives the plan on a day, for who does not see some of its tasks."""
    found = plan(dossier, as_of)
    return driving(dossier, found, found.visible({row.id for row in found.rows} - set(hidden)))


def names(found: Driving, to: str = "") -> str:
    return " ".join(step.task for step in found.to(to))


def test_the_critical_path_of_a_plan_that_has_not_begun_is_what_drives_its_finish(dossier: Dossier):
    """
    tasks:
    - {id: A, title: A, duration: 6d}
    - {id: B, title: B, duration: 2d, after: A}
    - {id: C, title: C, duration: 2d, after: A}
    - {id: D, title: D, duration: 3d, after: B}
    - {id: F, title: F, duration: 2d, after: C}
    - {id: E, title: E, duration: 4d, after: [D, F]}
    - {id: G, title: G, duration: 1d, after: E}
    """
    # a network often taught: it takes 16 days, critical are A, B, D, E and G, and C and F have a float of 1
    found = seen(dossier, date(2026, 3, 2))
    assert names(found) == "A B D E G"
    assert {step.float_days for step in found.to()} == {Decimal(0)}
    assert found.to()[-1].finish == date(2026, 3, 23)  # the 16th working day from Monday 2 March
    assert names(found, "F") == "A C F"
    assert [step.float_days for step in found.to("F")][1:] == [Decimal(1), Decimal(1)]


UNDER_WAY = """
    tasks:
    - {id: T-1, title: Design, actual_start: 2026-03-02, actual_finish: 2026-03-06, duration: 5d}
    - {id: T-2, title: Permit, actual_start: 2026-03-02, actual_finish: 2026-03-04, duration: 3d}
    - {id: T-3, title: Build, duration: 10d, after: [T-1, T-2], actual_start: 2026-03-11, remaining: 4d}
    - {id: T-4, title: Paint, duration: 2d, after: T-3 FS+1d}
    - {id: T-5, title: Furnish, duration: 1d, after: T-2}
    - id: T-6
      title: Handover
      tasks:
      - {id: M-1, title: Live, kind: milestone, after: [T-4, T-5]}
"""


@pytest.fixture(scope="module")
def under_way() -> Dossier:
    return reading(files_in(UNDER_WAY)).dossier


def test_behind_today_it_follows_what_was_waited_for_and_ahead_of_it_the_forecast(under_way: Dossier):
    found = seen(under_way, date(2026, 3, 18))
    design, build, paint, live = found.to()
    # Build waited for Design, which was done after Permit: it could have begun on Monday 9, and did on Wednesday 11.
    assert (design.task, design.holds) == ("T-1", (Hold("actual_start", on=date(2026, 3, 2)),))
    assert build.holds == (
        Hold("predecessor", task="T-1", link="FS"),
        Hold("actual_start", on=date(2026, 3, 11)),
        Hold("as_of", on=date(2026, 3, 18)),
    )
    assert (build.waited, design.float_days, build.float_days) == (2, None, 0)
    # Four days are left from Wednesday 18; Paint comes a day later, on Wednesday 25 and Thursday 26.
    assert (build.start, build.finish) == (date(2026, 3, 11), date(2026, 3, 23))
    assert paint.holds == (Hold("predecessor", task="T-3", link="FS+1d"),)
    assert (paint.start, paint.finish) == (date(2026, 3, 25), date(2026, 3, 26))
    assert (live.task, live.finish) == ("M-1", date(2026, 3, 26))


def test_what_should_have_begun_and_has_not_is_held_by_the_day_on_which_one_looks(under_way: Dossier):
    (furnish,) = seen(under_way, date(2026, 3, 18)).to("T-5")
    assert furnish.holds == (Hold("as_of", on=date(2026, 3, 18)),)
    assert (furnish.start, furnish.float_days) == (date(2026, 3, 18), Decimal(6))


def test_the_finish_of_a_phase_is_that_of_what_ends_last_in_it(under_way: Dossier):
    found = seen(under_way, date(2026, 3, 18))
    assert names(found, "T-6") == names(found, "M-1") == names(found)


def test_what_one_may_not_see_has_no_name_and_no_dates_and_hides_nothing_before_it(under_way: Dossier):
    found = seen(under_way, date(2026, 3, 18), "T-3", "T-4")
    first, hidden, live = found.to()
    assert (first.task, live.task) == ("T-1", "M-1")
    assert (hidden.task, hidden.start, hidden.finish, hidden.holds) == (HIDDEN, None, None, ())
    assert live.holds == (Hold("predecessor", task=HIDDEN),)
    assert seen(under_way, date(2026, 3, 18), "T-4").to("T-4") == ()


def test_without_such_a_task_there_is_no_way(under_way: Dossier, dossier: Dossier):
    """
    risks:
    - {id: R-1, title: Rain}
    """
    assert seen(under_way, date(2026, 3, 18)).to("T-99") == ()
    assert seen(dossier, date(2026, 3, 18)).to() == ()


def test_tasks_in_a_circle_have_a_chain_that_ends(dossier: Dossier):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 1d, after: T-2, actual_start: 2026-03-02}
    - {id: T-2, title: Fill, duration: 1d, after: T-1, actual_start: 2026-03-02}
    """
    assert set(names(seen(dossier, date(2026, 3, 2)), "T-1").split()) <= {"T-1", "T-2"}
