"""The review of a change as the Markdown of a comment, which never grows beyond what a host takes."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from dossier.render.comment_text import comment_text
from dossier.render.mermaid import gantt_source
from dossier.views.differences import Woven
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.views.review_view import Part, ProjectReview, ReviewCell, ReviewView

MARKER = "<!-- dossier-review -->"
"""Begins every comment, so that the next run finds the one it has to replace."""
LONGEST = 60_000
"""UTF-16 units that a comment has at most; GitHub refuses more than 65,536."""

_PASSED, _FAILED = "✅", "❌"
_MOST_OPEN = 25
"""A longer table is folded."""
_AROUND, _LONGEST_WORDING = 60, 700
"""Characters of an unchanged stretch beside a change, and of a whole wording, that are shown."""
_MARKS = {"gone": "del", "new": "ins"}
_ROWS = (None, 400, 200, 100, 50, 25, 12, 6, 3, 1, 0)
_PROJECTS = (None, 60, 30, 15, 7, 3, 1)


class _Most(NamedTuple):
    """How many rows of a folded table, of an open one, and how many projects are written; None for all."""

    folded: int | None = None
    open: int | None = None
    projects: int | None = None


def review_markdown(view: ReviewView, longest: int = LONGEST) -> str:
    """The review as GitHub's and GitLab's Markdown, at most `longest` UTF-16 units of it.

    Where it would be longer, details go first, each with a count of what is left out, then whole projects; the verdict
    stays.
    """
    writer = _Writer(view)
    for most in _narrower():
        text = _joined(writer.comment(most), longest)
        if text is not None:
            return text
    return "\n\n".join(writer.head()) + "\n"


def _joined(blocks: Iterator[str], longest: int) -> str | None:
    """The blocks with an empty line between them; None as soon as they are too long."""
    found: list[str] = []
    length = 0
    for block in blocks:
        found.append(block)
        length += len(block.encode("utf-16-le")) // 2 + 2
        if length > longest:
            return None
    return "\n\n".join(found) + "\n"


def _narrower() -> Iterator[_Most]:
    """Less and less: first of what is folded, then of what is open, then of the projects."""
    yield from (_Most(folded) for folded in _ROWS)
    yield from (_Most(0, rows) for rows in _ROWS[1:])
    yield from (_Most(0, rows, projects) for projects, rows in product(_PROJECTS[1:], (3, 0)))


class _Writer:
    """Writes one review; the rows of its tables are written once, however often it is tried how many fit."""

    def __init__(self, view: ReviewView) -> None:
        self._view = view
        self._say = words(view.language)
        self._lines: dict[int, tuple[str, ...]] = {}

    def head(self) -> list[str]:
        """What is never left out: the mark of a comment, and the verdict."""
        mark = _PASSED if self._view.passed else _FAILED
        return [MARKER, f"## {mark} {_short(self._view.title)}", f"**{_short(self._view.verdict)}**"]

    def comment(self, most: _Most) -> Iterator[str]:
        """The comment block by block."""
        view = self._view
        yield from self.head()
        yield from (f"> {_short(note)}" for note in view.notes)
        if view.findings:
            yield from self._part(view.findings, most, 3)
        for project in view.projects[: most.projects]:
            yield from self._project(project, most)
        for part in view.shared[: most.projects]:
            yield from self._part(part, most, 3)
        left = sum(len(each) - len(each[: most.projects]) for each in (view.projects, view.shared))
        if left:
            yield f"*{self._say('review_more', n=left)}*"
        yield f"<sub>{_short(view.foot)}</sub>"

    def _project(self, project: ProjectReview, most: _Most) -> Iterator[str]:
        yield f"### {_short(project.title)}"
        if project.note:
            yield _short(project.note)
        if project.headline.rows:
            yield self._table(project.headline, None)
        if project.gates:
            yield "\n".join(
                f"- {_PASSED if gate.passed else _FAILED} **{_short(gate.title)}** – {_short(gate.says)}"
                for gate in project.gates
            )
        for part in project.parts:
            if not part.folded:
                yield from self._part(part, most, 4)
        yield from self._chart(project, most)
        for part in project.parts:
            if part.folded:
                yield from self._part(part, most, 4)

    def _chart(self, project: ProjectReview, most: _Most) -> Iterator[str]:
        if project.chart and most.open != 0:
            source = gantt_source(project.chart, self._view.language)
            yield f"#### {_short(project.chart_title)}\n\n```mermaid\n{source}```"

    def _part(self, part: Part, most: _Most, level: int) -> Iterator[str]:
        folded = part.folded or len(part.rows) > _MOST_OPEN
        table = self._table(part, most.folded if folded else most.open)
        if folded:
            title = f"<b>{_short(part.title)}</b> ({len(part.rows)})"
            yield f"<details><summary>{title}</summary>\n\n{table}\n\n</details>"
        else:
            yield f"{'#' * level} {_short(part.title)}"
            yield table

    def _table(self, part: Part, most: int | None) -> str:
        if id(part) not in self._lines:
            self._lines[id(part)] = tuple(map(_line, part.rows))
        lines = self._lines[id(part)]
        shown = lines if most is None else lines[:most]
        left = len(lines) - len(shown)
        more = f"*{self._say('review_more', n=left)}*" if left else ""
        if not shown:
            return more
        head = _line(part.columns)
        table = "\n".join([head, f"|{' --- |' * len(part.columns)}", *shown])
        return f"{table}\n\n{more}" if more else table


def _line(cells: Sequence[ReviewCell]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(cell: ReviewCell) -> str:
    if isinstance(cell, str):
        return _short(cell)
    text = "".join(map(_woven, _brief(cell))).replace("</del><ins>", "</del> <ins>")
    return " ".join(text.split())


def _short(text: str) -> str:
    """A text as it may stand in a comment, no longer than a wording."""
    return comment_text(text if len(text) <= _LONGEST_WORDING else text[:_LONGEST_WORDING] + "…")


def _woven(piece: Woven) -> str:
    """A stretch of a text, what is gone or new marked by the one element that Markdown has no sign for."""
    text = comment_text(piece.text)
    shown = f"<{_MARKS[piece.state]}>{text}</{_MARKS[piece.state]}>" if piece.state in _MARKS and text else text
    return f"{' ' * piece.text[:1].isspace()}{shown}{' ' * piece.text[-1:].isspace()}"


def _brief(pieces: Sequence[Woven]) -> Iterator[Woven]:
    """A wording around its changes: of what is the same only the words beside them, and of all no more than fits."""
    left = _LONGEST_WORDING
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        text = piece.text
        if piece.state == "same":
            text = _middle_out(text, first=number == 0, last=number == last)
        if len(text) > left:
            yield Woven(text[:left] + "…", piece.state)
            return
        yield Woven(text, piece.state)
        left -= len(text)


def _middle_out(text: str, *, first: bool, last: bool) -> str:
    """An unchanged stretch without its middle, or without the end that no change is beside."""
    if len(text) <= 2 * _AROUND:
        return text
    ahead = "" if first else text[:_AROUND]
    behind = "" if last else text[-_AROUND:]
    return f"{ahead}…{behind}"
