"""Where a value stands in a YAML text, and a new text put in its place with everything around it as it was."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.text.markdown import document
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Node, Scalar, Sequence, compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.problems.problem import Step


class CannotEdit(ValueError):
    """The file is not as expected, so it is left as it is."""


class Cut(Struct, frozen=True):
    """Lines and columns, both from 0, that a new text takes the place of."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str

    def applied(self, text: str) -> str:
        """The text with the new one in that place."""
        lines = text.split("\n")
        (first, column), (last, end) = self.start, self.end
        before = [*lines[:first], lines[first][:column]]
        return "\n".join(before) + self.text + "\n".join([lines[last][end:], *lines[last + 1 :]])


def with_plain_ends(text: str) -> str:
    """The text without a byte order mark and with plain line ends, as everything here reads it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def with_ends_of(original: str, changed: str) -> str:
    """The changed text with the byte order mark of the original, and every line that stayed with the end it had."""
    mark = "\ufeff" if original.startswith("\ufeff") else ""
    if "\r\n" not in original:
        return mark + changed
    old = original.removeprefix(mark).split("\n")
    was, now = [line.removesuffix("\r") for line in old], changed.split("\n")
    first = _alike(was, now)
    last = _alike(was[first:][::-1], now[first:][::-1])
    ends = ["\r\n" if line.endswith("\r") else "\n" for line in old[:-1]] + ["\r\n"]
    ends = [*ends[:first], *["\r\n"] * (len(now) - first - last), *ends[len(ends) - last :]]
    return mark + "".join(line + end for line, end in zip(now[:-1], ends, strict=False)) + now[-1]


def _alike(some: list[str], others: list[str]) -> int:
    """How many lines at the beginning are the same in both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def with_changed_yaml(text: str, path: str, change: Callable[[str, Node | None], str]) -> str:
    """A file's text (plain line ends) with its YAML changed: all of it, or the front matter of a Markdown file.

    `change` gets the YAML's text and its root node, which is None where there is no text. Raises CannotEdit when
    the YAML cannot be read.
    """
    if "\r" in text:
        raise CannotEdit(f"{path} ends lines with a carriage return only; save it with plain line ends first")
    source = Source(path, text)
    if not source.is_markdown:
        return change(text, root_of(source))
    parts, lines = document(source), text.split("\n")
    front = change(parts.front, root_of(source)).removesuffix("\n")
    if parts.front_line == 1:
        return f"---\n{front}\n---\n{text}"
    return "\n".join([lines[0], front, *lines[parts.body_line - 2 :]])


def root_of(source: Source) -> Node | None:
    """The root of a file's YAML, or of a Markdown file's front matter; None without any. Raises CannotEdit."""
    parts = document(source) if source.is_markdown else None
    front, line = (parts.front, parts.front_line) if parts else (source.text, 1)
    if not front.strip():
        return None
    root, problems = compose(source, front, line)
    if root is None or problems:
        raise CannotEdit(f"{source.path} cannot be read: {problems[0].message}")
    return root


def node_at(node: Node | None, steps: tuple[Step, ...]) -> Node | None:
    """The node that the steps lead to, or None."""
    for step in steps:
        if isinstance(node, Mapping):
            node = next((value for key, value in node.value if isinstance(key, Scalar) and key.value == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def pair_of(mapping: Mapping, key: str) -> tuple[Node, Node] | None:
    """The nodes of a key and of its value, or None."""
    return next((pair for pair in mapping.value if isinstance(pair[0], Scalar) and pair[0].value == key), None)


def behind_fields(lines: list[str], record: Mapping) -> tuple[int, int]:
    """The end of the last line of a block mapping that a new field may follow: that of its last simple field."""
    simple = [pair for pair in record.value if isinstance(pair[1], Scalar) or pair[1].flow_style]
    line = end_of(lines, simple[-1][1])[0] if simple else record.value[-1][1].end_mark.line - 1
    return line, len(lines[line])


def spaced(lines: list[str], start: tuple[int, int]) -> str:
    """A space after the colon where the field was empty."""
    before = lines[start[0]][: start[1]]
    return " " if before.endswith(":") else ""


def end_of(lines: list[str], node: Node) -> tuple[int, int]:
    """Where a value ends; the parser counts the empty lines after a block to it, a reader does not."""
    if isinstance(node, (Mapping, Sequence)) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(lines, last[1] if isinstance(node, Mapping) else last)
    line, column = node.end_mark.line, node.end_mark.column
    if isinstance(node, Scalar) and node.style in {"|", ">"}:
        if column or line >= len(lines):
            line = min(line + 1, len(lines))
        line -= 1
        while line > node.start_mark.line and (not lines[line].strip() or _is_outside(lines, line, node)):
            line -= 1
        column = len(lines[line])
    return line, column


def _is_outside(lines: list[str], line: int, node: Node) -> bool:
    """Whether a line behind a block belongs to what follows: it is indented less than the block."""
    body = next((text for text in lines[node.start_mark.line + 1 :] if text.strip()), "")
    return _indent(lines[line]) < _indent(body)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
