"""One object of a ReqIF file as the fields of a requirement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dossier.exchange.reqif_words import field_named, value_meant
from dossier.problems.problem import Place, Problem
from dossier.records.declare import RECORD_TYPES
from dossier.records.fields import as_written
from dossier.records.kinds import Choice, Listed, Part, Reference, Text
from dossier.text.source import Source
from dossier.text.yaml import Scalar, Sequence, compose

if TYPE_CHECKING:
    from dossier.exchange.files import Tally
    from dossier.exchange.reqif_objects import Item
    from dossier.records.declare import Field

_FIELDS = RECORD_TYPES["requirement"].fields
_ITEM = re.compile(r"^(?:[-*+•]|\d+[.)])\s+")


def fields_of_item(item: Item, people: dict[str, str], lost: Tally, read_as: Tally) -> dict[str, Any]:
    """The fields that the object's texts fill, by field name; who is named is added to `people`, id to name.

    What no field holds is added to `lost`. A word that no choice means is kept as a tag, `STATUS: Deferred`.
    """
    found: dict[str, Any] = {}
    tags: list[str] = []
    for name, text in item.texts:
        field = field_named(name)
        if field is None or field == "internal":
            lost.add(f"attribute {name}", text)
        elif field == "id":
            found.setdefault("id", text)
        elif field == "tags":
            tags += _words(text)
        elif isinstance(_FIELDS[field].kind, Choice):
            _choose(_FIELDS[field], name, text, found, tags, read_as)
        elif field in found and not _is_prose(_FIELDS[field]):
            lost.add(f"attribute {name} beside another for the same field", text)
        else:
            _fill(_FIELDS[field], text, found, people)
    if tags:
        found["tags"] = tuple(dict.fromkeys(tags))
    return found


def _choose(field: Field, name: str, text: str, found: dict[str, Any], tags: list[str], read_as: Tally) -> None:
    """A word of another program as one of our choices, else as a tag, so that nothing is lost."""
    problems: list[Problem] = []
    own = field.kind.read(Scalar("", text, None, None), Place(""), problems)
    value = own or value_meant(field.name, text)
    if value is None or field.name in found:
        read_as.add(f"{name} {text}: kept as a tag")
        tags.append(f"{name}: {text}")
        return
    found[field.name] = value
    if own is None:
        read_as.add(f"{name} {text}: {field.name} {value}")


def _fill(field: Field, text: str, found: dict[str, Any], people: dict[str, str]) -> None:
    kind = field.kind
    if isinstance(kind, Reference):
        found[field.name] = _person(text, people)
    elif isinstance(kind, Listed) and isinstance(kind.item, Part):
        found[field.name] = _criteria(field, text)
    elif isinstance(kind, Listed):
        found[field.name] = tuple(_words(text))
    elif _is_prose(field):
        found[field.name] = f"{found[field.name]}\n\n{text}" if field.name in found else text
    else:
        found[field.name] = " ".join(text.split())


def _person(text: str, people: dict[str, str]) -> str:
    """The id of the person; the name as written where it is one already, else made from it."""
    name = " ".join(text.split())
    problems: list[Problem] = []
    reference = Reference(()).read(Scalar("", name, None, None), Place(""), problems)
    identifier = reference or re.sub(r"\W+", "-", name.casefold()).strip("-_") or "somebody"
    people.setdefault(identifier, name)
    return str(identifier)


def _criteria(field: Field, text: str) -> tuple[Any, ...]:
    """Criteria as we export them (a YAML list), or each line of another program's text with a number."""
    root, found = compose(Source("", text))
    problems: list[Problem] = list(found)
    if isinstance(root, Sequence) and not problems:
        read = field.kind.read(root, Place(""), problems)
        if not problems and len(read) == len(root.value):
            return tuple(as_written(node) for node in root.value)
    lines = [_ITEM.sub("", line.strip()) for line in text.split("\n") if line.strip()]
    return tuple({f"AC-{number}": line} for number, line in enumerate(lines, start=1))


def _words(text: str) -> list[str]:
    """The words of a list: on a line each, with or without a dash, or with commas between them."""
    lines = "\n" in text or _ITEM.match(text)
    parts = [_ITEM.sub("", line, count=1) for line in text.split("\n")] if lines else re.split(r"[,，、;；]", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def _is_prose(field: Field) -> bool:
    return isinstance(field.kind, Text) and field.kind.prose
