"""Lines of a text that begin as the key of a field which keeps something from the client: they were meant as fields."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import dossier.records.team_text_rules  # noqa: F401 - importing it registers the rules
from dossier.problems.problem import Place, Problem
from dossier.records.declare import RECORD_TYPES
from dossier.records.kinds import Text
from dossier.text.code import without_code
from dossier.text.layout import end_of
from dossier.text.like_headings import like_headings
from dossier.text.yaml import TEXT, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dictionary

    from dossier.records.declare import Field, RecordType

_INTERNAL, _VISIBILITY = "internal", "visibility"
_MARKED = r"(?P<item>(?:[-*+]|\d+[.)])[ \t]+)?(?P<bold>[*_]{1,3})?"
_COUNTERPART = re.compile(
    rf"^[ \t]*{_MARKED}(?:external|public|outside|client|customer|外部|对外|公开|客户)\w{{0,9}}[*_]{{0,3}}[ \t]*(?:[:：]|[*_]*$)",
    re.MULTILINE | re.IGNORECASE,
)
"""What stands beside `Internal` where a text tells of two sides of something."""
_MAY_BE_NAMED = ("nternal", "NTERNAL", "内部", "Ｎ", "ｎ")
"""The words for internal notes, in full-width letters as well."""


def keys_in_text(text: str, of_type: RecordType) -> Iterator[str]:
    """The keys, as they are written, that begin lines of a text outside its code and were meant to keep something.

    Those of internal notes in words that are nothing else, however they are marked; else in small letters or in bold,
    where no counterpart stands beside them: `Internal: two of us` may begin any sentence. Those of other fields for the
    team, and `visibility: team`, with a value that the field can have.
    """
    if (":" in text or "：" in text) and _key_line(of_type.name).search(text):
        plain = without_code(text)
        paired = _marks_of_counterparts(plain)
        for found in _key_line(of_type.name).finditer(plain):
            is_paired = found["key"].casefold() == _INTERNAL and _marks(found) in paired
            if _is_meant(found, of_type) and not is_paired:
                yield found["key"]


def headings_in_text(text: str, of_type: RecordType) -> Iterator[str]:
    """The lines of a text that look like the heading under which internal notes stand in a Markdown record."""
    if any(each in text for each in _MAY_BE_NAMED):
        words = {key.casefold() for key in of_type.fields[_INTERNAL].keys()}
        lines = text.split("\n")
        is_paired = (False, True) in _marks_of_counterparts(without_code(text))
        for number, word, is_marked in like_headings(text, words):
            if is_marked or word != _INTERNAL or not is_paired:
                yield lines[number].strip()


def _marks_of_counterparts(text: str) -> frozenset[tuple[bool, bool]]:
    return frozenset(_marks(found) for found in _COUNTERPART.finditer(text))


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


def key_in_text(place: Place, key: str) -> Problem:
    """What is wrong with such a key, and what to do."""
    message = f"`{key}` is a part of this text and no field: what follows it is shown"
    return Problem("DOS633", place, message, "make it a field, in the column of the other keys, or call it otherwise")


def _is_joined(node: Scalar) -> bool:
    return node.style != "|" and node.start_mark is not None and node.end_mark.line > node.start_mark.line


def _is_meant(found: re.Match[str], of_type: RecordType) -> bool:
    key = found["key"]
    field = _hiding(of_type.name)[key]
    if field.name == _INTERNAL:
        is_a_word = key.casefold() == _INTERNAL
        return not is_a_word or (not (found["item"] or found["quoted"]) and (key == _INTERNAL or bool(found["bold"])))
    if found["item"] or found["bold"] or found["quoted"]:
        return False
    problems: list[Problem] = []
    value = field.kind.read(Scalar(TEXT, found["value"].strip("\"' ")), Place(""), problems)
    return bool(value) and not problems and (field.name != _VISIBILITY or value == "team")


@cache
def _key_line(type_name: str) -> re.Pattern[str]:
    """A line that begins with one of these keys."""
    keys = "|".join(map(re.escape, sorted(_hiding(type_name), key=len, reverse=True)))
    return re.compile(
        rf"^[ \t]*(?P<quoted>>[ \t>]*)?{_MARKED}[\"']?(?P<key>{keys})[\"']?"
        r"(?:[*_]{1,3})?[ \t]*(?::(?=[\s*_]|$|[^\x00-\x7f])|：)[*_]{0,3}[ \t]*(?P<value>.*)$",
        re.MULTILINE,
    )


@cache
def _hiding(type_name: str) -> Dictionary[str, Field]:
    """The fields of a type that keep something from the client, by the keys that stand for nothing else."""
    fields = RECORD_TYPES[type_name].fields
    kept = dict.fromkeys((_INTERNAL, _INTERNAL.capitalize(), *fields[_INTERNAL].label.all()), fields[_INTERNAL])
    others = (f for f in fields.values() if (f.internal and not isinstance(f.kind, Text)) or f.name == _VISIBILITY)
    return {key: each for each in others for key in (each.name, each.label.zh)} | kept
