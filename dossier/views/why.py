"""Why a task lies where it lies, in the words of its page: what holds it, what it holds, how late it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.views.blocks import Badge, Cell, Links, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.holds import Hold
    from dossier.compute.plan_row import PlanRow
    from dossier.views.blocks import RecordLink
    from dossier.views.context import Context

_MOST_NAMED = 12
"""So many tasks that wait for one are named; who needs all of them asks `dossier plan --why`."""


def why_facts(context: Context, row: PlanRow) -> Iterator[tuple[str, Cell]]:
    """What drives a row of the plan and what it drives, whether it is critical, and when it is expected."""
    say = context.say
    if row.expected_finish != row.finish:
        yield say("expected_finish"), Text(context.day(row.expected_finish), row.expected_finish.isoformat())
    waits = tuple(_link(context, hold) for hold in row.holds if hold.kind == "predecessor")
    if waits:
        yield say("why_held_by"), Links(waits)
    for hold in row.holds:
        if hold.kind in {"begins_with", "ends_with"}:
            yield say(f"why_{hold.kind}"), Links((context.link(hold.task),))
        elif hold.kind != "predecessor":
            yield say("why_held_by"), Text(say(f"why_{hold.kind}", day=context.day(hold.on)))
    if row.state == "done":
        return
    if drives := context.plan.drives.get(row.id, ()):
        yield say("why_holds"), Links(tuple(_named(context, drives)))
    yield say("column_float"), _float(context, row)


def _named(context: Context, ids: tuple[str, ...]) -> Iterator[RecordLink]:
    """The first of the tasks, with a note behind the last of them how many there are besides."""
    more = len(ids) - _MOST_NAMED
    for number, name in enumerate(ids[:_MOST_NAMED], start=1):
        yield context.link(name, context.say("why_and_more", n=more) if number == _MOST_NAMED and more > 0 else "")


def _link(context: Context, hold: Hold) -> RecordLink:
    return context.link(hold.task, "" if hold.link == "FS" else hold.link)


def _float(context: Context, row: PlanRow) -> Cell:
    say, days = context.say, row.total_float_days
    if days < 0:
        return Badge(say("why_too_late", n=-days), "bad")
    if row.critical:
        return Badge(say("why_critical"), "warn")
    key = "why_near_critical" if row.near_critical else "why_spare"
    return Text(say(key, n=days))
