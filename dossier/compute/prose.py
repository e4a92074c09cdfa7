"""The prose of a project's records, and which of it may name other records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dossier.records.kinds import Kind, Text
from dossier.records.leaves import Leaf, leaves
from dossier.records.once import asked_of_all, once_in_memory, once_per_record
from dossier.text.ids_in_prose import explicit, numbered_words
from dossier.text.team_text import public_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.dossier import Dossier
    from dossier.problems.problem import Place
    from dossier.records.declare import Record


class Naming(NamedTuple):
    """What in a record's prose may name records: the words that hold a number, and the ids in double brackets.

    Both as the team reads it and as the client does, for whom words may join where a comment stands between them.
    """

    numbered: str
    explicit: tuple[str, ...]


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


@asked_of_all("check")
@once_per_record
def naming(record: Record) -> Naming:
    """What in the prose of a record may name records."""
    texts = [text for leaf in prose_of(record) for text in dict.fromkeys((leaf.value, public_text(leaf.value)))]
    words = (word for text in texts for word in numbered_words(text))
    return Naming(" ".join(dict.fromkeys(words)), tuple(dict.fromkeys(id_ for text in texts for id_ in explicit(text))))


def _is_prose(kind: Kind) -> bool:
    return isinstance(kind, Text) and kind.prose
