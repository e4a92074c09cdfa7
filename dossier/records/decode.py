"""Nodes of YAML decoded into records by the declaration of their type, with a problem for all that does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dossier.problems.problem import Place, Problem, near, shortened
from dossier.problems.rules import rule
from dossier.records.declare import RECORD_TYPES, Field, Record, RecordType
from dossier.records.kinds import ID, Kind, Listed, Part, described, scalar
from dossier.text.yaml import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dictionary

_WRONG_RISK = "Wrong:\n\n    risks:\n    - id: R-1\n      title: Late delivery\n      {}\n\n"
_RIGHT_RISK = "Right:\n\n    risks:\n    - id: R-1\n      title: Late delivery\n      {}\n"


def _field_rule(code: str, text: str, wrong: str, right: str) -> None:
    rule(code, "error", f"{text}\n\n{_WRONG_RISK.format(wrong)}{_RIGHT_RISK.format(right)}")


_field_rule(
    "DOS201",
    "A field is not known for this type of record.\n\n"
    "A mistyped field would otherwise be lost without a word. Every field of a type is listed by `dossier schema`.",
    "probabilty: 4",
    "probability: 4",
)
_field_rule(
    "DOS203",
    "A date is not written as YYYY-MM-DD, or there is no such day.\n\n"
    "02/03/2026 is one day to one reader and another to the next.",
    "review_on: 2026-02-30",
    "review_on: 2026-02-28",
)
_field_rule(
    "DOS204",
    "A number, percentage, duration or amount cannot be read.\n\n"
    "What is computed from it (the plan, the budget) would be wrong without anybody noticing.",
    "probability: high",
    "probability: 4",
)
_field_rule(
    "DOS205",
    "A value is not one of those the field allows.\n\nLists, filters and sign-offs ask for these values.",
    "status: opn",
    "status: open",
)
_field_rule(
    "DOS206",
    "A value has the wrong shape: a list where one value belongs, or the other way round.\n\n"
    "It cannot be read without guessing what was meant.",
    "owner: [anna, tom]",
    "owner: anna",
)
rule(
    "DOS202",
    "error",
    """A field that a record cannot be without is missing.

    Without a number nothing can refer to a record, and without a title nobody recognises it.

    Wrong:

        risks:
        - id: R-1

    Right:

        risks:
        - id: R-1
          title: Late delivery
    """,
)
rule(
    "DOS207",
    "error",
    """A number (id) holds something other than letters, digits, `-`, `_` and `.`.

    Ids stand in addresses of pages, in file names and in prose, so they begin and end with a letter or digit and hold
    no spaces or slashes.

    Wrong:

        risks:
        - id: R 1/2
          title: Late delivery

    Right:

        risks:
        - id: R-1.2
          title: Late delivery
    """,
)
rule(
    "DOS208",
    "error",
    """A dependency cannot be read.

    It names a task, then how the two are tied (FS, SS, FF or SF; FS when nothing is said), then the lag.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 1d}
        - {id: T-2, title: Build, owner: anna, duration: 1d, after: T-1 XX 2}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 1d}
        - {id: T-2, title: Build, owner: anna, duration: 1d, after: T-1 FS+2d}
    """,
)
rule(
    "DOS210",
    "error",
    """An acceptance criterion has no number of its own.

    A client accepts or rejects one criterion at a time, so each needs a number that can be named.

    Wrong:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - Results come in one second

    Right:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - AC-1: Results come in one second
    """,
)
rule(
    "DOS212",
    "warning",
    """A heading in a Markdown record is nearly that of a field.

    The text under it is shown with the record's main text, where it probably does not belong.
    """,
)
rule(
    "DOS211",
    "error",
    """A top-level key names no type of record.

    A YAML file lists records under the name of their type: `risks:`, `tasks:`, `需求:`.

    Wrong:

        riks:
        - {id: R-1, title: Late delivery}

    Right:

        risks:
        - {id: R-1, title: Late delivery}
    """,
)


@dataclass(slots=True)
class Values:
    """Field values read from a mapping, the text as written by field name, and the key each was written under."""

    values: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    nested: list[tuple[str, str, Node]] = field(default_factory=list)


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
        problems.append(Problem("DOS206", place, f"expected the fields of one record, found {described(node)}"))
        return
    found = field_values(node, of_type.fields, place, problems, nests=of_type.cls.nests)
    for name, value in (presets or {}).items():
        found.values.setdefault(name, value)
        found.written.setdefault(name, value)
    if _complete(found, of_type, place, problems):
        yield of_type.cls(**found.values, place=place, project=project, written=found.written, keys=found.keys)
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
        problems.append(Problem("DOS206", place, message, "begin each record with `- `"))
        return
    for number, item in enumerate(node.value):
        yield from decode(item, of_type, place / number, problems, presets, project)


def field_values(
    node: Mapping,
    fields: Dictionary[str, Field],
    place: Place,
    problems: list[Problem],
    nests: Dictionary[str, str] | None = None,
) -> Values:
    """Read every field of a mapping by its declaration; what does not fit becomes problems."""
    by_key = {key.casefold(): f for f in fields.values() for key in f.keys()}
    nested = {key.casefold(): name for name in nests or {} for key in RECORD_TYPES[name].keys()}
    found = Values()
    for key_node, value in node.value:
        key = scalar(key_node, place, problems)
        if key is None or key in found.keys.values():
            continue
        declared = by_key.get(key.casefold()) or by_key.get(key.casefold().replace(" ", "_").replace("-", "_"))
        if declared is None and key.casefold() in nested:
            found.nested.append((key, nested[key.casefold()], value))
        elif declared is None:
            known = [*(f.name for f in fields.values()), *(word for f in fields.values() for word in f.label.all())]
            message = f"there is no field `{shortened(key)}` here"
            hint = near(key, [*known, *(RECORD_TYPES[name].key for name in nests or {})])
            problems.append(Problem("DOS201", place.key(key), message, hint or f"fields: {', '.join(fields)}"))
        elif declared.name in found.keys:
            message = f"`{key}` and `{found.keys[declared.name]}` are the same field"
            problems.append(Problem("DOS111", place.key(key), message, "delete one of the two; only the first is read"))
        else:
            _read_field(declared, key, value, place, problems, found)
    return found


def _read_field(declared: Field, key: str, node: Node, place: Place, problems: list[Problem], found: Values) -> None:
    found.keys[declared.name] = key
    value = declared.kind.read(node, place / key, problems)
    if value is not None and value != "" and value != ():
        found.values[declared.name] = value
        found.written[declared.name] = as_written(node, declared.kind)


def as_written(node: Node, kind: Kind | None = None) -> Any:
    """A node as plain text, tuples and dicts, nothing interpreted; the keys of declared parts by the fields' names."""
    if isinstance(node, Sequence):
        item = kind.item if isinstance(kind, Listed) else None
        return tuple(as_written(child, item) for child in node.value)
    if isinstance(node, Mapping):
        fields = kind.fields.values() if isinstance(kind, Part) else ()
        declared = {key.casefold(): f for f in fields for key in f.keys()}
        found = {}
        for key, value in node.value:
            f = declared.get(key.value.casefold()) if isinstance(key, Scalar) else None
            found[f.name if f else str(key.value)] = as_written(value, f.kind if f else None)
        return found
    return node.value.strip()


def _complete(found: Values, of_type: RecordType, place: Place, problems: list[Problem]) -> bool:
    identifier = found.values.get("id")
    complete = True
    if identifier is not None and not ID.fullmatch(identifier):
        message = f"`{shortened(identifier)}` cannot be a number (id)"
        hint = "letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit"
        problems.append(Problem("DOS207", place / found.keys["id"], message, hint))
        complete = False
    for f in of_type.fields.values():
        if f.required and f.name not in found.values:
            if not (f.name in found.keys and problems and problems[-1].place == place / found.keys[f.name]):
                which = f" of {identifier}" if identifier else ""
                message = f"`{f.name}` ({f.label.zh}){which} is missing"
                problems.append(Problem("DOS202", place, message, f.help.en))
            complete = False
    return complete
