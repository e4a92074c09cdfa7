"""A Markdown file split into its front matter, its opening text, and the sections under its headings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.text.code import outside_fences
from dossier.text.team_text import blanked_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.text.source import Source

ITEM = re.compile(r"[-*+] +|\d+[.)] +")
_HEADING = re.compile(r"^##(?!#)\s*(.+?)\s*#*\s*$")
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
        return _all_sections(self.body, self.body_line)


@lru_cache(maxsize=4)  # it is asked for many times while a file is read
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


def item_lines(text: str) -> Iterator[int]:
    """The numbers, from 0, of the lines on which the items of a section's list begin.

    Text before the first mark is an item, too; nothing within a comment is one.
    """
    begun = False
    for number, line in enumerate(blanked_comments(text).split("\n")):
        if ITEM.match(line) or (line.strip() and not begun):
            begun = True
            yield number


@lru_cache(maxsize=4)
def _all_sections(body: str, first_line: int) -> tuple[Section, ...]:
    return tuple(_sections(body, first_line))


def _sections(body: str, first_line: int) -> Iterator[Section]:
    lines = body.split("\n")
    shown = shown_lines(body, lines)
    marks = [
        (n, match[1]) for n, line in enumerate(lines) if _HEADING.match(shown[n]) and (match := _HEADING.match(line))
    ]
    starts = [(-1, ""), *marks]
    for (start, heading), end in zip(starts, [n for n, _ in marks] + [len(lines)], strict=True):
        text = "\n".join(lines[start + 1 : end])
        leading = len(text) - len(text.lstrip("\n"))
        yield Section(heading, first_line + max(start, 0), text.strip(), first_line + start + 1 + leading)


def shown_lines(body: str, lines: list[str]) -> list[str]:
    """The lines of a body, empty in fences, and blank where comments are that begin outside of them."""
    outside = [""] * len(lines)
    for number, line in outside_fences(body):
        outside[number] = line
    return blanked_comments("\n".join(outside)).split("\n")
