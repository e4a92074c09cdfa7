"""Single fields of a record changed in its file; every comment, order and layout around them stays."""

# Why not ruamel.yaml, the well-kept library for edits that keep comments: it reads the file into its own tree
# and writes the whole tree out again. Comments survive, but indentation, the width of long lines, the spaces
# inside `[ a, b ]` and the quotes of untouched fields follow its own settings, so that one signed record
# would change a hundred lines of a pull request. Here the parser only says where a value stands, and nothing
# outside that range is touched.

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.text.markdown import document
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Node, Scalar, Sequence, compose
from dossier.text.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from dossier.problems.problem import Place, Step


class CannotEdit(ValueError):
    """The file is not as expected, so it is left as it is."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """Lines and columns, both from 0, that a new text takes the place of."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def with_fields(source_text: str, place: Place, fields: Dictionary[str, str]) -> str:
    """The file's text with these fields of the record at `place` set; those not there yet are added.

    `fields` go by the key as the author wrote it (`record.keys`), or by their name when they are new. Values
    are the bare text, which is quoted here as needed. A field of a Markdown record that stands under a
    heading is changed there. Byte order mark and line ends stay. Raises CannotEdit when the record is not
    there, when a value is a list, or when the result would not read back as asked.
    """
    mark = "\ufeff" if source_text.startswith("\ufeff") else ""
    ending = "\r\n" if "\r\n" in source_text else "\n"
    text = source_text.removeprefix(mark).replace("\r\n", "\n")
    for key, value in fields.items():
        text = _with_field(text, place, key, value)
    return mark + text.replace("\n", ending)


def _with_field(text: str, place: Place, key: str, value: str) -> str:
    source = Source(place.path, text)
    if source.is_markdown:
        return _in_markdown(source, place, key, value)
    root = compose(source)[0]
    changed = _changed(text, root, place, key, value)
    _verify(Source(place.path, changed), place, key, value)
    return changed


def _in_markdown(source: Source, place: Place, key: str, value: str) -> str:
    parts = document(source)
    lines = source.text.split("\n")
    for section in parts.sections():
        if section.heading and section.heading.casefold() == key.casefold():
            last = section.line - 1 + len(section.text.split("\n")) if section.text else section.heading_line
            first = section.line - 1 if section.text else section.heading_line
            return "\n".join([*lines[:first], *([] if section.text else [""]), value.strip("\n"), *lines[last:]])
    if not parts.front.strip():
        opening, rest = ("---\n", "---\n" + source.text) if parts.front_line == 1 else ("---\n", "\n".join(lines[1:]))
        return f"{opening}{key}: {yaml_text(value)}\n{rest}"
    root = compose(source, parts.front, parts.front_line)[0]
    front = _changed(parts.front, root, place, key, value)
    changed = "\n".join([lines[0], front.removesuffix("\n"), *lines[parts.body_line - 2 :]])
    _verify(Source(place.path, changed), place, key, value)
    return changed


def _node_at(node: Node | None, steps: tuple[Step, ...]) -> Node | None:
    """The node that the steps lead to, or None."""
    for step in steps:
        if isinstance(node, Mapping):
            node = next((value for key, value in node.value if isinstance(key, Scalar) and key.value == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _changed(text: str, root: Node | None, place: Place, key: str, value: str) -> str:
    record = _node_at(root, place.steps)
    if not isinstance(record, Mapping) or not record.value:
        raise CannotEdit(f"there is no record at {'/'.join(map(str, place.steps)) or 'the top'} of {place.path}")
    lines = text.split("\n")
    old = next((pair for pair in record.value if isinstance(pair[0], Scalar) and pair[0].value == key), None)
    cut = _replaced(lines, record, old, value) if old else _added(lines, record, key, value)
    (first, column), (last, end) = cut.start, cut.end
    before = [*lines[:first], lines[first][:column]]
    return "\n".join(before) + cut.text + "\n".join([lines[last][end:], *lines[last + 1 :]])


def _replaced(lines: list[str], record: Mapping, pair: tuple[Node, Node], value: str) -> _Cut:
    """The old value's own range; a comment behind it stays on its line, also when a block takes its place."""
    key, old = pair
    if not isinstance(old, Scalar):
        raise CannotEdit(f"`{key.value}` is a list or has fields of its own")
    start = (old.start_mark.line, old.start_mark.column)
    end = _end(lines, old)
    comment = lines[end[0]][end[1] :]
    if old.style in {"|", ">"}:
        behind = re.search(r"\s+#.*$", lines[start[0]][start[1] :])
        comment = behind[0] if behind else ""
    written = yaml_text(value, key.start_mark.column, flow=bool(record.flow_style))
    if not written.startswith("|\n"):
        kept = comment if old.style in {"|", ">"} else ""
        return _Cut(start, end, _spaced(lines, start) + written + kept)
    header, _, body = written.partition("\n")
    return _Cut(start, (end[0], len(lines[end[0]])), f"{_spaced(lines, start)}{header}{comment.rstrip()}\n{body}")


def _added(lines: list[str], record: Mapping, key: str, value: str) -> _Cut:
    """A new line after the last field of the record that is not a list, so that it stands with its like."""
    if record.flow_style:
        at = _end(lines, record.value[-1][1])
        return _Cut(at, at, f", {yaml_text(key, flow=True)}: {yaml_text(value, flow=True)}")
    simple = [pair for pair in record.value if isinstance(pair[1], Scalar) or pair[1].flow_style]
    column = record.value[0][0].start_mark.column
    line = _end(lines, simple[-1][1])[0] if simple else record.value[-1][1].end_mark.line - 1
    at = (line, len(lines[line]))
    return _Cut(at, at, f"\n{' ' * column}{yaml_text(key)}: {yaml_text(value, column)}")


def _spaced(lines: list[str], start: tuple[int, int]) -> str:
    """A space after the colon where the field was empty."""
    before = lines[start[0]][: start[1]]
    return " " if before.endswith(":") else ""


def _end(lines: list[str], node: Node) -> tuple[int, int]:
    """Where a value ends; the parser counts the empty lines after a block to it, a reader does not."""
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
    indent = len(body) - len(body.lstrip(" "))
    text = lines[line]
    return len(text) - len(text.lstrip(" ")) < indent


def _verify(source: Source, place: Place, key: str, value: str) -> None:
    """Read the result back, so that a mistake of ours never reaches a file."""
    text, first = source.text, 1
    if source.is_markdown:
        parts = document(source)
        text, first = parts.front, parts.front_line
    root, problems = compose(source, text, first)
    node = _node_at(root, (*place.steps, key))
    if problems or not isinstance(node, Scalar) or node.value.strip() != value.strip():
        raise CannotEdit(f"`{key}` in {place.path} cannot be changed in place; change it by hand")
