"""Constraints, deadlines and an agreed finish: where they put an activity, and the negative float that they cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.schedule import Activity, Limits, Link, LinkKind, Schedule, Times, schedule

CALENDAR = WorkingCalendar()


def chain(**limits: Limits) -> Schedule:
    """A (3) before B (4) before C (2), and beside them D (5): C finishes at 9. One unit is one minute."""
    activities = [
        Activity(id="A", duration=3, limits=limits.get("A")),
        Activity(id="B", duration=4, links=(Link("A"),), limits=limits.get("B")),
        Activity(id="C", duration=2, links=(Link("B"),), limits=limits.get("C")),
        Activity(id="D", duration=5, limits=limits.get("D")),
    ]
    return schedule(activities, CALENDAR, 0)


def spans(found: Schedule) -> dict[str, tuple[int, int]]:
    return {name: (times.start, times.finish) for name, times in found.times.items()}


def floats(found: Schedule) -> dict[str, int]:
    return {name: times.total_float for name, times in found.times.items()}


@pytest.mark.parametrize(
    ("limits", "where", "spare"),
    [
        # none: 0-3, 3-7, 7-9, and D may run 4 late
        (Limits(), (3, 7), {"A": 0, "B": 0, "C": 0, "D": 4}),
        # what asks for less than the links do changes nothing
        (Limits(start_no_later=3, finish_no_later=7, finish_no_earlier=7), (3, 7), {"A": 0, "B": 0, "C": 0, "D": 4}),
        # B is held until 10, C ends at 12: A and D wait for a later end
        (Limits(finish_no_earlier=10), (6, 10), {"A": 3, "B": 0, "C": 0, "D": 7}),
        (Limits(must_start=6), (6, 10), {"A": 3, "B": 0, "C": 0, "D": 7}),
        (Limits(must_finish=10), (6, 10), {"A": 3, "B": 0, "C": 0, "D": 7}),
        # B is pulled before the end of A (3), which is then 2 or 1 too late; C follows B and has the time that is won
        (Limits(start_no_later=1), (1, 5), {"A": -2, "B": 0, "C": 0, "D": 2}),
        (Limits(finish_no_later=6), (2, 6), {"A": -1, "B": 0, "C": 0, "D": 3}),
        (Limits(must_start=1), (1, 5), {"A": -2, "B": 0, "C": 0, "D": 2}),
        (Limits(must_finish=6), (2, 6), {"A": -1, "B": 0, "C": 0, "D": 3}),
    ],
)
def test_a_constraint_moves_an_activity_and_what_it_breaks_is_late(
    limits: Limits, where: tuple[int, int], spare: dict[str, int]
) -> None:
    found = chain(B=limits)
    assert spans(found)["B"] == where
    assert floats(found) == spare
    assert found.violated == ((("A", "B"),) if spare["A"] < 0 else ())


def test_a_deadline_moves_nothing_and_takes_float() -> None:
    early, late = chain(C=Limits(deadline=12)), chain(C=Limits(deadline=7))
    assert spans(early) == spans(late) == spans(chain())
    assert floats(early) == floats(chain())
    assert floats(late) == {"A": -2, "B": -2, "C": -2, "D": 4}
    assert [name for name, times in late.times.items() if times.critical] == ["A", "B", "C"]
    assert late.violated == ()


def test_the_float_of_a_deadline_is_that_of_the_driving_chain_only() -> None:
    """D may end at 9 with the rest, but was agreed for 6: of its float of 4, 1 is left."""
    assert floats(chain(D=Limits(deadline=6))) == {"A": 0, "B": 0, "C": 0, "D": 1}


def test_an_agreed_finish_before_the_end_makes_all_that_leads_there_late() -> None:
    activities = [Activity(id="A", duration=3), Activity(id="B", duration=4, links=(Link("A"),))]
    activities.append(Activity(id="D", duration=5))
    assert floats(schedule(activities, CALENDAR, 0, finish_by=6)) == {"A": -1, "B": -1, "D": 1}
    assert floats(schedule(activities, CALENDAR, 0, finish_by=60)) == {"A": 0, "B": 0, "D": 2}


def test_free_float_is_never_negative() -> None:
    found = chain(B=Limits(must_start=1))
    assert {name: times.free_float for name, times in found.times.items()} == {"A": 0, "B": 0, "C": 0, "D": 2}


def test_as_late_as_possible_takes_all_float_and_what_waits_starts_late_too() -> None:
    """Beside A-B-C (9) stand D (5) and, after it, E (1): both may end 3 later."""
    activities = [
        Activity(id="C", duration=9),
        Activity(id="D", duration=5, limits=Limits(as_late_as_possible=True)),
        Activity(id="E", duration=1, links=(Link("D"),)),
    ]
    found = schedule(activities, CALENDAR, 0)
    assert spans(found) == {"C": (0, 9), "D": (3, 8), "E": (8, 9)}
    assert (found.times["D"].early_start, found.times["D"].late_start) == (0, 3)
    assert floats(found) == {"C": 0, "D": 0, "E": 0}


def test_a_summary_that_may_not_finish_later_bounds_what_is_inside() -> None:
    activities = [
        Activity(id="P", limits=Limits(finish_no_later=5)),
        Activity(id="A", duration=3, parent="P"),
        Activity(id="B", duration=4, parent="P", links=(Link("A"),)),
        Activity(id="C", duration=9),
    ]
    found = schedule(activities, CALENDAR, 0)
    assert spans(found) == {"P": (0, 7), "A": (0, 3), "B": (3, 7), "C": (0, 9)}
    assert floats(found) == {"P": -2, "A": -2, "B": -2, "C": 0}


def test_a_constraint_before_the_link_to_the_summary_makes_its_predecessor_late() -> None:
    activities = [
        Activity(id="A", duration=5),
        Activity(id="P", links=(Link("A"),)),
        Activity(id="B", duration=2, parent="P", limits=Limits(must_start=3)),
    ]
    found = schedule(activities, CALENDAR, 0)
    assert spans(found) == {"A": (0, 5), "P": (3, 5), "B": (3, 5)}
    assert floats(found) == {"A": -2, "P": 0, "B": 0}
    assert found.violated == (("A", "B"),)


def test_what_is_begun_goes_on_from_its_rest() -> None:
    """
    B began at 1, before A was finished: what is left of it (4) waits for A, and keeps its own start.
    """
    activities = [
        Activity(id="A", duration=3),
        Activity(id="B", duration=4, links=(Link("A"),), begun=1),
        Activity(id="C", duration=2, links=(Link("B", "SS", 1),)),
    ]
    found = schedule(activities, CALENDAR, 0)
    assert spans(found) == {"A": (0, 3), "B": (1, 7), "C": (2, 4)}
    assert floats(found) == {"A": 0, "B": 0, "C": 3}
    assert found.times["B"].driving == ("A",)


# against a reading of the textbook's definitions, one activity at a time

KINDS: tuple[LinkKind, ...] = ("FS", "SS", "FF", "SF")
POSITIONS = st.none() | st.integers(0, 40)


@st.composite
def limited_plans(draw: st.DrawFn) -> tuple[Activity, ...]:
    found: list[Activity] = []
    for i in range(draw(st.integers(1, 8))):
        names = [activity.id for activity in found]
        links = tuple(
            Link(name, draw(st.sampled_from(KINDS)), draw(st.integers(-2, 3)))
            for name in (draw(st.lists(st.sampled_from(names), max_size=3, unique=True)) if names else ())
        )
        kind = draw(st.sampled_from(["", "", *(name for name in Limits.__slots__ if name != "as_late_as_possible")]))
        limits = Limits(**{kind: draw(st.integers(0, 40))}) if kind else None
        found.append(Activity(id=f"T{i}", duration=draw(st.integers(0, 9)), links=links, limits=limits))
    return tuple(found)


@given(limited_plans(), st.none() | st.integers(0, 40))
def test_dates_and_float_are_what_their_definitions_say(
    activities: tuple[Activity, ...], finish_by: int | None
) -> None:
    found = schedule(activities, CALENDAR, 0, finish_by=finish_by).times
    early, late = definitions(activities, finish_by)
    for activity in activities:
        times = found[activity.id]
        assert (times.early_start, times.late_start) == (early(activity.id), late(activity.id))
        assert times.total_float == late(activity.id) - early(activity.id)
        assert times.early_finish - times.early_start == times.late_finish - times.late_start == activity.duration
        assert times.free_float == max(0, free_float(activity, activities, found))


def free_float(activity: Activity, activities: tuple[Activity, ...], found: Mapping[str, Times]) -> int:
    """How far it may move before it moves the early dates of what waits for it, or the project's finish.

    What nothing waits for has its total float.
    """
    here = found[activity.id]
    gaps = [max(times.early_finish for times in found.values()) - here.early_finish]
    for other in activities:
        for link in (link for link in other.links if link.predecessor == activity.id):
            there = found[other.id]
            begin = here.early_start if link.kind in {"SS", "SF"} else here.early_finish
            gaps.append((there.early_finish if link.kind in {"FF", "SF"} else there.early_start) - link.lag - begin)
    return min(gaps) if len(gaps) > 1 else here.total_float


Starts = Callable[[str], int]


def definitions(activities: tuple[Activity, ...], finish_by: int | None) -> tuple[Starts, Starts]:
    """Early and late start by recursion over what comes before and after."""
    by_id = {activity.id: activity for activity in activities}

    @cache
    def early(name: str) -> int:
        activity = by_id[name]
        asked = [0]
        for link in activity.links:
            begin = early(link.predecessor) + (0 if link.kind in {"SS", "SF"} else by_id[link.predecessor].duration)
            asked.append(begin + link.lag - (activity.duration if link.kind in {"FF", "SF"} else 0))
        return constrained_early(activity, max(asked))

    end = max(early(activity.id) + activity.duration for activity in activities)
    end = end if finish_by is None else min(end, finish_by)

    @cache
    def late(name: str) -> int:
        activity = by_id[name]
        allowed = [end]
        for other in activities:
            for link in other.links:
                if link.predecessor == name:
                    until = late(other.id) + (other.duration if link.kind in {"FF", "SF"} else 0) - link.lag
                    allowed.append(until + (activity.duration if link.kind in {"SS", "SF"} else 0))
        return constrained_late(activity, min(allowed)) - activity.duration

    return early, late


def constrained_early(activity: Activity, start: int) -> int:
    limits, duration = activity.limits or Limits(), activity.duration
    if limits.must_start is not None:
        return limits.must_start
    if limits.must_finish is not None:
        return limits.must_finish - duration
    if limits.finish_no_earlier is not None:
        start = max(start, limits.finish_no_earlier - duration)
    if limits.start_no_later is not None:
        start = min(start, limits.start_no_later)
    return start if limits.finish_no_later is None else min(start, limits.finish_no_later - duration)


def constrained_late(activity: Activity, finish: int) -> int:
    limits, duration = activity.limits or Limits(), activity.duration
    if limits.must_start is not None:
        return limits.must_start + duration
    if limits.must_finish is not None:
        return limits.must_finish
    if limits.start_no_later is not None:
        finish = min(finish, limits.start_no_later + duration)
    bounds = (bound for bound in (limits.finish_no_later, limits.deadline) if bound is not None)
    return min((finish, *bounds))
