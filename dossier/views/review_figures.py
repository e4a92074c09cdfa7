"""The figures at the head of a review: before, after, difference, and the limit where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.variance import days_later
from dossier.views.review_view import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from dossier.checks.gates import Gate
    from dossier.compute.dossier_difference import DossierDifference
    from dossier.compute.figures import Figures
    from dossier.views.review_parts import ReviewWords

Row = tuple[str, str, str, str, str]
MOST_MILESTONES = 6
_COUNTS = ("requirements", "served", "accepted", "tasks", "open_risks")


def headline(speak: ReviewWords, difference: DossierDifference, gates: Sequence[Gate]) -> Part:
    """The figures that everybody asks for first, and those among the others that change."""
    columns = ("review_headline", "review_before", "review_after", "column_difference", "review_limit")
    by_kind = {gate.kind: gate for gate in gates}
    rows = [*_dates(speak, difference, by_kind.get("slip")), *_money(speak, difference, by_kind.get("budget"))]
    rows += _counts(speak, difference)
    return Part(title="", columns=tuple(map(speak.say, columns)), rows=tuple(rows))


def _dates(speak: ReviewWords, difference: DossierDifference, gate: Gate | None) -> Iterator[Row]:
    old, new = difference.figures_before, difference.figures_after
    limit = _days_limit(speak, gate)
    finish = (old.finish if old else None, new.finish if new else None)
    if any(finish):
        yield _date_row(speak, difference, speak.say("review_finish"), finish, limit)
    agreed = (old.agreed_finish if old else None, new.agreed_finish if new else None)
    if old and new and agreed[0] != agreed[1]:
        yield _date_row(speak, difference, speak.say("review_agreed_finish"), agreed, "")
    moved = sorted(difference.plan.milestones if difference.plan else (), key=lambda each: -(each.days or 0))
    for each in moved[:MOST_MILESTONES]:
        dates = tuple(row.expected_finish if row else None for row in (each.before, each.after))
        title = speak.say("review_milestone", title=f"{each.row.id} {each.row.title}")
        yield _date_row(speak, difference, title, dates, limit)


def _date_row(
    speak: ReviewWords, difference: DossierDifference, label: str, dates: tuple[date | None, ...], limit: str
) -> Row:
    before, after = dates
    calendar = difference.plan_after.calendar if difference.plan_after else None
    days = days_later(before, after, calendar) if calendar else None
    return label, speak.wording.day(before) or "–", speak.wording.day(after) or "–", speak.later(days), limit


def _days_limit(speak: ReviewWords, gate: Gate | None) -> str:
    if gate is None or gate.limit is None:
        return ""
    limit = speak.say("review_limit_days", n=f"{gate.limit.normalize():f}")
    return speak.say("review_limit_with", limit=limit, requests=speak.listed(gate.requests)) if gate.requests else limit


def _money(speak: ReviewWords, difference: DossierDifference, gate: Gate | None) -> Iterator[Row]:
    old, new = difference.figures_before, difference.figures_after
    currency = (new or old).currency if (new or old) else ""  # type: ignore[union-attr]
    for name, label in (("expected_cost", "review_cost"), ("budget", "review_budget"), ("exposure", "review_exposure")):
        before, after = _of(old, name), _of(new, name)
        if before == after and (name != "expected_cost" or after is None):
            continue
        limit = gate.limit if gate and name == "expected_cost" else None
        told = (speak.wording.money(value, currency) for value in (before, after))
        was, now = (text or "–" for text in told)
        yield speak.say(label), was, now, _more(speak, before, after, currency), speak.wording.money(limit, currency)


def _more(speak: ReviewWords, before: Decimal | None, after: Decimal | None, currency: str) -> str:
    if before is None or after is None or before == after:
        return ""
    sign = "+" if after > before else "−"
    return sign + speak.wording.money(abs(after - before), currency)


def _counts(speak: ReviewWords, difference: DossierDifference) -> Iterator[Row]:
    for name in _COUNTS:
        before, after = _of(difference.figures_before, name), _of(difference.figures_after, name)
        if before != after and (before or after):
            change = f"{after - before:+d}".replace("-", "−") if before is not None and after is not None else ""
            yield speak.say(f"review_{name}"), _number(before), _number(after), change, ""


def _of(figures: Figures | None, name: str) -> Decimal | None:
    found: Decimal | None = getattr(figures, name, None)
    return found


def _number(count: Decimal | None) -> str:
    return "–" if count is None else str(count)
