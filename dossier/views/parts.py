"""Lists too long for one page, cut into pages that lead to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from dossier.views.blocks import Block, Note, RecordLink

if TYPE_CHECKING:
    from dossier.views.context import Context

MOST_ROWS = 400
"""Rows of a list on one page: more than that nobody reads at once, and a phone shows them late."""

Item = TypeVar("Item")


def parts_of(total: int) -> int:
    """How many pages a list takes."""
    return max(1, -(-total // MOST_ROWS))


def part_url(base: str, section: str, part: int) -> str:
    """The address of a part, counted from 1: the first stands at the section's own."""
    return f"{base}{section}/" if part == 1 else f"{base}{section}/part/{part}/"


def in_parts(items: Iterable[Item], rows_of: Callable[[Item], int]) -> Iterator[tuple[Item, ...]]:
    """The items in parts of at most `MOST_ROWS` rows; an item with more of them is a part of its own."""
    part: list[Item] = []
    rows = 0
    for item in items:
        if part and rows + rows_of(item) > MOST_ROWS:
            yield tuple(part)
            part, rows = [], 0
        part.append(item)
        rows += rows_of(item)
    if part:
        yield tuple(part)


def links_to_parts(context: Context, section: str, names: Sequence[str], part: int, total: int) -> Iterator[Block]:
    """Where the other parts of a long list are; `names` is what each of them is called."""
    if len(names) > 1:
        urls = ("" if n == part else part_url(context.base, section, n) for n in range(1, len(names) + 1))
        links = tuple(RecordLink(id="", title=name, url=url) for name, url in zip(names, urls, strict=True))
        yield Note(context.say("list_in_parts", total=total), links=links)
