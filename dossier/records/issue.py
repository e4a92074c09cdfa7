"""Issues: what has gone wrong and is being put right."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, OPEN_CLOSED, PERSON


@record(("Issue", "问题"), ("Issues", "问题"), prefix="ISS")
class Issue(Record):
    """Something that has gone wrong and needs somebody to put it right."""

    description: Prose = says("Description", "描述")
    severity: str = says(
        "Severity",
        "严重程度",
        choices={
            "low": ("Low", "低"),
            "medium": ("Medium", "中"),
            "high": ("High", "高"),
            "critical": ("Critical", "严重"),
        },
    )
    owner: Ref = says("Owner", "负责人", to=PERSON)
    raised_by: Ref = says("Raised by", "提出人", to=PERSON)
    raised_on: date | None = says("Raised on", "提出日期")
    due: date | None = says("Due", "应解决日期")
    status: str = says("Status", "状态", choices=OPEN_CLOSED, volatile=True)
    closed_on: date | None = says("Closed on", "关闭日期", volatile=True)
    resolution: Prose = says("Resolution", "解决办法", volatile=True)
    risk: Ref = says("Came from risk", "来源风险", to=("risk",))
    affects: tuple[Ref, ...] = says("Affects", "影响记录", help=EVERY_TYPE_HELP)
