"""Markdown from records as Markdown that is safe in any generator: no raw HTML, no unsafe address, numbers as links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.fence import fences
from dossier.render.plain_inline import InlineProse
from dossier.render.plain_text import escape
from dossier.text.addresses import DEFINITION, DEFINITION_WITHIN, defined_address
from dossier.text.team_text import without_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    ShowFence = Callable[[str, int], str]
    """The Markdown of a live view, from its text and the level of the heading above it."""

# A fence within a quotation ends with it, which only a parser of the whole could tell: it is told as text.
_FENCE = re.compile(r"(?P<before>[ \t]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_LEAD = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\](?=\s))?)*")
_RULED_ROW = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LANGUAGE = re.compile(r"[\w+#-]+")
_DEEPEST = 6


class _Piece(Struct, frozen=True):
    """Lines of one kind: `text`, `code` as written, `heading` (with its level), `live` (the text of a fence)."""

    kind: str
    text: str
    level: int = 0


def prose(text: str, level: int, inline: InlineProse, show: ShowFence) -> str:
    """The text below a heading of `level`: its own headings one deeper, its live views as they are today.

    Code stands as written; a fence without an end gets one, for it would swallow the rest of the page.
    """
    written = without_marks(text).replace("\t", "    ")
    inline = inline.knowing(_definitions(written))
    pieces = list(_pieces(_without_definitions(written)))
    least = min((piece.level for piece in pieces if piece.kind == "heading"), default=1)
    now = level
    out = []
    for piece in pieces:
        if piece.kind == "heading":
            now = min(level + 1 + piece.level - least, _DEEPEST)
            out.append(f"{'#' * now} {inline.markdown(piece.text)}")
        elif piece.kind == "live":
            out.append(show(piece.text, now))
        else:
            out.append(piece.text if piece.kind == "code" else _lines(piece.text, inline))
    return "\n\n".join(part.strip("\n") for part in out if part.strip())


def in_a_cell(text: str, inline: InlineProse, show: ShowFence) -> str:
    """The text on one line, as a cell of a table takes it: paragraphs and items parted by `<br>`."""
    found: list[str] = []
    fence = ""
    fresh = True
    for line in prose(text, _DEEPEST, inline, show).split("\n"):
        mark = _FENCE.fullmatch(line)
        if mark and fence and (not mark["mark"].startswith(fence) or mark["info"].strip()):
            mark = None  # a line of code
        if mark:
            fence = "" if fence else mark["mark"]
        plain = _flat(line) if not fence else escape(line)
        begins = fresh or bool(fence) or bool(_ITEM.match(line)) or line.lstrip().startswith(("#", "|"))
        if mark or not plain:
            fresh = True
            continue
        found += ["<br>"] if found and begins else [" "] if found else []
        found.append(plain)
        fresh = bool(fence) or line.lstrip().startswith(("#", "|"))
    return "".join(found)


def _flat(line: str) -> str:
    """A line of prose without what makes it a block; pipes would part the cell."""
    if _RULED_ROW.fullmatch(line) and line.strip():
        return ""
    plain = re.sub(r"^[ >]*#{1,6} +(.*)$", r"**\1**", line.strip())
    plain = re.sub(r"^(?:> ?)+", "", plain)
    plain = re.sub(r"^[-*+] +", "• ", plain)
    plain = re.sub(r"^(\d+)([.)]) +", r"\1\\\2 ", plain)
    plain = _CODE.sub(lambda code: escape(code[2].replace("\\|", "|")) if "|" in code[2] else code[0], plain)
    return re.sub(r"^\||\|$", "", plain).replace("\\|", "&#124;").replace("|", "&#124;").strip()


def _definitions(text: str) -> dict[str, str]:
    """Where the text's reference links lead, by their names; they are written out, since two texts share a page."""
    outside = "\n".join(piece.text for piece in _pieces(text) if piece.kind == "text")
    found = (each for pattern in (DEFINITION, DEFINITION_WITHIN) for each in pattern.finditer(outside))
    return {" ".join(each["name"].casefold().split()): defined_address(each) for each in found}


def _without_definitions(text: str) -> str:
    if "]:" not in text:
        return text
    pieces = _pieces(text, as_written=True)
    return "\n".join(_undefined(piece.text) if piece.kind == "text" else piece.text for piece in pieces)


def _undefined(text: str) -> str:
    return DEFINITION_WITHIN.sub(lambda found: found["lead"].rstrip(), DEFINITION.sub("", text))


def _pieces(text: str, *, as_written: bool = False) -> Iterator[_Piece]:
    """The text cut into code, live views, headings and the rest; `as_written` keeps all but fences together."""
    lines = text.split("\n")
    live = {found.begin: found for found in fences(text)}
    number = 0
    rest: list[str] = []
    while number < len(lines):
        opening = _FENCE.fullmatch(lines[number])
        end = _end_of_fence(lines, number, opening) if opening else _end_of_indented(lines, number)
        if end == number and (as_written or (heading := _heading(lines, number, rest)) is None):
            rest.append(lines[number])
            number += 1
            continue
        if rest:
            yield _Piece("text", "\n".join(rest))
            rest = []
        if end > number:
            whole = lines[number:end]
            if number in live and not as_written:
                yield _Piece("live", live[number].text)
            elif opening and not as_written:
                yield _Piece("code", _fence(whole, opening))
            else:
                yield _Piece("code", "\n".join(whole) if as_written else _fenced(whole))
            number = end
        else:
            assert heading is not None
            yield heading[0]
            number += heading[1]
    if rest:
        yield _Piece("text", "\n".join(rest))


def _heading(lines: list[str], number: int, rest: list[str]) -> tuple[_Piece, int] | None:
    """The heading that begins on a line, and how many lines it has."""
    line = lines[number]
    if match := _HEADING.fullmatch(line):
        return _Piece("heading", match[2], len(match[1])), 1
    begins_block = not rest or not rest[-1].strip()
    after = lines[number + 1] if number + 1 < len(lines) else ""
    if begins_block and line.strip() and not _ITEM.match(line) and (under := _UNDERLINE.fullmatch(after)):
        return _Piece("heading", line.strip(), 1 if under[1][0] == "=" else 2), 2
    return None


def _end_of_fence(lines: list[str], begin: int, opening: re.Match[str]) -> int:
    """The line after a fence's last one."""
    mark = opening["mark"]
    for number in range(begin + 1, len(lines)):
        match = _FENCE.fullmatch(lines[number])
        if match and match["mark"].startswith(mark) and not match["info"].strip():
            return number + 1
    return len(lines)


def _end_of_indented(lines: list[str], begin: int) -> int:
    """The line after a block of code that is set in by four spaces; `begin` where there is none."""
    before = next((line for line in reversed(lines[:begin]) if line.strip() and not line.startswith("  ")), "")
    after_blank = begin == 0 or not lines[begin - 1].strip()
    if not lines[begin].startswith("    ") or not after_blank or _ITEM.match(before) or before.startswith(":"):
        return begin
    end = begin
    while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
        end += 1
    return end


def _fenced(lines: list[str]) -> str:
    """Code that was set in by four spaces, as a fence: so it is code wherever the text comes to stand."""
    marks = re.findall(r"`{3,}", "\n".join(lines))
    mark = "`" * (max(map(len, marks), default=2) + 1)
    return "\n".join([mark, *(line[4:] for line in lines), mark])


def _fence(lines: list[str], opening: re.Match[str]) -> str:
    """A fence with its language alone, closed, and every line of it set in as far as its mark.

    A line that is set in less ends a fence for Python-Markdown, and what follows would act.
    """
    last = _FENCE.fullmatch(lines[-1])
    closed = (
        len(lines) > 1 and last is not None and last["mark"].startswith(opening["mark"]) and not last["info"].strip()
    )
    body = lines[1:-1] if closed else lines[1:]
    language = _LANGUAGE.match(opening["info"].strip())
    before, mark = opening["before"], opening["mark"]
    marks = (found[0] for found in re.finditer(r"`{3,}|~{3,}", "\n".join(body)))
    mark = mark[0] * max([len(mark), *(len(each) + 1 for each in marks if each[0] == mark[0])])
    inner = (line if line.startswith(before) else before + line.lstrip(" \t") for line in body)
    return "\n".join([f"{before}{mark}{language[0] if language else ''}", *inner, f"{before}{mark}"])


def _lines(text: str, inline: InlineProse) -> str:
    """Paragraphs, lists and tables: the marks at the beginning of lines stay, what stands behind them is inline."""
    out = []
    for block in re.split(r"\n(?:[ ]*\n)+", text.strip("\n")):
        parts: list[tuple[str, list[str]]] = []  # what begins a piece of the block, and its lines
        for line in block.split("\n"):
            lead = _LEAD.match(line)
            mark = lead[0] if lead else ""
            if not parts or mark.strip() or _RULED_ROW.fullmatch(line) or "|" in line:
                parts.append((mark, [line[len(mark) :]]))
            else:
                parts[-1][1].append(line)
        out.append("\n".join(_part(mark, "\n".join(lines), inline) for mark, lines in parts))
    return "\n\n".join(out)


def _part(mark: str, text: str, inline: InlineProse) -> str:
    if _RULED_ROW.fullmatch(text) and text.strip():
        return mark + text
    return mark + inline.markdown(text)
