"""The work breakdown structure as an outline that folds: each piece of work with its owner, finish and progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.views.cells import tone
from dossier.views.gantt import UrlOf, no_url
from dossier.views.plan_tree import MOST_ROWS, PlanTree, plan_tree
from dossier.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.compute.plan_row import PlanRow, State
    from dossier.language import Language
    from dossier.views.blocks import Tone

MOST_LEVELS = 8
"""What lies deeper is listed at this level: a page cannot be indented further, and a reader does not count."""


class OutlineItem(Struct, frozen=True, kw_only=True):
    """A piece of work. Where it `opens`, what follows lies inside it, until as many lists end as something `closes`.

    `unfolded` says whether what is inside is shown at first.
    """

    number: str
    title: str
    url: str
    owner: str
    finish: str
    progress: int
    state: State
    tone: Tone
    milestone: bool
    opens: bool
    unfolded: bool
    closes: int


def outline(
    rows: Sequence[PlanRow], language: Language, *, url_of: UrlOf = no_url, project: PlanRow | None = None
) -> tuple[OutlineItem, ...]:
    """The outline of a plan, each piece of work before what it is made of. An empty plan gives none.

    `project` is what stands around everything, for a plan with several phases at the top.
    """
    tree = plan_tree(rows)
    if project is not None and len(tree.roots) > 1:
        tree = PlanTree((project,), {**tree.children, project.id: tree.roots})
    placed = _placed(tree)
    levels = [*(level for _, level in placed[1:]), 0][: len(placed)]
    wording, few = Wording(language), len(placed) <= MOST_ROWS
    return tuple(
        OutlineItem(
            number=row.number,
            title=row.title or row.number or row.id,
            url=url_of(row.id),
            owner=row.owner,
            finish=wording.day(row.expected_finish),
            progress=row.progress,
            state=row.state,
            tone=tone(row.state),
            milestone=row.milestone,
            opens=following > level,
            unfolded=few or level == 0,
            closes=max(0, level - following),
        )
        for (row, level), following in zip(placed, levels, strict=True)
    )


def _placed(tree: PlanTree) -> list[tuple[PlanRow, int]]:
    """Each row with its level, a parent before its children."""
    found = []
    waiting = [(row, 0) for row in reversed(tree.roots)]
    while waiting:
        row, level = waiting.pop()
        found.append((row, level))
        waiting.extend((each, min(level + 1, MOST_LEVELS)) for each in reversed(tree.below(row)))
    return found
