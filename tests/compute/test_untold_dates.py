"""What a client reads of float and of what is critical tells nothing of dates that she may not see."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.compute.baseline import frozen
from dossier.compute.chance import uncertainty
from dossier.compute.driving import driving
from dossier.compute.movement import slips
from dossier.compute.plan import Plan, plan
from dossier.compute.projection import published
from dossier.dossier import Dossier, Portfolio
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.records.task import Task
from dossier.render.baseline_file import baseline_text
from tests.compute.sample_records import loaded

START, AS_OF = date(2026, 3, 2), date(2026, 3, 3)
TASKS = """
tasks:
- {id: T-1, title: Build, duration: 10d, start: 2026-03-02}
- {id: T-2, title: Ship, duration: 10d, after: [T-1]}
- {id: T-3, title: Write, duration: 3d, optimistic: 2d, pessimistic: 5d, start: 2026-03-02}
milestones:
- {id: M-1, title: Delivered, after: [T-2, T-3], deadline: 2026-04-30}
"""
"""T-1 and T-2 are critical, T-3 has 17 working days; M-1 is finished on 27 March."""


def beside(task: str, tasks: str = TASKS) -> str:
    """The tasks with one more."""
    return tasks.replace("milestones:", f"- {task}\nmilestones:")


def portfolio(records: str, project: str = "", publish: str = "tasks", baseline: str = "") -> Portfolio:
    files = {
        "acme/client.yml": f"title: Acme\npublish: [{publish}]\n",
        "acme/web/project.yml": f"title: Web\nstart: 2026-03-02\n{project}",
        "acme/web/tasks.yml": records,
    }
    return loaded(files | ({"acme/web/baseline.yml": baseline} if baseline else {}))


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


AFTER_ALL = [
    "{id: T-9, title: Invoice, finish: DAY, visibility: team}",
    "{id: T-9, title: Invoice, duration: 1d, start: DAY, visibility: team}",
    "{id: T-9, title: Invoice, duration: 1d, after: [M-1], must_finish: DAY, visibility: team}",
    "{id: T-9, title: Invoice, duration: 1d, after: [M-1], finish_no_earlier: DAY, visibility: team}",
    "{id: P-9, title: Own work, visibility: team, tasks: [{id: T-9, title: Invoice, visibility: team, finish: DAY}]}",
]


@pytest.mark.parametrize("day", ["2026-06-30", "2026-09-30"])
@pytest.mark.parametrize("hidden", AFTER_ALL)
def test_a_hidden_task_that_ends_after_all_others_is_not_the_end_for_the_client(hidden: str, day: str):
    """She would count from it to the day: total float is working days up to the finish of the whole."""
    dossier = whole(beside(hidden.replace("DAY", day)))
    assert told(dossier) == told(whole(TASKS))
    client = uncertainty(dossier, AS_OF, published(dossier))
    alone = uncertainty(whole(TASKS), AS_OF)
    assert client is not None
    assert alone is not None
    assert client.finish == alone.finish
    assert client.outlook(200).finishes == alone.outlook(200).finishes
    assert [client.outlook(200).criticality(name) for name in ("T-1", "T-3")] == [1, 0]


def test_a_hidden_task_still_bounds_what_it_holds_between_two_that_are_seen():
    """T-9 takes ten days after T-3, and M-1 waits for it: 17 days of float are 7."""
    between = TASKS.replace("after: [T-2, T-3]", "after: [T-2, T-9]")
    dossier = whole(beside("{id: T-9, title: Check, duration: 10d, after: [T-3], visibility: team}", between))
    shown = published(dossier)
    assert floats(plan(dossier, AS_OF, shown).seen_in(shown)) == {"T-1": 0, "T-2": 0, "T-3": 7, "M-1": 0}


def test_how_long_a_hidden_task_goes_on_is_not_told_by_what_holds_its_start():
    """T-3 holds the start of T-9, and that the start of M-1; nobody seen waits for the end of T-9."""
    waits = TASKS.replace("after: [T-2, T-3]", "after: [T-2, T-9 SS]")
    hidden = "{{id: T-9, title: Watch, duration: {days}d, after: [T-3], visibility: team}}"
    found = [told(whole(beside(hidden.format(days=days), waits))) for days in (2, 40)]
    assert found[0] == found[1] == told(whole(TASKS))


@pytest.mark.parametrize("day", ["2026-06-30", "2026-09-30"])
def test_nor_is_it_the_end_of_the_baseline_or_of_what_has_slipped(day: str):
    late = f"{{id: T-9, title: Invoice, finish: {day}, visibility: team}}"
    then = whole(beside(late))
    agreed = frozen(then, plan(then, START), "BL-1", "As agreed", START)
    text = beside(late, TASKS.replace("duration: 10d, after: [T-1]", "duration: 13d, after: [T-1]"))
    today = portfolio(text, publish="tasks, baselines", baseline=baseline_text(agreed, "acme/web")).dossiers[0]
    shown = published(today)
    found = plan(today, START, shown)
    client = slips(today, found, shown, found.seen_in(shown))
    assert client is not None
    assert (client.baseline.start, client.baseline.finish) == (date(2026, 3, 2), date(2026, 3, 27))
    assert client.baseline.written["finish"] == "2026-03-27"
    assert client.of_project is not None
    assert client.of_project.days == client.variances.project.finish == 3
    assert [(share.task, share.days) for share in client.of_project.shares] == [("T-2", 3)]
    team = slips(today, found, today, found)
    assert team is not None
    assert team.of_project is not None
    assert (team.baseline.finish, team.of_project.days) == (date.fromisoformat(day), 0)


LINKS = ("FS", "SS", "FF", "FS+2d", "FS-1d", "FS+1ed")
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


@st.composite
def plans_with_more(draw: st.DrawFn) -> tuple[str, str]:
    """Tasks, in a phase or not, and the same with hidden ones for which none of them waits."""
    shown, every = [], []
    names: list[str] = []
    seen: list[str] = []
    for number in range(draw(st.integers(3, 9))):
        is_hidden = draw(st.booleans()) and bool(seen)
        waits_for = draw(st.lists(st.sampled_from(names if is_hidden else seen), unique=True)) if seen else []
        after = ", ".join(f"{name} {draw(st.sampled_from(LINKS))}" for name in waits_for)
        more = [f"id: T-{number}, title: A, duration: {draw(st.integers(1, 9))}d, after: [{after}]"]
        more += ["calendar: night"] if draw(st.booleans()) else []
        if draw(st.booleans()):
            more.append(f"{draw(st.sampled_from(LIMITS))}: 2026-03-{draw(st.integers(3, 28)):02}")
        names.append(f"T-{number}")
        if is_hidden:
            more.append("visibility: team")
        else:
            seen.append(f"T-{number}")
            shown.append(", ".join(more))
        every.append(", ".join(more))
    before, behind = ("{id: P-1, title: Phase, visibility: team, tasks: [", "]}") if draw(st.booleans()) else ("", "")

    def written(lines: list[str]) -> str:
        inner = [f"{{{line}}}" for line in lines]
        return "tasks:\n- " + (f"{before}{', '.join(inner)}{behind}" if before else "\n- ".join(inner)) + "\n"

    return written(shown), written(every)


@given(plans_with_more())
def test_hidden_tasks_for_which_nobody_waits_change_nothing_that_the_client_reads(records: tuple[str, str]):
    night = "calendars: [{id: night, week: [mon, tue, sat], hours: [20:00-23:00]}]\n"
    without, every = (whole(text, night) for text in records)
    assert told(every) == told(without)


@settings(max_examples=30)
@given(plans_with_more())
def test_nor_do_they_change_what_is_simulated(records: tuple[str, str]):
    """All on one calendar, as positions are counted on the working time of all."""
    estimated = (text.replace("d, after", "d, optimistic: 1d, pessimistic: 12d, after") for text in records)
    without, every = (whole(text.replace(", calendar: night", "")) for text in estimated)
    alone, client = uncertainty(without, AS_OF), uncertainty(every, AS_OF, published(every))
    assert alone is not None
    assert client is not None
    expected, found = alone.outlook(20), client.outlook(20)
    assert found.finishes == expected.finishes
    shown = [task.id for task in published(without).of(Task)]
    assert [found.tasks[name] for name in shown] == [expected.tasks[name] for name in shown]
