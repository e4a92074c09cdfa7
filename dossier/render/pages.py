"""Views turned into the HTML of a page's content, through the templates of the theme."""

from __future__ import annotations

from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape

from dossier.render import mermaid
from dossier.render.addresses import relative, relative_file
from dossier.render.bar_chart import bar_chart
from dossier.render.charts import line_chart
from dossier.render.gantt_rows import RowWriter
from dossier.render.markdown import ProseRenderer
from dossier.render.trend_chart import trend_chart
from dossier.theme import THEME
from dossier.views.blocks import FileLink, RecordLink
from dossier.views.led_to import led_from
from dossier.views.live_view import live_view
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.language import Language
    from dossier.views.bar_chart import BarChart
    from dossier.views.blocks import Block
    from dossier.views.context import Context
    from dossier.views.gantt import GanttPicture
    from dossier.views.gantt_chart import ChartRow
    from dossier.views.line_chart import LineChart
    from dossier.views.page_view import PageView
    from dossier.views.trend_chart import TrendChart
    from dossier.views.wbs import WbsPicture


class PageRenderer:
    """Renders pages one after the other, keeping the templates and the Markdown instance between them.

    `compiled` keeps templates for longer than that.
    """

    def __init__(self, compiled: jinja2.BytecodeCache | None = None) -> None:
        templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(THEME),
            bytecode_cache=compiled,
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._template = templates.get_template
        self._prose = ProseRenderer()
        self._in_live_view = False

    def page(self, view: PageView, url: str, context: Context | None, language: Language) -> str:
        """The HTML of a page at `url` (from the site's root)."""
        return self._render("pages/page.html", url, context, language, view=view)

    def blocks(self, blocks: tuple[Block, ...], url: str, context: Context | None, language: Language) -> str:
        """The HTML of blocks that stand within another page."""
        return self._render("pages/blocks.html", url, context, language, blocks=blocks)

    def live(self, context: Context | None, url: str, asked: str) -> str:
        """The HTML of a live view; nothing on a page that belongs to no project.

        Prose that a live view shows may hold a live view again, even the same: that one is left out.
        """
        if context is None or self._in_live_view:
            return ""
        self._in_live_view = True
        try:
            return self.blocks(live_view(context, asked), url, context, context.language)
        finally:
            self._in_live_view = False

    def find(self, context: Context | None, url: str, reference: str) -> RecordLink | None:
        """The link of a number as written on the page at `url`; None where it names nothing."""
        if context is None:
            return None
        number = reference.removeprefix(f"{context.dossier.project.id}/")  # prose may name its own project
        link = context.known_link(number)
        if link is None:
            return None
        return RecordLink(id=link.id, title=link.title, url=relative(link.url, url))

    def lead(self, context: Context, url: str, beside: str, address: str) -> str | None:
        """Where a relative address in a text from that folder leads, as written on the page at `url`; None: nowhere."""
        led = led_from(context, beside, address)
        if led is None:
            return None
        found, anchor = led
        return (relative_file if isinstance(found, FileLink) else relative)(found.url, url) + anchor

    def _render(self, template: str, url: str, context: Context | None, language: Language, **values: Any) -> str:
        page = _Page(self, url, context, language)
        return self._template(template).render(page=page, **values)

    def prose(self, context: Context | None, url: str, text: str, beside: str = "") -> str:
        """Prose as HTML, safe to be put into the page at `url`; relative addresses count from the folder `beside`.

        Without such a folder they stay as they are.
        """
        find, show = partial(self.find, context, url), partial(self.live, context, url)
        lead = partial(self.lead, context, url, beside) if context and beside else str
        raw_html = context is not None and context.dossier.project.raw_html
        return self._prose.html(text, find, show, context.pattern if context else None, lead, raw_html=raw_html)


class _Page:
    """What the templates ask of the page they print: addresses as written on it, words, and texts as HTML."""

    def __init__(self, renderer: PageRenderer, url: str, context: Context | None, language: Language) -> None:
        self._renderer, self._url, self._context, self._language = renderer, url, context, language
        self._pattern = context.pattern if context else None
        self.words = words(language)
        self.file = partial(relative_file, page=url)
        self.url = cache(partial(relative, page=url))  # one record is often named many times on a page

    def linked(self, text: str) -> Markup:
        """A line of text as written, the numbers of records in it as links."""
        if self._pattern is None or "-" not in text:  # which every number has
            return escape(text)
        parts: list[Markup] = []
        end = 0
        for match in self._pattern.finditer(text):
            link = self._renderer.find(self._context, self._url, match[0])
            if link:
                title = "" if text[match.end() :].lstrip(" (（:：").startswith(link.title) else f" {link.title}"
                anchor = '<a class="record-link" href="{}"><span class="record-id">{}</span>{}</a>'
                parts += [escape(text[end : match.start()]), Markup(anchor).format(link.url, link.id, title)]  # noqa: S704
                end = match.end()
        return Markup("").join([*parts, escape(text[end:])])

    def prose(self, text: str, beside: str) -> Markup:
        """Prose from a file in the folder `beside` as HTML; the renderer has cleaned it."""
        return Markup(self._renderer.prose(self._context, self._url, text, beside))  # noqa: S704

    def chart_rows(self, rows: Sequence[ChartRow], key: str) -> Markup:
        """Rows of the plan's table with their bars."""
        return self._rows.rows(rows, key)

    @cached_property
    def _rows(self) -> RowWriter:
        return RowWriter(self._language, partial(relative, page=self._url))  # each is asked for once

    def chart(self, chart: LineChart) -> Markup:
        """The drawings of a chart; what stands in them is escaped."""
        return Markup(line_chart(chart, self._language))  # noqa: S704

    def trend(self, chart: TrendChart) -> Markup:
        """The drawings of a trend of dates; what stands in them is escaped."""
        return Markup(trend_chart(chart, self._language))  # noqa: S704

    def bars(self, chart: BarChart) -> Markup:
        """The drawings of bars; what stands in them is escaped."""
        return Markup(bar_chart(chart, self._language))  # noqa: S704

    def gantt_source(self, picture: GanttPicture) -> str:
        """A time line in the language of diagrams."""
        return mermaid.gantt_source(picture, self._language)

    def wbs_source(self, picture: WbsPicture) -> str:
        """A tree in the language of diagrams."""
        return mermaid.wbs_source(picture, self._language)
