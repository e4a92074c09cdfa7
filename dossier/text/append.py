"""One more record at the end of a list file, with everything that was there before as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.text.layout import CannotEdit, with_ends_of, with_plain_ends
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Node, Scalar, Sequence, compose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def with_record(source_text: str, path: str, key: str, also: Collection[str], item: Callable[[int], str]) -> str:
    """The file's text with a record added to its list under `key`, or under one of the other names in `also`.

    `item` gives the record's lines for a dash indented so far. Where there is no such list, it is made at the
    end. Byte order mark and line ends stay. Raises CannotEdit for a file that is not a file of lists.
    """
    text = with_plain_ends(source_text)
    if not text.strip():
        return with_ends_of(source_text, f"{text}{key}:\n{item(0)}")
    root, problems = compose(Source(path, text))
    if text.strip() and root is None and not all(p.code == "DOS114" for p in problems):
        raise CannotEdit(f"{path} cannot be read: {problems[0].message}")
    changed = _appended(text, root, path, key, also, item)
    if not set(compose(Source(path, changed))[1]) <= set(problems):
        raise CannotEdit(f"{path} is laid out in a way that a record cannot be added to; add it by hand")
    return with_ends_of(source_text, changed)


def _appended(
    text: str, root: Node | None, path: str, key: str, also: Collection[str], item: Callable[[int], str]
) -> str:
    names = {key.casefold(), *(name.casefold() for name in also)}
    pairs = root.value if isinstance(root, Mapping) else []
    if root is not None and (not isinstance(root, Mapping) or root.flow_style):
        raise CannotEdit(f"{path} does not hold lists of records")
    number = next((n for n, (k, _) in enumerate(pairs) if isinstance(k, Scalar) and k.value.casefold() in names), None)
    if number is None:
        return f"{text.rstrip(chr(10))}\n\n{key}:\n{item(0)}"
    name, records = pairs[number]
    lines = text.split("\n")
    following = pairs[number + 1][0].start_mark.line if number + 1 < len(pairs) else len(lines)
    if not records.value:
        line = name.start_mark.line
        lines[line] = lines[line].replace("[]", "", 1).rstrip()
        return "\n".join([*lines[: line + 1], item(0).removesuffix("\n"), *lines[line + 1 :]])
    if not isinstance(records, Sequence) or records.flow_style:
        raise CannotEdit(f"`{name.value}` in {path} is not a list with one `- ` for each record")
    dash = records.start_mark.column
    end = _end_of_list(lines, records.value[-1].start_mark.line + 1, following, dash)
    return "\n".join([*lines[:end], item(dash).removesuffix("\n"), *lines[end:]])


def _end_of_list(lines: list[str], start: int, following: int, dash: int) -> int:
    """The line behind the last record, and behind the comments that are indented with it."""
    end = start
    for number in range(start, following):
        line = lines[number]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and (indent > dash or not line.lstrip().startswith("#")):
            end = number + 1
    return end
