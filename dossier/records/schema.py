"""JSON Schemas of the record files, with which an editor completes fields and marks what does not fit."""

# An editor's YAML extension sees YAML's own types, where `40` is a number and `no` may be a boolean, and
# matches patterns with JavaScript's rules. So the schemas allow what `dossier check` reads and are a little
# wider where the two differ: `dossier check` decides.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from dossier.records.declare import RECORD_TYPES, Field, RecordType
from dossier.records.kinds import Choice, Kind, Listed, Part, Reference
from dossier.records.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.language import Bilingual

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = r"^[^\s/,:#]+$"
_REFERENCE = r"^[^\s/,:#]+(/[^\s/,:#]+)?$"
_WORD = ["string", "number", "boolean", "null"]


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file by the name it is kept under: client, project, records."""
    return {
        "client": _document(RECORD_TYPES["client"], "client.yml"),
        "project": _document(RECORD_TYPES["project"], "project.yml"),
        "records": _records(),
    }


def _records() -> dict[str, Any]:
    """A file of records: the keys of all types, each with a list."""
    properties: dict[str, Any] = {}
    for of_type in _listed_types():
        properties[of_type.key] = _list_of(of_type, offered=True)
    for of_type in _listed_types():
        for key in of_type.keys():
            offered = key in of_type.plural.all() or key in of_type.presets
            properties.setdefault(key, _list_of(of_type, offered=offered))
    return {
        "$schema": DIALECT,
        "title": "Records of a project / 项目记录",
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
        "$defs": _definitions(_listed_types()),
    }


def _document(of_type: RecordType, name: str) -> dict[str, Any]:
    """A file that is one record: its fields, and lists of what may stand in it."""
    inner = [RECORD_TYPES[nested] for nested in of_type.cls.nests]
    own = _record(of_type, "#", needs_id=False)
    return {"$schema": DIALECT, **own, "title": name, "$defs": _definitions(inner) | _parts([of_type])}


def _definitions(types: Iterable[RecordType]) -> dict[str, Any]:
    """What a schema refers to: these record types and their parts."""
    listed = list(types)
    return {each.name: _record(each, f"#/$defs/{each.name}") for each in listed} | _parts(listed)


def _parts(types: Iterable[RecordType]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    waiting = [f for each in types for f in each.fields.values()]
    while waiting:
        kind = waiting.pop(0).kind
        item = kind.item if isinstance(kind, Listed) else kind
        if isinstance(item, Part) and _part_name(item) not in found:
            found[_part_name(item)] = _part(item)
            waiting += item.fields.values()
    return found


def _part_name(kind: Part) -> str:
    return f"part_{kind.cls.__name__}"


def _listed_types() -> Iterable[RecordType]:
    return (of_type for of_type in RECORD_TYPES.values() if of_type.name not in {"client", "project"})


def _list_of(of_type: RecordType, *, offered: bool) -> dict[str, Any]:
    return {
        "title": _both(of_type.plural),
        "description": of_type.help,
        "type": ["array", "null"],
        "items": {"$ref": f"#/$defs/{of_type.name}"},
        **({} if offered else {"doNotSuggest": True}),
    }


def _record(of_type: RecordType, where: str, *, needs_id: bool = True) -> dict[str, Any]:
    """The fields of one record under every name they may have, and the lists that may stand in it."""
    nested = [RECORD_TYPES[name] for name in of_type.cls.nests]
    properties = _properties(of_type.fields, where)
    for inner in nested:
        properties.setdefault(inner.key, _list_of(inner, offered=True))
    for inner in nested:
        for key in inner.keys():
            properties.setdefault(key, _list_of(inner, offered=False))
    required = [f for f in of_type.fields.values() if f.required and (needs_id or f.name != "id")]
    return {
        "title": _both(of_type.label),
        "description": of_type.help,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **_all_of(required),
    }


def _properties(fields: Mapping[str, Field], where: str) -> dict[str, Any]:
    """English names first, since editors offer them in this order; then Chinese labels; then other names."""
    found = {f.name: _field(f) for f in fields.values()}
    for f in fields.values():
        found.setdefault(f.label.zh, {"$ref": f"{where}/properties/{f.name}"})
    for f in fields.values():
        for key in f.keys():
            found.setdefault(key, {"$ref": f"{where}/properties/{f.name}", "doNotSuggest": True})
    return found


def _all_of(required: Iterable[Field]) -> dict[str, Any]:
    """Each required field must be there under one of its names."""
    needed = [{"anyOf": [{"required": [key]} for key in dict.fromkeys(f.keys())]} for f in required]
    return {"allOf": needed} if needed else {}


def _field(f: Field) -> dict[str, Any]:
    helps = " / ".join(text for text in f.help.all() if text)
    schema = _kind(f.kind) if f.name != "id" else {"type": ["string", "number"], "pattern": _ID}
    return {"title": _both(f.label), **({"description": helps} if helps else {}), **schema}


def _kind(kind: Kind) -> dict[str, Any]:
    """The schema of a value as its author writes it; an empty value is always allowed."""
    if isinstance(kind, Choice):
        return _choice(kind)
    if isinstance(kind, Reference):
        return {"type": ["string", "number", "null"], "pattern": _REFERENCE}
    if isinstance(kind, Pattern):
        return _pattern(kind)
    if isinstance(kind, Listed):
        return _listed(kind)
    if isinstance(kind, Part):
        return {"$ref": f"#/$defs/{_part_name(kind)}"}
    return {"type": _WORD}


def _choice(kind: Choice) -> dict[str, Any]:
    """The values first, then their other wordings; what an editor takes for a boolean counts, too."""
    meaning: dict[Any, str] = {}
    for value, labels in kind.choices.items():
        meaning.setdefault(value, " / ".join(labels))
    for value, labels in kind.choices.items():
        for wording in (value.replace("_", " "), *labels, *(label.casefold() for label in labels)):
            meaning.setdefault(wording, value)
    typed = [read for word in meaning if not isinstance(read := yaml.safe_load(word), str)]
    descriptions = [*meaning.values(), *("" for _ in typed), ""]
    # A value that is a boolean to an editor (`true`) stands beside the text of the same look.
    return {
        "enum": [*meaning, *typed, None],
        "enumDescriptions": descriptions,
        "markdownEnumDescriptions": descriptions,
    }


def _pattern(kind: Pattern) -> dict[str, Any]:
    """The pattern where JavaScript reads it as Python does: not where it means letters of every script."""
    types = ["string", "number", "boolean", "null"] if not kind.pattern else ["string", "number", "null"]
    if not kind.pattern or re.search(r"\\[wW]|\(\?P", kind.pattern):
        return {"type": types, "examples": [kind.example]}
    return {
        "type": types,
        "pattern": f"^({kind.pattern})?$",
        "examples": [kind.example.split(" ")[0].rstrip(",")],
    }


def _listed(kind: Listed) -> dict[str, Any]:
    """A list; words with commas where items are words; `AC-1: text` pairs where they are such parts."""
    forms: list[dict[str, Any]] = [{"type": "array", "items": _kind(kind.item)}, {"type": "null"}]
    if isinstance(kind.item, (Choice, Reference, Pattern)):
        forms.append({"type": ["string", "number"]})
    if isinstance(kind.item, Part) and len(kind.item.short) == 2:
        forms.append({"type": "object", "additionalProperties": {"type": _WORD}})
    return {"anyOf": forms}


def _part(kind: Part) -> dict[str, Any]:
    where = f"#/$defs/{_part_name(kind)}" + ("/anyOf/0" if kind.short else "")
    full = {
        "type": "object",
        "properties": _properties(kind.fields, where),
        "additionalProperties": False,
        **_all_of(f for f in kind.fields.values() if f.required),
    }
    if not kind.short:
        return {**full, "type": ["object", "null"]}
    short: list[dict[str, Any]] = [{"type": "string"}]
    if len(kind.short) == 2:
        names = [key for f in kind.fields.values() for key in f.keys()]
        pair = {"type": "object", "maxProperties": 1, "additionalProperties": {"type": _WORD}}
        short.append({**pair, "propertyNames": {"not": {"enum": names}}})
    return {"anyOf": [full, *short]}


def _both(words: Bilingual) -> str:
    return words.en if words.en == words.zh else f"{words.en} / {words.zh}"
