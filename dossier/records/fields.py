"""The fields of a mapping read by their declaration, with the text as written and the key each stands under."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dossier.language import is_chinese
from dossier.problems.problem import Place, Problem, near, shortened
from dossier.text.source import CONTROL
from dossier.text.yaml import Mapping, Node, Scalar, Sequence
from dossier.text.yaml_mistakes import colon_hint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Dictionary

    from dossier.records.declare import Field


@dataclass(slots=True)
class Values:
    """Field values read from a mapping, the text as written by field name, and the key each was written under."""

    values: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    nested: list[tuple[str, str, Node]] = field(default_factory=list)


def field_values(
    node: Mapping,
    known: Dictionary[str, Field],
    place: Place,
    problems: list[Problem],
    nested: Dictionary[str, str] | None = None,
) -> Values:
    """Read every field of a mapping by its declaration; what does not fit becomes problems.

    `known` gives the field of every key (see `by_key`), `nested` the record type of keys that hold records of their own.
    """
    nested = nested or {}
    found = Values()
    for key_node, value in node.value:
        key = key_node.value if isinstance(key_node, Scalar) and key_node.value in known else None
        if key is None:
            key = scalar(key_node, place, problems)
        if key is None:
            continue
        declared = field_of(key, known)
        if declared is not None and found.keys.get(declared.name) == key:
            continue  # the text itself tells a key that stands twice
        if declared is None and key.casefold() in nested:
            found.nested.append((key, nested[key.casefold()], value))
        elif declared is None:
            problems.append(_unknown_field(key, known, nested, place))
        elif declared.name in found.keys:
            message = f"`{key}` and `{found.keys[declared.name]}` are the same field"
            problems.append(Problem("DOS111", place.key(key), message, "delete one of the two; only the first is read"))
        else:
            _read_field(declared, key, value, place, problems, found)
    return found


def by_key(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields by every key under which an author may write them, in small letters."""
    return {key.casefold(): field for field in fields for key in field.keys()}


def field_of(key: str, known: Dictionary[str, Field]) -> Field | None:
    """The field that an author means by a key, with blanks and hyphens for underscores as well."""
    folded = key.casefold()
    return known.get(folded) or known.get(folded.replace(" ", "_").replace("-", "_"))


def _unknown_field(key: str, known: Dictionary[str, Field], nested: Dictionary[str, str], place: Place) -> Problem:
    fields = {field.name: field for field in known.values()}
    labels = [word for field in fields.values() for word in field.label.all()]
    names = dict.fromkeys(field.label.zh for field in fields.values()) if is_chinese(key) else fields
    hint = colon_hint(key) or near(key, [*fields, *labels, *nested]) or f"fields: {', '.join(names)}"
    return Problem("DOS201", place.key(key), f"there is no field `{shortened(key)}` here", hint)


def _read_field(declared: Field, key: str, node: Node, place: Place, problems: list[Problem], found: Values) -> None:
    found.keys[declared.name] = key
    value = declared.kind.read(node, place / key, problems)
    if value not in (None, "", ()):
        found.values[declared.name] = value
        found.written[declared.name] = declared.kind.as_written(node)


def as_written(node: Node) -> Any:
    """A node as plain text, tuples and dicts, nothing interpreted."""
    if isinstance(node, Sequence):
        return tuple(as_written(child) for child in node.value)
    if isinstance(node, Mapping):
        return {str(key.value): as_written(value) for key, value in node.value}
    return node.value.strip()


def scalar(node: Node, place: Place, problems: list[Problem], *, prose: bool = False) -> str | None:
    """The text of a scalar without the white space around it, or None after adding a problem."""
    if not isinstance(node, Scalar):
        problems.append(Problem("DOS206", place, f"expected one value, found {described(node)}"))
        return None
    text: str = node.value.strip()
    if not text.isprintable() and (found := CONTROL.search(text)):
        message = f"the text holds the control character U+{ord(found[0]):04X}"
        problems.append(Problem("DOS106", place, message, "take its escape out"))
        return None
    return text if prose or "\n" not in text else " ".join(text.split("\n"))


def described(node: Node) -> str:
    """What a node is, in an author's words."""
    if isinstance(node, Sequence):
        return "a list"
    return "fields (`key: value`)" if isinstance(node, Mapping) else f"`{shortened(node.value)}`"


def hint_of(node: Node) -> str:
    """What to do where a node is a text and fields were expected: perhaps its colon is none to YAML."""
    return colon_hint(node.value) if isinstance(node, Scalar) else ""
