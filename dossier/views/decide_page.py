"""What waits for the client's decision, signature, acceptance or answer, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.waiting import Waiting
from dossier.records.change_request import ChangeRequest
from dossier.records.decision import Decision
from dossier.views.blocks import Badge, Block, Body, Facts, Heading, Items, Panel
from dossier.views.change_steps import deciders, impact_facts
from dossier.views.overview import waiting_item
from dossier.views.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.declare import Record
    from dossier.views.context import Context

_GROUPS = (("sign", "sign_again", "renew"), ("decide",), ("accept",), ("answer",), ("do",))


def decide_page(context: Context) -> PageView | None:
    """Everything that waits for the client, or None when nothing does."""
    waiting = context.waiting
    if not waiting:
        return None
    blocks: list[Block] = []
    for group in _GROUPS:
        found = [each for each in waiting if each.what in group]
        if found:
            blocks.append(Heading(context.say(f"group_{group[0]}"), group[0]))
            blocks += _group(context, found)
    return PageView(title=context.say("page_decide"), lead=context.say("lead_decide"), blocks=tuple(blocks))


def _group(context: Context, waiting: list[Waiting]) -> list[Block]:
    """The items of a group; what is to be decided with its question and its options."""
    blocks: list[Block] = []
    plain = []
    for each in waiting:
        question = _question(each)
        told = (*([Body(question, each.record.folder)] if question else ()), *_price(context, each.record))
        if told:
            line = waiting_item(context, each)
            note = " · ".join(part for part in (line.who, line.when) if part)
            blocks.append(Panel(line.link, told, Badge(line.what, line.tone), note))
        else:
            plain.append(waiting_item(context, each))
    return [*blocks, *([Items(tuple(plain))] if plain else [])]


def _price(context: Context, record: Record) -> Iterator[Block]:
    """What a change to decide about does to what was agreed, and who may decide."""
    if isinstance(record, ChangeRequest):
        impact = impact_facts(context, record, record.impact).facts if record.impact else ()
        if facts := (*impact, *deciders(context, record)):
            yield Facts(facts)


def _question(waiting: Waiting) -> str:
    record = waiting.record
    if isinstance(record, Decision):
        return "\n\n".join(part for part in (record.description, record.options) if part)
    return str(record.description or record.reason) if isinstance(record, ChangeRequest) else ""
