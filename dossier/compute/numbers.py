"""How the prose of a project may name its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.dossier import Dossier, once
from dossier.text.ids_in_prose import number_pattern

if TYPE_CHECKING:
    import re


@once
def known_numbers(dossier: Dossier) -> frozenset[str]:
    """Every way in which prose may name a record: its number, with or without its project."""
    own = (f"{dossier.project.id}/{each}" for each in dossier.by_id)
    return frozenset((*dossier.by_id, *dossier.elsewhere, *own))


@once
def pattern_of(dossier: Dossier) -> re.Pattern[str] | None:
    """What looks like the number of a record in the prose of a project."""
    projects = {dossier.project.id, *dossier.siblings, *(key.partition("/")[0] for key in dossier.elsewhere)}
    return number_pattern((key.rpartition("/")[2] for key in known_numbers(dossier)), projects)
