"""Markdown from records as safe HTML: no raw HTML, no unsafe address, every record's number a link with its title."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.serializers import to_html_string
from markupsafe import escape

from dossier.compute.fence import fences
from dossier.render.led_addresses import RECORD_LINK, RelativeAddresses, SafeAddresses
from dossier.render.plain_paragraphs import plain_paragraphs
from dossier.render.safe_html import safe, safe_written
from dossier.render.wide_lines import joined
from dossier.text.addresses import with_whole_addresses
from dossier.text.ids_in_prose import EXPLICIT
from dossier.text.intricate import intricate
from dossier.text.team_text import without_marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.render.led_addresses import Lead
    from dossier.views.blocks import RecordLink

    FindRecord = Callable[[str], RecordLink | None]
    ShowFence = Callable[[str], str]

_NEVER = re.compile(r"(?!)")
_MARKS_OF_CODE = ("```", "~~~", "    ", "\t", "[ ]", "[x]", "[X]")


class RecordMentions(Extension):
    """Turns the numbers of records into links, and `dossier` fences into live views; raw HTML is shown as written.

    What is linked depends on the page: `use` sets it before each conversion. With `raw_html`, HTML stays HTML in an
    instance that is made afterwards, and who uses it must clean what comes out.
    """

    def __init__(self, *, raw_html: bool = False) -> None:
        super().__init__()
        self.raw_html = raw_html
        self.find: FindRecord = lambda _: None
        self.show: ShowFence = lambda _: ""
        self.lead: Lead = str
        self._numbers: Any = None
        self._pattern: re.Pattern[str] = _NEVER

    def use(self, find: FindRecord, show: ShowFence, pattern: re.Pattern[str] | None, lead: Lead = str) -> None:
        """Set where numbers lead, what fences show, what looks like a number, and where relative addresses lead."""
        self.find, self.show, self.lead, self._pattern = find, show, lead, pattern or _NEVER
        if self._numbers is not None:
            self._numbers.compiled_re = self._pattern

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register with an instance."""
        if not self.raw_html:
            md.preprocessors.deregister("html_block", strict=False)
            md.inlinePatterns.deregister("html", strict=False)
        md.preprocessors.register(_LiveFences(md, self), "dossier_fences", 28)
        md.preprocessors.register(_Definitions(md), "dossier_definitions", 15)  # when fences (25) are put aside
        self._numbers = _Numbers("(?!)", md)
        self._numbers.of = self
        self._numbers.compiled_re = self._pattern
        explicit = _Explicit(EXPLICIT, md)
        explicit.of = self
        # Before the host (0) looks for the files that relative addresses name.
        md.treeprocessors.register(RelativeAddresses(md, self._leads_to), "dossier_files", 5)
        # After the host's own last step (0), which puts escaped characters back into addresses.
        md.treeprocessors.register(SafeAddresses(md), "dossier_addresses", -1)
        # Before fences and raw HTML are put back (30), which keep their lines.
        md.postprocessors.register(_Lines(md), "dossier_lines", 40)
        # Before escapes (180) are put aside: in a table one stands before the stroke.
        md.inlinePatterns.register(explicit, "dossier_explicit", 185)
        md.inlinePatterns.register(self._numbers, "dossier_numbers", 72)

    def _leads_to(self, address: str) -> str | None:
        return self.lead(address)


class ProseRenderer:
    """Turns prose into HTML through one kept Markdown instance; another one for prose in which HTML may stand."""

    @cached_property
    def _without_code(self) -> Converter:
        return Converter(code=False)

    @cached_property
    def _with_code(self) -> Converter:
        return Converter()

    @cached_property
    def _written(self) -> Converter:
        return Converter(raw_html=True)

    def html(
        self,
        text: str,
        find: FindRecord,
        show: ShowFence,
        pattern: re.Pattern[str] | None,
        lead: Lead = str,
        *,
        raw_html: bool = False,
    ) -> str:
        """The HTML of a text from a record; of one that is too intricate, the text as written.

        `find` gives the link of a number, None where it names nothing; `show` the HTML of a live view; `lead` the
        address on the page for a relative one, which stays as it is without. Live views are put in after the cleaning:
        they are our own HTML, and making them may need this renderer again. Most texts hold no Markdown and go a way
        that is some fifty times shorter.
        """
        if (paragraphs := plain_paragraphs(text)) is not None:
            return "\n".join(f"<p>{joined(_linked(each, find, pattern or _NEVER))}</p>" for each in paragraphs)
        return self.converted(text, find, show, pattern, lead, raw_html=raw_html)

    def converted(
        self,
        text: str,
        find: FindRecord,
        show: ShowFence,
        pattern: re.Pattern[str] | None,
        lead: Lead = str,
        *,
        raw_html: bool = False,
    ) -> str:
        """The same HTML in the long way, which every text can go."""
        text = without_marks(text)
        if intricate(text):
            return as_written(text)
        live = LiveViews(text)
        plain = self._with_code if may_hold_code(text) else self._without_code
        html = (self._written if raw_html else plain).html(text, find, live.placeholder, pattern, lead)
        return live.put_into(safe_written(html) if raw_html else safe(html), show)


class LiveViews:
    """The live views asked for in one text, each kept apart by a placeholder that the text itself does not hold."""

    def __init__(self, text: str) -> None:
        self._asked: list[str] = []
        dashes = max(map(len, re.findall("dossier-live(-*)", text)), default=-1) + 1
        self._name = f"dossier-live{'-' * dashes}"

    def placeholder(self, fence: str) -> str:
        """What stands for a live view while the text is converted and cleaned."""
        self._asked.append(fence)
        return f'<div class="{self._name}-{len(self._asked) - 1}"></div>'

    def put_into(self, html: str, show: ShowFence) -> str:
        """The HTML with every live view in the place of its placeholder."""
        for number, fence in enumerate(self._asked):
            html = html.replace(f'<div class="{self._name}-{number}"></div>', show(fence), 1)
        return html


def as_written(text: str) -> str:
    """A text as HTML that shows it as it was written."""
    return f"<pre><code>{escape(text)}</code></pre>"


def _linked(paragraph: str, find: FindRecord, pattern: re.Pattern[str]) -> str:
    """Plain text with numbers as links; behind a link the search begins afresh, as it does in Markdown."""
    parts: list[str] = []
    rest, begin = paragraph, 0
    while match := pattern.search(rest, begin):
        link, begin = find(match[0]), match.end()
        if link:
            parts += (rest[: match.start()], safe(to_html_string(_anchor(link, rest[begin:]))))
            rest, begin = rest[begin:], 0
    return "".join((*parts, rest))


def may_hold_code(text: str) -> bool:
    """Whether blocks of code or boxes to be ticked may stand in a text; in doubt they may."""
    return any(mark in text for mark in _MARKS_OF_CODE)


class Converter:
    """A Markdown instance that is kept from text to text, and made anew after one that it could not convert.

    One without `code` is made in a fraction of the time, and converts texts of which `may_hold_code` says that they
    do not as the other does.
    """

    def __init__(self, *, code: bool = True, raw_html: bool = False) -> None:
        self._code = code
        self._raw_html = raw_html
        self._mentions, self._markdown = _instance(code=code, raw_html=raw_html)

    def html(
        self, text: str, find: FindRecord, show: ShowFence, pattern: re.Pattern[str] | None, lead: Lead = str
    ) -> str:
        """The HTML of a text, not cleaned; what it is given is as `ProseRenderer.html` has it."""
        self._mentions.use(find, show, pattern, lead)
        self._markdown.reset()
        try:
            return self._markdown.convert(text)
        except RecursionError:  # deeper than `intricate` thinks: what the parser remembers of it is of no more use
            self._mentions, self._markdown = _instance(code=self._code, raw_html=self._raw_html)
            return as_written(text)


def _instance(*, code: bool, raw_html: bool) -> tuple[RecordMentions, markdown.Markdown]:
    mentions = RecordMentions(raw_html=raw_html)
    # Extensions themselves: a name is looked for among all installed packages.
    extensions: list[str | Extension] = [
        TableExtension(use_align_attribute=True),
        SaneListExtension(),
        DefListExtension(),
        *(_of_code() if code else ()),
        mentions,
    ]
    return mentions, markdown.Markdown(extensions=extensions, output_format="html")


def _of_code() -> tuple[Extension, ...]:
    # They import half the network.
    from pymdownx.superfences import SuperFencesCodeExtension, fence_div_format  # noqa: PLC0415
    from pymdownx.tasklist import TasklistExtension  # noqa: PLC0415

    fence = {"name": "mermaid", "class": "mermaid", "format": fence_div_format}
    return SuperFencesCodeExtension(custom_fences=[fence]), TasklistExtension()


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


class _Lines(Postprocessor):
    def run(self, text: str) -> str:
        """Join the wrapped lines of Chinese and Japanese."""
        return joined(text)


def _anchor(link: RecordLink, following: str) -> ElementTree.Element:
    """A link with number and title; the number alone where the author wrote the title behind it anyway."""
    anchor = ElementTree.Element("a", {"href": link.url, "class": RECORD_LINK, "title": link.title})
    already = following.lstrip(" (（“\"'《:：").casefold().startswith(link.title.casefold())
    if link.id:
        number = ElementTree.SubElement(anchor, "span", {"class": "record-id"})
        number.text = markdown.util.AtomicString(link.id)
        number.tail = "" if already else markdown.util.AtomicString(f" {link.title}")
    else:
        anchor.text = markdown.util.AtomicString(link.title)
    return anchor


class _Definitions(Preprocessor):
    """Lets blanks stand in the addresses of reference links."""

    def run(self, lines: list[str]) -> list[str]:
        return [with_whole_addresses(line) for line in lines]


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
