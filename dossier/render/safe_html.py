"""HTML that came of an author's text, with only what prose needs: the one place that says what may stay in it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import nh3

from dossier.text.addresses import SCHEMES, scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

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
}
# Of HTML that an author wrote, besides.
_WRITTEN_ATTRIBUTES = {
    "details": {"open", "class"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
}
_PAGE_TAGS = {
    "caption",
    "col",
    "colgroup",
    "figcaption",
    "figure",
    "label",
    "section",
    "small",
    "u",
    "var",
    "samp",
    "q",
}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A box of a task list is the only thing of a form that prose has, and nobody can change it.
_FIXED = {"input": {"type": "checkbox", "disabled": ""}}
_CLASS = re.compile(
    r"record-(?:link|id)|dossier-live-*-\d+|task-list(?:-item|-control|-indicator)?|highlight|language-[\w+#-]+|mermaid"
    r"|linenos|filename|headerlink|footnote(?:-ref|-backref)?|admonition(?:-title)?|[a-z]{1,3}\d?"
    r"|note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote|inline|end|arithmatex|emojione|twemoji"
)
_FOOTNOTE = re.compile(r"fn(?:ref\d*)?:[\w-]+")


def safe(html: str) -> str:
    """HTML that Markdown alone made: only the tags, attributes and kinds of address that prose needs."""
    attributes = {**_ATTRIBUTES, "input": {"type", "disabled", "checked"}}
    return nh3.clean(html, tags=_TAGS, attributes=attributes, url_schemes=set(SCHEMES), link_rel="noopener noreferrer")


def safe_written(html: str) -> str:
    """HTML in which an author wrote tags: no style, event, id, form or foreign class, no picture of another host."""
    return _cleaned(html, _TAGS, _WRITTEN_ATTRIBUTES, _kept)


def safe_page(html: str, anchors: Collection[str]) -> str:
    """The same for a whole page made with the extensions of the site: `anchors` are the ids of its own headings."""
    ids = frozenset(anchors)

    def kept(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if value in ids or _FOOTNOTE.fullmatch(value) else None
        return _kept(tag, name, value)

    with_ids = {tag: {"id"} for tag in (*_HEADINGS, "li", "sup")}
    more = {
        "details": {"open", "class"},
        "p": {"class"},
        "h1": {"id", "class"},
        "sup": {"id", "class"},
        "ul": {"class"},
    }
    attributes = {tag: with_ids.get(tag, set()) | more.get(tag, set()) for tag in {*with_ids, *more}}
    return _cleaned(html, _TAGS | _PAGE_TAGS, _joined(_WRITTEN_ATTRIBUTES, attributes), kept)


def _cleaned(html: str, tags: set[str], more: dict[str, set[str]], kept: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes=_joined({**_ATTRIBUTES, "input": {"checked"}}, more),
        attribute_filter=kept,
        set_tag_attribute_values=_FIXED,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def _joined(one: dict[str, set[str]], other: dict[str, set[str]]) -> dict[str, set[str]]:
    return {tag: one.get(tag, set()) | other.get(tag, set()) for tag in {*one, *other}}


def _kept(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute as far as it may stay; None takes the attribute away."""
    if name == "class":
        return " ".join(word for word in value.split() if _CLASS.fullmatch(word)) or None
    if tag == "img" and name == "src" and leads_elsewhere(value):
        return None
    if tag == "img" and name in {"width", "height"} and not re.fullmatch(r"[1-9]\d{0,3}", value):
        return None
    if name in {"colspan", "rowspan"} and not re.fullmatch(r"[1-9]\d?", value):
        return None
    return value


def leads_elsewhere(address: str) -> bool:
    """Whether an address names another host; browsers read a backslash as a slash."""
    plain = re.sub(r"[\x00-\x20]", "", unescape(address)).replace("\\", "/")
    return bool(scheme(address)) or plain.startswith("//")
