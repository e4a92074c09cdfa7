"""The plan as a tree, and how a list too long for one picture is cut into parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

from dossier.compute.plan_row import PlanRow

MOST_ROWS = 40
"""More than this many rows or nodes in one picture are not read any more (measured by looking)."""

Item = TypeVar("Item")


class PlanTree(Struct, frozen=True):
    """Rows by their parent; what names an unknown parent stands at the top."""

    roots: tuple[PlanRow, ...]
    children: dict[str, tuple[PlanRow, ...]]

    def below(self, row: PlanRow) -> tuple[PlanRow, ...]:
        """The rows directly below this one, in the order of the plan."""
        return self.children.get(row.id, ())

    def inside(self, rows: Sequence[PlanRow]) -> list[PlanRow]:
        """These rows and everything below them, each parent before its children."""
        found: list[PlanRow] = []
        waiting = list(reversed(rows))
        while waiting:
            row = waiting.pop()
            found.append(row)
            waiting.extend(reversed(self.below(row)))
        return found

    def leaves(self, rows: Sequence[PlanRow]) -> list[PlanRow]:
        """The rows without children among these rows and everything below them."""
        return [row for row in self.inside(rows) if not self.below(row)]

    def without_lone_wrappers(self, rows: tuple[PlanRow, ...]) -> tuple[PlanRow, ...]:
        """A single phase around everything (a project summary) says nothing: what is inside it."""
        while len(rows) == 1 and self.below(rows[0]):
            rows = self.below(rows[0])
        return rows


def plan_tree(rows: Sequence[PlanRow]) -> PlanTree:
    """The tree that the rows' parents describe."""
    known = {row.id for row in rows}
    children: dict[str, list[PlanRow]] = {}
    roots: list[PlanRow] = []
    for row in rows:
        if row.parent is None or row.parent not in known:
            roots.append(row)
        else:
            children.setdefault(row.parent, []).append(row)
    return PlanTree(tuple(roots), {parent: tuple(below) for parent, below in children.items()})


def equal_parts(items: Sequence[Item], most: int = MOST_ROWS) -> tuple[tuple[Item, ...], ...]:
    """The items in as few parts of at most `most` as possible, the parts as equal as possible."""
    count = max(1, -(-len(items) // most))
    size, longer = divmod(len(items), count)
    parts: list[tuple[Item, ...]] = []
    begin = 0
    for number in range(count):
        end = begin + size + (1 if number < longer else 0)
        parts.append(tuple(items[begin:end]))
        begin = end
    return tuple(parts)
