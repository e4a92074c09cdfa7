"""A plan is cut into pictures that can be read, and no task is lost on the way."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.plan_row import PlanRow
from dossier.views.gantt import gantt
from dossier.views.plan_tree import MOST_ROWS, equal_parts
from dossier.views.wbs import wbs

DAY = date(2026, 1, 5)


def row(id: str, parent: str | None = None, *, milestone: bool = False) -> PlanRow:
    return PlanRow(id=id, number=id, title=f"task {id}", parent=parent, start=DAY, finish=DAY, milestone=milestone)


def plan(*sizes: int) -> list[PlanRow]:
    """A plan with a phase of each of these sizes."""
    rows: list[PlanRow] = []
    for phase, size in enumerate(sizes, 1):
        rows += [row(str(phase)), *(row(f"{phase}.{n}", str(phase)) for n in range(1, size + 1))]
    return rows


@st.composite
def plans(draw: st.DrawFn) -> list[PlanRow]:
    count = draw(st.integers(min_value=0, max_value=150))
    rows: list[PlanRow] = []
    for number in range(count):
        parent = draw(st.one_of(st.none(), st.integers(0, min(number - 1, 12)))) if number else None
        rows.append(row(str(number), None if parent is None else str(parent), milestone=draw(st.booleans())))
    return rows


def test_a_small_plan_is_one_picture_with_a_section_per_phase() -> None:
    (picture,) = gantt(plan(3, 2), as_of=DAY).pictures
    assert [(section.title, len(section.bars)) for section in picture.sections] == [
        ("1 task 1", 3),
        ("2 task 2", 2),
    ]
    assert picture.kind == "whole"


def test_a_large_plan_is_an_overview_and_a_picture_per_phase() -> None:
    pictures = gantt(plan(30, 20), as_of=DAY).pictures
    assert [(picture.kind, picture.title, len(picture.bars)) for picture in pictures] == [
        ("overview", "", 2),
        ("phase", "1 task 1", 30),
        ("phase", "2 task 2", 20),
    ]


def test_a_long_flat_list_is_cut_into_numbered_equal_parts() -> None:
    pictures = gantt([row(str(n)) for n in range(90)], as_of=DAY).pictures
    assert [(picture.part, picture.parts, len(picture.bars)) for picture in pictures] == [
        (1, 3, 30),
        (2, 3, 30),
        (3, 3, 30),
    ]


def test_a_summary_around_the_whole_project_is_looked_into() -> None:
    rows = [
        row("0"),
        *(
            PlanRow(id=r.id, number=r.number, title=r.title, parent=r.parent or "0", start=DAY, finish=DAY)
            for r in plan(3, 2)
        ),
    ]
    (picture,) = gantt(rows, as_of=DAY).pictures
    assert [section.title for section in picture.sections] == ["1 task 1", "2 task 2"]


def test_days_off_are_shaded_only_where_the_picture_is_short() -> None:
    long = PlanRow(id="T", number="1", title="t", start=DAY, finish=DAY + timedelta(400))
    short = PlanRow(id="T", number="1", title="t", start=DAY, finish=DAY + timedelta(40))
    assert gantt([long], as_of=DAY, non_working_in=lambda first, last: [first]).pictures[0].non_working == ()
    assert gantt([short], as_of=DAY, non_working_in=lambda first, last: [first]).pictures[0].non_working == (DAY,)


@given(plans())
def test_no_chart_is_too_long_and_every_task_is_in_exactly_one(rows: list[PlanRow]) -> None:
    pictures = gantt(rows, as_of=DAY).pictures
    assert all(0 < len(picture.bars) <= MOST_ROWS for picture in pictures)
    parents = {row.parent for row in rows}
    leaves = Counter(row.id for row in rows if row.id not in parents and not row.milestone)
    assert (
        Counter(bar.id for picture in pictures for bar in picture.bars if not bar.summary and not bar.milestone)
        == leaves
    )
    drawn = {bar.id for picture in pictures for bar in picture.bars}
    assert {row.id for row in rows if row.id not in parents} <= drawn


@given(plans())
def test_no_tree_is_too_large_and_every_row_is_in_one(rows: list[PlanRow]) -> None:
    pictures = wbs(rows).pictures
    assert all(0 < len(picture.nodes) <= MOST_ROWS for picture in pictures)
    assert {node.id for picture in pictures for node in picture.nodes} == {row.id for row in rows}


def test_the_project_is_the_root_of_a_tree_with_several_phases() -> None:
    (picture,) = wbs(plan(2, 2), project=row("P")).pictures
    assert [node.id for node in picture.nodes] == ["P", "1", "1.1", "1.2", "2", "2.1", "2.2"]


@given(st.integers(0, 500), st.integers(1, 60))
def test_parts_are_as_few_and_as_equal_as_can_be(count: int, most: int) -> None:
    parts = equal_parts(range(count), most)
    assert [item for part in parts for item in part] == list(range(count))
    assert max(map(len, parts)) <= most
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
