"""The MkDocs plugin `dossier`: hands the pages of a site to MkDocs, which puts Material around them and writes them."""

from __future__ import annotations

import logging
import os
import posixpath
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Section as NavSection
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from dossier.checks.everything import findings
from dossier.compute.projection import Audience, public_text
from dossier.hosts.diagrams import scripts_into_content, use_own_loader
from dossier.hosts.look import theme_defaults
from dossier.hosts.sites import SiteError, SiteRequest, site
from dossier.load import load
from dossier.problems.problem import Problem
from dossier.problems.rules import severity
from dossier.render.colours import client_style
from dossier.render.located import located
from dossier.render.markdown import RecordMentions
from dossier.render.pages import PageRenderer
from dossier.render.problems import text as problems_text
from dossier.text.source import Tree, read_tree
from dossier.theme import THEME
from dossier.views.cells import attached_file
from dossier.views.page_view import PageView
from dossier.views.site import Section, Site, SitePage
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from dossier.dossier import Portfolio
    from dossier.language import Language

log = get_plugin_logger("dossier")
# Chinese search tells on the console that it loads its dictionary.
logging.getLogger("jieba").setLevel(logging.WARNING)

_CLIENT_STYLE = "assets/stylesheets/client.css"


class DossierConfig(base.Config):
    """The settings under `dossier:` in mkdocs.yml."""

    client = config_options.Type(str, default="")
    audience = config_options.Choice(("", "client", "team"), default="")
    as_of = config_options.Type((str, date), default="")
    language = config_options.Choice(("en", "zh"), default="en")


class RecordPage(Page):
    """A page whose content comes from a view: it is never read as Markdown."""

    def __init__(self, title: str, file: File, config: MkDocsConfig, entry: SitePage, plugin: DossierPlugin) -> None:
        super().__init__(title, file, config)
        self._entry = entry
        self._plugin = plugin

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - the host's signature
        """There is no source to read; MkDocs asks for Markdown all the same."""
        self.markdown = ""
        self.meta = {"hide": ["feedback", "toc"]}  # a wide page tells its parts itself, at its top

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - the host's signature
        """Make the view and its HTML."""
        view = self._entry.make() if self._entry.make else None
        view = view or PageView(title=self._entry.title)
        self.content = self._plugin.html(view, self._entry)
        self.toc = TableOfContents(
            [AnchorLink(heading.text, heading.anchor, 2) for heading in view.parts]
        )


class DossierPlugin(BasePlugin[DossierConfig]):
    """Reads the records, checks them, and replaces the host's files by the pages of the site that was asked for."""

    def __init__(self) -> None:
        self.request: SiteRequest | None = None
        self._serving = False
        self._renderer = PageRenderer()
        self._mentions = RecordMentions()
        self._site: Site | None = None
        self._portfolio: Portfolio | None = None
        self._problems: tuple[Problem, ...] = ()
        self._tree: Tree | None = None
        self._by_path: dict[str, SitePage] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - the host's signature
        """Remember whether problems shall be shown on the pages rather than end the build."""
        self._serving = command == "serve"

    @event_priority(200)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before the host cleans the old site away; errors end the build here."""
        request = self.request or self._asked(config)
        self._tree = read_tree(Path(config.docs_dir))
        self._portfolio, problems = load(self._tree)
        found = dict.fromkeys((*problems, *findings(self._portfolio)))
        # A mistake in one client's records is no reason to keep another client's site back.
        self._problems = tuple(p for p in found if p.place.path.startswith(f"{request.client}/" if request.client else ""))
        self._refuse_errors(config)
        try:
            self._site = site(self._portfolio, request, config.site_name)
        except SiteError as error:
            raise PluginError(str(error)) from error
        self._set_up(config, request)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Only what was chosen: the theme's own files, the pages of the site, and attachments its records name."""
        docs = Path(config.docs_dir).resolve()
        kept = Files([file for file in files if not _lies_in(file, docs) and not _is_only_ours(file)])
        assert self._site is not None
        self._by_path = {}
        in_navigation = {entry.url for entry in _leaves(self._site.navigation)}
        for entry in self._site.pages():
            path = _source_path(entry)
            if path not in self._by_path:
                self._by_path[path] = entry
                kept.append(self._file(entry, path, config, in_nav=entry.url in in_navigation))
        for file in (*self._attachments(config), *self._client_files(config)):
            kept.append(file)
        return kept

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The navigation of the site in a client's order of interest."""
        assert self._site is not None
        nav.items = [self._nav_item(entry, files) for entry in self._site.navigation]
        nav.pages = [file.page for file in files.documentation_pages() if file.page and file.inclusion.is_in_nav()]
        nav.homepage = next((page for page in nav.pages if page.file.url in ("", "./", ".")), None)
        _link_parents(nav.items)
        del config
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let numbers and live views in an ordinary page lead to the records of its project."""
        del config, files
        entry = self._by_path.get(page.file.src_uri)
        if entry is None or entry.document is None:
            return markdown
        find = partial(self._renderer.find, entry.context, entry.url)
        show = partial(self._renderer.live, entry.context, entry.url)
        self._mentions.use(find, show, self._renderer.pattern(entry.context))
        return markdown

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tell the templates what the foot of every page says, and the problems while serving."""
        del page, nav
        shown: Any = context
        shown["dossier"] = {"problems": self._shown_problems(config), "foot": config.extra["dossier_foot"]}
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the scripts of diagrams where instant navigation runs them."""
        del page, config
        return scripts_into_content(output)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a template or a style changes, too."""
        del config
        server.watch(str(THEME), builder)
        return server

    def html(self, view: PageView, entry: SitePage) -> str:
        """The HTML of a page."""
        assert self._site is not None
        language = entry.context.language if entry.context else self._site.language
        return self._renderer.page(view, entry.url, entry.context, language)

    def _asked(self, config: MkDocsConfig) -> SiteRequest:
        """The request that the environment and mkdocs.yml make; the environment wins."""
        client = os.environ.get("DOSSIER_CLIENT") or self.config.client
        if client and client == os.environ.get("DOSSIER_CLIENT") and not self._serving:
            # The sites of two clients never share a folder.
            config.site_dir = str(Path(config.site_dir).parent / client)
        asked: Any = os.environ.get("DOSSIER_AUDIENCE") or self.config.audience
        audience: Audience = asked or ("client" if client else "team")
        as_of = as_of_date(os.environ.get("DOSSIER_AS_OF") or str(self.config.as_of))
        language: Language = "zh" if self.config.language == "zh" else "en"
        return SiteRequest(client=client, audience=audience, as_of=as_of, language=language)

    def _refuse_errors(self, config: MkDocsConfig) -> None:
        assert self._tree is not None
        errors = [problem for problem in self._problems if severity(problem) == "error"]
        shown = errors if not self._serving else []
        if shown:
            text = _told(tuple(shown), self._tree, config)
            raise PluginError(f"the records have errors; nothing was built, the last site stays\n\n{text}")

    def _set_up(self, config: MkDocsConfig, request: SiteRequest) -> None:
        """Name, language, search and theme as the site needs them."""
        assert self._site is not None
        language = self._site.language
        config.site_name = self._site.title or config.site_name
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(0, str(THEME))
        theme_defaults(config, language)
        config.extra["dossier_foot"] = _foot(request, language)
        say = words(language)
        config.extra["dossier_words"] = {key: say(key) for key in ("problems_in_records", "not_found", "not_found_hint", "to_start")}
        config.extra.setdefault("generator", False)
        config.extra_css += ["assets/stylesheets/dossier.css", _CLIENT_STYLE]
        config.extra_javascript.append("assets/javascripts/dossier.js")
        if request.audience == "client":
            config.repo_url = config.edit_uri = config.edit_uri_template = None
        search: Any = config.plugins.get("search") or config.plugins.get("material/search")
        if search is not None:
            search.config["lang"] = ["en"] if language == "en" else ["zh", "en"]
        config.markdown_extensions = [each for each in config.markdown_extensions if not isinstance(each, RecordMentions)]
        config.markdown_extensions.append(self._mentions)  # type: ignore[arg-type]
        use_own_loader(config)

    def _client_files(self, config: MkDocsConfig) -> Iterator[File]:
        """The client's colour as a style sheet, and the client's logo."""
        assert self._portfolio is not None
        assert self._site is not None
        client = self._portfolio.client(self._site.client) if self._site.client else None
        yield File.generated(config, _CLIENT_STYLE, content=client_style(client.colour if client else ""))
        if client and client.logo:
            source = f"{client.id}/{client.logo}"
            if source in self._portfolio.files:
                target = f"assets/client/{posixpath.basename(client.logo)}"
                config.theme["logo"] = target
                yield File.generated(config, target, abs_src_path=str(Path(config.docs_dir) / source))

    def _file(self, entry: SitePage, path: str, config: MkDocsConfig, *, in_nav: bool) -> File:
        content = ""
        if entry.document is not None:
            team = entry.context is None or entry.context.audience == "team"
            text = entry.document.text if team else public_text(entry.document.text)
            content = f"# {entry.document.title}\n\n{text}\n"
        inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
        file = File.generated(config, path, content=content, inclusion=inclusion)
        if entry.document is None:
            RecordPage(entry.title, file, config, entry, self)
        else:
            Page(entry.title, file, config)
        return file

    def _attachments(self, config: MkDocsConfig) -> Iterator[File]:
        """The files that published records name, and nothing else that lies in the content folder."""
        assert self._site is not None
        contexts = {entry.context.base: entry.context for entry in self._site.pages() if entry.context}
        for context in contexts.values():
            for record in context.dossier.records:
                for name in record.attachments:
                    source = posixpath.normpath(posixpath.join(posixpath.dirname(record.place.path), name))
                    if source in context.dossier.files:
                        target = f"{context.base}files/{attached_file(record, name)}"
                        yield File.generated(config, target, abs_src_path=str(Path(config.docs_dir) / source))

    def _nav_item(self, entry: SitePage | Section, files: Files) -> Any:
        if isinstance(entry, Section):
            return NavSection(entry.title, [self._nav_item(child, files) for child in entry.children])
        file = files.get_file_from_path(_source_path(entry))
        assert file is not None
        return file.page

    def _shown_problems(self, config: MkDocsConfig) -> str:
        if not self._serving or not self._problems or self._tree is None:
            return ""
        return _told(self._problems, self._tree, config)


def as_of_date(text: str) -> date:
    """The day that a setting names; else that of SOURCE_DATE_EPOCH; else today, in UTC. Raises PluginError."""
    if text:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise PluginError(f"as_of: expected a date (YYYY-MM-DD), found `{text}`") from error
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()


def _told(problems: tuple[Problem, ...], tree: Tree, config: MkDocsConfig) -> str:
    """Problems as `dossier check` shows them."""
    prefix = f"{Path(config.docs_dir).name}/"
    return problems_text(located(problems, tree.sources, prefix), len(tree.sources))


def _foot(request: SiteRequest, language: Language) -> str:
    return words(language)("foot", day=Wording(language).day(request.as_of))


def _lies_in(file: File, folder: Path) -> bool:
    source = file.abs_src_path
    return source is not None and Path(source).resolve().is_relative_to(folder)


def _source_path(entry: SitePage) -> str:
    """The path by which the host knows a page; an author's page keeps its file's place, so that links between such hold."""
    path = entry.document.path if entry.document else ""
    stands_for_folder = "/" in path and posixpath.basename(path).casefold() in {"index.md", "readme.md"}
    if not path or stands_for_folder:
        return f"{entry.url}index.md"
    return f"{entry.url.rstrip('/')}.md"


def _is_only_ours(file: File) -> bool:
    """Whether a file of our theme is for building only: words and templates, not what pages load."""
    return _lies_in(file, THEME.resolve()) and not file.src_uri.startswith("assets/")


def _leaves(entries: tuple[SitePage | Section, ...]) -> Iterator[SitePage]:
    for entry in entries:
        if isinstance(entry, Section):
            yield from _leaves(entry.children)
        else:
            yield entry


def _link_parents(items: list[Any]) -> None:
    for item in items:
        for child in item.children or ():
            child.parent = item
        _link_parents(item.children or [])
