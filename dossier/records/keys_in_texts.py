"""Lines of a text that begin as the key of a field which keeps something from the client: they were meant as fields."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

import dossier.records.team_text_rules  # noqa: F401 - importing it registers the rules
from dossier.problems.problem import Place, Problem
from dossier.records.declare import RECORD_TYPES
from dossier.records.kinds import Text
from dossier.text.code import blanked_code
from dossier.text.layout import end_of
from dossier.text.like_headings import like_headings
from dossier.text.team_text import CLOSES, OPENS
from dossier.text.yaml import TEXT, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dictionary

    from dossier.records.declare import Field, RecordType

_INTERNAL, _VISIBILITY = "internal", "visibility"
_ITEM = r"(?:(?:[-*+]|\d+[.)])[^\S\n]+|(?:[•·]|\d+、|[（(]\d+[）)])[^\S\n]*)(?:\[[ xX]\][^\S\n]*)?"
_MARKED = rf"(?P<item>{_ITEM})?(?P<boxed>[\[【（(])?(?P<bold>[*_]{{1,3}})?"
_COUNTERPART = re.compile(
    rf"^[^\S\n]*{_MARKED}(?:external|outside|public|外部|对外|公开)[*_]{{0,3}}[ \t]*(?:[:：]|[*_]*$)",
    re.MULTILINE | re.IGNORECASE,
)
"""What stands beside `Internal` where a text tells of two sides of something."""
_BESIDE = 12
"""So many lines away it stands at most."""
_LINE_END = re.compile(r"\n")
_COMMENT = re.compile(r"(?<!\s)\s+#.*$")
_BEHIND_KEYS = (":", "：", "】", "——")
_MAY_BE_NAMED = ("nternal", "NTERNAL", "内部", "Ｎ", "ｎ")
"""The words for internal notes, in full-width letters as well."""


def keys_in_text(text: str, of_type: RecordType) -> Iterator[tuple[str, int]]:
    """The keys, as they are written, that begin lines of a text outside its code and were meant to keep something.

    Each with where it begins, counted in characters. Those of internal notes in words that are nothing else, however
    they are marked; else in small letters or in bold, where no counterpart stands beside them: `Internal: two of us`
    may begin any sentence. Those of other fields for the team, and `visibility: team`, with a value that the field can
    have.
    """
    if any(map(text.__contains__, _BEHIND_KEYS)) and _key_line(of_type.name).search(text):
        shown = blanked_code(text)
        sides = _Counterparts(shown)
        for found in _key_line(of_type.name).finditer(shown):
            key, at = found["key"], found.start("key")
            may_be_side = key.casefold() == _INTERNAL and (key != _INTERNAL or _marks(found) != (False, False))
            if _is_meant(found, of_type) and not (may_be_side and sides.beside(sides.line_of(at), _marks(found))):
                yield key, at


def headings_in_text(text: str, of_type: RecordType) -> Iterator[str]:
    """The lines of a text that look like the heading under which internal notes stand in a Markdown record."""
    if any(each in text for each in _MAY_BE_NAMED):
        words = {key.casefold() for key in of_type.fields[_INTERNAL].keys()}
        lines = text.split("\n")
        sides = _Counterparts(blanked_code(text))
        for number, word, is_marked in like_headings(text, words):
            if is_marked or word != _INTERNAL or not sides.beside(number, (False, True)):
                yield lines[number].strip()


def is_for_the_team(name: str, of_type: RecordType) -> bool:
    """Whether what an author calls a part, such as a criterion, is the key of internal notes."""
    return name.casefold() in {_INTERNAL, *(key.casefold() for key in of_type.fields[_INTERNAL].keys())}


class _Counterparts:
    """Where in a text counterparts of `Internal` stand: by how they are marked, on which lines from 0."""

    def __init__(self, text: str) -> None:
        self._begins = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._lines: dict[tuple[bool, bool], list[int]] = {}
        for found in _COUNTERPART.finditer(text):
            self._lines.setdefault(_marks(found), []).append(self.line_of(found.end()))

    def line_of(self, at: int) -> int:
        """The line, from 0, on which a place in the text lies."""
        return bisect_right(self._begins, at) - 1

    def beside(self, line: int, marks: tuple[bool, bool]) -> bool:
        """Whether one that is marked in the same way stands near a line."""
        lines = self._lines.get(marks, [])
        number = bisect_left(lines, line - _BESIDE)
        return number < len(lines) and lines[number] <= line + _BESIDE


def _marks(found: re.Match[str]) -> tuple[bool, bool]:
    """Whether a label is marked as an item of a list, and in bold."""
    return bool(found["item"]), bool(found["bold"])


def keys_in_joined_lines(lines: list[str], node: Node, of_type: RecordType, place: Place) -> Iterator[Problem]:
    """A problem for each such line in a text that YAML makes one line of: within quotes, or behind `>`.

    `place` is that of the first of the lines.
    """
    if isinstance(node, Scalar):
        joined = range(node.start_mark.line + 1, end_of(lines, node)[0] + 1) if _is_joined(node) else ()
        for number in joined:
            found = _key_line(of_type.name).match(lines[number])
            if found and _is_meant(found, of_type):
                at = place._replace(line=(place.line or 1) + number, column=found.start("key") + 1)
                yield key_in_text(at, found["key"])
    elif isinstance(node, Sequence):
        for each in node.value:
            yield from keys_in_joined_lines(lines, each, of_type, place)
    elif isinstance(node, Mapping):
        for _, value in node.value:
            yield from keys_in_joined_lines(lines, value, of_type, place)


def may_hold_keys(text: str, of_type: RecordType) -> bool:
    """Whether any line of a file begins as such a key, be it one."""
    return any(_is_meant(found, of_type) for found in _key_line(of_type.name).finditer(text))


def key_in_text(place: Place, key: str, *, on_page: bool = False) -> Problem:
    """What is wrong with such a key, and what to do; a page has no such field."""
    message = f"`{key}` is a part of this text and no field: what follows it is shown"
    field = (
        f"put it between `{OPENS}` and `{CLOSES}`" if on_page else "make it a field, in the column of the other keys"
    )
    return Problem("DOS633", place, message, f"{field}, or call it otherwise")


def _is_joined(node: Scalar) -> bool:
    return node.style != "|" and node.start_mark is not None and node.end_mark.line > node.start_mark.line


def _is_meant(found: re.Match[str], of_type: RecordType) -> bool:
    key = found["key"]
    field = _hiding(of_type.name)[key.casefold()]
    is_plain = not (found["item"] or found["quoted"] or found["boxed"])
    if field.name == _INTERNAL:
        stands_out = key in {_INTERNAL, _INTERNAL.upper()} or bool(found["bold"])
        return key.casefold() != _INTERNAL or (is_plain and stands_out)
    if found["bold"] or not is_plain or key not in {field.name, field.label.zh, _VISIBILITY.capitalize()}:
        return False
    problems: list[Problem] = []
    written = _COMMENT.sub("", found["value"]).strip("\"' ")
    value = field.kind.read(Scalar(TEXT, written), Place(""), problems)
    return bool(value) and not problems and (field.name != _VISIBILITY or value == "team")


@cache
def _key_line(type_name: str) -> re.Pattern[str]:
    """A line that begins with one of these keys."""
    keys = "|".join(map(re.escape, sorted(_hiding(type_name), key=len, reverse=True)))
    return re.compile(
        rf"^[^\S\n]*(?P<quoted>>[ \t>]*)?{_MARKED}[\"']?(?P<key>{keys})[\"']?"
        r"(?:[*_]{1,3})?[ \t]*(?::(?=[\s*_]|$|[^\x00-\x7f])|：|(?<=[^a-z])】|——)[*_]{0,3}[ \t]*(?P<value>.*)$",
        re.MULTILINE | re.IGNORECASE,
    )


@cache
def _hiding(type_name: str) -> Dictionary[str, Field]:
    """The fields of a type that keep something from the client, by the keys, in small letters, that name nothing else."""
    fields = RECORD_TYPES[type_name].fields
    kept = dict.fromkeys((_INTERNAL, *map(str.casefold, fields[_INTERNAL].label.all())), fields[_INTERNAL])
    others = (f for f in fields.values() if (f.internal and not isinstance(f.kind, Text)) or f.name == _VISIBILITY)
    return {key: each for each in others for key in (each.name, each.label.zh)} | kept
