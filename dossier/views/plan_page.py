"""The plan as a client follows it: milestones, time line, late work, breakdown, and the budget."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from dossier.compute.money import Money, money
from dossier.compute.plan_row import PlanRow
from dossier.dossier import once
from dossier.records.cost_item import CostItem
from dossier.records.declare import RECORD_TYPES
from dossier.views.blocks import (
    NOTHING,
    Badge,
    Block,
    Card,
    Cards,
    Cell,
    Column,
    Gantt,
    Heading,
    Links,
    Note,
    Table,
    Text,
    Wbs,
)
from dossier.views.cells import tone
from dossier.views.confidence import confidence
from dossier.views.gantt import GanttPicture, GanttView, gantt
from dossier.views.overview import progress, sentence
from dossier.views.page_view import PageView
from dossier.views.parts import MOST_ROWS, in_parts, links_to_parts
from dossier.views.tables import record_table
from dossier.views.wbs import WbsPicture, WbsView, wbs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.views.context import Context


class Share(NamedTuple):
    """What one part of the page shows of its lists."""

    milestones: tuple[PlanRow, ...]
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
    blocks += confidence(context) if first else []
    if share.charts:
        blocks += [Heading(context.say("time_line"), "gantt"), Gantt(GanttView(pictures=share.charts))]
    if share.late or first:
        blocks.append(Heading(context.say("late_work"), "late"))
        blocks.append(plan_table(context, share.late) if share.late else Note(context.say("nothing_late"), "good"))
    if share.trees:
        blocks += [Heading(context.say("work_breakdown"), "wbs"), Wbs(WbsView(pictures=share.trees))]
    blocks += _budget(context) if first else []
    return PageView(title=context.say("page_plan"), lead=context.say("lead_plan"), blocks=tuple(blocks))


def parts_of_plan(context: Context) -> int:
    """How many pages the plan takes."""
    return len(_shares(context)) if len(context.plan.rows) > MOST_ROWS else 1


@once
def _shares(context: Context) -> tuple[Share, ...]:
    """The lists of the plan; those of a long one are cut, each by itself, into what a page takes."""
    rows = context.plan.rows
    milestones = [row for row in rows if row.milestone]
    late = [row for row in rows if row.state == "late" and not row.is_summary and not row.milestone]
    whole = Share(_by_finish(milestones), _gantt(context).pictures, _by_finish(late), wbs_view(context).pictures)
    if len(rows) <= MOST_ROWS:
        return (whole,)
    cut = (
        in_parts(whole.milestones, lambda _: 1),
        in_parts(whole.charts, lambda picture: len(picture.bars)),
        in_parts(whole.late, lambda _: 1),
        in_parts(whole.trees, lambda picture: len(picture.nodes)),
    )
    return tuple(Share(*lists) for lists in zip_longest(*cut, fillvalue=()))


def _by_finish(rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.expected_finish, row.number)))


def _gantt(context: Context) -> GanttView:
    return gantt(
        context.plan.rows,
        as_of=context.as_of,
        non_working_in=context.plan.calendar.non_working_dates,
        url_of=context.url_of,
    )


def wbs_view(context: Context) -> WbsView:
    """The tree of the work, the project around several phases."""
    plan, project = context.plan, context.dossier.project
    if plan.start is None or plan.finish is None:
        return WbsView(pictures=())
    done = all(row.state == "done" for row in plan.rows)
    late = project.finish is not None and plan.finish > project.finish
    top = PlanRow(
        id=" project",  # no record's id holds a space
        number="",
        title=project.title,
        start=plan.start,
        finish=plan.finish,
        progress=progress(plan.rows),
        state="done" if done else "late" if late else "active",
        owner=context.name(project.owner) if project.owner else "",
    )
    return wbs(plan.rows, url_of=context.url_of, project=top)


def plan_table(context: Context, rows: Iterable[PlanRow]) -> Table:
    """Rows of the plan with the date that was agreed and by how much it is missed."""
    names = ("record", "owner", "column_agreed", "finish_on", "slip", "state")
    labels = (
        RECORD_TYPES["task"].label[context.language],
        RECORD_TYPES["task"].fields["owner"].label[context.language],
        context.say("column_agreed"),
        context.say("column_expected"),
        context.say("slip"),
        context.say("column_state"),
    )
    cells = [_row(context, row) for row in _by_finish(rows)]
    shown = [n for n in range(len(names)) if n == 0 or any(row[n] != NOTHING for row in cells)]
    return Table(
        tuple(Column(labels[n], narrow=n > 0) for n in shown),
        tuple(tuple(row[n] for n in shown) for row in cells),
    )


def _row(context: Context, row: PlanRow) -> tuple[Cell, ...]:
    slip: Cell = Badge(context.say("days_late", n=row.late_days), "bad") if row.late_days > 0 else NOTHING
    return (
        Links((context.link(row.id),)),
        Text(row.owner) if row.owner else NOTHING,
        Text(context.day(row.deadline), row.deadline.isoformat()) if row.deadline else NOTHING,
        Text(context.day(row.expected_finish), row.expected_finish.isoformat()),
        slip,
        Badge(context.say(f"state_{row.state}"), tone(row.state)),
    )


def _budget(context: Context) -> list[Block]:
    items = context.dossier.of(CostItem)
    figures = money(context.dossier)
    if not items:
        return []
    blocks: list[Block] = [Heading(context.say("budget"), "budget")]
    if figures:
        blocks.append(Cards(_budget_cards(context, figures)))
    columns = ("record", "category", "planned", "committed", "actual", "forecast")
    return [*blocks, record_table(context, items, columns)]


def _budget_cards(context: Context, figures: Money) -> tuple[Card, ...]:
    names = ("budget", "approved_changes", "actual", "committed", "forecast")
    values = (getattr(figures, name) for name in names)
    cards = [
        Card(context.say(f"money_{name}"), context.wording.money(value, figures.currency))
        for name, value in zip(names, values, strict=True)
    ]
    over = figures.over
    label = context.say("money_over" if over > 0 else "money_left")
    cards.append(Card(label, context.wording.money(abs(over), figures.currency), tone="bad" if over > 0 else "good"))
    return tuple(cards)
