"""What is written for Mermaid: explicit dates, unique names, and every text escaped for where it stands."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.render.mermaid import escape_chart_text, escape_node_text, gantt_source, one_line, wbs_source
from dossier.views.gantt import GanttBar, GanttPicture, GanttSection
from dossier.views.wbs import WbsNode, WbsPicture

DAY = date(2026, 1, 9)


def chart(*bars: GanttBar, sections: tuple[str, ...] = ("Phase",), as_of: date = DAY) -> GanttPicture:
    return GanttPicture(
        title="", as_of=as_of, sections=tuple(GanttSection(title=title, bars=bars) for title in sections)
    )


def bar(title: str = "Dig", days: int = 3, **more: Any) -> GanttBar:
    return GanttBar(**{"id": "T", "number": "1", "title": title, "start": DAY, "finish": DAY + timedelta(days), **more})


def read_back(escaped: str) -> str:
    """What Mermaid shows for an escaped text: it decodes `#NN;` as the entity `&#NN;`."""
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", escaped.replace("<span></span>", "")))


def test_dates_are_written_in_full_with_zeros() -> None:
    assert "1 Dig:b0, 2026-01-09, 2026-01-12" in gantt_source(chart(bar()), "en")


@pytest.mark.parametrize(
    ("facts", "settings"),
    [
        ({"state": "done"}, "done, b0, 2026-01-09, 2026-01-12"),
        ({"state": "active", "critical": True}, "active, crit, b0, 2026-01-09, 2026-01-12"),
        ({"milestone": True}, "milestone, b0, 2026-01-12, 2026-01-12"),
    ],
)
def test_state_becomes_a_tag(facts: dict[str, Any], settings: str) -> None:
    assert f":{settings}\n" in gantt_source(chart(bar(**facts)), "en")


def test_done_and_late_carry_a_mark_that_is_no_colour() -> None:
    source = gantt_source(chart(bar(state="done"), bar(state="late"), bar(state="active")), "en")
    assert [line.split(":")[0] for line in source.splitlines() if "1 Dig" in line] == [
        "✓ 1 Dig",
        "! 1 Dig",
        "1 Dig",
    ]


def test_a_finish_before_its_start_is_not_drawn_backwards() -> None:
    assert ":b0, 2026-01-04, 2026-01-04" in gantt_source(chart(bar(days=-5)), "en")


@pytest.mark.parametrize(
    ("days", "language", "axis", "step"),
    [
        (10, "en", "%d %b", "1day"),
        (60, "zh", "%m-%d", "1week"),
        (400, "en", "%b %Y", "1month"),
        (400, "zh", "%Y-%m", "1month"),
        (3000, "en", "%b %Y", "12month"),
    ],
)
def test_the_axis_fits_the_length_and_the_language(days: int, language: str, axis: str, step: str) -> None:
    lines = gantt_source(chart(bar(days=days)), language).splitlines()
    assert f"axisFormat {axis}" in lines
    assert f"tickInterval {step}" in lines


@given(st.integers(min_value=0, max_value=80_000))
def test_no_chart_has_more_dates_on_its_axis_than_fit(days: int) -> None:
    finish = min(DAY + timedelta(days), date(2200, 1, 1))
    lines = gantt_source(chart(bar(days=(finish - DAY).days)), "en").splitlines()
    step = next(line for line in lines if line.startswith("tickInterval")).split()[1]
    count, unit = re.fullmatch(r"(\d+)(day|week|month)", step).groups()  # type: ignore[union-attr]
    length = int(count) * {"day": 1, "week": 7, "month": 30}[unit]
    assert (finish - DAY).days / length <= 17


def test_the_as_of_date_is_a_line_where_it_is_near() -> None:
    assert "As of 2026-01-10:vert, asof, 2026-01-10, 2026-01-10" in gantt_source(
        chart(bar(), as_of=date(2026, 1, 10)), "en"
    )
    assert "截至 2026-01-10:vert" in gantt_source(chart(bar(), as_of=date(2026, 1, 10)), "zh")
    assert "vert" not in gantt_source(chart(bar(), as_of=date(2030, 1, 10)), "en")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("A: B", "A#58; B"),
        ("A; B", "A#59; B"),
        ("100% done", "100#37; done"),
        ("section two", "#115;ection two"),
        ("Title of doc", "#84;itle of doc"),
        ("titles", "titles"),
        ("2026-01-05 kickoff", "#50;026-01-05 kickoff"),
        ("a\nb\tc", "a b c"),
        ("\u202eabc", "abc"),
        ("施工：第一阶段", "施工：第一阶段"),
        ("", "–"),
    ],
)
def test_a_name_in_a_chart_is_written_so_that_it_is_read_as_it_was(name: str, written: str) -> None:
    assert escape_chart_text(name) == written


@given(st.text())
def test_no_name_ends_a_line_or_holds_a_character_that_a_chart_reads(name: str) -> None:
    escaped = escape_chart_text(name)
    assert read_back(escaped) == (one_line(name) or "–")
    assert not re.search(r"[:%<>&{}\"`\\\n\r]", escaped)
    assert re.sub(r"#\d+;", "", escaped).count(";") == 0


@given(st.text())
def test_no_name_leaves_its_label_in_a_tree(name: str) -> None:
    escaped = escape_node_text(name)
    assert read_back(escaped) == one_line(name)
    assert not re.search(r"[\"`\\*_~$\n\r&]|<(?!span></span>|/span>)", escaped)


@given(st.lists(st.sampled_from(["", "1", "1.0", "A", "a", "__proto__", "NaN", "A "]), max_size=12))
def test_section_names_are_unique_and_no_numbers(titles: list[str]) -> None:
    lines = gantt_source(chart(bar(), sections=tuple(titles)), "en").splitlines()
    names = [line.removeprefix("section ") for line in lines if line.startswith("section ")]
    assert len(names) == len(titles) == len(set(names))
    for name, title in zip(names, titles, strict=True):
        assert read_back(name).rstrip("\u2060") == title.strip()
        assert not re.fullmatch(r"[\d.]*|__proto__", name)


def test_a_tree_shows_number_title_owner_finish_and_progress() -> None:
    leaf = WbsNode(id="T", number="1.1", title="Dig", owner="Mira", finish=DAY, progress=40, state="late")
    root = WbsNode(id="P", number="1", title="Ground", children=(leaf,))
    source = wbs_source(WbsPicture(title="", roots=(root,)), "en")
    assert read_back(source).splitlines() == [
        "flowchart LR",
        'n0["<b>1 Ground</b><br/>0%"]:::plannedWork',
        'n1["<b>! 1.1 Dig</b><br/>Mira · 9 Jan 2026 · 40%"]:::lateWork',
        "n0 --- n1",
    ]


def test_a_deep_tree_is_written() -> None:
    node = WbsNode(id="0", number="", title="0")
    for depth in range(1, 3000):
        node = WbsNode(id=str(depth), number="", title=str(depth), children=(node,))
    assert wbs_source(WbsPicture(title="", roots=(node,)), "en").count("---") == 2999
