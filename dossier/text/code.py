"""Code in a Markdown text: fenced, indented and within a line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$")
_ANY_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})[^`]*$")
_NO_LINE_END = re.compile(r"[^\n]")
_IN_A_LINE = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
_HOLDS_WHAT_FOLLOWS = re.compile(r" {0,3}(?:(?:[-*+]|\d+[.)])[ \t]|!!!|\?\?\?|===|///|: |\[\^)")
"""How items of lists, admonitions, tabs, definitions and footnotes begin: text indented below them is theirs."""


class CodeIn:
    """Where code stands in a Markdown text: its blocks, and what is code in a line."""

    def __init__(self, text: str) -> None:
        self._spans = code_spans(text)
        self._begins = [begin for begin, _ in self._spans]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._spans)

    def around(self, at: int) -> tuple[int, int] | None:
        """The code of which a place in the text is a part."""
        number = bisect_left(self._begins, at) - 1
        return self._spans[number] if number >= 0 and at < self._spans[number][1] else None

    def holds(self, begin: int, end: int) -> bool:
        """Whether a part of the text is a part of one code."""
        found = self.around(begin)
        return found is not None and end <= found[1]


def outside_fences(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a Markdown text that do not belong to a fenced code block, with their number from 0.

    As Python-Markdown has it, a fence that is never closed is none.
    """
    lines = text.split("\n")
    after = 0
    for begin, end in (*_fences(lines), (len(lines), len(lines))):
        yield from ((number, lines[number]) for number in range(after, begin))
        after = end


def has_a_fence_left_over(text: str) -> bool:
    """Whether a fence is never closed, so that the fences above it may be paired otherwise than they were meant."""
    return any(_FENCE.match(line) for _, line in outside_fences(text))


def code_lines(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that are code, fenced however deep in lists and quotations, or indented."""
    found = {number for begin, end in _fences(lines) for number in range(begin, end)}
    found |= _deep_fences([(n, line) for n, line in enumerate(lines) if n not in found])
    return found | _indented([("" if n in found else line) for n, line in enumerate(lines)])


def code_spans(text: str) -> list[tuple[int, int]]:
    """Where code begins and ends in a Markdown text, counted in characters: its blocks, and what is code in a line."""
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    code = code_lines(lines)
    begins = [starts[number] for number in sorted(code) if number - 1 not in code]
    ends = [starts[number + 1] - 1 for number in sorted(code) if number + 1 not in code]
    rest = "\n".join(" " * len(line) if number in code else line for number, line in enumerate(lines))
    return sorted([*zip(begins, ends, strict=True), *(found.span() for found in _IN_A_LINE.finditer(rest))])


def blanked_code(text: str) -> str:
    """A Markdown text with blanks where its code is: all else stays on its line, in its column."""
    kept: list[str] = []
    at = 0
    for begin, end in code_spans(text):
        kept += (text[at:begin], _NO_LINE_END.sub(" ", text[begin:end]))
        at = end
    return "".join([*kept, text[at:]])


def _fences(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
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


def _closes(fence: str, lines: Sequence[str], begin: int) -> int:
    """The number of the line that closes a fence, which has the very same mark; 0 where none does."""
    for number in range(begin, len(lines)):
        match = _FENCE.match(lines[number])
        if match and match[1] == fence and not match[2].strip():
            return number
    return 0


def _deep_fences(numbered: Sequence[tuple[int, str]]) -> set[int]:
    """The numbers of the lines between two fences in items and quotations, the fences included."""
    marks: dict[str, list[int]] = {}
    for at, (_, line) in enumerate(numbered):
        if _ANY_FENCE.match(line):
            marks.setdefault(line.strip(" \t>"), []).append(at)
    found: set[int] = set()
    at = 0
    while marks and at < len(numbered):
        fence = _ANY_FENCE.match(numbered[at][1])
        closing = marks.get(fence[1], []) if fence else []
        behind = bisect_right(closing, at)
        until = closing[behind] + 1 if behind < len(closing) else at
        found.update(number for number, _ in numbered[at:until])
        at = max(until, at + 1)
    return found


def _indented(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that are code because they are indented, and belong to nothing above them."""
    found: set[int] = set()
    is_held = is_code = False
    may_begin = True
    for number, line in enumerate(lines):
        if not line.strip():
            may_begin = True
        elif not line.expandtabs(4).startswith("    "):
            is_held = (is_held and not may_begin) or bool(_HOLDS_WHAT_FOLLOWS.match(line))
            is_code = may_begin = False
        elif (may_begin or is_code) and not is_held:
            found.add(number)
            is_code = True
            may_begin = False
        else:
            may_begin = False
    return found
