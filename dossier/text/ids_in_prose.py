"""Numbers of records as they stand in prose: `REQ-001`, `webshop/REQ-001`, `[[REQ-001]]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.text.code import outside_fences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_NUMBERED = re.compile(r"((?:.*[^\W\d_])?)-\d+")
_NUMBER = re.compile(r"(?<!\S)\S*?-[0-9]\S*")
EXPLICIT = r"(?<!\\)\[\[(?P<explicit>[^\[\]\n|]+?)(?:\\?\|(?P<words>[^\[\]\n]*))?\]\]"
"""The pattern of a link to a record: its id, and other words; in a table a backslash stands before the stroke."""
_EXPLICIT = re.compile(EXPLICIT)
# Code spans, link targets, autolinks and tags, bare addresses: what stands in them is not prose.
_NOT_PROSE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|(?<=\])\([^()\s]*\)|<[^<>\s][^<>]*>|https?://[^\s<>()，。；、]+")


def number_prefixes(ids: Iterable[str]) -> frozenset[str]:
    """What stands before the hyphen in those ids that end in a hyphen and digits."""
    return frozenset(match[1] for each in ids if (match := _NUMBERED.fullmatch(each)) and match[1])


def number_pattern(prefixes: Collection[str], projects: Iterable[str]) -> re.Pattern[str] | None:
    """What looks like the number of a record: one of the prefixes in use, a hyphen, digits.

    The name of one of `projects` may stand before it, with a slash. None where no prefix is in use. Only
    Latin letters end a number, so that it is seen within Chinese text, which has no spaces.
    """
    if not prefixes:
        return None
    before = "|".join(re.escape(project) for project in sorted(projects))
    project = rf"(?:(?:{before})/)?" if before else ""
    own = "|".join(re.escape(prefix) for prefix in sorted(sorted(prefixes), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9_./@#&=-]){project}(?:{own})-[0-9]+(?![A-Za-z0-9_/]|[.-][A-Za-z0-9])")


def numbers(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """What the pattern finds in Markdown prose: not in code, addresses of links, tags, or `[[…]]`."""
    if pattern.search(text):
        for line in prose_lines(text):
            yield from (match[0] for match in pattern.finditer(_EXPLICIT.sub(" ", line)))


def numbered_words(text: str) -> Iterator[str]:
    """The words of Markdown prose, parted by white space, that hold a hyphen and a digit.

    In these alone `numbers` finds what it finds in the text, whatever the pattern.
    """
    if _NUMBER.search(text):
        for line in prose_lines(text):
            yield from _NUMBER.findall(_EXPLICIT.sub(" ", line))


def explicit(text: str) -> Iterator[str]:
    """The ids in `[[REQ-001]]` and `[[REQ-001|other words]]`."""
    if "[[" in text:
        for line in prose_lines(text):
            yield from (match[1].strip() for match in _EXPLICIT.finditer(line))


def prose_lines(text: str) -> Iterator[str]:
    """The lines of a Markdown text outside fences, with a space for every code span, address and tag."""
    for _, line in outside_fences(text):
        yield _NOT_PROSE.sub(" ", line)
