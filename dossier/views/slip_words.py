"""By how much the plan has slipped against its baseline and why, in words, badges and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.slip import HIDDEN, Share, Slip
from dossier.text.values import replace
from dossier.views.blocks import (
    NOTHING,
    Badge,
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Links,
    Note,
    RecordLink,
    Several,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.compute.plan_row import PlanRow
    from dossier.views.context import Context

MOST_CAUSES = 3
MOST_IN_TABLE = 2
MOST_LINKS = 8


def finish_note(context: Context) -> Note | None:
    """In a sentence how the finish of the project stands against the baseline, and what moved it the most."""
    found = context.slips.of_project if context.slips else None
    if context.slips is None or found is None:
        return None
    name = context.slips.baseline.title
    if found.days <= 0:
        key = "baseline_earlier" if found.days else "baseline_kept"
        return Note(context.say(key, n=-found.days, name=name), "good")
    gravest, rest = _gravest(found.shares, MOST_CAUSES)
    links = tuple(_link(context, share) for share in gravest)
    text = context.say("baseline_slips", n=found.days, name=name)
    return Note(text, "warn", (*links, *_rest(context, rest)), context.say("because_of"))


def slip_badge(context: Context, slip: Slip | None) -> Cell:
    """By how many working days a finish lies later or earlier than in the baseline; nothing where it lies there."""
    if slip is None or not slip.days:
        return NOTHING
    later = slip.days > 0
    return Badge(context.say("slip_later" if later else "slip_earlier", n=abs(slip.days)), "bad" if later else "good")


def cause_cell(context: Context, task: str, slip: Slip | None, most: int = MOST_IN_TABLE) -> Cell:
    """Where the days of a task's slip were lost: in the task itself, or in which others; the gravest first."""
    if slip is None or not slip.shares:
        return NOTHING
    gravest, rest = _gravest(slip.shares, most)
    cells = [_cause(context, task, share) for share in gravest]
    return Several((*cells, *(Links((link,)) for link in _rest(context, rest))))


def slip_facts(context: Context, row: PlanRow) -> Iterator[tuple[str, Cell]]:
    """What the page of a task says of its baseline at a glance: the finish there, and the slip."""
    slip = context.slips.of(row.id) if context.slips else None
    if row.baseline_finish is None or slip is None:
        return
    say, on = context.say, row.baseline_finish
    yield say("column_baseline_finish"), Text(context.day(on), on.isoformat())
    if slip.days:
        yield say("column_slip"), slip_badge(context, slip)


def slip_blocks(context: Context, task: str) -> Iterator[Block]:
    """Where each day of a task's slip was lost, and the tasks through which it came here, the nearest first."""
    slip = context.slips.of(task) if context.slips else None
    if context.slips is None or slip is None or not slip.shares:
        return
    say = context.say
    yield Heading(say("why_later"), "why-later")
    shares, _ = _gravest(slip.shares, len(slip.shares))
    rows = tuple((Text(say("working_days", n=each.days)), *_lost(context, task, each)) for each in shares)
    columns = (Column(say("column_lost"), narrow=True), Column(say("column_lost_in")), Column(say("column_how")))
    yield Table(columns, rows)
    way = tuple(context.link(each) for each in slip.chain if each != HIDDEN)
    if len(way) > 1:
        yield Facts(((say("by_way_of"), Links(way[:MOST_LINKS])),))


def _lost(context: Context, task: str, share: Share) -> tuple[Cell, Cell]:
    if share.task == HIDDEN:
        return Text(context.say("share_hidden")), NOTHING
    where: Cell = Text(context.say("this_task")) if share.task == task else Links((context.link(share.task),))
    return where, Text(context.say(f"how_{share.kind}"))


def _gravest(shares: Sequence[Share], most: int) -> tuple[list[Share], int]:
    """The shares that count most, one for each task, and the days of all others together."""
    if most < len(shares):
        shares = by_task(shares)
    ordered = sorted(shares, key=lambda share: -share.days)
    cut = most if len(ordered) > most + 1 else len(ordered)  # a last one takes no more room than to say there is one
    return ordered[:cut], sum(share.days for share in ordered[cut:])


def by_task(shares: Sequence[Share]) -> list[Share]:
    """One share for each task, named after the larger part of it."""
    found: dict[str, Share] = {}
    for share in shares:
        other = found.get(share.task, share)
        kind = max(share, other, key=lambda each: each.days).kind
        found[share.task] = replace(share, kind=kind, days=share.days + (other.days if other is not share else 0))
    return list(found.values())


def _rest(context: Context, days: int) -> tuple[RecordLink, ...]:
    if not days:
        return ()
    return (RecordLink(id="", title=context.say("share_rest"), url="", note=_days(context, days)),)


def _cause(context: Context, task: str, share: Share) -> Cell:
    if share.task == task:
        return Text(context.say("share_own", what=_words(context, share)))
    return Links((_link(context, share),))


def _link(context: Context, share: Share) -> RecordLink:
    """The task that lost some days, and how; one that the reader may not see goes without a name."""
    if share.task == HIDDEN:
        return RecordLink(id="", title=context.say("share_hidden"), url="", note=_days(context, share.days))
    return context.link(share.task, _words(context, share))


def _words(context: Context, share: Share) -> str:
    return context.say(f"share_{share.kind}", n=abs(share.days))


def _days(context: Context, days: int) -> str:
    return context.say("working_days" if days >= 0 else "share_made_up", n=abs(days))
