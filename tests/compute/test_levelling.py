"""Dates that everybody can keep: published examples, and what holds of every levelled plan."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.compute.availability import Availability
from dossier.compute.bookings import Share
from dossier.compute.diary import Diary
from dossier.compute.levelled_plan import levelled_plan
from dossier.compute.levelling import Levelled, levelled
from dossier.compute.plan import plan
from dossier.compute.work import work_of
from dossier.dossier import Dossier
from dossier.records.assignments import Assignment
from dossier.records.links import Link
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task
from dossier.records.working_calendar import NonWorkingPeriod
from tests.compute.test_workload import ANNA, BEN, DAY, MONDAY, of, task

PSPLIB = Path(__file__).with_name("psplib_j301_1.txt")


def level(*records: Task | Stakeholder, as_of: date = MONDAY, **project: object) -> dict[str, str]:
    """First and last day of each task after levelling."""
    return days(of(*records, **project), as_of)[1]


def days(dossier: Dossier, as_of: date = MONDAY) -> tuple[Levelled, dict[str, str]]:
    found, axis = levelled_plan(dossier, as_of), plan(dossier, as_of).axis
    spans = found.after.items()
    return found, {name: f"{axis.start_date(s):%m-%d} {axis.finish_date(f):%m-%d}" for name, (s, f) in spans}


def after(*names: str) -> dict[str, object]:
    return {"after": tuple(Link(name) for name in names)}


# published examples


def test_the_example_of_the_pmbok_guide():
    # after the example of resource levelling in PMI's PMBOK Guide: A needs Tom and Sue, B needs Sue, C needs Tom, a day
    # each; C comes after A and B. Before levelling Sue works 16 hours on day 1; after it A is on day 1, B on day 2 and C on day 3.
    tom, sue = Stakeholder(id="tom", title="Tom"), Stakeholder(id="sue", title="Sue")
    a = task("A", 1, owner="tom", people=(Assignment("sue"),))
    b, c = task("B", 1, owner="sue"), task("C", 1, owner="tom", **after("A", "B"))
    assert level(tom, sue, a, b, c) == {"A": "03-02 03-02", "B": "03-03 03-03", "C": "03-04 03-04"}


def instance() -> tuple[dict[str, int], dict[str, list[int]], dict[str, list[str]]]:
    """Durations, needs and predecessors of the jobs."""
    durations, needs, before = {}, {}, defaultdict(list)
    for line in PSPLIB.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            job, duration, need, successors = (part.strip() for part in line.split("|"))
            durations[job], needs[job] = int(duration), [int(n) for n in need.split()]
            for each in successors.split():
                before[each].append(job)
    return durations, needs, before


def test_a_schedule_of_psplib_keeps_links_and_capacities_and_is_no_shorter_than_the_shortest():
    durations, needs, before = instance()
    capacities = (12, 13, 4, 12)
    jobs = [task(job, durations[job], owner="", **after(*before[job])) for job in durations]
    work = work_of(of(*jobs), MONDAY)
    shares = {
        job: tuple(Share(f"R{r}", Fraction(need, capacities[r])) for r, need in enumerate(needs[job]) if need)
        for job in durations
    }
    available = Availability(work.calendar)
    rates = [share.rate for crew in shares.values() for share in crew]
    found = levelled(work, work.activities, shares, {f"R{r}": Diary(available, rates) for r in range(4)})

    def days_of(spans: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        return {job: ((start - work.origin) // DAY, (end - work.origin) // DAY) for job, (start, end) in spans.items()}

    earliest, placed = days_of(dict(found.before)), days_of(dict(found.after))
    assert max(end for _, end in earliest.values()) == 38  # the critical path, as printed
    assert all(placed[job][1] - placed[job][0] == durations[job] for job in durations)
    assert all(placed[job][0] >= placed[each][1] for job in durations for each in before[job])
    for day in range(158):
        for r, capacity in enumerate(capacities):
            assert sum(needs[job][r] for job, (start, end) in placed.items() if start <= day < end) <= capacity
    assert not found.crowded
    assert 43 <= max(end for _, end in placed.values()) <= 48  # the shortest there is, and not far from it


# what gives way


def test_what_has_float_gives_way_to_what_has_none():
    # A-C take 8 days; B has 3 days of float, uses 2 of them, and the finish stays
    a, c = task("A", 2), task("C", 6, owner="ben", **after("A"))
    b, d = task("B", 3), task("D", 0, kind="milestone", owner="", **after("B", "C"))
    found, placed = days(of(ANNA, BEN, b, a, c, d))
    assert placed == {"A": "03-02 03-03", "B": "03-04 03-06", "C": "03-04 03-11", "D": "03-12 03-11"}
    assert (found.delayed, found.crowded) == (("B",), ())


def test_of_two_alike_the_first_in_the_work_breakdown_goes_first():
    assert level(ANNA, task("A", 2), task("B", 2)) == {"A": "03-02 03-03", "B": "03-04 03-05"}


def test_what_waits_for_a_delayed_task_follows_it():
    found, placed = days(of(ANNA, BEN, task("A", 4), task("B", 2), task("C", 1, owner="ben", **after("B"))))
    assert (placed["B"], placed["C"]) == ("03-06 03-09", "03-10 03-10")
    assert found.delayed == ("B",)


def test_shares_that_fit_together_stay_together():
    a, b = (task(name, 2, people=(Assignment("anna", 50),)) for name in "AB")
    assert level(ANNA, a, b) == {"A": "03-02 03-03", "B": "03-02 03-03"}


def test_a_task_begins_where_another_ends_within_a_day():
    found, _ = days(of(ANNA, task("A", "1.5"), task("B", "1")))
    assert found.after["B"] == (found.after["A"][1], found.after["A"][1] + DAY)


def test_nobody_works_in_an_absence():
    ben = Stakeholder(id="ben", title="Ben", absences=(NonWorkingPeriod(start=MONDAY, finish=date(2026, 3, 4)),))
    assert level(ANNA, ben, task("A", 2, people=(Assignment("ben", 50),))) == {"A": "03-05 03-06"}


# what stays


def test_what_has_begun_or_has_dates_stays():
    begun = task("A", 4, actual_start=MONDAY, progress=50)
    given = task("B", 2, finish=date(2026, 3, 6))
    free = task("C", 1)
    placed = level(ANNA, free, begun, given, as_of=date(2026, 3, 4))
    assert placed == {"C": "03-09 03-09", "A": "03-02 03-05", "B": "03-05 03-06"}


def test_what_is_done_stays_even_after_a_delayed_task():
    first, other = task("A", 3), task("B", 3)
    done = task("C", 1, owner="ben", progress=100, **after("B"))
    before = days(of(ANNA, BEN, done))[1]["C"]
    found, placed = days(of(ANNA, BEN, first, other, done))
    assert found.after["C"] == found.before["C"]
    assert placed["B"] != before


def test_a_constraint_is_kept_and_the_crowd_is_told():
    first, second = task("A", 3), task("B", 3, start_no_later=MONDAY)
    third = task("C", 3, start_no_later=MONDAY)
    found, placed = days(of(ANNA, first, second, third))
    assert (placed["B"], placed["C"]) == ("03-02 03-04", "03-02 03-04")
    assert (placed["A"], found.crowded) == ("03-05 03-09", ("C",))


def test_a_link_to_a_task_with_a_given_date_is_not_broken():
    # B could only give way by overlapping D, which has its date and waits for it
    a, b = task("A", 2, start_no_later=MONDAY), task("B", 2)
    d = task("D", 1, owner="ben", finish=date(2026, 3, 4), **after("B"))
    found, placed = days(of(ANNA, BEN, a, b, d))
    assert (placed["B"], found.crowded) == ("03-02 03-03", ("B",))


def test_what_nobody_can_do_is_told_and_stays():
    found, placed = days(of(ANNA, task("A", 2, effort=Decimal(3)), task("B", 1)))
    assert (found.crowded, placed) == (("A",), {"A": "03-02 03-03", "B": "03-04 03-04"})


def test_a_circle_is_left_as_it_is():
    found, _ = days(of(ANNA, task("A", 1, **after("B")), task("B", 1, **after("A"))))
    assert (found.before, found.delayed) == (found.after, ())


# properties

PEOPLE = ("anna", "ben", "cy")
RELATIONS = st.sampled_from(("FS", "FS", "FS", "SS", "FF"))


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    away = NonWorkingPeriod(start=date(2026, 3, draw(st.integers(1, 31))), finish=None)
    people = [
        Stakeholder(
            id=name,
            title=name,
            available=draw(st.sampled_from((None, 50, 100))),
            absences=(away,) if draw(st.booleans()) else (),
        )
        for name in PEOPLE
    ]
    tasks: list[Task] = [Task(id="P", title="P")] if draw(st.booleans()) else []
    for n in range(draw(st.integers(1, 10))):
        names = [each.id for each in tasks if each.id != "P"]
        links = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
        tasks.append(
            task(
                f"T-{n}",
                str(draw(st.integers(1, 12)) / 2),
                owner=draw(st.sampled_from((*PEOPLE, ""))),
                people=tuple(Assignment(draw(st.sampled_from(PEOPLE)), draw(st.sampled_from((20, 50, 100)))) for _ in range(draw(st.integers(0, 1)))),
                after=tuple(Link(name, draw(RELATIONS), Decimal(draw(st.integers(-1, 2)))) for name in links),
                parent="P" if tasks and tasks[0].id == "P" and draw(st.booleans()) else "",
                start=draw(st.sampled_from((None, None, date(2026, 3, 11)))),
                actual_start=draw(st.sampled_from((None, None, None, MONDAY))),
            )
        )  # fmt: skip
    return of(*people, *tasks)


@given(dossiers())
@settings(max_examples=150)
def test_after_levelling_nobody_has_too_much_no_link_is_broken_and_what_has_begun_stays(dossier: Dossier):
    found = levelled_plan(dossier, MONDAY)
    work = work_of(dossier, MONDAY)
    tasks = {each.id: each for each in dossier.of(Task)}
    begun = {name for name, each in tasks.items() if each.actual_start}
    for name in begun:
        assert found.after[name] == found.before[name]
    for name, each in tasks.items():
        start, finish = found.after[name]
        takes = [work.clocks[name].between(*each) for each in (found.after[name], found.before[name])]
        assert takes[0] == takes[1] or name == "P"
        assert name in begun or name == "P" or start >= found.before[name][0]
        for link in each.after if name not in begun else ():
            begin, end = found.after[link.task]
            held = {"FS": (end, start), "SS": (begin, start), "FF": (end, finish)}[link.relation]
            clock = work.clocks[name]
            bound = clock.moved(held[0], int(link.lag * DAY))
            # what must finish on a day on which its people are away finishes when they last worked before it
            assert held[1] >= (clock.done(bound) if link.relation == "FF" else bound)
    if found.crowded:
        return
    alone = {name for name in begun for person in tasks[name].assignments}
    people = {each.id: each for each in dossier.of(Stakeholder)}
    for n in range(120):
        day = MONDAY + timedelta(days=n)
        for name, person in people.items():
            load = Fraction(0)
            for identifier, each in tasks.items():
                share = next((a.share or person.available or 100 for a in each.assignments if a.person == name), 0)
                start, finish = found.after[identifier]
                first, last = max(work.axis.start_of(day), start), min(work.axis.end_of(day), finish)
                within = work.clocks[identifier].between(first, last) if last > first else 0
                load += Fraction(within * share, 100)
            away = any(period.start == day for period in person.absences)
            can = (
                0
                if away
                else Fraction((person.available or 100) * (work.axis.end_of(day) - work.axis.start_of(day)), 100)
            )
            assert load <= can or alone


@given(dossiers())
@settings(max_examples=60)
def test_levelling_what_is_level_moves_nothing(dossier: Dossier):
    found = levelled_plan(dossier, MONDAY)
    axis = work_of(dossier, MONDAY).axis
    if found.crowded or any(each.actual_start for each in dossier.of(Task)):
        return  # the rest of begun work waits for what was delayed
    again = []
    for each in dossier.records:
        if isinstance(each, Task) and each.id != "P":
            start = found.after[each.id][0]
            if start != axis.start_of(axis.start_date(start)):
                return  # a start within a day cannot be written
            again.append(task(each.id, str(each.duration), owner=each.owner, people=each.people, after=each.after, parent=each.parent, start=axis.start_date(start)))  # fmt: skip
        else:
            again.append(each)
    assert levelled_plan(of(*again), MONDAY).delayed == ()


@pytest.mark.parametrize(("day", "duration"), [(date(9999, 1, 11), "5"), (date(9990, 1, 11), "5000")])
def test_at_the_end_of_the_years_there_are_dates_still(day: date, duration: str):
    first, second = (task(name, duration, owner="anna", start=day) for name in ("T-1", "T-2"))
    found = levelled_plan(of(first, second), MONDAY)
    assert set(found.after) == {"T-1", "T-2"}
    assert found.delayed == (("T-2",) if duration == "5" else ())  # after 5000 days there is no other year to go to


# speed


@pytest.mark.parametrize("people", [10, 50])
def test_a_thousand_tasks_are_levelled_while_one_waits(people: int):
    tasks = [
        task(f"T-{n}", n % 9 + 1, owner=f"p{n % people}", **(after(f"T-{n - people // 2}") if n >= people else {}))
        for n in range(1000)
    ]
    dossier = of(*tasks)
    begun = time.process_time()
    found = levelled_plan(dossier, MONDAY)
    assert time.process_time() - begun < 20
    assert not found.crowded
