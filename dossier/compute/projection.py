"""The dossier that a client may see, made before anything is computed or shown from it."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Literal

from dossier.dossier import Dossier, Page, Portfolio
from dossier.records.client import Client
from dossier.records.declare import RECORD_TYPES, Record, fields_of, type_of

Audience = Literal["client", "team"]

_TEAM_BLOCK = re.compile(r"<!--\s*team\s*-->.*?(?:<!--\s*/team\s*-->|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def projected(portfolio: Portfolio, audience: Audience) -> Portfolio:
    """The portfolio as an audience may see it; the team sees everything."""
    if audience == "team":
        return portfolio
    dossiers = tuple(published(dossier) for dossier in portfolio.dossiers)
    return dataclasses.replace(
        portfolio, clients=tuple(_without_team_text(client) for client in portfolio.clients), dossiers=dossiers, pages=()
    )


def published(dossier: Dossier) -> Dossier:
    """The dossier as its client may see it.

    Gone are records of types that client.yml does not publish (unless the record itself says `visibility: client`),
    records that say `visibility: team`, internal fields, `<!-- team -->` blocks and every other comment, pages that do
    not say `visibility: client`, and references to any record that is gone.
    """
    types = published_types(dossier.client)
    visible = [record for record in dossier.records if is_published(record, types)]
    elsewhere = {key: r for key, r in dossier.elsewhere.items() if is_published(r, types)}
    known = {record.id for record in visible} | set(elsewhere)
    gone = (set(dossier.by_id) | set(dossier.elsewhere)) - known
    return dataclasses.replace(
        dossier,
        client=_without_team_text(dossier.client, gone),
        project=_without_team_text(dossier.project, gone),
        records=tuple(_without_team_text(record, gone) for record in visible),
        elsewhere={key: _without_team_text(record, gone) for key, record in elsewhere.items()},
        pages=tuple(without_team_blocks(page) for page in dossier.pages if page.visibility == "client"),
    )


def published_types(client: Client) -> frozenset[str]:
    """The names of the record types that a client's file publishes."""
    by_key = {key.casefold(): t.name for t in RECORD_TYPES.values() for key in t.keys()}
    return frozenset(by_key[key.casefold()] for key in client.publish if key.casefold() in by_key)


def is_published(record: Record, types: frozenset[str]) -> bool:
    """Whether the client may see the record: what it says itself, else what its type says."""
    return record.visibility == "client" or (record.visibility != "team" and record.type_name in types)


def public_text(text: str) -> str:
    """A text without what stands between `<!-- team -->` and `<!-- /team -->`, and without any other comment."""
    if "<!--" not in text:
        return text
    return _COMMENT.sub("", _TEAM_BLOCK.sub("", text)).strip()


def without_team_blocks(page: Page) -> Page:
    """An ordinary page without its team blocks."""
    return dataclasses.replace(page, text=public_text(page.text))


def _without_team_text(record: Any, gone: frozenset[str] | set[str] = frozenset()) -> Any:
    """The record with its internal fields empty, team blocks cut out, and references to what is gone left out."""
    declared = type_of(record).fields
    changes: dict[str, Any] = {}
    for name, field in declared.items():
        value = getattr(record, name)
        new = field.default if field.internal else _public(value, gone)
        if new is not value and new != value:
            changes[name] = new
    internal = {name for name, field in declared.items() if field.internal}
    written = {name: _public(text, gone) for name, text in record.written.items() if name not in internal}
    return dataclasses.replace(record, **changes, written=written)


def _public(value: Any, gone: frozenset[str] | set[str]) -> Any:
    """A value without team blocks and without references to what is gone, all the way down."""
    if isinstance(value, str):
        return "" if value in gone else public_text(value)
    if isinstance(value, tuple):
        kept = (_public(item, gone) for item in value if not _is_gone(item, gone))
        return tuple(item for item in kept if item is not None)
    if isinstance(value, dict):
        return {key: _public(item, gone) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if not (declared := fields_of(type(value))):
            return value
        changes = {name: _public(getattr(value, name), gone) for name in declared}
        return dataclasses.replace(value, **changes)
    return value


def _is_gone(value: Any, gone: frozenset[str] | set[str]) -> bool:
    """Whether a value is, or links to, a record that is gone."""
    return (isinstance(value, str) and value in gone) or getattr(value, "task", None) in gone
