"""Single fields of a record changed in its file; every comment, order and layout around them stays."""

# Why not ruamel.yaml, the well-kept library for edits that keep comments: it reads the file into its own tree
# and writes the whole tree out again. Comments survive, but indentation, the width of long lines, the spaces
# inside `[ a, b ]` and the quotes of untouched fields follow its own settings, so that one signed record
# would change a hundred lines of a pull request. Here the parser only says where a value stands, and nothing
# outside that range is touched.

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.text.layout import (
    CannotEdit,
    Cut,
    behind_fields,
    end_of,
    node_at,
    pair_of,
    root_of,
    spaced,
    with_changed_yaml,
    with_ends_of,
    with_plain_ends,
)
from dossier.text.markdown import document
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Node, Scalar
from dossier.text.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from dossier.problems.problem import Place


def with_fields(source_text: str, place: Place, fields: Dictionary[str, str]) -> str:
    """The file's text with these fields of the record at `place` set; those not there yet are added.

    `fields` go by the key as the author wrote it (`record.keys`), or by their name when they are new. Values
    are the bare text, which is quoted here as needed. A field of a Markdown record that stands under a
    heading is changed there. Byte order mark and line ends stay. Raises CannotEdit when the record is not
    there, when a value is a list, or when the result would not read back as asked.
    """
    text = with_plain_ends(source_text)
    for key, value in fields.items():
        text = _with_field(text, place, key, value)
    return with_ends_of(source_text, text)


def _with_field(text: str, place: Place, key: str, value: str) -> str:
    source = Source(place.path, text)
    if source.is_markdown and (under := _under_heading(source, key, value)) is not None:
        return under
    changed = with_changed_yaml(text, place.path, lambda yaml, root: _changed(yaml, root, place, key, value))
    _verify(Source(place.path, changed), place, key, value)
    return changed


def _under_heading(source: Source, key: str, value: str) -> str | None:
    """The Markdown file's text with the section of that heading replaced, or None where it has none."""
    lines = source.text.split("\n")
    for section in document(source).sections():
        if section.heading and section.heading.casefold() == key.casefold():
            last = section.line - 1 + len(section.text.split("\n")) if section.text else section.heading_line
            first = section.line - 1 if section.text else section.heading_line
            return "\n".join([*lines[:first], *([] if section.text else [""]), value.strip("\n"), *lines[last:]])
    return None


def _changed(text: str, root: Node | None, place: Place, key: str, value: str) -> str:
    if root is None and not place.steps and place.path.casefold().endswith(".md"):
        return f"{key}: {yaml_text(value)}\n"
    record = node_at(root, place.steps)
    if not isinstance(record, Mapping) or not record.value:
        raise CannotEdit(f"there is no record at {'/'.join(map(str, place.steps)) or 'the top'} of {place.path}")
    lines = text.split("\n")
    old = pair_of(record, key)
    return (_replaced(lines, record, old, value) if old else _added(lines, record, key, value)).applied(text)


def _replaced(lines: list[str], record: Mapping, pair: tuple[Node, Node], value: str) -> Cut:
    """The old value's own range; a comment behind it stays on its line, also when a block takes its place."""
    key, old = pair
    if not isinstance(old, Scalar):
        raise CannotEdit(f"`{key.value}` is a list or has fields of its own")
    start = (old.start_mark.line, old.start_mark.column)
    end = end_of(lines, old)
    comment = lines[end[0]][end[1] :]
    if old.style in {"|", ">"}:
        behind = re.search(r"\s+#.*$", lines[start[0]][start[1] :])
        comment = behind[0] if behind else ""
    written = yaml_text(value, key.start_mark.column, flow=bool(record.flow_style))
    if not written.startswith("|\n"):
        kept = comment if old.style in {"|", ">"} else ""
        return Cut(start, end, spaced(lines, start) + written + kept)
    header, _, body = written.partition("\n")
    return Cut(start, (end[0], len(lines[end[0]])), f"{spaced(lines, start)}{header}{comment.rstrip()}\n{body}")


def _added(lines: list[str], record: Mapping, key: str, value: str) -> Cut:
    """A new line after the last field of the record that is not a list, so that it stands with its like."""
    if record.flow_style:
        at = end_of(lines, record.value[-1][1])
        return Cut(at, at, f", {yaml_text(key, flow=True)}: {yaml_text(value, flow=True)}")
    column = record.value[0][0].start_mark.column
    at = behind_fields(lines, record)
    return Cut(at, at, f"\n{' ' * column}{yaml_text(key)}: {yaml_text(value, column)}")


def _verify(source: Source, place: Place, key: str, value: str) -> None:
    """Read the result back, so that a mistake of ours never reaches a file."""
    node = node_at(root_of(source), (*place.steps, key))
    if not isinstance(node, Scalar) or node.value.strip() != value.strip():
        raise CannotEdit(f"`{key}` in {place.path} cannot be changed in place; change it by hand")
