"""Who has how much to do, week by week, and when that is too much."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.availability import Availability
from dossier.compute.bookings import Booking
from dossier.compute.calendar import WorkingCalendar
from dossier.compute.workload import PersonLoad, loads, workload
from dossier.dossier import Dossier
from dossier.records.assignments import Assignment
from dossier.records.client import Client
from dossier.records.project import Project
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task
from dossier.records.working_calendar import NonWorkingPeriod
from tests.compute.weeks import working_week

MONDAY = date(2026, 3, 2)
DAY = 480
HOURS = 60


def of(*records: Task | Stakeholder, **project: object) -> Dossier:
    settings = {"id": "web", "title": "Web", "start": MONDAY} | project
    return Dossier(client=Client(id="acme", title="Acme"), project=Project(**settings), records=records)


def load_of(person: str, dossier: Dossier, as_of: date = MONDAY) -> PersonLoad:
    return next(load for load in workload(dossier, as_of) if load.person == person)


def hours(load: PersonLoad) -> dict[str, Fraction]:
    return {f"{monday:%m-%d}": week.minutes / HOURS for monday, week in load.weeks.items()}


def over(load: PersonLoad) -> list[tuple[str, str, int | None, tuple[str, ...]]]:
    return [(f"{o.first:%m-%d}", f"{o.last:%m-%d}", o.load.percent, o.tasks) for o in load.overloads]


def task(identifier: str, days: int | str | None = None, **fields: object) -> Task:
    duration = None if days is None else Decimal(days)
    return Task(id=identifier, title=identifier, duration=duration, **({"owner": "anna"} | fields))


ANNA, BEN = Stakeholder(id="anna", title="Anna"), Stakeholder(id="ben", title="Ben")


# how much


def test_without_effort_a_task_takes_the_whole_of_each_working_day():
    load = load_of("anna", of(ANNA, task("T-1", 7)))
    assert hours(load) == {"03-02": 40, "03-09": 16}
    assert [week.percent for week in load.weeks.values()] == [100, 40]


def test_a_share_takes_that_part_of_each_day():
    dossier = of(ANNA, BEN, task("T-1", 5, people=(Assignment("ben", 25), Assignment("anna", 60))))
    assert (hours(load_of("anna", dossier)), hours(load_of("ben", dossier))) == ({"03-02": 24}, {"03-02": 10})


def test_effort_is_spread_evenly_over_the_duration():
    # work = duration x units: 4 person-days in 10 days are 40 % of each day
    load = load_of("anna", of(ANNA, task("T-1", 10, effort=Decimal(4))))
    assert hours(load) == {"03-02": 16, "03-09": 16}


def test_effort_is_divided_by_the_shares():
    dossier = of(ANNA, BEN, task("T-1", 5, effort=Decimal(3), people=(Assignment("ben", 50),)))
    assert (hours(load_of("anna", dossier)), hours(load_of("ben", dossier))) == ({"03-02": 16}, {"03-02": 8})


def test_effort_alone_gives_the_duration():
    # 6 person-days of one whole and one half person take 4 days
    dossier = of(ANNA, BEN, task("T-1", effort=Decimal(6), people=(Assignment("ben", 50),)))
    assert (hours(load_of("anna", dossier)), hours(load_of("ben", dossier))) == ({"03-02": 32}, {"03-02": 16})


def test_who_has_half_her_time_gives_half_of_each_day_and_that_is_all_she_can():
    half = Stakeholder(id="anna", title="Anna", available=50)
    load = load_of("anna", of(half, task("T-1", 5)))
    assert (hours(load), load.weeks[MONDAY].percent, load.overloads) == ({"03-02": 20}, 100, ())


def test_a_task_that_names_nobody_is_work_of_the_owner_above_it():
    phase = Task(id="P-1", title="P", owner="anna")
    inside = Task(id="T-1", title="T", parent="P-1", duration=Decimal(1))
    dossier = of(ANNA, phase, inside)
    assert hours(load_of("anna", dossier)) == {"03-02": 8}


def test_milestones_and_phases_take_nobodys_time():
    dossier = of(ANNA, Task(id="M-1", title="M", kind="milestone", owner="anna", effort=Decimal(3)))
    assert workload(dossier, MONDAY) == ()


# what she can do


def test_holidays_and_absences_leave_less_of_a_week():
    away = (NonWorkingPeriod(start=date(2026, 3, 12), finish=date(2026, 3, 13)),)
    anna = Stakeholder(id="anna", title="Anna", absences=away, available=80)
    load = load_of("anna", of(anna, task("T-1", 2, people=(Assignment("anna", 30),), start=date(2026, 3, 9))))
    week = load.weeks[date(2026, 3, 9)]
    assert (week.minutes, week.capacity) == (Fraction(2 * DAY * 30, 100), Fraction(3 * DAY * 80, 100))
    assert week.percent == 25


def test_work_in_an_absence_is_too_much_whatever_it_is():
    away = (NonWorkingPeriod(start=date(2026, 3, 4), finish=date(2026, 3, 5)),)
    ben = Stakeholder(id="ben", title="Ben", absences=away)
    load = load_of("ben", of(ANNA, ben, task("T-1", 10, people=(Assignment("ben", 10),))))
    assert over(load) == [("03-04", "03-05", None, ("T-1",))]


# too much


def test_two_tasks_at_once_are_told_once_with_dates_percent_and_tasks():
    dossier = of(ANNA, task("T-1", 8), task("T-2", 3, start=date(2026, 3, 5)), task("T-3", 2, after=()), BEN)
    load = load_of("anna", dossier)
    assert over(load) == [
        ("03-02", "03-03", 200, ("T-1", "T-3")),  # a Wednesday with one task lies between
        ("03-05", "03-09", 200, ("T-1", "T-2")),  # and here only a weekend
    ]


def test_half_days_beside_each_other_are_no_overload():
    dossier = of(ANNA, task("T-1", "0.5"), task("T-2", "0.5"))
    assert load_of("anna", dossier).overloads == ()


def test_effort_beyond_the_duration_is_an_overload_of_its_own():
    assert over(load_of("anna", of(ANNA, task("T-1", 4, effort=Decimal(6))))) == [("03-02", "03-05", 150, ("T-1",))]


# what is left


def test_what_is_done_lies_behind_and_what_is_left_ahead():
    begun = task("T-1", 10, actual_start=MONDAY, progress=50)
    load = load_of("anna", of(ANNA, begun), as_of=date(2026, 3, 16))  # it should be done by now, and is half
    assert hours(load) == {"03-02": 20, "03-09": 20, "03-16": 40}


def test_work_that_should_have_begun_lies_ahead_and_is_no_overload_of_the_past():
    load = load_of("anna", of(ANNA, task("T-1", 5), task("T-2", 5)), as_of=date(2026, 3, 9))
    assert hours(load) == {"03-09": 80}
    assert over(load) == [("03-09", "03-13", 200, ("T-1", "T-2"))]


def test_what_is_done_was_not_too_much():
    done = [task(f"T-{n}", 5, actual_start=MONDAY, actual_finish=date(2026, 3, 6)) for n in range(3)]
    load = load_of("anna", of(ANNA, *done), as_of=date(2026, 3, 9))
    assert (hours(load), load.overloads) == ({"03-02": 120}, ())


# properties

OFFICE = working_week()
SHIFTS = working_week((1, 2, 3, 5), ((6 * 60, 10 * 60),), holidays=[date(2026, 3, 10)])
CALENDARS = st.sampled_from((OFFICE, SHIFTS))
DAYS = st.integers(0, 150).map(lambda n: MONDAY + timedelta(days=n))


@st.composite
def booked(draw: st.DrawFn) -> Booking:
    calendar: WorkingCalendar = draw(CALENDARS)
    start = calendar.start_of(draw(DAYS)) + draw(st.integers(0, 200))
    return Booking(
        person=draw(st.sampled_from("ab")),
        task=f"T-{draw(st.integers(1, 9))}",
        minutes=draw(st.fractions(0, 50_000, max_denominator=60)),
        start=start,
        finish=start + draw(st.integers(0, 20_000)),
        calendar=calendar,
    )


def slowly(bookings: list[Booking], person: str, day: date) -> Fraction:
    """What the bookings of one day come to, worked out one by one."""
    found = Fraction(0)
    for b in bookings:
        if b.person == person and b.start == b.finish:
            found += b.minutes * (b.calendar.finish_date(b.start) == day)
        elif b.person == person:
            first, last = b.calendar.start_of(day), b.calendar.end_of(day)
            within = max(0, min(last, b.finish) - max(first, b.start))
            found += b.minutes * within / (b.finish - b.start)
    return found


@given(st.lists(booked(), max_size=12), st.integers(0, 200))
def test_the_weeks_and_the_months_of_a_person_are_the_sum_of_her_tasks(bookings: list[Booking], day: int):
    for load in loads(bookings, {}, Availability(OFFICE), MONDAY + timedelta(days=day)):
        booked = sum((b.minutes for b in bookings if b.person == load.person), Fraction(0))
        assert sum((week.minutes for week in load.weeks.values()), Fraction(0)) == booked
        months = [date(2026 + n // 12, n % 12 + 1, 1) for n in range(24)]
        by_month = [load.between(a, b).minutes for a, b in pairwise(months)]
        assert sum(by_month) == booked


@given(st.lists(booked(), min_size=1, max_size=8), st.fractions(0, 1, max_denominator=4), CALENDARS)
def test_overloads_are_the_days_on_which_load_exceeds_what_one_can(
    bookings: list[Booking], share: Fraction, own: WorkingCalendar
):
    available = Availability(own, share)
    for load in loads(bookings, {}, available, MONDAY):
        told = set()
        for each in load.overloads:
            assert each.first <= each.last
            told |= {each.first + timedelta(days=n) for n in range((each.last - each.first).days + 1)}
        for n in range(500):
            day = MONDAY + timedelta(days=n)
            minutes, can = slowly(bookings, load.person, day), share * (own.end_of(day) - own.start_of(day))
            assert minutes <= can or day in told
            assert not (minutes <= can and can and day in told)
        edges = {each.first for each in load.overloads} | {each.last for each in load.overloads}
        for day in edges:
            assert slowly(bookings, load.person, day) > share * (own.end_of(day) - own.start_of(day))


# speed


def test_a_thousand_tasks_of_fifty_people_over_two_years_are_quickly_added_up():
    length = 20  # working days
    starts = [MONDAY + timedelta(days=(n * 7919) % (730 - length)) for n in range(1000)]
    bookings = [
        Booking(
            person=f"p{n % 50}",
            task=f"T-{n}",
            minutes=Fraction(DAY * length * (n % 7 + 1), 7),
            start=OFFICE.start_of(start),
            finish=OFFICE.start_of(start) + DAY * length + n % 5,
            calendar=OFFICE,
        )
        for n, start in enumerate(starts)
    ]
    took = []
    for _ in range(3):
        begun = time.process_time()
        loads(bookings, {}, Availability(OFFICE), MONDAY)
        took.append(time.process_time() - begun)
    assert min(took) < 1  # 0.05 s on a machine that does nothing else, 0.2 s on a slow one that does
