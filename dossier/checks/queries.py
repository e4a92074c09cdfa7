"""Questions about records, in sign-offs and in live views: each can be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.fence import Mistake, fences, read_fence
from dossier.compute.prose import own_records, prose_of
from dossier.compute.query import QueryError, query
from dossier.dossier import Dossier, Portfolio
from dossier.problems.problem import Place, Problem
from dossier.problems.rules import check
from dossier.records.once import asked_of_all, once_per_record
from dossier.records.sign_off import SignOff
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dossier.dossier import Page
    from dossier.records.declare import Record


@check("DOS610")
def sign_off_asks_what_nobody_understands(sign_off: SignOff) -> Iterator[Problem]:
    """A sign-off's `covers_where` cannot be understood.

    It would cover nothing, and nobody would notice until the client has signed.

    Wrong:

        requirements:
        - {id: REQ-1, title: Search, priority: must}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers_where: requirements where priority = msut}

    Right:

        requirements:
        - {id: REQ-1, title: Search, priority: must}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers_where: requirements where priority = must}
    """
    if sign_off.covers_where:
        try:
            query(sign_off.covers_where)
        except QueryError as error:
            yield Problem("DOS610", sign_off.at("covers_where"), f"{sign_off.id}: {error}", error.hint)


@check("DOS611")
def live_view_asks_what_nobody_understands(dossier: Dossier) -> Iterator[Problem]:
    """A live view (a fence ```` ```dossier ````) cannot be understood.

    In its place the reader would see a sentence about a mistake.

    Wrong:

        # acme/web/overview.md
        # Our scope

        ```dossier
        show: requirements
        where: priority = msut
        ```

    Right:

        # acme/web/overview.md
        # Our scope

        ```dossier
        show: requirements
        where: priority = must
        ```
    """
    tasks = frozenset(task.id for task in dossier.of(Task))
    for page in dossier.pages:
        yield from _in_page(page, tasks)
    for record in own_records(dossier):
        for place, asked in _in_record(record):
            for mistake in read_fence(asked, tasks)[1]:
                # A line that holds more than its indentation can be found again in the prose.
                yield _problem(mistake, place.of(_line_of(asked, mistake.line) or "dossier"))


@check("DOS612", "warning")
def live_view_on_a_page_without_records(portfolio: Portfolio) -> Iterator[Problem]:
    """A live view stands on a page that belongs to no project.

    There are no records to show, so nothing appears in its place.

    Wrong:

        # handbook/start.md
        # How we work

        ```dossier
        show: requirements
        ```

    Right:

        # acme/web/start.md
        # How we work

        ```dossier
        show: requirements
        ```
    """
    for page in portfolio.pages:
        for found in fences(page.text):
            hint = "move the page into a project's folder, or show the fence as an example in a longer fence"
            yield Problem("DOS612", _line(page, found.begin), "a live view outside a project", hint)


@asked_of_all("check")
@once_per_record
def _in_record(record: Record) -> tuple[tuple[Place, str], ...]:
    """The texts of the fences in a record's prose."""
    return tuple((leaf.place, found.text) for leaf in prose_of(record) for found in fences(leaf.value))


def _line_of(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number].strip() if number < len(lines) else ""


def _in_page(page: Page, tasks: Collection[str]) -> Iterator[Problem]:
    for found in fences(page.text):
        for mistake in read_fence(found.text, tasks)[1]:
            yield _problem(mistake, _line(page, found.begin + 1 + mistake.line, mistake.column))


def _line(page: Page, number: int, column: int = 1) -> Place:
    return Place(page.path, line=page.line + number, column=column)


def _problem(mistake: Mistake, place: Place) -> Problem:
    return Problem("DOS611", place, mistake.message, mistake.hint)
