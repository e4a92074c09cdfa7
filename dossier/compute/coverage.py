"""Which requirements are to be met, and for which of them work is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.dossier import Dossier, once
from dossier.records.deliverable import Deliverable
from dossier.records.requirement import Requirement
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DROPPED = frozenset({"rejected", "withdrawn"})


@once
def wanted(dossier: Dossier) -> tuple[Requirement, ...]:
    """The requirements that are to be met: not rejected, not withdrawn, not left for another time."""
    return tuple(r for r in dossier.of(Requirement) if r.status not in DROPPED and r.priority != "wont")


@once
def served(dossier: Dossier) -> frozenset[str]:
    """The ids of the requirements that work is planned for: named by work, or above or below one that is."""
    parents = {each.id: each.parents for each in dossier.of(Requirement)}
    children: dict[str, list[str]] = {}
    for each in dossier.of(Requirement):
        for parent in each.parents:
            children.setdefault(parent, []).append(each.id)
    works: tuple[Task | Deliverable, ...] = (*dossier.of(Task), *dossier.of(Deliverable))
    named = {str(name) for work in works for name in work.requirements}
    return frozenset(_reached(named, parents) | _reached(named, children))


def _reached(start: Iterable[str], following: Mapping[str, Sequence[str]]) -> set[str]:
    """Everything that can be reached from the start, the start with it."""
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(following.get(name, ()))
    return reached
