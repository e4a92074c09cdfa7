"""A hidden task whose day the client reads as the end of a phase is told, and no other."""

from __future__ import annotations

import pytest

PLAN = """\
phases:
- id: P-0
  title: All
  tasks:
  - id: P-1
    title: Build
    tasks:
    - {{id: T-1, title: Build it, duration: 5d, start: 2026-03-02}}
    - {{id: T-2, title: Invoice, duration: 1d, {}}}
tasks:
- {{id: T-3, title: Later, duration: 90d, start: 2026-03-02}}
"""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("must_finish: 2026-05-29, visibility: team", [(9, "2026-05-29")]),
        ("start: 2026-05-29, visibility: team", [(9, "2026-05-29")]),
        ("must_finish: 2026-05-29", []),
        ("must_finish: 2026-03-04, visibility: team", []),
        ("after: T-3, visibility: team", []),
        ("deadline: 2026-05-29, visibility: team", []),
    ],
)
def test_the_day_of_a_hidden_task_within_a_phase_beside_others(read, more: str, told: list[tuple[int, str]]):
    assert read(PLAN.format(more)).marked("DOS634") == told


def test_a_phase_of_hidden_tasks_alone_has_its_dates_and_so_has_a_task_beside_phases(read):
    """
    Nothing else could be said of such a phase.
    """
    text = PLAN.format("must_finish: 2026-05-29, visibility: team").replace(
        "start: 2026-03-02}\n    -", "visibility: team}\n    -"
    )
    assert read(text).marked("DOS634") == []
    assert (
        read("tasks:\n- {id: T-2, title: Invoice, must_finish: 2026-05-29, visibility: team}\n").marked("DOS634") == []
    )
