"""Feedback: what the client said, what we answered, and what was done about it."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, OPEN_CLOSED, PERSON


@record(("Feedback", "反馈"), ("Feedback", "反馈"), key="feedback", prefix="FB", body="said")
class Feedback(Record):
    """Something the client told us, kept with our answer and what came of it."""

    said: Prose = says("What the client said", "客户意见")
    by: Ref = says("From", "反馈人", to=PERSON)
    on: date | None = says("Date", "日期", also=("date",))
    kind: str = says(
        "Kind",
        "类别",
        choices={
            "praise": ("Praise", "表扬"),
            "wish": ("Wish", "建议"),
            "complaint": ("Complaint", "投诉"),
            "question": ("Question", "咨询"),
        },
    )
    answer: Prose = says("Our answer", "我方答复")
    answered_on: date | None = says("Answered on", "答复日期")
    done: Prose = says("What was done", "处理结果")
    status: str = says("Status", "状态", choices=OPEN_CLOSED, volatile=True)
    owner: Ref = says("Owner", "负责人", to=PERSON)
    led_to: tuple[Ref, ...] = says("Led to", "后续记录", help=EVERY_TYPE_HELP)
