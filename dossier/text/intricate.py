"""Markdown that no reader could follow and no converter should try: without end in depth, in brackets or in length."""

from __future__ import annotations

import re

from dossier.text.code import outside_fences

MOST_LEVELS = 50
"""Of lists and quotes within each other; the converter calls itself for each."""
MOST_OPEN = 100
"""Brackets that are open at once in a paragraph; the converter looks for the end of each anew."""
MOST_DEFINITIONS = 200
"""In a row without an empty line; the converter calls itself for each."""
LONGEST = 200_000
"""Characters of a paragraph; the time that the converter takes grows with their square."""
_MARKS = re.compile(r"[ \t]*(?:[-+*>]|\d{1,9}[.)])(?=[ \t>]|$)")
_PART_OF_ITS_OWN = re.compile(r"[ \t>]*(?:\||(?:[-+*]|\d{1,9}[.)])[ \t])")
"""A row of a table or an item of a list begins, which is converted apart from what stands before it."""
_BRACKET = re.compile(r"[\[\]]")
_INDENTED_ITEM = re.compile(rf"[ \t]{{{MOST_LEVELS * 4}}}[ \t]*(?:[-+*]|\d{{1,9}}[.)])[ \t]")


def intricate(text: str) -> tuple[int, str] | None:
    """The line, from 0, on which a text becomes too intricate to be converted, and why; None for all others."""
    depth = definitions = length = 0
    for number, line in outside_fences(text):
        if not line.strip():
            depth = definitions = length = 0
            continue
        length = 0 if _PART_OF_ITS_OWN.match(line) else length
        length += len(line)
        if length > LONGEST:
            return number, f"a paragraph has more than {LONGEST:,} characters"
        definitions += line.lstrip().startswith(":")
        if _levels(line) > MOST_LEVELS or _INDENTED_ITEM.match(line):
            return number, f"more than {MOST_LEVELS} lists or quotes stand within each other"
        if definitions > MOST_DEFINITIONS:
            return number, f"more than {MOST_DEFINITIONS} definitions stand in a row without an empty line"
        for bracket in _BRACKET.findall(line) if depth or "[" in line else ():
            depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
            if depth > MOST_OPEN:
                return number, f"more than {MOST_OPEN} brackets are open at once"
        if line.count("](") > line.count(")") + MOST_OPEN:
            return number, f"more than {MOST_OPEN} addresses of links are never closed"
    return None


def _levels(line: str) -> int:
    """How many marks of lists and quotes a line begins with."""
    count = position = 0
    while match := _MARKS.match(line, position):
        position = match.end()
        count += 1
    return count
