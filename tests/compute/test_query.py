"""Conditions on records: what each finds, in both languages, and that nothing but a QueryError ever comes of a bad one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.query import QueryError, field_named, query, record_type, where
from dossier.records.declare import RECORD_TYPES
from tests.conftest import files_in, reading

TODAY = date(2026, 6, 1)
RECORDS = """
requirements:
- {id: REQ-1, title: Pay by card, priority: must, status: agreed, owner: anna, source: "Contract, annex 1", tags: [legal, money],
   acceptance_criteria: [{AC-1: fast}]}
- {id: REQ-2, title: Pay later, priority: should, status: accepted, parents: [REQ-1]}
- {id: REQ-3, title: none, priority: must, status: proposed, parents: [REQ-1, REQ-2]}
- {id: REQ-4, title: No priority}
risks:
- {id: R-1, title: Rain, probability: 5, impact: 4}
- {id: R-2, title: Snow, probability: 2, impact: 5}
- {id: R-3, title: Hail}
tasks:
- {id: T-1, title: Dig, duration: 10d, cost: "12,500", progress: 40%}
- {id: T-2, title: Build, duration: 2w, cost: 900, after: [T-1 SS+2d]}
- {id: T-3, title: Paint, duration: 4h, after: [T-1, T-2]}
deliverables:
- {id: DEL-1, title: Shop, due: 2026-05-31}
- {id: DEL-2, title: App, due: 2026-06-01}
- {id: DEL-3, title: Guide}
change_requests:
- {id: CR-1, title: More, steps: [{step: requested, on: 2026-03-02}, {step: assessed, on: 2026-03-03}]}
- {id: CR-2, title: Less, steps: [{step: requested, on: 2026-03-02}]}
- {id: CR-3, title: New}
"""


@pytest.fixture(scope="module")
def dossier():
    return reading(files_in(RECORDS)).dossier


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("requirements", "REQ-1 REQ-2 REQ-3 REQ-4"),
        ("requirements where priority = must", "REQ-1 REQ-3"),
        ("requirements where priority = MUST", "REQ-1 REQ-3"),
        ("requirements where priority = 'Must have'", "REQ-1 REQ-3"),
        ("Requirement WHERE Priority = must", "REQ-1 REQ-3"),
        ("requirements where priority != must", "REQ-2 REQ-4"),
        ("requirements where not priority = must", "REQ-2 REQ-4"),
        ("requirements where not not priority = must", "REQ-1 REQ-3"),
        ("requirements where priority in (must, should)", "REQ-1 REQ-2 REQ-3"),
        ("requirements where priority in (should, empty)", "REQ-2 REQ-4"),
        ("requirements where priority = empty", "REQ-4"),
        ("requirements where priority != none", "REQ-1 REQ-2 REQ-3"),
        ("requirements where title = 'none'", "REQ-3"),
        ("requirements where title ~ pay", "REQ-1 REQ-2"),
        ("requirements where source = 'Contract, annex 1'", "REQ-1"),
        ("requirements where tags = legal", "REQ-1"),
        ("requirements where tags = LEGAL", "REQ-1"),
        ("requirements where tags ~ leg", "REQ-1"),
        ("requirements where tags = empty", "REQ-2 REQ-3 REQ-4"),
        ("requirements where tags in (empty, legal)", "REQ-1 REQ-2 REQ-3 REQ-4"),
        ("requirements where parents = REQ-2", "REQ-3"),
        ("requirements where parents in (REQ-2, REQ-1)", "REQ-2 REQ-3"),
        ("requirements where acceptance_criteria = AC-1", "REQ-1"),
        ("requirements where 'Acceptance criteria' = empty", "REQ-2 REQ-3 REQ-4"),
        ("requirements where priority = must and (status = agreed or status = accepted)", "REQ-1"),
        ("requirements where priority = must and status = agreed or status = accepted", "REQ-1 REQ-2"),
        ("risks where probability >= 5", "R-1"),
        ("risks where probability < 5", "R-2"),
        ("risks where probability = 5", "R-1"),
        ("risks where score > 10", "R-1"),
        ("risks where score <= 10", "R-2"),
        ("risks where score = empty", "R-3"),
        ("tasks where duration >= 10d", "T-1 T-2"),
        ("tasks where duration < 1d", "T-3"),
        ("tasks where cost > '1,000'", "T-1"),
        ("tasks where cost > 1000", "T-1"),
        ("tasks where cost > '12,000.00'", "T-1"),
        ("tasks where progress >= 40", "T-1"),
        ("tasks where progress = 40%", "T-1"),
        ("tasks where after = T-1", "T-2 T-3"),
        ("deliverables where due < today", "DEL-1"),
        ("deliverables where due <= today", "DEL-1 DEL-2"),
        ("deliverables where due > 2026-05-31", "DEL-2"),
        ("deliverables where due != 2026-05-31", "DEL-2 DEL-3"),
        ("change_requests where status = assessed", "CR-1"),
        ("change requests where status = Assessed", "CR-1"),
        ("changes where status = empty", "CR-3"),
        ("需求 where 优先级 = 必须有", "REQ-1 REQ-3"),
        ("需求 当 优先级 = 必须有 且 状态 ≠ 已验收", "REQ-1 REQ-3"),
        ("需求 其中 优先级 属于（必须有，应该有）", "REQ-1 REQ-2 REQ-3"),
        ("需求 where 非 优先级=必须有 或 标题~“card”", "REQ-1 REQ-2 REQ-4"),
        ("需求 where 优先级 = 空", "REQ-4"),
        ("风险 where 概率 ≥ 5 或 分值 ≤ 10", "R-1 R-2"),
        ("可交付成果 where 应交日期 < 今天", "DEL-1"),
        ("变更请求 where 状态 = 已评估", "CR-1"),
    ],
)
def test_what_a_query_finds(dossier, asked: str, ids: str):
    assert " ".join(record.id for record in query(asked, TODAY).records(dossier)) == ids


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("requirments where a = b", "`requirments` is not a type of record", "did you mean `requirements`?"),
        ("", "`` is not a type of record", ""),
        ("requirements where priorty = must", "requirements have no field `priorty`", "did you mean `priority`?"),
        ("requirements where priority = msut", "`priority` is never `msut`", "did you mean `must`?"),
        ("requirements where priority = 高", "`priority` is never `高`", "one of must, should, could, wont"),
        ("requirements where priority > must", "the values of `priority` have no order", "priority in (must, should)"),
        ("requirements where priority must", "expected one of = != < <= > >= ~ in after `priority`, found `must`", ""),
        ("requirements where priority", "the condition ends where one of = != < <= > >= ~ in is expected", ""),
        ("requirements where priority =", "the condition ends where a value is expected", ""),
        ("requirements where priority = = must", "expected a value for `priority`, found `=`", ""),
        ("requirements where priority = must status = agreed", "cannot go on at `status`", "`and` or `or`"),
        ("requirements where priority in must", "after `in` comes a list in parentheses", "priority in (a, b)"),
        ("requirements where priority in ()", "`priority in ()` asks for nothing", ""),
        ("requirements where priority in (must", "the condition ends where `)` is expected", ""),
        ("requirements where (priority = must", "the condition ends where `)` is expected", ""),
        ("requirements where title = 'x", "cannot read `'x`", "is a quote not closed?"),
        ("requirements where", "the query ends where a condition is expected", ""),
        ("requirements where title < empty", "nothing is `<` empty", "title = empty"),
        ("deliverables where due < 01/02/2026", "`due` is a date (YYYY-MM-DD), found `01/02/2026`", "2026-02-20"),
        ("deliverables where due < 2026-02-30", "`due` is a date (YYYY-MM-DD), found `2026-02-30`", ""),
        ("risks where probability >= high", "`probability` is a whole number from 1 to 5, found `high`", ""),
        ("risks where score >= high", "`score` is a number, found `high`", "score >= 10"),
        ("tasks where duration = soon", "`duration` is working days, found `soon`", "5d"),
        ("changes where status = aproved", "`status` is never `aproved`", "did you mean `approved`?"),
        ("requirements where " + "(" * 5001, "a condition of 5,001 letters", ""),
        ("requirements where " + "(" * 900 + "id = a" + ")" * 900, "nested more than 40 levels deep", ""),
        ("requirements where " + "not " * 1000 + "id = a", "nested more than 40 levels deep", ""),
        ("requirements where __class__ = a", "requirements have no field `__class__`", ""),
        ("requirements where written = a", "requirements have no field `written`", ""),
    ],
)
def test_what_cannot_be_understood_is_told(asked: str, message: str, hint: str):
    with pytest.raises(QueryError) as error:
        query(asked, TODAY)
    assert message in str(error.value)
    assert hint in error.value.hint
    assert len(str(error.value)) < 200


def test_what_is_signed_cannot_depend_on_the_day():
    with pytest.raises(QueryError, match="would change from day to day"):
        query("deliverables where due < today")


@pytest.mark.parametrize("of_type", RECORD_TYPES.values(), ids=lambda each: each.name)
def test_every_field_and_type_is_found_by_every_word_for_it(of_type):
    for key in of_type.keys():
        assert record_type(key.upper()) is record_type(key)
    for field in of_type.fields.values():
        for key in field.keys():
            assert of_type.fields[field_named(key, of_type)].name == field_named(key.upper(), of_type)


PIECES = st.sampled_from(
    ["priority", "状态", "title", "due", "score", "after", "and", "or", "not", "in", "=", "!=", "<", "~", "(", ")", ",", "must", "empty",
     "today", "'x'", "“x”", "2026-01-01", "5", "where", "\x00", "'", '"', "!", "\ud800", "𠮷", "-", "5d", "T-1"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14), st.sampled_from(list(RECORD_TYPES.values())))
def test_no_condition_raises_anything_but_a_query_error(dossier, pieces: list[str], of_type):
    try:
        matches = where(" ".join(pieces), of_type, TODAY)
    except QueryError:
        return
    for record in dossier.of(of_type.cls):
        assert matches(record) in {True, False}


@given(st.text(max_size=60))
def test_no_text_raises_anything_but_a_query_error(text: str):
    try:
        query(text, TODAY)
    except QueryError:
        pass


@given(
    st.sampled_from(["=", "!=", "~", "<", "<=", ">", ">="]),
    st.sampled_from(["title", "probability", "score", "id"]),
    st.sampled_from(["3", "R-2", "12"]),
)
def test_not_turns_a_condition_round(dossier, sign: str, field: str, value: str):
    risks = dossier.of(RECORD_TYPES["risk"].cls)
    try:
        plain = where(f"{field} {sign} {value}", RECORD_TYPES["risk"], TODAY)
    except QueryError:
        return
    turned = where(f"not {field} {sign} {value}", RECORD_TYPES["risk"], TODAY)
    assert [plain(r) for r in risks] == [not turned(r) for r in risks]
