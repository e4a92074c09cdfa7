"""What only the team may read within a text: everything between `<!-- team -->` and `<!-- /team -->`."""

from __future__ import annotations

import re

MARK = re.compile(r"<!--\s*(?:(?P<closes>/)\s*)?team\s*-->", re.IGNORECASE)
OPENS, CLOSES = "<!-- team -->", "<!-- /team -->"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNENDED = re.compile(r"<!--(?!.*?-->)", re.DOTALL)
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
    found = _UNENDED.search(_blanked(MARK, text)) if "<!--" in text else None
    return found if found and _UNENDED.search(_without_blocks(text)) else None


def balanced(text: str, open_before: int) -> str:
    """A piece of a longer text with every team block opened and closed within it."""
    return OPENS * open_before + text + CLOSES * blocks_left_open(text, open_before)


def without_marks(text: str) -> str:
    """The text as the team reads it: whole, without the marks."""
    return MARK.sub("", text)


def blanked_comments(text: str) -> str:
    """The text with blanks where its comments and marks are: all else stays on its line, in its column."""
    return _blanked(_COMMENT, text) if "<!--" in text else text


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


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
