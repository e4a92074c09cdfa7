"""When unfinished work will be done: what is left goes on from the day, and what has not begun begins on it."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.compute.plan import Plan, plan
from dossier.dossier import Dossier

WEDNESDAY = date(2026, 3, 11)


@pytest.fixture
def found(dossier: Dossier) -> Plan:
    return plan(dossier, WEDNESDAY)


def finishes(found: Plan) -> dict[str, tuple[str, str]]:
    """Planned and expected finish of each row, month and day."""
    return {row.id: (f"{row.finish:%m-%d}", f"{row.expected_finish:%m-%d}") for row in found.rows}


def test_what_has_not_begun_begins_on_the_day_and_the_plan_stays_where_it_is(found: Plan):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 3d}
    - {id: T-2, title: Build, duration: 2d, after: T-1}
    - {id: T-3, title: Later, duration: 1d, start: 2026-03-16}
    """
    # Dig was planned from Monday 2 March; three days from Wednesday 11 March end on Friday 13
    assert finishes(found) == {"T-1": ("03-04", "03-13"), "T-2": ("03-06", "03-17"), "T-3": ("03-16", "03-16")}
    assert found.expected_finish == date(2026, 3, 17)


def test_the_rest_of_what_has_begun_goes_on_from_the_day(found: Plan):
    """
    tasks:
    - {id: T-1, title: Half done, duration: 4d, actual_start: 2026-03-03, progress: 50%}
    - {id: T-2, title: By its own word, duration: 4d, actual_start: 2026-03-03, progress: 50%, remaining: 5d}
    - {id: T-3, title: Done, duration: 1d, actual_start: 2026-03-03, actual_finish: 2026-03-05, progress: 100%}
    - {id: T-4, title: Ahead, duration: 10d, actual_start: 2026-03-09, progress: 80%}
    """
    # T-1: 2 days from Wednesday; T-2: 5 days; T-4 is ahead: 2 days are left, and the plan says Friday 20
    assert finishes(found) == {
        "T-1": ("03-06", "03-12"),
        "T-2": ("03-06", "03-17"),
        "T-3": ("03-05", "03-05"),
        "T-4": ("03-20", "03-12"),
    }


def test_suspended_work_goes_on_when_it_is_to_go_on(found: Plan):
    """
    tasks:
    - {id: T-1, title: Stopped, duration: 4d, actual_start: 2026-03-03, progress: 50%, suspended: 2026-03-05, resumes: 2026-03-18}
    - {id: T-2, title: Next, duration: 1d, after: T-1}
    """
    assert finishes(found) == {"T-1": ("03-06", "03-19"), "T-2": ("03-09", "03-20")}


OUT_OF_SEQUENCE = """
    tasks:
    - {id: T-1, title: Design, duration: 5d, actual_start: 2026-03-09, progress: 40%}
    - {id: T-2, title: Build, duration: 4d, actual_start: 2026-03-10, progress: 50%, after: T-1}
"""


def test_with_retained_logic_the_rest_waits_for_what_it_should_have_waited_for(read):
    # Design has 3 days left: until Friday 13; then 2 days of Build: until Tuesday 17
    found = plan(read(OUT_OF_SEQUENCE.replace("\n    ", "\n")).dossier, WEDNESDAY)
    assert [row.expected_finish for row in found.rows] == [date(2026, 3, 13), date(2026, 3, 17)]


def test_with_progress_override_the_rest_goes_on_at_once(read):
    project = (
        "# acme/web/project.yml\ntitle: Web\nstart: 2026-03-02\nout_of_sequence: progress_override\n# acme/web/t.yml"
    )
    found = plan(read(project + OUT_OF_SEQUENCE.replace("\n    ", "\n")).dossier, WEDNESDAY)
    assert [row.expected_finish for row in found.rows] == [date(2026, 3, 13), date(2026, 3, 12)]


def test_a_phase_is_expected_when_the_last_thing_in_it_is(found: Plan):
    """
    phases:
    - id: P-1
      title: Phase
      tasks:
      - {id: T-1, title: Dig, duration: 3d}
      - {id: T-2, title: Done, duration: 1d, actual_start: 2026-03-03, actual_finish: 2026-03-05, progress: 100%}
    """
    assert finishes(found)["P-1"] == ("03-05", "03-13")


def test_what_was_to_be_pulled_into_the_past_is_not(found: Plan):
    """
    tasks:
    - {id: T-1, title: Fixed, duration: 2d, must_start: 2026-03-04}
    - {id: T-2, title: Given, duration: 2d, finish: 2026-03-06}
    - {id: T-3, title: Still to come, duration: 2d, must_start: 2026-03-19}
    """
    assert finishes(found) == {"T-1": ("03-05", "03-12"), "T-2": ("03-06", "03-12"), "T-3": ("03-20", "03-20")}


def test_what_has_begun_cannot_be_late_by_its_start(found: Plan):
    """
    tasks:
    - {id: T-1, title: First, duration: 10d, actual_start: 2026-03-02, progress: 50%}
    - {id: T-2, title: Sooner than it may, duration: 5d, actual_start: 2026-03-03, progress: 20%, after: T-1 SS+5d}
    - {id: T-3, title: Not begun, duration: 5d, after: T-1 SS+5d}
    - {id: M-1, title: End, kind: milestone, after: [T-1, T-2, T-3]}
    """
    # On Wednesday 11 March five days are left of T-1, four of T-2; T-3 takes five: T-1 and T-3 end on Tuesday 17.
    assert {name: found.axis.days(times.total_float) for name, times in found.ahead.items()} == {
        "T-1": 0,
        "T-2": 1,
        "T-3": 0,
        "M-1": 0,
    }
    # However soon T-2 began, how late T-1 may end is told by the end of the whole alone.
    assert found.axis.days(found.ahead["T-1"].free_float) == 0
