"""Relative links and pictures in prose: each leads to a file that stands on the site, for everybody who reads it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dossier.compute.linked_files import linked_files, paths_named
from dossier.compute.projection import published, seen_pages, seen_records
from dossier.compute.prose import own_records, prose_of
from dossier.dossier import Portfolio
from dossier.problems.problem import Problem, near, shortened
from dossier.problems.rules import check
from dossier.records.once import once_per_record
from dossier.text.addresses import relative_addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.dossier import Dossier
    from dossier.problems.problem import Place
    from dossier.records.declare import Record


@check("DOS417", "warning")
def link_to_no_file(portfolio: Portfolio) -> Iterator[Problem]:
    """A relative link or picture in prose leads to no file that stands on the site.

    It counts from the file in which it is written, and may lead to a file that the project or a record names under
    `attachments:`, to a page, or to the Markdown file of a record. Of any other, records show the words alone. So they
    do for the client where the file is for the team only.

    Wrong:

        deliverables:
        - {id: DEL-1, title: Shop, description: "![The front page](front.png)"}

    Right:

        deliverables:
        - {id: DEL-1, title: Shop, description: "The front page, as drawn."}
    """
    elsewhere = {page.path for page in portfolio.pages} | {p.path for d in portfolio.dossiers for p in d.pages}
    for dossier in portfolio.dossiers:
        yield from _in_records(dossier)
        yield from _in_pages(dossier, elsewhere)


def _in_records(dossier: Dossier) -> Iterator[Problem]:
    linking = [record for record in own_records(dossier) if _links(record)]
    for record in linking:
        for place, address in _links(record):
            yield from _nowhere(dossier, place, record.folder, address, set())
    for record in seen_records(dossier, linking):
        for place, address in _links(record):
            yield from _unseen(dossier, place, record.folder, address)


def _in_pages(dossier: Dossier, elsewhere: set[str]) -> Iterator[Problem]:
    for page in dossier.pages:
        for address in relative_addresses(page.text):
            yield from _nowhere(dossier, page.place, posixpath.dirname(page.path), address, elsewhere)
    for page in seen_pages(dossier):
        for address in relative_addresses(page.text):
            yield from _unseen(dossier, page.place, posixpath.dirname(page.path), address)


def _nowhere(dossier: Dossier, place: Place, folder: str, address: str, elsewhere: set[str]) -> Iterator[Problem]:
    paths = [path for path, _ in paths_named(folder, address)]
    known = linked_files(dossier)
    if any(path in known or path in elsewhere for path in paths):
        return
    if not dossier.files.isdisjoint(paths):
        hint = "name it under `attachments:` of the record"
    else:
        beside = [posixpath.relpath(file, folder) for file in sorted({*known, *dossier.files})]
        hint = near(address, beside) or "attach the file, or write the number of a record"
    yield Problem("DOS417", place.of(address), f"`{shortened(address)}` leads to no file that stands on the site", hint)


def _unseen(dossier: Dossier, place: Place, folder: str, address: str) -> Iterator[Problem]:
    known = linked_files(dossier)
    path = next((path for path, _ in paths_named(folder, address) if path in known), "")
    if path and path not in linked_files(published(dossier)):
        message = f"published text leads to `{shortened(address)}`, which is for the team only"
        yield Problem("DOS417", place.of(address), message, "publish what it leads to, or leave out the link")


@once_per_record
def _links(record: Record) -> tuple[tuple[Place, str], ...]:
    """The relative addresses in the prose of a record, each with the place of its text."""
    return tuple((leaf.place, address) for leaf in prose_of(record) for address in relative_addresses(leaf.value))
