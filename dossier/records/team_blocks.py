"""Comments and blocks for the team that begin in one text and do not end in it, or end in one where they did not begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.problems.problem import Place, Problem
from dossier.text.markdown import document
from dossier.text.team_text import CLOSES, OPENS, is_balanced, unpaired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.declare import Record
    from dossier.text.source import Source


def open_in_a_field(record: Record) -> Iterator[Problem]:
    """A problem for each field of a record in a text of which a comment or block for the team is not whole."""
    for name, value in record.written.items():
        alone = next((unpaired(text)[0] for text in _with_comments(value) if not is_balanced(text)), None)
        if alone:
            place = record.at(name).of(alone[0])
            if _is_comment(alone[0]):
                yield _without_end(place, alone[0])
            else:
                message = f"`{OPENS}` and `{CLOSES}` are not in one text of `{name}`"
                yield Problem("DOS631", place, message, "begin and end it in each text, or use `internal:`")


def blocks_without_end(source: Source) -> Iterator[Problem]:
    """A problem for each block for the team in the body of a Markdown record that is never ended.

    Such a block goes on from heading to heading, so that no field of the record is without its end. All else that
    stands alone does so in a field.
    """
    return (found for mark, found in _in_body(source) if not (_is_end(mark) or _is_comment(mark)))


def open_on_a_page(source: Source) -> Iterator[Problem]:
    """A problem for each comment and block for the team on an ordinary page that is not whole."""
    return (found for _, found in _in_body(source))


def _in_body(source: Source) -> Iterator[tuple[str, Problem]]:
    """What stands alone in the body of a file, and the problem that it is."""
    parts = document(source)
    for mark in unpaired(parts.body):
        lines = parts.body[: mark.start()].split("\n")
        place = Place(source.path, line=parts.body_line + len(lines) - 1, column=len(lines[-1]) + 1)
        yield mark[0], _without_beginning(place) if _is_end(mark[0]) else _without_end(place, mark[0])


def _without_end(place: Place, mark: str) -> Problem:
    what, end = ("comment", "-->") if _is_comment(mark) else ("block for the team", CLOSES)
    message = f"the {what} that begins here has no end: the client would see nothing of what follows"
    return Problem("DOS631", place, message, f"write `{end}` where it ends")


def _without_beginning(place: Place) -> Problem:
    message = "no block for the team begins before this: the client would see nothing of what stands above"
    return Problem("DOS631", place, message, f"write `{OPENS}` where it begins")


def _is_end(mark: str) -> bool:
    return "/" in mark


def _is_comment(mark: str) -> bool:
    """Whether it begins a comment that is no mark of the team's."""
    return mark == "<!--"


def _with_comments(value: Any) -> Iterator[str]:
    """The texts in what was written that hold a comment."""
    if isinstance(value, str):
        if "<!--" in value:
            yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from _with_comments(each)
