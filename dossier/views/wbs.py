"""The work breakdown structure as pictures: a tree of all that is to be made, cut where it is large."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from dossier.compute.plan_row import PlanRow, State
from dossier.text.values import replace
from dossier.views.gantt import Kind, UrlOf, no_url
from dossier.views.plan_tree import MOST_ROWS, PlanTree, equal_parts, plan_tree


class WbsNode(Struct, frozen=True, kw_only=True):
    """A piece of work and the pieces it is made of; `progress` in percent."""

    id: str
    number: str
    title: str
    url: str = ""
    owner: str = ""
    finish: date | None = None
    progress: int = 0
    state: State = "planned"
    milestone: bool = False
    children: tuple[WbsNode, ...] = ()


class WbsPicture(Struct, frozen=True, kw_only=True):
    """One tree picture. `part` of `parts` counts the pieces of a list too long for one."""

    title: str
    roots: tuple[WbsNode, ...]
    kind: Kind = "whole"
    part: int = 1
    parts: int = 1

    @property
    def nodes(self) -> tuple[WbsNode, ...]:
        """All nodes, each before its children: the order in which they are drawn and listed."""
        found: list[WbsNode] = []
        waiting = list(reversed(self.roots))
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting.extend(reversed(node.children))
        return tuple(found)


class WbsView(Struct, frozen=True, kw_only=True):
    """All tree pictures of a plan, the overview first."""

    pictures: tuple[WbsPicture, ...]


def wbs(rows: Sequence[PlanRow], *, url_of: UrlOf = no_url, project: PlanRow | None = None) -> WbsView:
    """The tree pictures of a plan; none has more than 40 nodes. An empty plan gives none.

    `project` is the node around everything, for a plan with several phases at the top.
    """
    tree = plan_tree(rows)
    if project is not None and len(tree.roots) > 1:
        tree = PlanTree((project,), {**tree.children, project.id: tree.roots})
    pictures: list[WbsPicture] = []
    waiting: list[tuple[PlanRow | None, tuple[PlanRow, ...]]] = [(None, tree.roots)] if tree.roots else []
    while waiting:
        top, members = waiting.pop()
        kind: Kind = "whole" if top is None else "phase"
        if len(tree.inside(members)) + (top is not None) <= MOST_ROWS:
            pictures.append(_picture(top, [_branch(tree, row, url_of) for row in members], kind, url_of))
            continue
        if top is None and len(members) == 1:
            # one node around everything: keep it as the root of the overview
            top, members = members[0], tree.below(members[0])
            kind = "whole"
        large = tuple(row for row in members if tree.below(row))
        if large and kind == "whole":
            kind = "overview"
        flat = equal_parts([_node(row, url_of) for row in members], MOST_ROWS - 1)
        for number, part in enumerate(flat, 1):
            picture = _picture(top, part, kind, url_of)
            pictures.append(replace(picture, part=number, parts=len(flat)))
        waiting.extend((row, tree.below(row)) for row in reversed(large))
    return WbsView(pictures=tuple(pictures))


def _picture(top: PlanRow | None, below: Sequence[WbsNode], kind: Kind, url_of: UrlOf) -> WbsPicture:
    if top is None:
        return WbsPicture(title="", roots=tuple(below), kind=kind)
    title = "" if kind != "phase" else f"{top.number} {top.title}".strip()
    return WbsPicture(title=title, roots=(replace(_node(top, url_of), children=tuple(below)),), kind=kind)


def _node(row: PlanRow, url_of: UrlOf) -> WbsNode:
    return WbsNode(
        id=row.id,
        number=row.number,
        title=row.title,
        url=url_of(row.id),
        owner=row.owner,
        finish=row.finish,
        progress=row.progress,
        state=row.state,
        milestone=row.milestone,
    )


def _branch(tree: PlanTree, top: PlanRow, url_of: UrlOf) -> WbsNode:
    made: dict[str, WbsNode] = {}
    for row in reversed(tree.inside([top])):
        below = tuple(made[child.id] for child in tree.below(row))
        made[row.id] = replace(_node(row, url_of), children=below)
    return made[top.id]
