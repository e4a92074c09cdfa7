"""The schedule as pictures: bars on a time line, cut into an overview and a picture per phase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from dossier.compute.plan_row import PlanRow, State
from dossier.views.plan_tree import MOST_ROWS, PlanTree, equal_parts, plan_tree

LONGEST_SHADED_DAYS = 200
"""Beyond this length a day off is a hair's breadth and shading becomes noise."""

Kind = Literal["whole", "overview", "phase"]
NonWorkingIn = Callable[[date, date], Sequence[date]]
UrlOf = Callable[[str], str]


class GanttBar(Struct, frozen=True, kw_only=True):
    """One row: a bar from the morning of `start` to the evening of `finish`, or a milestone's diamond."""

    id: str
    number: str
    title: str
    url: str = ""
    start: date
    finish: date
    state: State = "planned"
    critical: bool = False
    milestone: bool = False
    progress: int = 0
    owner: str = ""
    summary: bool = False


class GanttSection(Struct, frozen=True, kw_only=True):
    """Rows that belong together under one name; the name may be empty."""

    title: str
    bars: tuple[GanttBar, ...]


class GanttPicture(Struct, frozen=True, kw_only=True):
    """One chart. `part` of `parts` counts the pieces of a list too long for one; `kind` says what it is."""

    title: str
    sections: tuple[GanttSection, ...]
    as_of: date
    non_working: tuple[date, ...] = ()
    caption: str = ""
    kind: Kind = "whole"
    part: int = 1
    parts: int = 1

    @property
    def bars(self) -> tuple[GanttBar, ...]:
        """All rows in the order they are drawn."""
        return tuple(bar for section in self.sections for bar in section.bars)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day of all rows; the as-of date twice where there are none."""
        days = [day for bar in self.bars for day in (bar.start, bar.finish)] or [self.as_of]
        return min(days), max(days)

    @property
    def shows_as_of(self) -> bool:
        """Whether the as-of date lies in the chart or so near that showing it does not squeeze the bars."""
        first, last = self.span
        margin = timedelta(days=max(7, (last - first).days // 8))
        return first - margin <= self.as_of <= last + margin


class GanttView(Struct, frozen=True, kw_only=True):
    """All charts of a plan, the overview first."""

    pictures: tuple[GanttPicture, ...]


def no_url(_: str) -> str:
    """No address for any row: nothing is linked."""
    return ""


def _no_days_off(_start: date, _finish: date) -> Sequence[date]:
    return ()


def gantt(
    rows: Sequence[PlanRow],
    *,
    as_of: date,
    non_working_in: NonWorkingIn = _no_days_off,
    url_of: UrlOf = no_url,
) -> GanttView:
    """The charts of a plan; no chart has more than 40 rows. An empty plan gives no chart."""
    tree = plan_tree(rows)
    drawing = _Drawing(tree, as_of, non_working_in, url_of)
    pictures: list[GanttPicture] = []
    waiting: list[tuple[str, tuple[PlanRow, ...], Kind]] = [("", tree.roots, "whole")] if tree.roots else []
    while waiting:
        title, members, kind = waiting.pop()
        members = tree.without_lone_wrappers(members)
        if len(tree.leaves(members)) <= MOST_ROWS:
            pictures += drawing.pictures(title, _sections_by_phase(tree, members), kind)
            continue
        phases = tuple(row for row in members if tree.below(row))
        if not phases:
            pictures += drawing.pictures(title, [("", members)], kind)
            continue
        overview, apart = _overview(tree, members)
        pictures += drawing.pictures(title, [("", overview)], "overview" if kind == "whole" else kind)
        pictures += drawing.pictures(title, [("", apart)], kind) if apart else []
        waiting.extend((_name(phase), tree.below(phase), "phase") for phase in reversed(phases))
    return GanttView(pictures=tuple(pictures))


Section = tuple[str, tuple[PlanRow, ...]]


class _Drawing(Struct, frozen=True):
    tree: PlanTree
    as_of: date
    non_working_in: NonWorkingIn
    url_of: UrlOf

    def pictures(self, title: str, sections: Sequence[Section], kind: Kind) -> list[GanttPicture]:
        """One picture, or several parts where the sections hold more rows than one picture takes."""
        flat = [(name, row) for name, rows in sections for row in rows]
        parts = equal_parts(flat)
        return [self._picture(title, part, kind, number, len(parts)) for number, part in enumerate(parts, 1) if part]

    def _picture(
        self, title: str, part: Sequence[tuple[str, PlanRow]], kind: Kind, number: int, parts: int
    ) -> GanttPicture:
        first = min(row.start for _, row in part)
        last = max(row.finish for _, row in part)
        short = (last - first).days <= LONGEST_SHADED_DAYS
        return GanttPicture(
            title=title,
            sections=_grouped([(name, self._bar(row)) for name, row in part]),
            as_of=self.as_of,
            non_working=tuple(self.non_working_in(first, last)) if short else (),
            kind=kind,
            part=number,
            parts=parts,
        )

    def _bar(self, row: PlanRow) -> GanttBar:
        return GanttBar(
            id=row.id,
            number=row.number,
            title=row.title,
            url=self.url_of(row.id),
            start=row.start,
            finish=row.finish,
            state=row.state,
            critical=row.critical,
            milestone=row.milestone,
            progress=row.progress,
            owner=row.owner,
            summary=bool(self.tree.below(row)),
        )


def _grouped(named: Sequence[tuple[str, GanttBar]]) -> tuple[GanttSection, ...]:
    sections: list[tuple[str, list[GanttBar]]] = []
    for name, bar in named:
        if not sections or sections[-1][0] != name or (name == "" and bar.summary):
            sections.append((name, []))
        sections[-1][1].append(bar)
    return tuple(GanttSection(title=name, bars=tuple(bars)) for name, bars in sections)


def _name(row: PlanRow) -> str:
    return f"{row.number} {row.title}".strip()


def _sections_by_phase(tree: PlanTree, members: Sequence[PlanRow]) -> list[Section]:
    return [(_name(row), tuple(tree.leaves([row]))) if tree.below(row) else ("", (row,)) for row in members]


def _overview(tree: PlanTree, members: Sequence[PlanRow]) -> tuple[tuple[PlanRow, ...], tuple[PlanRow, ...]]:
    """A bar per phase with its milestones below it, where they fit; and the single tasks that do not."""
    phases = [row for row in members if tree.below(row)]
    milestones = [row for row in tree.leaves(phases) if row.milestone]
    with_milestones = len(members) + len(milestones) <= MOST_ROWS
    rows: list[PlanRow] = []
    apart: list[PlanRow] = []
    for row in members:
        single_task = not tree.below(row) and not row.milestone
        (apart if single_task and len(members) > MOST_ROWS else rows).append(row)
        if with_milestones:
            rows += [leaf for leaf in tree.leaves(tree.below(row)) if leaf.milestone]
    return tuple(rows), tuple(apart)
