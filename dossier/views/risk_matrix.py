"""Where the risks lie: a matrix of probability and impact, and for the team what they would cost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.records.risk import Risk
from dossier.views.blocks import Badge, Card, Cards, Cell, Column, Heading, Links, Several, Table, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.views.blocks import Block
    from dossier.views.context import Context

_SCALE = range(1, 6)


def risk_matrix(context: Context, risks: Sequence[Risk]) -> Iterator[Block]:
    """The risks that are still open, by probability (the likeliest on top) and impact; nothing where none is rated."""
    open_risks = [risk for risk in risks if risk.status not in {"closed", "occurred"}]
    if exposed := tuple(_exposure(context, open_risks)):
        yield Cards(exposed)
    rated = [risk for risk in open_risks if risk.score is not None]
    if rated:
        yield Heading(context.say("risk_matrix"), "matrix", 3)
        heads = (context.say("probability_impact"), *(context.say("impact_of", n=n) for n in _SCALE))
        rows = tuple(_row(context, rated, probability) for probability in reversed(_SCALE))
        yield Table(tuple(Column(label, narrow=n == 0) for n, label in enumerate(heads)), rows, matrix=True)
        yield Heading(context.say("all_risks"), "all-risks", 3)


def _row(context: Context, risks: Sequence[Risk], probability: int) -> tuple[Cell, ...]:
    cells = (
        _cell(context, [r for r in risks if (r.probability, r.impact) == (probability, n)], probability * n)
        for n in _SCALE
    )
    return (Text(context.say("probability_of", n=probability)), *cells)


def _cell(context: Context, risks: Sequence[Risk], score: int) -> Cell:
    """One field of the matrix: its score, and the risks that lie there."""
    tone: Tone = "bad" if score >= 15 else "warn" if score >= 8 else "good"
    badge = Badge(str(score), tone)
    return Several((badge, Links(tuple(context.link_to(risk) for risk in risks)))) if risks else badge


def _exposure(context: Context, risks: Sequence[Risk]) -> Iterator[Card]:
    """What the open risks would cost together, in each currency; of a client's risks nothing is known of that."""
    sums: dict[str, Decimal] = {}
    for risk in risks:
        if risk.exposure is not None:
            currency = risk.currency or context.dossier.project.currency
            sums[currency] = sums.get(currency, Decimal(0)) + risk.exposure
    for currency, amount in sorted(sums.items()):
        count = sum(
            r.exposure is not None and (r.currency or context.dossier.project.currency) == currency for r in risks
        )
        note = context.say("exposure_of", n=count)
        yield Card(context.say("exposure"), context.wording.money(amount, currency), note, "warn")
