"""The line and column of a place, found by reading its source again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.problems.problem import Place
from dossier.text.markdown import Document, document, item_lines
from dossier.text.yaml import Mapping, Node, Scalar, Sequence, compose

if TYPE_CHECKING:
    from dossier.problems.problem import Step
    from dossier.text.source import Source


class Span(Struct, frozen=True):
    """Where something stands: line and column from 1, and how many columns it takes on that line."""

    line: int
    column: int
    width: int


class SpanFinder:
    """Finds places in one source, reading it once however many are asked for."""

    def __init__(self, source: Source) -> None:
        self._lines = source.text.split("\n")
        self._document: Document | None = document(source) if source.is_markdown else None
        self._first_line = 1
        text = source.text
        if self._document:
            text, self._first_line = self._document.front, self._document.front_line
        self._root = compose(source, text)[0] if text.strip() else None

    def span(self, place: Place) -> Span:
        """The span of a place; of the nearest thing around it where its last steps are not there."""
        if place.words:
            around = self.span(Place(place.path, place.steps, place.line, place.column))
            return self._words(place.words, around, self._last_line(place)) or around
        if place.line is not None:
            return self._on_line(place.line, place.column or 1, None)
        key, node, left = _walk(self._root, place.steps)
        if self._document and left and left == place.steps and (found := self._section(self._document, left)):
            return found
        if node is None:
            return self._on_line(1, 1, None)
        shown = key if key is not None and (left or place.at_key or not _on_one_line(node)) else node
        if isinstance(shown, Mapping) and shown.value and key is None:
            shown = shown.value[0][0]
        width = shown.end_mark.column - shown.start_mark.column if _on_one_line(shown) else None
        return self._on_line(shown.start_mark.line + self._first_line, shown.start_mark.column + 1, width)

    def line(self, number: int) -> str:
        """The text of a line, or "" past the end."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def _on_line(self, line: int, column: int, width: int | None) -> Span:
        line = min(line, len(self._lines))  # libyaml puts a document without content after a comment past the end
        rest = max(len(self.line(line).rstrip()) - column + 1, 1)
        return Span(line, column, max(1, min(rest, width if width is not None else rest)))

    def _words(self, words: str, start: Span, last: int) -> Span | None:
        """Where the words first stand between a place and a line; as words of their own where possible."""
        own = rf"(?<![A-Za-z0-9_-]){re.escape(words)}(?![A-Za-z0-9_]|-[A-Za-z0-9])"
        for pattern in (own, re.escape(words)):
            search = re.compile(pattern).search
            for number in range(start.line, last + 1):
                if match := search(self.line(number), start.column - 1 if number == start.line else 0):
                    return Span(number, match.start() + 1, len(words))
        return None

    def _last_line(self, place: Place) -> int:
        """The last line of the value at a place; of the file where the value has no node of its own."""
        _, node, left = _walk(self._root, place.steps)
        if place.line is not None or left or node is None or not place.steps:
            return len(self._lines)
        return int(node.end_mark.line) + self._first_line

    def _section(self, document: Document, steps: tuple[Step, ...]) -> Span | None:
        """The heading that writes the field, or the list item under it; without one the opening text."""
        sections = [section for section in document.sections() if section.heading or section.text]
        own = next((section for section in sections if section.heading and section.heading == steps[0]), None)
        if own is None:
            return self._on_line(sections[0].line, 1, None) if sections and not sections[0].heading else None
        line = own.heading_line
        if len(steps) > 1 and isinstance(steps[1], int):
            items = list(item_lines(own.text))
            line = own.line + items[steps[1]] if steps[1] < len(items) else line
        return self._on_line(line, 1, None)


def _walk(node: Node | None, steps: tuple[Step, ...]) -> tuple[Node | None, Node | None, tuple[Step, ...]]:
    """The key and value node that the steps lead to, and the steps that lead nowhere."""
    key: Node | None = None
    for number, step in enumerate(steps):
        found: tuple[Node | None, Node] | None = None
        if isinstance(node, Mapping):
            found = next(((k, v) for k, v in node.value if isinstance(k, Scalar) and k.value == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.value):
            found = (None, node.value[step])
        if found is None:
            return key, node, steps[number:]
        key, node = found
    return key, node, ()


def _on_one_line(node: Node) -> bool:
    return bool(node.start_mark.line == node.end_mark.line)
