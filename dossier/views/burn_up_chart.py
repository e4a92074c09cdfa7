"""How many requirements were accepted over time, as a chart and in numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.compute.burn_up import BurnUp, burn_up
from dossier.views.blocks import NOTHING, Block, Column, Heading, Note, Table, Text
from dossier.views.line_chart import LineChart, Series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.views.context import Context


def burn_up_blocks(context: Context) -> Iterator[Block]:
    """Chart and table of the accepted requirements; nothing where no acceptance has a day."""
    found = burn_up(context.dossier, context.as_of)
    if found is None:
        return
    yield Heading(context.say("burn_up"), "burn-up")
    if found.undated:
        yield Note(context.say("burn_up_undated", n=found.undated))
    yield _chart(context, found)
    yield _table(context, found)


def _chart(context: Context, found: BurnUp) -> LineChart:
    start = found.months[0].ends.replace(day=1)
    nothing, total = Decimal(0), Decimal(found.total)
    due = [(month.ends, Decimal(month.due)) for month in found.months]
    accepted = [
        (min(month.ends, found.as_of), Decimal(month.accepted)) for month in found.months if month.accepted is not None
    ]
    lines = (
        Series(name=context.say("line_all"), role="expected", points=((start, total), (found.months[-1].ends, total))),
        Series(name=context.say("line_due"), role="planned", points=((start, nothing), *due)),
        Series(name=context.say("line_accepted"), role="earned", points=((start, nothing), *accepted)),
    )
    title = context.say("burn_up_tells", day=context.day(found.as_of), n=int(accepted[-1][1]), total=found.total)
    name = context.say("foot", day=context.day(found.as_of))
    return LineChart(title=title, series=lines, today=found.as_of, today_name=name)


def _table(context: Context, found: BurnUp) -> Table:
    rows = tuple(
        (
            Text(context.wording.month_of_year(month.ends), month.ends.isoformat()),
            Text(str(month.due)),
            NOTHING if month.accepted is None else Text(str(month.accepted)),
        )
        for month in found.months
    )
    labels = ("column_month", "line_due", "line_accepted")
    return Table(tuple(Column(context.say(label), narrow=True) for label in labels), rows)
