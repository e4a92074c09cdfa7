"""How the prose of a project may name its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.dossier import Dossier, once
from dossier.text.ids_in_prose import number_pattern, number_prefixes

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


def known_numbers(dossier: Dossier) -> Iterator[str]:
    """Every way in which prose may name a record: its number, with or without its project."""
    yield from dossier.by_id
    yield from dossier.elsewhere
    yield from (f"{dossier.project.id}/{each}" for each in dossier.by_id)


def names_a_record(dossier: Dossier, number: str) -> bool:
    """Whether `known_numbers` holds a number."""
    project, _, identifier = number.rpartition("/")
    return dossier.find(identifier if project == dossier.project.id else number) is not None


@once
def pattern_of(dossier: Dossier) -> re.Pattern[str] | None:
    """What looks like the number of a record in the prose of a project."""
    together = (dossier, *dossier.elsewhere.others)
    return number_pattern(
        frozenset[str]().union(*(_prefixes(each) for each in together)), (each.project.id for each in together)
    )


@once
def _prefixes(dossier: Dossier) -> frozenset[str]:
    return number_prefixes(dossier.by_id)
