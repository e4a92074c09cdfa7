"""The plan computed from records: numbers, dates, states, and what a client sees of it."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.plan import Plan, calendar_of, late_days, plan
from dossier.compute.projection import published
from dossier.dossier import Dossier
from dossier.records.client import Client
from dossier.records.links import Link
from dossier.records.project import Project
from dossier.records.task import Task
from dossier.records.working_calendar import Calendar, NonWorkingPeriod

AS_OF = date(2026, 3, 11)  # a Wednesday; the project starts on Monday 2 March


@pytest.fixture
def computed(dossier: Dossier) -> Plan:
    return plan(dossier, AS_OF)


def dates(found: Plan) -> dict[str, str]:
    return {row.id: f"{row.start:%m-%d} {row.finish:%m-%d}" for row in found.rows}


def states(found: Plan) -> dict[str, str]:
    return {row.id: row.state for row in found.rows}


def of(*tasks: Task, **project: object) -> Dossier:
    settings = {"id": "web", "title": "Web", "start": date(2026, 3, 2)} | project
    return Dossier(client=Client(id="acme", title="Acme"), project=Project(**settings), records=tasks)


# numbers and tree


def test_numbers_come_from_the_tree_in_order_of_appearance(computed: Plan):
    """
    # a.yml
    phases:
    - id: T-1
      title: Prepare
      tasks:
      - {id: T-2, title: Order, duration: 1d}
      - id: T-3
        title: Build up
        tasks: [{id: T-4, title: Tables, duration: 1d}]
    - {id: T-5, title: Hold, duration: 1d}
    # b.yml
    tasks:
    - {id: T-6, title: Invite, parent: T-1, duration: 1d}
    """
    assert [(row.number, row.id, row.parent, row.level) for row in computed.rows] == [
        ("1", "T-1", None, 0),
        ("1.1", "T-2", "T-1", 1),
        ("1.2", "T-3", "T-1", 1),
        ("1.2.1", "T-4", "T-3", 2),
        ("1.3", "T-6", "T-1", 1),
        ("2", "T-5", None, 0),
    ]
    assert [row.id for row in computed.rows if row.is_summary] == ["T-1", "T-3"]


def test_tasks_that_are_each_others_parents_are_still_all_there(computed: Plan):
    """
    tasks:
    - {id: T-1, title: One, parent: T-2, duration: 1d}
    - {id: T-2, title: Two, parent: T-3, duration: 1d}
    - {id: T-3, title: Three, parent: T-1, duration: 1d}
    - {id: T-4, title: Own parent, parent: T-4, duration: 1d}
    - {id: T-5, title: No such parent, parent: T-99, duration: 1d}
    """
    assert sorted(row.id for row in computed.rows) == ["T-1", "T-2", "T-3", "T-4", "T-5"]
    assert [row.id for row in computed.rows if row.parent is None] == ["T-1", "T-4", "T-5"]


# dates


def test_durations_follow_each_other_over_weekends_and_holidays(computed: Plan):
    """
    # project.yml
    title: Web shop
    start: 2026-03-02
    calendar:
      holidays: [{start: 2026-03-09, finish: 2026-03-10}]
      extra_days: [2026-03-14]
    # tasks.yml
    tasks:
    - {id: T-1, title: Five days, duration: 1w}
    - {id: T-2, title: After the holiday, duration: 2d, after: T-1}
    - {id: T-3, title: Friday and the worked Saturday, duration: 2d, after: T-2}
    - {id: T-4, title: Half a day, duration: 4h, after: T-3}
    - {id: T-5, title: The other half and a whole day, duration: 1.5d, after: T-4}
    """
    assert dates(computed) == {
        "T-1": "03-02 03-06",
        "T-2": "03-11 03-12",
        "T-3": "03-13 03-14",
        "T-4": "03-16 03-16",
        "T-5": "03-16 03-17",
    }
    assert (computed.start, computed.finish) == (date(2026, 3, 2), date(2026, 3, 17))


def test_a_start_is_the_earliest_and_links_may_push_it(computed: Plan):
    """
    tasks:
    - {id: T-1, title: Not before Wednesday, duration: 2d, start: 2026-03-04}
    - {id: T-2, title: Pushed, duration: 1d, start: 2026-03-03, after: T-1}
    - {id: T-3, title: On a Saturday means on Monday, duration: 1d, start: 2026-03-07}
    """
    assert dates(computed) == {"T-1": "03-04 03-05", "T-2": "03-06 03-06", "T-3": "03-09 03-09"}


def test_given_dates_stand_in_for_a_duration(computed: Plan):
    """
    tasks:
    - {id: T-1, title: From Thursday to Tuesday, start: 2026-03-05, finish: 2026-03-10}
    - {id: T-2, title: Ends there, duration: 3d, finish: 2026-03-10}
    - {id: T-3, title: Only a finish, finish: 2026-03-10}
    - {id: T-4, title: Waits for the first, duration: 1d, after: T-1}
    milestones:
    - {id: M-1, title: On that day, finish: 2026-03-10}
    - {id: M-2, title: Go-live on a Saturday, finish: 2026-03-14}
    """
    assert dates(computed) == {
        "T-1": "03-05 03-10",
        "T-2": "03-06 03-10",
        "T-3": "03-10 03-10",
        "T-4": "03-11 03-11",
        "M-1": "03-10 03-10",
        "M-2": "03-14 03-14",
    }
    assert computed.by_id["T-1"].duration_days == 4


def test_a_milestone_belongs_to_the_end_of_a_day_save_at_the_start_of_the_project(computed: Plan):
    """
    milestones:
    - {id: M-0, title: Start}
    - {id: M-1, title: Reached on Friday, after: T-1}
    - {id: M-2, title: Not before Wednesday, start: 2026-03-11}
    tasks:
    - {id: T-1, title: One week, duration: 5d}
    - {id: T-2, title: No time at all, duration: 0d, after: T-1}
    """
    assert dates(computed) == {
        "M-0": "03-02 03-02",
        "M-1": "03-06 03-06",
        "M-2": "03-11 03-11",
        "T-1": "03-02 03-06",
        "T-2": "03-06 03-06",
    }
    assert {row.id for row in computed.rows if row.milestone} == {"M-0", "M-1", "M-2", "T-2"}


def test_actual_dates_win_over_plans_and_links(computed: Plan):
    """
    tasks:
    - {id: T-1, title: Done in three days, duration: 5d, actual_start: 2026-03-03, actual_finish: 2026-03-05, progress: 100}
    - {id: T-2, title: Begun before the first was done, duration: 4d, actual_start: 2026-03-04, after: T-1}
    - {id: T-3, title: Waits, duration: 1d, after: T-2}
    - {id: T-4, title: Done on a Saturday, duration: 1d, actual_start: 2026-03-07, actual_finish: 2026-03-07, progress: 100}
    """
    assert dates(computed) == {
        "T-1": "03-03 03-05",
        "T-2": "03-04 03-09",
        "T-3": "03-10 03-10",
        "T-4": "03-07 03-07",
    }
    assert computed.by_id["T-1"].duration_days == 3
    assert computed.violated == (("T-1", "T-2"),)


def test_a_milestone_reached_ends_its_day_and_one_only_begun_begins_it(computed: Plan):
    """
    milestones:
    - {id: M-1, title: Reached, actual_start: 2026-03-04, actual_finish: 2026-03-04, progress: 100}
    - {id: M-2, title: Kick-off, actual_start: 2026-03-04, progress: 100}
    tasks:
    - {id: T-1, title: The next day, duration: 1d, after: M-1}
    - {id: T-2, title: The same day, duration: 1d, after: M-2}
    """
    assert dates(computed) == {
        "M-1": "03-04 03-04",
        "M-2": "03-04 03-04",
        "T-1": "03-05 03-05",
        "T-2": "03-04 03-04",
    }
    assert states(computed)["M-2"] == "done"


def test_nothing_given_is_one_day_and_is_told(computed: Plan):
    """
    tasks:
    - {id: T-1, title: Nothing given}
    - {id: T-2, title: Only a start, start: 2026-03-04}
    - {id: T-3, title: A finish is enough, finish: 2026-03-04}
    milestones: [{id: M-1, title: Needs no duration}]
    """
    assert computed.assumed == ("T-1", "T-2")
    assert dates(computed)["T-1"] == "03-02 03-02"


def test_without_a_project_start_the_earliest_date_anywhere_counts():
    undated = plan(of(Task(id="T-1", title="A", duration=Decimal(1)), start=None), AS_OF)
    assert undated.start == AS_OF
    dated = Task(id="T-2", title="B", duration=Decimal(1), start=date(2026, 1, 5))
    assert plan(of(Task(id="T-1", title="A", duration=Decimal(1)), dated, start=None), AS_OF).start == date(2026, 1, 5)


def test_an_empty_plan_has_no_dates():
    empty = plan(of(), AS_OF)
    assert (empty.rows, empty.start, empty.finish) == ((), None, None)


def test_tasks_waiting_in_a_circle_are_told_and_shown_all_the_same(computed: Plan):
    """
    tasks:
    - {id: T-1, title: One, duration: 2d, after: T-2}
    - {id: T-2, title: Two, duration: 1d, after: T-1}
    - {id: T-3, title: Behind them, duration: 1d, after: T-1}
    - {id: T-4, title: Apart, duration: 1d}
    """
    assert computed.unscheduled == ("T-1", "T-2", "T-3")
    assert len(computed.rows) == 4


def test_a_task_of_another_project_counts_with_the_dates_it_gives(computed: Plan):
    """
    # acme/pilot/project.yml
    title: Pilot
    # acme/pilot/tasks.yml
    tasks:
    - {id: T-7, title: Trial, duration: 2d, actual_start: 2026-03-03, actual_finish: 2026-03-05, progress: 100}
    - {id: T-8, title: Not dated, duration: 2d}
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: After the trial, duration: 1d, after: pilot/T-7}
    - {id: T-2, title: Two days later, duration: 1d, after: pilot/T-7 +2d}
    - {id: T-3, title: Ends with it, duration: 2d, after: pilot/T-7 FF}
    - {id: T-4, title: Cannot know, duration: 1d, after: pilot/T-8}
    - {id: T-5, title: The weekend counts, duration: 1d, after: pilot/T-7 +3ed}
    - {id: T-6, title: Beyond all years, duration: 1d, after: pilot/T-7 +999999ed}
    """
    assert dates(computed) == {
        "T-1": "03-06 03-06",
        "T-2": "03-10 03-10",
        "T-3": "03-04 03-05",
        "T-4": "03-02 03-02",
        "T-5": "03-09 03-09",
        "T-6": dates(computed)["T-6"],
    }


# how it stands


def test_the_state_of_a_task_on_a_day(computed: Plan):
    """
    tasks:
    - {id: T-1, title: Finished, duration: 1d, actual_start: 2026-03-02, actual_finish: 2026-03-02, progress: 100}
    - {id: T-2, title: Should be finished, duration: 7d, actual_start: 2026-03-02, progress: 90}
    - {id: T-3, title: Ends today, duration: 8d, actual_start: 2026-03-02, progress: 90}
    - {id: T-4, title: Should have begun yesterday, duration: 5d, start: 2026-03-10}
    - {id: T-5, title: Begins today, duration: 5d, start: 2026-03-11}
    - {id: T-6, title: Will miss its date, duration: 5d, start: 2026-03-16, deadline: 2026-03-18}
    """
    assert states(computed) == {
        "T-1": "done",
        "T-2": "late",
        "T-3": "active",
        "T-4": "late",
        "T-5": "planned",
        "T-6": "late",
    }
    assert computed.by_id["T-6"].late_days == 2


def test_a_phase_takes_dates_progress_and_state_from_what_is_inside(computed: Plan):
    """
    phases:
    - id: P-1
      title: Behind in the middle only
      tasks:
      - {id: T-1, title: Done, duration: 3d, actual_start: 2026-03-02, actual_finish: 2026-03-04, progress: 100}
      - {id: T-2, title: Late, duration: 1d}
      - {id: T-3, title: Later, duration: 4d, start: 2026-03-16}
    - id: P-2
      title: Its end is late
      tasks: [{id: T-4, title: Misses its date, duration: 2d, start: 2026-03-16, deadline: 2026-03-16}]
    - id: P-3
      title: All done
      tasks: [{id: T-5, title: Done, duration: 1d, actual_start: 2026-03-02, actual_finish: 2026-03-02, progress: 100}]
    - {id: P-4, title: Ends after its own date, deadline: 2026-03-12, tasks: [{id: T-6, title: To come, duration: 3d, start: 2026-03-12}]}
    """
    phases = {row.id: row for row in computed.rows if row.is_summary}
    assert {i: (f"{r.start:%m-%d} {r.finish:%m-%d}", r.progress, r.state) for i, r in phases.items()} == {
        "P-1": ("03-02 03-19", 38, "active"),  # 3 of 8 days
        "P-2": ("03-16 03-17", 0, "late"),
        "P-3": ("03-02 03-02", 100, "done"),
        "P-4": ("03-12 03-16", 0, "late"),
    }
    assert phases["P-4"].late_days == 2


def test_progress_of_a_phase_is_never_rounded_up_to_done():
    tasks = [
        Task(id="P", title="Phase"),
        Task(id="A", title="A", parent="P", duration=Decimal(500), progress=100),
    ]
    tasks.append(Task(id="B", title="B", parent="P", duration=Decimal(1), progress=0))
    assert plan(of(*tasks), AS_OF).by_id["P"].progress == 99


def test_only_unfinished_work_is_critical(computed: Plan):
    """
    tasks:
    - {id: T-1, title: First, duration: 3d, actual_start: 2026-03-02, actual_finish: 2026-03-04, progress: 100}
    - {id: T-2, title: Second, duration: 5d, after: T-1}
    - {id: T-3, title: Beside it, duration: 2d, after: T-1}
    """
    assert {row.id: (row.critical, row.total_float_days) for row in computed.rows} == {
        "T-1": (False, 0),
        "T-2": (True, 0),
        "T-3": (False, 3),
    }


def test_owners_are_shown_by_name(computed: Plan):
    """
    tasks:
    - {id: T-1, title: Hers, owner: anna, duration: 1d}
    - {id: T-2, title: Nobody knows him, owner: ghost, duration: 1d}
    - {id: T-3, title: Nobody's, duration: 1d}
    """
    assert [row.owner for row in computed.rows] == ["Anna Berg", "ghost", ""]


def test_days_late_are_working_days():
    calendar = calendar_of(Project(id="web", title="Web"))
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert late_days(monday, friday, calendar) == 1
    assert late_days(date(2026, 3, 8), friday, calendar) == 0  # Sunday
    assert late_days(friday, friday, calendar) == 0
    assert late_days(friday, None, calendar) == 0


# what a client sees


def test_a_client_sees_dates_that_hidden_work_explains(dossier: Dossier):
    """
    # acme/client.yml
    title: Acme
    publish: [tasks]
    # acme/web/people.yml
    people: [{id: mo, title: Mo Secret}]
    # acme/web/tasks.yml
    tasks:
    - id: T-1
      title: Phase
      tasks:
      - id: T-2
        title: Hidden part
        visibility: team
        tasks:
        - {id: T-3, title: Seen, duration: 2d, owner: mo, after: T-4}
      - {id: T-4, title: Hidden, visibility: team, duration: 3d}
    """
    seen = plan(dossier, AS_OF).seen_in(published(dossier))
    assert [(row.number, row.id, row.parent, row.level, row.owner) for row in seen.rows] == [
        ("1", "T-1", None, 0, ""),
        ("1.1.1", "T-3", "T-1", 1, ""),
    ]
    assert dates(seen)["T-3"] == "03-05 03-06"
    assert set(seen.by_id) == {"T-1", "T-3"} == set(seen.positions)


def test_a_phase_of_which_nothing_inside_is_seen_is_a_plain_bar(computed: Plan):
    """
    tasks:
    - {id: T-1, title: Phase, tasks: [{id: T-2, title: Inside, duration: 1d}]}
    """
    assert [row.is_summary for row in computed.visible(["T-1"]).rows] == [False]


# the calendar


def test_a_calendar_of_its_own_hours_and_week():
    written = Calendar(week=("sun", "mon"), hours=("15:00-19:00", "9:00 - 13:00"))
    calendar = calendar_of(Project(id="web", title="Web", calendar=written))
    assert calendar.minutes_per_day == 480
    assert [bool(hours) for hours in calendar.week] == [True, False, False, False, False, False, True]
    assert calendar.week[6] == ((540, 780), (900, 1140))


@pytest.mark.parametrize("hours", [("25:00-26:00",), ("10:00-09:00",), ("9-5",), ("09:00-12:00", "11:00-13:00")])
def test_hours_that_make_no_sense_fall_back_to_office_hours(hours: tuple[str, ...]):
    calendar = calendar_of(Project(id="web", title="Web", calendar=Calendar(hours=hours)))
    assert calendar == calendar_of(Project(id="web", title="Web"))


def test_a_holiday_of_eight_thousand_years_ends_the_counting_early():
    endless = NonWorkingPeriod(start=date(2026, 1, 1), finish=date(9999, 12, 31))
    calendar = calendar_of(Project(id="web", title="Web", calendar=Calendar(holidays=(endless,))))
    assert not calendar.is_working(date(2030, 1, 1))
    assert calendar.add_working_days(date(2026, 1, 1), 1) > date(2035, 1, 1)


# hostile and large plans


days = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.none()
links = st.builds(
    Link,
    st.sampled_from(["A", "B", "C", "x/A", "none"]),
    st.sampled_from(["FS", "SS", "FF", "SF"]),
    st.decimals(-999999, 999999, places=3),
    st.booleans(),
)
tasks = st.builds(
    Task,
    id=st.sampled_from(["A", "B", "C"]),
    title=st.just("Task"),
    kind=st.sampled_from(["", "task", "milestone", "phase"]),
    parent=st.sampled_from(["", "A", "B", "C", "none"]),
    after=st.lists(links, max_size=2).map(tuple),
    duration=st.decimals(0, 999999999, places=0) | st.none(),
    start=days,
    finish=days,
    deadline=days,
    actual_start=days,
    actual_finish=days,
    progress=st.integers(0, 100) | st.none(),
    must_start=days,
    must_finish=days,
    start_no_later=days,
    finish_no_earlier=days,
    finish_no_later=days,
    as_late_as_possible=st.booleans(),
    calendar=st.sampled_from(["", "weekends", "nowhere"]),
    remaining=st.decimals(0, 9999, places=1) | st.none(),
    suspended=days,
    resumes=days,
    effort=st.decimals(0, 9999, places=0) | st.none(),
)


WEEKENDS = Calendar(id="weekends", week=("sat", "sun"), hours=("10:00-11:00",))


@given(st.lists(tasks, max_size=5), days, st.dates(), st.sampled_from(["", "progress_override"]))
def test_no_dates_whatever_break_the_plan(found: list[Task], start: date | None, as_of: date, logic: str):
    project = of(*found, start=start, calendars=(WEEKENDS,), out_of_sequence=logic, finish=start)
    computed = plan(project, as_of)
    assert {row.id for row in computed.rows} == {task.id for task in found}
    assert all(row.start <= row.finish and 0 <= row.progress <= 100 for row in computed.rows)


def test_ten_thousand_tasks_are_planned_in_a_second():
    phases = [Task(id=f"P-{n}", title="Phase") for n in range(100)]
    work = [
        Task(
            id=f"T-{n}",
            title="Task",
            parent=f"P-{n // 100}",
            duration=Decimal(2),
            after=(Link(f"T-{n - 1}"),),
        )
        for n in range(10_000)
    ]
    dossier = of(*phases, *work)
    began = time.process_time()
    computed = plan(dossier, AS_OF)
    # 0.6 s of processor time on the machine it was written on; the rest is for a slower one
    assert time.process_time() - began < 3
    assert computed.by_id["P-99"].number == "100"
    assert computed.by_id["T-9999"].duration_days == 2
