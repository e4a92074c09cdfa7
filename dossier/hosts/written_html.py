"""Ordinary pages in which an author wrote HTML: the host converts them with its extensions, then they are cleaned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.render.markdown import LiveViews
from dossier.render.safe_html import safe_page
from dossier.text.intricate import intricate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

    from dossier.views.site import SitePage


class WrittenHtml:
    """The page that is being converted, where its project lets HTML stand in texts; pages come one after the other."""

    def __init__(self) -> None:
        self._live: LiveViews | None = None

    def begin(self, entry: SitePage, markdown: str) -> LiveViews | None:
        """What keeps the live views of the page apart until it is clean; None where HTML is shown as written."""
        allowed = entry.context is not None and entry.context.dossier.project.raw_html
        self._live = LiveViews(markdown) if allowed else None
        return self._live

    def finished(self, html: str, page: Page, show: Callable[[str], str]) -> str:
        """The page's HTML cleaned, with its live views; unchanged where no HTML was let in."""
        if self._live is None:
            return html
        return self._live.put_into(safe_page(html, set(_anchors(page.toc))), show)


def convertible(markdown: str) -> str:
    """The Markdown of a page; of one too intricate to be converted, its title and the rest as it is written."""
    if not intricate(markdown):
        return markdown
    title, _, rest = markdown.partition("\n")
    return "\n".join([title, "", *(f"    {line}" for line in rest.split("\n"))])


def _anchors(toc: Iterable[AnchorLink]) -> Iterator[str]:
    for link in toc:
        yield link.id
        yield from _anchors(link.children)
