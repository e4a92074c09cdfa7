"""A site as a folder of plain Markdown that any generator builds, so that nobody is bound to dossier."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from dossier.compute.folding import BARRIER
from dossier.compute.leaks import Hit, leak_problems
from dossier.compute.linked_files import paths_named
from dossier.compute.readership import open_addresses
from dossier.hosts.guard import attached_as, site_guard
from dossier.hosts.reading import seen_by
from dossier.hosts.site_request import SiteError, SiteRequest
from dossier.hosts.sites import site
from dossier.render.plain_markdown import PlainPage
from dossier.render.plain_site import ASSETS, assets, configuration, readme
from dossier.text.code import outside_fences
from dossier.text.team_text import public_text
from dossier.text.write_folder import write_folder
from dossier.theme import OF_PLAIN_MARKDOWN, THEME, damage
from dossier.views.documents_page import attached_files
from dossier.views.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dossier.dossier import Portfolio
    from dossier.problems.problem import Problem
    from dossier.text.source import Tree
    from dossier.views.context import Context
    from dossier.views.site import Site, SitePage

_TEMPLATE = re.compile(r"\{[{%#]")
MARK = ".dossier-emit"
BUILT = frozenset({"site", ".cache"})
"""Folders that generators make from an emitted one."""


class Leaks(Exception):
    """What was to be written holds texts that its client must not read; a problem for each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the site holds what its client must not read")
        self.problems = problems


def emit(content: Path, tree: Tree, portfolio: Portfolio, request: SiteRequest, target: Path) -> int:
    """Write the site that was asked for into `target`; gives the number of pages.

    Raises Leaks, SiteError, NotOurs where something would be lost, and OSError.
    """
    if lacking := damage(OF_PLAIN_MARKDOWN):
        raise SiteError(lacking)
    plain = PlainSite(site(portfolio, request, "dossier"), seen_by(portfolio, request), request, content)
    files = plain.files()
    if request.audience == "client" and (leaks := _leaks(plain, files, tree, portfolio)):
        raise Leaks(leaks)
    write_folder(target, files, MARK, BUILT)
    return sum(1 for name in files if name.endswith(".md")) - 1


def _leaks(plain: PlainSite, files: Mapping[str, bytes], tree: Tree, portfolio: Portfolio) -> tuple[Problem, ...]:
    """What the guard of a client's site finds in what is to be written."""
    guard = site_guard(portfolio, tree, plain.request.client, plain.content, (THEME,))
    own = {f"docs/{name}" for name in assets("")}
    attached = open_addresses(portfolio, plain.request.client)
    made = ((name, content) for name, content in sorted(files.items()) if name not in own)
    hits: list[Hit] = []
    for name, raw in made:
        origin = attached_as(name, attached)
        hits += guard.hits(name, raw if origin else _apart(raw), attached=origin)
    return leak_problems(hits)


def _apart(markdown: bytes) -> bytes:
    """Markdown whose blocks do not run into each other: a heading and what stands below it are two texts."""
    return markdown.replace(b"\n\n", f"\n{BARRIER}\n".encode())


@dataclass(frozen=True)
class PlainSite:
    """A site on its way to files; `content` is where attachments are copied from."""

    site: Site
    portfolio: Portfolio
    request: SiteRequest
    content: Path

    def files(self) -> Mapping[str, bytes]:
        """Every file by its path in the folder."""
        client = self.portfolio.client(self.site.client) if self.site.client else None
        logo = ""
        found: dict[str, bytes] = {}
        if client and client.logo and f"{client.id}/{client.logo}" in self.portfolio.files:
            logo = f"{ASSETS}/{posixpath.basename(client.logo)}"
            found[f"docs/{logo}"] = self._read(f"{client.id}/{client.logo}")
        for name, content in assets(client.colour if client else "").items():
            found[f"docs/{name}"] = content
        for source, name in self._attachments():
            found[f"docs/{name}"] = self._read(source)
        for url, entry in self._pages.items():
            found[f"docs/{self._paths[url]}"] = f"{_unrun(self._text(entry))}\n".encode()
        settings = configuration(
            self.site, self.request.as_of, lambda entry: self._paths[entry.url], self._outside(), logo
        )
        tops = [(e.title, f"docs/{self._paths[e.url]}") for e in self._in_navigation if e.url.count("/") <= 2 and e.url]
        start = next(f"docs/{self._paths[entry.url]}" for entry in self._in_navigation)
        text = readme(self.site, self.request.as_of, start, tops if self._single else self._homes())
        return {**found, "mkdocs.yml": settings.encode(), "README.md": f"{text}\n".encode()}

    @cached_property
    def _pages(self) -> Mapping[str, SitePage]:
        """Every page by its address; the first where two would lie in one place."""
        found: dict[str, SitePage] = {}
        for entry in self.site.pages():
            found.setdefault(entry.url, entry)
        return found

    @cached_property
    def _in_navigation(self) -> tuple[SitePage, ...]:
        outside = {id(entry) for entry in self.site.outside}
        return tuple(entry for entry in self.site.pages() if id(entry) not in outside)

    @property
    def _single(self) -> bool:
        return len(self._contexts) == 1

    @cached_property
    def _contexts(self) -> tuple[Context, ...]:
        return tuple({e.context.base: e.context for e in self._pages.values() if e.context}.values())

    def _homes(self) -> list[tuple[str, str]]:
        return [(each.dossier.project.title, f"docs/{self._paths[each.home]}") for each in self._contexts]

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        """The file of each page by its address: `plan/` is plan.md beside the folder of its records."""
        homes = {"", *(context.home for context in self._contexts)}
        return {url: f"{url}index.md" if url in homes else f"{url.rstrip('/')}.md" for url in self._pages}

    def _outside(self) -> list[str]:
        """The folders that hold the pages outside the navigation."""
        return sorted({posixpath.dirname(self._paths[entry.url]) for entry in self.site.outside})

    def _text(self, entry: SitePage) -> str:
        page = PlainPage(
            file=self._paths[entry.url],
            file_of=self._file_of,
            source=lambda address: self._source(entry, address),
            context=entry.context,
            language=entry.context.language if entry.context else self.site.language,
            beside=posixpath.dirname(entry.document.path) if entry.document else "",
        )
        if entry.document is None:
            return page.page((entry.make() if entry.make else None) or PageView(title=entry.title))
        for_team = entry.context is None or entry.context.audience == "team"
        text = entry.document.text if for_team else public_text(entry.document.text)
        return page.document(entry.document.title, text)

    def _file_of(self, url: str) -> str:
        """The file behind an address, with the anchor that generators give the heading; "" where there is none."""
        path, mark, anchor = url.partition("#")
        if path not in self._paths:
            return ""
        return self._paths[path] + (self._anchor(path, anchor) if mark else "")

    def _anchor(self, path: str, anchor: str) -> str:
        entry = self._pages[path]
        if entry.document:  # of other anchors nobody knows whether another generator makes them
            return f"#{anchor}" if anchor in _headings(entry.document.text) else ""
        view = entry.make() if entry.make else None
        return next((f"#{slug(part.text)}" for part in view.parts if part.anchor == anchor), "") if view else ""

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        """Where the files of the content folder went: documents, records of a file of their own, attachments."""
        found = dict(self._attachments())
        for context in self._contexts:
            of_file: dict[str, list[str]] = {}
            for record in context.dossier.records:
                if context.url(record) in self._paths and record.place.path.endswith(".md"):
                    of_file.setdefault(record.place.path, []).append(self._paths[context.url(record)])
            found |= {source: paths[0] for source, paths in of_file.items() if len(paths) == 1}
        return found | {e.document.path: self._paths[url] for url, e in self._pages.items() if e.document}

    def _source(self, entry: SitePage, address: str) -> str:
        """What a relative address in an author's text leads to: a file of the content folder, or one of the site."""
        if entry.document is None:
            return ""
        beside = posixpath.dirname(entry.document.path)
        wanted = [path for path, _ in paths_named(beside, address)]
        on_site = [path for path, _ in paths_named(posixpath.dirname(self._paths[entry.url]), address)]
        known = set(self._paths.values())
        found = (self._sources[path] for path in wanted if path in self._sources)
        return next(found, "") or next((path for path in on_site if path in known), "")

    def _attachments(self) -> Iterator[tuple[str, str]]:
        """The files that published records name, and where they go."""
        return chain.from_iterable(map(attached_files, self._contexts))

    def _read(self, source: str) -> bytes:
        return (self.content / source).read_bytes()


def _unrun(text: str) -> str:
    """The text, and where code in it holds what a template plugin would run, the sign that it shall not."""
    return f"---\nrender_macros: false\n---\n\n{text}" if _TEMPLATE.search(text) else text


def _headings(text: str) -> Iterator[str]:
    """The anchors of an author's own headings."""
    return (slug(line.lstrip("#")) for _, line in outside_fences(text) if line.startswith("#"))


def slug(heading: str) -> str:
    """The anchor of a heading as GitHub and `pymdownx.slugs` make it."""
    kept = "".join(c for c in heading.strip().lower() if c.isalnum() or c in " _-")
    return kept.replace(" ", "-")
