"""The value of any field as a cell: by the declared kind of the field, in the language of the page."""

from __future__ import annotations

import posixpath
from datetime import date
from typing import TYPE_CHECKING, Any

from dossier.records.assignments import Assignment
from dossier.records.attachments import attachment_address
from dossier.records.declare import Field, Record, type_of
from dossier.records.kinds import Choice, Listed, Part, Reference
from dossier.records.kinds import Text as TextKind
from dossier.records.links import Link
from dossier.records.values import Hours
from dossier.views.blocks import (
    NOTHING,
    Badge,
    Bar,
    Cell,
    Column,
    FileLink,
    Links,
    Mail,
    Prose,
    RecordLink,
    Several,
    Table,
    Text,
    Tone,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dossier.views.context import Context

_TONES: dict[str, Tone] = dict.fromkeys(
    (
        "accepted",
        "agreed",
        "verified",
        "implemented",
        "approved",
        "done",
        "closed",
        "decided",
        "confirmed",
        "green",
    ),
    "good",
)
_TONES |= dict.fromkeys(
    ("red", "late", "rejected", "occurred", "critical", "expired", "out_of_date", "complaint"), "bad"
)
_TONES |= dict.fromkeys(("amber", "open", "conditions", "assessed", "high", "deferred"), "warn")
_TONES |= dict.fromkeys(("active", "in_progress", "requested", "must"), "info")
_PLAIN_CHOICES = frozenset(
    {"visibility", "type", "kind", "side", "raci", "verification", "category", "influence", "language", "spread"}
    | {"measured_by"}
)


def tone(value: str) -> Tone:
    """How a state feels to a reader."""
    return _TONES.get(value, "neutral")


def field_cell(context: Context, record: Record, name: str) -> Cell:
    """The value of a declared field."""
    field = type_of(record).fields[name]
    return value_cell(context, field, getattr(record, name), record)


def value_cell(context: Context, field: Field, value: Any, record: Record) -> Cell:  # noqa: PLR0911 - one case a kind
    """A value as its field's kind wants it shown."""
    if value is None or value in ("", ()):
        return NOTHING
    kind: Any = field.kind.item if isinstance(field.kind, Listed) else field.kind
    if field.name == "attachments":
        return Several(tuple(attachment(context, record, path) for path in value))
    if isinstance(kind, Reference):
        return Links(context.links(value if isinstance(value, tuple) else (value,)))
    if isinstance(value, tuple) and isinstance(value[0], Link):
        return Links(tuple(dependency(context, link) for link in value))
    if isinstance(value, tuple) and isinstance(value[0], Assignment):
        return Links(tuple(_assigned(context, each) for each in value))
    if isinstance(kind, Choice):
        return _choice(context, field, kind, value)
    if isinstance(kind, Part):
        return NOTHING
    if isinstance(value, tuple):
        return Several(tuple(_scalar(context, field, kind, item, record) for item in value))
    return _scalar(context, field, kind, value, record)


def part_table(context: Context, kind: Part, values: Sequence[Any], record: Record) -> Table:
    """Parts of a record as a table: a column for each field that any of them fills."""
    fields = [f for f in kind.fields.values() if any(getattr(v, f.name) not in (None, "", (), False) for v in values)]
    columns = tuple(Column(f.label[context.language], narrow=f.name == "id") for f in fields)
    rows = tuple(tuple(value_cell(context, f, getattr(v, f.name), record) for f in fields) for v in values)
    return Table(columns, rows)


def attachment(context: Context, record: Record, path: str) -> FileLink:
    """A file that a record carries."""
    return FileLink(posixpath.basename(path), f"{context.base}files/{attachment_address(record, path)}")


def dependency(context: Context, link: Link) -> RecordLink:
    """A predecessor and, where it is not plainly finish to start, how it is tied."""
    plain = link.relation == "FS" and not link.lag
    return context.link(link.task, "" if plain else str(link).removeprefix(link.task).strip())


def _assigned(context: Context, assignment: Assignment) -> RecordLink:
    """A person and, where it is told, how much of her working day a task takes."""
    share = "" if assignment.share is None else context.say("share_of_day", n=assignment.share)
    return context.link(assignment.person, share)


def choice_label(context: Context, record: Record, name: str) -> str:
    """The words for the value of a choice field; "" for none."""
    field = type_of(record).fields[name]
    value = getattr(record, name)
    return _labels(field.kind)[value][0 if context.language == "en" else 1] if value else ""


def _labels(kind: Any) -> dict[str, tuple[str, str]]:
    inner: Any = kind.item if isinstance(kind, Listed) else kind
    labels: dict[str, tuple[str, str]] = inner.choices
    return labels


def _choice(context: Context, field: Field, kind: Choice, value: Any) -> Cell:
    column = 0 if context.language == "en" else 1
    if isinstance(value, tuple):
        return Text((", " if column == 0 else "、").join(kind.choices[item][column] for item in value))
    label = kind.choices[value][column]
    return Text(label) if field.name in _PLAIN_CHOICES else Badge(label, tone(value))


def _working_time(context: Context, value: Decimal, *, in_hours: bool) -> Cell:
    """Working days, or hours where they were written so."""
    if isinstance(value, Hours):
        return Text(context.say("working_hours", n=context.wording.number(value * 8)), str(value))
    words = "working_hours" if in_hours else "working_days"
    return Text(context.say(words, n=context.wording.number(value)), str(value))


def _scalar(  # noqa: PLR0911 - one case a kind
    context: Context, field: Field, kind: Any, value: Any, record: Record
) -> Cell:
    if isinstance(value, bool):
        return Text(context.say("yes" if value else "no"))
    if isinstance(value, date):
        return Text(context.day(value), value.isoformat())
    holds = getattr(kind, "holds", "")
    if holds == "percent":
        return Bar(value)
    if holds in {"days", "hours"}:
        return _working_time(context, value, in_hours=holds == "hours")
    if holds == "amount":
        currency = getattr(record, "currency", "")  # of a cost item in another than the project's
        return Text(context.wording.money(value, currency or context.dossier.project.currency), str(value))
    if isinstance(kind, TextKind) and kind.prose:
        return Prose(value, record.folder)
    if field.name == "email":
        return Mail(value)
    if field.name == "time" and isinstance(value, int):
        return Text(context.say("working_days", n=value))
    return Text(str(value))
