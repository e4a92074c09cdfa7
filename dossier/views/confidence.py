"""With how much confidence a project and its milestones are finished by when, and what most often decides it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from dossier.compute.chance import day_of, finish_days
from dossier.compute.uncertainty import LEVELS, Outlook, Uncertainty
from dossier.records.declare import RECORD_TYPES
from dossier.views.bar_chart import BarChart, BarRole, DayBar
from dossier.views.blocks import Block, Cell, Column, Heading, Links, Note, Table, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dossier.compute.plan_row import PlanRow
    from dossier.views.context import Context

TOLD = 80
"""With how many percent confidence the page names the finish in a sentence."""

MOST_BARS = 12
"""So many bars at most show how the finishes of the runs are spread."""
MOST_DECISIVE = 10
"""So many tasks at most are listed as those that decide the finish."""


def confidence(context: Context) -> list[Block]:
    """When the project is finished with how much confidence; nothing where all is as planned and no risk delays.

    A client sees the finish of the whole and of her milestones; the team also what decides it.
    """
    what, outlook = context.uncertainty, context.outlook
    if what is None or outlook is None or all(row.state == "done" for row in context.plan.rows):
        return []
    blocks: list[Block] = [Heading(context.say("confidence"), "confidence"), _sentence(context, what, outlook)]
    blocks.append(_finishes(context, what, outlook))
    blocks += _spread(context, what, outlook)
    if context.audience == "team" and (decisive := _decisive(context, outlook)):
        blocks += [Heading(context.say("decides_finish"), "decides-finish"), _criticality(context, outlook, decisive)]
    return blocks


def _sentence(context: Context, what: Uncertainty, outlook: Outlook) -> Note:
    say, agreed = context.say, context.dossier.project.finish
    text = say("confident_of", level=TOLD, day=context.day(day_of(what, outlook.finish(TOLD))))
    feel: Tone = "neutral"
    if agreed:
        share = outlook.share_by(what.calendar.end_of(agreed))
        text += say("kept_in" if share else "kept_in_none", agreed=context.day(agreed), share=percent(share))
        feel = _feeling(share)
    return Note(text, feel, remark=say("simulated", runs=context.wording.number(outlook.runs)))


def _feeling(share: Fraction) -> Tone:
    """How it feels that the agreed date is kept in this share of the runs."""
    return "good" if share * 100 >= TOLD else "warn" if share * 2 >= 1 else "bad"


def _finishes(context: Context, what: Uncertainty, outlook: Outlook) -> Table:
    levels = [context.say("by_confidence", level=level) for level in LEVELS]
    columns = (context.say("finish_of"), context.say("column_expected"), *levels)
    whole = tuple(day_of(what, outlook.finish(level)) for level in LEVELS)
    rows = [(Text(context.dossier.project.title), *_days(context, day_of(what, what.finish), *whole))]
    open_milestones = [row for row in context.plan.rows if row.milestone and row.state != "done"]
    for row in sorted(open_milestones, key=lambda each: (each.expected_finish, each.number)):
        if row.id in outlook.tasks:
            finishes = (day_of(what, finish) for finish in outlook.tasks[row.id].finishes)
            rows.append((Links((context.link(row.id),)), *_days(context, row.expected_finish, *finishes)))
    return Table(tuple(Column(label, narrow=n > 0) for n, label in enumerate(columns)), tuple(rows))


def _spread(context: Context, what: Uncertainty, outlook: Outlook) -> Iterator[Block]:
    """In what share of the runs the whole is finished when, as bars and in numbers; nothing where all end together."""
    found = finish_days(what, outlook, MOST_BARS)
    if len(found) < 2:
        return
    say, agreed = context.say, context.dossier.project.finish
    yield Heading(say("finish_spread"), "finish-spread", 3)
    bars = tuple(
        DayBar(day, Decimal(100 * count) / outlook.runs, "later" if agreed and day > agreed else "kept")
        for day, count in found
    )
    used = {bar.role for bar in bars}
    kept = say("runs_kept", day=context.day(agreed)) if agreed else say("share_of_runs")
    legend: tuple[tuple[BarRole, str], ...] = (("kept", kept), ("later", say("runs_later", day=context.day(agreed))))
    likeliest = context.day(max(bars, key=lambda bar: bar.value).until)
    yield BarChart(say("finish_spread_tells", day=likeliest), bars, tuple(each for each in legend if each[0] in used))
    columns = (say("finished_until"), say("share_of_runs"), say("finished_by_then"))
    totals = accumulate(count for _, count in found)
    rows = (
        (Text(context.day(day), day.isoformat()), *(_share(context, n, outlook.runs) for n in (count, total)))
        for (day, count), total in zip(found, totals, strict=True)
    )
    yield Table(tuple(Column(label, narrow=n > 0) for n, label in enumerate(columns)), tuple(rows))


def _share(context: Context, count: int, runs: int) -> Cell:
    return Text(context.say("share_of_day", n=percent(Fraction(count, runs))), f"{count / runs:.4f}")


def _days(context: Context, *days: date) -> tuple[Cell, ...]:
    return tuple(Text(context.day(day), day.isoformat()) for day in days)


def _decisive(context: Context, outlook: Outlook) -> list[PlanRow]:
    """The open tasks that are most often critical, in the order in which they are."""
    runs = {
        row.id: outlook.tasks[row.id].critical_runs
        for row in context.plan.rows
        if row.id in outlook.tasks and row.state != "done" and not row.is_summary and not row.milestone
    }
    rows = [row for row in context.plan.rows if runs.get(row.id)]
    return sorted(rows, key=lambda row: -runs[row.id])[:MOST_DECISIVE]


def _criticality(context: Context, outlook: Outlook, rows: Sequence[PlanRow]) -> Table:
    labels = (RECORD_TYPES["task"].label[context.language], context.say("criticality_index"))
    cells = [(row, outlook.criticality(row.id)) for row in rows]
    return Table(
        (Column(labels[0]), Column(labels[1], narrow=True)),
        tuple(
            (Links((context.link(row.id),)), Text(f"{percent(share)} %", f"{float(share):.4f}")) for row, share in cells
        ),
    )


def percent(share: Fraction) -> str:
    """A share in whole percent, which says 100 only where nothing is missing and 0 only where all is."""
    return str(int(share * 100)) if share * 100 >= 1 or not share else "<1"
