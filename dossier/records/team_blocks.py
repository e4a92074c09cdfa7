"""Blocks for the team that begin in one text of a record and end in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.text.team_text import is_balanced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.declare import Record


def fields_with_open_blocks(record: Record) -> Iterator[str]:
    """The fields of a record in a text of which a block for the team has a beginning or an end alone."""
    for name, value in record.written.items():
        if not all(map(is_balanced, _with_comments(value))):
            yield name


def _with_comments(value: Any) -> Iterator[str]:
    """The texts in what was written that hold a comment."""
    if isinstance(value, str):
        if "<!--" in value:
            yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from _with_comments(each)
