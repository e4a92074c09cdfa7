"""Records written as the YAML list file that an author would keep them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.records.declare import RECORD_TYPES, Field, RecordType
from dossier.records.kinds import Listed, Part
from dossier.records.patterns import Pattern
from dossier.text.yaml_text import Plain, yaml_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.records.kinds import Kind


def records_yaml(of_type: RecordType, records: Sequence[Mapping[str, Any]], key: str = "") -> str:
    """The text of a file that lists these records under `key` (the type's own when left out).

    A record is its fields as written, by field name: texts, sequences, mappings; nested records stand under
    the key of their type (`tasks`). Fields come in the order given; empty ones are left out.
    """
    return yaml_mapping({key or of_type.key: [_natural(of_type.fields, record, of_type) for record in records]})


def settings_yaml(of_type: RecordType, fields: Mapping[str, Any]) -> str:
    """The text of a client.yml or project.yml with these fields."""
    return yaml_mapping(_natural(of_type.fields, fields, of_type))


def _natural(fields: Mapping[str, Field], written: Mapping[str, Any], of_type: RecordType | None) -> dict[str, Any]:
    """The fields with dates and numbers marked, so that they are written without quotes."""
    found: dict[str, Any] = {}
    for name, value in written.items():
        if name in fields:
            found[name] = _value(fields[name].kind, value)
        elif nested := _nested_type(of_type, name):
            found[name] = [_natural(nested.fields, record, nested) for record in value]
        else:
            found[name] = value
    return found


def _nested_type(of_type: RecordType | None, key: str) -> RecordType | None:
    names = of_type.cls.nests if of_type else ()
    return next((RECORD_TYPES[name] for name in names if key in {*RECORD_TYPES[name].keys()}), None)


def _value(kind: Kind, value: Any) -> Any:
    if isinstance(kind, Listed) and not isinstance(value, str):
        return tuple(_value(kind.item, item) for item in value)
    if isinstance(kind, Part) and isinstance(value, dict):
        return _natural(kind.fields, value, None)
    if isinstance(kind, Pattern) and isinstance(value, str):
        return Plain(value)
    return value
