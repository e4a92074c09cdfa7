"""The dossier that a client may see, made before anything is computed or shown from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from dossier.compute.signature import signed_path
from dossier.dossier import Dossier, Page, Portfolio, once
from dossier.records.client import Client
from dossier.records.declare import RECORD_TYPES, Field, Record, type_of
from dossier.records.kinds import Kind, Listed, Part, Reference, Text
from dossier.records.links import Link, link
from dossier.records.once import once_per_record
from dossier.records.project import Project
from dossier.records.references import references
from dossier.records.sign_off import SignOff
from dossier.text.team_text import public_text

__all__ = ["Audience", "is_open", "is_published", "projected", "public_text", "published", "published_types"]

Audience = Literal["client", "team"]

LINK_CODE = "DOS208"
"""The code of the kind that reads dependencies: what it reads refers to a task."""

# What is left of a project that client.yml does not publish: its name, what amounts of money are counted in, and how
# its texts are read.
_OF_ANY_PROJECT = frozenset({"id", "title", "currency", "visibility", "raw_html"})


def projected(portfolio: Portfolio, audience: Audience) -> Portfolio:
    """The portfolio as an audience may see it; the team sees everything."""
    if audience == "team":
        return portfolio
    dossiers = tuple(published(dossier) for dossier in portfolio.dossiers if is_open(dossier.project))
    clients = []
    for client in portfolio.clients:
        gone = frozenset[str]().union(*(_gone(dossier) for dossier in portfolio.of_client(client.id)))
        clients.append(_seen(client, gone))
    named = {f"{client.id}/{client.logo}" for client in clients if client.logo}
    files = (portfolio.files & named).union(*(dossier.files for dossier in dossiers))
    return dataclasses.replace(portfolio, clients=tuple(clients), dossiers=dossiers, pages=(), files=files)


@once
def published(dossier: Dossier) -> Dossier:
    """The dossier as its client may see it.

    Gone are records of types that client.yml does not publish (unless the record itself says `visibility: client`),
    records that say `visibility: team` and those of projects that say so, internal fields, `<!-- team -->` blocks and
    every other comment, pages that do not say `visibility: client`, files that no published record names, and
    references to any record that is gone.
    """
    types = published_types(dossier.client)
    gone = _gone(dossier)
    visible = tuple(_seen(r, gone) for r in dossier.records if is_published(r, types))
    gone_for = {name: _gone_for(dossier, name, gone) for name in _projects(dossier)}
    signed = {signed_path(record) for record in visible if isinstance(record, SignOff)}
    project = _seen_project(dossier.project, types, gone)
    siblings = {
        name: _seen_project(each, types, gone_for[name]) for name, each in dossier.siblings.items() if is_open(each)
    }
    return dataclasses.replace(
        dossier,
        client=_seen(dossier.client, gone),
        project=project,
        records=visible,
        elsewhere=_SeenElsewhere({k: r for k, r in dossier.elsewhere.items() if k not in gone}, gone_for),
        siblings=siblings,
        pages=tuple(_seen_page(page) for page in dossier.pages if page.visibility == "client"),
        signed={path: text for path, text in dossier.signed.items() if path in signed},
        files=dossier.files & {dossier.attached(r, name) for r in (project, *visible) for name in r.attachments},
    )


class _SeenElsewhere(Mapping[str, Record]):
    """Records of the client's other projects, each projected when it is first asked for: few ever are."""

    def __init__(self, records: Mapping[str, Record], gone_for: Mapping[str, frozenset[str]]) -> None:
        self._records = records
        self._gone_for = gone_for
        self._seen: dict[str, Record] = {}

    def __getitem__(self, key: str) -> Record:
        if key not in self._seen:
            self._seen[key] = _seen(self._records[key], self._gone_for[key.partition("/")[0]])
        return self._seen[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def __reduce__(self) -> tuple[type[dict[str, Record]], tuple[dict[str, Record]]]:
        return dict, (dict(self),)  # nothing that was hidden goes along


def _projects(dossier: Dossier) -> set[str]:
    """The ids of the client's other projects."""
    return {*dossier.siblings, *(key.partition("/")[0] for key in dossier.elsewhere)}


def published_types(client: Client) -> frozenset[str]:
    """The names of the record types that a client's file publishes."""
    by_key = {key.casefold(): t.name for t in RECORD_TYPES.values() for key in t.keys()}
    return frozenset(by_key[key.casefold()] for key in client.publish if key.casefold() in by_key)


def is_published(record: Record, types: Collection[str]) -> bool:
    """Whether the client may see the record: what it says itself, else what its type says."""
    return record.visibility == "client" or (record.visibility != "team" and record.type_name in types)


def is_open(project: Project) -> bool:
    """Whether the client may know of the project at all."""
    return project.visibility != "team"


@once
def _gone(dossier: Dossier) -> frozenset[str]:
    """Every reference, with and without the project's name, to a record that the client may not see."""
    types = published_types(dossier.client)
    closed = {name for name, project in dossier.siblings.items() if not is_open(project)}
    here = {record.id for record in dossier.records if not is_published(record, types)}
    there = {
        key
        for key, record in dossier.elsewhere.items()
        if key.partition("/")[0] in closed or not is_published(record, types)
    }
    return frozenset({*here, *(f"{dossier.project.id}/{each}" for each in here), *there})


def _gone_for(dossier: Dossier, project: str, gone: frozenset[str]) -> frozenset[str]:
    """What is gone, as a record of another of the client's projects would write it."""
    own = {key.partition("/")[2] for key in gone if key.startswith(f"{project}/")}
    ours = {key for key in gone if "/" not in key and key in dossier.by_id}
    return (gone - ours) | own


def _seen_page(page: Page) -> Page:
    return dataclasses.replace(page, title=public_text(page.title), text=public_text(page.text))


def _seen_project(project: Project, types: frozenset[str], gone: frozenset[str]) -> Project:
    """The project without team text; only its name where projects are not published."""
    seen: Project = _seen(project, gone)
    if is_published(project, types):
        return seen
    fields = type_of(project).fields
    empty: dict[str, Any] = {n: f.default for n, f in fields.items() if n not in _OF_ANY_PROJECT}
    written = {name: text for name, text in seen.written.items() if name in _OF_ANY_PROJECT}
    return dataclasses.replace(seen, **empty, written=written)


def _seen(record: Any, gone: frozenset[str]) -> Any:
    """The record with its internal fields empty, team blocks cut out, and references to what is gone left out.

    The record itself where there is nothing of that kind in it, as in most.
    """
    if gone.isdisjoint(_named(record)):
        return _without_team_text(record) or record
    return _shown(record, gone)


@once_per_record
def _without_team_text(record: Record) -> Record | None:
    """The record as the client sees it where nothing that it names is gone; None for the record as it is."""
    seen: Record = _shown(record, frozenset())
    return None if seen is record else seen


@once_per_record
def _named(record: Record) -> tuple[str, ...]:
    """Every reference that the record makes, as it was read and as it was written."""
    read = (mention.target for mention in references(record))
    return tuple(dict.fromkeys((*read, *_named_as_written(type_of(record).fields, record.written))))


def _named_as_written(fields: Mapping[str, Field], written: Mapping[str, Any]) -> Iterator[str]:
    for name, text in written.items():
        if name in fields:
            yield from _named_in(fields[name].kind, text)


def _named_in(kind: Kind, text: Any) -> Iterator[str]:
    if isinstance(text, dict):
        yield from _named_as_written(kind.fields if isinstance(kind, Part) else {}, text)
    elif isinstance(text, (tuple, list)):
        for each in text:
            yield from _named_in(kind.item if isinstance(kind, Listed) else kind, each)
    elif _refers(kind):
        yield from _targets(public_text(str(text)))


def _shown(record: Any, gone: frozenset[str]) -> Any:
    fields = type_of(record).fields
    values = _changed_values(fields, record, gone)
    if not values.get("title", record.title):
        values["title"] = record.id
    written = _mapping_as_written(fields, record.written, gone)
    keys = {name: key for name, key in record.keys.items() if name in written}
    if not values and written == record.written and len(keys) == len(record.keys):
        return record
    return dataclasses.replace(record, **values, written=written, keys=keys)


def _changed_values(fields: Mapping[str, Field], declared: Any, gone: frozenset[str]) -> dict[str, Any]:
    """The values that the client sees otherwise than the team does."""
    changes: dict[str, Any] = {}
    for name, field in fields.items():
        value = getattr(declared, name)
        if value:
            seen = _value(field, value, gone)
            if seen is not value:
                changes[name] = seen
    return changes


def _value(field: Field, value: Any, gone: frozenset[str]) -> Any:
    if field.internal:
        return field.default
    seen = _of_kind(field.kind, value, gone)
    return field.default if seen is None else seen


def _of_kind(kind: Kind, value: Any, gone: frozenset[str]) -> Any:
    """A value as the client may see it; None or "" where nothing of it is left."""
    if isinstance(kind, Listed):
        items = tuple(seen for item in value if (seen := _of_kind(kind.item, item, gone)) not in (None, ""))
        return value if items == value else items
    if isinstance(kind, Part):
        return _part(kind, value, gone)
    if isinstance(kind, Reference):
        return "" if value in gone else value
    if isinstance(value, Link):
        return None if value.task in gone else value
    return public_text(value) if isinstance(value, str) else value


def _part(kind: Part, value: Any, gone: frozenset[str]) -> Any:
    """A part as the client may see it; None where a text that it cannot be without is the team's."""
    changes = _changed_values(kind.fields, value, gone)
    if any(not changes[n] and kind.fields[n].required and isinstance(kind.fields[n].kind, Text) for n in changes):
        return None
    return dataclasses.replace(value, **changes) if changes else value


def _as_written(kind: Kind | None, text: Any, gone: frozenset[str]) -> Any:
    """What an author wrote, as the client may see it; "" or () where nothing of it is left."""
    if isinstance(text, dict):
        fields = kind.fields if isinstance(kind, Part) else {}
        found = _mapping_as_written(fields, text, gone)
        lost = any(f.required and isinstance(f.kind, Text) and n in text and n not in found for n, f in fields.items())
        return {} if lost else found
    if isinstance(text, (tuple, list)):
        item = kind.item if isinstance(kind, Listed) else kind
        return tuple(seen for each in text if (seen := _as_written(item, each, gone)))
    seen = public_text(str(text))
    return "" if _refers(kind) and not gone.isdisjoint(_targets(seen)) else seen


def _mapping_as_written(
    fields: Mapping[str, Field], written: Mapping[str, Any], gone: frozenset[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in written.items():
        field = fields.get(name)
        key = name if field else public_text(name)
        seen = "" if field and field.internal else _as_written(field.kind if field else Text(), text, gone)
        if key and seen not in ("", (), {}):
            found[key] = seen
    return found


def _refers(kind: Kind | None) -> bool:
    return isinstance(kind, Reference) or getattr(kind, "code", "") == LINK_CODE


def _targets(text: str) -> tuple[str, ...]:
    """What a reference or dependency as it is written may name."""
    dependency = link(text)
    return (text, dependency.task) if dependency else (text,)
