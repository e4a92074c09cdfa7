"""The pages and files of a site as MkDocs builds them: what reaches the site is chosen here, never inherited."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Section as NavSection
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from msgspec import Struct

from dossier.hosts.file_names import CLIENT_STYLE
from dossier.hosts.frame import TOP, Stencil, depth, outside_key
from dossier.hosts.site_writer import logo_address
from dossier.render.colours import client_style
from dossier.text.team_text import public_text
from dossier.theme import THEME
from dossier.views.site import Section, Site, SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig

    from dossier.hosts.sites import ClientLook


class FramePage(Page):
    """A page whose title, content or address are filled in later: the host renders only what stands around them."""

    def __init__(self, file: File, config: MkDocsConfig, *, title: str, content: str, key: str) -> None:
        super().__init__(title, file, config)
        self.key = key
        self._content = content

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - the host's signature
        """There is no source to read; MkDocs asks for Markdown all the same."""
        self.markdown = ""
        # A wide page tells its parts itself, at its top; what the search finds in it is added later, too.
        self.meta = {"hide": ["feedback", "toc"], "search": {"exclude": True}}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - the host's signature
        """The content is a word that stands for it."""
        self.content = self._content
        self.toc = TableOfContents([AnchorLink("", TOP, 1)])


class SiteFiles(Struct, frozen=True):
    """The site that was asked for, and what its files are made from."""

    site: Site
    look: ClientLook
    config: MkDocsConfig
    stencil: Stencil

    def files(self, found: Files) -> Files:
        """Of what the host found only the theme's files; then documents, frames and the client's colour."""
        kept = Files([f for f in found if not _is_content(f, self.config.docs_dir) and not _is_only_for_building(f)])
        in_navigation = {entry.url for entry in _leaves(self.site.navigation)}
        for path, entry in self.documents().items():
            kept.append(self._document(entry, path, in_navigation=entry.url in in_navigation))
        for file in (*self._frames(), *self._client_look()):
            kept.append(file)
        return kept

    def documents(self) -> Mapping[str, SitePage]:
        """The pages that authors wrote, by the path under which the host knows each."""
        return {_source_path(entry): entry for entry in self.site.pages() if entry.document}

    def navigation(self, files: Files) -> list[Any]:
        """The host's navigation items, in the site's order, each knowing its parent."""
        items = [_navigation_item(entry, files) for entry in self.site.navigation]
        _link_parents(items)
        return items

    def _frames(self) -> Iterator[File]:
        """A frame for each page in the navigation, and one for each depth outside it."""
        inside = {entry.url: entry for entry in _leaves(self.site.navigation) if not entry.document}
        for url, entry in inside.items():
            yield self._frame(_source_path(entry), url, title=escape(entry.title))
        for deep in sorted({depth(entry.url) for entry in self.site.outside if not entry.document}):
            path = f"{self.stencil.url(deep)}index.md"
            yield self._frame(path, outside_key(deep), title=self.stencil.title, outside=True)

    def _frame(self, path: str, key: str, *, title: str, outside: bool = False) -> File:
        inclusion = InclusionLevel.NOT_IN_NAV if outside else InclusionLevel.INCLUDED
        file = File.generated(self.config, path, content="", inclusion=inclusion)
        FramePage(file, self.config, title=title, content=self.stencil.content, key=key)
        return file

    def _document(self, entry: SitePage, path: str, *, in_navigation: bool) -> File:
        assert entry.document
        document = entry.document
        inclusion = InclusionLevel.INCLUDED if in_navigation else InclusionLevel.NOT_IN_NAV
        for_team = entry.context is None or entry.context.audience == "team"
        text = document.text if for_team else public_text(document.text)
        file = File.generated(self.config, path, content=f"# {document.title}\n\n{text}\n", inclusion=inclusion)
        Page(escape(entry.title), file, self.config)
        return file

    def _client_look(self) -> Iterator[File]:
        """The client's colour as a style sheet; the logo's file is put there later, as attachments are."""
        yield File.generated(self.config, CLIENT_STYLE, content=client_style(self.look.colour))
        if self.look.logo:
            self.config.theme["logo"] = logo_address(self.look)


def _source_path(entry: SitePage) -> str:
    """The path by which the host knows a page; an author's page keeps its file's, so that links between them hold."""
    path = entry.document.path if entry.document else ""
    stands_for_folder = "/" in path and posixpath.basename(path).casefold() in {"index.md", "readme.md"}
    if not path or stands_for_folder:
        return f"{entry.url}index.md"
    return f"{entry.url.rstrip('/')}.md"


def _is_content(file: File, docs: str) -> bool:
    """Whether a file was found in the content folder, or lies there: a link in it may lead to anywhere."""
    return file.src_dir == docs or _lies_in(file, Path(docs).resolve())


def _lies_in(file: File, folder: Path) -> bool:
    source = file.abs_src_path
    return source is not None and Path(source).resolve().is_relative_to(folder)


def _is_only_for_building(file: File) -> bool:
    """Whether a file of our theme is words or a template rather than something that pages load."""
    return _lies_in(file, THEME.resolve()) and not file.src_uri.startswith("assets/")


def _leaves(entries: tuple[SitePage | Section, ...]) -> Iterator[SitePage]:
    for entry in entries:
        if isinstance(entry, Section):
            yield from _leaves(entry.children)
        else:
            yield entry


def _navigation_item(entry: SitePage | Section, files: Files) -> Any:
    if isinstance(entry, Section):
        return NavSection(escape(entry.title), [_navigation_item(child, files) for child in entry.children])
    file = files.get_file_from_path(_source_path(entry))
    assert file is not None
    return file.page


def _link_parents(items: list[Any]) -> None:
    for item in items:
        for child in item.children or ():
            child.parent = item
        _link_parents(item.children or [])
