"""Markdown from records as safe HTML: no raw HTML, no unsafe address, every record's number a link with its title."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import markdown
import nh3
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import fence_div_format

from dossier.compute.fence import fences
from dossier.render.addresses import scheme
from dossier.text.team_text import without_marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.views.blocks import RecordLink

    FindRecord = Callable[[str], RecordLink | None]
    ShowFence = Callable[[str], str]

_NEVER = re.compile(r"(?!)")
_EXPLICIT = r"\[\[([^\[\]\n|]+)(?:\|([^\[\]\n]*))?\]\]"
_SCHEMES = {"http", "https", "mailto", "tel"}
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "title"},
    "div": {"class"},
    "span": {"class"},
    "code": {"class"},
    "pre": {"class"},
    "td": {"align"},
    "th": {"align"},
    "ol": {"start"},
    "li": {"class"},
    "input": {"type", "disabled", "checked"},
}


class RecordMentions(Extension):
    """Turns the numbers of records into links, and `dossier` fences into live views; raw HTML is shown as written.

    What is linked depends on the page: `use` sets it before each conversion.
    """

    def __init__(self) -> None:
        super().__init__()
        self.find: FindRecord = lambda _: None
        self.show: ShowFence = lambda _: ""
        self._numbers: Any = None
        self._pattern: re.Pattern[str] = _NEVER

    def use(self, find: FindRecord, show: ShowFence, pattern: re.Pattern[str] | None) -> None:
        """Set where numbers lead, what fences show, and what looks like a number."""
        self.find, self.show, self._pattern = find, show, pattern or _NEVER
        if self._numbers is not None:
            self._numbers.compiled_re = self._pattern

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register with an instance."""
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)
        md.preprocessors.register(_LiveFences(md, self), "dossier_fences", 28)
        self._numbers = _Numbers("(?!)", md)
        self._numbers.of = self
        self._numbers.compiled_re = self._pattern
        explicit = _Explicit(_EXPLICIT, md)
        explicit.of = self
        # After the host's own last step (0), which puts escaped characters back into addresses.
        md.treeprocessors.register(_SafeAddresses(md), "dossier_addresses", -1)
        md.inlinePatterns.register(explicit, "dossier_explicit", 172)
        md.inlinePatterns.register(self._numbers, "dossier_numbers", 72)


class ProseRenderer:
    """Turns prose into HTML through one kept Markdown instance."""

    def __init__(self) -> None:
        self._mentions = RecordMentions()
        fence = {"name": "mermaid", "class": "mermaid", "format": fence_div_format}
        self._markdown = markdown.Markdown(
            extensions=[
                "tables",
                "sane_lists",
                "def_list",
                "pymdownx.superfences",
                "pymdownx.tasklist",
                self._mentions,
            ],
            extension_configs={
                "tables": {"use_align_attribute": True},
                "pymdownx.superfences": {"custom_fences": [fence]},
            },
            output_format="html",
        )

    def html(self, text: str, find: FindRecord, show: ShowFence, pattern: re.Pattern[str] | None) -> str:
        """The HTML of a text from a record.

        `find` gives the link of a number, None where it names nothing; `show` the HTML of a live view. Live views are
        put in after the cleaning: they are our own HTML, and making them may need this renderer again.
        """
        asked: list[str] = []
        self._mentions.use(find, lambda fence: _placeholder(asked, fence), pattern)
        self._markdown.reset()
        html = safe(self._markdown.convert(without_marks(text)))
        for number, fence in enumerate(asked):
            html = html.replace(f'<div class="dossier-live-{number}"></div>', show(fence))
        return html


def _placeholder(asked: list[str], fence: str) -> str:
    asked.append(fence)
    return f'<div class="dossier-live-{len(asked) - 1}"></div>'


def safe(html: str) -> str:
    """HTML with only the tags, attributes and kinds of address that prose needs."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer")


class _Numbers(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)
    of: RecordMentions

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        link = self.of.find(m[0])
        return (_anchor(link, data[m.end() :]), m.start(0), m.end(0)) if link else (None, None, None)


class _Explicit(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)
    of: RecordMentions

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        link = self.of.find(m[1].strip())
        if link is None:
            return m[0], m.start(0), m.end(0)
        anchor = _anchor(link, data[m.end() :])
        if m[2]:
            anchor[:] = []
            anchor.text = m[2]
        return anchor, m.start(0), m.end(0)


class _SafeAddresses(Treeprocessor):
    """Takes away addresses that could run something, in pages that no `safe` cleans afterwards.

    A picture from another host becomes a link to it: looking at a page asks nothing of anybody else.
    """

    def run(self, root: ElementTree.Element) -> None:
        """Look at every link and picture of the page."""
        for element in root.iter():
            for name in ("href", "src"):
                if scheme(element.get(name, "")) not in _SCHEMES | {""}:
                    del element.attrib[name]
            if element.tag == "img" and _leads_elsewhere(element.get("src", "")):
                address = element.attrib.pop("src")
                element.tag, element.text = "a", markdown.util.AtomicString(element.get("alt") or address)
                element.attrib.pop("alt", None)
                element.set("href", address)


def _leads_elsewhere(address: str) -> bool:
    """Whether an address names another host; browsers read a backslash as a slash."""
    plain = re.sub(r"[\x00-\x20]", "", unescape(address)).replace("\\", "/")
    return bool(scheme(address)) or plain.startswith("//")


def _anchor(link: RecordLink, following: str) -> ElementTree.Element:
    """A link with number and title; the number alone where the author wrote the title behind it anyway."""
    anchor = ElementTree.Element("a", {"href": link.url, "class": "record-link", "title": link.title})
    already = following.lstrip(" (（“\"'《:：").casefold().startswith(link.title.casefold())
    if link.id:
        number = ElementTree.SubElement(anchor, "span", {"class": "record-id"})
        number.text = markdown.util.AtomicString(link.id)
        number.tail = "" if already else markdown.util.AtomicString(f" {link.title}")
    else:
        anchor.text = markdown.util.AtomicString(link.title)
    return anchor


class _LiveFences(Preprocessor):
    def __init__(self, md: markdown.Markdown, of: RecordMentions) -> None:
        super().__init__(md)
        self._of = of

    def run(self, lines: list[str]) -> list[str]:
        """Replace each ```` ```dossier ```` fence by what it shows, kept aside until the end."""
        for fence in reversed(list(fences("\n".join(lines)))):
            stored = self.md.htmlStash.store(self._of.show(fence.text))
            lines[fence.begin : fence.end + 1] = ["", stored, ""]
        return lines
