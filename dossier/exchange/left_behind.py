"""What a file for another program does not hold of a project: whatever is not there when it is read again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dossier.load import load
from dossier.records.declare import RECORD_TYPES, type_of
from dossier.text.source import Source, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.dossier import Dossier
    from dossier.exchange.formats import Format
    from dossier.records.declare import Record


class LeftBehind(Struct, frozen=True):
    """In words, what is not in a file, and what comes back from it otherwise; "" for nothing."""

    missing: str
    otherwise: str


def left_behind(dossier: Dossier, form: Format, raw: bytes) -> LeftBehind:
    """What the bytes of a file do not hold of a dossier.

    How many records of each type; of those that it carries, which fields of how many; and which of the project.
    """
    again = _read_again(dossier, form, raw)
    carried = {record.id: record for record in again.records if record.type_name in form.carries}
    others = Counter(record.type_name for record in dossier.records if record.id not in carried)
    told = [_counted(count, name) for name in RECORD_TYPES if (count := others[name])]
    pairs = [(record, carried[record.id]) for record in dossier.records if record.id in carried]
    if form.carries_the_project:
        pairs.append((dossier.project, again.project))
    missing, otherwise = (
        Counter((record.type_name, name) for record, back in pairs for name in _differing(record, back, missing=wanted))
        for wanted in (True, False)
    )
    return LeftBehind("; ".join([", ".join(told)] * bool(told) + _of_fields(missing)), "; ".join(_of_fields(otherwise)))


def _read_again(dossier: Dossier, form: Format, raw: bytes) -> Dossier:
    folder = dossier.folder
    sources = {f"{folder}/{file.path}": file.text for file in form.read(raw, dossier.project.id).files}
    nothing = {f"{dossier.client.id}/client.yml": "title: Read again\n", f"{folder}/project.yml": "title: Read again\n"}
    tree = Tree(tuple(Source(*each) for each in sorted((nothing | sources).items())), frozenset(), ())
    return load(tree)[0].dossiers[0]


def _differing(record: Record, again: Record, *, missing: bool) -> Iterator[str]:
    """The fields of a record with a value that is `missing` when it is read again, or else is another one."""
    for field in type_of(record).fields.values():
        value: Any = getattr(record, field.name)
        back: Any = getattr(again, field.name)
        is_missing = back in ("", (), None, field.default)
        if value not in ("", (), None, field.default) and back != value and is_missing == missing:
            yield field.name


def _of_fields(counts: Mapping[tuple[str, str], int]) -> list[str]:
    """For each type of record its fields, each with how many records it is of."""
    parts = []
    for name, of_type in RECORD_TYPES.items():
        told = [(field.label.en.lower(), counts.get((name, field.name), 0)) for field in of_type.fields.values()]
        fields = [label if name == "project" else f"{label} ({count})" for label, count in told if count]
        whose = "the project" if name == "project" else of_type.plural.en.lower()
        parts += [f"of {whose}: {', '.join(fields)}"] if fields else []
    return parts


def _counted(count: int, type_name: str) -> str:
    of_type = RECORD_TYPES[type_name]
    return f"{count} {(of_type.label.en if count == 1 else of_type.plural.en).lower()}"
