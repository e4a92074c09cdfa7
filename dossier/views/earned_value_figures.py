"""The figures of earned value: a few in words that everybody understands, all of them in the terms of the standard."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.views.blocks import Card, Column, Table, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.cost_curve import CostCurve
    from dossier.views.context import Context

_FINE, _TOLERABLE = Decimal("0.98"), Decimal("0.9")
"""Above the first an index is as planned, below the second it is a matter for the sponsor (a usual rule of thumb)."""


def meaning_cards(context: Context, curve: CostCurve) -> Iterator[Card]:
    """What was done for the money, how fast, and what it will cost in the end."""
    say, now = context.say, curve.now
    if now.percent_complete is not None:
        note = say("earned_of", amount=whole(context, now.budget))
        yield Card(say("card_earned"), whole(context, now.earned), note, percent=min(100, round(now.percent_complete)))
    if now.cost_index is not None:
        note = say("earned_for_each", one=money(context, Decimal(1)), earned=money(context, now.cost_index))
        yield Card(say("card_cost_index"), index(context, now.cost_index), note, _feel(now.cost_index))
    if curve.schedule and curve.schedule.index is not None and curve.planned_day:
        note = say("done_was_planned_for", day=context.day(curve.planned_day))
        yield Card(say("card_time_index"), index(context, curve.schedule.index), note, _feel(curve.schedule.index))
    if now.estimate is not None and now.earned < now.budget:
        over = now.estimate - now.budget
        note = say("estimate_over" if over > 0 else "estimate_under", amount=whole(context, abs(over)))
        yield Card(say("card_estimate"), whole(context, now.estimate), note, _feel(now.budget / now.estimate))
    needed = now.to_complete_index()
    if needed is not None and now.earned < now.budget:
        note = say("needed_for_each", one=money(context, Decimal(1)), earned=money(context, needed))
        yield Card(say("card_needed"), index(context, needed), note)


def figure_table(context: Context, curve: CostCurve) -> Table:
    """Every figure with its abbreviation, its name and its value."""
    rows = tuple(
        (Text(short), Text(context.say(f"ev_{key}")), Text(value)) for short, key, value in _figures(context, curve)
    )
    labels = ("column_abbreviation", "column_figure", "column_value")
    return Table(tuple(Column(context.say(label), narrow=label != "column_figure") for label in labels), rows)


def _figures(context: Context, curve: CostCurve) -> Iterator[tuple[str, str, str]]:
    now, time, forecast = curve.now, curve.schedule, curve.forecast
    amounts = (
        ("PV", "planned", now.planned),
        ("EV", "earned", now.earned),
        ("AC", "actual", now.actual),
        ("BAC", "budget", now.budget),
        ("SV", "schedule_variance", now.schedule_variance),
        ("CV", "cost_variance", now.cost_variance),
        ("EAC", "estimate_bottom_up", forecast),
        ("EAC", "estimate", now.estimate),
        ("EAC", "estimate_as_planned", now.estimate_as_planned),
        ("EAC", "estimate_by_both", now.estimate_by_both),
        ("ETC", "to_complete", now.to_complete(forecast)),
        ("VAC", "variance_at_completion", now.variance_at_completion(forecast)),
    )
    yield from ((short, key, whole(context, value)) for short, key, value in amounts if value is not None)
    indices = (
        ("SPI", "schedule_index", now.schedule_index),
        ("CPI", "cost_index", now.cost_index),
        ("TCPI", "to_complete_budget", now.to_complete_index()),
        ("TCPI", "to_complete_estimate", now.to_complete_index(forecast)),
        ("SPI(t)", "time_index", time.index if time else None),
    )
    yield from ((short, key, index(context, value)) for short, key, value in indices if value is not None)
    if time:
        yield "ES", "earned_schedule", context.say("months", n=index(context, time.earned))
        yield "SV(t)", "time_variance", context.say("months", n=index(context, time.variance))


def whole(context: Context, amount: Decimal) -> str:
    """An amount in whole units of money."""
    return money(context, amount.quantize(Decimal(1)))


def money(context: Context, amount: Decimal) -> str:
    """An amount to the cent, in the project's currency."""
    return context.wording.money(amount.quantize(Decimal("0.01")), context.dossier.project.currency)


def index(context: Context, value: Decimal) -> str:
    """An index with two decimals."""
    return context.wording.hundredths(value)


def _feel(value: Decimal) -> Tone:
    return "good" if value >= _FINE else "warn" if value >= _TOLERABLE else "bad"
