"""Our schedule against what Microsoft Project itself computed and saved, task by task."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest
from lxml import etree

from dossier.compute.calendar import Hours, WorkingCalendar
from dossier.compute.schedule import Activity, Link, LinkKind, schedule

REAL = Path(__file__).parents[2] / "../shared/real"
PLANS = ["multi-project-161-tasks.mspdi.xml", "multi-project-1841-tasks.mspdi.xml.gz"]
NAMESPACE = "{http://schemas.microsoft.com/project}"
# the schema's numbers for the type of a link
KINDS: dict[str, LinkKind] = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
AS_SOON_AS_POSSIBLE, START_NO_EARLIER_THAN = "0", "4"


@dataclass(frozen=True)
class Expected:
    """What the file says of one task: its dates on the clock, its slack in working minutes."""

    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_slack: int
    free_slack: int
    critical: bool
    summary: bool


@dataclass(frozen=True)
class Plan:
    """A plan as saved by Microsoft Project."""

    calendar: WorkingCalendar
    start: datetime
    finish: datetime
    activities: tuple[Activity, ...]
    expected: dict[str, Expected]


@pytest.fixture(scope="module", params=PLANS)
def plan(request: pytest.FixtureRequest) -> Plan:
    path = REAL / request.param
    if not path.exists():
        pytest.skip(f"the real plan {request.param} is not beside this repository")
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as file:
        return read(etree.parse(file, etree.XMLParser(resolve_entities=False)).getroot())


def test_every_task_lies_where_microsoft_project_puts_it(plan: Plan) -> None:
    at = plan.calendar.position
    times = schedule(plan.activities, plan.calendar, at(plan.start)).times
    found = {
        i: (t.early_start, t.early_finish, t.early_start, t.early_finish, t.late_start, t.late_finish)
        for i, t in times.items()
    }
    assert found == {
        i: (
            at(e.start),
            at(e.finish),
            at(e.early_start),
            at(e.early_finish),
            at(e.late_start),
            at(e.late_finish),
        )
        for i, e in plan.expected.items()
    }


def test_every_task_has_the_total_float_and_critical_flag_of_microsoft_project(plan: Plan) -> None:
    times = schedule(plan.activities, plan.calendar, plan.calendar.position(plan.start)).times
    assert len(times) == len(plan.expected)
    found = {i: (t.total_float, t.critical) for i, t in times.items()}
    assert found == {i: (e.total_slack, e.critical) for i, e in plan.expected.items()}


def test_every_task_has_the_free_float_of_microsoft_project(plan: Plan) -> None:
    times = schedule(plan.activities, plan.calendar, plan.calendar.position(plan.start)).times
    found = {i: t.free_float for i, t in times.items()}
    assert found == {i: e.free_slack for i, e in plan.expected.items()}


def test_the_dates_of_every_task_with_duration_read_as_in_microsoft_project(plan: Plan) -> None:
    origin = plan.calendar.position(plan.start)
    result = schedule(plan.activities, plan.calendar, origin)
    assert plan.calendar.moments(result.start, result.finish, origin) == (plan.start, plan.finish)
    for activity in plan.activities:
        if activity.duration:
            found, expected = result.times[activity.id], plan.expected[activity.id]
            span = plan.calendar.moments(found.early_start, found.early_finish, origin)
            assert span == (expected.start, expected.finish)


def read(project: etree._Element) -> Plan:
    calendar = read_calendar(project)
    tasks = [task for task in project.iter(f"{NAMESPACE}Task") if text(task, "OutlineLevel")]
    return Plan(
        calendar=calendar,
        start=moment(project, "StartDate"),
        finish=moment(project, "FinishDate"),
        activities=tuple(read_activities(tasks, calendar)),
        expected={text(task, "UID"): read_expected(task) for task in tasks},
    )


def read_calendar(project: etree._Element) -> WorkingCalendar:
    """The project's base calendar; the plans at hand have no exceptions."""
    uid = text(project, "CalendarUID")
    element = next(c for c in project.iter(f"{NAMESPACE}Calendar") if text(c, "UID") == uid)
    assert not list(element.iter(f"{NAMESPACE}Exception"))
    week: dict[int, Hours] = {}
    for day in element.iter(f"{NAMESPACE}WeekDay"):
        times = day.iter(f"{NAMESPACE}WorkingTime")
        week[int(text(day, "DayType"))] = tuple((clock(t, "FromTime"), clock(t, "ToTime")) for t in times)
    return WorkingCalendar(  # Microsoft Project counts from Sunday, which is 1
        week=tuple(week[weekday] for weekday in (2, 3, 4, 5, 6, 7, 1)),
        minutes_per_day=int(text(project, "MinutesPerDay")),
    )


def read_activities(tasks: list[etree._Element], calendar: WorkingCalendar) -> Iterator[Activity]:
    above: list[str] = []
    for task in tasks:
        uid, level = text(task, "UID"), int(text(task, "OutlineLevel"))
        constraint = text(task, "ConstraintType")
        assert constraint in {AS_SOON_AS_POSSIBLE, START_NO_EARLIER_THAN}
        del above[level:]
        yield Activity(
            id=uid,
            duration=minutes(text(task, "Duration")),
            links=tuple(read_links(task)),
            parent=above[-1] if above else None,
            not_before=calendar.position(moment(task, "ConstraintDate"))
            if constraint == START_NO_EARLIER_THAN
            else None,
        )
        above.append(uid)


def read_links(task: etree._Element) -> Iterator[Link]:
    for link in task.iter(f"{NAMESPACE}PredecessorLink"):
        assert text(link, "LagFormat") == "7"  # working days
        lag = int(text(link, "LinkLag")) // 10
        yield Link(text(link, "PredecessorUID"), KINDS[text(link, "Type")], lag)


def read_expected(task: etree._Element) -> Expected:
    names = ["Start", "Finish", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish"]
    total, free = (int(text(task, name) or 0) // 10 for name in ("TotalSlack", "FreeSlack"))
    flags = [text(task, name) == "1" for name in ("Critical", "Summary")]
    dates = [moment(task, name) for name in names]
    return Expected(dates[0], dates[1], dates[2], dates[3], dates[4], dates[5], total, free, flags[0], flags[1])


def text(element: etree._Element, name: str) -> str:
    return str(element.findtext(f"{NAMESPACE}{name}", ""))


def moment(element: etree._Element, name: str) -> datetime:
    return datetime.fromisoformat(text(element, name))


def clock(element: etree._Element, name: str) -> int:
    since = datetime.combine(date.min, time.fromisoformat(text(element, name))) - datetime.min
    return int(since.total_seconds()) // 60


def minutes(duration: str) -> int:
    """PT24H0M0S in minutes."""
    hours, rest = duration.removeprefix("PT").split("H")
    return int(hours) * 60 + int(rest.split("M")[0])
