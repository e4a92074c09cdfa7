"""Sign-offs: what the client confirms, who confirms it, and exactly what was confirmed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator


@record(("Sign-off", "签字确认"), ("Sign-offs", "签字确认"), prefix="SO", also=("signoffs", "签字"))
class SignOff(Record):
    """A confirmation that we ask the client for, and once given, what exactly it covered."""

    description: Prose = says("Description", "描述", help=("What confirming it means.", "确认意味着什么。"))
    covers: tuple[Ref, ...] = says(
        "Covers", "涵盖记录", help=("Numbers of the records to confirm.", "需确认的记录编号。")
    )
    covers_where: str = says(
        "Covers where",
        "涵盖条件",
        help=(
            "Or a query: `requirements where priority = must`.",
            "或查询条件：`requirements where priority = must`。",
        ),
    )
    baseline: Ref = says(
        "Baseline",
        "基准",
        to=("baseline",),
        help=("The plan that is confirmed with it; slips are counted from it.", "一并确认的计划；偏差由此计算。"),
    )
    signer: Ref = says("To be confirmed by", "确认人", to=PERSON, required=True)
    role: str = says("In the role of", "确认身份", help=("In which role the signer confirms.", "以何种身份确认。"))
    requested_on: date | None = says("Requested on", "请求日期")
    due: date | None = says(
        "Due", "应确认日期", help=("After this day an open sign-off has expired.", "逾期未确认即为过期。")
    )
    decision: str = says(
        "Decision",
        "确认结果",
        choices={
            "confirmed": ("Confirmed", "已确认"),
            "conditions": ("Confirmed with conditions", "有条件确认"),
            "rejected": ("Rejected", "已拒绝"),
        },
    )
    decided_by: Ref = says("Given by", "签字人", to=PERSON)
    decided_on: date | None = says("Given on", "签字日期")
    conditions: Prose = says(
        "Conditions", "附加条件", help=("Conditions, or why it was rejected.", "附加条件，或拒绝的原因。")
    )
    valid_until: date | None = says("Valid until", "有效期至")
    digest: str = says(
        "Digest",
        "摘要值",
        help=(
            "SHA-256 of what was covered; written by `dossier sign record`.",
            "所涵盖内容的 SHA-256；由 `dossier sign record` 写入。",
        ),
    )


@check("DOS370")
def sign_off_covers_nothing(sign_off: SignOff) -> Iterator[Problem]:
    """A sign-off does not say what it covers.

    A signature under nothing confirms nothing.

    Wrong:

        sign_offs:
        - {id: SO-1, title: Scope, signer: anna}

    Right:

        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: [REQ-1]}
    """
    if not sign_off.covers and not sign_off.covers_where and not sign_off.baseline:
        message = f"{sign_off.id} ({sign_off.title}) covers nothing"
        yield Problem(
            "DOS370",
            sign_off.place,
            message,
            "add `covers: [ids]`, `covers_where: requirements where …` or `baseline: id`",
        )


@check("DOS371")
def sign_off_half_given(sign_off: SignOff) -> Iterator[Problem]:
    """A sign-off has a decision without who, when and what exactly, or conditions without saying them.

    Only with all of them can it be shown later what was agreed. What is confirmed has no conditions: with conditions
    the decision is `conditions`, and the page says so.

    Wrong:

        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: [REQ-1], decision: rejected}

    Right:

        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: [REQ-1]}
    """
    if not sign_off.decision:
        return
    needed = ["decided_by", "decided_on", "digest"] + ["conditions"] * (sign_off.decision != "confirmed")
    missing = [name for name in needed if not getattr(sign_off, name)]
    if missing:
        message = f"{sign_off.id} is {sign_off.decision} and lacks {', '.join(missing)}"
        hint = "`dossier sign record` writes all of them"
        yield Problem("DOS371", sign_off.at("decision"), message, hint)
    if sign_off.decision == "confirmed" and sign_off.conditions:
        message = f"{sign_off.id} is confirmed without conditions, and has some"
        yield Problem("DOS371", sign_off.at("conditions"), message, "write `decision: conditions`, or take them out")
