"""The review of a change for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from dossier.render.problems import visible
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.views.differences import Woven
    from dossier.views.review_view import Part, ProjectReview, ReviewCell, ReviewView

_MOST_ROWS = 40
_WIDEST = 60
"""Columns that a cell takes at most; a longer one is cut, with a sign that it was."""


def review_text(view: ReviewView) -> str:
    """The review as lines of text; tables show their first rows and how many there are besides."""
    lines = [visible(view.title), f"{'✓' if view.passed else '✗'} {visible(view.verdict)}"]
    lines += [f"  {visible(note)}" for note in view.notes]
    if view.findings:
        lines += _part(view.findings, view)
    for project in view.projects:
        lines += _project(project, view)
    for part in view.shared:
        lines += _part(part, view)
    return "\n".join([*lines, "", visible(view.foot)]) + "\n"


def _project(project: ProjectReview, view: ReviewView) -> Iterator[str]:
    yield from ("", visible(project.title), "=" * cell_len(visible(project.title)))
    if project.note:
        yield visible(project.note)
    yield from _table(project.headline, view)
    for gate in project.gates:
        says = words(view.language)("review_says", gate=gate.title, says=gate.says)
        yield f"{'✓' if gate.passed else '✗'} {visible(says)}"
    for part in project.parts:
        yield from _part(part, view)


def _part(part: Part, view: ReviewView) -> Iterator[str]:
    yield from ("", f"{visible(part.title)} ({len(part.rows)})")
    yield from _table(part, view)


def _table(part: Part, view: ReviewView) -> Iterator[str]:
    rows = [[visible(head) for head in part.columns]]
    rows += [[_cut(_plain(cell)) for cell in row] for row in part.rows[:_MOST_ROWS]]
    widths = [max(cell_len(row[number]) for row in rows) for number in range(len(part.columns))]
    for row in rows if len(rows) > 1 else ():
        yield "  " + "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
    if len(part.rows) > _MOST_ROWS:
        yield f"  {words(view.language)('review_more', n=len(part.rows) - _MOST_ROWS)}"


def _plain(cell: ReviewCell) -> str:
    """What is gone in brackets with a minus, what is new with a plus; of what is the same the words beside them."""
    if isinstance(cell, str):
        return cell
    marks = {"gone": "[-{}-]", "new": "{{+{}+}}", "same": "{}"}
    return "".join(marks[piece.state].format(_beside(piece)) for piece in cell)


def _beside(piece: Woven) -> str:
    longest = _WIDEST // 3
    if piece.state != "same" or len(piece.text) <= longest:
        return piece.text
    return f"{piece.text[: longest // 2]}…{piece.text[-longest // 2 :]}"


def _cut(text: str) -> str:
    shown = visible(" ".join(text.split()))
    if cell_len(shown) <= _WIDEST:
        return shown
    while cell_len(shown) > _WIDEST - 1:
        shown = shown[: -max(1, (cell_len(shown) - _WIDEST) // 2)]
    return shown + "…"


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))
