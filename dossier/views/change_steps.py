"""A change request as its reader sees it: the way it went, what it does to what was agreed, and who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.compute.change_rights import decides, refusal
from dossier.records.change_request import STEPS, ChangeRequest
from dossier.records.declare import type_of
from dossier.records.stakeholder import Stakeholder
from dossier.views.blocks import NOTHING, Block, Cell, Facts, Heading, Links, Step, Steps, Text
from dossier.views.cells import value_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.change_request import Impact
    from dossier.views.context import Context

_UNDECIDED = frozenset({"requested", "assessed", "deferred"})


def change_steps(context: Context, change: ChangeRequest, *, brief: bool = False) -> Steps:
    """The way of a change request: the steps taken, and those still ahead."""
    column = 0 if context.language == "en" else 1
    steps = []
    for number, taken in enumerate(change.steps):
        last = number == len(change.steps) - 1
        stopped = last and taken.step in {"rejected", "deferred"}
        state: Any = "stopped" if stopped else "done"
        who = (context.link(taken.by),) if taken.by else ()
        steps.append(Step(STEPS[taken.step][column], context.day(taken.on), who, taken.note, state, change.folder))
    ahead = {"requested": ("assessed", "approved", "implemented"), "assessed": ("approved", "implemented")}
    ahead |= {"approved": ("implemented",), "": ("requested", "assessed", "approved", "implemented")}
    steps += [Step(STEPS[name][column], state="ahead") for name in ahead.get(change.status, ())]
    return Steps(tuple(steps), brief)


def impact_blocks(context: Context, change: ChangeRequest) -> Iterator[Block]:
    """What the change does to scope, time, cost and quality, under a heading."""
    if change.impact:
        yield Heading(type_of(change).fields["impact"].label[context.language], "impact")
        yield impact_facts(context, change, change.impact)


def impact_facts(context: Context, change: ChangeRequest, impact: Impact) -> Facts:
    """The four parts of an impact; time and cost in words that say which way they go, and what nobody wrote down."""
    part: Any = type_of(change).fields["impact"].kind
    told: dict[str, Cell] = {
        name: value_cell(context, f, getattr(impact, name), change) for name, f in part.fields.items()
    }
    told |= {name: Text(words) for name, words in _in_words(context, impact).items()}
    unknown = Text(context.say("not_assessed"))
    labels = {name: f.label[context.language] for name, f in part.fields.items()}
    return Facts(tuple((labels[name], unknown if cell == NOTHING else cell) for name, cell in told.items()))


def impact_line(context: Context, change: ChangeRequest) -> str:
    """Time and cost in one line; "" where nobody wrote them down."""
    return " · ".join(_in_words(context, change.impact).values()) if change.impact else ""


def deciders(context: Context, change: ChangeRequest) -> Iterator[tuple[str, Cell]]:
    """Who may decide about a change that is not yet decided, of those whom this reader may know."""
    if change.status in _UNDECIDED:
        found = ((each, context.dossier.find(each)) for each in decides(context.dossier))
        may = [
            each
            for each, person in found
            if isinstance(person, Stakeholder) and not refusal(context.dossier, change, "approved", person)
        ]
        if may:
            yield context.say("may_decide"), Links(context.links(may))


def _in_words(context: Context, impact: Impact) -> dict[str, str]:
    """Time and cost as far as they are known: later or sooner, more or less, or not at all."""
    words = {}
    if impact.time is not None:
        way = "later" if impact.time > 0 else "sooner" if impact.time < 0 else "on_time"
        words["time"] = context.say(f"impact_{way}", n=abs(impact.time))
    if impact.cost is not None:
        way = "more" if impact.cost > 0 else "less" if impact.cost < 0 else "free"
        amount = context.wording.money(abs(impact.cost), context.dossier.project.currency)
        words["cost"] = context.say(f"impact_{way}", amount=amount)
    return words
