"""Requirements: what the client asked for, why, and how one will know that it is there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, MOSCOW, PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator


class Criterion(PartOfRecord):
    """One thing that must be true for the work to be accepted."""

    id: str = says("Number", "编号", required=True)
    text: Prose = says("Criterion", "标准", required=True)
    met: bool = says("Met", "已满足", volatile=True)
    short = ("id", "text")


@record(
    ("Requirement", "需求"),
    ("Requirements", "需求"),
    prefix="REQ",
    body="statement",
)
class Requirement(Record):
    """Something the client needs, stated so that both sides can check it."""

    statement: Prose = says(
        "Statement",
        "需求描述",
        also=("text",),
        help=("What shall be true, in one or two sentences.", "用一两句话说明应达到的结果。"),
    )
    rationale: Prose = says("Rationale", "理由", help=("Why the client needs it.", "客户为什么需要。"))
    type: str = says(
        "Type",
        "类型",
        choices={
            "functional": ("Functional", "功能"),
            "quality": ("Quality", "质量"),
            "constraint": ("Constraint", "约束"),
            "interface": ("Interface", "接口"),
            "data": ("Data", "数据"),
            "service": ("Service", "服务"),
        },
    )
    priority: str = says(
        "Priority",
        "优先级",
        choices=MOSCOW,
        help=("MoSCoW: must, should, could, wont.", "MoSCoW：必须有、应该有、可以有、本次不做。"),
    )
    status: str = says(
        "Status",
        "状态",
        volatile=True,
        choices={
            "proposed": ("Proposed", "已提出"),
            "agreed": ("Agreed", "已确认"),
            "in_progress": ("In progress", "实施中"),
            "implemented": ("Implemented", "已实现"),
            "verified": ("Verified", "已验证"),
            "accepted": ("Accepted", "已验收"),
            "rejected": ("Rejected", "已否决"),
            "withdrawn": ("Withdrawn", "已撤销"),
        },
    )
    accepted_on: date | None = says(
        "Accepted on",
        "验收日期",
        volatile=True,
        help=(
            "When left out, the last day on which one of its deliverables was.",
            "不填即其可交付成果最后一次验收的日期。",
        ),
    )
    owner: Ref = says("Owner", "负责人", to=PERSON, help=("Who answers for it.", "由谁负责。"))
    source: str = says("Source", "来源", help=("Who asked for it, or where it is written.", "由谁提出，或出自何处。"))
    asked_by: Ref = says("Asked for by", "提出人", to=PERSON)
    parents: tuple[Ref, ...] = says("Parents", "上级需求", to=("requirement",), also=("parent",), help=EVERY_TYPE_HELP)
    verification: str = says(
        "Verification",
        "验证方法",
        choices={
            "test": ("Test", "测试"),
            "demonstration": ("Demonstration", "演示"),
            "inspection": ("Inspection", "检查"),
            "analysis": ("Analysis", "分析"),
        },
        help=("How it will be shown to be met.", "如何证明已满足。"),
    )
    acceptance_criteria: tuple[Criterion, ...] = says("Acceptance criteria", "验收标准", also=("criteria",))
    notes: Prose = says("Notes", "说明", also=("comment",))


@check("DOS310")
def criteria_with_the_same_number(requirement: Requirement) -> Iterator[Problem]:
    """Two acceptance criteria of one requirement have the same number.

    Nobody could say which of the two was accepted.

    Wrong:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - AC-1: Results come in one second
          - AC-1: Results are sorted by date

    Right:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - AC-1: Results come in one second
          - AC-2: Results are sorted by date
    """
    yield from repeated_criteria("DOS310", requirement, requirement.acceptance_criteria)


def repeated_criteria(code: str, owner: Record, criteria: tuple[Criterion, ...]) -> Iterator[Problem]:
    """A problem for every criterion whose number an earlier one of the same record has."""
    seen: set[str] = set()
    for number, criterion in enumerate(criteria):
        if criterion.id in seen:
            place = owner.at("acceptance_criteria") / number
            yield Problem(code, place, f"{owner.id} has two criteria {criterion.id}", "give each its own number")
        seen.add(criterion.id)
