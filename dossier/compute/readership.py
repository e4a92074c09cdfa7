"""Who may read each text of a portfolio, decided anew and without the projection, whose mistakes this is to find."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from dossier.compute.signature import signed_numbers, signed_path
from dossier.dossier import Dossier, Page, Portfolio, once
from dossier.problems.problem import Place
from dossier.records.attachments import attachment_address
from dossier.records.declare import RECORD_TYPES, Field, Record, type_of
from dossier.records.kinds import Choice, Kind, Listed, Part, Reference, Text
from dossier.records.once import asked_of_all, once_per_record
from dossier.records.project import Project
from dossier.records.sign_off import SignOff
from dossier.text.team_text import MARK

_COMMENT = re.compile(r"(<!--.*?(?:-->|\Z))", re.DOTALL)
PAGE_TEXT = "text of the page"
FOREIGN = "another client's"
_SETTINGS = frozenset({"logo", "attachments", "publish", "colour"})
"""Fields whose values are paths and settings; the names of files are a matter of their own."""
_NAME_ONLY = frozenset({"id", "title", "currency"})
"""What a client learns of a project that is not published: how it is called and what its money is counted in."""


class Origin(Struct, frozen=True):
    """Where a text stands: its place, the record and field that hold it, and why a client may not read it."""

    place: Place
    record: str
    field: str
    reason: str


class Signed(Struct, frozen=True):
    """What a client signed, as it is kept beside the record of the signature."""

    path: str
    text: str


class Words(Struct, frozen=True):
    """Words that a site shows whatever the records say."""

    texts: tuple[str, ...]


class Holder(Struct, frozen=True):
    """What holds texts, how it is called, and why the client may not see it; "" where it may."""

    name: str
    held_in: Record | Page | Signed | Words
    reason: str = ""
    unseen: frozenset[str] = frozenset()
    """Records that the client may not see, as this one names them."""

    @property
    def is_foreign(self) -> bool:
        """Whether it is another client's."""
        return self.reason == FOREIGN

    @property
    def path(self) -> str:
        """The file that it was read from; "" for words."""
        held = self.held_in
        return "" if isinstance(held, Words) else held.path if isinstance(held, Signed) else held.place.path


class Passage(NamedTuple):
    """A text, the field it stands in, its place, and why the client may not read it; "" where it may."""

    text: str
    field: str
    place: Place
    reason: str


def holders(portfolio: Portfolio, client: str) -> Iterator[Holder]:
    """Every record, page and signed text, as the readers of a client's site may see it or not."""
    for each in portfolio.clients:
        own = each.id == client
        unseen = frozenset[str]().union(*(_unseen(each, of) for of in portfolio.of_client(client) if own))
        yield Holder(each.id, each, "" if own else FOREIGN, unseen)
    people: set[int] = set()
    for dossier in portfolio.dossiers:
        own = dossier.client.id == client
        for holder in _of_dossier(dossier, people):
            yield holder if own else Holder(holder.name, holder.held_in, FOREIGN)
    for page in portfolio.pages:
        yield Holder(page.path, page, "the team's own page")


def passages(holder: Holder) -> Iterator[Passage]:
    """Every text that a record, a page or a signed text holds."""
    held = holder.held_in
    if isinstance(held, Words):
        yield from (Passage(text, "", Place(""), "") for text in held.texts)
    elif isinstance(held, Signed):
        yield from (Passage(text, "", Place(held.path), holder.reason) for text in _signed_strings(held.text))
        if not holder.reason:  # who signed knows the numbers of all that was signed
            yield from (Passage(number, "", Place(held.path), "") for number in signed_numbers(held.text))
    elif isinstance(held, Page):
        for field, text in (("title", held.title), (PAGE_TEXT, held.text)):
            yield from _split(text, field, held.place, holder.reason)
    else:
        yield from _of_record(held, holder.reason, holder.unseen, shows_name=shows_name(holder))


def shows_name(holder: Holder) -> bool:
    """Whether this is a project of which the client may learn the name alone."""
    held = holder.held_in
    return isinstance(held, Project) and held.visibility != "team" and holder.reason != "" and not holder.is_foreign


def open_addresses(portfolio: Portfolio, client: str) -> Mapping[str, Origin]:
    """Where the files that the client's records carry, and the client may see, lie among the files of a project.

    Each with where a record names it, and why the client may not read what is marked in it as for the team.
    """
    return {
        attachment_address(record, name): Origin(record.at("attachments"), record.id, "attachments", "a team block")
        for dossier in portfolio.of_client(client)
        for record in (dossier.project, *dossier.records)
        if not _reason(record, dossier)
        for name in record.attachments
    }


def open_files(portfolio: Portfolio, client: str) -> frozenset[str]:
    """The paths of the files that the client may see: its logo, and what records that it may see name."""
    found = {f"{each.id}/{each.logo}" for each in portfolio.clients if each.id == client and each.logo}
    for dossier in portfolio.of_client(client):
        for record in (dossier.project, *dossier.records):
            if not _reason(record, dossier):
                found |= {posixpath.normpath(f"{record.folder}/{n}") for n in record.attachments}
    return frozenset(found)


def split(text: str) -> tuple[str, str]:
    """What everybody may read of a text, and what stands in team blocks and in other comments."""
    if "<!--" not in text:
        return text, ""
    seen: list[str] = []
    hidden: list[str] = []
    depth = 0
    for part in _COMMENT.split(text):
        mark = MARK.fullmatch(part)
        if mark and mark["closes"] and depth == 0:  # closes what was never opened: what stood before it is in doubt
            hidden += seen
            seen = []
        elif mark:
            depth += -1 if mark["closes"] else 1
        else:
            (hidden if depth or part.startswith("<!--") else seen).append(part)
    return "\n".join(seen), "\n".join(hidden)


def _of_dossier(dossier: Dossier, people: set[int]) -> Iterator[Holder]:
    for record in (dossier.project, *dossier.records):
        if id(record) not in people:  # those of client.yml belong to every project of the client
            name = dossier.folder if record is dossier.project else f"{dossier.folder} {record.id}"
            yield Holder(name, record, _reason(record, dossier), _unseen(record, dossier))
        people.add(id(record))
    closed = dossier.project.visibility == "team"
    for page in dossier.pages:
        hidden = closed or page.visibility != "client"
        yield Holder(page.path, page, "a page for the team only" if hidden else "")
    open_sign_offs = {signed_path(s) for s in dossier.of(SignOff) if not _reason(s, dossier)}
    for path, text in dossier.signed.items():
        reason = "" if path in open_sign_offs else "signed text of a record for the team only"
        yield Holder(path, Signed(path, text), reason)


def _reason(record: Record, dossier: Dossier) -> str:
    """Why the client may not see a record; "" where it may."""
    if dossier.project.visibility == "team" and record.place.path != dossier.client.place.path:
        return "of a project for the team only"
    if record.visibility == "team":
        return "a record for the team only"
    if record.visibility == "client" or record.type_name in _published(dossier):
        return ""
    return f"`{record.type_name}` is not published to the client"


@once
def _published(dossier: Dossier) -> frozenset[str]:
    """The names of the record types that the client's file publishes."""
    named = {key.casefold() for key in dossier.client.publish}
    types = RECORD_TYPES.values()
    return frozenset(each.name for each in types if not named.isdisjoint(key.casefold() for key in each.keys()))


def _unseen(record: Record, dossier: Dossier) -> frozenset[str]:
    """Of the records that this one names those that the client may not see, as it names them."""
    return frozenset(name for name in _named(record) if _is_unseen(name, dossier))


def _is_unseen(name: str, dossier: Dossier) -> bool:
    project, _, identifier = name.rpartition("/")
    there = dossier if project in {"", dossier.project.id} else dossier.elsewhere.other(project)
    return there is not None and identifier in there.by_id and _reason(there.by_id[identifier], there) != ""


@asked_of_all("site")
@once_per_record
def _named(record: Record) -> frozenset[str]:
    """What a record names by its number."""
    return frozenset(_names_in(type_of(record).fields, record))


def _names_in(fields: Mapping[str, Field], holder: Any) -> Iterator[str]:
    for field in fields.values():
        kind, value = field.kind, getattr(holder, field.name)
        if value:
            listed = isinstance(kind, Listed)
            yield from _names_of(kind.item if isinstance(kind, Listed) else kind, value if listed else (value,))


def _names_of(kind: Kind, values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(kind, Part):
            if kind.about:
                yield getattr(value, kind.about)
            yield from _names_in(kind.fields, value)
        elif isinstance(kind, Reference):
            yield value


def _of_record(record: Record, reason: str, unseen: Collection[str], *, shows_name: bool) -> Iterator[Passage]:
    for field in type_of(record).fields.values():
        value = getattr(record, field.name)
        if value and not (reason and field.name in _SETTINGS):
            why = "" if shows_name and field.name in _NAME_ONLY else reason
            for (name, hidden), text in _texts(field.name, field, value, why, unseen):
                yield from _split(text, name, record.at(field.name), hidden)
    for text in _strings(record.written):
        if hidden := split(text)[1].strip():  # who may read the rest, its field has said
            yield Passage(hidden, "", record.place, reason or "a team block")


def _texts(
    name: str, field: Field, value: Any, why: str, unseen: Collection[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """The texts of a field, each with the field's name (`steps.by` within parts) and why it is hidden."""
    hidden = why or ("an internal field" if field.internal else "")
    yield from _of_kind(name, field.kind, value, hidden, unseen)


def _of_kind(
    name: str, kind: Kind, value: Any, why: str, unseen: Collection[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    if isinstance(kind, Listed):
        for item in value:
            yield from _of_kind(name, kind.item, item, why, unseen)
    elif isinstance(kind, Part):
        if kind.about and (getattr(value, kind.about) in unseen or getattr(value, "visibility", "") == "team"):
            why = why or "about a record for the team only"
        for field in kind.fields.values():
            if inner := getattr(value, field.name):
                yield from _texts(f"{name}.{field.name}", field, inner, why, unseen)
    elif isinstance(kind, Text):
        yield (name, why), str(value)
    elif isinstance(kind, (Choice, Reference)) and not why and value not in unseen:
        yield (name, ""), str(value)


def _strings(value: Any) -> Iterator[str]:
    """Every text of what an author wrote, also under keys that no field has."""
    if isinstance(value, (Mapping, tuple, list)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(inner)
    else:
        yield str(value)


def _split(text: str, field: str, place: Place, reason: str) -> Iterator[Passage]:
    seen, hidden = split(text)
    if seen.strip():
        yield Passage(seen, field, place, reason)
    if hidden.strip():
        yield Passage(hidden, field, place, reason or "a team block")


def _signed_strings(text: str) -> Iterator[str]:
    """The texts of a JSON document; the document itself where it is none."""
    try:
        yield from _strings(json.loads(text))
    except (ValueError, RecursionError):
        yield text
