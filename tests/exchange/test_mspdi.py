"""Microsoft Project XML: what each of its parts becomes, what is told as lost, and that no file breaks the reader."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dossier.compute.plan import plan
from dossier.dossier import Dossier
from dossier.exchange import mspdi_xml, xml_tree
from dossier.exchange.files import ImportResult
from dossier.exchange.mspdi import read, write
from dossier.exchange.mspdi import read as mspdi_read
from dossier.exchange.mspdi_values import duration_text, minutes_of, shortest_days
from dossier.exchange.plain_text import clean
from dossier.load import load
from dossier.records.assignments import Assignment
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task
from dossier.records.working_calendar import Calendar, NonWorkingPeriod
from dossier.text.source import Source, Tree

MONDAY = "2026-03-02T08:00:00"


def xml(*rows: str, project: str = "", calendars: str = "", others: str = "") -> bytes:
    """A plan that starts on Monday 2 March 2026, with Microsoft Project's own working hours."""
    tasks = "".join(f"<Task>{row}</Task>" for row in rows)
    settings = project or f"<Title>Plan</Title><StartDate>{MONDAY}</StartDate>"
    text = f"{settings}{calendars}<Tasks>{tasks}</Tasks>{others}"
    return f'<Project xmlns="http://schemas.microsoft.com/project">{text}</Project>'.encode()


def row(uid: int, *more: str, level: int = 1, name: str = "", hours: int | None = 8) -> str:
    duration = "" if hours is None else f"<Duration>PT{hours}H0M0S</Duration>"
    return (
        f"<UID>{uid}</UID><Name>{name or f'Task {uid}'}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"{duration}{''.join(more)}"
    )


def link(uid: int, kind: int = 1, lag: int = 0, unit: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{unit}</LagFormat></PredecessorLink>"
    )


def loaded(result: ImportResult) -> Dossier:
    sources = [Source(f"acme/plan/{file.path}", file.text) for file in result.files]
    portfolio, problems = load(Tree((Source("acme/client.yml", "title: Acme\n"), *sources), frozenset(), ()))
    assert problems == ()
    return portfolio.dossiers[0]


def imported(*rows: str, **others: str) -> Dossier:
    result = read(xml(*rows, **others), "acme/plan")
    assert result.problems == ()
    return loaded(result)


def tasks(dossier: Dossier) -> dict[str, Task]:
    return {task.id: task for task in dossier.of(Task)}


def lost(raw: bytes) -> dict[str, tuple[int, str]]:
    return {each.what: (each.count, each.example) for each in read(raw, "acme/plan").lost}


# tasks


def test_the_outline_becomes_the_tree():
    found = imported(
        row(0, level=0), row(3, level=1), row(1, level=2), row(7, level=3), row(2, level=2), row(9, level=1)
    )
    assert [(r.number, r.id) for r in plan(found, date(2026, 3, 2)).rows] == [
        ("1", "T-3"),
        ("1.1", "T-1"),
        ("1.1.1", "T-7"),
        ("1.2", "T-2"),
        ("2", "T-9"),
    ]
    assert tasks(found)["T-3"].duration is None  # a summary takes what is inside


def test_an_outline_deeper_than_yaml_should_be_still_is_a_tree():
    found = imported(*(row(n, level=n) for n in range(1, 70)))
    assert plan(found, date(2026, 3, 2)).by_id["T-69"].number.count(".") == 68


def test_every_relation_and_lag_is_kept():
    days, elapsed = 2 * 4800, 3 * 14400
    links = link(1) + link(2, 0, days) + link(3, 2, -days) + link(4, 3, elapsed, 8) + link(5, 1, 2400)
    found = imported(*(row(n) for n in range(1, 6)), row(6, links))
    assert list(map(str, tasks(found)["T-6"].after)) == [
        "T-1",
        "T-2 FF+2d",
        "T-3 SF-2d",
        "T-4 SS+3ed",
        "T-5 FS+0.5d",
    ]


def test_a_lag_in_percent_is_held_as_days_and_told():
    raw = xml(row(1, hours=40), row(2, link(1, 1, 50, 19)))
    assert str(tasks(loaded(read(raw, "acme/plan")))["T-2"].after[0]) == "T-1 FS+2.5d"
    assert lost(raw)["Lag as a share of a duration: held as days"] == (1, "50 %")


def test_durations_keep_every_minute():
    found = imported(row(1, hours=4), row(2, "<Duration>PT7H59M0S</Duration>", hours=None), row(3, hours=0))
    calendar = plan(found, date(2026, 3, 2)).calendar
    minutes = {task.id: calendar.minutes(task.duration) for task in tasks(found).values() if task.duration is not None}
    assert minutes == {"T-1": 240, "T-2": 479, "T-3": 0}


@given(st.integers(0, 10_000_000), st.integers(1, 1440))
def test_days_give_back_the_minutes_they_were_made_from(minutes: int, per_day: int):
    assert (shortest_days(minutes, per_day) * per_day).to_integral_value() == minutes
    assert minutes_of(duration_text(minutes)) == minutes


def constraint(kind: int, at: str) -> str:
    return f"<ConstraintType>{kind}</ConstraintType><ConstraintDate>{at}</ConstraintDate>"


@pytest.mark.parametrize(
    ("kind", "at", "start", "finish"),
    [
        (4, "2026-03-04T08:00:00", "03-04", "03-06"),  # start no earlier than
        (4, "2026-03-03T17:00:00", "03-04", "03-06"),  # the end of a day is the start of the next
        (4, "2026-03-07T08:00:00", "03-09", "03-11"),  # a Saturday
        (2, "2026-03-05T08:00:00", "03-05", "03-09"),  # must start on
        (3, "2026-03-10T17:00:00", "03-06", "03-10"),  # must finish on
        (6, "2026-03-06T17:00:00", "03-04", "03-06"),  # finish no earlier than
        (5, "2026-03-01T08:00:00", "03-02", "03-04"),  # start no later than a Sunday: nothing is earlier than Monday
        (7, "2026-03-03T17:00:00", "02-27", "03-03"),  # finish no later than Tuesday, before the project starts
        (1, "NA", "03-09", "03-11"),  # as late as possible beside a week and a half of other work
        (0, "NA", "03-02", "03-04"),
    ],
)
def test_constraints_hold_a_task_of_three_days_where_they_did(kind: int, at: str, start: str, finish: str):
    beside = row(2, hours=64) if kind == 1 else ""
    found = plan(imported(row(1, constraint(kind, at), hours=24), beside), date(2026, 3, 2)).by_id["T-1"]
    assert (f"{found.start:%m-%d}", f"{found.finish:%m-%d}") == (start, finish)


@pytest.mark.parametrize(
    ("kind", "at", "field", "written", "start"),
    [
        (4, "2026-03-04T10:30:00", "start", "2026-03-04 10:30", "2026-03-04T10:30"),
        (2, "2026-03-04T13:00:00", "must_start", "2026-03-04 13:00", "2026-03-04T13:00"),
        (3, "2026-03-04T12:00:00", "must_finish", "2026-03-04 12:00", "2026-03-03T13:00"),
        (6, "2026-03-04T12:00:00", "finish_no_earlier", "2026-03-04 12:00", "2026-03-03T13:00"),
        # the end of a day and the start of the next are one moment of working time, and a plain day says it
        (4, "2026-03-03T17:00:00", "start", "2026-03-04", "2026-03-04T08:00"),
        (6, "2026-03-05T08:00:00", "finish_no_earlier", "2026-03-04", "2026-03-04T08:00"),
        # what lies outside the hours of the project is of a task with hours of its own
        (2, "2026-03-04T20:00:00", "must_start", "2026-03-04 20:00", "2026-03-05T08:00"),
        (6, "2026-03-04T04:00:00", "finish_no_earlier", "2026-03-04 04:00", "2026-03-03T08:00"),
        (6, "2026-03-05T00:00:00", "finish_no_earlier", "2026-03-04", "2026-03-04T08:00"),
    ],
)
def test_a_constraint_keeps_its_time_of_day(kind: int, at: str, field: str, written: str, start: str):
    dossier = imported(row(1, constraint(kind, at)))
    assert str(getattr(tasks(dossier)["T-1"], field)) == written
    found = plan(dossier, date(2026, 3, 2))
    assert found.axis.start_moment(found.positions["T-1"][0]).isoformat(timespec="minutes") == start


def test_what_no_record_can_promise_is_told():
    raw = xml(
        row(4, "<Deadline>2026-03-04T10:30:00</Deadline>"),
        row(
            5,
            "<Priority>900</Priority><Contact>Mo</Contact><HyperlinkAddress>https://example.org</HyperlinkAddress>",
        ),
        row(6, "<Baseline><Number>0</Number><Start>2026-03-02T08:00:00</Start></Baseline>"),
        row(7, "<Active>0</Active>"),
        row(8, link(99)),
    )
    found = lost(raw)
    assert found["Time of day"] == (1, "2026-03-04T10:30:00")
    assert found["Task/Priority"] == (1, "900")
    assert found["Task/Contact"] == (1, "Mo")
    assert found["Task/HyperlinkAddress"] == (1, "https://example.org")
    assert found["Task/Baseline"] == (1, "Number 0, Start 2026-03-02T08:00:00")
    assert found["Task that is switched off"] == (1, "Task 7")
    assert found["Link to a task that is not in the plan"] == (1, "99")


def test_a_plan_that_comes_out_otherwise_here_is_told():
    raw = xml(row(1, "<Start>2026-03-04T08:00:00</Start><Finish>2026-03-04T17:00:00</Finish>"))
    assert lost(raw)["Dates that the plan here does not give"] == (
        1,
        "T-1 finishes on 2026-03-02 here, on 2026-03-04 there",
    )


def test_milestones_progress_dates_cost_and_notes():
    found = imported(
        row(1, "<Milestone>1</Milestone>", hours=0),
        row(
            2,
            "<ActualStart>2026-03-02T08:00:00</ActualStart><ActualFinish>2026-03-03T17:00:00</ActualFinish>",
            "<PercentComplete>100</PercentComplete><Cost>125050</Cost><Work>PT20H0M0S</Work>",
            "<Deadline>2026-03-06T17:00:00</Deadline><Notes>first: line&#13;\nsecond # line</Notes>",
            hours=16,
        ),
        row(
            3,
            "<Milestone>1</Milestone><PercentComplete>100</PercentComplete>",
            "<ActualStart>2026-03-03T08:00:00</ActualStart><ActualFinish>2026-03-03T08:00:00</ActualFinish>",
            hours=0,
        ),
    )
    first, second, _ = tasks(found).values()
    assert (first.kind, first.duration) == ("milestone", None)
    assert (second.actual_start, second.actual_finish, second.progress) == (
        date(2026, 3, 2),
        date(2026, 3, 3),
        100,
    )
    assert (second.cost, second.effort, second.deadline) == (
        Decimal("1250.5"),
        Decimal("2.5"),
        date(2026, 3, 6),
    )
    assert second.notes == "first: line\nsecond # line"
    computed = plan(found, date(2026, 3, 10))
    assert (computed.by_id["T-3"].start, computed.by_id["T-3"].state) == (date(2026, 3, 3), "done")
    at = computed.calendar.position(datetime.fromisoformat("2026-03-03T08:00:00"))
    assert computed.positions["T-3"] == (at, at)  # its day has just begun, as Microsoft Project has it


def test_a_task_planned_by_hand_stays_where_it_is():
    hand = "<Manual>1</Manual><Start>2026-03-10T08:00:00</Start><Finish>2026-03-11T17:00:00</Finish>"
    found = plan(imported(row(1), row(2, hand, link(1), hours=16)), date(2026, 3, 2)).by_id["T-2"]
    assert (found.start, found.finish) == (date(2026, 3, 10), date(2026, 3, 11))


# people and calendar


def test_people_become_stakeholders_and_owners():
    resources = (
        "<Resources><Resource><UID>0</UID></Resource>"
        "<Resource><UID>4</UID><Name>Mira Vogt</Name><Type>1</Type><Group>Test</Group><EmailAddress>mira@example.org</EmailAddress>"
        "<Notes>on leave in May</Notes></Resource>"
        "<Resource><UID>5</UID><Name>Ben Ode</Name><Type>1</Type></Resource>"
        "<Resource><UID>6</UID><Name>Steel</Name><Type>0</Type></Resource></Resources><Assignments>"
    )
    pairs = [(1, 4), (1, 5), (1, 6), (2, -65535)]
    for number, (task, person) in enumerate(pairs):
        resources += (
            f"<Assignment><UID>{number}</UID><TaskUID>{task}</TaskUID><ResourceUID>{person}</ResourceUID>"
            "<Units>0.5</Units></Assignment>"
        )
    raw = xml(row(1), row(2), others=f"{resources}</Assignments>")
    found = loaded(read(raw, "acme/plan"))
    mira, ben = found.of(Stakeholder)
    assert (mira.id, mira.title, mira.side, mira.role, mira.email) == (
        "RES-4",
        "Mira Vogt",
        "supplier",
        "Test",
        "mira@example.org",
    )
    assert mira.internal == "on leave in May"
    shares = Assignment("RES-4", 50), Assignment("RES-5", 50)
    assert (tasks(found)["T-1"].owner, tasks(found)["T-1"].people) == ("RES-4", shares)
    assert tasks(found)["T-2"].owner == ""
    assert lost(raw)["Resource that is material"] == (1, "Steel")
    assert not [what for what in lost(raw) if what.startswith("Assignment")]
    assert ben.title == "Ben Ode"


@pytest.mark.parametrize("what", ["resource", "task"])
def test_an_assignment_that_leads_nowhere_is_told(what: str):
    name = f"{what.title()}UID"
    raw = crew("1").replace(f"<{name}>1<".encode(), f"<{name}>77<".encode())
    assert lost(raw)[f"Assignment to a {what} that is not in the plan"] == (1, "77")


def crew(*units: str, most: str = "1", works: Sequence[int] = ()) -> bytes:
    """A task of a week with people who give it these units; the first has at most `most` for the plan."""
    people = "".join(
        f"<Resource><UID>{n}</UID><Name>Person {n}</Name><Type>1</Type><MaxUnits>{most if n == 1 else 1}</MaxUnits></Resource>"
        for n in range(1, len(units) + 1)
    )
    assignments = "".join(
        f"<Assignment><UID>{n}</UID><TaskUID>1</TaskUID><ResourceUID>{n}</ResourceUID><Units>{each}</Units>"
        + (f"<Work>PT{works[n - 1]}H0M0S</Work>" if works else "")
        + "</Assignment>"
        for n, each in enumerate(units, start=1)
    )
    others = f"<Resources>{people}</Resources><Assignments>{assignments}</Assignments>"
    return xml(row(1, f"<Work>PT{sum(works)}H0M0S</Work>" if works else "", hours=40), others=others)


@pytest.mark.parametrize(
    ("units", "most", "people"),
    [
        (["1", "1"], "1", "RES-2"),
        (["0.25", "1"], "1", "RES-1 25%, RES-2"),
        (["1", "0.5"], "1", "RES-2 50%"),
        (["0", "1"], "1", "RES-1 0%, RES-2"),
        # who has half of her time and gives all of it
        (["0.5"], "0.5", ""),
        # who has half of her time and gives more
        (["1"], "0.5", "RES-1 100%"),
    ],
)
def test_units_are_the_shares_of_people(units: list[str], most: str, people: str):
    raw = crew(*units, most=most)
    found = loaded(read(raw, "acme/plan"))
    assert ", ".join(map(str, tasks(found)["T-1"].people)) == people
    assert found.of(Stakeholder)[0].available == (50 if most == "0.5" else None)
    assert not [what for what in lost(raw) if "nits" in what]


def test_units_that_are_no_share_of_a_person_are_told():
    assert lost(crew("0.333"))["Assignment/Units: held as whole percent"] == (1, "0.333")
    assert lost(crew("3"))["Assignment/Units of more than one person"] == (1, "3")
    assert lost(crew("1", most="3"))["Resource/MaxUnits"] == (1, "3")


def test_work_that_is_not_as_the_units_say_is_told():
    """Microsoft Project: work = duration x units. 40 hours by one and a quarter person are 40 and 10 hours."""
    assert "Assignment/Work: other than its share" not in lost(crew("1", "0.25", works=[40, 10]))
    assert lost(crew("1", "0.25", works=[30, 20]))["Assignment/Work: other than its share"] == (
        2,
        "Person 1: PT30H0M0S",
    )


def test_the_hours_of_a_day_may_be_others_than_those_of_the_calendar():
    """Microsoft Project counts a day of a duration by MinutesPerDay (Options, Schedule, Hours per day)."""
    settings = f"<Title>Plan</Title><StartDate>{MONDAY}</StartDate><MinutesPerDay>%d</MinutesPerDay>"
    found = imported(row(1, hours=15), project=settings % 450)
    assert (found.project.hours_per_day, tasks(found)["T-1"].duration) == (Decimal("7.5"), 2)
    assert imported(row(1), project=settings % 440).project.hours_per_day == Decimal("7.3333")
    assert imported(row(1), project=settings % 480).project.hours_per_day is None
    computed = plan(found, date(2026, 3, 2))
    # fifteen hours from Monday 8:00 on days of eight hours
    assert computed.axis.finish_moment(computed.positions["T-1"][1]).isoformat() == "2026-03-03T16:00:00"
    assert b"<MinutesPerDay>450</MinutesPerDay>" in write(found)
    assert loaded(read(write(found), "acme/plan")).project.hours_per_day == Decimal("7.5")


def week(hours: Sequence[tuple[str, str]], days: Sequence[int]) -> str:
    """Weekdays as the schema counts them: Sunday is 1."""
    times = "".join(f"<WorkingTime><FromTime>{a}:00</FromTime><ToTime>{b}:00</ToTime></WorkingTime>" for a, b in hours)
    return "".join(
        f"<WeekDay><DayType>{n}</DayType><DayWorking>{int(n in days)}</DayWorking>"
        + (f"<WorkingTimes>{times}</WorkingTimes>" if n in days else "")
        + "</WeekDay>"
        for n in range(1, 8)
    )


def exception(first: str, last: str, name: str = "", hours: str = "", **more: str) -> str:
    times = f"<DayWorking>1</DayWorking><WorkingTimes>{hours}</WorkingTimes>" if hours else "<DayWorking>0</DayWorking>"
    fields = "".join(f"<{key}>{value}</{key}>" for key, value in ({"Type": "1"} | more).items())
    return (
        f"<Exception><TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"
        f"<Name>{name}</Name>{fields}{times}</Exception>"
    )


def calendar(days: str, exceptions: str = "") -> str:
    return (
        f"<Calendars><Calendar><UID>1</UID><Name>Standard</Name><WeekDays>{days}</WeekDays>"
        f"<Exceptions>{exceptions}</Exceptions></Calendar></Calendars>"
    )


def test_the_calendar_becomes_the_projects():
    six = "<WorkingTime><FromTime>09:00:00</FromTime><ToTime>13:00:00</ToTime></WorkingTime>"
    usual = six + "<WorkingTime><FromTime>15:00:00</FromTime><ToTime>19:00:00</ToTime></WorkingTime>"
    exceptions = (
        exception("2026-03-09", "2026-03-11", "Fair")
        + exception("2026-03-14", "2026-03-14", hours=usual)
        + exception("2026-03-13", "2026-03-13", hours=six)
        + exception("2026-01-01", "2028-01-01", "New Year", Type="2", Month="0", MonthDay="1")
        + exception("2026-01-01", "2026-06-01", "Every other Friday", Type="6")
    )
    raw = xml(row(1), calendars=calendar(week([("09:00", "13:00"), ("15:00", "19:00")], range(2, 7)), exceptions))
    found = loaded(read(raw, "acme/plan")).project.calendar
    assert found
    assert (found.week, found.hours) == ((), ("09:00-13:00", "15:00-19:00"))
    assert [(h.start, h.finish, h.title, h.hours) for h in found.holidays] == [
        (date(2026, 3, 9), date(2026, 3, 11), "Fair", ()),
        (date(2026, 3, 13), None, "", ("09:00-13:00",)),
        *((date(year, 1, 1), None, "New Year", ()) for year in (2026, 2027, 2028)),
    ]
    assert found.extra_days == (date(2026, 3, 14),)
    assert lost(raw)["Calendar/Exception that recurs"] == (1, "Every other Friday")


def test_a_week_around_the_clock_and_exceptions_in_the_older_form():
    older = (
        "<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-03-04T00:00:00</FromDate>"
        "<ToDate>2026-03-04T23:59:00</ToDate></TimePeriod></WeekDay>"
    )
    days = week([("00:00", "00:00")], range(1, 8)) + older
    found = imported(row(1, hours=60), calendars=calendar(days).replace("<Exceptions></Exceptions>", ""))
    written = found.project.calendar
    assert written
    assert (written.hours, len(written.week)) == (("00:00-24:00",), 7)
    computed = plan(found, date(2026, 3, 2))
    assert (computed.by_id["T-1"].start, computed.by_id["T-1"].finish) == (date(2026, 3, 2), date(2026, 3, 5))


# there and back


@pytest.fixture
def full(read) -> Dossier:
    """A project with everything a plan can hold."""
    text = """
    # acme/web/project.yml
    title: Web shop & more
    description: Why
    owner: anna
    start: 2026-03-02
    calendar:
      week: [mon, tue, wed, thu]
      hours: ["08:30-12:00", "13:00-17:30"]
      holidays: [{start: 2026-03-09, finish: 2026-03-12, title: Fair}, {start: 2026-03-25, hours: ["08:30-12:00"]}]
      extra_days: [2026-03-11, 2026-03-14]
    calendars:
    - {id: nights, title: Night shift, hours: ["20:00-24:00"]}
    - {id: weekends, week: [sat, sun], holidays: [{start: 2026-03-14, title: Fair}]}
    currency: EUR
    # acme/web/people.yml
    people:
    - {id: anna, title: Anna Berg, side: client, role: Manager, email: anna@example.org}
    - {id: ben, title: Ben Ode, side: supplier, calendar: weekends}
    # acme/web/tasks.yml
    tasks:
    - id: P-1
      title: "=Phase <1> & 'all'"
      kind: phase
      start: 2026-03-03
      tasks:
      - {id: A.1, title: Dig, kind: work_package, owner: anna, people: [ben], duration: 2.5d, effort: 5d, cost: 1200.50, deadline: 2026-03-05,
         actual_start: 2026-03-03, actual_finish: 2026-03-05, progress: 100, requirements: [REQ-1, REQ-2], deliverables: [DEL-1]}
      - {id: T-7, title: Build, duration: 4h, after: [A.1 SS+1d, T-8 FF-2d, T-12 +3ed], description: What, notes: And how}
      - {id: T-8, title: 里程碑, kind: milestone, finish: 2026-03-16, description: Only this}
    - {id: T-12, title: Late, duration: 3d, finish: 2026-03-18, notes: Only that}
    - {id: T-13, title: Fixed, duration: 1d, must_start: 2026-03-17}
    - {id: T-18, title: At night, duration: 1d, calendar: nights, owner: ben}
    - {id: T-20, title: At ten, duration: 1h, calendar: nights, must_start: 2026-03-17 22:00}
    - {id: T-21, title: At eight, duration: 1h, calendar: nights, must_start: 2026-03-17 20:00}
    - {id: T-22, title: To the end, duration: 1h, calendar: nights, must_finish: 2026-03-18}
    - {id: T-19, title: At the weekend, duration: 1d, owner: ben}
    - {id: T-14, title: Ended, duration: 1d, must_finish: 2026-03-17, start_no_later: 2026-03-17}
    - {id: T-15, title: Within, duration: 1d, start: 2026-03-04, finish_no_later: 2026-03-18, finish_no_earlier: 2026-03-05}
    - {id: T-16, title: Idle, duration: 1d, as_late_as_possible: yes}
    - id: P-2
      title: Bound
      finish_no_later: 2026-03-18 15:30
      tasks: [{id: T-17, title: Inside, duration: 1d}]
    requirements:
    - {id: REQ-1, title: One}
    - {id: REQ-2, title: Two}
    deliverables: [{id: DEL-1, title: Box}]
    """
    found = read(text.replace("\n    ", "\n"))
    assert [p for p in found.problems if p.code < "DOS300"] == []
    return found.dossier


def test_what_is_exported_imports_again_to_the_same_records(full: Dossier):
    again = loaded(read(write(full), "acme/web"))
    fields = set(Task.__struct_fields__) - {"place", "project", "written", "keys", "known", "known_now"}
    for task, back in zip(full.of(Task), again.of(Task), strict=True):
        assert {f: getattr(back, f) for f in fields} == {f: getattr(task, f) for f in fields}
    people = [(p.id, p.title, p.side, p.role, p.email) for p in full.of(Stakeholder)]
    assert [(p.id, p.title, p.side, p.role, p.email) for p in again.of(Stakeholder)] == people
    assert (again.project.title, again.project.owner, again.project.description) == (
        "Web shop & more",
        "anna",
        "Why",
    )
    here, there = plan(full, date(2026, 3, 5)), plan(again, date(2026, 3, 5))
    assert [(r.start, r.finish, r.state) for r in there.rows] == [(r.start, r.finish, r.state) for r in here.rows]
    assert there.calendar == here.calendar
    assert again.project.calendars == full.project.calendars
    assert {p.id: p.calendar for p in again.of(Stakeholder)}["ben"] == "weekends"


def written_units(dossier: Dossier) -> list[tuple[str, str]]:
    root = etree.fromstring(write(dossier))
    space = {"m": "http://schemas.microsoft.com/project"}
    found = root.findall(".//m:Assignment", space)
    return [(each.findtext("m:Units", "", space), each.findtext("m:Work", "", space)) for each in found]


def test_shares_are_written_as_units_and_come_back(read):
    """Work = duration x units: 10 person-days in 20 days by one whole and one quarter are 0.4 and 0.1."""
    people = (
        "people:\n- {id: anna, title: Anna, side: supplier}\n- {id: ben, title: Ben, side: supplier, available: 60%}\n"
    )
    text = people + (
        "tasks:\n"
        "- {id: T-1, title: Dig, duration: 5d, owner: anna, people: [anna 25%, ben]}\n"
        "- {id: T-2, title: Fill, duration: 20d, effort: 10d, owner: anna, people: [ben 25%]}\n"
        "- {id: T-3, title: Sow, effort: 6d, owner: ben}\n"
        "- {id: T-4, title: Reap, duration: 1d, owner: anna, people: [anna 100%]}\n"
    )
    dossier = read(f"# acme/web/project.yml\ntitle: Web\nstart: 2026-03-02\n# acme/web/all.yml\n{text}").dossier
    assert written_units(dossier) == [
        ("0.25", ""), ("0.6", ""),
        ("0.4", "PT64H0M0S"), ("0.1", "PT16H0M0S"),
        ("0.6", "PT48H0M0S"),
        ("1", ""),
    ]  # fmt: skip
    again = loaded(mspdi_read(write(dossier), "acme/web"))
    assert [t.people for t in again.of(Task)] == [t.people for t in dossier.of(Task)]
    assert [p.available for p in again.of(Stakeholder)] == [None, 60]
    # units that were changed there since win over what the export noted of them
    changed = loaded(mspdi_read(write(dossier).replace(b"<Units>0.4</Units>", b"<Units>0.5</Units>"), "acme/web"))
    assert changed.of(Task)[1].people == (Assignment("anna", 50), Assignment("ben", 25))


def test_a_holiday_is_split_where_a_day_in_it_is_worked(full: Dossier):
    written = loaded(read(write(full), "acme/web")).project.calendar
    assert isinstance(written, Calendar)
    assert written.holidays[0] == NonWorkingPeriod(start=date(2026, 3, 9), finish=date(2026, 3, 10), title="Fair")
    assert written.holidays[1] == NonWorkingPeriod(start=date(2026, 3, 12), finish=None, title="Fair")


def test_internal_notes_are_never_exported(read):
    found = read(
        "people: [{id: mo, title: Mo, side: supplier, internal: ZWEIFELLOS}]\ntasks: [{id: T-1, title: A, internal: ZWEIFELLOS}]"
    )
    assert b"ZWEIFELLOS" not in write(found.dossier)


# files that are not what they should be


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "DOS801"),
        (b"not XML", "DOS801"),
        (b"<Project><Tasks>", "DOS801"),
        (b"<html/>", "DOS820"),
        (b"\x1f\x8bdamaged", "DOS820"),
        (gzip.compress(b"<Project/>", mtime=0)[:-9], "DOS820"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>', "DOS802"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><Project/>', "DOS802"),
        (xml(row(1), row(1)), "DOS823"),
        (xml("<Name>No UID</Name><OutlineLevel>1</OutlineLevel>"), "DOS823"),
        (b"<Project>" * 300 + b"</Project>" * 300, "DOS801"),
    ],
)
def test_what_is_no_plan_is_a_problem(raw: bytes, code: str):
    result = read(raw, "acme/plan")
    assert [problem.code for problem in result.problems] == [code]
    assert result.files == ()


def test_a_packed_file_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mspdi_xml, "LARGEST_BYTES", 1_000)
    monkeypatch.setattr(xml_tree, "LARGEST_BYTES", 1_000)
    assert [p.code for p in read(gzip.compress(b" " * 1_000_000, mtime=0), "a/b").problems] == ["DOS821"]


def test_a_value_that_cannot_be_read_is_told_with_its_line_and_the_rest_is_there():
    raw = xml(
        row(1, "\n<Duration>three days</Duration>", hours=None),
        row(2, "\n<ConstraintType>4</ConstraintType><ConstraintDate>soon</ConstraintDate>"),
        row(3, "<PercentComplete>250</PercentComplete><Cost>much</Cost><Work>PT99999999999H</Work>"),
        row(4, link(1, 9) + link(2, 1, 10**14)),
    )
    result = read(raw, "acme/plan")
    assert [problem.code for problem in result.problems] == ["DOS822"] * 7
    assert [problem.place.line for problem in result.problems][:2] == [1, 2]
    assert len(tasks(loaded(result))) == 4


@pytest.mark.parametrize(
    "text",
    [
        "<Milestone>perhaps</Milestone>",
        "<Active>on</Active>",
        "<IsNull>-</IsNull>",
        "<Manual>by hand</Manual>",
        "<Estimated>?</Estimated>",
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><CrossProject>no</CrossProject></PredecessorLink>",
    ],
)
def test_what_is_neither_yes_nor_no_is_told_once_and_not_guessed(text: str):
    result = read(xml(row(1), row(2, text)), "acme/plan")
    assert [problem.code for problem in result.problems] == ["DOS822"]
    assert list(tasks(loaded(result))) == ["T-1", "T-2"]


def test_a_link_that_cannot_be_read_is_told_with_its_tasks():
    result = read(xml(row(1, name="Dig"), row(2, link(1, 9) + link(1, 1, 10**14), name="Lay")), "acme/plan")
    assert [(problem.message, problem.hint) for problem in result.problems] == [
        ("`Type` of the link from T-1 Dig to T-2 Lay cannot be read: `9`", "the link is left out"),
        (f"`LinkLag` of the link from T-1 Dig to T-2 Lay cannot be read: `{10**14}`", "the link is left out"),
    ]


def test_a_constraint_without_its_date_is_told():
    raw = xml(row(1, "<ConstraintType>4</ConstraintType>"), row(2, "<ConstraintType>0</ConstraintType>"))
    assert lost(raw) == {"Constraint 4 without a date": (1, "Task 1")}


def test_yes_and_no_may_be_words():
    found = imported(
        row(1, "<Milestone>true</Milestone>", hours=0), row(2, "<Active>false</Active><Milestone>false</Milestone>")
    )
    assert {task.id: task.kind for task in tasks(found).values()} == {"T-1": "milestone"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<OutlineLevel>1<", "<OutlineLevel>top<"),
        ("<MaxUnits>1<", "<MaxUnits>all<"),
        ("<Units>1<", "<Units>half<"),
        ("</Units><Work>PT8H0M0S<", "</Units><Work>a day<"),
    ],
)
def test_a_number_that_cannot_be_read_is_told(before: str, after: str):
    raw = crew("1", works=[8])
    assert before.encode() in raw
    result = read(raw.replace(before.encode(), after.encode(), 1), "acme/plan")
    assert [problem.code for problem in result.problems] == ["DOS822"]


@pytest.mark.parametrize(
    ("raw", "uid"),
    [
        (xml(row(1, "<CalendarUID>7</CalendarUID>")), "7"),
        (xml(row(1), project="<Title>Plan</Title><CalendarUID>8</CalendarUID>"), "8"),
        (
            xml(
                row(1),
                others="<Resources><Resource><UID>4</UID><Name>Mira</Name><CalendarUID>9</CalendarUID>"
                "</Resource></Resources>",
            ),
            "9",
        ),
        (
            xml(
                row(1),
                calendars="<Calendars><Calendar><UID>1</UID><BaseCalendarUID>6</BaseCalendarUID><Name>Standard</Name>"
                "</Calendar></Calendars>",
            ),
            "6",
        ),
    ],
)
def test_a_calendar_that_is_not_there_is_told(raw: bytes, uid: str):
    assert lost(raw)["Calendar that is not in the plan"] == (1, uid)


@pytest.mark.parametrize("uid", ["-1", "0", ""])
def test_no_calendar_is_none_that_is_missing(uid: str):
    assert "Calendar that is not in the plan" not in lost(xml(row(1, f"<CalendarUID>{uid}</CalendarUID>")))


def test_an_empty_plan_is_a_project_without_tasks():
    result = read(b"<Project/>", "acme/plan")
    assert (result.problems, result.records) == ((), 1)
    assert loaded(result).project.title == "plan"


HOSTILE = [
    "a: b # c",
    "- x",
    "*alias",
    "&anchor",
    "yes",
    "1.10",
    "\u2028\u0085",
    "<img src=x onerror=alert(1)>",
    "'\"`\\",
    "%%{}",
    "x" * 5000,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_every_name_comes_through(name: str):
    from xml.sax.saxutils import escape

    found = imported(row(1, f"<Notes>{escape(name)}</Notes>", name=escape(name)))
    expected = clean(name)
    assert tasks(found)["T-1"].title == (" ".join(expected.split()) or "T-1")
    assert tasks(found)["T-1"].notes == expected


values = st.sampled_from(
    [
        "",
        "0",
        "1",
        "-1",
        "99999999999999999999",
        "PT1H",
        "PT-1H",
        "2026-02-30T00:00:00",
        "9999-12-31T23:59:59",
        "NA",
        "é",
        "1e9",
        "2",
    ]
)
names = st.sampled_from(
    [
        "UID",
        "Name",
        "OutlineLevel",
        "Duration",
        "DurationFormat",
        "Start",
        "Finish",
        "Manual",
        "Milestone",
        "Active",
        "IsNull",
        "Work",
        "Cost",
        "Notes",
        "Deadline",
        "ConstraintType",
        "ConstraintDate",
        "ActualStart",
        "ActualFinish",
        "PercentComplete",
        "CalendarUID",
        "Stop",
        "Resume",
    ]
)
elements = st.lists(st.tuples(names, values), max_size=12)


@given(
    st.lists(elements, max_size=4),
    st.lists(
        st.tuples(st.sampled_from(["Title", "StartDate", "MinutesPerDay", "CalendarUID", "Manager"]), values),
        max_size=4,
    ),
)
def test_no_values_whatever_break_the_reader(rows: list[list[tuple[str, str]]], settings: list[tuple[str, str]]):
    tasks = [f"<UID>{n}</UID>" + "".join(f"<{k}>{v}</{k}>" for k, v in row if k != "UID") for n, row in enumerate(rows)]
    result = read(xml(*tasks, project="".join(f"<{k}>{v}</{k}>" for k, v in settings) or "<Title/>"), "acme/plan")
    assert all(problem.code == "DOS822" for problem in result.problems)
    if result.files:
        loaded(result)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_break_the_reader(raw: bytes):
    assert read(raw, "acme/plan").problems
