"""Status reports: how it stands, what was done, what comes, and what is in the way."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import PERSON, RAG


@record(
    ("Status report", "状态报告"),
    ("Status reports", "状态报告"),
    prefix="SR",
    body="summary",
    also=("reports", "报告"),
)
class StatusReport(Record):
    """How the project stood on one day, as it was told to the client."""

    as_of: date | None = says(
        "As of", "截至", required=True, help=("The day whose state it tells.", "报告所反映的日期。")
    )
    rag: str = says(
        "Overall",
        "总体状态",
        choices=RAG,
        also=("overall", "status"),
        help=("green, amber or red.", "green、amber 或 red。"),
    )
    rag_reason: Prose = says("Why", "状态原因", also=("why",))
    summary: Prose = says("Summary", "摘要")
    done: Prose = says("Done", "已完成工作")
    next: Prose = says("Next", "下一步工作")
    blocked: Prose = says("Blocked", "受阻事项", also=("blocked_by",))
    schedule: str = says("Schedule", "进度状态", choices=RAG)
    cost: str = says("Cost", "成本状态", choices=RAG)
    scope: str = says("Scope", "范围状态", choices=RAG)
    author: Ref = says("Author", "报告人", to=PERSON)
