"""Decisions: what was decided, by whom, and why."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, PERSON


@record(("Decision", "决策"), ("Decisions", "决策"), prefix="DEC")
class Decision(Record):
    """Something that was decided, or is waiting for a decision."""

    description: Prose = says("Description", "描述", help=("The question and what was decided.", "议题及结论。"))
    options: Prose = says("Options", "备选方案")
    reason: Prose = says("Reason", "理由")
    status: str = says(
        "Status",
        "状态",
        volatile=True,
        choices={
            "open": ("Waiting", "待决策"),
            "decided": ("Decided", "已决策"),
            "superseded": ("Superseded", "已被取代"),
        },
    )
    decided_by: Ref = says(
        "Decided by", "决策人", to=PERSON, also=("owner",), help=("Who decides, or who did.", "决策人。")
    )
    decided_on: date | None = says("Decided on", "决策日期")
    due: date | None = says("Due", "应决策日期")
    meeting: Ref = says("Meeting", "会议", to=("meeting",))
    supersedes: Ref = says("Supersedes", "取代", to=("decision",))
    affects: tuple[Ref, ...] = says("Affects", "影响记录", help=EVERY_TYPE_HELP)
