"""The prose of a project's records, and which of it may name other records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dossier.records.kinds import Kind, Text
from dossier.records.leaves import Leaf, leaves
from dossier.records.once import once_in_memory, once_per_record
from dossier.text.ids_in_prose import explicit, numbered_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.dossier import Dossier
    from dossier.problems.problem import Place
    from dossier.records.declare import Record


class Naming(NamedTuple):
    """What in a record's prose may name records: the words that hold a number, and the ids in double brackets.

    `commented` where a comment stands in it, since without that other words may join to a number.
    """

    numbered: str
    explicit: tuple[str, ...]
    commented: bool


def own_records(dossier: Dossier) -> Iterator[Record]:
    """The project and its records, without those of client.yml, which all projects of the client share."""
    return (record for record in (dossier.project, *dossier.records) if record.place.path != dossier.client.place.path)


@once_in_memory
def prose_of(record: Record) -> tuple[Leaf, ...]:
    """The prose texts of a record."""
    return tuple(leaves(record, _is_prose))


def prose(dossier: Dossier, worth: Callable[[Naming], bool]) -> Iterator[tuple[Place, str]]:
    """The prose texts, each with its place, of the records that are `worth` a look, and of all pages."""
    for record in own_records(dossier):
        if worth(naming(record)):
            yield from ((leaf.place, leaf.value) for leaf in prose_of(record))
    yield from ((page.place, page.text) for page in dossier.pages)


@once_per_record
def naming(record: Record) -> Naming:
    """What in the prose of a record may name records."""
    texts = [leaf.value for leaf in prose_of(record)]
    return Naming(
        numbered=" ".join(dict.fromkeys(word for text in texts for word in numbered_words(text))),
        explicit=tuple(dict.fromkeys(id_ for text in texts for id_ in explicit(text))),
        commented=any("<!--" in text for text in texts),
    )


def _is_prose(kind: Kind) -> bool:
    return isinstance(kind, Text) and kind.prose
