"""What the search of a site finds: the parts of each page, told from the HTML of its content."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TypedDict

# Templates and the cleaning of prose write every `<` of a text and every `"` of an attribute in escaped form, and close
# every element, so that patterns can tell tags from text without a parser.
_REST = r'[^<>"]*(?:"[^"]*"[^<>"]*)*'
_TAG = re.compile(rf"<{_REST}>")
_BLOCK = re.compile(rf"</?(?:p|li|t[dhr]|d(?:iv|d|t)|section|pre|blockquote|br)(?![a-z0-9]){_REST}>")
_PASSED_OVER = re.compile(
    r"<(?:nav|script|style|summary|progress|h1)(?![a-z0-9])|(?: data-search-exclude| class=\"mermaid\")[ >]"
)
_TAG_THAT_SAYS_SO = re.compile(r'<[a-z0-9]+(?: [^<>" ]+(?:"[^"]*")?)*?(?: data-search-exclude| class="mermaid")[ >]')
_NAME = re.compile("[a-z0-9]+")
_PART = re.compile(rf'<(h[2-6])(?= ){_REST}? id="([^"]*)"{_REST}>(.*?)</\1>', re.DOTALL)
# In parts, since the time jieba takes grows with the square of what stands there without a mark.
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]{1,500}")


class Entry(TypedDict):
    """One thing to find, as Material's search index holds it; title and text are HTML."""

    location: str
    title: str
    text: str


def entries(address: str, title: str, content: str) -> tuple[Entry, ...]:
    """What can be found on a page: the page under its title, then each part that has an address of its own.

    `address` is the page's from the site's root, as written in a link. Trails, diagrams and what says
    `data-search-exclude` are passed over: lists of records that have pages of their own, above all.
    """
    text, *parts = _PART.split(_without_passed_over(content))
    found = [(address, title, text)]
    for anchor, heading, below in zip(parts[1::4], parts[2::4], parts[3::4], strict=True):
        found.append((f"{address}#{unescape(anchor)}", _plain(heading), below))
    return tuple(
        Entry(
            location=where,
            title=segmented(escape(name, quote=False)),
            text=segmented(escape(_plain(_BLOCK.sub(" ", html)), quote=False)),
        )
        for where, name, html in found
    )


def _without_passed_over(content: str) -> str:
    """The HTML without the elements in which nothing shall be found."""
    kept: list[str] = []
    position = 0
    for mark in _PASSED_OVER.finditer(content):
        start = content.rfind("<", position, mark.start() + 1)
        if start >= 0 and (mark[0][0] == "<" or _TAG_THAT_SAYS_SO.match(content, start)):
            kept.append(content[position:start])
            position = _end_of(content, start)
    return "".join((*kept, content[position:]))


def _end_of(content: str, begin: int) -> int:
    """Where the element ends that begins here: elements of the same name may stand in it."""
    name = _NAME.match(content, begin + 1)
    depth = 0
    for each in re.compile(rf"<(/?){name[0] if name else ''}(?![a-z0-9])").finditer(content, begin):
        depth += -1 if each[1] else 1
        if depth == 0:
            return content.index(">", each.end()) + 1
    return len(content)


def _plain(html: str) -> str:
    """The text of some HTML, with single spaces."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def segmented(text: str) -> str:
    """The text with its Chinese words told apart by zero-width spaces, by which Material's search splits them."""
    if text.isascii() or not _CHINESE.search(text):
        return text
    import jieba  # noqa: PLC0415 - it takes a second to load its dictionary, and most pages have no Chinese

    jieba.setLogLevel("WARNING")  # it tells on the console how long that took
    return _CHINESE.sub(lambda words: "\u200b" + "\u200b".join(jieba.cut(words[0])) + "\u200b", text).strip("\u200b")
