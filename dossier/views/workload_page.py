"""The team's own page of who has how much to do, week by week, and where that is too much."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.views.blocks import NOTHING, Badge, Block, Cell, Column, Heading, Level, Links, Note, Table, Text
from dossier.views.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.compute.workload import Load, Overload, PersonLoad
    from dossier.views.context import Context

WEEKS, MONTHS = 8, 6
"""How many weeks are shown, and after them how many months; the last of these holds all that follows."""

_STEPS = (25, 60, 99)
_TOO_MUCH = 4


class Period(Struct, frozen=True):
    """A column: days from `first` to the day before `until`."""

    label: str
    first: date
    until: date


def workload_page(context: Context) -> PageView | None:
    """Who has how much to do from the day of the plan on; None for a client, and where nobody has anything to do."""
    if context.audience == "client":
        return None
    busy = [load for load in context.workload if load.bookings and _last_day(load) >= context.as_of]
    if not busy:
        return None
    periods = tuple(_periods(context, max(map(_last_day, busy))))
    blocks: list[Block] = [_verdict(context, busy)]
    if any(load.overloads for load in busy):
        blocks += [Heading(context.say("workload_too_much"), "too-much"), _overloads(context, busy)]
    blocks += [
        Heading(context.say("workload_by_week"), "by-week"),
        Note(context.say("workload_explained", day=context.day(context.as_of))),
        _by_week(context, busy, periods),
    ]
    return PageView(title=context.say("page_workload"), lead=context.say("lead_workload"), blocks=tuple(blocks))


def _verdict(context: Context, busy: Sequence[PersonLoad]) -> Note:
    over = sum(1 for load in busy if load.overloads)
    return Note(context.say("workload_over", n=over), "bad") if over else Note(context.say("workload_fits"), "good")


def _overloads(context: Context, busy: Sequence[PersonLoad]) -> Table:
    """A row for each stretch of days in which somebody has too much to do, the first one first."""
    names = ("person", "from", "until", "load", "tasks")
    found = sorted(
        ((each, load.person) for load in busy for each in load.overloads), key=lambda pair: (pair[0].first, pair[1])
    )
    rows = tuple(_overload(context, person, each) for each, person in found)
    return Table(tuple(Column(context.say(f"column_{n}"), narrow=n not in {"person", "tasks"}) for n in names), rows)


def _overload(context: Context, person: str, overload: Overload) -> tuple[Cell, ...]:
    percent = overload.load.percent
    told = context.say("workload_away") if percent is None else context.say("share_of_day", n=percent)
    return (
        Links((context.link(person),)),
        Text(context.day(overload.first), overload.first.isoformat()),
        Text(context.day(overload.last), overload.last.isoformat()),
        Badge(told, "bad"),
        Links(context.links(overload.tasks)),
    )


def _by_week(context: Context, busy: Sequence[PersonLoad], periods: Sequence[Period]) -> Table:
    columns = (Column(context.say("column_person")), *(Column(period.label, narrow=True) for period in periods))
    rows = tuple((_person(context, load), *(_level(context, load, each) for each in periods)) for load in busy)
    return Table(columns, rows)


def _person(context: Context, load: PersonLoad) -> Cell:
    share = load.availability.share
    return Links((context.link(load.person, context.say("share_of_day", n=round(share * 100)) if share < 1 else ""),))


def _level(context: Context, load: PersonLoad, period: Period) -> Cell:
    found, over = load.between(period.first, period.until), load.is_over(period.first, period.until)
    if not found.minutes:
        return NOTHING if found.capacity else Text("–")
    percent = found.percent
    text = context.say("workload_away") if percent is None else context.say("share_of_day", n=percent)
    step = _TOO_MUCH if over else sum((percent or 0) > limit for limit in _STEPS)
    return Level(f"▲ {text}" if over else text, step, _hours(context, found))


def _hours(context: Context, load: Load) -> str:
    """What she has to do and what she can do, in hours."""
    booked, can = (context.wording.number(Decimal(round(minutes / 6)) / 10) for minutes in load)
    return context.say("workload_hours", booked=booked, can=can)


def _periods(context: Context, last: date) -> Iterator[Period]:
    """What is left of this week, the weeks after it, and months up to the last day."""
    first = context.as_of
    monday = first - timedelta(days=first.weekday())
    day_of_month = context.wording.day_of_month
    for n in range(WEEKS):
        until = monday + timedelta(days=7 * (n + 1))
        yield Period(day_of_month(first), first, until)
        first = until
        if first > last:
            return
    for n in range(MONTHS):
        ends = _next_month(first)
        if n == MONTHS - 1 and ends <= last:
            yield Period(context.say("workload_later"), first, _next_month(last))
            return
        whole = first.day == 1
        label = context.wording.month_of_year(first) if whole else context.say("from_day", day=day_of_month(first))
        yield Period(label, first, ends)
        first = ends
        if first > last:
            return


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _last_day(load: PersonLoad) -> date:
    """The last day on which anything is left to do."""
    return max((b.calendar.finish_date(b.finish) for b in load.bookings if not b.done), default=date.min)
