"""Prose that is too intricate to be converted: it is told, and shown as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.prose import prose_of
from dossier.dossier import Portfolio
from dossier.problems.problem import Place, Problem
from dossier.problems.rules import check
from dossier.records.once import asked_of_all, once_per_record
from dossier.text.intricate import intricate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.declare import Record
    from dossier.records.leaves import Leaf

_HINT = "write it more simply, or as code between lines of three backticks"


@check("DOS115")
def text_too_intricate_to_show(portfolio: Portfolio) -> Iterator[Problem]:
    """A text is too intricate to be shown as Markdown.

    More than 50 lists or quotes within each other, a hundred brackets that are open at once, a paragraph as long as a
    book: nobody can read that, and turning it into a page would take minutes. Such text is damaged, or made to stop
    the build.

    Wrong:

        risks:
        - id: R-1
          title: Late delivery
          cause: ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> The supplier is late"

    Right:

        risks:
        - id: R-1
          title: Late delivery
          cause: "> The supplier is late"
    """
    for dossier in portfolio.dossiers:
        for record in (dossier.client, dossier.project, *dossier.records):
            yield from _of_record(record)
    for page in (*portfolio.pages, *(page for dossier in portfolio.dossiers for page in dossier.pages)):
        if found := intricate(page.text):
            yield Problem("DOS115", Place(page.path, line=page.line + found[0], column=1), found[1], _HINT)


@asked_of_all("check")
@once_per_record
def _of_record(record: Record) -> tuple[Problem, ...]:
    looked_at = ((leaf, intricate(leaf.value)) for leaf in prose_of(record))
    return tuple(Problem("DOS115", _line(leaf, found[0]), found[1], _HINT) for leaf, found in looked_at if found)


def _line(leaf: Leaf, number: int) -> Place:
    """The place of a line of a text, by the words with which it begins."""
    return leaf.place.of(leaf.value.split("\n")[number].strip()[:80])
