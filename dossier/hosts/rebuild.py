"""One site made from the last: what was read of the records decides what is made again and what is kept."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dossier.compute.fingerprint import fingerprint
from dossier.hosts.given import Given, HostResult
from dossier.hosts.guard import SiteGuard
from dossier.hosts.host_key import host_key, program_key, serves_again
from dossier.hosts.last_build import LastBuild, MadePage, Workplace
from dossier.hosts.site_tree import SiteTree
from dossier.hosts.site_writer import content_of, copied_files, found_on, frame_of, framed, last_files
from dossier.hosts.sites import CannotBuild, Reading, SiteError, SiteRequest, client_look, contexts, site_of
from dossier.render.located import located
from dossier.render.pages import PageRenderer
from dossier.render.problems import text as problems_text
from dossier.views.site import made_at_once
from dossier.views.watched import Fact, Facts, Watched

if TYPE_CHECKING:
    from dossier.views.context import Context
    from dossier.views.page_view import PageView
    from dossier.views.site import Make, Site, SitePage


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
    ) -> None:
        self._configuration = configuration
        self._settings = configuration.read_text(encoding="utf-8")
        self._content = configuration.parent / "content"
        self._reading = reading
        self._request = request
        self._live = live
        self._serving = serving
        self._place = place
        self._tree = SiteTree(live, place.next_site)
        self._last = place.last_build(program_key())
        self._intact = self._last.intact(live) if self._last else frozenset()
        self._facts: Mapping[str, Facts] = {}
        self._offered: dict[str, tuple[Fact, ...]] = {}
        self._left_out: dict[str, MadePage] = {}
        self._frames: dict[int, bytes] = {}
        self._kept: set[str] = set()
        self._guard: SiteGuard | None = None
        self._renderer = PageRenderer()
        self.pages = 0
        self.made = 0

    def run(self) -> None:
        """Make the site and put it in place. Raises CannotBuild, or OSError where files cannot be written."""
        try:
            made_from = contexts(self._reading.portfolio, self._request)
        except SiteError as error:
            raise CannotBuild(str(error)) from error
        self._facts = {context.base: Facts(context) for context in made_from}
        watched = tuple(cast("Context", Watched(context)) for context in made_from)
        site = site_of(watched, self._reading.portfolio.pages, self._request, "", self._offer)
        look = client_look(self._request, made_from, self._reading.portfolio.files)
        given = Given(self._reading, self._request, site, look, self._serving)
        host, key, files = self._host(given)
        self._post_guard(host)
        pages = {entry.url: self._page(entry, site, host) for entry in site.pages() if entry.document is None}
        copied = copied_files(site, look)
        for name, source in copied.items():
            self._tree.copy(name, self._content / source)
        found = (page.found for page in pages.values() if page.found)
        for name, content in last_files(site, host.search, found, host.site_url):
            self._tree.write(name, content)
        self._look_through(host, files, copied)
        self.pages = sum(1 for _ in site.pages())
        stamps = self._tree.put_in_place()
        build = LastBuild(
            program=program_key(),
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
            self._place.keep(build)

    def _host(self, given: Given) -> tuple[HostResult, bytes, frozenset[str]]:
        """The host's part: that of the last build where it would come out the same, else made now."""
        last = self._last
        look = (given.look, self._bytes(given.look.logo))
        if last and serves_again(self._settings) and last.host_files <= self._intact:
            key = host_key(self._settings, self._request, given.site, self._documents(last.host), look)
            if key == last.host_key:
                self._keep(last.host_files)
                return last.host, key, last.host_files
        from dossier.hosts.mkdocs_run import host_pass  # noqa: PLC0415 - MkDocs takes half a second to import

        target = self._place.host_site
        try:
            result = host_pass(self._configuration, given, target)
            files = frozenset(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())
            for name in sorted(files):
                self._tree.take(name, target / name)
        finally:
            shutil.rmtree(target, ignore_errors=True)
        key = host_key(self._settings, self._request, given.site, self._documents(result), look)
        return result, key, files

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
        guard.look_again({name: self._place.next_site / name for name in sorted(self._kept)})
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
            self._left_out[url] = MadePage(context.base, facts, self._facts[context.base].together(facts), b"", "")
        else:
            self._offered[url] = facts
        return made

    def _still(self, base: str, page: MadePage) -> bool:
        return page.project == base and self._facts[base].together(page.facts) == page.fingerprint

    def _page(self, entry: SitePage, site: Site, host: HostResult) -> MadePage:
        """The page of the last build where it is still the same, else made now."""
        name = f"{entry.url}index.html"
        frame = self._around(entry, host)
        before = self._last.pages.get(entry.url) if self._last else None
        base = entry.context.base if entry.context else ""
        if (
            before
            and base in self._facts
            and before.frame == frame
            and name in self._intact
            and self._still(base, before)
        ):
            self._keep((name,))
            return before
        self.made += 1
        watched = cast("Watched | None", entry.context)
        if watched:
            watched.begin()
        content = content_of(entry, site, self._renderer)
        facts = tuple(sorted({*watched.facts(), *self._offered.get(entry.url, ())})) if watched else ()
        if self._guard:
            self._guard.look(name, content)
        self._tree.write(name, framed(entry, content, host.parts).encode())
        told = self._facts[base].together(facts) if watched else b""
        return MadePage(base if watched else "-", facts, told, frame, found_on(entry, content) if host.search else "")

    def _keep(self, names: Collection[str]) -> None:
        self._kept.update(names)
        self._tree.keep(names)

    def _around(self, entry: SitePage, host: HostResult) -> bytes:
        """A fingerprint of what stands around a page's content."""
        frame = frame_of(entry, host.parts)
        if id(frame) not in self._frames:
            self._frames[id(frame)] = fingerprint((frame, host.parts.diagram_scripts))
        return fingerprint((self._frames[id(frame)], entry.title, entry.given))

    def _bytes(self, source: str) -> bytes:
        return (self._content / source).read_bytes() if source else b""


def _view(context: Context, make: Make) -> Any:
    return make(context)
