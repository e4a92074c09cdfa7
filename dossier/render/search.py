"""What the search of a site finds: the parts of each page, told from the HTML of its content."""

from __future__ import annotations

import re
from html import escape
from typing import TypedDict

from lxml import etree, html

_PASSED_OVER = frozenset({"nav", "script", "style", "summary", "progress"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"p", "li", "td", "th", "div", "dd", "dt", "section", "tr", "pre", "blockquote", "br"})
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")


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
    found = [(address, title, list[str]())]
    root = html.fragment_fromstring(content, create_parent="div")
    _collect(root, address, found)
    return tuple(
        Entry(location=where, title=segmented(escape(name, quote=False)), text=segmented(_plain(parts)))
        for where, name, parts in found
    )


def _collect(root: html.HtmlElement, address: str, found: list[tuple[str, str, list[str]]]) -> None:
    """Walk through the elements in order, without recursion: nesting is the author's."""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    heading: str | None = None
    for event, element in walk:
        if event in {"comment", "pi"}:
            found[-1][2].append(element.tail or "")
        elif event == "end":
            if element is heading:
                heading = None
            found[-1][2].append((" " if element.tag in _BLOCKS else "") + (element.tail or ""))
        elif element.tag in _PASSED_OVER or element.tag == "h1" or "data-search-exclude" in element.attrib:
            walk.skip_subtree()
        elif element.tag in _HEADINGS and element.get("id"):
            found.append((f"{address}#{element.get('id')}", " ".join(element.text_content().split()), []))
            walk.skip_subtree()
        else:
            found[-1][2].append((" " if element.tag in _BLOCKS else "") + (element.text or ""))


def _plain(parts: list[str]) -> str:
    return escape(" ".join("".join(parts).split()), quote=False)


def segmented(text: str) -> str:
    """The text with its Chinese words told apart by zero-width spaces, by which Material's search splits them."""
    if text.isascii() or not _CHINESE.search(text):
        return text
    import jieba  # noqa: PLC0415 - it takes a second to load its dictionary, and most pages have no Chinese

    return _CHINESE.sub(lambda words: "\u200b" + "\u200b".join(jieba.cut(words[0])) + "\u200b", text).strip("\u200b")
