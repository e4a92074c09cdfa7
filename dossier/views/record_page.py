"""The page of one record, whatever its type: what it says, what it leads to, and what leads to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from dossier.records.baseline import Baseline
from dossier.records.change_request import ChangeRequest
from dossier.records.declare import RECORD_TYPES, Field, Record, RecordType, type_of
from dossier.records.kinds import Choice, Listed, Part, Reference
from dossier.records.kinds import Text as TextKind
from dossier.records.patterns import Pattern
from dossier.records.sign_off import SignOff
from dossier.records.survey import Survey
from dossier.records.task import Task
from dossier.views import sign_off_page, survey_page
from dossier.views.baseline_page import comparison
from dossier.views.blocks import NOTHING, Badge, Block, Body, Cell, Facts, Heading, Note, RecordLink
from dossier.views.cells import part_table, value_cell
from dossier.views.change_steps import change_steps, deciders, impact_blocks
from dossier.views.context import section_of
from dossier.views.history_blocks import record_history
from dossier.views.page_view import PageView
from dossier.views.slip_words import slip_blocks, slip_facts
from dossier.views.tables import cell, record_table
from dossier.views.why import why_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.views.context import Context

_SHOWN_ELSEWHERE = frozenset({"id", "title", "internal", "digest"})
_MOST_COLUMNS = 4
_MOST_RELATED = 200
"""Rows of a list of what leads to a record: a person who answers for thousands has no page of thousands of rows."""
_STATE_FIELDS = ("status", "rag", "priority", "severity", "decision")

# What a reader wants to see of the records that lead here, by their type.
LIST_COLUMNS: dict[str, tuple[str, ...]] = {
    "requirement": ("record", "priority", "status", "owner"),
    "task": ("record", "wbs", "owner", "start_on", "finish_on", "progress", "state"),
    "deliverable": ("record", "due", "delivered", "accepted"),
    "risk": ("record", "score", "status", "owner"),
    "issue": ("record", "severity", "status", "owner", "due"),
    "assumption": ("record", "status", "check_by", "owner"),
    "change_request": ("record", "status"),
    "decision": ("record", "status", "decided_by", "decided_on", "due"),
    "meeting": ("record", "on"),
    "action": ("record", "owner", "due", "status"),
    "status_report": ("record", "as_of", "rag"),
    "baseline": ("record", "as_of", "finish"),
    "cost_item": ("record", "category", "planned", "committed", "actual", "forecast"),
    "feedback": ("record", "on", "by", "status"),
    "survey": ("record", "on", "status"),
    "closing_review": ("record", "on"),
    "sign_off": ("record", "signer", "due", "standing"),
    "stakeholder": ("record", "role", "organisation"),
}


REQUIREMENT_COLUMNS = ("record", "type", "priority", "status", "owner", "verification", "sign_offs")
"""The columns of the list of all requirements."""


def told_in_lists(record: Record) -> tuple[Any, ...]:
    """All that is read of a record for a row of `list_columns` or REQUIREMENT_COLUMNS.

    What a row tells of the plan and of sign-offs is read elsewhere.
    """
    columns = (getattr(record, name, None) for name in _columns(record.type_name))
    return (record.id, record.title, record.type_name, record.project, *columns)


@cache
def _columns(type_name: str) -> tuple[str, ...]:
    beside = {"requirement": REQUIREMENT_COLUMNS, "cost_item": ("spent", "currency")}
    return (*list_columns(RECORD_TYPES[type_name]), *beside.get(type_name, ()))


def list_columns(of_type: RecordType) -> tuple[str, ...]:
    """The columns of a list of records: those named above, else the states, people and days that the type declares."""
    if of_type.name in LIST_COLUMNS:
        return LIST_COLUMNS[of_type.name]
    told = [f.name for f in of_type.fields.values() if not f.internal and _is_telling(f)]
    return ("record", *told[:_MOST_COLUMNS])


def _is_telling(field: Field) -> bool:
    """Whether a field says something at a glance: a choice, a person, a day, a figure."""
    if field.name in {"visibility", "tags"} or isinstance(field.kind, Listed):
        return False
    return isinstance(field.kind, (Choice, Reference, Pattern))


def record_page(context: Context, record: Record, trail: tuple[tuple[str, str], ...]) -> PageView:
    """The page of a record."""
    return PageView(
        title=record.title,
        kicker=f"{context.type_label(record)} · {record.id}",
        trail=trail,
        badges=tuple(_badges(context, record)),
        blocks=(*record_body(context, record), *_related(context, record), *record_history(context, record)),
    )


def record_body(context: Context, record: Record) -> tuple[Block, ...]:
    """What the record itself says, without what leads to it."""
    more: Iterable[Block] = ()
    effect = impact_blocks(context, record) if isinstance(record, ChangeRequest) else ()
    if isinstance(record, SignOff):
        more = sign_off_page.covered_blocks(context, record)
    elif isinstance(record, Task):
        more = slip_blocks(context, record.id)
    elif isinstance(record, Baseline):
        more = comparison(context, record)
    return (*_opening(context, record), *_facts(context, record), *effect, *_prose(context, record), *more)


def _badges(context: Context, record: Record) -> Iterator[Badge]:
    """The states that belong beside the title."""
    names = ("state",) if isinstance(record, Task) else ("standing",) if isinstance(record, SignOff) else _STATE_FIELDS
    for name in names:
        found = cell(context, record, name)
        if isinstance(found, Badge):
            yield found
    if context.audience == "team" and record.id not in context.agreed.by_id:
        yield Badge(context.say("team_only"), "warn")


def _opening(context: Context, record: Record) -> Iterator[Block]:
    """What a type of its own has to say first: the steps of a change, the state of a signature."""
    if isinstance(record, ChangeRequest):
        yield change_steps(context, record)
    if isinstance(record, SignOff):
        yield from sign_off_page.standing_note(context, record)
    body = type_of(record).body
    if text := getattr(record, body, ""):
        yield Body(text, record.folder)
    if isinstance(record, Survey):
        yield from survey_page.result_blocks(context, record)


def _facts(context: Context, record: Record) -> Iterator[Block]:
    facts: list[tuple[str, Cell]] = []
    if isinstance(record, Task):
        facts += _plan_facts(context, record)
    for field in type_of(record).fields.values():
        if not _is_fact(context, record, field):
            continue
        shown = value_cell(context, field, getattr(record, field.name), record)
        if shown != NOTHING:
            facts.append((field.label[context.language], shown))
    if isinstance(record, ChangeRequest):
        facts += deciders(context, record)
    if facts:
        yield Facts(tuple(facts))


def _is_fact(context: Context, record: Record, field: Field) -> bool:
    """Whether a field stands among the facts, and is told to this audience."""
    if field.name in _SHOWN_ELSEWHERE or _is_prose(field) or _parts(field) or field.name == type_of(record).body:
        return False
    if getattr(record, field.name) is False and field.name not in record.keys:
        return False  # what nobody said is not said
    told_otherwise = {SignOff: {"covers"}, Task: {"start", "finish", "progress", "kind", "parent"}}
    if field.name in told_otherwise.get(type(record), ()):
        return False
    return context.audience != "client" or field.name not in {"visibility", "tags"}


def _plan_facts(context: Context, task: Task) -> Iterator[tuple[str, Cell]]:
    if task.id not in context.plan.by_id:
        return
    for name in ("wbs", "start_on", "finish_on", "progress"):
        yield context.say(f"column_{name}"), cell(context, task, name)
    row = context.plan.by_id[task.id]
    if row.late_days > 0:
        yield context.say("slip"), Badge(context.say("days_late", n=row.late_days), "bad")
    yield from slip_facts(context, row)
    yield from why_facts(context, row)
    if task.parent:
        yield (
            type_of(task).fields["parent"].label[context.language],
            value_cell(context, type_of(task).fields["parent"], task.parent, task),
        )


def _prose(context: Context, record: Record) -> Iterator[Block]:
    for field in type_of(record).fields.values():
        value = getattr(record, field.name)
        label = field.label[context.language]
        if field.name == "conditions" and isinstance(record, SignOff) and record.decision == "rejected":
            label = context.say("sign_why_rejected")
        if field.name == "internal" and value:
            yield Heading(label, "internal")
            yield Note(context.say("never_published"), "warn")
            yield Body(value, record.folder)
        elif (
            field.name in {*_SHOWN_ELSEWHERE, type_of(record).body, "steps", "impact"}
            or not value
            or (isinstance(record, Survey) and field.name == "questions")
            or (isinstance(record, Baseline) and field.name in {"tasks", "cost_items"})
        ):
            continue
        elif (kind := _parts(field)) is not None:
            yield Heading(label, field.name)
            yield part_table(context, kind, value if isinstance(value, tuple) else (value,), record)
        elif _is_prose(field):
            yield Heading(label, field.name)
            text = value if isinstance(value, str) else "\n".join(f"- {item}" for item in value)
            yield Body(text, record.folder)


def _related(context: Context, record: Record) -> Iterator[Block]:
    """The records that lead here, a table for each type and each way in which they do."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for mention in context.trace.to(record.id):
        if mention.source is not record and not (
            mention.source.type_name == "sign_off" and record.type_name != "stakeholder"
        ):
            field = mention.field.partition(".")[0]
            groups.setdefault((mention.source.type_name, field), []).append(mention.source)
    if sign_offs := context.sign_offs_of.get(record.id):
        groups["sign_off", "covers"] = list(sign_offs)
    order = list(RECORD_TYPES)
    for (name, field), sources in sorted(groups.items(), key=lambda group: order.index(group[0][0])):
        unique = list({source.id: source for source in sources}.values())
        yield Heading(_relation(context, record, name, field), f"{name}-{field}".replace("_", "-"))
        yield record_table(context, unique[:_MOST_RELATED], list_columns(RECORD_TYPES[name]))
        if len(unique) > _MOST_RELATED:
            url = f"{context.base}{section_of(name)}/"
            everything = RecordLink(id="", title=context.section_title(name), url=url)
            yield Note(context.say("related_cut", shown=_MOST_RELATED, total=len(unique)), links=(everything,))


def _relation(context: Context, record: Record, name: str, field: str) -> str:
    """In an author's words what ties the records of a group to this one."""
    key = f"relation_{record.type_name}_{name}_{field}"
    known = {
        "relation_requirement_requirement_parents",
        "relation_task_task_parent",
        "relation_task_task_after",
    }
    plural = RECORD_TYPES[name].plural[context.language]
    if key in known:
        return context.say(key)
    label = RECORD_TYPES[name].fields[field].label[context.language]
    return f"{plural} · {label}" if record.type_name == "stakeholder" else plural


def _is_prose(field: Field) -> bool:
    kind = field.kind.item if isinstance(field.kind, Listed) else field.kind
    return isinstance(kind, TextKind) and kind.prose


def _parts(field: Field) -> Part | None:
    kind = field.kind.item if isinstance(field.kind, Listed) else field.kind
    return kind if isinstance(kind, Part) else None
