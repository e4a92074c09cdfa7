"""Risks: what may go wrong, how likely and how bad, and what is done about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.three_points import out_of_order
from dossier.records.values import Amount, Days, Percent, Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, PERSON, WORK

if TYPE_CHECKING:
    from collections.abc import Iterator

LIKELY = 4


class Delay(PartOfRecord):
    """By how much a risk delays one task when it happens."""

    task: Ref = says("Task", "任务", to=WORK, required=True)
    by: Days | None = says(
        "By", "延误", required=True, unit="d", help=("Working days, most likely.", "最可能的工作日数。")
    )
    optimistic: Days | None = says("At best", "最少", unit="d")
    pessimistic: Days | None = says("At worst", "最多", unit="d")


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
    chance: Percent | None = says(
        "Chance",
        "发生可能性",
        unit="%",
        help=(
            "In percent, where more is known than the probability says.",
            "百分比；比“概率”更准确时填写。",
        ),
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
    delays: tuple[Delay, ...] = says(
        "Delays",
        "延误任务",
        internal=True,
        help=(
            "Which tasks it delays, and by how much; the simulation of the plan counts with it.",
            "会延误哪些任务、延误多久；用于计划模拟。",
        ),
    )

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


@check("DOS582")
def delay_out_of_order(risk: Risk) -> Iterator[Problem]:
    """A risk delays a task by less than at best, or by more than at worst.

    `by` is the most likely delay; in another order the three are swapped or mistyped, and the simulation of the plan
    would not use them.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d}
        risks:
        - {id: R-1, title: Rock, chance: 30%, delays: [{task: T-1, by: 5d, optimistic: 6d}]}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d}
        risks:
        - {id: R-1, title: Rock, chance: 30%, delays: [{task: T-1, by: 5d, optimistic: 2d}]}
    """
    for n, delay in enumerate(risk.delays):
        for words in out_of_order(delay.optimistic, delay.by, delay.pessimistic):
            message = f"{risk.id} delays {delay.task} by {words}"
            yield Problem("DOS582", risk.at("delays") / n, message, "optimistic ≤ by ≤ pessimistic")


@check("DOS583", "warning")
def delay_without_a_chance(risk: Risk) -> Iterator[Problem]:
    """A risk delays tasks for certain, or nothing says how likely it is.

    What is certain belongs into the plan, where everybody counts with it. A risk of unknown chance is left out of the
    simulation.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d}
        risks:
        - {id: R-1, title: Rock, chance: 100%, delays: [{task: T-1, by: 5d}]}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d}
        risks:
        - {id: R-1, title: Rock, chance: 30%, delays: [{task: T-1, by: 5d}]}
    """
    if not risk.delays or risk.status in {"closed", "occurred"}:
        return
    if risk.chance == 100:
        message = f"{risk.id} delays tasks with a chance of 100 %"
        yield Problem("DOS583", risk.at("chance"), message, "make the tasks longer in the plan, or lower the chance")
    if risk.chance is None and risk.probability is None:
        message = f"{risk.id} delays tasks, and nothing says how likely it is"
        yield Problem("DOS583", risk.at("delays"), message, "add `probability:` or `chance:`")
