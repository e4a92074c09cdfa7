"""Actions: who promised to do what by when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator


@record(("Action", "行动项"), ("Actions", "行动项"), prefix="ACT")
class Action(Record):
    """Something somebody promised to do, usually in a meeting."""

    description: Prose = says("Description", "描述")
    owner: Ref = says("Owner", "负责人", to=PERSON)
    due: date | None = says("Due", "截止日期")
    status: str = says(
        "Status",
        "状态",
        volatile=True,
        choices={"open": ("Open", "进行中"), "done": ("Done", "已完成"), "dropped": ("Dropped", "已取消")},
    )
    done_on: date | None = says("Done on", "完成日期", volatile=True)
    result: Prose = says("Result", "结果", volatile=True)
    meeting: Ref = says("Meeting", "会议", to=("meeting",))
    affects: tuple[Ref, ...] = says("About", "涉及记录", help=EVERY_TYPE_HELP)


@check("DOS350", "warning")
def action_without_owner_or_date(action: Action) -> Iterator[Problem]:
    """An open action has no owner or no date.

    What nobody promised by no date is not done.

    Wrong:

        actions:
        - {id: ACT-1, title: Send the test data, owner: anna}

    Right:

        actions:
        - {id: ACT-1, title: Send the test data, owner: anna, due: 2026-03-09}
    """
    missing = [name for name in ("owner", "due") if not getattr(action, name)]
    if missing and action.status not in {"done", "dropped"}:
        message = f"{action.id} ({action.title}) has no {' and no '.join(missing)}"
        yield Problem("DOS350", action.place, message, f"add `{missing[0]}:`")
