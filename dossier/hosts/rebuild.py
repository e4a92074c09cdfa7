"""One site made from the last: what was read of the records decides what is made again and what is kept."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dossier.compute.telling import read_texts
from dossier.hosts.given import Given, HostResult
from dossier.hosts.guard import SiteGuard
from dossier.hosts.host_key import host_key, program_key
from dossier.hosts.last_build import LastBuild, MadePage, Workplace
from dossier.hosts.named_files import serves_again
from dossier.hosts.page_maker import Made, PageMaker, page_file
from dossier.hosts.side_by_side import beside, side_by_side
from dossier.hosts.site_tree import Found, SiteTree, Stamp, found_in
from dossier.hosts.site_writer import FEED, copied_files, last_files
from dossier.hosts.sites import CannotBuild, Reading, SiteError, SiteRequest, client_look, contexts, site_of
from dossier.hosts.template_cache import TemplateCache
from dossier.render.located import located
from dossier.render.pages import PageRenderer
from dossier.render.problems import text as problems_text
from dossier.views.site import made_at_once
from dossier.views.watched import Fact, Facts, Watched

if TYPE_CHECKING:
    from dossier.views.context import Context
    from dossier.views.page_view import PageView
    from dossier.views.site import Make, Site, SitePage

_SHARE = 150
"""How many pages a process makes, where several do: each copy of the process takes about ten milliseconds."""
_MANY_FILES = 1_000
"""Of a site: to look at so many takes longer than to make a copy of the process that does it meanwhile."""
_FEW = 40
"""So many pages are made while it is worked out what must not be read on them."""


class Rebuild:
    """The build of one site; after `run`, `pages` tells how many it has and `made` how many were made anew."""

    def __init__(
        self,
        configuration: Path,
        reading: Reading,
        request: SiteRequest,
        live: Path,
        place: Workplace,
        *,
        serving: bool = False,
        jobs: int = 1,
    ) -> None:
        self._configuration = configuration
        self._settings = configuration.read_text(encoding="utf-8")
        self._content = configuration.parent / "content"
        self._reading = reading
        self._request = request
        self._live = live
        self._serving = serving
        self._jobs = jobs
        self._place = place
        self._last = place.last_build(program_key())
        self._facts: Mapping[str, Facts] = {}
        self._offered: dict[str, tuple[Fact, ...]] = {}
        self._left_out: dict[str, MadePage] = {}
        self._kept: set[str] = set()
        self._guard: SiteGuard | None = None
        self.pages = 0
        self.made = 0

    def run(self) -> None:
        """Make the site and put it in place. Raises CannotBuild, or OSError where files cannot be written."""
        many = self._last is not None and len(self._last.stamps) > _MANY_FILES
        with contextlib.closing(beside(self._look, self._jobs if many else 1)) as self._looking:
            self._run()

    def _look(self) -> tuple[Mapping[str, Stamp], Found]:
        """The files of the live site that are as the last build left them, and what is there of the next version."""
        return self._last.intact(self._live) if self._last else {}, found_in(self._place.next_site)

    @cached_property
    def _on_disk(self) -> tuple[Mapping[str, Stamp], Found]:
        return self._looking.result()

    @property
    def _intact(self) -> Mapping[str, Stamp]:
        return self._on_disk[0]

    @cached_property
    def _tree(self) -> SiteTree:
        return SiteTree(self._live, self._place.next_site, self._on_disk[1])

    def _run(self) -> None:
        try:
            made_from = contexts(self._reading.portfolio, self._request, self._reading)
        except SiteError as error:
            raise CannotBuild(str(error)) from error
        self._facts = {context.base: Facts(context) for context in made_from}
        watched = tuple(cast("Context", Watched(context)) for context in made_from)
        site = site_of(watched, self._reading.portfolio.pages, self._request, "", self._offer)
        look = client_look(self._request, made_from, self._reading.portfolio.files)
        given = Given(self._reading, self._request, site, look, self._serving)
        host, key, files = self._host(given)
        pages = self._pages(site, host)
        copied = copied_files(site, look)
        for name, source in copied.items():
            self._tree.copy(name, self._content / source)
        found = (page.found for page in pages.values() if page.found)
        for name, content in last_files(site, host.search, found, host.site_url):
            self._tree.write(name, content)
            if name == FEED and self._guard:
                self._guard.look(name, content)
        self._look_through(host, files, copied)
        self.pages = sum(1 for _ in site.pages())
        stamps = self._tree.put_in_place()
        build = LastBuild(
            configuration=self._settings,
            host=host,
            host_key=key,
            host_files=files,
            pages=pages,
            left_out=self._left_out,
            stamps=stamps,
            secrets=self._guard.prints if self._guard else frozenset(),
        )
        with contextlib.suppress(OSError):  # the site is there; the next build will take longer
            self._place.keep(build, program_key())
            if self.made > _FEW:  # else what lies there differs in a few files
                SiteTree(self._live, self._place.next_site).lay_out(stamps)

    def _host(self, given: Given) -> tuple[HostResult, bytes, frozenset[str]]:
        """The host's part: that of the last build where it would come out the same, else made now."""
        last = self._last
        look = (given.look, self._bytes(given.look.logo))
        if last and serves_again(self._settings) and last.host_files <= self._intact.keys():
            key = host_key(self._settings, self._request, given.site, self._documents(last.host), look)
            if key == last.host_key:
                self._keep(last.host_files)
                return last.host, key, last.host_files
        target = self._place.host_site
        try:
            result = self._meanwhile(partial(_host_pass, self._configuration, given, target))
            files = frozenset(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())
            for name in sorted(files):
                self._tree.take(name, target / name)
        finally:
            shutil.rmtree(target, ignore_errors=True)
        key = host_key(self._settings, self._request, given.site, self._documents(result), look)
        return result, key, files

    def _meanwhile(self, work: Callable[[], HostResult]) -> HostResult:
        """What the host makes; where that goes on beside this process, what all pages need is worked out meanwhile."""
        with contextlib.closing(beside(work, self._jobs)) as making:
            for facts in self._facts.values():
                facts.prepare()
            if self._request.audience == "client":
                read_texts(self._reading.portfolio, self._reading.tree, self._request.client)
            return making.result()

    def _post_guard(self, host: HostResult) -> None:
        """Begin to guard a client's site: there is no way round it."""
        if self._request.audience == "client":
            before = self._last.secrets if self._last else frozenset()
            self._guard = SiteGuard(self._reading, self._request.client, self._content, host, before)

    def _look_through(self, host: HostResult, files: Collection[str], copied: Mapping[str, str]) -> None:
        """Look at all that was not looked at when it was made. Raises CannotBuild where the site must not be shown."""
        guard = self._guard
        if guard is None:
            return
        guard.look_at_host(host, {name: self._place.next_site / name for name in files if name not in self._kept})
        guard.look_at_copies({name: self._content / source for name, source in copied.items()})
        guard.look_again(self._place.next_site, self._kept)
        if leaks := guard.problems():
            told = problems_text(
                located(leaks, self._reading.tree.sources, "content/"), len(self._reading.tree.sources)
            )
            raise CannotBuild(f"the site holds what its client must not read; the last one stays\n\n{told}")

    def _documents(self, host: HostResult) -> dict[str, bytes]:
        """For each document a fingerprint of what it shows of records."""
        known = self._facts
        return {url: known[base].together(facts) for url, (base, facts) in host.documents.items() if base in known}

    def _offer(self, context: Context, url: str, make: Make) -> Callable[[], PageView] | None:
        """Whether a page has something to show: as last time while nothing changed of what that was decided by."""
        watched = cast("Watched", context)
        last = self._last
        if last and (before := last.left_out.get(url)) and self._still(context.base, before):
            self._left_out[url] = before
            return None
        if last and (before := last.pages.get(url)) and self._still(context.base, before):
            return partial(_view, context, make)
        watched.begin()
        made = made_at_once(context, url, make)
        facts = watched.facts()
        if made is None:
            self._left_out[url] = MadePage(context.base, facts, self._facts[context.base].together(facts), b"", b"")
        else:
            self._offered[url] = facts
        return made

    def _still(self, base: str, page: MadePage) -> bool:
        return page.project == base and self._facts[base].together(page.facts) == page.fingerprint

    def _pages(self, site: Site, host: HostResult) -> dict[str, MadePage]:
        """Every page, kept or made, in the order of the site."""
        renderer = PageRenderer(TemplateCache(self._place.folder / "templates", program_key()))
        maker = PageMaker(site, host, renderer, self._tree, self._facts, self._offered)
        entries = {entry.url: entry for entry in site.pages() if entry.document is None}
        kept = {url: page for url, entry in entries.items() if (page := self._kept_page(entry, maker))}
        self._keep([page_file(entries[url]) for url in kept])
        rest = [entry for url, entry in entries.items() if url not in kept]
        self._tree.expect(page_file(entry) for entry in rest)
        made = self._few(rest, maker, host) if 0 < len(rest) <= _FEW else self._many(rest, maker, host)
        self.made = len(rest)
        shared: dict[Fact, Fact] = {}
        pages = {url: page.sharing(shared) for share in made for url, page in share.pages.items()} | kept
        return {url: pages[url] for url in entries}

    def _few(self, rest: Sequence[SitePage], maker: PageMaker, host: HostResult) -> list[Made]:
        """Pages made beside this process, which meanwhile gathers what must not be read on them."""
        with contextlib.closing(beside(partial(maker.make, rest), self._jobs)) as making:
            self._post_guard(host)
            made = making.result()
        if self._guard:
            for name, content in made.texts:
                self._guard.look(name, content)
        return [made]

    def _many(self, rest: Sequence[SitePage], maker: PageMaker, host: HostResult) -> list[Made]:
        """Pages made in several processes, each of which looks at its own."""
        self._post_guard(host)
        # What all pages share is worked out for the first, here, and not by each of the other processes.
        shares = [rest[:1], *(rest[n : n + _SHARE] for n in range(1, len(rest), _SHARE))]
        works = [partial(maker.make, each, self._guard) for each in shares]
        made = [works[0](), *side_by_side(works[1:], self._jobs)]
        if self._guard:
            self._guard.take(hit for share in made for hit in share.hits)
        return made

    def _kept_page(self, entry: SitePage, maker: PageMaker) -> MadePage | None:
        """The page of the last build where it is still the same."""
        before = self._last.pages.get(entry.url) if self._last else None
        base = entry.context.base if entry.context else ""
        if before is None or base not in self._facts or page_file(entry) not in self._intact:
            return None
        return before if before.frame == maker.around(entry) and self._still(base, before) else None

    def _keep(self, names: Collection[str]) -> None:
        self._kept.update(names)
        for name in names:
            self._tree.keep(name, self._intact[name])

    def _bytes(self, source: str) -> bytes:
        return (self._content / source).read_bytes() if source else b""


def _host_pass(configuration: Path, given: Given, target: Path) -> HostResult:
    from dossier.hosts.mkdocs_run import host_pass  # noqa: PLC0415 - MkDocs takes a quarter of a second to import

    return host_pass(configuration, given, target)


def _view(context: Context, make: Make) -> Any:
    return make(context)
