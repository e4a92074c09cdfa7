"""How the milestones moved from baseline to baseline until today, as a chart and in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.milestone_trend import MilestoneTrend, milestone_trends
from dossier.records.declare import RECORD_TYPES
from dossier.views.blocks import NOTHING, Badge, Block, Cell, Column, Heading, Links, Note, Table, Text
from dossier.views.trend_chart import TrendChart, TrendLine, TrendRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dossier.views.context import Context

MOST_LINES = 15
"""So many lines can be told apart; those that moved the most are drawn, and all are in the table."""
MOST_ROWS = 200


def milestone_trend_blocks(context: Context) -> Iterator[Block]:
    """Chart and table of the milestones over the days of the baselines and today; nothing without two days."""
    found = milestone_trends(context.dossier, context.plan)
    if not found:
        return
    yield Heading(context.say("milestone_trend"), "milestone-trend")
    drawn = sorted(found, key=lambda each: -abs(each.moved))[:MOST_LINES]
    cut = context.say("trend_cut", n=len(drawn), total=len(found)) if len(drawn) < len(found) else ""
    yield Note(" ".join(filter(None, (context.say("trend_lead"), cut))))
    yield _chart(context, [each for each in found if each in drawn])
    yield _table(context, found[:MOST_ROWS])


def _role(trend: MilestoneTrend) -> TrendRole:
    if trend.reached:
        return "reached"
    return "later" if trend.moved > 0 else "kept"


def _chart(context: Context, trends: Sequence[MilestoneTrend]) -> TrendChart:
    say = context.say
    roles: tuple[TrendRole, ...] = ("reached", "later", "kept", "report")
    used = {"report", *(_role(each) for each in trends)}
    return TrendChart(
        title=say("trend_tells", n=len(trends), later=sum(_role(each) == "later" for each in trends)),
        lines=tuple(TrendLine(each.milestone, _role(each), each.points) for each in trends),
        legend=tuple((role, say(f"trend_{role}")) for role in roles if role in used),
    )


def _table(context: Context, trends: Sequence[MilestoneTrend]) -> Table:
    days = sorted({day for each in trends for day, _ in each.points[:-1]})
    labels = (*(context.day(day) for day in days), context.say("trend_now"))
    columns = (
        Column(RECORD_TYPES["task"].label[context.language]),
        *(Column(label, narrow=True) for label in labels),
        Column(context.say("column_difference"), narrow=True),
    )
    return Table(columns, tuple(_row(context, each, days) for each in trends))


def _row(context: Context, trend: MilestoneTrend, days: Sequence[date]) -> tuple[Cell, ...]:
    told = dict(trend.points[:-1])
    dates = (*(told.get(day) for day in days), trend.points[-1][1])
    moved: Cell = NOTHING
    if trend.moved:
        key = "slip_later" if trend.moved > 0 else "slip_earlier"
        moved = Badge(context.say(key, n=abs(trend.moved)), "bad" if trend.moved > 0 else "good")
    cells = (Text(context.day(on), on.isoformat()) if on else NOTHING for on in dates)
    return (Links((context.link(trend.milestone),)), *cells, moved)
