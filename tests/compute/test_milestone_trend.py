"""Milestone trend analysis: what each line tells, counted by hand on a calendar of 2026."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.compute.milestone_trend import MilestoneTrend, milestone_trends
from dossier.compute.plan import plan
from dossier.dossier import Dossier
from tests.conftest import files_in, reading

RECORDS = """
    tasks:
    - {id: M-1, title: Designed, kind: milestone, actual_finish: 2026-03-27}
    - {id: M-2, title: Built, kind: milestone, finish: 2026-06-05}
    - {id: M-3, title: Sold, kind: milestone, finish: 2026-07-01}
    - {id: M-4, title: Begun, kind: milestone, actual_finish: 2026-03-02}
    - {id: T-1, title: No milestone, duration: 5d}
    baselines:
    - id: BL-2
      title: Second
      as_of: 2026-04-01
      tasks:
      - {id: M-1, title: Designed, start: 2026-03-27, finish: 2026-03-27}
      - {id: M-2, title: Built, start: 2026-06-01, finish: 2026-06-01}
    - id: BL-1
      title: First
      as_of: 2026-03-02
      tasks:
      - {id: M-1, title: Designed, start: 2026-03-20, finish: 2026-03-20}
      - {id: M-2, title: Built, start: 2026-06-05, finish: 2026-06-05}
      - {id: M-4, title: Begun, start: 2026-03-02, finish: 2026-03-02}
      - {id: T-1, title: No milestone, start: 2026-03-02, finish: 2026-03-06}
    - {id: BL-3, title: Of a day that is still to come, as_of: 2026-06-01, tasks: [{id: M-2, title: Built, start: 2026-12-01, finish: 2026-12-01}]}
"""


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return reading(files_in(RECORDS)).dossier


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def trends(dossier: Dossier, as_of: date) -> dict[str, MilestoneTrend]:
    return {each.milestone: each for each in milestone_trends(dossier, plan(dossier, as_of))}


def test_a_line_goes_through_the_days_of_the_baselines_to_today(dossier: Dossier):
    found = trends(dossier, day(5, 4))["M-2"]
    assert found.points == ((day(3, 2), day(6, 5)), (day(4, 1), day(6, 1)), (day(5, 4), day(6, 5)))
    assert (found.reached, found.moved) == (False, 0)  # earlier in between, and where it was again


def test_a_milestone_that_is_reached_ends_where_the_day_reports_itself(dossier: Dossier):
    found = trends(dossier, day(5, 4))["M-1"]
    assert found.points == ((day(3, 2), day(3, 20)), (day(3, 27), day(3, 27)))
    assert (found.reached, found.moved) == (True, 5)  # from Friday 20 to Friday 27 March


def test_what_was_never_ahead_or_in_no_baseline_has_no_line(dossier: Dossier):
    assert trends(dossier, day(5, 4)).keys() == {"M-1", "M-2"}


def test_without_a_baseline_of_an_earlier_day_there_is_no_trend(dossier: Dossier):
    assert trends(dossier, day(3, 2)) == {}
    assert trends(dossier, day(3, 1)) == {}
