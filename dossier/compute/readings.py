"""What somebody can read in a file of a site: its texts without escapes, markup and packing."""

from __future__ import annotations

import base64
import binascii
import csv
import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from dossier.compute.folding import BARRIER
from dossier.compute.packed import is_archive, parts_of

DEEPEST = 3
"""So many times a file is unpacked out of another, and so many layers of escapes are taken off."""

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+>")  # possessive: twice as fast, since nothing is tried again
_ESCAPED_TAG = re.compile(r"<[a-zA-Z!?][^<>&]*+&[^<>]*+>")
_INLINE = re.compile(
    r"<(?:/?(?:a|abbr|acronym|b|bdi|bdo|big|br|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span"
    r"|strike|strong|sub|sup|time|tspan|tt|u|var|wbr"  # of HTML and SVG
    r"|w\d*:\w+|a:(?!p\b)\w+|r|t|rpr|sz|color|rfont|family|scheme|charset|vertalign"  # of Office Open XML
    r"|text:(?:span|a|s|tab|line-break|soft-page-break|bookmark[\w-]*|change[\w-]*)|office:annotation-end"  # of ODF
    r")(?=[\s>/])[^<>]*+|!--[^<>]*+--)>",
    re.IGNORECASE,
)
_GEOMETRY = re.compile(
    r"\s(?:d|points|viewBox|[cdr]?[xy][12]?|r|width|height)"
    r"=\"(?:[MLHVCSQTAZmlhvcsqtaze]{0,2}[\d\s.,%+-]++)*+[Zz]?\""
)
"""Where the lines of a drawing lie: what looks like a short name in it, as in `M12` and `x2`, is none."""
_MERMAID = re.compile(r"#(\d{1,7});")
_BACKSLASH = re.compile(r"((?:\\u[0-9a-fA-F]{4})+)|\\(x[0-9a-fA-F]{2}|.)", re.DOTALL)
_TOKENS = re.compile(r"[\s\"'<>()]+")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_MEDIA = re.compile(
    rb"\xff\xd8\xff|GIF8[79]a|\x89PNG\r\n|RIFF....(?:WAVE|WEBP|AVI )|\x00\x00\x00.ftyp"
    rb"|ID3[\x02-\x04]\x00|\xff[\xfb\xf3\xf2]|OggS\x00|fLaC\x00|\x1aE\xdf\xa3|II\*\x00|MM\x00\*|wOF[F2]\x00",
    re.DOTALL,
)
"""How pictures, sound, films and fonts begin."""
_TOLD = 100_000
_BASE64 = re.compile(r"base64,([A-Za-z0-9+/=]{8,})")


def texts(name: str, content: str | bytes, depth: int = DEEPEST) -> Iterator[str]:
    """The texts of a file: of its characters, of the values in JSON and CSV, of what is packed in it."""
    if isinstance(content, str):
        yield content
        yield from _values(name.casefold(), content)
        for found in _BASE64.finditer(content) if depth and "base64," in content else ():
            yield from texts("", _from_base64(found[1]), depth - 1)
        return
    for text in _decoded(content) if not (depth and is_archive(content)) else ():
        yield from texts(name, text, depth)
    for part, inner in parts_of(name, content) if depth else ():
        yield from texts(part, inner, depth - 1)


def readings(text: str, *, exact: bool) -> Iterator[str]:
    """The text as it is, and with one layer after another of markup and escapes taken off.

    Where `exact`, the end of a paragraph, cell or heading is kept as a barrier; without, it is quicker and words may
    be found across it, but none is missed.
    """
    if exact and "<svg" in text:
        text = _GEOMETRY.sub("", text)
    yield text
    if "\\" in text:
        yield _BACKSLASH.sub(_of_backslash, text)  # before tags are taken off: `<a\u00df>` may be words and no tag
    if "&" in text and (tags := _ESCAPED_TAG.findall(text)):
        attributes = html.unescape(BARRIER.join(tags))
        yield attributes
        if "\\" in attributes:
            yield _BACKSLASH.sub(_of_backslash, attributes)
    yield from _peeled(text, exact=exact)
    if "%" in text and _PERCENT.search(text):
        tokens = BARRIER.join(token for token in _TOKENS.split(text) if "%" in token)
        for _ in range(2):  # an address within an address; and the percent sign may be the author's own
            tokens = unquote(tokens)
            yield tokens
            yield from _peeled(tokens, exact=exact)


def _peeled(text: str, *, exact: bool) -> Iterator[str]:
    for _ in range(DEEPEST):
        before = text
        if "<" in text:
            text = _TAG.sub(BARRIER, _INLINE.sub("", text)) if exact else _TAG.sub("", text)
        if "&" in text:
            text = html.unescape(text)
        if "#" in text and _MERMAID.search(text):
            yield text  # the author may have written a number sign herself
            text = _MERMAID.sub(_of_number, text)
        if "\\" in text:
            yield text  # the backslash may be the author's own
            text = _BACKSLASH.sub(_of_backslash, text)
        if text == before:
            return
        yield text


def _of_number(found: re.Match[str]) -> str:
    number = int(found[1])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _of_backslash(found: re.Match[str]) -> str:
    if found[1]:
        units = bytes.fromhex(found[1].replace("\\u", ""))
        return units.decode("utf-16-be", "ignore")
    letter = found[2]
    if len(letter) == 3:
        return chr(int(letter[1:], 16))
    return " " if letter in "nrtbf" else letter


def _values(name: str, text: str) -> Iterator[str]:
    if name.endswith((".json", ".webmanifest", ".map", ".geojson")):
        try:
            yield BARRIER.join(_json_strings(json.loads(text)))
        except (ValueError, RecursionError):
            return
    elif name.endswith((".csv", ".tsv")):
        rows = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter="\t" if name.endswith("tsv") else ",")
        try:
            yield BARRIER.join(cell for row in rows for cell in row)
        except csv.Error:
            return
    elif name.endswith((".ics", ".vcf")):
        yield re.sub(r"\r?\n[ \t]", "", text)


def _json_strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _json_strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_strings(inner)
    elif isinstance(value, str):
        yield value


def _decoded(content: bytes) -> Iterator[str]:
    """The characters of a file; in every encoding that it may have where it is not UTF-8.

    Of pictures, sound and films only beginning and end are read, where they tell of themselves.
    """
    if len(content) > 2 * _TOLD and _MEDIA.match(content):
        content = content[:_TOLD] + content[-_TOLD:]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16", "ignore")
        return
    try:
        yield content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield content.decode("utf-8", "ignore")
        if b"\x00" not in content:
            yield content.decode("gb18030", "ignore")
            yield content.decode("cp1252", "ignore")
    if b"\x00" in content:
        for encoding in ("utf-16-le", "utf-16-be"):
            yield content.decode(encoding, "ignore")
            yield content[1:].decode(encoding, "ignore")


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
