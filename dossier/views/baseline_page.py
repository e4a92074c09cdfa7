"""What the page of a baseline shows: the project then and now, every task that differs, and the plan as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.baseline import naming_sign_off
from dossier.compute.variance import Variance, Variances, frozen_cost, planned_cost, variances
from dossier.records.baseline import Baseline
from dossier.records.declare import RECORD_TYPES, type_of
from dossier.records.kinds import Listed, Part
from dossier.text.values import replace
from dossier.views.blocks import NOTHING, Badge, Block, Cell, Column, Heading, Links, Note, RecordLink, Table, Text
from dossier.views.cells import part_table
from dossier.views.tables import record_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from dossier.compute.plan_row import PlanRow
    from dossier.views.context import Context

MOST_LISTED = 200
"""Rows of each list: a plan of thousands has no page of thousands of rows; the file holds them all."""


def baselines_list(context: Context) -> Iterator[Block]:
    """The baselines of a project, the latest first, and which of them the plan is compared with."""
    found = sorted(context.dossier.of(Baseline), key=lambda b: (b.as_of is not None, b.as_of, b.id), reverse=True)
    if found:
        yield Heading(context.say("baselines"), "baselines")
        if context.slips:
            named = naming_sign_off(context.dossier, context.as_of)
            links, remark = ((context.link_to(named),), context.say("baseline_named_in")) if named else ((), "")
            yield Note(context.say("baselines_lead", name=context.slips.baseline.title), links=links, remark=remark)
        yield record_table(context, found, ("record", "as_of", "finish", "budget", "sign_offs"))


def comparison(context: Context, baseline: Baseline) -> Iterator[Block]:
    """The baseline beside the plan of today, then everything that it holds."""
    found = variances(context.dossier, context.plan, baseline)
    yield Heading(context.say("then_and_now"), "then-and-now")
    yield _project_table(context, baseline, found.project)
    yield from _moved(context, found)
    if found.added:
        yield Heading(context.say("tasks_added"), "added")
        added = [record for each in found.added[:MOST_LISTED] if (record := context.dossier.find(each))]
        yield record_table(context, added, ("record", "start_on", "finish_on", "state"))
        yield from _cut(context, len(found.added))
    if found.removed:
        yield Heading(context.say("tasks_removed"), "removed")
        yield from _frozen(context, baseline, "tasks", found.removed)
    for name, key in (("cost_items", "costs_frozen"), ("tasks", "tasks_frozen")):
        if values := getattr(baseline, name):
            yield Heading(context.say(key), name.replace("_", "-"))
            yield from _frozen(context, baseline, name, values)


def _frozen(context: Context, baseline: Baseline, name: str, values: tuple[object, ...]) -> Iterator[Block]:
    field = type_of(baseline).fields[name]
    if isinstance(field.kind, Listed) and isinstance(field.kind.item, Part):
        shown = values[:MOST_LISTED]
        table = part_table(context, field.kind.item, shown, baseline)
        yield _named_as_then(context, field.kind.item, table, [str(getattr(each, "title", "")) for each in shown])
        yield from _cut(context, len(values))


def _named_as_then(context: Context, part: Part, table: Table, titles: list[str]) -> Table:
    """The table with the title that each line had then beside its number, and not in a column of its own."""
    of_title = part.fields["title"].label[context.language]
    kept = [n for n, column in enumerate(table.columns) if n and column.label != of_title]
    rows = []
    for (first, *others), title in zip(table.rows, titles, strict=True):
        if isinstance(first, Links):
            named = Links(tuple(replace(link, title=title) for link in first.links))
        else:  # its record is gone
            named = Links((RecordLink(id=first.text if isinstance(first, Text) else "", title=title, url=""),))
        rows.append((named, *(others[n - 1] for n in kept)))
    columns = (Column(table.columns[0].label), *(replace(table.columns[n], narrow=True) for n in kept))
    return Table(columns, tuple(rows))


def _cut(context: Context, total: int) -> Iterator[Block]:
    if total > MOST_LISTED:
        yield Note(context.say("list_cut", shown=MOST_LISTED, total=total))


def _project_table(context: Context, baseline: Baseline, found: Variance) -> Table:
    """Start, finish, planned cost and budget of the project, then and now."""
    plan, project, say = context.plan, context.dossier.project, context.say
    cost_then, cost_now = frozen_cost(baseline), planned_cost(context.dossier)
    budget = None if baseline.budget is None or project.budget is None else project.budget - baseline.budget
    rows = [
        _days_row(context, "column_start_on", baseline.start, plan.start, found.start),
        _days_row(context, "column_finish_on", baseline.finish, plan.expected_finish, found.finish),
        _money_row(context, "planned_cost", baseline, (cost_then, cost_now, found.cost)),
        _money_row(context, "budget", baseline, (baseline.budget, project.budget, budget)),
    ]
    columns = (Column(""), *(Column(say(f"column_{name}"), narrow=True) for name in ("then", "now", "difference")))
    return Table(columns, tuple(row for row in rows if row[1] != NOTHING or row[2] != NOTHING))


def _days_row(context: Context, key: str, then: date | None, now: date | None, moved: int | None) -> tuple[Cell, ...]:
    return Text(context.say(key)), _day(context, then), _day(context, now), _later(context, moved)


def _money_row(
    context: Context, key: str, baseline: Baseline, amounts: tuple[Decimal | None, Decimal | None, Decimal | None]
) -> tuple[Cell, ...]:
    then, now, more = amounts
    now_in, money = context.dossier.project.currency, context.wording.money
    texts = (money(then, baseline.currency), money(now, now_in))
    same = _more(context, more) if baseline.currency == now_in else NOTHING
    return Text(context.say(key)), *(Text(text) if text else NOTHING for text in texts), same


def _moved(context: Context, found: Variances) -> Iterator[Block]:
    """The tasks that start, finish, last or cost otherwise than in the baseline."""
    moved = [(task, v) for task, v in found.tasks.items() if v.start or v.finish or v.duration or v.cost]
    yield Heading(context.say("tasks_moved"), "moved")
    if not moved:
        yield Note(context.say("no_difference"), "good")
        return
    names = ("column_start_on", "column_finish_on", "column_duration", "planned_cost")
    labels = [RECORD_TYPES["task"].label[context.language], *(context.say(name) for name in names)]
    rows = [_moved_row(context, context.plan.by_id[task], v) for task, v in moved[:MOST_LISTED]]
    shown = [n for n in range(len(labels)) if n == 0 or any(row[n] != NOTHING for row in rows)]
    yield Table(
        tuple(Column(labels[n], narrow=n > 0) for n in shown), tuple(tuple(row[n] for n in shown) for row in rows)
    )
    yield from _cut(context, len(moved))


def _moved_row(context: Context, row: PlanRow, found: Variance) -> tuple[Cell, ...]:
    longer = found.duration
    lasts: Cell = NOTHING
    if longer:
        key = "takes_longer" if longer > 0 else "takes_less"
        lasts = Badge(context.say(key, n=context.wording.number(abs(longer))), "warn" if longer > 0 else "good")
    return (
        Links((context.link(row.id),)),
        _later(context, found.start),
        _later(context, found.finish),
        lasts,
        _more(context, found.cost),
    )


def _later(context: Context, days: int | None) -> Cell:
    if not days:
        return NOTHING
    return Badge(context.say("slip_later" if days > 0 else "slip_earlier", n=abs(days)), "bad" if days > 0 else "good")


def _more(context: Context, amount: Decimal | None) -> Cell:
    if not amount:
        return NOTHING
    text = context.wording.money(abs(amount), context.dossier.project.currency)
    return Badge(
        context.say("costs_more" if amount > 0 else "costs_less", amount=text), "bad" if amount > 0 else "good"
    )


def _day(context: Context, on: date | None) -> Cell:
    return Text(context.day(on), on.isoformat()) if on else NOTHING
