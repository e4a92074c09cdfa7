"""Addresses as authors write them in Markdown: of what kind they are, and which of a text lead to files."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from dossier.text.code import outside_fences
from dossier.text.intricate import intricate
from dossier.text.markdown import ITEM
from dossier.text.team_text import blanked_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""What may stand before the first colon of an address that leads elsewhere."""
TARGET = r"(?:[^\s()<>]|[ ](?![\"'\s)])|\((?:[^\s()]|[ ](?=\S)|\([^()\s]*\))*\))*"
"""The pattern of an address behind the words of a link, without angle brackets; blanks may stand in it."""
TITLE = r"(?:\s{0,9}(?:\"(?:[^\"\n]|\"(?!\s{0,9}\))){0,300}\"|'(?:[^'\n]|'(?!\s{0,9}\))){0,300}'))?"
"""The pattern of what is shown beside a link when one points at it, in which quotes may stand."""
IN_BRACKETS = r"(?:(?<=>)\s{0,9}\((?:[^()\n\\]|\\.|\([^()\n]{0,300}\)){0,2000}\))?"
"""The pattern of a title in brackets, which may stand beside an address in angle brackets."""
_ADDRESS = r"(?P<address><[^<>\n]+>|[^\s]+)"
DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?P<name>[^\[\]]*)\]:[ ]*(?:\n[ ]*)?{_ADDRESS}[ ]*(?:\n[ ]*)?(?:([\"']).*\3[ ]*|\(.*\)[ ]*)?$",
    re.MULTILINE,
)
"""Where a reference link leads, as Python-Markdown has it (`markdown.blockprocessors.ReferenceProcessor`).

But for blanks in angle brackets, which `with_whole_addresses` gives it in its own way.
"""
DEFINITION_WITHIN = re.compile(
    rf"^(?P<lead>(?=[ ]*>|[ ]{{4}})[ >]+)\[(?P<name>[^\[\]]*)\]:[ ]*{_ADDRESS}[ ]*(?:([\"']).*\4[ ]*|\(.*\)[ ]*)?$",
    re.MULTILINE,
)
"""The same on a line of a quotation or of an item of a list."""
_BLANK_WITHIN = re.compile(r"^( {0,3}(?:>[ >]*)?\[[^\[\]]*\]:[ ]*)<([^<>]* [^<>]*)>")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_INNER = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
_LINK = re.compile(
    rf"(?<!\\)!?\[(?P<words>(?:[^\[\]\\]|\\.|{_INNER}(?:\([^()]*\))?)*)\]"
    rf"\(\s*(?:<(?P<between>[^<>]*)>{IN_BRACKETS}|(?P<plain>{TARGET})){TITLE}\s*\)"
)
_ANY_DEFINITION = re.compile(rf"^[ \t>]*\[[^\[\]]*\]:[ \t]*{_ADDRESS}[ \t]*(?:[\"'(].*)?$", re.MULTILINE)
_MAY_BE_FULL_WIDTH = re.compile(r"[\]］】]（|[］】]\(|\]\([^()\n]*）")
_FULL_WIDTH = re.compile(
    r"(?!\[[^\[\]\n]+\]\([^()（）\n]*\)|【[^【】\n]+】（https?:)[\[［【][^\[\]［］【】\n]+[\]］】][(（]"
    r"(?:https?://|\.\.?/|[^（）()\s]{0,200}\.(?:md|ya?ml|pdf|png|jpe?g|svg|gif|webp|docx?|xlsx?|pptx?|mpp|vsdx?|csv|txt|zip)(?=[#)）]))"
    r"[^（）()\s]{0,200}[)）]",
    re.IGNORECASE,
)
"""A bracket or more is full-width, and an address stands within: `[注]（见附件）` and `【确定】(OK)` are words."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def scheme(address: str) -> str:
    """What stands before the first colon of an address, without what browsers pass over; "" for a relative one."""
    found, colon, _ = re.sub(r"[\x00-\x20]", "", unescape(address)).partition(":")
    return found.casefold() if colon and re.fullmatch(r"[^/?#]*", found) else ""


def is_relative(address: str) -> bool:
    """Whether an address names something by the way from where it stands: no host, root, or place on the same page."""
    plain = unescape(address).strip()
    return bool(plain) and not scheme(address) and plain[0] not in "/\\#?"


def leads_to_no_host(address: str) -> bool:
    """Whether an address names a file, be it on somebody's own machine, or something at the root of a host."""
    plain = unescape(address).strip()
    is_at_a_root = plain.startswith("\\") or (plain.startswith("/") and not plain.startswith("//"))
    return is_relative(address) or is_at_a_root or scheme(address) not in SCHEMES | {""}


def unescaped(address: str) -> str:
    """An address without the backslashes before signs (CommonMark 0.31, section 2.4)."""
    return _ESCAPED.sub(r"\1", address)


def defined_address(definition: re.Match[str]) -> str:
    """The address of a reference link, from its definition."""
    return definition["address"].lstrip("<").rstrip(">")


def with_whole_addresses(line: str) -> str:
    """A line with a definition in which blanks of the address stand as Python-Markdown takes them."""
    return _BLANK_WITHIN.sub(lambda found: f"{found[1]}<{found[2].replace(' ', '%20')}>", line)


def may_link(text: str) -> bool:
    """Whether a Markdown text may hold a link or picture with an address of its own; in doubt it may."""
    return "](" in text or "]:" in text


def file_addresses(text: str) -> Iterator[str]:
    """The addresses of links and pictures in a Markdown text that name files, as written but for backslashes.

    Code and comments are passed over, and a text that is shown as it was written.
    """
    for plain in _paragraphs(text) if may_link(text) else ():
        definitions = (found for each in (DEFINITION, DEFINITION_WITHIN) for found in each.finditer(plain))
        found = [*_in(plain), *map(defined_address, definitions)]
        yield from filter(leads_to_no_host, map(unescaped, found))


def full_width_links(text: str) -> Iterator[str]:
    """What is typed as a link in a Markdown text with brackets of a Chinese keyboard, and is none."""
    may_hold = ("（" in text or "）" in text or "］" in text or "】" in text) and _MAY_BE_FULL_WIDTH.search(text)
    for plain in _paragraphs(text) if may_hold else ():
        yield from (found[0] for found in _FULL_WIDTH.finditer(plain))


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text without its code and comments; none of a text that is shown as it was written."""
    if not intricate(text):
        for paragraph in blanked_comments("\n".join(_prose_lines(text))).split("\n\n"):
            yield _CODE.sub(" ", paragraph)


def without_file_addresses(text: str) -> str:
    """The text with the words alone of links and pictures that name files: how those are called may be the team's."""

    def kept(link: re.Match[str]) -> str:
        address = unescaped(link["between"] or link["plain"] or "")
        words = _LINK.sub(kept, link["words"])
        return words if leads_to_no_host(address) else link[0].replace(link["words"], words, 1)

    if not may_link(text):
        return text
    bare = _ANY_DEFINITION.sub(lambda each: "" if leads_to_no_host(defined_address(each)) else each[0], text)
    return _LINK.sub(kept, bare)


def _prose_lines(text: str) -> Iterator[str]:
    """The lines of a text, empty ones for those of code."""
    last, in_list, above = -1, False, ""
    for number, line in outside_fences(text):
        yield from [""] * (number - last - 1)
        last = number
        if line.strip() and not line.startswith(" "):
            in_list = bool(ITEM.match(line))
        is_code = line.expandtabs().startswith("    ") and not in_list and not above.strip()
        above = "" if is_code else line
        yield above if line.strip() else ""


def _in(text: str) -> Iterator[str]:
    """The addresses of links, and of the pictures within their words."""
    for match in _LINK.finditer(text):
        yield from _in(match["words"])
        yield match["between"] or match["plain"] or ""
