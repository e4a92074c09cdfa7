"""What a ```` ```dossier ```` fence in a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.events import events
from dossier.compute.fence import Fence, fence
from dossier.compute.query import QueryError
from dossier.records.declare import type_of
from dossier.views.blocks import Block, Gantt, Items, Note, Wbs
from dossier.views.driving import driving_blocks
from dossier.views.gantt import gantt
from dossier.views.overview import event_item, waiting_item
from dossier.views.plan_page import chart_of, is_late, outline_of, plan_table, wbs_view
from dossier.views.record_page import list_columns
from dossier.views.tables import record_table

if TYPE_CHECKING:
    from dossier.views.context import Context

MOST_EVENTS = 20


def live_view(context: Context, text: str) -> tuple[Block, ...]:
    """The blocks a fence asks for; a sentence in their place when it cannot be understood or nothing fits."""
    try:
        asked = fence(text)
        found = _special(context, asked) if asked.of_type is None else _records(context, asked)
    except QueryError as error:
        return (Note(f"{error}. {error.hint}".strip(), "bad"),)
    return found or (Note(context.say("nothing_to_show")),)


def _records(context: Context, asked: Fence) -> tuple[Block, ...]:
    records = asked.records(context.dossier, context.as_of)
    if not records:
        return ()
    columns = tuple(dict.fromkeys(asked.columns)) or list_columns(type_of(records[0]))
    return (record_table(context, records, columns),)


def _special(context: Context, asked: Fence) -> tuple[Block, ...]:
    """The views that are not lists of one type."""
    if asked.show == "waiting":
        items = tuple(waiting_item(context, each) for each in context.waiting)
        return (Items(items),) if items else ()
    if asked.show == "events":
        happened = events(context.dossier, context.as_of)[:MOST_EVENTS]
        return (Items(tuple(event_item(context, event) for event in happened)),) if happened else ()
    return _of_plan(context, asked) if context.plan.rows else ()


def _of_plan(context: Context, asked: Fence) -> tuple[Block, ...]:
    """The views of a plan that has tasks."""
    rows = context.plan.rows
    if asked.show == "gantt":
        return (Gantt(chart_of(context), gantt(rows, as_of=context.as_of, url_of=context.url_of)),)
    if asked.show == "wbs":
        return (Wbs(outline_of(context), wbs_view(context)),)
    if asked.show == "driving":
        return tuple(driving_blocks(context, asked.to))
    if asked.show == "milestones":
        found = [row for row in rows if row.milestone]
    else:
        found = [row for row in rows if is_late(context, row) and not row.is_summary]
    return (plan_table(context, found),) if found else ()
