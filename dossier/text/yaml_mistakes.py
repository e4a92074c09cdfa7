"""Where in a text that is no YAML the mistake probably is, and what to do: the parser often stops far behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    import yaml

_KEY = r"[^\s:：,\[\]{}\"'#&*!|>%@`-][^:：\[\]{}\"'#]*?"
_WIDE_COLON = re.compile(rf"^ *(?:- +)*{_KEY}(：)")
_NO_SPACE = re.compile(rf"^ *(?:- +)*{_KEY}:(?=[^\s/:]|[^\S \t])")
_OTHER_BLANK = re.compile(r" *([^\S \t\n])")
_TAB_BEHIND_DASH = re.compile(r" *-(\t)")
_BULLET = re.compile(r" *([•·–—*])\s")
_WORD = re.compile(r" *[^\W\d][\w-]*")
_NO_SPACE_AFTER_DASH = re.compile(rf"^ *(-){_KEY}:(?:\s|$)")
_PAIR = re.compile(rf"^( *(?:- +)*){_KEY}:(?:\s|$)")
_DASH = re.compile(r"( *)-(?: |$)")
_BEHIND_QUOTE = re.compile(rf"( *(?:- +)*(?:{_KEY}: +)?(?:'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\"))[ ]*[^\s#,}}\]:]")
_COMMENT = re.compile(r"(?:^|[\s,\[{])(#[^\s,\]}]*)")
_QUOTED = frozenset("\"'")
_SPECIAL = "quote a text that holds `: `, ` #` or begins with one of [ ] { } & * ! | > % @ `"
_ENGLISH_COLON = "write an English colon and a space: `key: value`"
_PLAIN_SPACE = "write a plain space behind the colon: `key: value`"


class Mistake(NamedTuple):
    """A line and a column, both from 0, and what to do there."""

    line: int
    column: int
    hint: str


class Stop(Struct, frozen=True):
    """Where the parser stopped, and where what it was reading had begun; in its own words why."""

    lines: list[str]
    line: int
    column: int
    begun: tuple[int, int] | None
    context: str
    problem: str

    @property
    def written(self) -> str:
        """The line on which it stopped."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def above(self) -> int:
        """The number of the line above that is not blank; that of the line itself where there is none."""
        return next((n for n in range(min(self.line, len(self.lines)) - 1, -1, -1) if self.lines[n].strip()), self.line)


def mistake(lines: list[str], error: yaml.MarkedYAMLError, events: Iterable[Any]) -> Mistake:
    """The place and the remedy of what the parser could not read; `events` are what it read until then."""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    stop = Stop(
        lines,
        mark.line if mark else 0,
        mark.column if mark else 0,
        (begun.line, begun.column) if begun else None,
        error.context or "",
        error.problem or "",
    )
    tries = (
        _merge,
        _tab,
        _no_colon,
        _key,
        _quote,
        _behind_quote,
        _escape,
        _bracket,
        _item,
        _indentation,
        _document,
        _simple_key,
    )
    found = next(filter(None, (each(stop) for each in tries)), None)
    return found or _late_quote(stop, events) or Mistake(stop.line, stop.column, _SPECIAL)


def colon_hint(text: str) -> str:
    """What to do where a text seems to be a key and its value, with a colon that is none to YAML; "" elsewhere."""
    return _ENGLISH_COLON if _WIDE_COLON.match(text) else _PLAIN_SPACE if _NO_SPACE.match(text) else ""


def _merge(stop: Stop) -> Mistake | None:
    """The marks that git leaves where both sides of a merge changed the same lines."""
    for number, line in enumerate(stop.lines):
        if line.startswith("<<<<<<< "):
            return Mistake(number, 0, "git could not merge these lines: keep one of the two sides, without the marks")
    return None


def _tab(stop: Stop) -> Mistake | None:
    indentation = stop.written[: len(stop.written) - len(stop.written.lstrip())]
    if "\t" in indentation:
        return Mistake(stop.line, indentation.index("\t"), "YAML allows no tab for indentation; use spaces")
    for number in (stop.above, stop.line):
        line = stop.lines[number] if number < len(stop.lines) else ""
        if found := _OTHER_BLANK.match(line):
            return Mistake(number, found.start(1), "begin the line with plain spaces")
        if found := _TAB_BEHIND_DASH.match(line):
            return Mistake(number, found.start(1), "write a space behind the dash, no tab")
        if found := _BULLET.match(line):
            return Mistake(number, found.start(1), "begin an item with a hyphen and a space: `- `")
    return None


def _no_colon(stop: Stop) -> Mistake | None:
    """The name of a list without its colon, above the first item."""
    above = stop.lines[stop.above].rstrip() if stop.lines else ""
    if stop.above != stop.line and _DASH.match(stop.written) and _WORD.fullmatch(above):
        return Mistake(stop.above, len(above), f"write a colon behind it: `{above.strip()}:`")
    return None


def _key(stop: Stop) -> Mistake | None:
    """A key, here or above, with a colon or blank that is none to YAML."""
    here = [stop.begun[0]] if stop.begun and stop.context == "while scanning a simple key" else []
    for number in (*here, *([stop.above, stop.line] if "not allowed" in stop.problem else [])):
        line = stop.lines[number] if number < len(stop.lines) else ""
        if found := _WIDE_COLON.match(line):
            return Mistake(number, found.start(1), _ENGLISH_COLON)
        if found := _NO_SPACE.match(line):
            return Mistake(number, found.end(), _PLAIN_SPACE)
        if found := _NO_SPACE_AFTER_DASH.match(line):
            return Mistake(number, found.start(1), "write a space behind the dash: `- key: value`")
    return None


def _quote(stop: Stop) -> Mistake | None:
    if stop.begun and "quoted scalar" in stop.context and "unexpected" in stop.problem:
        return Mistake(*stop.begun, "the quote that begins here is never closed")
    return None


def _behind_quote(stop: Stop) -> Mistake | None:
    """A text in quotes that goes on behind its second quote."""
    found = _BEHIND_QUOTE.match(stop.written)
    if not found or stop.column < found.end(1):
        return None
    return Mistake(
        stop.line, found.end(1) - 1, "the quotes end here: put the whole text between quotes of the other kind"
    )


def _escape(stop: Stop) -> Mistake | None:
    if "unknown escape" in stop.problem or "hexdecimal" in stop.problem:  # as libyaml spells it
        hint = "between double quotes write `\\\\` for a backslash, or use single quotes"
        return Mistake(stop.line, stop.column, hint)
    return None


def _bracket(stop: Stop) -> Mistake | None:
    """A list or fields in brackets that are not closed, perhaps since a comment hides the rest of the line."""
    if not stop.begun or "flow" not in stop.context:
        return None
    line, column = stop.begun
    for number in range(line, min(stop.line + 1, len(stop.lines))):
        start = column if number == line else 0
        found = _COMMENT.search(stop.lines[number], start)
        if found and not any(stop.lines[number].count(quote, start, found.start(1)) % 2 for quote in _QUOTED):
            hint = f"`{found[1]}` is a comment to YAML, and hides the rest of the line: quote it"
            return Mistake(number, found.start(1), hint)
    if stop.line == line and stop.column < len(stop.written.rstrip()):
        return Mistake(line, stop.column, "a comma is missing before this, or the text around it needs quotes")
    return Mistake(line, column, "this bracket is not closed, or a text in it needs quotes")


def _indentation(stop: Stop) -> Mistake | None:
    """A key that stands in another column than the one above it, which has a value already."""
    if stop.above == stop.line:
        return None
    own, other = _PAIR.match(stop.written), _PAIR.match(stop.lines[stop.above])
    if own and other and not own[1].lstrip(" ").startswith("-") and len(own[1]) != len(other[1]):
        return Mistake(stop.line, len(own[1]), "let the key begin in the same column as the one above")
    return None


def _item(stop: Stop) -> Mistake | None:
    """An item that stands in another column than the item above it."""
    own = _DASH.match(stop.written)
    above = (_DASH.match(stop.lines[number]) for number in range(min(stop.line, len(stop.lines)) - 1, -1, -1))
    other = next(filter(None, above), None) if own else None
    if own and other and own.end(1) != other.end(1):
        return Mistake(stop.line, own.end(1), "let the dash stand in the same column as the one above")
    return None


def _document(stop: Stop) -> Mistake | None:
    if "expected a single document" in stop.context + stop.problem:
        return Mistake(stop.line, 0, "a file holds one document: delete this line")
    return None


def _simple_key(stop: Stop) -> Mistake | None:
    if stop.begun and stop.context == "while scanning a simple key":
        return Mistake(*stop.begun, "this is neither `key: value` nor the rest of the text above it")
    return None


def _late_quote(stop: Stop, events: Iterable[Any]) -> Mistake | None:
    """A quoted text that goes on to the line on which the parser stopped: it took the next quote for its end."""
    last = None
    for event in events:
        if getattr(event, "style", None) in _QUOTED:
            last = event
    if last and last.start_mark.line < last.end_mark.line == stop.line:
        hint = "the quote that begins here ends some lines below: is one missing before?"
        return Mistake(last.start_mark.line, last.start_mark.column, hint)
    return None
