"""Dates to working time and back, on ordinary, holiday, half and make-up days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dossier.compute.calendar import NO_HOURS, OFFICE_HOURS, OFFICE_WEEK, Hours, WorkingCalendar
from tests.compute.weeks import working_week

OFFICE = WorkingCalendar()
FRIDAY, MONDAY = date(2026, 1, 2), date(2026, 1, 5)
# China's National Day 2025: 1 to 8 October off, made up for on Sunday 28 September and Saturday 11 October
CHINA_2025 = working_week(
    holidays=[date(2025, 10, day) for day in range(1, 9)],
    extra_working=[date(2025, 9, 28), date(2025, 10, 11)],
)

DATES = st.dates(date(1970, 1, 1), date(2200, 12, 31))
HOURS = st.sampled_from([NO_HOURS, OFFICE_HOURS, ((540, 780),), ((0, 1440),), ((0, 60), (1380, 1440))])


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    week = draw(st.tuples(*[HOURS] * 7).filter(any))
    near = st.dates(date(2026, 1, 1), date(2026, 3, 31))
    return WorkingCalendar(week=week, exceptions=tuple(draw(st.dictionaries(near, HOURS, max_size=40)).items()))


def counted(calendar: WorkingCalendar, first: date, last: date) -> int:
    """Working minutes from `first` to `last`, both included, added up day by day."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return sum(end - start for day in days for start, end in calendar.hours_on(day))


def test_a_weekend_takes_no_room() -> None:
    assert OFFICE.end_of(FRIDAY) == OFFICE.start_of(MONDAY) == OFFICE.start_of(date(2026, 1, 3))
    assert OFFICE.end_of(MONDAY) - OFFICE.start_of(MONDAY) == 480


def test_a_position_reads_as_the_next_start_and_the_last_finish() -> None:
    between = OFFICE.end_of(FRIDAY)
    assert OFFICE.start_date(between) == MONDAY
    assert OFFICE.finish_date(between) == FRIDAY
    assert OFFICE.start_moment(between) == datetime(2026, 1, 5, 9)
    assert OFFICE.finish_moment(between) == datetime(2026, 1, 2, 18)


def test_lunch_takes_no_room_either() -> None:
    noon = OFFICE.start_of(MONDAY) + 180
    assert OFFICE.finish_moment(noon) == datetime(2026, 1, 5, 12)
    assert OFFICE.start_moment(noon) == datetime(2026, 1, 5, 13)
    assert OFFICE.position(datetime(2026, 1, 5, 12, 30)) == noon


def test_what_has_no_duration_belongs_to_the_end_of_a_day_save_at_the_projects_start() -> None:
    between = OFFICE.end_of(FRIDAY)
    assert OFFICE.dates(between, between, project_start=0) == (FRIDAY, FRIDAY)
    assert OFFICE.dates(between, between, project_start=between) == (MONDAY, MONDAY)
    assert OFFICE.moments(between, between, 0) == (datetime(2026, 1, 2, 18),) * 2
    assert OFFICE.moments(between, between, between) == (datetime(2026, 1, 5, 9),) * 2


def test_ten_days_of_work_around_national_day_in_china() -> None:
    """26 (Fri), 28 (Sun, made up), 29, 30 September; 9, 10, 11 (Sat, made up), 13, 14, 15 October 2025."""
    start = CHINA_2025.start_of(date(2025, 9, 26))
    assert CHINA_2025.finish_date(start + CHINA_2025.minutes(10)) == date(2025, 10, 15)
    assert CHINA_2025.working_days_between(date(2025, 9, 26), date(2025, 10, 15)) == 10
    assert CHINA_2025.add_working_days(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert not CHINA_2025.is_working(date(2025, 10, 8))
    assert CHINA_2025.is_working(date(2025, 10, 11))
    assert date(2025, 10, 11) not in CHINA_2025.non_working_dates(date(2025, 10, 1), date(2025, 10, 12))


def test_a_make_up_day_after_the_holidays_is_the_last_day_of_what_finishes_on_it() -> None:
    for day in (date(2025, 9, 28), date(2025, 10, 11)):
        assert CHINA_2025.finish_date(CHINA_2025.end_of(day)) == day
        assert CHINA_2025.start_date(CHINA_2025.start_of(day)) == day
    before, after = date(2025, 9, 30), date(2025, 10, 9)
    between = CHINA_2025.end_of(before)
    assert (CHINA_2025.finish_date(between), CHINA_2025.start_date(between)) == (before, after)


def test_a_half_day_holds_half_a_day_of_work_and_counts_as_a_working_day() -> None:
    new_years_eve = date(2026, 12, 31)
    half = WorkingCalendar(exceptions=((new_years_eve, ((540, 780),)),))
    assert half.end_of(new_years_eve) - half.start_of(new_years_eve) == 240
    assert half.finish_date(half.start_of(new_years_eve) + 480) == date(2027, 1, 1)
    assert half.working_days_between(new_years_eve, new_years_eve) == 1


def test_a_day_may_last_until_midnight() -> None:
    night = working_week(days=[0], hours=[(22 * 60, 24 * 60)])
    end = night.end_of(MONDAY)
    assert night.finish_date(end) == MONDAY
    assert night.finish_moment(end) == datetime(2026, 1, 6)
    assert night.minutes_per_day == 120


@pytest.mark.parametrize(
    ("after", "from_start", "expected"),
    [
        pytest.param(24 * 60, False, datetime(2026, 1, 5, 9), id="Friday evening and a day: Monday morning"),
        pytest.param(3 * 24 * 60, False, datetime(2026, 1, 6, 9), id="Friday evening and three days: Monday evening"),
        pytest.param(24 * 60, True, datetime(2026, 1, 6, 9), id="Monday morning and a day: Tuesday morning"),
    ],
)
def test_elapsed_time_runs_through_the_weekend(after: int, from_start: bool, expected: datetime) -> None:
    found = OFFICE.after_elapsed(OFFICE.end_of(FRIDAY), after, from_start=from_start)
    assert OFFICE.start_moment(found) == expected


def test_a_day_before_monday_morning_is_friday_evening_for_a_finish_and_before_it_for_a_start() -> None:
    """What starts at the end of Friday starts on Monday, and a day later is Tuesday: too late by then."""
    monday = OFFICE.start_of(MONDAY)
    assert OFFICE.before_elapsed(monday, 24 * 60, from_start=False) == monday
    assert OFFICE.before_elapsed(monday, 24 * 60, from_start=True) == monday - 1


def test_durations_are_told_in_working_days() -> None:
    assert OFFICE.minutes(Decimal("2.5")) == 1200
    assert OFFICE.days(1200) == Decimal("2.5")
    assert str(OFFICE.days(4800)) == "10"
    assert str(OFFICE.days(-480)) == "-1"


@pytest.mark.parametrize(
    ("week", "message"),
    [
        ((NO_HOURS,) * 7, "no working time"),
        (OFFICE_WEEK[:5], "7 days"),
        ((((540, 500),), *OFFICE_WEEK[1:]), "09:00–08:20"),
        ((((540, 720), (700, 800)), *OFFICE_WEEK[1:]), "11:40–13:20"),
        ((((540, 1500),), *OFFICE_WEEK[1:]), "09:00–25:00"),
    ],
)
def test_hours_without_sense_are_refused(week: tuple[Hours, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        WorkingCalendar(week=week)


def test_a_date_beyond_all_calendars_is_refused_in_words() -> None:
    far = OFFICE.start_of(MONDAY) + OFFICE.minutes(3_000_000)
    with pytest.raises(ValueError, match="years 1 to 9999"):
        OFFICE.finish_date(far)
    with pytest.raises(ValueError, match="years 1 to 9999"):
        OFFICE.start_date(-1)


@given(calendars(), st.dates(date(2025, 12, 1), date(2026, 5, 1)), st.integers(0, 150))
def test_positions_count_the_minutes_of_every_day(calendar: WorkingCalendar, first: date, days: int) -> None:
    last = first + timedelta(days)
    assert calendar.end_of(last) - calendar.start_of(first) == counted(calendar, first, last)


@given(calendars(), st.dates(date(2026, 1, 1), date(2026, 4, 2)), st.just(0) | st.integers(0, 100_000))
def test_reading_a_position_and_writing_it_gives_the_same(calendar: WorkingCalendar, day: date, after: int) -> None:
    position = calendar.start_of(day) + after
    start, finish = calendar.start_moment(position), calendar.finish_moment(position)
    assert calendar.position(start) == calendar.position(finish) == position
    assert finish <= start
    assert calendar.start_date(position) == start.date()
    first, last = calendar.start_date(position), calendar.finish_date(position)
    assert calendar.is_working(first)
    assert calendar.is_working(last)
    assert calendar.start_of(first) <= position < calendar.end_of(first)
    assert calendar.start_of(last) < position <= calendar.end_of(last)


@given(calendars(), DATES, st.integers(1, 400))
def test_adding_working_days_is_the_inverse_of_counting_them(calendar: WorkingCalendar, day: date, days: int) -> None:
    later = calendar.add_working_days(day, days)
    assert later > day
    assert calendar.working_days_between(day + timedelta(1), later) == days
    earlier = calendar.add_working_days(day, -days)
    assert earlier < day
    assert calendar.working_days_between(earlier, day - timedelta(1)) == days
    assert calendar.add_working_days(later, 0) == later


@given(calendars(), DATES, st.integers(0, 60))
def test_working_and_non_working_dates_are_all_dates(calendar: WorkingCalendar, first: date, days: int) -> None:
    last = first + timedelta(days)
    free = calendar.non_working_dates(first, last)
    assert len(free) + calendar.working_days_between(first, last) == days + 1


@given(calendars(), st.integers(0, 50_000), st.integers(0, 50_000), st.integers(-20_000, 20_000), st.booleans())
def test_elapsed_time_backwards_finds_the_last_that_is_in_time(
    calendar: WorkingCalendar, one: int, other: int, lag: int, from_start: bool
) -> None:
    """before(b) is the greatest a with after(a) <= b, so a <= before(b) just where after(a) <= b."""
    origin = calendar.start_of(date(2026, 1, 1))
    earlier, later = origin + one, origin + other
    assume(abs(one - other) < 40_000)
    in_time = calendar.after_elapsed(earlier, lag, from_start=from_start) <= later
    assert (earlier <= calendar.before_elapsed(later, lag, from_start=from_start)) == in_time
