"""A file of lists of records cut into texts with one record each, which read as they do in the file."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dossier.records.declare import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_KEY = re.compile(r"([^\W\d][^:#'\"\[\]{}]*):[ \t]*(?:#.*)?")
_ITEM = re.compile(r"( *)-(?: .*)?")
_MAPPING = re.compile(r"( *- +)[^\W\d][^:#'\"\[\]{}]*:(?: .*)?")


def items(text: str) -> tuple[str, ...]:
    """A text for each record, below its key; () for a file that is written in any other way.

    In YAML's block style (YAML 1.2.2, section 8.2.1) a line that begins with the dash of a list, at its depth, begins
    an item: whatever belongs to an item stands deeper. A task that stands within another one is cut out and told its
    parent, so that of a long plan, too, only what changed is read again.
    """
    return tuple(_cut(text.split("\n")))


def _cut(lines: Sequence[str]) -> Iterator[str]:
    key, dash = "", ""
    item: list[str] = []
    found: list[str] = []
    for line in lines:
        if not line.strip() or line.lstrip(" ").startswith("#"):
            item.append(line)
        elif _KEY.fullmatch(line):
            found += _opened(key, "\n".join(item)) if dash else ()
            key, dash, item = line, "", []
        elif (match := _ITEM.fullmatch(line)) and key and (not dash or match[1] == dash[:-1]):
            found += _opened(key, "\n".join(item)) if dash else ()
            dash, item = f"{match[1]}-", [line]
        elif dash and line.startswith(" " * len(dash)):
            item.append(line)
        else:
            return
    yield from found
    if dash:
        yield from _opened(key, "\n".join(item))


@lru_cache(maxsize=16_384)  # of a plan that changes again and again nearly all items are as they were
def _opened(key: str, item: str) -> tuple[str, ...]:
    """The text of an item; where that is a task with tasks in it, its own text and one for each of them."""
    whole, lines = (f"{key}\n{item}",), item.split("\n")
    begin = _MAPPING.fullmatch(lines[0])
    if begin is None or not _is_tasks(key):
        return whole
    depth = len(begin[1])
    first = next((n for n, line in enumerate(lines) if _at(line, depth) and _is_tasks(line[depth:])), 0)
    if not first:
        return whole
    last = next((n for n in range(first + 1, len(lines)) if _at(lines[n], depth)), len(lines))
    identifier = _value([lines[0], *lines[1:first], *lines[last:]], depth, {"id"})
    inner = tuple(_cut([lines[first][depth:], *lines[first + 1 : last]]))
    parted = tuple(_with_parent(text, identifier) for text in inner)
    if not identifier or not inner or not all(parted):
        return whole
    return "\n".join((key, *lines[:first], *lines[last:])), *parted


def _with_parent(text: str, parent: str) -> str:
    """The text of a task with its parent; as it is where it tells one itself, "" where none can be added."""
    _, first, *lines = text.split("\n")
    begin = _MAPPING.fullmatch(first)
    if begin is None:
        return ""
    depth = len(begin[1])
    told = _value([first, *lines], depth, _keys_of_parent())
    return text if told else f"{text}\n{' ' * depth}parent: {parent}"


def _at(line: str, depth: int) -> bool:
    """Whether a line begins a key of a mapping so many spaces deep."""
    return len(line) > depth and line[:depth].isspace() and line[depth] not in " -#"


def _value(lines: Sequence[str], depth: int, keys: Collection[str]) -> str:
    """What stands behind one of these keys of a mapping whose first line begins with a dash; "" where none does."""
    for number, line in enumerate(lines):
        if number == 0 or _at(line, depth):
            key, colon, value = line[depth:].partition(":")
            if colon and key.strip().casefold() in keys:
                return value.strip()
    return ""


def _is_tasks(line: str) -> bool:
    found = _KEY.fullmatch(line)
    return found is not None and found[1].strip().casefold() in _keys_of_tasks()


@cache
def _keys_of_tasks() -> frozenset[str]:
    return frozenset(key.casefold() for key in RECORD_TYPES["task"].keys())


@cache
def _keys_of_parent() -> frozenset[str]:
    return frozenset(key.casefold() for key in RECORD_TYPES["task"].fields["parent"].keys())
