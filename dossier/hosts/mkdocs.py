"""The MkDocs plugin `dossier`: hands the pages of a site to MkDocs, which puts Material around them and writes them."""

from __future__ import annotations

import json
import logging
import posixpath
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority

from dossier.compute.linked_files import paths_named
from dossier.hosts.asked import DossierConfig, asked_by
from dossier.hosts.called_alone import read_for, refuse_leaks, told, write_pages
from dossier.hosts.configured import configure, misplaced_theme, with_host_templates
from dossier.hosts.content_security import state_policy
from dossier.hosts.diagrams import LOADER, drawing, drawing_scripts, scripts_into_content, wrong_arguments
from dossier.hosts.file_names import SEARCH_INDEX
from dossier.hosts.frame import Frame, Stencil
from dossier.hosts.given import Given, HostResult
from dossier.hosts.guard import shown_themes
from dossier.hosts.named_files import serves_again
from dossier.hosts.program_key import program_key
from dossier.hosts.site_files import FramePage, SiteFiles
from dossier.hosts.site_request import CannotBuild
from dossier.hosts.site_writer import HostParts
from dossier.hosts.template_cache import kept_templates
from dossier.hosts.theme_environment import quicken
from dossier.hosts.written_html import WrittenHtml, convertible
from dossier.render.content_security import META, InlineCode, inline_code
from dossier.render.markdown import RecordMentions
from dossier.render.pages import PageRenderer
from dossier.theme import THEME, damage
from dossier.views.watched import Fact, Watched

if TYPE_CHECKING:
    from collections.abc import Mapping

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from dossier.hosts.template_cache import TemplateCache
    from dossier.views.site import SitePage

# Chinese search tells on the console that it loads its dictionary; when jieba is imported, it sets the level itself.
logging.getLogger("jieba").addFilter(lambda record: record.levelno >= logging.WARNING)


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
        self._asked: Given | None = None
        self._files: SiteFiles | None = None
        self._documents: Mapping[str, SitePage] = {}
        self._document_facts: dict[str, tuple[str, tuple[Fact, ...]]] = {}
        self._frames: dict[str, Frame] = {}
        self._inline = InlineCode()
        self._templates: TemplateCache | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - the host's signature
        """Remember whether problems shall be shown on the pages rather than end the build."""
        self._serving = command == "serve"

    @event_priority(200)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before the host cleans the old site away; errors end the build here."""
        if wrong := damage() or misplaced_theme(config) or wrong_arguments(config):
            # Called from within a program, MkDocs would log the sentence and say only that it has stopped.
            raise (CannotBuild if self.given else PluginError)(wrong)
        if self.given:
            self._serving = self.given.serving
        self._asked = self.given or read_for(
            config, asked_by(config, self.config, serving=self._serving), serving=self._serving
        )
        self._begin_anew(config)
        # What is served while it is written has a script for reloading that differs each time.
        configure(config, self._asked.site, self._asked.request, "" if self._serving else META)
        configuration = Path(config.config_file_path or "")
        # Plugins, hooks and folders that we do not know may make something else of the same template.
        if configuration.is_file() and serves_again(configuration.read_text(encoding="utf-8")):
            self._templates = kept_templates("host", program_key())
        quicken(config.theme, self._templates)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Only what was chosen for the site."""
        assert self._asked is not None
        self._files = SiteFiles(self._asked.site, self._asked.look, config, self._stencil)
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
        del config
        entry = self._documents.get(page.file.src_uri)
        if entry is None:
            return markdown
        context = entry.context
        if isinstance(context, Watched):
            context.begin()
        find, show = partial(self._renderer.find, context, entry.url), partial(self._renderer.live, context, entry.url)
        written = self._written.begin(entry, markdown)
        self._mentions.raw_html = written is not None
        pattern = context.pattern if context else None
        self._mentions.use(
            find, written.placeholder if written else show, pattern, partial(self._lead, entry, page, files)
        )
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

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Lay our templates over the host's."""
        del files
        with_host_templates(env, config)
        return env

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Keep the frames, which are no pages themselves; in pages put scripts where instant navigation runs them."""
        del config
        self._inline |= inline_code(output, page.content or "")
        if not isinstance(page, FramePage):
            return scripts_into_content(output)
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
        assert self._asked is not None
        index = Path(config.site_dir, SEARCH_INDEX)
        draws = drawing(config)
        self._inline |= inline_code(drawing_scripts(LOADER, draws))
        if not self._serving:
            stated = state_policy(Path(config.site_dir), self._inline)
            self._frames = {key: frame.stating(stated) for key, frame in self._frames.items()}
        result = HostResult(
            parts=HostParts(self._frames, draws),
            search=self._without_frames(index.read_text(encoding="utf-8")) if index.exists() else "",
            documents=self._document_facts,
            site_url=config.site_url or "",
            themes=shown_themes(config),
            known=config.copyright or "",
        )
        self.handed_over = result
        if self._templates:
            self._templates.keep()
        if self.given is None:
            write_pages(self._asked, result, self._renderer, config)
            refuse_leaks(self._asked, config)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a template or a style changes, too."""
        del config
        server.watch(str(THEME), builder)
        return server

    def _begin_anew(self, config: MkDocsConfig) -> None:
        """The host keeps a plugin between two builds in one process: nothing of the last one may stay."""
        self._inline, self._frames, self._document_facts, self._templates = InlineCode(), {}, {}, None
        others = [each for each in config.markdown_extensions if not isinstance(each, RecordMentions)]
        config.markdown_extensions = [*others, self._mentions]  # type: ignore[list-item]

    def _lead(self, entry: SitePage, page: Page, files: Files, address: str) -> str | None:
        """Where a relative address on an ordinary page leads; None for a Markdown file that has no page on the site.

        Of other addresses the host or an extension may know.
        """
        assert entry.document
        beside = posixpath.dirname(entry.document.path)
        if entry.context and (found := self._renderer.lead(entry.context, entry.url, beside, address)) is not None:
            return found
        paths = paths_named(posixpath.dirname(page.file.src_uri), address)
        is_markdown = address.partition("#")[0].casefold().endswith(".md")
        return None if is_markdown and not any(files.get_file_from_path(path) for path, _ in paths) else address

    def _without_frames(self, index: str) -> str:
        """A search index without what the search of MkDocs itself finds on frames; Material's leaves them out."""
        found: dict[str, Any] = json.loads(index)
        pages = ((doc, doc["location"].partition("#")[0]) for doc in found["docs"])
        found["docs"] = [doc for doc, url in pages if url not in self._frames and self._stencil.lot not in url]
        return json.dumps(found, ensure_ascii=False)

    def _shown_problems(self, config: MkDocsConfig) -> str:
        if self.given or not self._serving or self._asked is None:
            return ""
        reading = self._asked.reading
        problems = reading.problems_of(self._asked.request)
        return told(problems, reading.tree, config) if problems else ""
