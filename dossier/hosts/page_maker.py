"""Pages of a site made anew and written into the next version, each with what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast

from dossier.compute.fingerprint import fingerprint
from dossier.compute.leaks import Hit
from dossier.hosts.file_names import SEARCH_INDEX
from dossier.hosts.last_build import MadePage
from dossier.hosts.site_writer import content_of, found_on, frame_of, framed

if TYPE_CHECKING:
    from dossier.hosts.given import HostResult
    from dossier.hosts.guard import SiteGuard
    from dossier.hosts.site_tree import SiteTree
    from dossier.render.pages import PageRenderer
    from dossier.views.site import Site, SitePage
    from dossier.views.watched import Fact, Facts, Watched


@dataclass(slots=True)
class Made:
    """Pages by their address, what the guard found on each, and where there was none, what it has to look at."""

    pages: dict[str, MadePage] = field(default_factory=dict)
    hits: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    texts: list[tuple[str, str | bytes]] = field(default_factory=list)


class _Content(NamedTuple):
    """What stands on a page, for which no host is needed: HTML, what was read for it, and what the search finds."""

    html: str
    facts: tuple[Fact, ...]
    found: bytes


class PageMaker:
    """Makes pages of one site; `facts` and `offered` are those of its projects and of the pages tried already."""

    def __init__(
        self,
        site: Site,
        renderer: PageRenderer,
        tree: SiteTree,
        facts: Mapping[str, Facts],
        offered: Mapping[str, tuple[Fact, ...]],
    ) -> None:
        self._site = site
        self._tree = tree
        self._facts = facts
        self._offered = offered
        self._renderer = renderer
        self._frames: dict[int, bytes] = {}
        self._ahead: dict[str, _Content] = {}

    def make_ahead(self, entries: Iterable[SitePage], enough: Callable[[], bool]) -> None:
        """Make the content of pages, for which no host is needed, until it is enough."""
        for entry in entries:
            if enough():
                return
            self._ahead[entry.url] = self._content(entry)

    def make(self, entries: Iterable[SitePage], host: HostResult, guard: SiteGuard | None = None) -> Made:
        """Make pages and write them. Raises OSError."""
        made = Made()
        for entry in entries:
            made.pages[entry.url] = self._page(entry, host, made.texts)
            if guard:
                made.hits[entry.url] = tuple(hit for text in made.texts for hit in guard.found_in(*text))
                made.texts.clear()
        return made

    def around(self, entry: SitePage, host: HostResult) -> bytes:
        """A fingerprint of what stands around a page's content."""
        parts = host.parts
        frame = frame_of(entry, parts)
        if id(frame) not in self._frames:
            self._frames[id(frame)] = fingerprint((frame, parts.drawing))
        told = "\0".join((entry.title, *entry.given)).encode()
        return blake2b(self._frames[id(frame)] + told, digest_size=16).digest()

    def _page(self, entry: SitePage, host: HostResult, texts: list[tuple[str, str | bytes]]) -> MadePage:
        name = page_file(entry)
        content = self._ahead.pop(entry.url, None) or self._content(entry)
        found = content.found if host.search else b""
        texts += ((name, content.html), (SEARCH_INDEX, b"[%b]" % found))
        self._tree.write(name, framed(entry, content.html, host.parts).encode())
        base = entry.context.base if entry.context else "-"
        told = self._facts[base].together(content.facts) if entry.context else b""
        return MadePage(base, content.facts, told, self.around(entry, host), found)

    def _content(self, entry: SitePage) -> _Content:
        watched = cast("Watched | None", entry.context)
        if watched:
            watched.begin()
        html = content_of(entry, self._site, self._renderer)
        facts = {*watched.facts(), *self._offered.get(entry.url, ())} if watched else ()
        return _Content(html, tuple(sorted(facts)), found_on(entry, html))


def page_file(entry: SitePage) -> str:
    """The file of a page in the site."""
    return f"{entry.url}index.html"
