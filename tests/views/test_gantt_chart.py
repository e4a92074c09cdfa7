"""Where bars lie in the plan's table, reasoned from the calendar's page: 2 March 2026 is a Monday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.plan import Plan
from dossier.compute.plan_row import PlanRow
from dossier.language import Language
from dossier.records.links import Link, Relation
from dossier.render.pages import PageRenderer
from dossier.views.blocks import Gantt
from dossier.views.dependency_arrows import MOST_ROWS, Ends, Mark, arrows
from dossier.views.gantt import GanttView
from dossier.views.gantt_chart import ChartRow, GanttChart, gantt_chart
from dossier.views.time_axis import Scale, scale_of, time_axis
from dossier.views.wording import Wording
from tests.bench.gantt import chart_html, made_up_plan
from tests.compute.weeks import working_week

MONDAY, THURSDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)
NEXT_WEDNESDAY = date(2026, 3, 11)
OFFICE = working_week()


def row(id: str, start: date, finish: date | None = None, **more: Any) -> PlanRow:
    return PlanRow(id=id, number=id, title=f"task {id}", start=start, finish=finish or start, **more)


def chart(
    *rows: PlanRow,
    as_of: date = MONDAY,
    calendar: WorkingCalendar = OFFICE,
    waits_for: Mapping[str, Sequence[Link]] | None = None,
    language: Language = "en",
) -> GanttChart:
    plan = Plan(rows=rows, calendar=calendar, axis=calendar, as_of=as_of)
    return gantt_chart(plan, language, waits_for=waits_for)


def days(found: GanttChart, number: str, kind: str) -> tuple[float, float]:
    """Where a mark begins and how wide it is, in days, counted from the first Monday of these tests."""
    (line,) = (line for line in found.rows if line.number == number)
    ((_, x, width),) = (mark for mark in line.marks if mark[0] == kind)
    begin = x * found.axis.days / 100 - (MONDAY - first_day(found)).days
    return round(begin, 1), round(width * found.axis.days / 100, 1)


def first_day(found: GanttChart) -> date:
    """The day at the left edge: the as-of day, which every chart here shows, less its distance from the edge."""
    return date.fromordinal(MONDAY.toordinal() - found.axis.as_of_day)


def test_five_working_days_are_five_days_wide_or_seven_over_a_weekend():
    found = chart(row("1", MONDAY, FRIDAY), row("2", THURSDAY, NEXT_WEDNESDAY))
    assert days(found, "1", "bar") == (0, 5)
    assert days(found, "2", "bar") == (3, 7)


def test_progress_fills_its_part_of_the_bar_and_nothing_of_what_is_done_or_not_begun():
    some = chart(row("1", MONDAY, FRIDAY, progress=40, state="active"))
    assert days(some, "1", "done") == (0, 2)
    for progress in (0, 100):
        (line,) = chart(row("1", MONDAY, FRIDAY, progress=progress)).rows
        assert [kind for kind, _, _ in line.marks] == ["bar"]


def test_float_of_two_working_days_after_a_friday_ends_on_tuesday():
    found = chart(row("1", MONDAY, FRIDAY, total_float_days=Decimal(2)), row("2", MONDAY, date(2026, 3, 20)))
    assert days(found, "1", "float") == (5, 4)


@pytest.mark.parametrize("more", [{"state": "done"}, {"total_float_days": Decimal(-2)}])
def test_what_is_done_and_what_is_behind_has_no_float_to_show(more: dict[str, Any]):
    found = chart(row("1", MONDAY, FRIDAY, **({"total_float_days": Decimal(2)} | more)))
    assert "float" not in found.shows


def test_a_public_holiday_is_no_float():
    holiday = working_week(holidays=[date(2026, 3, 9)])
    found = chart(
        row("1", MONDAY, FRIDAY, total_float_days=Decimal(2)), row("2", MONDAY, date(2026, 3, 20)), calendar=holiday
    )
    assert days(found, "1", "float") == (5, 5)


def test_the_baseline_lies_where_it_was_planned():
    found = chart(row("1", THURSDAY, NEXT_WEDNESDAY, baseline_start=MONDAY, baseline_finish=FRIDAY))
    assert days(found, "1", "base") == (0, 5)
    assert "baseline: 2 Mar 2026 to 6 Mar 2026" in found.rows[0].told


def test_what_is_expected_beyond_its_planned_finish_is_drawn_behind_the_bar_and_told():
    late = row("1", MONDAY, THURSDAY, forecast_finish=NEXT_WEDNESDAY, state="late", progress=20)
    found = chart(late)
    assert days(found, "1", "bar") == (0, 4)
    assert days(found, "1", "more") == (4, 6)
    assert found.rows[0].finish == "11 Mar 2026"
    assert found.rows[0].late == "4 working days late"  # Friday, Monday, Tuesday, Wednesday


def test_a_milestone_lies_at_the_end_of_its_day_and_the_first_of_all_at_the_beginning():
    found = chart(row("1", MONDAY, milestone=True), row("2", MONDAY, FRIDAY), row("3", FRIDAY, milestone=True))
    assert days(found, "1", "ms") == (0, 0)
    assert days(found, "3", "ms") == (5, 0)


def test_the_agreed_date_is_the_evening_of_its_day_and_told_by_how_much_it_is_missed():
    found = chart(row("1", MONDAY, NEXT_WEDNESDAY, deadline=FRIDAY, late_days=3, state="late"))
    assert days(found, "1", "due") == (5, 0)
    assert found.rows[0].late == "3 working days late"
    assert found.rows[0].told.endswith("agreed: 6 Mar 2026 · 3 working days late")


def test_what_should_have_begun_is_late_to_begin():
    found = chart(row("1", MONDAY, NEXT_WEDNESDAY, state="late"), as_of=FRIDAY)
    assert found.rows[0].late == "4 working days late to begin"  # Monday to Thursday


def test_the_as_of_line_stands_on_the_morning_of_its_day_and_far_from_the_plan_not_at_all():
    found = chart(row("1", MONDAY, NEXT_WEDNESDAY), as_of=FRIDAY)
    assert found.axis.as_of is not None
    bar = found.rows[0].marks[-1]
    assert (found.axis.as_of.x - bar[1]) * found.axis.days / 100 == pytest.approx(4, abs=0.02)
    assert found.axis.as_of.text == "As of 6 Mar 2026"
    assert chart(row("1", MONDAY, NEXT_WEDNESDAY), as_of=date(2027, 3, 5)).axis.as_of is None


def test_days_off_are_shaded_in_runs_as_long_as_they_can_be_seen():
    holidays = working_week(holidays=[date(2026, 3, 9)])
    found = chart(row("1", MONDAY, NEXT_WEDNESDAY), calendar=holidays)
    saturday = found.axis.as_of_day + 5
    assert (saturday, 3) in found.axis.days_off  # Saturday, Sunday and the holiday on Monday
    assert chart(row("1", MONDAY, date(2027, 3, 2))).axis.days_off == ()


def test_dates_and_words_are_the_languages_own():
    found = chart(row("1", MONDAY, FRIDAY, critical=True, duration_days=Decimal(5)), language="zh")
    assert found.rows[0].told == "2026年3月2日至2026年3月6日 · 5 个工作日 · 0% · 关键路径"
    assert [tick.text for tick in found.axis.upper] == ["2026年3月"]


# phases and folds


def phases() -> tuple[PlanRow, ...]:
    return (
        row("1", MONDAY, FRIDAY, state="done"),
        row("1.1", MONDAY, FRIDAY, parent="1"),
        row("1.1.1", MONDAY, parent="1.1"),
        row("1.2", MONDAY, parent="1"),
        row("2", MONDAY, FRIDAY, milestone=True),
        row("3", MONDAY, FRIDAY),
        row("3.1", MONDAY, parent="3"),
    )


def test_each_phase_folds_as_a_whole_and_groups_in_it_by_themselves():
    found = chart(*phases())
    groups = [[(line.number, line.level, line.fold, line.inside) for line in group] for group in found.groups]
    assert groups == [
        [("1", 0, 0, ()), ("1.1", 1, 1, ()), ("1.1.1", 2, None, (1,)), ("1.2", 1, None, ())],
        [("2", 0, None, ())],
        [("3", 0, 0, ()), ("3.1", 1, None, ())],
    ]


def test_what_is_around_the_whole_plan_does_not_fold():
    inside = [row(each.id, each.start, each.finish, parent=each.parent or "0") for each in phases()]
    found = chart(row("0", MONDAY, FRIDAY), *inside)
    assert [[line.number for line in group] for group in found.groups][:2] == [["0"], ["1", "1.1", "1.1.1", "1.2"]]
    assert found.rows[0].fold is None


def test_a_short_plan_is_open_and_a_long_one_where_work_is_going_on():
    assert all(line.opened for line in chart(*phases()).rows)
    many = [row(f"9.{n}", MONDAY, parent="9") for n in range(40)]
    found = chart(
        row("8", MONDAY, state="done"), row("8.1", MONDAY, parent="8"), row("9", MONDAY, state="active"), *many
    )
    assert [line.number for line in found.rows if line.fold == 0 and line.opened] == ["9"]


# arrows


def pieces(relation: Relation, source: tuple[float, float], target: tuple[float, float]) -> list[list[Mark]]:
    ends = [Ends(*source), Ends(0, 1), Ends(*target)]
    return arrows(["A", "B", "C"], ends, {"C": [Link("A", relation)]})


def test_finish_to_start_leaves_the_end_and_comes_down_onto_the_start():
    assert pieces("FS", (10, 30), (30, 60)) == [
        [("ah", 30, 0.7), ("ad", 30.7, 0)],
        [("av", 30.7, 0)],
        [("at", 30.7, 0), ("hd", 30.7, 0)],
    ]


def test_start_to_start_runs_left_of_both_and_finish_to_finish_right_of_both():
    assert pieces("SS", (10, 30), (20, 60)) == [
        [("ah", 9, 1), ("ad", 9, 0)],
        [("av", 9, 0)],
        [("au", 9, 0), ("ah", 9, 11), ("hr", 20, 0)],
    ]
    assert pieces("FF", (10, 30), (20, 60)) == [
        [("ah", 30, 31), ("ad", 61, 0)],
        [("av", 61, 0)],
        [("au", 61, 0), ("ah", 60, 1), ("hl", 60, 0)],
    ]


def test_an_arrow_upwards_leaves_upwards_and_comes_from_below():
    ends = [Ends(40, 50), Ends(10, 40)]
    assert arrows(["A", "B"], ends, {"A": [Link("B")]}) == [
        [("ab", 40.7, 0), ("hu", 40.7, 0)],
        [("ah", 40, 0.7), ("au", 40.7, 0)],
    ]


def test_what_follows_one_task_shares_one_line_and_only_a_critical_pair_is_drawn_critical():
    ends = [Ends(0, 10, critical=True), Ends(10, 20), Ends(10, 20, critical=True)]
    first, second, third = arrows(["A", "B", "C"], ends, {"B": [Link("A")], "C": [Link("A")]})
    assert {kind for kind, _, _ in first} == {"ah", "ad", "ah crit", "ad crit"}
    assert ("at", 10.7, 0) in second
    assert ("av crit", 10.7, 0) in second
    assert ("hd crit", 10.7, 0) in third


def test_what_waits_for_something_that_is_not_shown_or_too_far_away_has_no_arrow():
    many = [str(n) for n in range(MOST_ROWS + 2)]
    waits_for = {many[-1]: [Link("0")], "1": [Link("gone"), Link("1")]}
    assert not any(arrows(many, [Ends(0, 1)] * len(many), waits_for))


def test_what_waits_for_something_too_far_away_says_its_number():
    lines = [row(str(n), MONDAY) for n in range(MOST_ROWS + 2)]
    last = str(MOST_ROWS + 1)
    waits_for = {last: [Link("0"), Link("1"), Link("gone")], "1": [Link("0")]}
    found = chart(*lines, waits_for=waits_for)
    assert {line.number: line.after for line in found.rows if line.after} == {last: "waits for 0"}
    assert "<i>waits for 0</i>" in html_of(found)
    part = gantt_chart(
        Plan(rows=tuple(lines), calendar=OFFICE, axis=OFFICE, as_of=MONDAY), "zh", rows=lines[1:], waits_for=waits_for
    )
    assert [line.after for line in part.rows if line.after] == ["前置任务 0", "前置任务 0"]


TOUCHING_TOP = {"au", "av", "at"}
TOUCHING_BOTTOM = {"ad", "av", "ab"}


@given(
    st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=2, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from(["FS", "SS", "FF", "SF"])), max_size=12),
)
def test_pieces_of_arrows_meet_between_all_rows(
    spans: list[tuple[float, float]], links: list[tuple[int, int, Relation]]
):
    ids = [str(n) for n in range(len(spans))]
    ends = [Ends(round(left, 2), round(left + width, 2)) for left, width in spans]
    waits_for: dict[str, list[Link]] = {}
    for source, target, relation in links:
        waits_for.setdefault(str(target), []).append(Link(str(source), relation))
    rows = arrows(ids, ends, waits_for)
    for upper, lower in zip([[], *rows], [*rows, []], strict=True):
        assert {x for kind, x, _ in upper if kind in TOUCHING_BOTTOM} == {
            x for kind, x, _ in lower if kind in TOUCHING_TOP
        }


# the axis


@pytest.mark.parametrize(
    ("last", "upper", "lower"),
    [
        (date(2026, 3, 11), ["Mar 2026"], ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]),
        (date(2026, 4, 20), ["Mar 2026", "Apr"], ["2", "9", "16", "23", "30", "6", "13", "20"]),
        (date(2026, 12, 31), ["2026"], ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]),
        (date(2028, 6, 30), ["2026", "2027", "2028"], ["Apr", "Jul", "Oct", "Jan", "Apr", "Jul", "Oct", "Jan", "Apr"]),
    ],
)
def test_the_axis_says_days_mondays_months_or_quarters_as_fits(last: date, upper: list[str], lower: list[str]):
    axis = time_axis(scale_of([MONDAY, last]), Wording("en"), (), None, "")
    assert [tick.text for tick in axis.upper] == upper
    assert [tick.text for tick in axis.lower][: len(lower)] == lower


@given(st.dates(), st.dates(), st.sampled_from(["en", "zh"]))
def test_any_two_dates_have_an_axis_whose_words_do_not_touch(one: date, other: date, language: Language):
    axis = time_axis(scale_of([one, other]), Wording(language), (), None, "")
    assert axis.upper or axis.lower
    for line in (axis.upper, axis.lower):
        assert len(line) <= 60
        for shown, pixels in ((line, 520), ([tick for tick in line if not tick.wide], 320)):
            for tick, following in zip(shown, [*shown[1:], None], strict=False):
                end = following.x if following else 100.01
                letters = sum(11 if character >= "\u2e80" else 5.8 for character in tick.text)
                assert (end - tick.x) * pixels / 100 >= letters


@given(st.dates(), st.dates(), st.dates())
def test_every_day_has_a_place_between_the_edges(one: date, other: date, day: date):
    scale: Scale = scale_of([one, other])
    assert 0 <= scale.at(day) <= scale.after(day) <= 100


# as HTML


def html_of(found: GanttChart) -> str:
    return PageRenderer().blocks((Gantt(found, GanttView(pictures=())),), "plan/", None, "en")


def test_a_hostile_title_owner_and_number_are_written_as_text():
    bad = "\"><script>alert('x')</script>"
    line = PlanRow(id="T", number=bad, title=bad, owner=bad, start=MONDAY, finish=FRIDAY)
    html = html_of(chart(line, row("T1", MONDAY, parent="T"), row("U", MONDAY)))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4  # number, title, owner, and the name of what folds


def test_nothing_in_the_table_needs_an_inline_style_or_a_script():
    plan, waits_for = made_up_plan(60)
    html = chart_html(PageRenderer(), plan, waits_for)
    assert not any(refused in html for refused in (" style=", "<style", "<script", "javascript:"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_thousand_tasks_with_baselines_and_arrows_are_under_700_kilobytes(language: Language):
    plan, waits_for = made_up_plan(1000)
    assert len(chart_html(PageRenderer(), plan, waits_for, language).encode()) < 700_000


def marks_of(count: int, waits_for: Mapping[str, Sequence[Link]]) -> int:
    rows = [row(f"T-{n}", date.fromordinal(MONDAY.toordinal() + n)) for n in range(count)]
    return sum(len(line.marks) for line in chart(*rows, waits_for=waits_for).rows)


@pytest.mark.parametrize(
    "waits_for",
    [
        lambda count: {f"T-{n}": [Link(f"T-{n - 1}")] for n in range(count)},
        lambda count: {f"T-{n}": [Link("T-0")] for n in range(count)},
        lambda count: {f"T-{count - 1}": [Link(f"T-{n}") for n in range(count)]},
        lambda count: {f"T-{n}": [Link(f"T-{n - 50}")] for n in range(count)},
    ],
    ids=["chain", "from one", "to one", "far apart"],
)
def test_what_is_drawn_grows_with_the_tasks_and_not_with_their_square(waits_for: Any):
    few, many = (marks_of(count, waits_for(count)) for count in (500, 4000))
    assert many < 9 * few


def test_a_date_at_a_milestone_stands_beyond_the_agreed_date_and_left_of_it_at_the_right_edge():
    found = chart(
        row("1", MONDAY, date(2026, 6, 30)),
        row("2", date(2026, 6, 30), milestone=True, deadline=date(2026, 6, 23)),
        row("3", date(2026, 4, 1), milestone=True, deadline=date(2026, 4, 8)),
    )
    lines: dict[str, ChartRow] = {line.number: line for line in found.rows}
    (due,) = (x for kind, x, _ in lines["2"].marks if kind == "due")
    assert (lines["2"].label, lines["2"].label_before, lines["2"].label_x) == ("30 Jun", True, due)
    (due,) = (x for kind, x, _ in lines["3"].marks if kind == "due")
    assert (lines["3"].label, lines["3"].label_before, lines["3"].label_x) == ("1 Apr", False, due)
