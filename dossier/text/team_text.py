"""What only the team may read within a text: everything between `<!-- team -->` and `<!-- /team -->`.

In Chinese the marks are `<!-- 团队 -->` and `<!-- /团队 -->`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = re.compile(r"<!---*\s*(?:(?P<closes>/)\s*)?(?:team|团队)\s*-*-->", re.IGNORECASE)
OPENS, CLOSES = "<!-- team -->", "<!-- /team -->"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ALONE_IN_CODE = re.compile(r"(?<!`)(`+)(?!`)[ \t]*((?:<!--(?:(?!-->)[^`\n])*-->[ \t]*)+)\1(?!`)")
_REMARK = re.compile(r"<!--[^\n]*?-->")
_BEGIN = re.compile("<!--")
_ENDS_AT_ONCE = re.compile("<!---?>")
_NO_LINE_END = re.compile(r"[^\n]")
_BLANK = " \t\n"


def public_text(text: str) -> str:
    """The text without team blocks and without any other comment, as if they had never been written.

    In doubt it hides: what follows a block that is never closed, what stands before one that was never opened, and what
    follows a comment without an end.
    """
    if "<!--" not in text:
        return text
    while MARK.search(text):  # what a removed block parted might itself be a mark
        text = _without_blocks(text)
    text = _ALONE_IN_CODE.sub(r"\2", text)  # the marks of code would be left, and begin another
    while "<!--" in text:
        text = _joined(_COMMENT.split(text))
    return text.strip()


def blocks_left_open(text: str, open_before: int = 0) -> int:
    """How many team blocks are still open at the end of a text, where some were open before it."""
    depth = open_before
    for mark in MARK.finditer(text):
        depth = max(depth - 1, 0) if mark["closes"] else depth + 1
    return depth


def unpaired(text: str) -> list[re.Match[str]]:
    """The marks, in order, that begin a team block which never ends, or end one that never began."""
    begun: list[re.Match[str]] = []
    stray: list[re.Match[str]] = []
    for mark in MARK.finditer(text):
        if not mark["closes"]:
            begun.append(mark)
        elif begun:
            begun.pop()
        else:
            stray.append(mark)
    return stray + begun


def comment_without_end(text: str) -> re.Match[str] | None:
    """The beginning of a comment that never ends, outside team blocks; None without one."""
    if "<!--" not in text or not _last_begin(_without_blocks(text)):
        return None
    return _last_begin(_blanked(MARK, text))


def _last_begin(text: str) -> re.Match[str] | None:
    """The first beginning of a comment that has no end, or that HTML takes for a whole one: `<!-->`."""
    begins = (c.start() for c in _COMMENT.finditer(text) if not c[0].endswith("-->") or _ENDS_AT_ONCE.match(c[0]))
    return next((_BEGIN.match(text, begin) for begin in begins), None)


def hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each team block and each other comment of a text begins and ends, as `public_text` takes them out."""
    yield from _blocks(text)
    yield from comments(text)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Where each comment outside team blocks begins and ends."""
    blocks = _blocks(text)
    ends = [0, *(end for _, end in blocks)]
    kept = [text[end:begin] + " " * (until - begin) for end, (begin, until) in zip(ends, blocks, strict=False)]
    return (comment.span() for comment in _COMMENT.finditer("".join([*kept, text[ends[-1] :]])))


def _blocks(text: str) -> list[tuple[int, int]]:
    """Where each team block begins and ends, those within others not counted."""
    blocks: list[tuple[int, int]] = []
    depth = begin = 0
    for mark in MARK.finditer(text):
        begin = begin if depth else mark.start()
        depth = max(depth - 1, 0) if mark["closes"] else depth + 1
        blocks += [] if depth else [(begin, mark.end())]
    return [*blocks, (begin, len(text))] if depth else blocks


def balanced(text: str, open_before: int) -> str:
    """A piece of a longer text with every team block opened and closed within it."""
    return OPENS * open_before + text + CLOSES * blocks_left_open(text, open_before)


def without_marks(text: str) -> str:
    """The text as the team reads it: whole, without the marks."""
    return MARK.sub("", text) if "<!--" in text else text


def without_remarks(line: str) -> str:
    """A line without the comments that begin and end in it and are no marks."""
    return _REMARK.sub(lambda found: found[0] if MARK.fullmatch(found[0]) else "", line).strip()


def blanked_comments(text: str) -> str:
    """The text with blanks where its comments and marks are: all else stays on its line, in its column."""
    return _blanked(_COMMENT, text) if "<!--" in text else text


def dotted_where_hidden(text: str) -> str:
    """The text with dots where its comments and team blocks are: all else stays on its line, in its column."""
    return _where_hidden(text, ".")


def blanked_where_hidden(text: str) -> str:
    """The same with blanks: what follows them begins a line, as it does for the client."""
    return _where_hidden(text, " ")


def _where_hidden(text: str, sign: str) -> str:
    kept: list[str] = []
    at = 0
    for begin, end in sorted(hidden_spans(text)):
        kept += (text[at:begin], _NO_LINE_END.sub(sign, text[begin:end]))
        at = end
    return "".join([*kept, text[at:]])


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: _NO_LINE_END.sub(" ", found[0]), text)


def _without_blocks(text: str) -> str:
    kept: list[str] = []
    depth = position = 0
    for mark in MARK.finditer(text):
        if mark["closes"] and depth == 0:
            kept.clear()
        elif mark["closes"]:
            depth -= 1
        else:
            kept += [text[position : mark.start()]] if depth == 0 else []
            depth += 1
        position = mark.end()
    return _joined([*kept, text[position:] if depth == 0 else ""])


def _joined(pieces: list[str]) -> str:
    """The pieces that are left, with the white space between them that stood there before something came between."""
    found: list[str] = []
    blank = ""  # the white space behind what was found so far
    for number, piece in enumerate(pieces):
        after = piece.lstrip(_BLANK)
        word = after.rstrip(_BLANK)
        ahead = piece[: len(piece) - len(after)]
        blank = _between(blank, ahead) if number else ahead
        if word:
            found += [blank, word]
            blank = after[len(word) :]
    return "".join([*found, blank])


def _between(behind: str, ahead: str) -> str:
    """White space before and after something that was taken out, as one."""
    lines = max(behind.count("\n"), ahead.count("\n"))
    if "\n" in ahead:
        return "\n" * lines + ahead.rpartition("\n")[2]
    return behind if lines else behind or ahead
