"""A step added to a record's list, or the parts of one of its fields replaced; everything around them stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dossier.text.edit import with_fields
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
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Node, Scalar, Sequence
from dossier.text.yaml_text import flow_mapping, yaml_list, yaml_mapping, yaml_text

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping as Dictionary

    from dossier.problems.problem import Place

# An item longer than this stands on several lines, unless its list is written in brackets.
_LONGEST_LINE = 120
_COMMA_AND_COMMENT = re.compile(r"(\s*,)?\s*(?:#.*)?")


def with_item(source_text: str, place: Place, key: str, item: Dictionary[str, str]) -> str:
    """The file's text with an item at the end of the list `key` of the record at `place`, in that list's own style.

    Block or flow is taken from the list's last item; a list that is not there yet begins behind the record's simple
    fields. Keys and values are the bare text; empty values are left out. Byte order mark, line ends, comments and
    all other lines stay. Raises CannotEdit when there is no such record, when `key` is no list of mappings, or when
    the result would not read back as asked.
    """
    item = {name: value for name, value in item.items() if value}
    text = with_plain_ends(source_text)
    changed = with_changed_yaml(text, place.path, lambda yaml, root: _with_item(yaml, root, place, key, item))
    was = _data(node_at(root_of(Source(place.path, text)), (*place.steps, key))) or []
    _verify(text, changed, place, key, [*was, item])
    return with_ends_of(source_text, changed)


def with_parts(source_text: str, place: Place, key: str, parts: Dictionary[str, str]) -> str:
    """The file's text with these as the only parts of the field `key` of the record at `place`.

    A part that is there keeps its place and its comment; one that is not among `parts` goes, with its lines. Raises
    CannotEdit as `with_item` does.
    """
    parts = {name: value for name, value in parts.items() if value}
    text = changed = with_plain_ends(source_text)
    old = node_at(root_of(Source(place.path, text)), (*place.steps, key))
    if isinstance(old, Mapping) and old.value and not old.flow_style:
        changed = with_fields(changed, place / key, parts)
        gone = _data(old).keys() - parts.keys()
        changed = with_changed_yaml(changed, place.path, lambda yaml, root: _without(yaml, root, place / key, gone))
    else:
        changed = with_changed_yaml(text, place.path, lambda yaml, root: _with_parts(yaml, root, place, key, parts))
    _verify(text, changed, place, key, parts)
    return with_ends_of(source_text, changed)


def keys_within(source_text: str, place: Place) -> tuple[str, ...]:
    """The keys of the fields at `place`, or of the last item of a list there; none where there is neither."""
    node = node_at(root_of(Source(place.path, with_plain_ends(source_text))), place.steps)
    if isinstance(node, Sequence) and node.value:
        node = node.value[-1]
    return tuple(str(key.value) for key, _ in node.value) if isinstance(node, Mapping) else ()


def _with_item(text: str, root: Node | None, place: Place, key: str, item: Dictionary[str, str]) -> str:
    if root is None and not place.steps:
        return f"{key}:\n{_item(item, 0)}\n"
    record, lines = _record(root, place), text.split("\n")
    found = pair_of(record, key)
    old = found[1] if found else None
    if found is None or old is None or not old.value:
        return _first(lines, record, found, key, flow_mapping(item), _item(item, _column(record))).applied(text)
    if not isinstance(old, Sequence) or not all(isinstance(each, Mapping) for each in old.value):
        raise CannotEdit(f"`{key}` in {place.path} is not a list of parts; change it by hand")
    end = end_of(lines, old.value[-1])
    if not old.flow_style:
        at = (end[0], len(lines[end[0]]))
        added = _item(item, old.start_mark.column, flow=bool(old.value[-1].flow_style))
        return Cut(at, at, f"\n{added}").applied(text)
    start = old.value[-1].start_mark
    behind = _COMMA_AND_COMMENT.fullmatch(lines[end[0]][end[1] :])
    if behind is None or lines[start.line][: start.column].strip():
        return Cut(end, end, f", {flow_mapping(item)}").applied(text)
    comma = "" if behind[1] else ","
    ending = comma + lines[end[0]][end[1] :] + f"\n{' ' * start.column}{flow_mapping(item)}"
    return Cut(end, (end[0], len(lines[end[0]])), ending).applied(text)


def _with_parts(text: str, root: Node | None, place: Place, key: str, parts: Dictionary[str, str]) -> str:
    if root is None and not place.steps:
        return f"{key}:\n{yaml_mapping(parts, 2)}"
    record, lines = _record(root, place), text.split("\n")
    found = pair_of(record, key)
    if found is None or not found[1].value:
        block = yaml_mapping(parts, _column(record) + 2).removesuffix("\n")
        return _first(lines, record, found, key, flow_mapping(parts), block, brackets="").applied(text)
    if not isinstance(found[1], Mapping):
        raise CannotEdit(f"`{key}` in {place.path} has no parts; change it by hand")
    start, end = found[1].start_mark, found[1].end_mark
    return Cut((start.line, start.column), (end.line, end.column), flow_mapping(parts)).applied(text)


def _first(
    lines: list[str],
    record: Mapping,
    found: tuple[Node, Node] | None,
    key: str,
    flow: str,
    block: str,
    brackets: str = "[]",
) -> Cut:
    """The field's first content: on lines of its own, or on the record's line where that is written in braces."""
    bracketed = f"{brackets[:1]}{flow}{brackets[1:]}"
    if record.flow_style and found is None:
        at = end_of(lines, record.value[-1][1])
        return Cut(at, at, f", {yaml_text(key, flow=True)}: {bracketed}")
    if found is None:
        at = behind_fields(lines, record)
        return Cut(at, at, f"\n{' ' * _column(record)}{key}:\n{block}")
    start = (found[1].start_mark.line, found[1].start_mark.column)
    end = end_of(lines, found[1])
    if record.flow_style:
        return Cut(start, end, spaced(lines, start) + bracketed)
    rest = lines[end[0]][end[1] :]
    start = (start[0], len(lines[start[0]][: start[1]].rstrip()))
    return Cut(start, (end[0], len(lines[end[0]])), f"{rest.rstrip()}\n{block}")


def _item(item: Dictionary[str, str], dash: int, *, flow: bool = True) -> str:
    line = f"{' ' * dash}- {flow_mapping(item)}"
    on_one_line = flow and len(line) <= _LONGEST_LINE and not any("\n" in value for value in item.values())
    return line if on_one_line else yaml_list([item], dash).removesuffix("\n")


def _without(text: str, root: Node | None, place: Place, keys: Collection[str]) -> str:
    """The text without the lines of some fields of a block mapping."""
    record, lines = _record(root, place), text.split("\n")
    fields = [(name.start_mark.line, end_of(lines, value)[0]) for name, value in record.value if name.value in keys]
    return "\n".join(line for n, line in enumerate(lines) if not any(first <= n <= last for first, last in fields))


def _record(root: Node | None, place: Place) -> Mapping:
    record = node_at(root, place.steps)
    if not isinstance(record, Mapping) or not record.value:
        raise CannotEdit(f"there is no record at {'/'.join(map(str, place.steps)) or 'the top'} of {place.path}")
    return record


def _column(record: Mapping) -> int:
    return int(record.value[0][0].start_mark.column)


def _verify(before: str, after: str, place: Place, key: str, expected: Any) -> None:
    """Read the result back, the field as asked and the rest as it was, so that no mistake of ours reaches a file."""
    was, now = ({"": _data(root_of(Source(place.path, text))) or {}} for text in (before, after))
    steps = ("", *place.steps)
    for data in (was, now):
        record: Any = data
        for step in steps:
            record = record[step]
        found = record.pop(key, None)
    if was != now or found != _stripped(expected):
        raise CannotEdit(f"`{key}` in {place.path} cannot be changed in place; change it by hand")


def _data(node: Node | None) -> Any:
    """A node as lists, dictionaries and texts without the white space around them; None for no node."""
    if isinstance(node, Sequence):
        return [_data(each) for each in node.value]
    if isinstance(node, Mapping):
        return {_data(key) if isinstance(key, Scalar) else str(key.value): _data(value) for key, value in node.value}
    return node.value.strip() if node is not None else None


def _stripped(expected: Any) -> Any:
    if isinstance(expected, list):
        return [_stripped(each) for each in expected]
    return {key: value.strip() for key, value in expected.items()}
