"""Any allowed way of a change request, written step by step, reads back as exactly these steps."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.parse import parsed
from dossier.records.change_request import NEXT_STEPS, ChangeRequest, ChangeStep, Impact
from dossier.records.change_text import with_impact, with_step
from dossier.records.values import Ref
from dossier.text.source import Source

FILES = {
    "block.yml": "# ours\nchange_requests:\n- id: CR-1  # first\n  title: A\n  # none yet\n  reason: |\n    b\n\n- id: CR-2\n  title: B\n",
    "rows.yml": "changes:\n- title: A\n  id: CR-1\n  steps:\n  # by phone\n  - {step: requested, by: anna, on: 2026-03-01}  # one\n# end\n",
    "long.yml": "变更:\n  - 编号: CR-1\n    标题: 甲\n    步骤:   # 依次\n    - 步骤: 已提出\n      日期: 2026-03-01\n      说明: >-\n        电话\n    标签: [甲]\n",
    "brackets.yml": "changes:\n- {id: CR-1, title: A}\n- id: CR-2\n  title: B\n",
    "change_requests/CR-1.md": "---\nid: CR-1\ntouches: []  # none\n---\n\n# A\n\nWords.\n\n## Reason\n\nc\n",
    "变更/CR-1.md": "---\n编号: CR-1\n步骤: [{步骤: 已提出, 日期: 2026-03-01}]\n---\n# 甲\n",
}
NOTES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff")
    | st.sampled_from("\n:#-{}[]'\"|>%@&*!,， "),
    max_size=40,
).map(str.strip)


def decoded(path: str, text: str) -> ChangeRequest:
    found = parsed(Source(f"acme/web/{path}", text), "web")
    assert found.problems == ()
    change = next(each for each in found.records if each.id == "CR-1")
    assert isinstance(change, ChangeRequest)
    return change


@st.composite
def ways(draw: st.DrawFn, start: str) -> list[ChangeStep]:
    """Some steps, each allowed after the one before it, on days that do not go back."""
    steps: list[ChangeStep] = []
    status, day = start, date(2026, 3, 1)
    for _ in range(draw(st.integers(0, 5))):
        if not NEXT_STEPS[status]:
            break
        status = draw(st.sampled_from(sorted(NEXT_STEPS[status])))
        day += timedelta(days=draw(st.integers(0, 40)))
        said: dict[str, Any] = {"by": Ref(draw(st.sampled_from(["anna", "pilot/tom-b", "何-1"]))), "note": draw(NOTES)}
        steps.append(ChangeStep(step=status, on=day, **said))
    return steps


@pytest.mark.parametrize("path", FILES)
@given(data=st.data())
def test_the_file_holds_exactly_the_steps_taken_and_every_other_line(path: str, data: st.DataObject):
    text = FILES[path]
    before = decoded(path, text)
    taken = data.draw(ways(before.status))
    for step in taken:
        text = with_step(text, decoded(path, text), step)
    after = decoded(path, text)
    assert after.steps == (*before.steps, *taken)
    assert after.title == before.title
    assert after.reason == before.reason
    # A list in brackets, and a record in braces, grow on their line; every other line is there, in its order.
    lines = iter(text.split("\n"))
    assert all(line in lines for line in FILES[path].split("\n") if "[{" not in line and "{id: CR-1" not in line)


@pytest.mark.parametrize("path", FILES)
@given(
    impacts=st.lists(
        st.builds(
            Impact,
            scope=NOTES,
            time=st.none() | st.integers(-9999, 9999),
            cost=st.none() | st.decimals(-999_999, 999_999, places=2) | st.integers(-9, 99_999).map(Decimal),
            quality=NOTES,
        ).filter(lambda impact: bool(impact.scope or impact.quality or impact.time is not None)),
        max_size=3,
    )
)
def test_the_impact_is_the_last_one_written(path: str, impacts: list[Impact]):
    text = FILES[path]
    for impact in impacts:
        text = with_impact(text, decoded(path, text), impact)
    after = decoded(path, text)
    assert after.impact == (impacts[-1] if impacts else None)
    assert after.steps == decoded(path, FILES[path]).steps
