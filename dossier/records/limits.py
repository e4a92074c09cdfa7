"""What a project may do unasked: how far it may stray, what a pull request may do, who decides about changes up to what."""

from __future__ import annotations

from typing import ClassVar

from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Amount, Days, Percent, Ref
from dossier.records.words import PERSON


class Tolerance(PartOfRecord):
    """How far the project may stray from what was agreed before the client has to be asked."""

    slip: Days | None = says(
        "Slip", "工期偏差", unit="d", help=("Working days that a milestone may slip.", "里程碑允许推迟的工作日。")
    )
    budget: Percent | None = says(
        "Cost overrun",
        "成本偏差",
        unit="%",
        help=("Percent by which the expected cost may exceed the agreed budget.", "预计成本允许超出约定预算的百分比。"),
    )


_BLOCKS, _TELLS = ("Blocks the change", "阻止变更"), ("Is only told", "仅提示")


class ReviewLimits(PartOfRecord):
    """What a pull request may do to the project before somebody has to agree; `dossier review` holds it to them."""

    slip: Days | None = says(
        "Slip",
        "工期偏差",
        unit="d",
        help=(
            "Working days by which it may move the finish or a milestone; the tolerance when left out.",
            "允许推迟完成日期或里程碑的工作日；不填即按允许偏差。",
        ),
    )
    budget: Percent | None = says(
        "Cost overrun",
        "成本偏差",
        unit="%",
        help=(
            "Percent above the agreed budget that it may lead to; the tolerance when left out.",
            "变更后允许超出约定预算的百分比；不填即按允许偏差。",
        ),
    )
    signed: str = says(
        "Signed records",
        "已签字记录",
        choices={"block": _BLOCKS, "tell": _TELLS},
        help=(
            "A signed record that changes without an approved change request; blocks when left out.",
            "未经批准的变更请求而修改已签字记录；不填即阻止。",
        ),
    )
    published: str = says(
        "Published text",
        "新公开文本",
        choices={
            "block": ("Text of the team blocks", "团队内部文本公开时阻止"),
            "block_all": ("Any new text blocks", "任何新公开文本都阻止"),
            "tell": _TELLS,
        },
        help=(
            "Text that the client can read only now; what the team had to itself blocks when left out.",
            "客户新可见的文本；不填时，原仅团队可见的文本公开即阻止。",
        ),
    )
    signers: str = says(
        "Signers",
        "签字人",
        choices={"block": _BLOCKS, "tell": _TELLS},
        help=("Somebody who may not sign any more; blocks when left out.", "取消签字人资格；不填即阻止。"),
    )


class ChangeApprover(PartOfRecord):
    """Somebody who may decide about change requests beside the client's signers, and up to what."""

    about: ClassVar[str] = "who"

    who: Ref = says("Person", "审批人", to=PERSON, required=True)
    cost: Amount | None = says(
        "Cost up to",
        "成本上限",
        help=("In the project's currency; any amount when left out.", "以项目币种计；不填即不限。"),
    )
    time: int | None = says(
        "Delay up to",
        "延期上限",
        between=(0, 9999),
        unit="d",
        help=("Working days; any delay when left out.", "工作日；不填即不限。"),
    )
