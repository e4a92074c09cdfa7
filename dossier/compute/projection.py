"""The dossier that a client may see, made before anything is computed or shown from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from dossier.compute.projection_as_written import Gone, mapping_as_written, named_as_written
from dossier.compute.signature import signed_path
from dossier.dossier import Dossier, Elsewhere, Page, Portfolio, once
from dossier.records.assignments import Assignment
from dossier.records.baseline import Baseline, retitled, spanning
from dossier.records.client import Client
from dossier.records.declare import RECORD_TYPES, Field, Record, type_of
from dossier.records.kinds import Kind, Listed, Part, Reference, Text
from dossier.records.links import Link
from dossier.records.once import asked_of_all, once_in_memory, once_per_record
from dossier.records.project import Project
from dossier.records.references import references
from dossier.records.sign_off import SignOff
from dossier.text.team_text import public_text
from dossier.text.values import replace

Audience = Literal["client", "team"]

# What is left of a project that client.yml does not publish: its name, what amounts of money are counted in, and how
# its texts are read.
_OF_ANY_PROJECT = frozenset({"id", "title", "currency", "visibility", "raw_html"})


def projected(portfolio: Portfolio, audience: Audience) -> Portfolio:
    """The portfolio as an audience may see it; the team sees everything."""
    if audience == "team":
        return portfolio
    dossiers = tuple(published(dossier) for dossier in portfolio.dossiers if is_open(dossier.project))
    clients = tuple(_seen(client, _gone_somewhere(portfolio.of_client(client.id))) for client in portfolio.clients)
    named = {f"{client.id}/{client.logo}" for client in clients if client.logo}
    files = (portfolio.files & named).union(*(dossier.files for dossier in dossiers))
    return replace(portfolio, clients=clients, dossiers=dossiers, pages=(), files=files)


@once
def published(dossier: Dossier) -> Dossier:
    """The dossier as its client may see it.

    Gone are records of types that client.yml does not publish (unless the record itself says `visibility: client`),
    records that say `visibility: team` and those of projects that say so, internal fields, `<!-- team -->` blocks and
    every other comment, pages that do not say `visibility: client`, files that no published record names, and
    references to any record that is gone, with the parts that are about one.
    """
    project, *visible = seen_records(dossier, (dossier.project, *dossier.records))
    signed = {signed_path(record) for record in visible if isinstance(record, SignOff)}
    return replace(
        dossier,
        client=_seen(dossier.client, unpublished(dossier)),
        project=project,
        records=tuple(visible),
        elsewhere=Elsewhere(_Published(dossier.elsewhere.others)),
        pages=tuple(seen_pages(dossier)),
        signed={path: text for path, text in dossier.signed.items() if path in signed},
        files=dossier.files & {dossier.attached(r, name) for r in (project, *visible) for name in r.attachments},
    )


def seen_records(dossier: Dossier, records: Iterable[Record]) -> Iterator[Any]:
    """Those of some records of the dossier that its client may see, as she may see them; its project is one of them."""
    types = published_types(dossier.client)
    gone = unpublished(dossier)
    for record in records:
        if isinstance(record, Project):
            yield _without_fields(_seen(record, gone), _of_project(dossier, "project"))
        elif is_published(record, types):
            seen = _seen(record, gone)
            if isinstance(record, Baseline):
                titles = {each.id: each.title for each in dossier.records}
                seen = retitled(spanning(seen, record), {n: public_text(t) for n, t in titles.items() if "<!--" in t})
            yield _without_fields(seen, _of_project(dossier, record.type_name))


def seen_pages(dossier: Dossier) -> Iterator[Page]:
    """The dossier's pages that its client may see, as she may see them."""
    return (_seen_page(page) for page in dossier.pages if page.visibility == "client")


class _Published(Mapping[str, Dossier]):
    """Dossiers of open projects as the client may see them, each projected when it is first asked for."""

    def __init__(self, dossiers: Iterable[Dossier]) -> None:
        self._dossiers = {each.project.id: each for each in dossiers if is_open(each.project)}

    def __getitem__(self, project: str) -> Dossier:
        return published(self._dossiers[project])

    def __iter__(self) -> Iterator[str]:
        return iter(self._dossiers)

    def __len__(self) -> int:
        return len(self._dossiers)

    def __reduce__(self) -> tuple[type[dict[str, Dossier]], tuple[dict[str, Dossier]]]:
        # Nothing that was hidden goes along; nor do the others of each, which would lead round in a circle.
        return dict, ({name: replace(each, elsewhere=Elsewhere()) for name, each in self.items()},)


@once_in_memory
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


def seen_fields(dossier: Dossier) -> Mapping[str, Mapping[str, Field]]:
    """By type of record the fields of which the client may see those that are not internal."""
    found = {name: of_type.fields for name, of_type in RECORD_TYPES.items()}
    for name in ("project", "baseline"):
        hidden = _of_project(dossier, name)
        found[name] = {field: declared for field, declared in found[name].items() if field not in hidden}
    return found


def _of_project(dossier: Dossier, type_name: str) -> frozenset[str]:
    """The fields of a type that the client may not see because client.yml does not publish the project's record."""
    if type_name not in {"project", "baseline"} or is_published(dossier.project, published_types(dossier.client)):
        return frozenset()
    of_project = type_of(dossier.project).fields.keys() - _OF_ANY_PROJECT
    return frozenset({"budget"} if type_name == "baseline" else of_project)


def unpublished(dossier: Dossier) -> Gone:
    """Tells of a reference, with or without the project's name, whether it leads to what the client may not see."""
    hidden, others = _hidden(dossier), dossier.elsewhere

    def gone(reference: str) -> bool:
        if "/" not in reference:  # as nearly all, of which there are thousands
            return reference in hidden
        project, _, identifier = reference.rpartition("/")
        if project in {"", dossier.project.id}:
            return identifier in hidden
        other = others.other(project)
        return other is not None and identifier in (_hidden(other) if is_open(other.project) else other.by_id)

    return gone


@once
def _hidden(dossier: Dossier) -> frozenset[str]:
    """The ids of the records that the client may not see where she may know of the project."""
    types = published_types(dossier.client)
    return frozenset(record.id for record in dossier.records if not is_published(record, types))


def _gone_somewhere(dossiers: Sequence[Dossier]) -> Gone:
    """Tells of a reference in the client's own file whether it is gone in any of the projects."""
    each = [unpublished(dossier) for dossier in dossiers]
    return lambda reference: any(gone(reference) for gone in each)


def _seen_page(page: Page) -> Page:
    return replace(page, title=public_text(page.title), text=public_text(page.text))


def _without_fields(record: Any, names: Collection[str]) -> Any:
    """The record without what stands in some fields, nor under keys that no field has."""
    if not names:
        return record
    fields = type_of(record).fields
    written = {name: text for name, text in record.written.items() if name in fields and name not in names}
    return replace(record, **{name: fields[name].default for name in names}, written=written)


def _seen(record: Any, gone: Gone) -> Any:
    """The record with its internal fields empty, team blocks cut out, and references to what is gone left out.

    The record itself where there is nothing of that kind in it, as in most.
    """
    if any(map(gone, named(record))):
        return _shown(record, gone)
    return _without_team_text(record) or record


@asked_of_all("site")
@once_per_record
def _without_team_text(record: Record) -> Record | None:
    """The record as the client sees it where nothing that it names is gone; None for the record as it is."""
    seen: Record = _shown(record, lambda _: False)
    return None if seen is record else seen


@asked_of_all("site")
@once_per_record
def named(record: Record) -> tuple[str, ...]:
    """Every reference that the record makes, as it was read and as it was written."""
    read = (mention.target for mention in references(record))
    return tuple(dict.fromkeys((*read, *named_as_written(type_of(record).fields, record.written))))


def _shown(record: Any, gone: Gone) -> Any:
    fields = type_of(record).fields
    values = _changed_values(fields, record, gone)
    if not values.get("title", record.title):
        values["title"] = record.id
    written = mapping_as_written(fields, record.written, gone)
    keys = {name: key for name, key in record.keys.items() if name in written}
    if not values and written == record.written and len(keys) == len(record.keys):
        return record
    return replace(record, **values, written=written, keys=keys)


def _changed_values(fields: Mapping[str, Field], declared: Any, gone: Gone) -> dict[str, Any]:
    """The values that the client sees otherwise than the team does."""
    changes: dict[str, Any] = {}
    for name, field in fields.items():
        value = getattr(declared, name)
        if value:
            seen = _value(field, value, gone)
            if seen is not value:
                changes[name] = seen
    return changes


def _value(field: Field, value: Any, gone: Gone) -> Any:
    if field.internal:
        return field.default
    seen = _of_kind(field.kind, value, gone)
    return field.default if seen is None else seen


def _of_kind(kind: Kind, value: Any, gone: Gone) -> Any:
    """A value as the client may see it; None or "" where nothing of it is left."""
    if isinstance(kind, Listed):
        items = tuple(seen for item in value if (seen := _of_kind(kind.item, item, gone)) not in (None, ""))
        return value if items == value else items
    if isinstance(kind, Part):
        return _part(kind, value, gone)
    if isinstance(kind, Reference):
        return "" if gone(value) else value
    if isinstance(value, (Link, Assignment)):
        return None if gone(value.target) else value
    return public_text(value) if isinstance(value, str) else value


def _part(kind: Part, value: Any, gone: Gone) -> Any:
    """A part as the client may see it; None where it is not for her, or lacks a text that it cannot be without."""
    if kind.about and (getattr(value, "visibility", "") == "team" or gone(getattr(value, kind.about))):
        return None
    changes = _changed_values(kind.fields, value, gone)
    if any(not changes[n] and kind.fields[n].required and isinstance(kind.fields[n].kind, Text) for n in changes):
        return None
    return replace(value, **changes) if changes else value
