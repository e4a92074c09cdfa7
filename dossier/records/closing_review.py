"""The closing review: planned against actual, how we worked, and what we learnt."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Amount, Percent, Prose, Ref
from dossier.records.words import PERSON


class Lesson(PartOfRecord):
    """Something learnt that the next project should know."""

    id: str = says("Number", "编号", required=True)
    text: Prose = says("Lesson", "经验教训", required=True)
    advice: Prose = says("Next time", "今后做法")
    short = ("id", "text")


@record(
    ("Closing review", "结项评审"),
    ("Closing reviews", "结项评审"),
    prefix="CLOSE",
    body="summary",
    also=("closing", "结项"),
)
class ClosingReview(Record):
    """What was planned and what came of it, written when the project ends."""

    on: date | None = says("Date", "日期", also=("date",))
    summary: Prose = says("Summary", "总结")
    planned_finish: date | None = says("Planned finish", "计划完成")
    actual_finish: date | None = says("Actual finish", "实际完成")
    planned_cost: Amount | None = says("Planned cost", "计划成本")
    actual_cost: Amount | None = says("Actual cost", "实际成本")
    objectives_met: Percent | None = says("Objectives met", "目标达成率", unit="%")
    results: Prose = says("Results against the objectives", "目标达成情况")
    team_performance: Prose = says("Team performance", "团队表现")
    client_view: Prose = says("The client's view", "客户评价")
    lessons: tuple[Lesson, ...] = says("Lessons", "经验教训")
    handover: Prose = says("Handover", "移交安排", help=("Who looks after it from now on.", "今后由谁负责维护。"))
    attended_by: tuple[Ref, ...] = says("Reviewed by", "评审人", to=PERSON)
