"""The kinds of values a field can hold: how each is read from text, and how an editor is told about it."""

from __future__ import annotations

import re
from types import UnionType
from typing import TYPE_CHECKING, Any, Protocol, Union, get_args, get_origin

from msgspec import Struct

from dossier.language import is_chinese
from dossier.problems.problem import Place, Problem, near, shortened
from dossier.records.fields import as_written, by_key, described, field_of, field_values, hint_of, scalar
from dossier.records.moment import Moment
from dossier.records.patterns import PATTERNS, whole
from dossier.records.values import (
    ID,
    REFERENCE,
    Prose,
    Ref,
)
from dossier.records.words import PERSON
from dossier.text.yaml import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Dictionary

    from dossier.records.declare import Field


class Kind(Protocol):
    """How one kind of value is read."""

    def read(self, node: Node, place: Place, problems: list[Problem]) -> Any:
        """The value, or None after adding to `problems` what is wrong with the text."""

    def as_written(self, node: Node) -> Any:
        """The text that the author wrote, in tuples and dicts by the fields' names; the same for every way to write it."""

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of the value as an author writes it."""


class Text(Struct, frozen=True):
    """Words: one line, or Markdown where `prose`."""

    prose: bool = False

    def read(self, node: Node, place: Place, problems: list[Problem]) -> Any:
        """The text without the white space around it."""
        return scalar(node, place, problems, prose=self.prose)

    def as_written(self, node: Node) -> Any:
        """The text as it is."""
        return as_written(node)

    def schema(self) -> dict[str, Any]:
        """Text; a bare number or yes/no is text here, too."""
        return {"type": ["string", "number", "boolean"]}


class Choice(Struct, frozen=True):
    """One of a few values; its labels in any language are accepted."""

    choices: Dictionary[str, tuple[str, str]]
    by_wording: Dictionary[str, str]
    """Each value by everything that may be written for it, in small letters."""

    def read(self, node: Node, place: Place, problems: list[Problem]) -> Any:
        """The value's own name, whatever language it was written in."""
        text = scalar(node, place, problems)
        if not text:
            return None
        value = self.by_wording.get(text.casefold())
        if value is not None:
            return value
        known = ", ".join(f"`{labels[1] if is_chinese(text) else value}`" for value, labels in self.choices.items())
        wordings = [*self.choices, *(label for labels in self.choices.values() for label in labels)]
        message = f"expected one of {known}, found `{shortened(text)}`"
        problems.append(Problem("DOS205", place, message, near(text, wordings)))
        return None

    def as_written(self, node: Node) -> Any:
        """The text as it is."""
        return as_written(node)

    def schema(self) -> dict[str, Any]:
        """The values and their labels."""
        return {"enum": [*self.choices, *(label for labels in self.choices.values() for label in labels)]}


def choice(choices: Dictionary[str, tuple[str, str]]) -> Choice:
    """The kind that accepts these values, and their labels in any language; of two the same, the first counts."""
    by_wording: dict[str, str] = {}
    for value, labels in choices.items():
        for wording in (value, value.replace("_", " "), *labels):
            by_wording.setdefault(wording.casefold(), value)
    return Choice(choices, by_wording)


class Reference(Struct, frozen=True):
    """The id of another record; `to` names the record types it may lead to, all when empty."""

    to: tuple[str, ...]

    def read(self, node: Node, place: Place, problems: list[Problem]) -> Any:
        """The id as written."""
        text = scalar(node, place, problems)
        if not text:
            return None
        if REFERENCE.fullmatch(text):
            return text
        message = f"expected the number of a record, found `{shortened(text)}`"
        example = (
            "the person's number, such as anna" if self.to == PERSON else "for example: REQ-001, or webshop/REQ-001"
        )
        problems.append(Problem("DOS207", place, message, example))
        return None

    def as_written(self, node: Node) -> Any:
        """The text as it is."""
        return as_written(node)

    def schema(self) -> dict[str, Any]:
        """Text in the form of an id."""
        return {"type": ["string", "number"], "pattern": f"^{REFERENCE.pattern}$"}


class Listed(Struct, frozen=True):
    """Several values: a YAML list, or one scalar with commas where an item is a single word."""

    item: Kind

    def read(self, node: Node, place: Place, problems: list[Problem]) -> Any:
        """The values that could be read, as a tuple."""
        items = self._item_nodes(node)
        if items is None:
            problems.append(
                Problem("DOS206", place, f"expected a list, found {described(node)}", "begin each line with `- `")
            )
            return None
        own = isinstance(node, Sequence)
        return self._items(items, [place / n if own else place for n in range(len(items))], problems)

    def as_written(self, node: Node) -> Any:
        """The texts of the items, one each, however the list is written."""
        items = self._item_nodes(node)
        return as_written(node) if items is None else tuple(self.item.as_written(item) for item in items)

    def _item_nodes(self, node: Node) -> list[Node] | None:
        """A node for each item; None where this is no list."""
        if isinstance(node, Scalar) and not node.value.strip():
            return []
        if isinstance(node, Scalar) and not isinstance(self.item, Text):
            words = [word.strip() for word in re.split(r"[,，、]", node.value) if word.strip()]
            return [Scalar(node.tag, word, node.start_mark, node.end_mark) for word in words]
        if isinstance(node, Sequence):
            return list(node.value)
        if isinstance(node, Mapping) and isinstance(self.item, Part) and self.item.short:
            return [Mapping(node.tag, [pair], pair[0].start_mark, pair[1].end_mark) for pair in node.value]
        return None

    def _items(self, nodes: list[Node], places: list[Place], problems: list[Problem]) -> tuple[Any, ...]:
        values = [self.item.read(node, place, problems) for node, place in zip(nodes, places, strict=True)]
        return tuple(value for value in values if value is not None and value != "")

    def schema(self) -> dict[str, Any]:
        """A list of the item's schema, or the short form."""
        return {
            "anyOf": [
                {"type": "array", "items": self.item.schema()},
                {"type": ["string", "number", "object", "null"]},
            ]
        }


class Part(Struct, frozen=True):
    """A value with fields of its own, such as one acceptance criterion; `short` names the two fields of `AC-1: text`.

    `about` names the field that holds the id of the record that the part is about: who may not see that record does
    not see the part, and neither does a client where its own `visibility` says `team`. The record need not be there
    any more, so it is no reference.
    """

    cls: type[Any]
    fields: Dictionary[str, Field]
    known: Dictionary[str, Field]
    short: tuple[str, ...]
    about: str = ""

    def read(self, node: Node, place: Place, problems: list[Problem]) -> Any:
        """The part, or None when a field it cannot be without is missing."""
        before = len(problems)
        if self.short and isinstance(node, Scalar):
            values = self._split(node, place, problems)
        elif not isinstance(node, Mapping):
            problems.append(Problem("DOS206", place, f"expected fields, found {described(node)}", hint_of(node)))
            return None
        elif self._is_short(node):
            key, value = node.value[0]
            first, second = self.short
            read = scalar(value, place / key.value, problems, prose=True)
            values = {first: key.value, second: read}
        else:
            values = field_values(node, self.known, place, problems).values
        missing = [f for f in self.fields.values() if f.required and not values.get(f.name)]
        for f in missing if len(problems) == before else ():
            hint = f"write `{self.short[0]}: {self.short[1]}`, for example `AC-1: …`" if self.short else ""
            problems.append(Problem("DOS202", place, f"`{f.name}` ({f.label.zh}) is missing", hint))
        return None if missing else self.cls(**values)

    def as_written(self, node: Node) -> Any:
        """The texts of the fields, also where the short form was written."""
        if isinstance(node, Scalar) and self.short:
            return self._short_fields(node) or as_written(node)
        if not isinstance(node, Mapping):
            return as_written(node)
        if self._is_short(node):
            key, value = node.value[0]
            return {self.short[0]: str(key.value).strip(), self.short[1]: as_written(value)}
        found: dict[str, Any] = {}
        for key, value in node.value:
            declared = field_of(str(key.value), self.known) if isinstance(key, Scalar) else None
            found[declared.name if declared else str(key.value)] = (
                declared.kind.as_written(value) if declared else as_written(value)
            )
        return found

    def _is_short(self, node: Any) -> bool:
        if len(self.short) != 2 or len(node.value) != 1:
            return False
        key = node.value[0][0]
        return isinstance(key, Scalar) and key.value.casefold() not in self.known

    def _short_fields(self, node: Scalar) -> dict[str, Any]:
        """The two fields of `AC-1: text`, also with the Chinese colon and with the number in bold; none of other texts."""
        if len(self.short) == 1:
            return {self.short[0]: node.value.strip()}
        match = re.fullmatch(rf"\**({ID.pattern})\**\s*[:：]\**\s*(.+)", node.value.strip(), re.DOTALL)
        return {self.short[0]: match[1], self.short[1]: match[2].strip()} if match else {}

    def _split(self, node: Scalar, place: Place, problems: list[Problem]) -> dict[str, Any]:
        """The fields of the short form; a problem where it is none."""
        found = self._short_fields(node)
        if not found:
            message = f"`{shortened(node.value)}` has no number of its own"
            problems.append(Problem("DOS210", place, message, "begin it with a number and a colon: `AC-1: …`"))
        return found

    def schema(self) -> dict[str, Any]:
        """The fields as an object; the short forms as text or a single pair."""
        properties = {f.name: f.kind.schema() for f in self.fields.values()}
        return {"anyOf": [{"type": "object", "properties": properties}, {"type": ["string", "object"]}]}


def kind_of(  # noqa: PLR0911 - one case a kind
    annotation: Any, fields_of: Callable[[type[Any]], Dictionary[str, Field]], **settings: Any
) -> Kind:
    """The kind of value that a field's annotation and settings declare.

    Raises TypeError for an annotation that no kind reads: a mistake of ours in a declaration.
    """
    if get_origin(annotation) in (UnionType, Union):
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    if get_origin(annotation) is tuple:
        return Listed(kind_of(get_args(annotation)[0], fields_of, **settings))
    if settings.get("choices"):
        return choice(settings["choices"])
    if annotation is Ref:
        return Reference(settings.get("to", ()))
    if annotation in (str, Prose):
        return Text(prose=annotation is Prose)
    if annotation is int:
        return whole(*(settings.get("between") or (0, 999_999_999)))
    if settings.get("timed"):
        return PATTERNS[Moment]
    if annotation in PATTERNS:
        return PATTERNS[annotation]
    if isinstance(annotation, type):
        fields = fields_of(annotation)
        return Part(
            annotation,
            fields,
            by_key(fields.values()),
            getattr(annotation, "short", ()),
            getattr(annotation, "about", ""),
        )
    raise TypeError(f"no kind reads {annotation!r}")
