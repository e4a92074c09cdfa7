"""A Markdown file split into its front matter, its opening text, and the sections under its headings."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.text.team_text import blanked_comments

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dossier.text.source import Source

_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$")
_ANY_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})[^`]*$")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
ITEM = re.compile(r"[-*+] +|\d+[.)] +")
_HEADING = re.compile(r"^##(?!#)\s*(.+?)\s*#*\s*$")
_QUOTED = re.compile(r"^[\s>]*")
_ITEM_MARKS = re.compile(r"^(?:(?:[-*+]|\d+[.)])\s+)*")
_MARKED = re.compile(r"<h[1-6]|^(?:!!!|\?\?\?|===|///)")
_TITLED = re.compile(r'^(?:!!!|\?\?\?|===|///)[^"]*"([^"]*)"\s*$')
_HASHES = re.compile(r"\s*\\?#{1,6}")
_BOLD = re.compile(r"\*\*|__")
_EMPHASIS = re.compile(r"[*_]")
_NOT_SHOWN = re.compile(r"<!--.*?(?:-->|$)|</?\w[^<>]*>|\{[^{}]*\}|:\w+:")
_AT_ENDS = re.compile(r"^[\W\d_]+|[\W_]+$")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-+) *$")
_DEFINITION = re.compile(r"^ {0,3}: +\S")
_MARKS = re.compile(r"[*`~\\]|__+")
_SPOILT_FRONT = re.compile(r"\s*^---[ \t]*\n[ \t]*[\w\"'-]+ *:(?:[ \t]|$)", re.MULTILINE)
SPOILT_FRONT = "these lines look like a front matter, which begins on the first line and ends with another `---`"


class Section(Struct, frozen=True):
    """The text under one second-level heading (`heading` is "" before the first), and the line its text begins on."""

    heading: str
    heading_line: int
    text: str
    line: int


class Document(Struct, frozen=True):
    """Front matter as YAML text ("" without), where it begins, and the body."""

    front: str
    front_line: int
    body: str
    body_line: int

    def sections(self) -> tuple[Section, ...]:
        """The body cut at its `## ` headings; those within code fences and comments do not count."""
        return tuple(_sections(self.body, self.body_line))

    def like_headings(self, words: Collection[str]) -> Iterator[tuple[int, str, bool]]:
        """The lines of the file that a reader takes for a heading with one of these words, each with the word.

        `words` are in small letters. The last tells whether it is marked as a heading, of whatever level and form, also
        in a quotation or an item of a list: `## Words`, `＃＃ Words`, words with a line below them, with a comment or
        number beside them; else it is a line in bold alone, one in italics with which a paragraph begins, or what a
        list of definitions defines.
        """
        small = unicodedata.normalize("NFKC", self.body).casefold()
        if any(each in small for each in words):
            for number, found, is_marked in _like_headings(self.body):
                if found in words:
                    yield self.body_line + number, found, is_marked


def document(source: Source) -> Document:
    """Split a Markdown file at its front matter: the lines between a first line `---` and the next one."""
    lines = source.text.split("\n")
    if lines[0].rstrip() == "---":
        for end in range(1, len(lines)):
            if lines[end].rstrip() == "---":
                front, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
                return Document(front + "\n" if front else "", 2, body, end + 2)
    return Document("", 1, source.text, 1)


def has_spoilt_front(source: Source) -> bool:
    """Whether a file that has no front matter begins as if it should have one."""
    return not document(source).front and _SPOILT_FRONT.match(source.text) is not None


def outside_fences(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a Markdown text that do not belong to a fenced code block, with their number from 0.

    As Python-Markdown has it, a fence that is never closed is none.
    """
    lines = text.split("\n")
    after = 0
    for begin, end in (*_fences(lines), (len(lines), len(lines))):
        yield from ((number, lines[number]) for number in range(after, begin))
        after = end


def fence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each fenced code block of a Markdown text begins and ends, counted in characters."""
    if "```" not in text and "~~~" not in text:
        return
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    yield from ((starts[begin], starts[end] - 1) for begin, end in _fences(lines))


def _fences(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The first line of each fenced code block and the one behind it; one that is never closed is none."""
    until = 0
    never_closed: set[str] = set()
    for number, line in enumerate(lines):
        match = _FENCE.match(line) if number >= until else None
        fence = match[1] if match and match[1] not in never_closed else ""
        if fence and (closed := _closes(fence, lines, number + 1)):
            until = closed + 1
            yield number, until
        else:
            never_closed |= {fence} if fence else set()


def without_code(text: str) -> str:
    """A Markdown text without its code, fenced however deep in lists and quotations, and without code in a line."""
    lines = text.split("\n")
    marks: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if _ANY_FENCE.match(line):
            marks.setdefault(line.strip(" \t>"), []).append(number)
    kept: list[str] = []
    number = 0
    while number < len(lines):
        found = _ANY_FENCE.match(lines[number])
        closing = marks.get(found[1], []) if found else []
        at = bisect_right(closing, number)
        if at == len(closing):
            kept.append(lines[number])
        number = closing[at] + 1 if at < len(closing) else number + 1
    return _CODE.sub(" ", "\n".join(kept))


def _closes(fence: str, lines: list[str], begin: int) -> int:
    """The number of the line that closes a fence, which has the very same mark; 0 where none does."""
    for number in range(begin, len(lines)):
        match = _FENCE.match(lines[number])
        if match and match[1] == fence and not match[2].strip():
            return number
    return 0


def item_lines(text: str) -> Iterator[int]:
    """The numbers, from 0, of the lines on which the items of a section's list begin.

    Text before the first mark is an item, too; nothing within a comment is one.
    """
    begun = False
    for number, line in enumerate(blanked_comments(text).split("\n")):
        if ITEM.match(line) or (line.strip() and not begun):
            begun = True
            yield number


def _sections(body: str, first_line: int) -> Iterator[Section]:
    lines = body.split("\n")
    shown = _shown(body, lines)
    marks = [
        (n, match[1]) for n, line in enumerate(lines) if _HEADING.match(shown[n]) and (match := _HEADING.match(line))
    ]
    starts = [(-1, ""), *marks]
    for (start, heading), end in zip(starts, [n for n, _ in marks] + [len(lines)], strict=True):
        text = "\n".join(lines[start + 1 : end])
        leading = len(text) - len(text.lstrip("\n"))
        yield Section(heading, first_line + max(start, 0), text.strip(), first_line + start + 1 + leading)


def _shown(body: str, lines: list[str]) -> list[str]:
    """The lines of a body, empty in fences, and blank where comments are that begin outside of them."""
    outside = [""] * len(lines)
    for number, line in outside_fences(body):
        outside[number] = line
    return blanked_comments("\n".join(outside)).split("\n")


def _like_headings(text: str) -> Iterator[tuple[int, str, bool]]:
    """The words, in small letters, of lines outside code and tables that look like headings, numbered from 0."""
    lines = text.split("\n")
    shown_of = _shown(text, lines)
    for number, line in outside_fences(text):
        if not shown_of[number].strip() or line.expandtabs().startswith("    ") or line.lstrip().startswith("|"):
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
    return " ".join(_AT_ENDS.sub("", _MARKS.sub("", shown)).replace("_", " ").split()).casefold()
