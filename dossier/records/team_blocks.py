"""Comments and blocks for the team that begin in one text and do not end in it, or end in one where they did not begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.problems.problem import Place, Problem
from dossier.text.markdown import Document, document
from dossier.text.team_text import CLOSES, OPENS, comment_without_end, unpaired

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from dossier.records.declare import Record
    from dossier.text.source import Source


def open_in_a_field(record: Record) -> Iterator[Problem]:
    """A problem for each field of a record in a text of which a block for the team has a beginning or an end alone."""
    for name, value in record.written.items():
        alone = next((marks[0] for text in _with_comments(value) if (marks := unpaired(text))), None)
        if alone:
            message = f"`{OPENS}` and `{CLOSES}` are not in one text of `{name}`"
            place = record.at(name).of(alone[0])
            yield Problem("DOS631", place, message, "begin and end it in each text, or use `internal:`")


def comments_without_end(record: Record) -> Iterator[Problem]:
    """A problem for each field of a record in a text of which a comment is not ended."""
    for name, value in record.written.items():
        if any(map(comment_without_end, _with_comments(value))):
            yield _comment_without_end(record.at(name).of("<!--"))


def blocks_without_end(source: Source) -> Iterator[Problem]:
    """A problem for each block for the team in the body of a Markdown record that is never ended.

    Such a block goes on from heading to heading, so that no field of the record is without its end. One that only
    ends does so in a field.
    """
    parts = document(source)
    return (_alone(source, parts, mark) for mark in unpaired(parts.body) if not mark["closes"])


def open_on_a_page(source: Source) -> Iterator[Problem]:
    """A problem for each block for the team, and the comment, that is not whole on an ordinary page."""
    parts = document(source)
    yield from (_alone(source, parts, mark) for mark in unpaired(parts.body))
    if comment := comment_without_end(parts.body):
        yield _comment_without_end(_place(source, parts, comment))


def _alone(source: Source, parts: Document, mark: re.Match[str]) -> Problem:
    place = _place(source, parts, mark)
    if mark["closes"]:
        message = "no block for the team begins before this: the client would see nothing of what stands above"
        return Problem("DOS631", place, message, f"write `{OPENS}` where it begins")
    message = "the block for the team that begins here has no end: the client would see nothing of what follows"
    return Problem("DOS631", place, message, f"write `{CLOSES}` where it ends")


def _comment_without_end(place: Place) -> Problem:
    message = "the comment that begins here has no end: the client sees nothing of what follows"
    return Problem("DOS632", place, message, "write `-->` where it ends")


def _place(source: Source, parts: Document, mark: re.Match[str]) -> Place:
    lines = parts.body[: mark.start()].split("\n")
    return Place(source.path, line=parts.body_line + len(lines) - 1, column=len(lines[-1]) + 1)


def _with_comments(value: Any) -> Iterator[str]:
    """The texts in what was written that hold a comment."""
    if isinstance(value, str):
        if "<!--" in value:
            yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from _with_comments(each)
