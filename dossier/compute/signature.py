"""What a sign-off covers, in a form whose digest anybody can compute again, and whether it still holds.

The canonical form is JSON as RFC 8785 (JSON Canonicalization Scheme) orders and escapes it: UTF-8, no white space, keys
sorted by their UTF-16 code units. All values are strings as the author wrote them (white space around them removed),
lists, or objects for parts, whichever way to write a list or a part was chosen; so RFC 8785's rules for numbers never
apply:

    {"excluded": [...], "form": "dossier-sign-off/1", "project": "client/project",
     "records": {"REQ-001": {"record": "requirement", "title": "...", ...}, ...}}

`excluded` lists the fields left out because they change as work goes on (status, progress, actual dates) or are never
shown to the client; whoever computes the form again takes the list from the signed text. The digest is the SHA-256 of
these bytes; `sha256sum` of a `….signed.json` file gives it.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from dossier.compute.difference import plain
from dossier.compute.query import Query, QueryError, query
from dossier.records.declare import RECORD_TYPES, Field, Record
from dossier.records.kinds import Listed, Part
from dossier.records.once import once_in_memory, once_per_record
from dossier.records.sign_off import SignOff
from dossier.text.source import SIGNED_ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from dossier.dossier import Dossier

FORM = "dossier-sign-off/1"
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
"""`json.dumps` with these settings, which makes such an encoder for each of thousands of numbers."""

State = Literal["open", "expired", "confirmed", "conditions", "rejected", "out_of_date"]


class FieldChange(Struct, frozen=True):
    """A field that is not as it was when the sign-off was given; texts as written, "" where there was none."""

    field: str
    before: str
    after: str


class RecordChange(Struct, frozen=True):
    """A covered record that changed since: `kind` is `changed`, `added` or `removed`."""

    id: str
    kind: Literal["changed", "added", "removed"]
    fields: tuple[FieldChange, ...] = ()


class Standing(Struct, frozen=True):
    """How a sign-off stands, what it covers now, and what changed since it was given."""

    state: State
    covered: tuple[Record, ...]
    changes: tuple[RecordChange, ...] = ()


def covered(dossier: Dossier, sign_off: SignOff) -> tuple[Record, ...]:
    """The records a sign-off covers now: by number, by query, and its baseline; each once.

    Unknown ones are left to the checks.
    """
    named = (*sign_off.covers, *filter(None, (sign_off.baseline,)))
    found: dict[str, Record] = {r: record for r in named if (record := dossier.find(r))}
    if (asked := _asked(sign_off)) is not None:
        found |= {record.id: record for record in asked.records(dossier)}
    return tuple(found.values())


@once_in_memory
def _asked(sign_off: SignOff) -> Query | None:
    """The query of a sign-off; None without one, or where a check of queries tells what is wrong with it."""
    try:
        return query(sign_off.covers_where) if sign_off.covers_where else None
    except QueryError:
        return None


def excluded_fields(records: Sequence[Record]) -> tuple[str, ...]:
    """Every field of these records' types that is left out, as `type.field` or `type.field.part`, sorted."""
    types = {record.type_name for record in records}
    return tuple(sorted(name for each in types for name in _excluded_now(each)))


def canonical(dossier: Dossier, records: Sequence[Record], excluded: Sequence[str] | None = None) -> str:
    """The canonical form of these records; `dossier` must be the client's projection.

    `excluded` is given when an earlier form is made again: the list in force when it was signed, since a later version
    of the program may leave out other fields.
    """
    left_out = excluded_fields(records) if excluded is None else tuple(excluded)
    own = {kind: frozenset(n for n in left_out if n.startswith(f"{kind}.")) for kind in {r.type_name for r in records}}
    by_reference = {_reference(dossier, record): record for record in records}
    written = (f"{_json(name)}:{_record_json(by_reference[name], own)}" for name in sorted(by_reference, key=_utf16))
    head = _json({"excluded": list(left_out), "form": FORM, "project": dossier.folder})
    return f'{head[:-1]},"records":{{{",".join(written)}}}}}'


def _record_json(record: Record, left_out: Mapping[str, frozenset[str]]) -> str:
    """What is signed of a record, without the fields that are left out of its type."""
    own = left_out[record.type_name]
    return _signed_now(record) if own == _excluded_now(record.type_name) else _json(_written(record, own))


@once_per_record
def _signed_now(record: Record) -> str:
    return _json(_written(record, _excluded_now(record.type_name)))


@cache
def _excluded_now(type_name: str) -> frozenset[str]:
    return frozenset(_excluded(type_name, RECORD_TYPES[type_name].fields))


def digest(text: str) -> str:
    """`sha256:` and the SHA-256 of a canonical form, in hexadecimal."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def signed_path(sign_off: SignOff) -> str:
    """The path of the file that holds the canonical form of what was signed: beside the sign-off's own."""
    folder, _, _ = sign_off.place.path.rpartition("/")
    return f"{folder}/{sign_off.id}{SIGNED_ENDING}"


def signed_text(dossier: Dossier, sign_off: SignOff) -> str:
    """The canonical form that was signed; "" where it is not kept, or is not the text that was signed."""
    text = dossier.signed.get(signed_path(sign_off), "")
    return text if digest(text) == sign_off.digest else ""


def standing(dossier: Dossier, sign_off: SignOff, as_of: date) -> Standing:
    """How a sign-off stands on a day; `dossier` must be the client's projection.

    A given one holds as long as what it covers has the digest that was signed; one not given in time has expired.
    """
    records = covered(dossier, sign_off)
    if not sign_off.decision:
        late = sign_off.due is not None and sign_off.due < as_of
        return Standing("expired" if late else "open", records)
    if sign_off.decision == "rejected":
        return Standing("rejected", records)
    before = _read(signed_text(dossier, sign_off))
    now = canonical(dossier, records, _excluded_in(before))
    if sign_off.digest and digest(now) != sign_off.digest:
        return Standing("out_of_date", records, tuple(_changes(before, _read(now))) if before else ())
    if sign_off.valid_until and sign_off.valid_until < as_of:
        return Standing("expired", records)
    return Standing("conditions" if sign_off.decision == "conditions" else "confirmed", records)


def standings(dossier: Dossier, as_of: date) -> Mapping[str, Standing]:
    """How each sign-off of the client's projection of a dossier stands on a day, by its id."""
    return {sign_off.id: standing(dossier, sign_off, as_of) for sign_off in dossier.of(SignOff)}


def _reference(dossier: Dossier, record: Record) -> str:
    return record.id if dossier.by_id.get(record.id) is record else f"{record.project}/{record.id}"


def _excluded(prefix: str, fields: Mapping[str, Field]) -> Iterator[str]:
    for field in fields.values():
        kind = field.kind.item if isinstance(field.kind, Listed) else field.kind
        if field.volatile or field.internal:
            yield f"{prefix}.{field.name}"
        elif isinstance(kind, Part):
            yield from _excluded(f"{prefix}.{field.name}", kind.fields)


def _written(record: Record, out: frozenset[str]) -> dict[str, Any]:
    kept = {
        name: _without(value, f"{record.type_name}.{name}", out)
        for name, value in record.written.items()
        if f"{record.type_name}.{name}" not in out and name != "id"
    }
    return {"record": record.type_name, **kept}


def _without(value: Any, prefix: str, out: frozenset[str]) -> Any:
    if isinstance(value, (tuple, list)):
        return [_without(item, prefix, out) for item in value]
    if isinstance(value, dict):
        return {k: _without(v, f"{prefix}.{k}", out) for k, v in value.items() if f"{prefix}.{k}" not in out}
    return value


def _json(value: Any) -> str:
    return _as_json(_sorted(value))


def _sorted(value: Any) -> Any:
    """Objects with their keys in the order of RFC 8785, section 3.2.3: by UTF-16 code units."""
    if isinstance(value, dict):
        keys = sorted(value, key=_utf16)
        return {key: _sorted(value[key]) for key in keys}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def _changes(before: dict[str, Any], now: dict[str, Any]) -> Iterator[RecordChange]:
    old, new = _records_in(before), _records_in(now)
    for reference in sorted(old.keys() | new.keys()):
        if reference not in new:
            yield RecordChange(reference, "removed")
        elif reference not in old:
            yield RecordChange(reference, "added")
        elif old[reference] != new[reference] and (fields := tuple(_field_changes(old[reference], new[reference]))):
            yield RecordChange(reference, "changed", fields)


def _excluded_in(signed: dict[str, Any]) -> list[str] | None:
    """The fields that a signed text says it leaves out; None without one."""
    listed = signed.get("excluded")
    return [str(name) for name in listed] if isinstance(listed, list) else None


def _records_in(signed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    records = signed.get("records")
    found = records if isinstance(records, dict) else {}
    return {name: fields for name, fields in found.items() if isinstance(fields, dict)}


def signed_numbers(text: str) -> tuple[str, ...]:
    """The numbers of all records in a signed text; none where it is none."""
    return tuple(_records_in(_read(text)))


def _read(text: str) -> dict[str, Any]:
    """A signed text as an object; an empty one where it is none."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _field_changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[FieldChange]:
    for name in sorted(old.keys() | new.keys()):
        before, after = plain(old.get(name, "")), plain(new.get(name, ""))
        if before != after:
            yield FieldChange(name, before, after)
