"""What the client told us: surveys with their scores, and feedback with our answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.records.feedback import Feedback
from dossier.records.survey import Question, Survey
from dossier.views.blocks import (
    Block,
    Body,
    Card,
    Cards,
    Cell,
    Column,
    Heading,
    Note,
    Prose,
    Several,
    Table,
    Text,
)
from dossier.views.page_view import PageView
from dossier.views.tables import record_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.views.context import Context


def survey_page(context: Context) -> PageView | None:
    """Surveys and feedback, or None when there are none."""
    surveys, feedback = context.dossier.of(Survey), context.dossier.of(Feedback)
    if not surveys and not feedback:
        return None
    blocks: list[Block] = []
    for survey in surveys:
        blocks.append(Heading(survey.title, survey.id))
        if survey.description:
            blocks.append(Body(survey.description, survey.folder))
        blocks += result_blocks(context, survey)
        if survey.conclusion:
            blocks.append(Body(survey.conclusion, survey.folder))
    if feedback:
        blocks.append(Heading(context.say("feedback_and_answers"), "feedback"))
        blocks.append(record_table(context, feedback, ("record", "on", "by", "kind", "said", "answer", "status")))
    return PageView(title=context.say("page_survey"), lead=context.say("lead_survey"), blocks=tuple(blocks))


def average(question: Question) -> float | None:
    """The mean of the scores of a question, or None without any."""
    scores = [answer.score for answer in question.answers if answer.score is not None]
    return sum(scores) / len(scores) if scores else None


def result_blocks(context: Context, survey: Survey) -> Iterator[Block]:
    """The scores of a survey, or that its answers are awaited."""
    highest = survey.highest or 5
    averages = [found for question in survey.questions if (found := average(question)) is not None]
    if not averages:
        yield Note(
            context.say("survey_waiting", day=context.day(survey.due))
            if survey.due
            else context.say("survey_no_answers"),
            "info",
        )
        if survey.questions:
            yield Table((Column(context.say("column_question")),), tuple((Text(q.text),) for q in survey.questions))
        return
    overall = sum(averages) / len(averages)
    yield Cards(
        (
            Card(context.say("overall_score"), _score(overall, highest), percent=round(100 * overall / highest)),
            Card(context.say("people_answered"), str(_people(survey))),
        )
    )
    columns = (
        Column(context.say("column_question")),
        Column(context.say("column_score"), narrow=True),
        Column(context.say("column_comments")),
    )
    yield Table(columns, tuple(_row(context, survey, question, highest) for question in survey.questions))


def _people(survey: Survey) -> int:
    """How many people answered: those who are named, and as many without a name as answered one question."""
    named = {answer.by for question in survey.questions for answer in question.answers if answer.by}
    return len(named) + max(sum(1 for answer in each.answers if not answer.by) for each in survey.questions)


def _row(context: Context, survey: Survey, question: Question, highest: int) -> tuple[Cell, ...]:
    found = average(question)
    comments = tuple(
        Prose(
            context.say("said_by", name=context.name(answer.by), said=answer.comment) if answer.by else answer.comment,
            survey.folder,
        )
        for answer in question.answers
        if answer.comment
    )
    return Text(question.text), Text(_score(found, highest) if found is not None else "–"), Several(comments)


def _score(value: float, highest: int) -> str:
    return f"{value:.1f} / {highest}"
