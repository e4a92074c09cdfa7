"""Nodes of YAML decoded into records by the declaration of their type, with a problem for all that does not fit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dossier.problems.problem import Place, Problem, shortened
from dossier.records import field_rules  # noqa: F401 - importing it registers the rules
from dossier.records.declare import RECORD_TYPES, Record, RecordType
from dossier.records.fields import Values, described, field_values, hint_of
from dossier.records.values import is_id
from dossier.text.yaml import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dictionary

_KEYS: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
"""The keys under which the fields of a record were written: most records of a type are written alike, and share them."""


def decode(
    node: Node,
    of_type: RecordType,
    place: Place,
    problems: list[Problem],
    presets: Dictionary[str, str] | None = None,
    project: str = "",
) -> Iterator[Record]:
    """The record that a mapping writes, then those nested in it; a record that cannot be read becomes problems.

    A record keeps what could be read: only a missing id or title, or an id that cannot be one, loses it.
    """
    if not isinstance(node, Mapping):
        message = f"expected the fields of one record, found {described(node)}"
        problems.append(Problem("DOS206", place, message, hint_of(node)))
        return
    found = field_values(node, of_type.known, place, problems, _nested_keys(of_type.name))
    for name, value in (presets or {}).items():
        found.values.setdefault(name, value)
        found.written.setdefault(name, value)
    if _complete(found, of_type, place, problems):
        keys = _KEYS.setdefault(tuple(found.keys.items()), found.keys)
        yield of_type.cls(**found.values, place=place, project=project, written=found.written, keys=keys)
    for key, type_name, child in found.nested:
        back = of_type.cls.nests[type_name]
        owner = {back: str(found.values.get("id", ""))} if back else {}
        nested_type = RECORD_TYPES[type_name]
        preset = dict(nested_type.presets.get(key, {}))
        yield from listed(child, nested_type, place / key, problems, preset | owner, project)


def listed(
    node: Node,
    of_type: RecordType,
    place: Place,
    problems: list[Problem],
    presets: Dictionary[str, str] | None = None,
    project: str = "",
) -> Iterator[Record]:
    """The records of a YAML list."""
    if isinstance(node, Scalar) and not node.value.strip():
        return
    if not isinstance(node, Sequence):
        message = f"expected a list of {of_type.plural.en.lower()}, found {described(node)}"
        problems.append(Problem("DOS206", place, message, hint_of(node) or "begin each record with `- `"))
        return
    for number, item in enumerate(node.value):
        yield from decode(item, of_type, place / number, problems, presets, project)


@cache
def _nested_keys(type_name: str) -> Dictionary[str, str]:
    """The record type of every key that may hold records inside one of this type."""
    return {key.casefold(): name for name in RECORD_TYPES[type_name].cls.nests for key in RECORD_TYPES[name].keys()}


def _complete(found: Values, of_type: RecordType, place: Place, problems: list[Problem]) -> bool:
    identifier = found.values.get("id")
    complete = True
    if identifier is not None and not is_id(identifier):
        message = f"`{shortened(identifier)}` cannot be a number (id)"
        hint = "letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit; no name of a file"
        problems.append(Problem("DOS207", place / found.keys["id"] if "id" in found.keys else place, message, hint))
        complete = False
    for f in of_type.fields.values():
        if f.required and f.name not in found.values:
            if not (f.name in found.keys and problems and problems[-1].place == place / found.keys[f.name]):
                which = f" of {identifier}" if identifier else ""
                message = f"`{f.name}` ({f.label.zh}){which} is missing"
                problems.append(Problem("DOS202", place, message, f.help.en))
            complete = False
    return complete
