"""Lines of a text that begin as the key of a field which keeps something from the client: they were meant as fields."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

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
_LABEL = re.compile(rf"^[ \t]*{_MARKED}(?P<key>[^\W\d_][^:：*_\n]{{0,40}})[*_]{{0,3}}[ \t]*[:：]", re.MULTILINE)
_IN_BOLD = re.compile(r"^[ \t]*(?:\*\*|__)[^*_\n]+(?:\*\*|__)[ \t]*[:：]?[ \t]*$", re.MULTILINE)
_SEVERAL = 2
_MAY_BE_NAMED = ("nternal", "NTERNAL", "内部", "Ｎ", "ｎ")
"""The words for internal notes, in full-width letters as well."""


def keys_in_text(text: str, of_type: RecordType) -> Iterator[str]:
    """The keys, as they are written, that begin lines of a text outside its code and were meant to keep something.

    Those of internal notes in words that are nothing else, in a list and in bold as well; else in small letters or in
    bold: `Internal: two of us` may begin any sentence. Those of other fields for the team, and `visibility: team`, with
    a value that the field can have.
    """
    if (":" in text or "：" in text) and _key_line(of_type.name).search(text):
        plain = without_code(text)
        lines = (found for found in _key_line(of_type.name).finditer(plain) if _is_meant(found, of_type))
        yield from (found["key"] for found in lines if not (_marks(found)[0] and _is_one_of_several(found, plain)))


def headings_in_text(text: str, of_type: RecordType) -> Iterator[str]:
    """The lines of a text that look like the heading under which internal notes stand in a Markdown record."""
    if any(each in text for each in _MAY_BE_NAMED):
        words = {key.casefold() for key in of_type.fields[_INTERNAL].keys()}
        lines = text.split("\n")
        found = ((lines[number].strip(), is_marked) for number, _, is_marked in like_headings(text, words))
        yield from (line for line, is_marked in found if is_marked or len(_IN_BOLD.findall(text)) < _SEVERAL)


def _marks(found: re.Match[str]) -> tuple[bool, bool, bool]:
    """Whether a label is marked at all, in a list, and in bold."""
    item, bold = bool(found["item"]), bool(found["bold"])
    return item or bold, item, bold


def _is_one_of_several(found: re.Match[str], text: str) -> bool:
    """Whether other words are marked in the same way, as those of the fields of a form: then it is one of these."""
    labels = (each for each in _LABEL.finditer(text) if _marks(each) == _marks(found))
    return any(each["key"].strip() != found["key"] for each in labels)


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
        return key.casefold() != _INTERNAL or (not found["item"] and (key == _INTERNAL or bool(found["bold"])))
    if found["item"] or found["bold"]:
        return False
    problems: list[Problem] = []
    value = field.kind.read(Scalar(TEXT, found["value"].strip("\"' ")), Place(""), problems)
    return bool(value) and not problems and (field.name != _VISIBILITY or value == "team")


@cache
def _key_line(type_name: str) -> re.Pattern[str]:
    """A line that begins with one of these keys."""
    keys = "|".join(map(re.escape, sorted(_hiding(type_name), key=len, reverse=True)))
    return re.compile(
        rf"^[ \t]*{_MARKED}[\"']?(?P<key>{keys})[\"']?"
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
