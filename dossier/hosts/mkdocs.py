"""The MkDocs plugin `dossier`: hands the pages of a site to MkDocs, which puts Material around them and writes them."""

from __future__ import annotations

import logging
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

from dossier.hosts.asked import DossierConfig, asked_by
from dossier.hosts.content_security import state_policy
from dossier.hosts.diagrams import diagram_scripts, scripts_into_content, use_own_loader
from dossier.hosts.frame import DIAGRAM, Frame, Stencil
from dossier.hosts.given import Given, HostResult
from dossier.hosts.guard import leaks_in_site, shown_themes
from dossier.hosts.look import theme_defaults
from dossier.hosts.site_files import CLIENT_STYLE, FramePage, SiteFiles
from dossier.hosts.site_writer import (
    SEARCH_INDEX,
    HostParts,
    content_of,
    copied_files,
    found_on,
    framed,
    last_files,
)
from dossier.hosts.sites import (
    ClientLook,
    Reading,
    SiteError,
    SiteRequest,
    client_look,
    contexts,
    read_content,
    site_of,
)
from dossier.hosts.written_html import WrittenHtml, convertible
from dossier.problems.problem import Problem
from dossier.render.content_security import META, InlineCode, inline_code
from dossier.render.located import located
from dossier.render.markdown import RecordMentions
from dossier.render.pages import PageRenderer
from dossier.render.problems import text as problems_text
from dossier.text.source import Tree
from dossier.theme import THEME, missing_files
from dossier.views.site import Site, SitePage
from dossier.views.watched import Fact, Watched
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

    from dossier.language import Language

log = get_plugin_logger("dossier")
# Chinese search tells on the console that it loads its dictionary.
logging.getLogger("jieba").setLevel(logging.WARNING)


class DossierPlugin(BasePlugin[DossierConfig]):
    """Reads the records, checks them, and replaces the host's files by the pages of the site that was asked for."""

    def __init__(self) -> None:
        self.given: Given | None = None
        self.handed_over: HostResult | None = None
        self._serving = False
        self._renderer = PageRenderer()
        self._mentions = RecordMentions()
        self._stencil = Stencil()
        self._written = WrittenHtml()
        self._site: Site | None = None
        self._look = ClientLook()
        self._reading: Reading | None = None
        self._guarded_client = ""
        self._problems: tuple[Problem, ...] = ()
        self._files: SiteFiles | None = None
        self._documents: Mapping[str, SitePage] = {}
        self._document_facts: dict[str, tuple[str, tuple[Fact, ...]]] = {}
        self._frames: dict[str, Frame] = {}
        self._diagram_scripts = ""
        self._inline = InlineCode()

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - the host's signature
        """Remember whether problems shall be shown on the pages rather than end the build."""
        self._serving = command == "serve"

    @event_priority(200)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before the host cleans the old site away; errors end the build here."""
        if missing := missing_files():
            raise PluginError(f"this installation of dossier lacks {missing[0]} in {THEME}; install it again")
        given = self.given or self._read(config)
        self._reading, self._site, self._look = given.reading, given.site, given.look
        if self.given:
            self._serving = given.serving
        self._problems = given.reading.problems_of(given.request)
        self._set_up(config, given.request)
        self._guarded_client = given.request.client if given.request.audience == "client" else ""
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Only what was chosen for the site."""
        assert self._site is not None
        self._files = SiteFiles(self._site, self._look, config, self._stencil)
        self._documents = self._files.documents()
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
        entry = self._documents.get(page.file.src_uri)
        if entry is None:
            return markdown
        context = entry.context
        if isinstance(context, Watched):
            context.begin()
        find, show = partial(self._renderer.find, context, entry.url), partial(self._renderer.live, context, entry.url)
        written = self._written.begin(entry, markdown)
        self._mentions.raw_html = written is not None
        self._mentions.use(find, written.placeholder if written else show, context.pattern if context else None)
        return convertible(markdown)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean an ordinary page in which HTML may stand, and note what it shows of records."""
        del config, files
        entry = self._documents.get(page.file.src_uri)
        if entry is None:
            return html
        html = self._written.finished(html, page, partial(self._renderer.live, entry.context, entry.url))
        if isinstance(entry.context, Watched):
            self._document_facts[entry.url] = entry.context.base, entry.context.facts()
        return html

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
        """Keep the frames, which are no pages themselves; in pages put scripts where instant navigation runs them."""
        del config
        self._inline |= inline_code(output, page.content or "")
        if not isinstance(page, FramePage):
            return scripts_into_content(output)
        if page.key == DIAGRAM:
            self._diagram_scripts = diagram_scripts(output)
        else:
            self._frames[page.key] = self._stencil.frame(output)
        return ""

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Note what inline code the page for unknown addresses needs; the host's own site map would list the frames."""
        del config
        if template_name.endswith(".html"):
            self._inline |= inline_code(output_content)
        return "" if template_name == "sitemap.xml" else output_content

    @event_priority(-1000)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Hand the frames over to who asked for them, else write the pages into them and refuse what leaks.

        That is after every other plugin has written its files.
        """
        assert self._site is not None
        index = Path(config.site_dir, SEARCH_INDEX)
        if not self._serving:
            stated = state_policy(Path(config.site_dir), self._inline)
            self._frames = {key: frame.stating(stated) for key, frame in self._frames.items()}
        result = HostResult(
            parts=HostParts(self._frames, self._diagram_scripts),
            search=index.read_text(encoding="utf-8") if index.exists() else "",
            documents=self._document_facts,
            site_url=config.site_url or "",
            themes=shown_themes(config),
            known=config.copyright or "",
        )
        self.handed_over = result
        if self.given is None:
            self._write_pages(result, config)
            self._refuse_leaks(config)

    def _write_pages(self, result: HostResult, config: MkDocsConfig) -> None:
        """The same pages that `dossier build` writes, all of them, into the host's folder."""
        assert self._site is not None
        folder, found = Path(config.site_dir), []
        for entry in self._site.pages():
            if entry.document is None:
                content = content_of(entry, self._site, self._renderer)
                found.append(found_on(entry, content))
                _write(folder / entry.url / "index.html", framed(entry, content, result.parts).encode())
        for name, source in copied_files(self._site, self._look).items():
            _write(folder / name, Path(config.docs_dir, source).read_bytes())
        for name, content_bytes in last_files(self._site, result.search, found, result.site_url):
            _write(folder / name, content_bytes)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a template or a style changes, too."""
        del config
        server.watch(str(THEME), builder)
        return server

    def _read(self, config: MkDocsConfig) -> Given:
        """What the host builds from when nobody gave it: the content folder, and what environment and settings ask."""
        request = asked_by(config, self.config, serving=self._serving)
        reading = read_content(Path(config.docs_dir))
        self._refuse_errors(reading, request, config)
        try:
            made_from = contexts(reading.portfolio, request)
        except SiteError as error:
            raise PluginError(str(error)) from error
        look = client_look(request, made_from, reading.portfolio.files)
        return Given(reading, request, site_of(made_from, reading.portfolio.pages, request, ""), look)

    def _refuse_errors(self, reading: Reading, request: SiteRequest, config: MkDocsConfig) -> None:
        errors = reading.errors_of(request)
        if errors and not self._serving:
            text = _told(errors, reading.tree, config)
            raise PluginError(f"the records have errors; nothing was built, the last site stays\n\n{text}")

    def _refuse_leaks(self, config: MkDocsConfig) -> None:
        """Nothing of a site that leaks is left, so that nobody publishes it by mistake; while serving it is told."""
        if not self._guarded_client:
            return
        assert self._reading is not None
        leaks = leaks_in_site(self._reading.portfolio, self._reading.tree, self._guarded_client, config)
        if leaks:
            text = _told(leaks, self._reading.tree, config)
            if self._serving:
                log.error("the site holds what its client must not read; `dossier build` would refuse it\n\n%s", text)
                return
            _emptied(Path(config.site_dir))
            raise MkDocsException(f"the site holds what its client must not read; it is not published\n\n{text}")

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
        # The host keeps a plugin between two builds in one process.
        self._inline, self._frames, self._document_facts, self._diagram_scripts = InlineCode(), {}, {}, ""
        # What is served while it is written has a script for reloading that differs each time.
        config.extra["dossier_policy"] = "" if self._serving else META
        # An alignment as a style attribute would be refused by the policy.
        config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)
        config.extra_css += ["assets/stylesheets/dossier.css", CLIENT_STYLE]
        config.extra_javascript.append("assets/javascripts/dossier.js")
        if request.audience == "client":
            config.repo_url = config.edit_uri = config.edit_uri_template = None
        search: Any = config.plugins.get("search") or config.plugins.get("material/search")
        if search is not None:
            search.config["lang"] = ["en"] if language == "en" else ["zh", "en"]
        config.use_directory_urls = True  # addresses of pages are ours
        config.markdown_extensions = [
            each for each in config.markdown_extensions if not isinstance(each, RecordMentions)
        ]
        config.markdown_extensions.append(self._mentions)  # type: ignore[arg-type]
        use_own_loader(config)

    def _shown_problems(self, config: MkDocsConfig) -> str:
        if self.given or not self._serving or not self._problems or self._reading is None:
            return ""
        return _told(self._problems, self._reading.tree, config)


def _emptied(folder: Path) -> None:
    """Nothing is left in the folder, hidden files included."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _told(problems: tuple[Problem, ...], tree: Tree, config: MkDocsConfig) -> str:
    """Problems as `dossier check` shows them."""
    prefix = f"{Path(config.docs_dir).name}/"
    return problems_text(located(problems, tree.sources, prefix), len(tree.sources))


def _foot(request: SiteRequest, language: Language) -> str:
    return words(language)("foot", day=Wording(language).day(request.as_of))
