"""What the review of a change shows, whatever it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from dossier.language import Language
    from dossier.views.differences import Woven
    from dossier.views.gantt import GanttPicture


ReviewCell = str | tuple["Woven", ...]
"""Plain words, or what a field says before and after woven into one."""


class Part(Struct, frozen=True, kw_only=True):
    """One part of a review: a table under a title. What matters less is `folded`, and is what is cut first."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[ReviewCell, ...], ...]
    folded: bool = False


class GateLine(Struct, frozen=True, kw_only=True):
    """One gate: what it is about, whether the change may pass, and why not."""

    title: str
    passed: bool
    says: str


class ProjectReview(Struct, frozen=True, kw_only=True):
    """What a change does to one project."""

    title: str
    folder: str
    note: str
    headline: Part
    gates: tuple[GateLine, ...]
    parts: tuple[Part, ...]
    chart_title: str
    chart: GanttPicture | None


class ReviewView(Struct, frozen=True, kw_only=True):
    """The review of a change: the verdict first, then each project, the details last."""

    language: Language
    title: str
    passed: bool
    verdict: str
    notes: tuple[str, ...]
    findings: Part | None
    projects: tuple[ProjectReview, ...]
    shared: tuple[Part, ...]
    foot: str
