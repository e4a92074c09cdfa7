"""Calendars as project.yml writes them: half days, public holidays, shifts, and whose calendar a task is worked by."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.cli.plan_why import why_json, why_text
from dossier.compute.plan import Plan, plan
from dossier.compute.project_calendar import calendar_of, further_calendars
from dossier.compute.workload import workload
from dossier.dossier import Dossier
from dossier.records.links import link
from dossier.records.project import Project
from dossier.records.values import day_hours_of
from dossier.records.working_calendar import Calendar, NonWorkingPeriod
from tests.compute.sample_records import loaded


@pytest.fixture
def computed(dossier: Dossier) -> Plan:
    return plan(dossier, date(2026, 3, 2))


def project(calendar: Calendar | None = None, *further: Calendar, start: date = date(2026, 1, 5)) -> Project:
    return Project(id="web", title="Web", start=start, calendar=calendar, calendars=further)


def test_a_holiday_with_hours_is_half_a_day():
    eve = NonWorkingPeriod(start=date(2026, 12, 24), hours=("09:00-12:00",))
    found = calendar_of(project(Calendar(holidays=(eve,))))
    assert found.hours_on(date(2026, 12, 24)) == ((540, 720),)
    assert found.end_of(date(2026, 12, 24)) - found.start_of(date(2026, 12, 24)) == 180


def test_chinas_holidays_come_with_the_weekends_worked_instead():
    """
    The State Council's notice for 2026 (国办发明电〔2025〕7号): Spring Festival is free from 15 to 23 February, and
    Saturday 14 and Saturday 28 February are worked; National Day from 1 to 7 October, with 20 September and 10 October.
    """
    found = calendar_of(project(Calendar(country="CN")))
    spring = [date(2026, 2, n) for n in range(15, 24)]
    assert not any(found.is_working(each) for each in spring)
    assert all(found.is_working(date(2026, m, d)) for m, d in [(2, 14), (2, 28), (9, 20), (10, 10)])
    assert not any(found.is_working(date(2026, 10, n)) for n in range(1, 8))
    assert not found.is_working(date(2026, 3, 7))


def test_a_region_has_holidays_of_its_own_and_what_project_yml_says_wins():
    """Corpus Christi, 4 June 2026, is free in Bavaria and not in Berlin; 3 October, in all of Germany."""
    bavaria, berlin = (calendar_of(project(Calendar(country=f"DE-{r}"))) for r in ("BY", "BE"))
    corpus_christi = date(2026, 6, 4)
    assert (bavaria.is_working(corpus_christi), berlin.is_working(corpus_christi)) == (False, True)
    worked = calendar_of(project(Calendar(country="DE-BY", extra_days=(corpus_christi,))))
    assert worked.is_working(corpus_christi)


def test_a_country_that_is_not_known_has_no_holidays():
    assert calendar_of(project(Calendar(country="Atlantis"))) == calendar_of(project(Calendar()))


def test_further_calendars_go_by_their_ids_and_the_first_of_two_counts():
    nights = Calendar(id="nights", hours=("20:00-24:00",))
    found = further_calendars(project(None, nights, Calendar(id="nights"), Calendar()))
    assert list(found) == ["nights"]
    assert found["nights"].week[0] == ((1200, 1440),)


def test_a_task_is_worked_by_its_own_calendar_else_by_that_of_its_owner(computed: Plan):
    """
    # acme/web/project.yml
    title: Web
    start: 2026-03-02
    calendars:
    - {id: weekends, week: [sat, sun]}
    - {id: early-week, week: [mon, tue]}
    # acme/web/people.yml
    people:
    - {id: ben, title: Ben, calendar: early-week}
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: Office, duration: 3d, owner: anna}
    - {id: T-2, title: Ben's, duration: 3d, owner: ben}
    - {id: T-3, title: At the weekend, duration: 3d, owner: ben, calendar: weekends}
    - {id: T-4, title: After that, duration: 1d, owner: anna, after: T-2}
    """
    spans = {row.id: (f"{row.start:%a %d}", f"{row.finish:%a %d}") for row in computed.rows}
    assert spans == {
        "T-1": ("Mon 02", "Wed 04"),
        "T-2": ("Mon 02", "Mon 09"),
        "T-3": ("Sat 07", "Sat 14"),
        "T-4": ("Tue 10", "Tue 10"),
    }
    assert [str(row.duration_days) for row in computed.rows] == ["3", "3", "3", "1"]


def test_effort_shared_by_those_who_work_on_it_gives_the_duration(computed: Plan):
    """
    tasks:
    - {id: T-1, title: Together, effort: 6d, owner: anna, people: [ben, cem]}
    - {id: T-2, title: Alone, effort: 6d, owner: anna}
    - {id: T-3, title: As written, effort: 6d, duration: 1d, owner: anna}
    """
    assert [str(row.duration_days) for row in computed.rows] == ["2", "6", "1"]
    assert computed.assumed == ()


def test_hours_are_hours_whatever_a_day_holds(computed: Plan):
    """
    # acme/web/project.yml
    title: Web
    start: 2026-03-02
    calendar: {hours: ["09:00-12:00", "13:00-17:00"]}
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: Hours, duration: 14h, owner: anna}
    - {id: T-2, title: Days, duration: 2d, owner: anna}
    - {id: T-3, title: A lag of hours, duration: 7h, owner: anna, after: T-1 +7h}
    - {id: T-4, title: Effort, effort: 7h, owner: anna}
    - {id: T-5, title: Begun, duration: 3d, remaining: 7h, owner: anna, actual_start: 2026-03-02}
    """
    assert [str(row.duration_days) for row in computed.rows] == ["2", "2", "1", "1", "3"]
    assert computed.by_id["T-3"].finish == date(2026, 3, 5)
    assert str(computed.by_id["T-5"].expected_finish) == "2026-03-02"


def test_a_day_of_a_duration_has_as_many_hours_as_the_project_says(computed: Plan):
    """
    # acme/web/project.yml
    title: Web
    start: 2026-03-02
    hours_per_day: 6
    near_critical: 12h
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: Days, duration: 4d, owner: anna}
    - {id: T-2, title: Hours, duration: 12h, owner: anna}
    """
    assert [(str(r.duration_days), r.finish.day) for r in computed.rows] == [("4", 4), ("2", 3)]
    assert (str(computed.by_id["T-2"].total_float_days), computed.by_id["T-2"].near_critical) == ("2", True)


@pytest.mark.parametrize("text", ["0", "25", "8d", "-1", "eight", "0.001"])
def test_what_is_no_length_of_a_day_is_told(text: str):
    with pytest.raises(ValueError):
        day_hours_of(text)


def test_a_lag_in_hours_is_written_as_it_was():
    assert [str(link(text)) for text in ("T-1 +4h", "T-1 SS-12h", "T-1 +1.5d")] == [
        "T-1 FS+4h",
        "T-1 SS-12h",
        "T-1 FS+1.5d",
    ]


def test_effort_takes_longer_where_its_people_have_only_a_part_of_their_time(dossier: Dossier, computed: Plan):
    """
    # acme/web/people.yml
    people:
    - {id: ben, title: Ben, available: 60%}
    - {id: cem, title: Cem, available: 40%}
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: Alone, effort: 6d, owner: ben}
    - {id: T-2, title: Together, effort: 6d, owner: ben, people: [cem], after: T-1}
    - {id: T-3, title: As told, effort: 6d, owner: ben, people: [ben 20%], after: T-2}
    - {id: T-4, title: As written, effort: 6d, duration: 12d, owner: ben, after: T-3}
    """
    assert [str(row.duration_days) for row in computed.rows] == ["10", "6", "30", "12"]
    assert all(load.overloads == () for load in workload(dossier, date(2026, 3, 2)))


# ---- people who are away

HEAD = {
    "acme/client.yml": "title: Acme\n",
    "acme/web/project.yml": "title: Web\nstart: 2026-03-02\ncalendars: [{id: nights, hours: ['20:00-24:00']}]\n",
}
PEOPLE = (
    "stakeholders:\n"
    "- {id: anna, title: Anna, absences: [{from: 2026-03-04, to: 2026-03-05}]}\n"
    "- {id: ben, title: Ben}\n"
    "- {id: cleo, title: Cleo, absences: [{from: 2026-03-05}]}\n"
    "tasks:\n"
)


def dates(task: str) -> tuple[str, str]:
    """First and last day of the task T-1 among these people; Monday 2 March is the project's first day."""
    dossier = loaded(HEAD | {"acme/web/all.yml": PEOPLE + task}).dossier("acme/web")
    row = plan(dossier, date(2026, 3, 2)).by_id["T-1"]
    return row.start.strftime("%m-%d"), row.finish.strftime("%m-%d")


@pytest.mark.parametrize(
    ("task", "first_and_last"),
    [
        ("- {id: T-1, title: Dig, owner: ben, duration: 5d}", ("03-02", "03-06")),
        # Wednesday and Thursday are lost: five days end on the Tuesday after
        ("- {id: T-1, title: Dig, owner: anna, duration: 5d}", ("03-02", "03-10")),
        # one of the two is always there
        ("- {id: T-1, title: Dig, owner: anna, people: [ben], duration: 5d}", ("03-02", "03-06")),
        # on Thursday both are away
        ("- {id: T-1, title: Dig, owner: anna, people: [cleo], duration: 5d}", ("03-02", "03-09")),
        # who only answers for it does not keep it going
        ("- {id: T-1, title: Dig, owner: anna, people: [ben 0%], duration: 5d}", ("03-02", "03-10")),
        # a task's own calendar goes before its people's
        ("- {id: T-1, title: Dig, owner: anna, calendar: nights, duration: 2d}", ("03-02", "03-05")),
        # a milestone takes nobody's time
        ("- {id: T-0, title: Dig, owner: ben, duration: 3d}\nmilestones:\n- {id: T-1, title: Dug, owner: anna, after: T-0}",
         ("03-04", "03-04")),
        # what begins while she is away begins when she is back
        ("- {id: T-0, title: Dig, owner: ben, duration: 2d}\n- {id: T-1, title: Fill, owner: anna, after: T-0, duration: 1d}",
         ("03-06", "03-06")),
        # dates that are known are known
        ("- {id: T-1, title: Dig, owner: anna, duration: 5d, actual_start: 2026-03-02, actual_finish: 2026-03-06}",
         ("03-02", "03-06")),
    ],
)  # fmt: skip
def test_a_task_waits_for_people_who_are_away(task: str, first_and_last: tuple[str, str]):
    assert dates(task) == first_and_last


def test_what_waits_for_a_person_is_no_overload_of_hers():
    """Before, work lay on the days of an absence and was told as too much; now it lies around them."""
    text = PEOPLE + "- {id: T-1, title: Dig, owner: anna, duration: 5d}"
    dossier = loaded(HEAD | {"acme/web/all.yml": text}).dossier("acme/web")
    (load,) = (each for each in workload(dossier, date(2026, 3, 2)) if each.person == "anna")
    assert load.overloads == ()


def test_it_is_told_who_was_away_between_what_a_task_waits_for_and_its_finish():
    text = PEOPLE + (
        "- {id: T-0, title: Dig, owner: ben, duration: 2d}\n"
        "- {id: T-1, title: Fill, owner: anna, after: T-0, duration: 1d}\n"
        "- {id: T-2, title: Sow, owner: anna, after: T-1, duration: 1d}\n"
    )
    dossier = loaded(HEAD | {"acme/web/all.yml": text}).dossier("acme/web")
    found = plan(dossier, date(2026, 3, 2))
    assert why_json(found, dossier, "T-1", "")["away"] == [{"person": "Anna", "from": "2026-03-04", "to": "2026-03-05"}]
    assert "Anna is away from 2026-03-04 to 2026-03-05" in why_text(found, dossier, "T-1", "")
    assert why_json(found, dossier, "T-2", "")["away"] == []
