"""One site made from the last: what was read of the records decides what is made again and what is kept."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dossier.compute.telling import read_texts
from dossier.hosts.file_names import FEED
from dossier.hosts.given import Given, HostResult
from dossier.hosts.host_key import host_key
from dossier.hosts.inspection import Inspection, refuse
from dossier.hosts.last_build import LastBuild, MadePage, Workplace
from dossier.hosts.named_files import serves_again, settings_in
from dossier.hosts.page_maker import Made, PageMaker, page_file
from dossier.hosts.program_key import program_key
from dossier.hosts.reading import Reading
from dossier.hosts.side_by_side import beside, here_and_beside
from dossier.hosts.site_look import BEGIN_LOOK, BeginLook, SiteLook
from dossier.hosts.site_request import CannotBuild, SiteError, SiteRequest
from dossier.hosts.site_tree import SiteTree, Stamp
from dossier.hosts.site_writer import copied_files, last_files
from dossier.hosts.sites import client_look, contexts, site_of
from dossier.hosts.template_cache import kept_templates
from dossier.hosts.verdict import Guarded
from dossier.render.pages import PageRenderer
from dossier.theme import damage
from dossier.views.site import made_at_once
from dossier.views.watched import Fact, Facts, Watched

if TYPE_CHECKING:
    from dossier.hosts.guard import SiteGuard
    from dossier.hosts.sites import ClientLook
    from dossier.views.context import Context
    from dossier.views.page_view import PageView
    from dossier.views.site import Make, Site, SitePage

_SHARE = 150
"""How many pages a process makes at most, where several do: each copy of the process takes about ten milliseconds."""
_FEW = 40
"""So many pages are sooner made here than in copies of this process."""


class Rebuild:
    """The build of one site; after `run`: how many `pages`, how many `made` anew, and, if many, the stamps of files."""

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
        inspection: Inspection | None = None,
        begin_look: BeginLook = BEGIN_LOOK,
    ) -> None:
        self._configuration = configuration
        self._settings = settings_in(configuration)
        self._content = configuration.parent / "content"
        self._reading = reading
        self._request = request
        self._live = live
        self._serving = serving
        self._jobs = jobs
        self._inspection = inspection
        self._place = place
        self._last = place.last_build(program_key())
        self._looked = begin_look(live, self._last.stamps, place.next_site) if self._last else None
        self._facts: Mapping[str, Facts] = {}
        self._offered: dict[str, tuple[Fact, ...]] = {}
        self._left_out: dict[str, MadePage] = {}
        self._kept: set[str] = set()
        self._guard: SiteGuard | Inspection | None = None
        self.new_files: Mapping[str, Stamp] = {}
        self.pages = self.made = 0

    def run(self) -> None:
        """Make the site and put it in place.

        Raises CannotBuild and OSError; with an inspection RecordErrors and SecretInHistory, where that finds either.
        """
        if lacking := damage():
            raise CannotBuild(lacking)
        try:
            made_from = contexts(self._reading.portfolio, self._request, self._reading, trusting=self._trusting)
        except SiteError as error:
            raise CannotBuild(str(error)) from error
        self._facts = {context.base: Facts(context) for context in made_from}
        watched = tuple(cast("Context", Watched(context)) for context in made_from)
        site = site_of(watched, self._reading.portfolio.pages, self._request, "", self._offer)
        look = client_look(self._request, made_from, self._reading.portfolio.files)
        given = Given(self._reading, self._request, site, look, self._serving)
        templates = kept_templates("pages", program_key())
        maker = PageMaker(site, PageRenderer(templates), self._tree, self._facts, self._offered)
        host, key, files = self._host(given, maker)
        if self._inspection:
            self._inspection.guard(self._guarded(host))
        pages = self._pages(site, host, maker)
        copied = self._write_rest(site, host, pages, look)
        searched_for = self._look_through(host, files, copied)
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
            searched_for=searched_for,
            withheld=any(context.history and context.history.withheld for context in made_from),
        )
        templates.keep()
        with contextlib.suppress(OSError):  # the site is there; the next build will take longer
            self._place.keep(build, program_key())
        self.new_files = stamps if self.made > _FEW else {}

    def _write_rest(
        self, site: Site, host: HostResult, pages: Mapping[str, MadePage], look: ClientLook
    ) -> Mapping[str, str]:
        """Write what is made from all pages, and copy files that go with them; those by their address in the site."""
        copied = copied_files(site, look)
        for name, source in copied.items():
            self._tree.copy(name, self._content / source)
        found = (page.found for page in pages.values() if page.found)
        for name, content in last_files(site, self._request.audience, host.search, found, host.site_url):
            self._tree.write(name, content)
            if name == FEED and self._guard:
                self._guard.look(name, content)
        return copied

    @cached_property
    def _look(self) -> SiteLook | None:
        """What lies on the disk; None where there is no last build to compare it with."""
        return self._looked() if self._looked else None

    @cached_property
    def _intact(self) -> Mapping[str, Stamp]:
        """The files of the live site that are as the last build left them."""
        look, stamps = self._look, self._last.stamps if self._last else {}
        return {name: stamp for name, stamp in stamps.items() if look and name not in look.differ}

    @cached_property
    def _tree(self) -> SiteTree:
        return SiteTree(self._live, self._place.next_site, self._look.next_site if self._look else None)

    def _host(self, given: Given, maker: PageMaker) -> tuple[HostResult, bytes, frozenset[str]]:
        """The host's part: that of the last build where it would come out the same, else made now."""
        last = self._last
        logo = given.look.logo
        look = (given.look, (self._content / logo).read_bytes() if logo else b"")
        if last and serves_again(self._settings) and last.host_files <= self._intact.keys():
            key = host_key(self._settings, self._request, given.site, self._documents(last.host), look)
            if key == last.host_key:
                self._keep(last.host_files)
                return last.host, key, last.host_files
        target = self._place.host_site
        shutil.rmtree(target, ignore_errors=True)  # MkDocs would write through hidden links in it
        try:
            result = self._meanwhile(partial(_host_pass, self._configuration, given, target), given.site, maker)
            files = frozenset(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())
            for name in sorted(files):
                self._tree.take(name, target / name)
        finally:
            shutil.rmtree(target, ignore_errors=True)
        key = host_key(self._settings, self._request, given.site, self._documents(result), look)
        return result, key, files

    def _meanwhile(self, work: Callable[[], HostResult], site: Site, maker: PageMaker) -> HostResult:
        """What the host makes; where that goes on beside this process, pages are begun meanwhile."""
        with contextlib.closing(beside(work, self._jobs)) as making:
            for facts in self._facts.values():
                facts.prepare()
            if self._request.audience == "client":
                read_texts(self._reading.portfolio, self._reading.tree, self._request.client)
                if not self._inspection:
                    self._reading.team_only(self._request.client)  # which a guard here needs
            if self._last is None:  # else most may be kept
                maker.make_ahead((entry for entry in site.pages() if entry.document is None), making.is_done)
            return making.result()

    @property
    def _trusting(self) -> bool:
        """Whether the history is told as it is until the inspection says that it must not be."""
        return self._inspection is not None and self._last is not None and not self._last.withheld

    def _guard_here(self, host: HostResult) -> SiteGuard | None:
        """A guard of a client's site in this process; there is no way round it."""
        if self._request.audience != "client":
            return None
        from dossier.hosts.guard import SiteGuard  # noqa: PLC0415 - beside an inspection nobody needs it here

        return SiteGuard(self._reading, self._request.client, self._guarded(host))

    def _guarded(self, host: HostResult) -> Guarded:
        before = self._last.searched_for if self._last else frozenset()
        return Guarded(themes=host.themes, known=host.known, before=before)

    def _look_through(self, host: HostResult, files: Collection[str], copied: Mapping[str, str]) -> frozenset[bytes]:
        """Look at all that was not looked at when it was made, and give the prints of what it was searched for.

        Raises CannotBuild, RecordErrors or SecretInHistory where the site must not be shown.
        """
        if guard := self._guard:
            made = {name: self._place.next_site / name for name in files if name not in self._kept}
            if made:
                guard.look_at_host(host, made)
            guard.look_at_copies({name: self._content / source for name, source in copied.items()})
            guard.look_again(self._place.next_site, self._kept)
        verdicts = [judge.verdict() for judge in dict.fromkeys((self._inspection, guard)) if judge]
        for verdict in verdicts:
            refuse(verdict, self._reading, trusting=self._trusting)
        return frozenset().union(*(verdict.searched_for for verdict in verdicts))

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
            return partial(cast("Callable[[Context], PageView]", make), context)
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

    def _pages(self, site: Site, host: HostResult, maker: PageMaker) -> dict[str, MadePage]:
        """Every page, kept or made, in the order of the site."""
        entries = {entry.url: entry for entry in site.pages() if entry.document is None}
        kept = {url: page for url, entry in entries.items() if (page := self._kept_page(entry, host, maker))}
        self._keep([page_file(entries[url]) for url in kept])
        rest = [entry for url, entry in entries.items() if url not in kept]
        self._tree.expect(page_file(entry) for entry in rest)
        made = self._few(rest, maker, host) if len(rest) <= _FEW else self._many(rest, maker, host)
        self.made = len(rest)
        shared: dict[Fact, Fact] = {}
        pages = {url: page.sharing(shared) for share in made for url, page in share.pages.items()} | kept
        return {url: pages[url] for url in entries}

    def _few(self, rest: Sequence[SitePage], maker: PageMaker, host: HostResult) -> list[Made]:
        """Pages made here; where the site is inspected beside this process, they are looked at there."""
        self._guard = self._inspection or self._guard_here(host)
        made = maker.make(rest, host)
        if self._guard:
            for name, content in made.texts:
                self._guard.look(name, content)
        return [made]

    def _many(self, rest: Sequence[SitePage], maker: PageMaker, host: HostResult) -> list[Made]:
        """Pages made by several processes, each of which looks at its own; what all share is made with the first."""
        self._guard = guard = self._guard_here(host)
        number = max(min(self._jobs, len(rest) // _FEW), -(-len(rest) // _SHARE))
        shares = (rest[:1], *(rest[1 + n :: number] for n in range(number)))
        first, own, *others = (partial(maker.make, each, host, guard) for each in shares)
        made = [first(), *here_and_beside(own, others, self._jobs)]
        if guard:  # which tells first what it took first, however the pages were dealt out
            found = {url: hits for share in made for url, hits in share.hits.items()}
            guard.take(hit for entry in rest for hit in found[entry.url])
        return made

    def _kept_page(self, entry: SitePage, host: HostResult, maker: PageMaker) -> MadePage | None:
        """The page of the last build where it is still the same."""
        before = self._last.pages.get(entry.url) if self._last else None
        base = entry.context.base if entry.context else ""
        if before is None or base not in self._facts or page_file(entry) not in self._intact:
            return None
        return before if before.frame == maker.around(entry, host) and self._still(base, before) else None

    def _keep(self, names: Collection[str]) -> None:
        self._kept.update(names)
        for name in names:
            self._tree.keep(name, self._intact[name])


def _host_pass(configuration: Path, given: Given, target: Path) -> HostResult:
    from dossier.hosts.mkdocs_run import host_pass  # noqa: PLC0415 - MkDocs takes a tenth of a second to import

    return host_pass(configuration, given, target)
