"""Risks: what may go wrong, how likely and how bad, and what is done about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record, says
from dossier.records.values import Amount, Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator

LIKELY = 4


@record(("Risk", "风险"), ("Risks", "风险"), prefix="RISK")
class Risk(Record):
    """Something that may go wrong and cost the project time, money or quality."""

    description: Prose = says("Description", "描述")
    cause: Prose = says("Cause", "原因")
    effect: Prose = says("Effect", "后果")
    probability: int | None = says(
        "Probability",
        "概率",
        between=(1, 5),
        help=("1 (rare) to 5 (almost sure).", "1（极少）到 5（几乎必然）。"),
    )
    impact: int | None = says(
        "Impact",
        "影响",
        between=(1, 5),
        help=("1 (hardly felt) to 5 (endangers the project).", "1（轻微）到 5（危及项目）。"),
    )
    exposure: Amount | None = says(
        "Exposure", "风险敞口", help=("What it would cost.", "发生时的损失金额。"), internal=True
    )
    currency: str = says(
        "Currency of the exposure",
        "风险敞口币种",
        help=("That of the project when left out.", "不填即项目币种。"),
        internal=True,
    )
    prevention: Prose = says(
        "Prevention",
        "预防措施",
        help=("What is done so that it does not happen.", "为避免发生所采取的措施。"),
    )
    contingency: Prose = says("Contingency", "应急措施", help=("What is done when it happens.", "发生后采取的措施。"))
    trigger: Prose = says(
        "Trigger", "触发条件", help=("By what one notices that it happens.", "如何得知风险正在发生。")
    )
    owner: Ref = says("Owner", "负责人", to=PERSON)
    status: str = says(
        "Status",
        "状态",
        volatile=True,
        choices={
            "open": ("Open", "监控中"),
            "occurred": ("Occurred", "已发生"),
            "closed": ("Closed", "已关闭"),
        },
    )
    found_on: date | None = says("Found on", "识别日期", also=("raised_on",))
    review_on: date | None = says("Next review", "下次评审", volatile=True)
    closed_on: date | None = says("Closed on", "关闭日期", volatile=True)
    affects: tuple[Ref, ...] = says("Affects", "影响记录", help=EVERY_TYPE_HELP)

    @property
    def score(self) -> int | None:
        """Probability times impact, 1 to 25 (the usual five by five matrix), or None while either is unknown."""
        return self.probability * self.impact if self.probability and self.impact else None


@check("DOS330", "warning")
def likely_risk_without_owner(risk: Risk) -> Iterator[Problem]:
    """A likely risk has nobody to watch it.

    A risk that is likely and has no owner is not looked at until it happens.

    Wrong:

        risks:
        - {id: R-1, title: Late data, probability: 5, impact: 3}

    Right:

        risks:
        - {id: R-1, title: Late data, probability: 5, impact: 3, owner: anna}
    """
    if (risk.probability or 0) >= LIKELY and not risk.owner and risk.status != "closed":
        message = f"{risk.id} ({risk.title}) is likely and has no owner"
        yield Problem("DOS330", risk.at("probability"), message, "add an owner, or lower the probability")
