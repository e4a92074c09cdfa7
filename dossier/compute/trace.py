"""Who refers to whom: the references of a whole dossier, found from the record they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.dossier import Dossier, once
from dossier.records.references import Mention, references

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Trace:
    """The references of a dossier by the id that they lead to."""

    by_target: Mapping[str, tuple[Mention, ...]]

    def to(self, identifier: str) -> tuple[Mention, ...]:
        """The references that lead to a record."""
        return self.by_target.get(identifier, ())


@once
def trace(dossier: Dossier) -> Trace:
    """Every reference that the dossier's records make."""
    found: dict[str, list[Mention]] = {}
    for record in dossier.records:
        for mention in references(record):
            found.setdefault(mention.target, []).append(mention)
    return Trace({target: tuple(mentions) for target, mentions in found.items()})
