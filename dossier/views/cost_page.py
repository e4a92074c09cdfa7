"""The money as a client follows it: what was earned for what was spent, month by month, and the budget line by line."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.compute.cost_curve import CostCurve, Month, cost_curve
from dossier.compute.money import Money, money
from dossier.records.cost_item import CostItem
from dossier.views.blocks import NOTHING, Block, Card, Cards, Cell, Column, Heading, Note, Table, Text
from dossier.views.earned_value_figures import figure_table, meaning_cards, whole
from dossier.views.line_chart import LineChart, Series
from dossier.views.page_view import PageView
from dossier.views.tables import record_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.views.context import Context


def cost_page(context: Context) -> PageView | None:
    """The cost of a project; None where no cost item may be seen."""
    items = context.dossier.of(CostItem)
    if not items:
        return None
    blocks: list[Block] = []
    if figures := money(context.dossier):
        blocks.append(Cards(_budget_cards(context, figures)))
    if curve := cost_curve(context.dossier, context.plan):
        blocks += _earned(context, curve)
        blocks += [Heading(context.say("cash_flow"), "months"), _cash_flow(context, curve)]
    columns = ("record", "category", "planned", "committed", "actual", "forecast")
    blocks += [Heading(context.say("budget"), "budget"), record_table(context, items, columns)]
    return PageView(title=context.say("page_cost"), lead=context.say("lead_cost"), blocks=tuple(blocks))


def _earned(context: Context, curve: CostCurve) -> Iterator[Block]:
    """What was earned, in words, as lines and in figures."""
    yield Heading(context.say("earned_value"), "earned-value")
    yield Cards(tuple(meaning_cards(context, curve)))
    if assumed := "".join(_assumptions(context, curve)).strip():
        yield Note(assumed)
    yield Heading(context.say("cost_over_time"), "curve", 3)
    yield _chart(context, curve)
    yield _to_date(context, curve)
    yield Heading(context.say("earned_value_terms"), "terms", 3)
    yield figure_table(context, curve)


def _assumptions(context: Context, curve: CostCurve) -> Iterator[str]:
    """What the figures take for granted because the records do not tell it."""
    if not any(row.baseline_finish for row in context.plan.rows):
        yield context.say("no_baseline_for_cost")
    if curve.undated:
        yield context.say("undated_costs", n=curve.undated)
    if any(month.earned for month in curve.months if month.ends < curve.as_of):
        yield context.say("earned_evenly")


def _chart(context: Context, curve: CostCurve) -> LineChart:
    start = curve.months[0].ends.replace(day=1)
    zero = curve.now.planned * 0
    past = [month for month in curve.months if month.ends < curve.as_of and month.earned is not None]
    now, as_of = curve.now, curve.as_of
    earned = [(month.ends, month.earned) for month in past if month.earned is not None]
    actual = [(month.ends, month.actual) for month in past if month.actual is not None]
    ahead = [(month.ends, month.expected) for month in curve.months if month.expected is not None]
    planned = [(month.ends, month.planned) for month in curve.months]
    lines = (
        Series(name=context.say("line_planned"), role="planned", points=((start, zero), *planned)),
        Series(name=context.say("line_earned"), role="earned", points=((start, zero), *earned, (as_of, now.earned))),
        Series(name=context.say("line_actual"), role="actual", points=((start, zero), *actual, (as_of, now.actual))),
        Series(name=context.say("line_expected"), role="expected", points=((as_of, now.actual), *ahead)),
    )
    title = context.say(
        "cost_chart_tells",
        day=context.day(as_of),
        planned=whole(context, now.planned),
        earned=whole(context, now.earned),
        actual=whole(context, now.actual),
    )
    return LineChart(
        title=title,
        series=lines if ahead else lines[:3],
        today=as_of,
        today_name=context.say("foot", day=context.day(as_of)),
    )


def _to_date(context: Context, curve: CostCurve) -> Table:
    """The numbers of the chart."""
    names = ("line_planned", "line_earned", "line_actual", "line_expected")
    rows = tuple(
        (
            Text(context.wording.month_of_year(month.ends), month.ends.isoformat()),
            *(_cell(context, value) for value in (month.planned, month.earned, month.actual, month.expected)),
        )
        for month in curve.months
    )
    return Table(_columns(context, names), rows)


def _cash_flow(context: Context, curve: CostCurve) -> Table:
    """What was to be spent, was spent and will be in each single month."""
    nothing = Decimal(0)
    start = Month(ends=curve.months[0].ends, planned=nothing, actual=nothing)
    rows: list[tuple[Cell, ...]] = []
    for before, month in pairwise((start, *curve.months)):
        spent = None if month.actual is None else month.actual - (before.actual or nothing)
        total = month.actual if month.expected is None else month.expected
        told = (month.planned - before.planned, spent, _ahead(curve, before, month), total)
        cells = (_cell(context, value) for value in told)
        rows.append((Text(context.wording.month_of_year(month.ends), month.ends.isoformat()), *cells))
    return Table(_columns(context, ("flow_planned", "flow_spent", "flow_ahead", "flow_total")), tuple(rows))


def _ahead(curve: CostCurve, before: Month, month: Month) -> Decimal | None:
    """What is still to be spent in a month, None where it is over."""
    if month.expected is None:
        return None
    return month.expected - (curve.now.actual if before.expected is None else before.expected)


def _columns(context: Context, names: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(context.say(name), narrow=True) for name in ("column_month", *names))


def _cell(context: Context, value: Decimal | None) -> Cell:
    return NOTHING if value is None else Text(whole(context, value), str(round(value)))


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
