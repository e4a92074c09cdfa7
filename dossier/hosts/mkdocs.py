"""The MkDocs plugin `dossier`: hands the pages of a site to MkDocs, which puts Material around them and writes them."""

from __future__ import annotations

import logging
import os
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape
from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

from dossier.checks.everything import findings
from dossier.compute.projection import Audience
from dossier.hosts.diagrams import scripts_into_content, use_own_loader
from dossier.hosts.look import theme_defaults
from dossier.hosts.site_files import CLIENT_STYLE, MARK, SiteFiles
from dossier.hosts.sites import SiteError, SiteRequest, seen_by, site
from dossier.hosts.written_html import WrittenHtml, convertible
from dossier.load import load
from dossier.problems.problem import Problem
from dossier.problems.rules import severity
from dossier.render.located import located
from dossier.render.markdown import RecordMentions
from dossier.render.pages import PageRenderer
from dossier.render.problems import text as problems_text
from dossier.text.source import Tree, read_tree
from dossier.theme import THEME, missing_files
from dossier.views.site import Site, SitePage
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from dossier.dossier import Portfolio
    from dossier.language import Language

log = get_plugin_logger("dossier")
# Chinese search tells on the console that it loads its dictionary.
logging.getLogger("jieba").setLevel(logging.WARNING)


class DossierConfig(base.Config):
    """The settings under `dossier:` in mkdocs.yml."""

    client = config_options.Type(str, default="")
    audience = config_options.Choice(("", "client", "team"), default="")
    as_of = config_options.Type((str, date), default="")
    language = config_options.Choice(("en", "zh"), default="en")


class DossierPlugin(BasePlugin[DossierConfig]):
    """Reads the records, checks them, and replaces the host's files by the pages of the site that was asked for."""

    def __init__(self) -> None:
        self.request: SiteRequest | None = None
        self._serving = False
        self._renderer = PageRenderer()
        self._mentions = RecordMentions()
        self._written = WrittenHtml()
        self._site: Site | None = None
        self._portfolio: Portfolio | None = None
        self._problems: tuple[Problem, ...] = ()
        self._tree: Tree | None = None
        self._files: SiteFiles | None = None
        self._pages: Mapping[str, SitePage] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - the host's signature
        """Remember whether problems shall be shown on the pages rather than end the build."""
        self._serving = command == "serve"

    @event_priority(200)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before the host cleans the old site away; errors end the build here."""
        if missing := missing_files():
            raise PluginError(f"this installation of dossier lacks {missing[0]} in {THEME}; install it again")
        request = self.request or self._asked(config)
        self._tree = read_tree(Path(config.docs_dir))
        portfolio, problems = load(self._tree)
        found = dict.fromkeys((*problems, *findings(portfolio)))
        # A mistake in one client's records is no reason to keep another client's site back.
        self._problems = tuple(
            p for p in found if p.place.path.startswith(f"{request.client}/" if request.client else "")
        )
        self._refuse_errors(config)
        try:
            self._site = site(portfolio, request, config.site_name)
        except SiteError as error:
            raise PluginError(str(error)) from error
        self._portfolio = seen_by(portfolio, request)
        self._set_up(config, request)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Only what was chosen for the site."""
        assert self._site is not None
        assert self._portfolio is not None
        self._files = SiteFiles(self._site, self._portfolio, config, self._renderer)
        self._pages = self._files.pages()
        return self._files.files(files)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The navigation of the site in a client's order of interest."""
        del config
        assert self._files is not None
        nav.items = self._files.navigation(files)
        nav.pages = [file.page for file in files.documentation_pages() if file.page and file.inclusion.is_in_nav()]
        nav.homepage = next((page for page in nav.pages if page.file.url in ("", "./", ".")), None)
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let numbers and live views in an ordinary page lead to the records of its project."""
        del config, files
        entry = self._pages.get(page.file.src_uri)
        if entry is None or entry.document is None:
            return markdown
        find = partial(self._renderer.find, entry.context, entry.url)
        show = partial(self._renderer.live, entry.context, entry.url)
        written = self._written.begin(entry, markdown)
        self._mentions.raw_html = written is not None
        self._mentions.use(find, written.placeholder if written else show, self._renderer.pattern(entry.context))
        return convertible(markdown)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean an ordinary page of a project whose texts may hold HTML, then put its live views in."""
        del config, files
        entry = self._pages.get(page.file.src_uri)
        if entry is None or entry.document is None:
            return html
        return self._written.finished(html, page, partial(self._renderer.live, entry.context, entry.url))

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

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Mark the site as one that a later build may replace."""
        Path(config.site_dir, MARK).write_text("built by dossier; replaced by the next build\n", encoding="utf-8")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a template or a style changes, too."""
        del config
        server.watch(str(THEME), builder)
        return server

    def _asked(self, config: MkDocsConfig) -> SiteRequest:
        """The request that the environment and mkdocs.yml make; the environment wins."""
        client = os.environ.get("DOSSIER_CLIENT") or self.config.client
        given = any("site_dir" in each for each in config.user_configs[1:])  # on the command line
        if client and client == os.environ.get("DOSSIER_CLIENT") and not self._serving and not given:
            # The sites of two clients never share a folder.
            config.site_dir = str(Path(config.site_dir).parent / client)
        asked: Any = os.environ.get("DOSSIER_AUDIENCE") or self.config.audience
        if asked not in {"", "client", "team"}:  # a mistyped word must not open what only the team may see
            raise PluginError(f"audience: expected `client` or `team`, found `{asked}`")
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
        # Material writes names into its pages as they are, so every name that it gets is escaped.
        config.site_name = escape(self._site.title or config.site_name)
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(0, str(THEME))
        theme_defaults(config, language)
        config.extra["dossier_foot"] = _foot(request, language)
        say = words(language)
        config.extra["dossier_words"] = {
            key: say(key) for key in ("problems_in_records", "not_found", "not_found_hint", "to_start")
        }
        config.extra.setdefault("generator", False)
        config.extra_css += ["assets/stylesheets/dossier.css", CLIENT_STYLE]
        config.extra_javascript.append("assets/javascripts/dossier.js")
        if request.audience == "client":
            config.repo_url = config.edit_uri = config.edit_uri_template = None
        search: Any = config.plugins.get("search") or config.plugins.get("material/search")
        if search is not None:
            search.config["lang"] = ["en"] if language == "en" else ["zh", "en"]
        config.markdown_extensions = [
            each for each in config.markdown_extensions if not isinstance(each, RecordMentions)
        ]
        config.markdown_extensions.append(self._mentions)  # type: ignore[arg-type]
        use_own_loader(config)

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
