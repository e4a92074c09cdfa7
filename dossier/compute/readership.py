"""Who may read each text of a portfolio, decided anew and without the projection, whose mistakes this is to find."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dossier.compute.signature import signed_path
from dossier.dossier import Dossier, Page, Portfolio
from dossier.problems.problem import Place
from dossier.records.client import Client
from dossier.records.declare import RECORD_TYPES, Field, Record, type_of
from dossier.records.kinds import Choice, Kind, Listed, Part, Reference, Text
from dossier.records.sign_off import SignOff

_COMMENT = re.compile(r"(<!--.*?(?:-->|\Z))", re.DOTALL)
_TEAM = re.compile(r"<!--\s*(/?)\s*team\s*-->", re.IGNORECASE)
PAGE_TEXT = "text of the page"
_SETTINGS = frozenset({"logo", "attachments", "publish", "colour"})
"""Fields whose values are paths and settings; the names of files are a matter of their own."""
_NAME_ONLY = frozenset({"id", "title", "currency"})
"""What a client learns of a project that is not published: how it is called and what its money is counted in."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text stands: its place, the record and field that hold it, and why a client may not read it."""

    place: Place
    record: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text from the content folder; whoever may read the site may read it where `origin.reason` is ""."""

    text: str
    origin: Origin


def passages(portfolio: Portfolio, client: str) -> Iterator[Passage]:
    """Every text of every record and page, as the readers of a client's site may read it or not."""
    for each in portfolio.clients:
        reason = "" if each.id == client else "another client's"
        yield from _record(each, each.id, reason)
    people: set[int] = set()
    for dossier in portfolio.dossiers:
        own = dossier.client.id == client
        for passage in _dossier(dossier, people):
            yield passage if own else _foreign(passage)
    for page in portfolio.pages:
        yield from _page(page, "the team's own page")


def open_files(portfolio: Portfolio, client: str) -> frozenset[str]:
    """The paths of the files that the client may see: its logo, and what records that it may see name."""
    found = {f"{each.id}/{each.logo}" for each in portfolio.clients if each.id == client and each.logo}
    for dossier in portfolio.of_client(client):
        for record in (dossier.project, *dossier.records):
            if not _reason(record, dossier):
                found |= {posixpath.normpath(f"{posixpath.dirname(record.place.path)}/{n}") for n in record.attachments}
    return frozenset(found)


def split(text: str) -> tuple[str, str]:
    """What everybody may read of a text, and what stands in team blocks and in other comments."""
    if "<!--" not in text:
        return text, ""
    seen: list[str] = []
    hidden: list[str] = []
    depth = 0
    for part in _COMMENT.split(text):
        mark = _TEAM.fullmatch(part)
        if mark and mark[1] and depth == 0:  # closes what was never opened: what stood before it is in doubt
            hidden += seen
            seen = []
        elif mark:
            depth += -1 if mark[1] else 1
        else:
            (hidden if depth or part.startswith("<!--") else seen).append(part)
    return "\n".join(seen), "\n".join(hidden)


def _foreign(passage: Passage) -> Passage:
    origin = passage.origin
    return Passage(passage.text, Origin(origin.place, origin.record, origin.field, "another client's"))


def _dossier(dossier: Dossier, people: set[int]) -> Iterator[Passage]:
    for record in (dossier.project, *dossier.records):
        if id(record) not in people:  # those of client.yml belong to every project of the client
            yield from _record(record, dossier.folder, _reason(record, dossier))
        people.add(id(record))
    closed = dossier.project.visibility == "team"
    for page in dossier.pages:
        hidden = closed or page.visibility != "client"
        yield from _page(page, "a page for the team only" if hidden else "")
    open_sign_offs = {signed_path(s) for s in dossier.of(SignOff) if not _reason(s, dossier)}
    for path, text in dossier.signed.items():
        reason = "" if path in open_sign_offs else "signed text of a record for the team only"
        yield from (Passage(each, Origin(Place(path), path, "", reason)) for each in _json_strings(text))


def _reason(record: Record, dossier: Dossier) -> str:
    """Why the client may not see a record; "" where it may."""
    if dossier.project.visibility == "team" and record.place.path != dossier.client.place.path:
        return "of a project for the team only"
    if record.visibility == "team":
        return "a record for the team only"
    if record.visibility == "client" or _names(dossier.client, record):
        return ""
    return f"`{record.type_name}` is not published to the client"


def _names(client: Client, record: Record) -> bool:
    """Whether a client's file publishes the type of a record."""
    known = {key.casefold() for key in type_of(record).keys()}
    return any(key.casefold() in known for key in client.publish)


def _record(record: Record, folder: str, reason: str) -> Iterator[Passage]:
    """The texts of a record; of a project that is not published its name may be read all the same."""
    name = folder if record.type_name in {"client", "project"} else f"{folder} {record.id}"
    partly = record.type_name == "project" and reason and record.visibility != "team"
    for field in type_of(record).fields.values():
        value = getattr(record, field.name)
        if value and not (reason and field.name in _SETTINGS):
            why = "" if partly and field.name in _NAME_ONLY else reason
            place = record.at(field.name)
            for path, text in _texts(field.name, field, value, why):
                yield from _split(text, Origin(place, name, path[0], why or path[1]))
    for text in _strings(record.written):
        if "<!--" in text:
            yield from _split(text, Origin(record.place, name, "", reason))


def _texts(name: str, field: Field, value: Any, why: str) -> Iterator[tuple[tuple[str, str], str]]:
    """The texts of a field, each with the field's name (`steps.by` within parts) and why it is hidden."""
    hidden = why or ("an internal field" if field.internal else "")
    yield from _of_kind(name, field.kind, value, hidden)


def _of_kind(name: str, kind: Kind, value: Any, why: str) -> Iterator[tuple[tuple[str, str], str]]:
    if isinstance(kind, Listed):
        for item in value:
            yield from _of_kind(name, kind.item, item, why)
    elif isinstance(kind, Part):
        for field in kind.fields.values():
            if inner := getattr(value, field.name):
                yield from _texts(f"{name}.{field.name}", field, inner, why)
    elif isinstance(kind, Text):
        yield (name, why), str(value)
    elif isinstance(kind, (Choice, Reference)) and not why:
        yield (name, ""), str(value)


def _strings(value: Any) -> Iterator[str]:
    """Every text of what an author wrote, also under keys that no field has."""
    if isinstance(value, (Mapping, tuple, list)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(inner)
    else:
        yield str(value)


def _split(text: str, origin: Origin) -> Iterator[Passage]:
    seen, hidden = split(text)
    if seen.strip():
        yield Passage(seen, origin)
    if hidden.strip():
        yield Passage(hidden, Origin(origin.place, origin.record, origin.field, origin.reason or "a team block"))


def _page(page: Page, reason: str) -> Iterator[Passage]:
    for field, text in (("title", page.title), (PAGE_TEXT, page.text)):
        yield from _split(text, Origin(page.place, page.path, field, reason))


def _json_strings(text: str) -> Iterator[str]:
    """The texts of a JSON document; the document itself where it is none."""
    try:
        yield from _strings(json.loads(text))
    except (ValueError, RecursionError):
        yield text


def labels() -> Iterator[str]:
    """Every word that the declarations of records bring to a page: of types, fields and choices."""
    for of_type in RECORD_TYPES.values():
        yield from (*of_type.label.all(), *of_type.plural.all(), of_type.help)
        yield from _field_labels(of_type.fields)


def _field_labels(fields: Mapping[str, Field]) -> Iterator[str]:
    for field in fields.values():
        yield from (*field.label.all(), *field.help.all())
        kind: Any = field.kind.item if isinstance(field.kind, Listed) else field.kind
        if isinstance(kind, Choice):
            yield from (*kind.choices, *(word for pair in kind.choices.values() for word in pair))
        if isinstance(kind, Part):
            yield from _field_labels(kind.fields)
