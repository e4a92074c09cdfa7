"""What drives the finish, or a milestone: the chain of tasks that hold one another, as a client reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.slip import HIDDEN
from dossier.records.declare import RECORD_TYPES
from dossier.text.values import replace
from dossier.views.blocks import NOTHING, Badge, Block, Cell, Column, Links, Note, RecordLink, Several, Table, Text
from dossier.views.cells import tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.compute.driving import Step
    from dossier.compute.holds import Hold
    from dossier.views.context import Context


MOST_STEPS = 200
"""So many steps are listed; nobody reads on, and a phone shows no more at once."""
_COLUMNS = ("column_when", "why_held_by", "column_state")


def driving_blocks(context: Context, to: str = "", *, ahead_only: bool = False) -> Iterator[Block]:
    """The chain from the start to the finish, or to the task `to`: a sentence and a table; nothing where none is seen.

    With `ahead_only`, or where it is very long, without what is done at its beginning; then nothing where no more than
    one task is left.
    """
    steps = context.driving.to(to) if context.driving else ()
    if not steps:
        return
    done, last = 0, steps[-1]
    if ahead_only or len(steps) > MOST_STEPS:
        done = next((n for n, step in enumerate(steps) if _is_open(context, step)), len(steps))
        if len(steps) - done < 2:
            return
    name, finish = context.name(last.task), context.day(last.finish)
    text = context.say("share_hidden") if last.task == HIDDEN else context.say("driving_to", name=name, day=finish)
    before = sum(step.task != HIDDEN for step in steps[:done])
    yield Note(" ".join([text, *([context.say("driving_done", n=before)] if before else ())]))
    labels = (RECORD_TYPES["task"].label[context.language], *(context.say(key) for key in _COLUMNS))
    above = ("", *(step.task for step in steps))
    numbered = range(done, min(done + MOST_STEPS, len(steps)))
    rows = tuple(_row(context, steps[n], above[n] if n > done else "") for n in numbered)
    yield Table(tuple(Column(label, narrow=n != 2 and n > 0) for n, label in enumerate(labels)), rows)
    if len(steps) - done > MOST_STEPS:
        yield Note(context.say("list_cut", shown=MOST_STEPS, total=len(steps) - done))


def _is_open(context: Context, step: Step) -> bool:
    row = context.plan.by_id.get(step.task)
    return row is not None and row.state != "done"


def _row(context: Context, step: Step, above: str) -> tuple[Cell, ...]:
    """A step in a table; `above` is the task in the row above, whose title need not be said again."""
    row = context.plan.by_id.get(step.task)
    if row is None:
        return Text(context.say("share_hidden")), NOTHING, NOTHING, NOTHING
    start, finish = context.day(step.start), context.day(step.finish)
    when = finish if row.milestone or start == finish else f"{start} – {finish}"
    return (
        Links((context.link(step.task, "" if row.milestone else row.owner),)),
        Text(when, step.finish.isoformat() if step.finish else ""),
        _stacked(_held(context, step, above)),
        _stacked((Badge(context.say(f"state_{row.state}"), tone(row.state)), *_float(context, step))),
    )


def _stacked(cells: Iterable[Cell]) -> Cell:
    found = tuple(cells)
    return found[0] if len(found) == 1 else Several(found)


def _held(context: Context, step: Step, above: str) -> Iterator[Cell]:
    """What holds a step: of what has begun, its start only where nothing before it tells more."""
    waits = [hold for hold in step.holds if hold.kind == "predecessor"]
    if waits:
        yield Links(tuple(_link(context, hold, above) for hold in waits))
    if step.waited:
        yield Text(context.say("why_waited", n=step.waited))
    for hold in step.holds:
        if hold.kind != "predecessor" and not (waits and hold.kind == "actual_start"):
            yield Text(context.say(f"why_{hold.kind}", day=context.day(hold.on)))


def _link(context: Context, hold: Hold, above: str) -> RecordLink:
    if hold.task == HIDDEN:
        return RecordLink(id="", title=context.say("share_hidden"), url="")
    link = context.link(hold.task, "" if hold.link == "FS" else hold.link)
    return replace(link, title="") if hold.task == above else link


def _float(context: Context, step: Step) -> Iterator[Cell]:
    """How much of the float is left of what is not done: whole days, save where less than one is left."""
    days, say = step.float_days, context.say
    if days is None:
        return
    number = context.wording.number(round(abs(days)) or round(abs(days), 2))
    if days < 0:
        yield Badge(say("why_too_late", n=number), "bad")
    else:
        yield Text(say("float_of", n=number)) if days else Badge(say("critical_path"), "warn")
