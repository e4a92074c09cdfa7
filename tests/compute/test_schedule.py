"""Schedules: worked examples that others published, summaries and given dates, and what holds for every plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.schedule import Activity, Link, LinkKind, Schedule, Times, cycles, schedule

CALENDAR = WorkingCalendar()
KINDS: tuple[LinkKind, ...] = ("FS", "SS", "FF", "SF")


def plan(table: str) -> tuple[Activity, ...]:
    """Activities from lines like `D 4 after B SS+1, C in PHASE`; one unit of the examples is one minute."""
    found = []
    for line in filter(None, map(str.strip, table.splitlines())):
        match = re.fullmatch(r"(\w+)(?: (\d+))?(?: after (.*?))?(?: in (\w+))?(?: at (\d+))?", line)
        assert match, line
        name, duration, after, parent, start = match.groups()
        links = tuple(link(part) for part in (after or "").split(", ") if part)
        given_start = int(start) if start else None
        found.append(Activity(id=name, duration=int(duration or 0), links=links, parent=parent, start=given_start))
    return tuple(found)


def link(text: str) -> Link:
    match = re.fullmatch(r"(\w+)(?: (FS|SS|FF|SF))?([+-]\d+)?", text)
    assert match, text
    kinds: dict[str | None, LinkKind] = {kind: kind for kind in KINDS}
    return Link(match[1], kinds.get(match[2], "FS"), int(match[3] or 0))


def scheduled(table: str) -> Schedule:
    return schedule(plan(table), CALENDAR, 0)


def rows(found: Schedule) -> dict[str, tuple[int, int, int, int, int]]:
    """Early start and finish, late start and finish, total float."""
    return {
        i: (t.early_start, t.early_finish, t.late_start, t.late_finish, t.total_float) for i, t in found.times.items()
    }


def critical(found: Schedule) -> str:
    return "".join(i for i, times in found.times.items() if times.critical)


# published worked examples


def test_a_network_of_seven_activities_finishes_at_sixteen() -> None:
    """
    Table 2 of "Example 1: Draw the network for the events in Table 1", studylib.net/doc/8378728.

    A 0-6; B 6-8, D 8-11 and C 6-8, F 8-10; E waits for D (11) and F (10): 11-15; G 15-16.
    Backward: E from 11, so F until 11 (one later than its early finish) and C until 9.
    """
    found = scheduled(
        "A 6 \n B 2 after A \n C 2 after A \n D 3 after B \n F 2 after C \n E 4 after D, F \n G 1 after E"
    )
    assert found.finish == 16
    assert rows(found) == {
        "A": (0, 6, 0, 6, 0),
        "B": (6, 8, 6, 8, 0),
        "C": (6, 8, 7, 9, 1),
        "D": (8, 11, 8, 11, 0),
        "F": (8, 10, 9, 11, 1),
        "E": (11, 15, 11, 15, 0),
        "G": (15, 16, 15, 16, 0),
    }
    assert critical(found) == "ABDEG"
    assert {i: t.free_float for i, t in found.times.items() if t.free_float} == {"F": 1}
    assert found.times["E"].driving == ("D",)


def test_all_four_relations_with_lags() -> None:
    """
    "Difficult network diagram example with lag solved", Engineer4Free (youtube.com/watch?v=qTErIV6OqLg),
    which IfcOpenShell names as its method and PlanExe uses as a test, with these numbers.

    Forward: A 0-3; B from 3+2: 5-7; C from 0+0: 0-2; D from 5+1: 6-10; E until 0+3: 2-3; F until 2+3: 3-5;
    G from max(6+1, 3): 7-11; H from 11 (F SF+2 asks only for a finish of 5): 11-14.
    Backward from 14: H 11; G until 11: 7; F starts by 14-2 = 12; E until 7; D starts by 7-1 = 6, so until 10;
    C starts by 7-3 = 4 (E) and finishes by 14-3 = 11 (F): 4-6; B starts by 6-1 = 5; A until 5-2 = 3.
    """
    found = scheduled(
        """
        A 3
        B 2 after A FS+2
        C 2 after A SS
        D 4 after B SS+1
        E 1 after C SF+3
        F 2 after C FF+3
        G 4 after D SS+1, E
        H 3 after F SF+2, G
        """
    )
    assert rows(found) == {
        "A": (0, 3, 0, 3, 0),
        "B": (5, 7, 5, 7, 0),
        "C": (0, 2, 4, 6, 4),
        "D": (6, 10, 6, 10, 0),
        "E": (2, 3, 6, 7, 4),
        "F": (3, 5, 12, 14, 9),
        "G": (7, 11, 7, 11, 0),
        "H": (11, 14, 11, 14, 0),
    }


def test_activities_that_start_and_finish_together() -> None:
    """
    S. A. Mubarak, Construction Project Scheduling and Control, on the combination of SS and FF without lag.

    B asks for a start at 0 (SS) or for 5-7 = -2 (FF): 0-7. C asks for 0 (SS) or for 7-3 = 4 (FF): 4-7.
    Backward: C 4-7; B until 7 (FF) or 4+7 = 11 (SS): 0-7; A until 7 (FF) or 0+5 = 5 (SS): 0-5.
    """
    found = scheduled("A 5 \n B 7 after A SS, A FF \n C 3 after B SS, B FF")
    assert rows(found) == {"A": (0, 5, 0, 5, 0), "B": (0, 7, 0, 7, 0), "C": (4, 7, 4, 7, 0)}
    assert [t.driving for t in found.times.values()] == [(), ("A",), ("B",)]


def test_activities_that_only_start_together_may_finish_at_the_end() -> None:
    """
    I. Odeh, Construction Scheduling (Columbia University), "Determining Critical Path in a Start to Start
    Relationship": durations 9, 4 and 2, all from 0; y may start as late as 9-4 = 5, z as late as 9-2 = 7.
    """
    found = scheduled("x 9 \n y 4 after x SS \n z 2 after y SS")
    assert rows(found) == {"x": (0, 9, 0, 9, 0), "y": (0, 4, 5, 9, 5), "z": (0, 2, 7, 9, 7)}


# summaries


def test_a_summary_takes_the_dates_of_what_is_inside() -> None:
    found = scheduled("P \n Q in P \n A 3 in Q \n B 2 after A in Q \n C 9")
    assert rows(found)["Q"] == rows(found)["P"] == (0, 5, 4, 9, 4)
    assert critical(found) == "C"


def test_a_summary_is_critical_where_something_inside_is() -> None:
    found = scheduled("P \n A 3 in P \n B 9 in P")
    assert (found.times["P"].total_float, found.times["P"].critical) == (0, True)


def test_a_summary_may_have_float_where_something_inside_has_none() -> None:
    """
    By hand: everything ends at 13, so X may begin at 9, Y at 3 at the latest, and Z may end at 13. From 0 to 3 are 3 at
    the summary's start, from 8 to 13 are 5 at its finish; Microsoft Project gives the lesser.
    """
    found = scheduled("P \n X 1 in P \n Y 4 after V in P \n Z 1 after Y in P \n V 3 \n W 6 after Y \n U 3 after X FS")
    assert {i: t.total_float for i, t in found.times.items() if i in "XYZ"} == {"X": 9, "Y": 0, "Z": 5}
    assert rows(found)["P"] == (0, 8, 3, 13, 3)
    assert found.times["P"].critical


def test_a_link_to_a_summary_holds_everything_inside() -> None:
    found = scheduled("A 3 \n P after A FS+1 \n Q in P \n B 2 in Q \n C 1 in P")
    assert {i: (t.early_start, t.driving) for i, t in found.times.items() if i in {"B", "C"}} == {
        "B": (4, ("A",)),
        "C": (4, ("A",)),
    }
    assert found.times["A"].total_float == 0
    assert found.times["A"].free_float == 0


def test_a_finish_to_finish_link_to_a_summary_holds_the_finish_of_everything_inside() -> None:
    found = scheduled("A 9 \n P after A FF \n Q in P \n B 2 in Q \n C 12 in P")
    assert {i: rows(found)[i][:2] for i in "BC"} == {"B": (7, 9), "C": (0, 12)}
    assert found.times["B"].driving == ("A",)


@pytest.mark.parametrize("inside", ["B 1 after Z in P \n C 1 in P", "C 1 in P \n B 1 after Z in P"])
def test_free_float_before_a_summary_ends_where_the_first_thing_inside_starts(inside: str) -> None:
    found = scheduled(f"A 2 \n Z 9 \n P after A \n {inside}")
    assert rows(found)["C"] == (2, 3, 9, 10, 7)
    assert (found.times["A"].free_float, found.times["A"].total_float) == (0, 7)


def test_a_link_from_a_summary_counts_from_its_last_finish() -> None:
    found = scheduled("P \n A 3 in P \n B 5 in P \n C 1 after P")
    assert (found.times["C"].early_start, found.times["C"].driving) == (5, ("P",))
    assert rows(found)["A"] == (0, 3, 2, 5, 2)
    assert found.times["A"].free_float == 2
    assert critical(found) == "PBC"


def test_a_start_to_start_link_from_a_summary_counts_from_its_first_start() -> None:
    found = scheduled("Z 2 \n P \n A 1 after Z in P \n B 1 after Z FS+3 in P \n C 7 after P SS+1")
    assert found.times["C"].early_start == 3
    assert {i: t.total_float for i, t in found.times.items()} == {"Z": 0, "P": 0, "A": 0, "B": 4, "C": 0}


def test_a_date_before_which_a_summary_may_not_start_holds_everything_inside() -> None:
    found = schedule((Activity(id="P", not_before=7), Activity(id="A", duration=2, parent="P")), CALENDAR, 0)
    assert rows(found)["A"][:2] == rows(found)["P"][:2] == (7, 9)


# given dates and elapsed lags


def test_a_lag_by_the_clock_counts_from_the_morning_of_a_milestone_that_begins_the_project() -> None:
    """TaskJuggler: a day after a milestone on Monday at 9:00 is Tuesday at 9:00, not Monday after the evening of Friday."""
    monday = CALENDAR.start_of(date(2026, 3, 2))
    links = (Link("M", "FS", 24 * 60, elapsed=True),)
    found = schedule((Activity(id="M"), Activity(id="A", duration=480, links=links)), CALENDAR, monday)
    assert CALENDAR.start_moment(found.times["A"].start) == datetime(2026, 3, 3, 9)
    assert found.times["M"].total_float == 0


def test_a_given_start_wins_over_a_link_and_says_so() -> None:
    found = scheduled("A 5 \n B 3 after A at 2")
    assert rows(found)["B"][:2] == (2, 5)
    assert found.violated == (("A", "B"),)
    assert found.times["A"].total_float == 0


def test_a_given_start_breaks_a_link_to_the_summary_above_it() -> None:
    found = scheduled("A 5 \n P after A \n B 3 in P at 2 \n C 1 in P")
    assert found.violated == (("A", "B"),)
    assert rows(found)["P"][:2] == (2, 6)


def test_given_dates_say_where_work_is_and_not_how_much_it_matters() -> None:
    found = scheduled("A 2 at 0 \n B 3 after A at 2 \n C 20")
    assert critical(found) == "C"
    assert rows(found)["A"] == (0, 2, 15, 17, 15)


def test_given_start_and_finish_together_give_the_duration() -> None:
    found = schedule((Activity(id="A", duration=1, start=4, finish=9),), CALENDAR, 0)
    assert rows(found)["A"] == (4, 9, 4, 9, 0)


def test_a_given_finish_gives_the_start() -> None:
    found = schedule((Activity(id="A", duration=3, finish=9), Activity(id="B", links=(Link("A"),))), CALENDAR, 0)
    assert (found.times["A"].early_start, found.times["B"].early_start) == (6, 9)


def test_an_elapsed_lag_passes_during_the_weekend() -> None:
    friday = CALENDAR.start_of(date(2026, 1, 2))
    pour = Activity(id="pour", duration=480)
    for lag, expected in ((48 * 60, 0), (72 * 60, 480)):
        build = Activity(id="build", duration=480, links=(Link("pour", lag=lag, elapsed=True),))
        found = schedule((pour, build), CALENDAR, friday)
        assert found.times["build"].early_start - found.times["pour"].early_finish == expected
        assert found.times["pour"].critical


def test_a_plan_without_activities_lasts_no_time() -> None:
    assert schedule((), CALENDAR, 5) == Schedule(start=5, finish=5, times={})


def test_a_link_or_parent_that_names_nothing_is_left_to_the_check_of_references() -> None:
    assert rows(scheduled("A 2 after nobody in nothing"))["A"][:2] == (0, 2)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Activity(id="A", duration=-1), "A has a negative duration"),
        (lambda: Activity(id="A", start=5, finish=4), "A finishes before it starts"),
        (lambda: schedule((Activity(id="A"), Activity(id="A")), CALENDAR, 0), "two activities have the id A"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(wrong: object, message: str) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=message):
        wrong()


# cycles


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("A \n B after A \n C after B", (), id="none"),
        pytest.param("A after A", (("A",),), id="itself"),
        pytest.param("A after C \n B after A \n C after B", (("A", "B", "C"),), id="three"),
        pytest.param(
            "A after B \n B after A \n C after B \n D after E \n E after D",
            (("A", "B"), ("D", "E")),
            id="two",
        ),
        pytest.param("A after B, C \n B after A \n C after A", (("A", "B"), ("A", "C")), id="two that share one"),
        pytest.param("P \n A after P in P", (("P", "A"),), id="a child waits for its parent"),
        pytest.param("P after A \n A in P", (("P", "A"),), id="a parent waits for its child"),
        pytest.param("P \n Q in P \n A after P in Q", (("P", "A", "Q"),), id="a grandchild waits"),
        pytest.param("P after Q \n A in P \n Q \n B after A in Q", (("P", "A", "B", "Q"),), id="through two summaries"),
        pytest.param("P in Q \n Q in P", (("P", "Q"),), id="parents of each other"),
        pytest.param("P in P", (("P",),), id="its own parent"),
        pytest.param("P \n A after P in P \n B after A in P", (("P", "A"),), id="one mistake is told once"),
    ],
)
def test_cycles_are_found_also_through_summaries(table: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert cycles(plan(table)) == expected


def test_what_lies_on_a_cycle_or_behind_it_is_left_unscheduled_and_the_rest_is_not() -> None:
    found = scheduled("A 1 \n B 1 after A, C \n C 1 after B \n D 1 after C \n P \n E 2 in P \n F 1 after D in P")
    assert found.unscheduled == ("B", "C", "D", "P", "F")
    assert rows(found) == {"A": (0, 1, 1, 2, 1), "E": (0, 2, 0, 2, 0)}


def test_a_cycle_of_ten_thousand_is_found() -> None:
    ring = tuple(Activity(id=str(i), links=(Link(str((i - 1) % 10_000)),)) for i in range(10_000))
    assert cycles(ring) == (tuple(str(i) for i in range(10_000)),)


def test_a_chain_and_a_nest_of_ten_thousand_are_scheduled() -> None:
    chain = [Activity(id=f"C{i}", duration=1, links=(Link(f"C{i - 1}"),)) for i in range(10_000)]
    nest = [Activity(id=f"P{i}", duration=1, parent=f"P{i - 1}") for i in range(10_000)]
    found = schedule(chain + nest, CALENDAR, 0)
    assert found.finish == 10_000
    assert found.times["P0"].early_finish == 1
    assert cycles(chain + nest) == ()


# what holds for every plan


@st.composite
def plans(draw: st.DrawFn, *, lags: st.SearchStrategy[int], summaries: bool = True) -> tuple[Activity, ...]:
    """Phases with tasks, some at the top; links only from what stands above, so that there is no cycle."""
    found: list[Activity] = []
    for phase in range(draw(st.integers(1, 4))):
        before = [activity.id for activity in found]
        parent = f"P{phase}" if summaries and draw(st.booleans()) else None
        if parent:
            found.append(Activity(id=parent, links=draw(links(before, lags))))
        inside: list[str] = []
        for task in range(draw(st.integers(1, 4))):
            name = f"T{phase}{task}"
            duration, earliest = draw(st.integers(0, 20)), draw(st.none() | st.integers(0, 40))
            mine = draw(links(before + inside, lags))
            found.append(Activity(id=name, duration=duration, links=mine, parent=parent, not_before=earliest))
            inside.append(name)
    return tuple(found)


def links(before: Sequence[str], lags: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[Link, ...]]:
    if not before:
        return st.just(())
    one = st.builds(Link, st.sampled_from(before), st.sampled_from(KINDS), lags)
    return st.lists(one, max_size=3).map(tuple)


LAGS = st.integers(-15, 15)


def gap(link: Link, before: Times, after: Times, *, late: bool = False) -> int:
    """How far a link is from being broken."""
    starts = (before.late_start, after.late_start) if late else (before.early_start, after.early_start)
    finishes = (before.late_finish, after.late_finish) if late else (before.early_finish, after.early_finish)
    first = starts[0] if link.kind in {"SS", "SF"} else finishes[0]
    second = finishes[1] if link.kind in {"FF", "SF"} else starts[1]
    return second - first - link.lag


@given(plans(lags=LAGS))
def test_no_link_is_broken_early_or_late(activities: tuple[Activity, ...]) -> None:
    found = schedule(activities, CALENDAR, 0)
    assert not found.violated
    assert len(found.times) == len(activities)
    for activity in activities:
        for link in activity.links:
            assert gap(link, found.times[link.predecessor], found.times[activity.id]) >= 0
            assert gap(link, found.times[link.predecessor], found.times[activity.id], late=True) >= 0


@given(plans(lags=LAGS))
def test_float_is_never_negative_and_free_float_never_more_than_total(
    activities: tuple[Activity, ...],
) -> None:
    summaries = {activity.parent for activity in activities}
    for name, times in schedule(activities, CALENDAR, 0).times.items():
        assert 0 <= times.free_float <= times.total_float
        assert name in summaries or times.critical == (times.total_float == 0)


@given(plans(lags=LAGS))
def test_something_critical_reaches_the_finish_through_what_drives_it(
    activities: tuple[Activity, ...],
) -> None:
    """From a last activity back along driving predecessors, each is critical, to one that nothing drives."""
    found = schedule(activities, CALENDAR, 0)
    parents = {activity.parent for activity in activities}
    at = next(a.id for a in activities if a.id not in parents and found.times[a.id].early_finish == found.finish)
    while found.times[at].driving:
        assert found.times[at].critical
        at = found.times[at].driving[0]
        if at in parents:
            return
    own = next(activity for activity in activities if activity.id == at)
    held = [a.not_before for a in activities if a.id in {at, own.parent} and a.not_before is not None]
    assert found.times[at].early_start in {0, *held}


@given(plans(lags=st.just(0), summaries=False))
def test_the_longest_critical_chain_is_as_long_as_the_project(activities: tuple[Activity, ...]) -> None:
    """With finish-to-start links alone and no dates, the critical durations along one path add up to the finish."""
    plain = [
        Activity(id=a.id, duration=a.duration, links=tuple(Link(i.predecessor) for i in a.links)) for a in activities
    ]
    found = schedule(plain, CALENDAR, 0)
    longest: dict[str, int] = {}
    for a in plain:
        if found.times[a.id].critical:
            longest[a.id] = a.duration + max((longest.get(i.predecessor, 0) for i in a.links), default=0)
    assert max(longest.values()) == found.finish


@given(plans(lags=LAGS), st.data())
def test_another_link_never_makes_the_finish_earlier(activities: tuple[Activity, ...], data: st.DataObject) -> None:
    to = data.draw(st.integers(1, len(activities) - 1) if len(activities) > 1 else st.just(0))
    above = [a.id for a in activities[:to] if a.id != activities[to].parent]
    more = activities[to].links + data.draw(links(above, LAGS))
    activity = activities[to]
    tighter = Activity(
        id=activity.id,
        duration=activity.duration,
        links=more,
        parent=activity.parent,
        not_before=activity.not_before,
    )
    changed = (*activities[:to], tighter, *activities[to + 1 :])
    if not cycles(changed):
        assert schedule(changed, CALENDAR, 0).finish >= schedule(activities, CALENDAR, 0).finish


def held_back(activities: Sequence[Activity], i: int, start: int) -> Schedule:
    """The schedule where one activity may not start before `start`."""
    a = activities[i]
    later = Activity(id=a.id, duration=a.duration, links=a.links, parent=a.parent, not_before=start)
    return schedule((*activities[:i], later, *activities[i + 1 :]), CALENDAR, 0)


@given(plans(lags=LAGS), st.data())
def test_an_activity_may_run_late_by_its_float(activities: tuple[Activity, ...], data: st.DataObject) -> None:
    """By its total float the finish stays, by its free float all others stay."""
    parents = {activity.parent for activity in activities}
    i = data.draw(st.sampled_from([i for i, a in enumerate(activities) if a.id not in parents]))
    found = schedule(activities, CALENDAR, 0)
    times = found.times[activities[i].id]
    assert held_back(activities, i, times.early_start + times.total_float).finish == found.finish
    others = held_back(activities, i, times.early_start + times.free_float).times
    moved = {i for i in others if others[i].early_start != found.times[i].early_start}
    assert moved <= {activities[i].id, activities[i].parent}


@given(plans(lags=LAGS, summaries=False), st.data())
def test_an_activity_may_not_run_later_than_its_float(activities: tuple[Activity, ...], data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(activities) - 1))
    found = schedule(activities, CALENDAR, 0)
    times = found.times[activities[i].id]
    assert held_back(activities, i, times.early_start + times.total_float + 1).finish > found.finish
    later = held_back(activities, i, times.early_start + times.free_float + 1)
    moved = {i for i in later.times if later.times[i].early_start != found.times[i].early_start}
    assert len(moved) > 1 or later.finish > found.finish


@given(plans(lags=LAGS))
def test_scheduling_again_from_the_dates_found_gives_the_same(activities: tuple[Activity, ...]) -> None:
    found = schedule(activities, CALENDAR, 0)
    parents = {activity.parent for activity in activities}
    fixed = tuple(
        Activity(id=a.id, duration=a.duration, links=a.links, parent=a.parent, start=found.times[a.id].early_start)
        if a.id not in parents
        else a
        for a in activities
    )
    again = schedule(fixed, CALENDAR, 0)
    assert again.violated == ()
    assert rows(again) == rows(found)


@given(plans(lags=st.integers(-6000, 6000)))
def test_elapsed_lags_leave_no_negative_float(activities: tuple[Activity, ...]) -> None:
    elapsed = [
        Activity(
            id=a.id,
            duration=a.duration * 60,
            links=tuple(Link(i.predecessor, i.kind, i.lag, elapsed=True) for i in a.links),
            parent=a.parent,
        )
        for a in activities
    ]
    found = schedule(elapsed, CALENDAR, CALENDAR.start_of(date(2026, 1, 2)))
    assert not found.violated
    assert all(0 <= t.free_float <= t.total_float for t in found.times.values())
