"""Surveys: what we asked the client about our work, and how satisfied the client was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Prose, Ref
from dossier.records.words import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator


class Score(PartOfRecord):
    """What one person answered to one question."""

    by: Ref = says("From", "受访人", to=PERSON)
    score: int | None = says("Score", "得分", between=(0, 10))
    comment: Prose = says("Comment", "意见")


class Question(PartOfRecord):
    """One question and its answers."""

    id: str = says("Number", "编号", required=True)
    text: str = says("Question", "问题", required=True)
    answers: tuple[Score, ...] = says("Answers", "回答")
    short = ("id", "text")


@record(("Survey", "满意度调查"), ("Surveys", "满意度调查"), prefix="SUR")
class Survey(Record):
    """Questions to the client about our work, with the scores that came back."""

    description: Prose = says("Description", "描述")
    on: date | None = says("Sent on", "发出日期", also=("date", "sent_on"))
    due: date | None = says("Answers until", "回复截止")
    highest: int | None = says("Highest score", "最高分", between=(2, 10), help=("5 when left out.", "不填即 5 分。"))
    status: str = says(
        "Status",
        "状态",
        volatile=True,
        choices={
            "planned": ("Planned", "计划中"),
            "open": ("Waiting for answers", "待回复"),
            "closed": ("Closed", "已结束"),
        },
    )
    asked: tuple[Ref, ...] = says("Asked", "受访人", to=PERSON)
    questions: tuple[Question, ...] = says("Questions", "题目")
    conclusion: Prose = says("What we make of it", "结论与改进", volatile=True)


@check("DOS360")
def score_above_the_highest(survey: Survey) -> Iterator[Problem]:
    """A survey holds a score above its highest.

    The average would be shown as better than it can be.

    Wrong:

        surveys:
        - id: SUR-1
          title: After go-live
          questions:
          - {id: Q-1, text: Were we on time?, answers: [{by: anna, score: 7}]}

    Right:

        surveys:
        - id: SUR-1
          title: After go-live
          highest: 10
          questions:
          - {id: Q-1, text: Were we on time?, answers: [{by: anna, score: 7}]}
    """
    highest = survey.highest or 5
    for number, question in enumerate(survey.questions):
        for answer in question.answers:
            if answer.score is not None and answer.score > highest:
                message = f"{survey.id} {question.id} has a score of {answer.score}; the highest is {highest}"
                yield Problem("DOS360", survey.at("questions") / number, message, "correct it, or set `highest:`")
