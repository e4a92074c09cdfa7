"""Work on calendars of its own: a night shift, a weekend crew, somebody on holiday, all on one axis."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.clock import OwnClock, shared_calendar
from dossier.compute.project_calendar import away
from dossier.compute.schedule import Activity, Link, Schedule, schedule
from dossier.records.working_calendar import NonWorkingPeriod
from dossier.text.values import replace
from tests.compute.test_constraints import limited_plans
from tests.compute.weeks import working_week

OFFICE = WorkingCalendar()  # Monday to Friday, 09:00-12:00 and 13:00-18:00
AROUND_THE_CLOCK = working_week(range(7), [(0, 24 * 60)], minutes_per_day=480)
WEEKEND = working_week([5, 6], [(10 * 60, 16 * 60)], minutes_per_day=480)
THURSDAY = date(2026, 3, 5)


def moments(found: Schedule, shared: WorkingCalendar, origin: int) -> dict[str, tuple[datetime, datetime]]:
    return {name: shared.moments(times.start, times.finish, origin) for name, times in found.times.items()}


def test_a_shared_calendar_works_whenever_one_of_them_does() -> None:
    shared = shared_calendar([OFFICE, WEEKEND])
    assert shared.week == (*OFFICE.week[:5], *WEEKEND.week[5:])
    assert shared.minutes_per_day == OFFICE.minutes_per_day
    assert shared_calendar([OFFICE, AROUND_THE_CLOCK]).week == AROUND_THE_CLOCK.week
    assert shared_calendar([OFFICE, replace(OFFICE)]) is OFFICE


def test_a_day_off_of_one_is_worked_by_the_other() -> None:
    anna = away(OFFICE, [NonWorkingPeriod(start=THURSDAY)])
    shared = shared_calendar([OFFICE, anna])
    assert shared.hours_on(THURSDAY) == OFFICE.hours_on(THURSDAY)
    assert OwnClock(anna, shared).ready(shared.start_of(THURSDAY)) == shared.start_of(date(2026, 3, 6))


def test_each_works_when_its_own_calendar_says() -> None:
    """
    A, two days in the office from Thursday: until Friday evening. M, sixteen hours without a break after it: until
    Saturday 10:00. W, eight hours of the weekend crew after that, six a day: until Sunday 12:00. B, a day in the
    office after that: Monday.
    """
    shared = shared_calendar([OFFICE, AROUND_THE_CLOCK, WEEKEND])
    activities = [
        Activity(id="A", duration=960, calendar=OFFICE),
        Activity(id="M", duration=960, calendar=AROUND_THE_CLOCK, links=(Link("A"),)),
        Activity(id="W", duration=480, calendar=WEEKEND, links=(Link("M"),)),
        Activity(id="B", duration=480, calendar=OFFICE, links=(Link("W"),)),
    ]
    origin = shared.position(datetime(2026, 3, 5, 9))
    found = schedule(activities, shared, origin)
    assert moments(found, shared, origin) == {
        "A": (datetime(2026, 3, 5, 9), datetime(2026, 3, 6, 18)),
        "M": (datetime(2026, 3, 6, 18), datetime(2026, 3, 7, 10)),
        "W": (datetime(2026, 3, 7, 10), datetime(2026, 3, 8, 12)),
        "B": (datetime(2026, 3, 9, 9), datetime(2026, 3, 9, 18)),
    }


def test_float_counts_the_working_time_of_whoever_does_the_work() -> None:
    """
    Beside five days in the office (Thursday to Wednesday evening) one day of the weekend crew: on Saturday 10-16 and
    Sunday 10-12; on Sunday it has four hours more.
    """
    shared = shared_calendar([OFFICE, WEEKEND])
    activities = [
        Activity(id="A", duration=5 * 480, calendar=OFFICE),
        Activity(id="W", duration=480, calendar=WEEKEND),
    ]
    times = schedule(activities, shared, shared.start_of(THURSDAY)).times
    assert (times["A"].total_float, times["W"].total_float, times["W"].free_float) == (0, 240, 240)
    assert shared.finish_moment(times["W"].late_finish) == datetime(2026, 3, 8, 16)


def test_a_lag_is_counted_on_the_calendar_of_what_waits() -> None:
    """Three hours after Friday evening are Monday noon in the office, and Saturday 13:00 for the weekend crew."""
    shared = shared_calendar([OFFICE, WEEKEND])
    activities = [
        Activity(id="A", duration=960, calendar=OFFICE),
        Activity(id="B", duration=60, calendar=OFFICE, links=(Link("A", lag=180),)),
        Activity(id="W", duration=60, calendar=WEEKEND, links=(Link("A", lag=180),)),
    ]
    origin = shared.start_of(THURSDAY)
    found = moments(schedule(activities, shared, origin), shared, origin)
    assert (found["B"][0], found["W"][0]) == (datetime(2026, 3, 9, 13), datetime(2026, 3, 7, 13))


def test_a_lead_into_time_that_nobody_works_breaks_no_link() -> None:
    """
    A ends on Thursday at 15:01. W works in the morning only and waits for A less a minute: it may begin at 11:59.
    Read backwards, A might be finished as late as the evening, 179 minutes later, and W would begin no later.
    """
    mornings = working_week(hours=[(9 * 60, 12 * 60)], minutes_per_day=480)
    activities = [
        Activity(id="A", duration=301),
        Activity(id="W", duration=60, calendar=mornings, links=(Link("A", lag=-1),)),
    ]
    found = schedule(activities, OFFICE, OFFICE.start_of(THURSDAY))
    assert found.violated == ()
    assert OFFICE.start_moment(found.times["W"].start) == datetime(2026, 3, 5, 11, 59)
    assert found.times["A"].total_float == 179


@given(st.integers(0, 20_000), st.integers(-1_000, 1_000))
def test_a_lag_read_backwards_is_the_last_that_leads_there(offset: int, lag: int) -> None:
    clock = OwnClock(WEEKEND, shared_calendar([OFFICE, WEEKEND]))
    position = clock.ready(clock.shared.start_of(THURSDAY) + offset)
    last = clock.moved_back(position, lag)
    assert clock.moved(last, lag) <= position < clock.ready(clock.moved(last + 1, lag)) + (lag == 0)


@given(limited_plans())
def test_a_calendar_like_the_project_s_changes_nothing(activities: tuple[Activity, ...]) -> None:
    origin = OFFICE.start_of(THURSDAY)
    moved = [moved_to(activity, origin) for activity in activities]
    own = replace(OFFICE, minutes_per_day=481)  # the same hours, and not the same calendar
    on_clocks = [replace(activity, calendar=own) for activity in moved]
    assert dict(schedule(on_clocks, OFFICE, origin).times) == dict(schedule(moved, OFFICE, origin).times)


def moved_to(activity: Activity, origin: int) -> Activity:
    limits = activity.limits
    if limits is None:
        return activity
    names = [name for name in limits.__slots__ if name != "as_late_as_possible"]
    changes = {name: getattr(limits, name) + origin for name in names if getattr(limits, name) is not None}
    return replace(activity, limits=replace(limits, **changes))


@given(st.integers(0, 20_000), st.integers(0, 5_000))
def test_what_takes_as_long_forth_as_back_ends_where_it_began(offset: int, minutes: int) -> None:
    shared = shared_calendar([OFFICE, WEEKEND])
    clock = OwnClock(WEEKEND, shared)
    start = clock.ready(shared.start_of(THURSDAY) + offset)
    finish = clock.finish(start, minutes)
    assert clock.between(start, finish) == minutes
    assert clock.ready(clock.start(finish, minutes)) == start
