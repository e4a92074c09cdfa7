"""Addresses as authors write them in Markdown: of what kind they are, and which of a text are relative."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from dossier.text.markdown import outside_fences

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(
    r"!?\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\](?:\([^()]*\))?)*\]"
    r"\(\s*(?:<(?P<between>[^<>]*)>|(?P<plain>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))(?:\s+[\"'(][^\n]*?[\"')])?\s*\)"
)
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*<?(?P<address>[^\s<>]+)>?")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def scheme(address: str) -> str:
    """What stands before the first colon of an address, without what browsers pass over; "" for a relative one."""
    found, colon, _ = re.sub(r"[\x00-\x20]", "", unescape(address)).partition(":")
    return found.casefold() if colon and re.fullmatch(r"[^/?#]*", found) else ""


def is_relative(address: str) -> bool:
    """Whether an address names something by the way from where it stands: no host, root, or place on the same page."""
    plain = unescape(address).strip()
    return bool(plain) and not scheme(address) and plain[0] not in "/\\#?"


def relative_addresses(text: str) -> Iterator[str]:
    """The relative addresses of links and pictures in a Markdown text, as they are written but for backslashes."""
    if "](" not in text and "]:" not in text:
        return
    for _, line in outside_fences(text):
        plain = _CODE.sub(" ", line)
        found = [match["between"] or match["plain"] or "" for match in _LINK.finditer(plain)]
        if definition := _DEFINITION.match(plain):
            found.append(definition["address"])
        yield from (address for each in found if is_relative(address := _ESCAPED.sub(r"\1", each)))
