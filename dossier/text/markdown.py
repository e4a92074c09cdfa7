"""A Markdown file split into its front matter, its opening text, and the sections under its headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.text.team_text import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.text.source import Source

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
ITEM = re.compile(r"[-*+] +|\d+[.)] +")
_HEADING = re.compile(r"^## +(.+?)(?: +#+)? *$")


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
        """The body cut at its `## ` headings; those within code fences do not count."""
        return tuple(_sections(self.body, self.body_line))


def document(source: Source) -> Document:
    """Split a Markdown file at its front matter: the lines between a first line `---` and the next one."""
    lines = source.text.split("\n")
    if lines[0].rstrip() == "---":
        for end in range(1, len(lines)):
            if lines[end].rstrip() == "---":
                front, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
                return Document(front + "\n" if front else "", 2, body, end + 2)
    return Document("", 1, source.text, 1)


def outside_fences(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a Markdown text that do not belong to a fenced code block, with their number from 0."""
    fence = ""
    for number, line in enumerate(text.split("\n")):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match[1]
        elif match and match[1][0] == fence[0] and len(match[1]) >= len(fence):
            fence = ""
        elif not fence:
            yield number, line


def item_lines(text: str) -> Iterator[int]:
    """The numbers, from 0, of the lines on which the items of a section's list begin.

    Text before the first mark is an item, too; a mark of the team's own text on a line of its own is none.
    """
    begun = False
    for number, line in enumerate(text.split("\n")):
        if ITEM.match(line) or (without_marks(line).strip() and not begun):
            begun = True
            yield number


def _sections(body: str, first_line: int) -> Iterator[Section]:
    lines = body.split("\n")
    marks = [(n, match[1]) for n, line in outside_fences(body) if (match := _HEADING.match(line))]
    starts = [(-1, ""), *marks]
    for (start, heading), end in zip(starts, [n for n, _ in marks] + [len(lines)], strict=True):
        text = "\n".join(lines[start + 1 : end])
        leading = len(text) - len(text.lstrip("\n"))
        yield Section(heading, first_line + max(start, 0), text.strip(), first_line + start + 1 + leading)
