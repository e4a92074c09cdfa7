"""What a client reads of float and of what is critical tells nothing of dates that she may not see."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.chance import uncertainty
from dossier.compute.driving import driving
from dossier.compute.plan import Plan, plan
from dossier.compute.projection import published
from dossier.dossier import Dossier, Portfolio
from dossier.hosts.sites import SiteRequest, contexts
from tests.compute.sample_records import loaded

AS_OF = date(2026, 3, 3)
TASKS = """
tasks:
- {id: T-1, title: Build, duration: 10d, start: 2026-03-02}
- {id: T-2, title: Ship, duration: 10d, after: [T-1]}
- {id: T-3, title: Write, duration: 3d, optimistic: 2d, pessimistic: 5d, start: 2026-03-02}
milestones:
- {id: M-1, title: Delivered, after: [T-2, T-3], deadline: 2026-04-30}
"""
"""T-1 and T-2 are critical, T-3 has 17 working days; M-1 is finished on 27 March."""


def portfolio(records: str, project: str = "") -> Portfolio:
    files = {
        "acme/client.yml": "title: Acme\npublish: [tasks]\n",
        "acme/web/project.yml": f"title: Web\nstart: 2026-03-02\n{project}",
        "acme/web/tasks.yml": records,
    }
    return loaded(files)


def whole(records: str, project: str = "") -> Dossier:
    return portfolio(records, project).dossiers[0]


def floats(found: Plan) -> dict[str, float]:
    return {row.id: float(row.total_float_days) for row in found.rows}


def told(dossier: Dossier) -> tuple[dict[str, float], dict[str, bool], list[float | None]]:
    """Float and what is critical on the client's pages, and the float of each step of what drives the finish."""
    shown = published(dossier)
    found = plan(dossier, AS_OF, shown)
    seen = found.seen_in(shown)
    steps = driving(dossier, found, seen).to()
    return floats(seen), {row.id: row.critical for row in seen.rows}, [step.float_days for step in steps]


def test_what_the_plan_says_without_a_secret():
    assert told(whole(TASKS)) == (
        {"T-1": 0, "T-2": 0, "T-3": 17, "M-1": 0},
        {"T-1": True, "T-2": True, "T-3": False, "M-1": True},
        [0, 0, 0],
    )


@pytest.mark.parametrize(
    ("secret", "project"),
    [
        ("{id: M-9, title: Bonus, after: [T-1, T-3], deadline: 2026-03-06, visibility: team}", ""),
        ("{id: M-9, title: Bonus, after: [T-3], deadline: 2026-03-09, visibility: team}", ""),
        ("{id: T-9, title: Check, duration: 1d, after: [T-1], must_finish: 2026-03-06, visibility: team}", ""),
        ("{id: T-9, title: Check, duration: 1d, after: [T-1], must_start: 2026-03-06, visibility: team}", ""),
        ("{id: T-9, title: Check, duration: 1d, after: [T-1], finish_no_later: 2026-03-06, visibility: team}", ""),
        ("{id: T-9, title: Check, duration: 1d, after: [T-1], start_no_later: 2026-03-06, visibility: team}", ""),
        ("{id: T-9, title: Check, duration: 1d, visibility: team}", "finish: 2026-03-20\n"),
    ],
)
def test_a_date_that_the_client_may_not_see_bounds_no_float(secret: str, project: str):
    dossier = whole(f"{TASKS}- {secret}\n", project)
    assert told(dossier) == told(whole(TASKS))
    team, client = plan(dossier, AS_OF), plan(dossier, AS_OF, published(dossier))
    assert floats(team) != floats(client)  # the team is warned
    assert [(row.start, row.finish, row.expected_finish) for row in team.rows] == [
        (row.start, row.finish, row.expected_finish) for row in client.rows
    ]


def test_the_site_of_the_client_and_that_of_the_team():
    secret = "- {id: T-9, title: Bonus, duration: 1d, after: [T-3], must_finish: 2026-03-03, visibility: team}\n"
    found = portfolio(TASKS + secret)
    floats_of, criticality = {}, {}
    for audience in ("client", "team"):
        (context,) = contexts(found, SiteRequest(client="acme", audience=audience, as_of=AS_OF))
        assert context.uncertainty is not None
        floats_of[audience] = floats(context.plan)["T-3"]
        criticality[audience] = context.uncertainty.outlook(20).criticality("T-3")
    assert (floats_of["client"], criticality["client"]) == (17, 0)
    assert floats_of["team"] < 0 < criticality["team"]


def test_dates_that_the_client_may_see_bound_float():
    found = plan(seen := whole(TASKS.replace("2026-04-30", "2026-03-20")), AS_OF, published(seen))
    assert floats(found) == {"T-1": -5, "T-2": -5, "T-3": 12, "M-1": -5}


def test_nor_does_how_often_something_is_critical():
    secret = "- {id: T-9, title: Bonus, duration: 1d, after: [T-3], must_finish: 2026-03-05, visibility: team}\n"
    dossier = whole(TASKS + secret)
    shown, team = uncertainty(dossier, AS_OF, published(dossier)), uncertainty(dossier, AS_OF)
    assert shown is not None
    assert team is not None
    assert shown.outlook(200).criticality("T-3") == 0
    assert team.outlook(200).criticality("T-3") > 0
    assert shown.outlook(200).finishes == team.outlook(200).finishes


LIMITS = ("deadline", "must_start", "must_finish", "start_no_later", "finish_no_later", "finish_no_earlier")


@st.composite
def plans(draw: st.DrawFn) -> str:
    """Tasks that wait for earlier ones; some are hidden, and only those have dates to keep."""
    lines = []
    for number in range(draw(st.integers(2, 7))):
        after = draw(st.lists(st.sampled_from([f"T-{n}" for n in range(number)]), unique=True)) if number else []
        more = [f"duration: {draw(st.integers(1, 5))}d", f"after: [{', '.join(after)}]"]
        if draw(st.booleans()):
            more += ["visibility: team", f"{draw(st.sampled_from(LIMITS))}: 2026-03-{draw(st.integers(3, 28)):02}"]
        lines.append(f"- {{id: T-{number}, title: A, {', '.join(more)}}}")
    return "tasks:\n" + "\n".join(lines) + "\n"


@given(plans())
def test_where_only_hidden_tasks_have_dates_to_keep_nothing_is_late_for_the_client(records: str):
    dossier = whole(records)
    shown = published(dossier)
    team, client = plan(dossier, AS_OF), plan(dossier, AS_OF, shown)
    assert {row.id: (row.start, row.finish) for row in team.rows} == {
        row.id: (row.start, row.finish) for row in client.rows
    }
    assert min((float(row.total_float_days) for row in client.seen_in(shown).rows), default=0) >= 0
