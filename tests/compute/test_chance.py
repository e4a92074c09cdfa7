"""What a project's records say of what may come otherwise than planned."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.compute.chance import CHANCES, runs_of_page, uncertainty
from dossier.compute.uncertainty import Spread, Uncertainty
from tests.compute.sample_records import loaded

AS_OF = date(2026, 3, 2)
DAY = 480


def uncertain(records: str, project: str = "", as_of: date = AS_OF) -> Uncertainty | None:
    files = {
        "acme/client.yml": "title: Acme\n",
        "acme/web/project.yml": f"title: Web\nstart: 2026-03-02\n{project}",
        "acme/web/records.yml": records,
    }
    return uncertainty(loaded(files).dossiers[0], as_of)


def found(records: str, project: str = "", as_of: date = AS_OF) -> Uncertainty:
    what = uncertain(records, project, as_of)
    assert what is not None
    return what


def days(*points: float) -> Spread:
    return Spread(*(round(point * DAY) for point in points))


DIG = "tasks:\n- {id: T-1, title: Dig, duration: 5d}\n"


@pytest.mark.parametrize(
    ("estimates", "expected"),
    [
        ("optimistic: 3d, pessimistic: 9d", days(3, 5, 9)),
        ("optimistic: 3d", days(3, 5, 5)),
        ("pessimistic: 9d", days(5, 5, 9)),
        ("optimistic: 7d, pessimistic: 9d", days(5, 5, 9)),  # a check tells that; the likely one counts
        # begun: half of it is done, so half of each is left
        ("optimistic: 3d, pessimistic: 9d, actual_start: 2026-03-02, progress: 50%", days(1.5, 2.5, 4.5)),
        ("optimistic: 3d, pessimistic: 10d, actual_start: 2026-03-02, remaining: 1d", days(0.6, 1, 2)),
    ],
)
def test_three_points_of_a_task(estimates: str, expected: Spread):
    what = found(f"tasks:\n- {{id: T-1, title: Dig, duration: 5d, {estimates}}}\n")
    assert what.spreads == {"T-1": expected}


@pytest.mark.parametrize(
    "tasks",
    [
        "- {id: T-1, title: Dig, duration: 5d}",
        "- {id: T-1, title: Dig, optimistic: 3d, pessimistic: 4d}",  # nothing says what is most likely
        "- {id: T-1, title: Dig, duration: 5d, pessimistic: 9d, actual_start: 2026-03-02, actual_finish: 2026-03-04}",
        "- {id: T-1, title: Dig, duration: 5d, pessimistic: 9d, progress: 100%}",
        "- {id: T-1, title: Dig, duration: 5d, pessimistic: 9d, after: T-2}\n- {id: T-2, title: Fill, after: T-1}",
    ],
)
def test_nothing_is_uncertain_where_all_is_known_done_or_in_a_circle(tasks: str):
    assert uncertain(f"tasks:\n{tasks}\n") is None


def test_effort_gives_what_is_most_likely():
    what = found("tasks:\n- {id: T-1, title: Dig, effort: 6d, people: [a, b], pessimistic: 8d}\n")
    assert what.spreads == {"T-1": days(3, 3, 8)}


@pytest.mark.parametrize(
    ("risk", "chance"),
    [
        ("probability: 1", 10),
        ("probability: 5", 90),
        ("probability: 5, chance: 35%", 35),
        ("probability: 2, status: occurred", None),
        ("probability: 2, status: closed", None),
        ("chance: 0%", None),
        ("impact: 3", None),
    ],
)
def test_the_chance_of_a_risk(risk: str, chance: int | None):
    """Closed, it cannot happen any more; occurred, its delay is in the plan; unknown, it is left out."""
    records = f"{DIG}risks:\n- {{id: R-1, title: Rock, {risk}, delays: [{{task: T-1, by: 2d}}]}}\n"
    what = uncertain(records)
    assert (what and [threat.chance for threat in what.threats]) == (chance and [chance])


def test_a_project_may_say_what_its_probabilities_mean_and_how_is_drawn():
    records = f"{DIG}risks:\n- {{id: R-1, title: Rock, probability: 3, delays: [{{task: T-1, by: 2d}}]}}\n"
    assert found(records).threats[0].chance == CHANCES[2] == 50
    project = "simulation: {chances: [5%, 20%, 40%, 60%, 85%], distribution: triangular}\n"
    what = found(records, project)
    assert (what.threats[0].chance, what.distribution) == (40, "triangular")
    assert found(records, "simulation: {chances: [5%]}\n").threats[0].chance == 50


def test_the_delays_of_a_risk_are_those_of_tasks_that_are_still_to_do():
    what = found("""
tasks:
- id: P-1
  title: Ground
  tasks:
  - {id: T-1, title: Dig, duration: 5d}
  - {id: T-2, title: Survey, duration: 1d, actual_start: 2026-03-02, actual_finish: 2026-03-02}
risks:
- id: R-1
  title: Rock
  chance: 30%
  delays:
  - {task: T-1, by: 2d, optimistic: 1d, pessimistic: 6d}
  - {task: web/T-1, by: 1d}
  - {task: T-2, by: 1d}
  - {task: P-1, by: 1d}
""")
    assert what.threats[0].delays == (("T-1", days(1, 2, 6)), ("T-1", days(1, 1, 1)))


def test_what_is_late_is_simulated_from_the_day_on():
    """Nobody has begun a week after the start, so the five days begin on the day: Monday the 9th to Friday the 13th."""
    what = found("tasks:\n- {id: T-1, title: Dig, duration: 5d, pessimistic: 5d}\n", as_of=date(2026, 3, 9))
    assert what.calendar.finish_date(what.outlook(10).finish(50)) == date(2026, 3, 13)
    assert what.calendar.finish_date(what.finish) == date(2026, 3, 13)


def test_lags_beyond_all_years_are_working_time_as_in_the_plan():
    what = found(
        "tasks:\n- {id: T-1, title: Dig, duration: 5d, pessimistic: 9d}\n"
        + "".join(f"- {{id: T-{n}, title: Wait, duration: 1d, after: T-{n - 1} FS+9999ed}}\n" for n in range(2, 400))
    )
    assert what.outlook(2).runs == 2


def test_a_page_simulates_long_plans_in_fewer_runs():
    short, long = (
        found(DIG + "".join(f"- {{id: X-{n}, title: Fill, duration: 2d, pessimistic: 3d}}\n" for n in range(count)))
        for count in (1, 999)
    )
    assert (runs_of_page(short), runs_of_page(long)) == (10_000, 5000)
