"""Live views: what a fence asks for, which records come, in which order, and which fences count."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.fence import VIEWS, fence, fences, read_fence
from dossier.compute.query import QueryError
from dossier.records.declare import RECORD_TYPES
from tests.conftest import files_in, reading

TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def dossier():
    return reading(
        files_in("""
    deliverables:
    - {id: DEL-1, title: shop, due: 2026-07-01}
    - {id: DEL-2, title: App}
    - {id: DEL-3, title: Guide, due: 2026-05-01}
    cost_items:
    - {id: CI-1, title: a, planned: "9,000"}
    - {id: CI-2, title: b, planned: 10000.50}
    - {id: CI-3, title: c, planned: -5}
    - {id: CI-4, title: d}
    """)
    ).dossier


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("show: deliverables", "DEL-1 DEL-2 DEL-3"),
        ("show: deliverables\nsort: due", "DEL-3 DEL-1 DEL-2"),
        ("show: deliverables\nsort: -due", "DEL-1 DEL-3 DEL-2"),
        ("show: deliverables\nsort: title", "DEL-2 DEL-3 DEL-1"),
        ("show: deliverables\nwhere: due < today", "DEL-3"),
        ("show: deliverables\nlimit: 2", "DEL-1 DEL-2"),
        ("show: cost_items\nsort: planned", "CI-3 CI-1 CI-2 CI-4"),
        ("show: cost_items\nsort: -planned\nlimit: 1", "CI-2"),
        ("显示: 可交付成果\n排序: -标题\n数量: 1", "DEL-1"),
        ("show: risks", ""),
    ],
)
def test_the_records_of_a_fence(dossier, asked: str, ids: str):
    assert " ".join(record.id for record in fence(asked).records(dossier, TODAY)) == ids


def test_columns_are_fields_in_any_language_and_what_views_compute():
    asked = fence("show: tasks\ncolumns: [id, 标题, owner, 负责人, finish_on]")
    assert asked.columns == ("record", "record", "owner", "owner", "finish_on")
    assert fence("show: tasks\ncolumns: owner").columns == ("owner",)


@pytest.mark.parametrize("name", ["gantt", "wbs", "milestones", "late", "driving", "waiting", "events"])
def test_views_that_are_not_lists(dossier, name: str):
    assert fence(f"show: {name}").of_type is None
    assert fence(f"show: {name}").records(dossier, TODAY) == ()


def test_views_have_chinese_names_that_are_no_type_of_record():
    names = ["甘特图", "工作分解结构", "里程碑", "延误", "驱动路径", "待处理", "动态"]
    assert tuple(fence(f"显示: {name}").show for name in names) == VIEWS
    assert fence("显示: 驱动路径\n至: M-1").to == "M-1"
    keys = {key for each in RECORD_TYPES.values() for key in each.keys()}
    assert keys & set(VIEWS) == {"milestones"}  # a list of tasks in a file, the milestones in a view
    assert keys & set(names) == {"里程碑"}


def test_what_the_driving_path_leads_to_is_a_task_that_there_is():
    assert read_fence("show: driving\nto: M-2", {"M-2"}) == (fence("show: driving\nto: M-2"), ())
    (mistake,) = read_fence("show: driving\nto: M-3", {"M-2"})[1]
    assert (mistake.line, mistake.column) == (1, 5)
    assert (mistake.message, mistake.hint) == ("there is no task `M-3`", "did you mean `M-2`?")


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("", "there is nothing in it", ""),
        ("columns: [id]", "`show:` is missing", "show: requirements"),
        ("show: requirments", "`requirments` is not a type of record", "did you mean `requirements`?"),
        ("show: requirements\nwhre: x", "there is no `whre` here", "did you mean `where`?"),
        ("show: requirements\nwhere: x = y", "requirements have no field `x`", ""),
        ("show: requirements\ncolumns: [ownr]", "requirements have no field `ownr`", "did you mean `owner`?"),
        ("show: requirements\nsort: ownr", "requirements have no field `ownr`", "did you mean `owner`?"),
        ("show: requirements\nlimit: 0", "`limit` is a number from 1, found `0`", ""),
        ("show: requirements\nlimit: " + "9" * 5000, "`limit` is a number from 1", ""),
        ("show: requirements\nlimit: ٣", "`limit` is a number from 1", ""),
        ("show: late\nto: M-1", "`to` goes with `show: driving` only", ""),
        ("- show", "expected lines such as `show: requirements`", ""),
        ("show: a\nshow: b", "stands twice", ""),
        ("[a]: b", "expected a key", ""),
        ("show: [", "", ""),
        ("[" * 100_000, "nested", ""),
    ],
)
def test_what_a_fence_cannot_ask(asked: str, message: str, hint: str):
    with pytest.raises(QueryError) as error:
        fence(asked)
    assert message in str(error.value)
    assert hint in error.value.hint


@given(st.text(alphabet=st.sampled_from("showherlimtcun:[]{}-,\n \t'\"&*!|>%@`#0123456789任务显示"), max_size=60))
def test_no_text_raises_anything_but_a_query_error(text: str):
    try:
        fence(text)
    except QueryError:
        pass


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```dossier\nshow: a\n```", [(0, 2, "show: a")]),
        ("x\n~~~ dossier\nshow: a\n~~~\ny", [(1, 3, "show: a")]),
        ("````dossier\nshow: a\n```\nb\n````", [(0, 4, "show: a\n```\nb")]),
        ("```dossier\n\n```\nafter", [(0, 2, "")]),
        ("```dossier\n```\nafter", [(0, 1, "")]),
        ("```dossier\nshow: a", [(0, 1, "show: a")]),
        ("````markdown\n```dossier\nshow: a\n```\n````", []),
        ("~~~\n```dossier\nshow: a\n```\n~~~", []),
        ("    ```dossier\n    show: a\n    ```", []),
        ("`dossier`", []),
        ("```dossiers\nshow: a\n```", []),
        (
            "```python\nx\n```\n```dossier\nshow: a\n```\n```dossier\nshow: b\n```",
            [(3, 5, "show: a"), (6, 8, "show: b")],
        ),
    ],
)
def test_which_fences_count(text: str, found: list[tuple[int, int, str]]):
    assert [(f.begin, f.end, f.text) for f in fences(text)] == found
