"""Which rows of a chart fold away together: each phase as a whole, and groups within it by numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.compute.plan_row import PlanRow
    from dossier.views.plan_tree import PlanTree

MOST_FOLDS = 40
"""So many groups within one phase fold by themselves; the style sheet has a rule for each."""
DEEPEST_FOLD = 4
"""Groups more levels below the phase than this do not fold by themselves."""


class Placed(NamedTuple):
    """A row of the plan in its phase: how deep below it, and with which groups around it the row folds away.

    `fold` is the number of the group that the row itself heads: 0 for the whole phase, None where it heads none that
    folds.
    """

    row: PlanRow
    level: int
    phase: bool
    fold: int | None
    inside: tuple[int, ...]


def folds(tree: PlanTree) -> Iterator[tuple[Placed, ...]]:
    """The rows of a plan: what is around everything, then each phase; single tasks between phases are together."""
    top = tree.without_lone_wrappers(tree.roots)
    around, rows = [], tree.roots
    while rows != top:
        around.append(Placed(rows[0], 0, phase=True, fold=None, inside=()))
        rows = tree.below(rows[0])
    if around:
        yield tuple(around)
    single: list[Placed] = []
    for row in top:
        if tree.below(row):
            if single:
                yield tuple(single)
                single = []
            yield tuple(_phase(tree, row))
        else:
            single.append(Placed(row, 0, phase=False, fold=None, inside=()))
    if single:
        yield tuple(single)


def _phase(tree: PlanTree, top: PlanRow) -> Iterator[Placed]:
    count = 0
    waiting: list[tuple[PlanRow, int, tuple[int, ...]]] = [(top, 0, ())]
    while waiting:
        row, level, inside = waiting.pop()
        below: Sequence[PlanRow] = tree.below(row)
        if not below:
            yield Placed(row, level, phase=False, fold=None, inside=inside)
            continue
        fold = None
        if level <= DEEPEST_FOLD and count <= MOST_FOLDS:
            fold = count
            count += 1
        yield Placed(row, level, phase=True, fold=fold, inside=inside)
        around = (*inside, fold) if fold else inside
        waiting += [(each, level + 1, around) for each in reversed(below)]
