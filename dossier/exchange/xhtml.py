"""Formatted text of other programs (XHTML) as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

_BLOCKS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "pre",
    "blockquote",
    "hr",
    "dl",
}
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "del": "~~", "s": "~~"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^([#+-]|\d+[.)])(?=\s)", re.MULTILINE)


def markdown_of(element: _Element, lost: Callable[[str, str], None]) -> str:
    """The element's content as Markdown; pictures and embedded files are told to `lost(what, example)`."""
    text = "\n\n".join(_blocks(element, lost))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _blocks(element: _Element, lost: Callable[[str, str], None]) -> list[str]:
    """The paragraphs, lists and tables in an element, each as Markdown."""
    found: list[str] = []
    running = [_escaped(element.text)]
    for child in element:
        if _name(child) in _BLOCKS:
            found += [_paragraph("".join(running)), *_block(child, lost)]
            running = []
        else:
            running.append(_inline(child, lost))
        running.append(_escaped(child.tail))
    found.append(_paragraph("".join(running)))
    return [block for block in found if block]


def _block(element: _Element, lost: Callable[[str, str], None]) -> list[str]:
    name = _name(element)
    if name in {"ul", "ol", "table"}:
        return [_table(element, lost) if name == "table" else _list(element, name == "ol", lost)]
    if name == "pre":
        return ["\n".join(f"    {line}" for line in "".join(element.itertext()).strip("\n").split("\n"))]
    if name == "hr":
        return ["---"]
    inner = _blocks(element, lost)
    if name.startswith("h") and inner:
        # Second-level headings cut a record into fields, so headings of other programs begin below them.
        return [f"{'#' * min(int(name[1]) + 2, 6)} {' '.join(inner[0].split())}", *inner[1:]]
    if name == "blockquote":
        return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(inner).split("\n"))]
    return inner


def _list(element: _Element, numbered: bool, lost: Callable[[str, str], None]) -> str:
    items: list[str] = []
    for child in element:
        blocks = _blocks(child, lost) if _name(child) == "li" else _block(child, lost)
        mark = f"{len(items) + 1}. " if numbered else "- "
        text = "\n".join(blocks) if all("\n" not in block for block in blocks[1:]) else "\n\n".join(blocks)
        items.append(mark + text.replace("\n", "\n" + " " * 4))
    return "\n".join(items)


def _table(element: _Element, lost: Callable[[str, str], None]) -> str:
    rows = [
        [
            " ".join(" ".join(_blocks(cell, lost)).split()).replace("|", "\\|")
            for cell in row
            if _name(cell) in {"td", "th"}
        ]
        for row in element.iter()
        if _name(row) == "tr"
    ]
    rows = [row for row in rows if row]
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _inline(element: _Element, lost: Callable[[str, str], None]) -> str:
    name = _name(element)
    if name == "br":
        return "\\\n"
    if name in {"object", "img"}:
        example = element.get("data") or element.get("src") or ""
        lost("pictures and embedded files", example)
        return _escaped(element.get("alt") or "".join(element.itertext()))
    inner = _escaped(element.text) + "".join(_inline(child, lost) + _escaped(child.tail) for child in element)
    if name == "a" and (address := element.get("href", "")).startswith(("http://", "https://", "mailto:")):
        target = re.sub(r"[<>\s]", "", address)
        return f"[{inner.strip() or _escaped(address)}](<{target}>)"
    mark = _EMPHASIS.get(name, "")
    if mark == "`":
        plain = "".join(element.itertext())
        return f"`{plain}`" if plain.strip() and "`" not in plain else _escaped(plain)
    return f"{mark}{inner.strip()}{mark}" if mark and inner.strip() else inner


def _paragraph(text: str) -> str:
    """One paragraph: white space as a browser shows it, no line beginning with what Markdown acts on."""
    lines = [" ".join(line.split()) for line in text.split("\\\n")]
    joined = "\\\n".join(lines)
    while joined.startswith("\\\n") or joined.endswith("\\\n"):
        joined = joined.removeprefix("\\\n").removesuffix("\\\n").strip()
    return _LINE_START.sub(_guarded, joined)


def _guarded(match: re.Match[str]) -> str:
    mark = match[1]
    return f"{mark[:-1]}\\{mark[-1]}"


def _escaped(text: str | None) -> str:
    """Text for Markdown: what Markdown would act on has a backslash."""
    return _SPECIAL.sub(r"\\\1", text or "")


def _name(element: _Element) -> str:
    """The element's name without its namespace, or "" for what is not an element."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""
