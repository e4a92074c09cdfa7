"""The plan as a client follows it: milestones, time line, late work and breakdown."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from dossier.compute.plan_row import PlanRow
from dossier.dossier import once
from dossier.records.declare import RECORD_TYPES
from dossier.records.task import Task
from dossier.views.baseline_page import baselines_list
from dossier.views.blocks import (
    NOTHING,
    Badge,
    Block,
    Cell,
    Column,
    Gantt,
    Heading,
    Links,
    Note,
    Several,
    Table,
    Text,
    Wbs,
)
from dossier.views.cells import tone
from dossier.views.confidence import confidence
from dossier.views.driving import driving_blocks
from dossier.views.gantt import GanttPicture, GanttView, gantt
from dossier.views.gantt_chart import GanttChart, gantt_chart
from dossier.views.milestone_trend import milestone_trend_blocks
from dossier.views.overview import progress, sentence
from dossier.views.page_view import PageView
from dossier.views.parts import MOST_ROWS, in_parts, links_to_parts
from dossier.views.plan_tree import equal_parts, plan_tree
from dossier.views.slip_words import cause_cell, finish_note, slip_badge
from dossier.views.wbs import WbsPicture, WbsView, wbs
from dossier.views.wbs_outline import OutlineItem, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from dossier.views.context import Context


class Share(NamedTuple):
    """What one part of the page shows of its lists."""

    milestones: tuple[PlanRow, ...]
    rows: tuple[PlanRow, ...]
    charts: tuple[GanttPicture, ...]
    late: tuple[PlanRow, ...]
    trees: tuple[WbsPicture, ...]


def plan_page(context: Context, part: int = 1) -> PageView | None:
    """The plan, or None without tasks; a long one in parts, counted from 1."""
    if not context.plan.rows:
        return None
    shares, first = _shares(context), part == 1
    share, names = shares[part - 1], [str(number) for number in range(1, len(shares) + 1)]
    blocks: list[Block] = [Note(*sentence(context))] if first else []
    blocks += links_to_parts(context, "plan", names, part, len(context.plan.rows))
    if share.milestones:
        blocks += [Heading(context.say("milestones"), "milestones"), plan_table(context, share.milestones)]
    if first and (note := finish_note(context)):
        blocks.insert(1, note)
    blocks += milestone_trend_blocks(context) if first else []
    blocks += confidence(context) if first else []
    if share.rows or share.charts:
        gantt_block = Gantt(chart_of(context, share.rows), GanttView(pictures=share.charts))
        blocks += [Heading(context.say("time_line"), "gantt"), gantt_block]
    if share.late or first:
        blocks.append(Heading(context.say("late_work"), "late"))
        blocks.append(plan_table(context, share.late) if share.late else Note(context.say("nothing_late"), "good"))
    if first and (drives := tuple(driving_blocks(context, ahead_only=True))):
        blocks += [Heading(context.say("drives_finish"), "drives-the-finish"), *drives]
    if share.rows or share.trees:
        tree = Wbs(outline_of(context, share.rows), WbsView(pictures=share.trees))
        blocks += [Heading(context.say("work_breakdown"), "wbs"), tree]
    blocks += baselines_list(context) if first else []
    return PageView(title=context.say("page_plan"), lead=context.say("lead_plan"), blocks=tuple(blocks))


def parts_of_plan(context: Context) -> int:
    """How many pages the plan takes."""
    return len(_shares(context)) if len(context.plan.rows) > MOST_ROWS else 1


@once
def _shares(context: Context) -> tuple[Share, ...]:
    """The lists of the plan; those of a long one are cut, each by itself, into what a page takes."""
    rows = context.plan.rows
    milestones = [row for row in rows if row.milestone]
    late = [row for row in rows if is_late(context, row) and not row.is_summary and not row.milestone]
    charts, trees = _gantt(context).pictures, wbs_view(context).pictures
    whole = Share(_by_finish(milestones), rows, charts, _by_finish(late), trees)
    if len(rows) <= MOST_ROWS:
        return (whole,)
    cut = (
        in_parts(whole.milestones, lambda _: 1),
        _rows_in_parts(rows),
        in_parts(whole.charts, lambda picture: len(picture.bars)),
        in_parts(whole.late, lambda _: 1),
        in_parts(whole.trees, lambda picture: len(picture.nodes)),
    )
    return tuple(Share(*lists) for lists in zip_longest(*cut, fillvalue=()))


def is_late(context: Context, row: PlanRow) -> bool:
    """Whether a row is late by itself, or not done and later than in the baseline."""
    slip = context.slips.of(row.id) if context.slips and row.state != "done" else None
    return row.state == "late" or (slip is not None and slip.days > 0)


def _rows_in_parts(rows: Sequence[PlanRow]) -> Iterator[tuple[PlanRow, ...]]:
    """The rows in parts that end where a phase does, as far as a page takes a whole phase."""
    tree = plan_tree(rows)
    phases: list[tuple[PlanRow, ...]] = []
    for top in tree.roots:
        phases += equal_parts(tree.inside([top]), MOST_ROWS)
    for part in in_parts(phases, len):
        yield tuple(row for phase in part for row in phase)


def _by_finish(rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.expected_finish, row.number)))


def _gantt(context: Context) -> GanttView:
    return gantt(
        context.plan.rows,
        as_of=context.as_of,
        non_working_in=context.plan.calendar.non_working_dates,
        url_of=context.url_of,
    )


def chart_of(context: Context, rows: Sequence[PlanRow] | None = None) -> GanttChart | None:
    """The plan, or some of its rows, as a table with bars; None for no rows."""
    shown = context.plan.rows if rows is None else rows
    if not shown:
        return None
    waits_for = {task.id: task.after for task in context.dossier.of(Task)}
    return gantt_chart(context.plan, context.language, rows=shown, waits_for=waits_for, url_of=context.url_of)


def outline_of(context: Context, rows: Sequence[PlanRow] | None = None) -> tuple[OutlineItem, ...]:
    """The outline of the work, or of some of its rows, the project around several phases."""
    shown = context.plan.rows if rows is None else rows
    return outline(shown, context.language, url_of=context.url_of, project=_top(context))


def wbs_view(context: Context) -> WbsView:
    """The tree of the work, the project around several phases."""
    top = _top(context)
    return wbs(context.plan.rows, url_of=context.url_of, project=top) if top else WbsView(pictures=())


def _top(context: Context) -> PlanRow | None:
    """The project as a row around the whole plan; None for a plan without rows."""
    plan, project = context.plan, context.dossier.project
    if plan.start is None or plan.finish is None:
        return None
    done = all(row.state == "done" for row in plan.rows)
    late = project.finish is not None and plan.finish > project.finish
    return PlanRow(
        id=" project",  # no record's id holds a space
        number="",
        title=project.title,
        start=plan.start,
        finish=plan.finish,
        forecast_finish=plan.expected_finish,
        progress=progress(plan.rows),
        state="done" if done else "late" if late else "active",
        owner=context.name(project.owner) if project.owner else "",
    )


def plan_table(context: Context, rows: Iterable[PlanRow]) -> Table:
    """Rows of the plan with the dates that were agreed and planned, by how much they are missed, and why."""
    names = ("record", "owner", "agreed", "baseline", "finish_on", "slip", "cause", "state")
    labels = (
        RECORD_TYPES["task"].label[context.language],
        RECORD_TYPES["task"].fields["owner"].label[context.language],
        context.say("column_agreed"),
        context.say("column_baseline_finish"),
        context.say("column_expected"),
        context.say("slip"),
        context.say("column_cause"),
        context.say("column_state"),
    )
    cells = [_row(context, row) for row in _by_finish(rows)]
    shown = [n for n in range(len(names)) if n == 0 or any(row[n] != NOTHING for row in cells)]
    return Table(
        tuple(Column(labels[n], narrow=names[n] not in {"record", "cause"}) for n in shown),
        tuple(tuple(row[n] for n in shown) for row in cells),
    )


def _row(context: Context, row: PlanRow) -> tuple[Cell, ...]:
    slip = context.slips.of(row.id) if context.slips else None
    agreed = _day(context, row.deadline)
    behind: Cell = Badge(context.say("days_late", n=row.late_days), "bad") if row.late_days > 0 else NOTHING
    named, owner = context.link(row.id), Text(row.owner) if row.owner else NOTHING
    if context.slips:  # two differences, each below the date that it counts from, leave room for their cause
        named, owner = context.link(row.id, row.owner), NOTHING
        agreed, behind = _stacked(agreed, _late_badge(context, row)), NOTHING
    return (
        Links((named,)),
        owner,
        agreed,
        _stacked(_day(context, row.baseline_finish), slip_badge(context, slip)),
        Text(context.day(row.expected_finish), row.expected_finish.isoformat()),
        behind,
        cause_cell(context, row.id, slip),
        Badge(context.say(f"state_{row.state}"), tone(row.state)),
    )


def _late_badge(context: Context, row: PlanRow) -> Cell:
    return Badge(context.say("late_by", n=row.late_days), "bad") if row.late_days > 0 else NOTHING


def _day(context: Context, on: date | None) -> Cell:
    return Text(context.day(on), on.isoformat()) if on else NOTHING


def _stacked(above: Cell, below: Cell) -> Cell:
    return above if below == NOTHING else Several((above, below))
