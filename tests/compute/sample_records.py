"""Records of every declared type with every field filled, made from the declarations alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from dossier.load import load
from dossier.records.declare import RECORD_TYPES, Field, RecordType
from dossier.records.kinds import Choice, Kind, Listed, Part, Reference
from dossier.records.patterns import Pattern
from dossier.text.source import Tree, decoded

LISTED_TYPES = tuple(t for t in RECORD_TYPES.values() if t.name not in {"client", "project"})
SAFE = {"id", "title", "visibility", "attachments", "logo", "colour", "language", "publish"}
"""Fields that mean something to the program itself; tests set them on their own."""

Texts = Callable[[Field], str]


def sample(
    fields: Mapping[str, Field], text: Texts, reference: Texts, leave: frozenset[str] = frozenset(SAFE)
) -> dict[str, Any]:
    """What an author could write into every field; `text` and `reference` give the words for a field."""
    return {f.name: _value(f, f.kind, text, reference) for f in fields.values() if f.name not in leave}


def _value(field: Field, kind: Kind, text: Texts, reference: Texts) -> Any:
    if isinstance(kind, Listed):
        return [_value(field, kind.item, text, reference)]
    if isinstance(kind, Part):
        return sample(kind.fields, text, reference, frozenset())
    if isinstance(kind, Choice):
        return next(iter(kind.choices))
    if isinstance(kind, Reference):
        return reference(field)
    if isinstance(kind, Pattern):
        return f"{reference(field)} SS+2d" if kind.code == "DOS208" else kind.example.split(" ")[0].rstrip(",")
    return text(field)


def as_yaml(of_type: RecordType, *records: Mapping[str, Any]) -> str:
    """A file that lists records; JSON is YAML."""
    return json.dumps({of_type.key: list(records)}, ensure_ascii=False, indent=1)


def loaded(files: Mapping[str, str], others: tuple[str, ...] = (), told: tuple[str, ...] = ()) -> Any:
    """The portfolio of files by path, with other files beside them; reading them tells these problems and no other."""
    sources = []
    for path, content in sorted(files.items()):
        source, found = decoded(path, content.encode())
        assert source, found
        sources.append(source)
    portfolio, problems = load(Tree(tuple(sources), frozenset(others), ()))
    assert tuple(problem.code for problem in problems) == told, problems[:3]
    return portfolio
