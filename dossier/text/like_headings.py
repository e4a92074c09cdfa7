"""Lines of a Markdown text that a reader takes for headings, whatever they are."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from dossier.text.code import code_lines, has_a_fence_left_over
from dossier.text.markdown import shown_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_QUOTED = re.compile(r"^[\s>]*")
_ITEM_MARKS = re.compile(r"^(?:(?:[-*+]|\d+[.)])\s+)*")
_MARKED = re.compile(r"<h[1-6]|^(?:!!!|\?\?\?|===|///)")
_TITLED = re.compile(r'^(?:!!!|\?\?\?|===|///)[^"]*"([^"]*)"\s*$')
_HEADING = re.compile(r" {0,3}#{1,6}(?!#)")
_HASHES = re.compile(r"\s*\\?#{1,6}")
_BOLD = re.compile(r"\*\*|__")
_EMPHASIS = re.compile(r"[*_]")
_NOT_SHOWN = re.compile(r"<!--.*?(?:-->|$)|</?\w[^<>]*>|\{[^{}]*\}|:\w+:")
_AT_ENDS = re.compile(r"^(?:[\W\d_]|[一二三四五六七八九十]+(?=[、.)]))+|(?<![\W_])[\W_]+$")
_REMARK = re.compile(r"(?<=\S)\s*[(【\[][^()【】\[\]]*[)】\]]\s*$")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-+) *$")
_DEFINITION = re.compile(r"^ {0,3}: +\S")
_MARKS = re.compile(r"[*`~\\]|__+")


def like_headings(text: str, words: Collection[str]) -> Iterator[tuple[int, str, bool]]:
    """The lines, from 0, that a reader of a text takes for a heading with one of these words, each with the word.

    `words` are in small letters. The last tells whether it is marked as a heading, of whatever level and form, also in
    a quotation or an item of a list: `## Words`, `＃＃ Words`, words with a line below them, with a comment or number
    beside them; else it is a line in bold alone, one in italics with which a paragraph begins, or what a list of
    definitions defines. Within fences only `## Words` counts, and only where a fence is left over: one was forgotten.
    """
    small = unicodedata.normalize("NFKC", text).casefold()
    if any(each in small for each in words):
        found = {number: (word, is_marked) for number, word, is_marked in _like_headings(text)}
        if has_a_fence_left_over(text):
            lines = enumerate(text.split("\n"))
            found |= {number: (_words(line), True) for number, line in lines if _HEADING.match(line)}
        for number, (word, is_marked) in sorted(found.items()):
            if word in words:
                yield number, word, is_marked


def _like_headings(text: str) -> Iterator[tuple[int, str, bool]]:
    """The words, in small letters, of lines outside code and tables that look like headings, numbered from 0."""
    lines = text.split("\n")
    shown_of = shown_lines(text, lines)
    code = code_lines(lines)
    for number, line in enumerate(lines):
        if number in code or not shown_of[number].strip() or line.lstrip().startswith("|"):
            continue
        quoted = _QUOTED.sub("", unicodedata.normalize("NFKC", line))
        inner = _ITEM_MARKS.sub("", quoted)
        shown = html.unescape(_LINK.sub(r"\1", _NOT_SHOWN.sub("", _TITLED.sub(r"\1", inner))))
        below = lines[number + 1] if number + 1 < len(lines) else ""
        is_marked = bool(_MARKED.search(inner) or _HASHES.match(shown) or (shown.strip() and _UNDERLINE.match(below)))
        begins = number == 0 or not lines[number - 1].strip()
        stands_out = inner == quoted and (
            _BOLD.search(shown) or (begins and _EMPHASIS.search(shown)) or _DEFINITION.match(below)
        )
        if is_marked or stands_out:
            yield number, _words(shown), is_marked


def _words(shown: str) -> str:
    """What is read of a line without its marks, in small letters."""
    return " ".join(_AT_ENDS.sub("", _REMARK.sub("", _MARKS.sub("", shown))).replace("_", " ").split()).casefold()
