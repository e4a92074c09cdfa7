"""Views turned into the HTML of a page's content, through the templates of the theme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape

from dossier.compute.numbers import pattern_of
from dossier.render import mermaid
from dossier.render.addresses import relative
from dossier.render.markdown import ProseRenderer
from dossier.theme import THEME
from dossier.views.blocks import RecordLink
from dossier.views.live_view import live_view
from dossier.words import words

if TYPE_CHECKING:
    import re

    from dossier.language import Language
    from dossier.views.blocks import Block
    from dossier.views.context import Context
    from dossier.views.page_view import PageView


class PageRenderer:
    """Renders pages one after the other, keeping the templates and the Markdown instance between them."""

    def __init__(self) -> None:
        loader = jinja2.FileSystemLoader(THEME)
        self._templates = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._templates.undefined = jinja2.StrictUndefined
        self._prose = ProseRenderer()
        self._patterns: dict[int, tuple[Context, re.Pattern[str] | None]] = {}
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
        if context.dossier.find(number) is None:
            return None
        link = context.link(number)
        return RecordLink(id=link.id, title=link.title, url=relative(link.url, url))

    def pattern(self, context: Context | None) -> re.Pattern[str] | None:
        """What looks like the number of a record in the prose of a project."""
        if context is None:
            return None
        if (
            id(context) not in self._patterns
        ):  # kept with its context, whose address is its own only as long as it lives
            self._patterns[id(context)] = (context, pattern_of(context.dossier))
        return self._patterns[id(context)][1]

    def _render(self, template: str, url: str, context: Context | None, language: Language, **values: Any) -> str:
        prose = partial(self._html, context, url)
        return self._templates.get_template(template).render(
            url=lambda target: relative(target, url),
            prose=prose,
            linked=partial(self._linked, context, url),
            words=words(language),
            language=language,
            gantt_source=lambda picture: mermaid.gantt_source(picture, language),
            wbs_source=lambda picture: mermaid.wbs_source(picture, language),
            **values,
        )

    def _linked(self, context: Context | None, url: str, text: str) -> Markup:
        """A line of text as written, the numbers of records in it as links."""
        pattern = self.pattern(context)
        parts: list[Markup] = []
        end = 0
        for match in pattern.finditer(text) if pattern else ():
            link = self.find(context, url, match[0])
            if link:
                title = "" if text[match.end() :].lstrip(" (（:：").startswith(link.title) else f" {link.title}"
                anchor = '<a class="record-link" href="{}"><span class="record-id">{}</span>{}</a>'
                parts += [escape(text[end : match.start()]), Markup(anchor).format(link.url, link.id, title)]  # noqa: S704
                end = match.end()
        return Markup("").join([*parts, escape(text[end:])])

    def _html(self, context: Context | None, url: str, text: str) -> Markup:
        """Prose as HTML, which is cleaned by what render/safe_html.py allows."""
        find, show = partial(self.find, context, url), partial(self.live, context, url)
        raw_html = context is not None and context.dossier.project.raw_html
        return Markup(self._prose.html(text, find, show, self.pattern(context), raw_html=raw_html))  # noqa: S704
