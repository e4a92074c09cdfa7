"""Relative links and pictures in prose: each leads to a file that stands on the site, for everybody who reads it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dossier.checks.nearness import KnownIds
from dossier.compute.linked_files import linked_file, linked_files, paths_named
from dossier.compute.projection import published, seen_pages, seen_records
from dossier.compute.prose import prose_of
from dossier.dossier import Portfolio
from dossier.problems.problem import Place, Problem, shortened
from dossier.problems.rules import check
from dossier.records.once import asked_of_all, once_per_record
from dossier.text.addresses import file_addresses, full_width_links, is_relative, may_link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dossier.dossier import Dossier, Page
    from dossier.records.declare import Record

_WITHOUT_SCHEME = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|eu|de|cn|io|edu|gov|example)(?:/|$)")
_MAIL = re.compile(r"[^\s@/]+@[^\s@/]+\.[a-z]+")
_KINDS = "begin it with https, http, mailto or tel, or name a file of the project"


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
    team_pages = {page.path for page in portfolio.pages}
    of_projects = team_pages | {page.path for dossier in portfolio.dossiers for page in dossier.pages}
    found: list[Problem] = []
    for dossier in portfolio.dossiers:
        every = (dossier.client, dossier.project, *dossier.records)
        found += (problem for record in every for problem in _in_full_width(record))
        found += (each for page in dossier.pages for each in _full_width_in(page.place, page.text))
        linking = [record for record in every if _links(record)]
        of_records = [link for record in linking for link in _links(record)]
        found += filter(None, (_nowhere(dossier, link, ()) for link in of_records))
        found += filter(None, (_nowhere(dossier, link, of_projects) for p in dossier.pages for link in _on_page(p)))
        seen = seen_records(dossier, (record for record in linking if record is not dossier.client))
        clients = [published(dossier).client] if _links(dossier.client) else []
        read = (*map(_links, (*clients, *seen)), *map(_on_page, seen_pages(dossier)))
        found += filter(None, (_unseen(dossier, link) for links in read for link in links))
    for page in portfolio.pages:
        found += (_to_no_page(link) for link in _on_page(page) if team_pages.isdisjoint(link.paths))
    yield from dict.fromkeys(found)


class _Link(NamedTuple):
    """An address, where its text stands, the folder from which it counts, and how often it is in that text."""

    place: Place
    folder: str
    address: str
    times: int

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that it may name."""
        return tuple(path for path, _ in paths_named(self.folder, self.address))

    @property
    def shown(self) -> str:
        """The address as it is told."""
        return f"`{shortened(self.address)}`{f' ({self.times} times)' if self.times > 1 else ''}"


def _named(dossier: Dossier, link: _Link) -> str:
    """The path of the file to which a link leads, "" where to none of the client's projects."""
    return next((path for path in link.paths if linked_file(dossier, path)), "")


def _nowhere(dossier: Dossier, link: _Link, others: Collection[str]) -> Problem | None:
    """The problem of a link that leads neither to a file of the client's projects nor to one of the others."""
    if link.address.lstrip().startswith("/"):
        return _at_the_root(dossier, link)
    if not is_relative(link.address):
        return Problem("DOS417", link.place.of(link.address), f"{link.shown} is no address that pages lead to", _KINDS)
    if _named(dossier, link) or any(path in others for path in link.paths):
        return None
    hint = "name it under `attachments:` of a record or of project.yml"
    if dossier.files.isdisjoint(link.paths):
        hint = _meant(dossier, link) or "attach the file, or write the number of a record"
    message = f"{link.shown} leads to no file that stands on the site"
    return Problem("DOS417", link.place.of(link.address), message, hint)


def _at_the_root(dossier: Dossier, link: _Link) -> Problem | None:
    """The problem of a link to a file of ours that begins at the root of the host, where others may stand."""
    path = link.address.strip().partition("#")[0].lstrip("/")
    every = {*linked_files(dossier), *dossier.files}
    if not path.casefold().endswith(".md") and not any(each == path or each.endswith(f"/{path}") for each in every):
        return None
    message = f"{link.shown} begins at the root of the host, where no file of the project stands"
    hint = "write it as the way from the file in which this text stands, without the first `/`"
    return Problem("DOS417", link.place.of(link.address), message, hint)


def _meant(dossier: Dossier, link: _Link) -> str:
    """What a link was meant to lead to, probably: a record, or a file of the same kind with nearly the same name."""
    if _WITHOUT_SCHEME.match(link.address):
        return f"write `https://{link.address}`"
    if _MAIL.fullmatch(link.address):
        return f"write `mailto:{link.address}`"
    name = posixpath.basename(link.address.partition("#")[0])
    stem, kind = posixpath.splitext(name)
    if (record := dossier.find(stem)) and kind in {"", ".md", ".yml"}:
        return f"write `[[{record.id}|…]]`, with your own words for the dots"
    files: dict[str, str] = {}
    for file in sorted({*linked_files(dossier), *dossier.files}):
        each, its_kind = posixpath.splitext(posixpath.basename(file))
        if its_kind.casefold() == kind.casefold():
            files.setdefault(each, posixpath.relpath(file, link.folder))
    found = stem if stem in files else KnownIds(files).nearest(stem)
    return f"did you mean `{files[found]}`?" if found else ""


def _unseen(dossier: Dossier, link: _Link) -> Problem | None:
    """The problem of a link in what the client reads that leads to something for the team."""
    path = _named(dossier, link)
    if not path or linked_file(published(dossier), path):
        return None
    message = f"published text leads to {link.shown}, which is for the team only"
    return Problem("DOS417", link.place.of(link.address), message, "publish what it leads to, or leave out the link")


@asked_of_all("check")
@once_per_record
def _in_full_width(record: Record) -> tuple[Problem, ...]:
    """A problem for each link in the prose of a record whose brackets are Chinese ones, so that it is none."""
    typed = (leaf for leaf in prose_of(record) if any(True for _ in full_width_links(leaf.value)))
    return tuple(each for leaf in typed for each in _full_width_in(leaf.place, leaf.value))


def _full_width_in(place: Place, text: str) -> Iterator[Problem]:
    for found in full_width_links(text):
        message = f"`{shortened(found)}` is no link: its brackets are full-width"
        yield Problem("DOS417", place.of(found), message, "write `[` and `](` and `)`")


def _to_no_page(link: _Link) -> Problem:
    message = f"{link.shown} leads to no page of the team"
    return Problem(
        "DOS417", link.place.of(link.address), message, "write the address of a project's page as the site has it"
    )


def _on_page(page: Page) -> Iterator[_Link]:
    """The links of an ordinary page, without those to a folder, which may be addresses of the site."""
    times = Counter(each for each in file_addresses(page.text) if not each.partition("#")[0].endswith("/"))
    return (_Link(page.place, posixpath.dirname(page.path), address, count) for address, count in times.items())


@asked_of_all("check")
@once_per_record
def _links(record: Record) -> tuple[_Link, ...]:
    """The links in the prose of a record."""
    linking = [leaf for leaf in prose_of(record) if may_link(leaf.value)]  # which few do
    counted = ((leaf.place, Counter(file_addresses(leaf.value))) for leaf in linking)
    return tuple(_Link(place, record.folder, address, n) for place, times in counted for address, n in times.items())
