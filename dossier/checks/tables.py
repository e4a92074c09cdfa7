"""Tables in prose of which a row has more cells than the head: pages would not show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.prose import prose_of
from dossier.dossier import Portfolio
from dossier.problems.problem import Place, Problem, shortened
from dossier.problems.rules import check
from dossier.records.once import asked_of_all, once_per_record
from dossier.text.tables import cells_left_out
from dossier.text.team_text import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.declare import Record

_HINT = r"give the head of the table as many cells, or write `\|` for a stroke within a cell"


@check("DOS117", "warning")
def cells_that_no_column_holds(portfolio: Portfolio) -> Iterator[Problem]:
    r"""A row of a table has more cells than the table's head.

    Markdown leaves out what is too much, so the reader would never see it. Mostly a `|` was meant as a character.

    Wrong:

        risks:
        - id: R-1
          title: Late delivery
          cause: |
            | Supplier | Promised |
            |----------|----------|
            | Nord     | May | June |

    Right:

        risks:
        - id: R-1
          title: Late delivery
          cause: |
            | Supplier | Promised    |
            |----------|-------------|
            | Nord     | May \| June |
    """
    for dossier in portfolio.dossiers:
        for record in (dossier.client, dossier.project, *dossier.records):
            yield from _of_record(record)
    for page in (*portfolio.pages, *(page for dossier in portfolio.dossiers for page in dossier.pages)):
        yield from (_problem(page.place, cells) for cells in cells_left_out(without_marks(page.text)))


@asked_of_all("check")
@once_per_record
def _of_record(record: Record) -> tuple[Problem, ...]:
    texts = ((leaf, without_marks(leaf.value)) for leaf in prose_of(record))
    return tuple(_problem(leaf.place, cells) for leaf, text in texts for cells in cells_left_out(text))


def _problem(place: Place, cells: str) -> Problem:
    return Problem("DOS117", place.of(cells), f"no column of the table holds `{shortened(cells)}`", _HINT)
