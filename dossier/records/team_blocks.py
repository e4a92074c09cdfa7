"""Comments and blocks for the team that begin in one text and do not end in it, or end in one where they did not begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import dossier.records.team_text_rules  # noqa: F401 - importing it registers the rules
from dossier.problems.problem import Place, Problem, shortened
from dossier.records.once import asked_of_all, once_in_memory, once_per_record
from dossier.text.code import CodeIn
from dossier.text.like_marks import like_marks, may_hold_marks, spoilt
from dossier.text.markdown import Document, document
from dossier.text.team_text import (
    CLOSES,
    OPENS,
    comment_without_end,
    comments,
    dotted_where_hidden,
    hidden_spans,
    unpaired,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossier.records.declare import Record
    from dossier.text.source import Source

_END = re.compile("-->")
_EXAMPLE = "where one is to be seen as an example, `< !--`"
_ENDS_OF_MARKS = ">＞›〉》;"


@asked_of_all("check")
@once_per_record
def broken_in_a_field(record: Record) -> tuple[Problem, ...]:
    """The problems of a record's texts that show what was meant for the team, or hide what was not.

    A block for the team has a beginning or an end alone; a comment ends in another text than it begins, or sooner than
    it seems. In a list file also: a comment or block overlaps code, or a comment looks like a mark and is none; of
    Markdown files `broken_blocks` tells that.
    """
    return tuple(_broken(record, _commented(record)))


def _broken(record: Record, commented: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    told = set()
    for name, text in commented:
        place = record.at(name)
        if (alone := unpaired(text)) and name not in told:
            told.add(name)
            message = f"`{OPENS}` and `{CLOSES}` are not in one text of `{name}`"
            hint = "begin and end it in each text, or use `internal:`"
            yield Problem("DOS631", place.of(alone[0][0]), message, hint)
        if not alone and not record.place.path.casefold().endswith(".md"):
            yield from (_overlapping(place.of(text[begin : begin + 4])) for begin in _overlaps(text))
            yield from (_no_mark(place.of(found[0]), found[0]) for found in _like_marks(text))
    goes_on = any(comment_without_end(text) for _, text in commented)
    for name, text in _texts(record, lambda text: "-->" in text) if commented else ():
        if (goes_on or "<!--" in text) and _ends_sooner(text):
            yield _shown_before(record.at(name).of("-->"))


@asked_of_all("check")
@once_per_record
def comments_in_code(record: Record) -> tuple[Problem, ...]:
    """A problem for each comment of a record that stands in code or behind a backslash, as if it were to be shown."""
    found = ((record.at(name), text, begin) for name, text in _commented(record) for begin in _within_code(text))
    return tuple(_in_code(place.of(text[begin:].partition("\n")[0])) for place, text, begin in found)


@asked_of_all("check")
@once_per_record
def comments_without_end(record: Record) -> tuple[Problem, ...]:
    """A problem for each field of a record in a text of which a comment is not ended."""
    names = dict.fromkeys(name for name, text in _commented(record) if comment_without_end(text))
    return tuple(_comment_without_end(record.at(name).of("<!--")) for name in names)


@once_in_memory
def _commented(record: Record) -> tuple[tuple[str, str], ...]:
    """The texts of a record that may hold a comment, each with the name of its field."""
    return tuple(_texts(record, may_hold_marks))


def _texts(record: Record, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, value in record.written.items() for text in _among(value, wanted))


def _ends_sooner(text: str) -> bool:
    """Whether the end of a comment is left in a text, outside code, behind the first of its comments, if it has any.

    Where comments overlap code, that is told.
    """
    shown = dotted_where_hidden(text)
    code = CodeIn(shown)
    ends = (found.start() for found in _END.finditer(shown, max(text.find("<!--"), 0)))
    return any(not code.around(end) for end in ends) and not any(True for _ in _overlaps(text))


def blocks_without_end(source: Source) -> Iterator[Problem]:
    """A problem for each block for the team in the body of a Markdown record that is never ended.

    Such a block goes on from heading to heading, so that no field of the record is without its end. One that only
    ends does so in a field.
    """
    parts = document(source)
    return (_alone(_in_body(source, parts, mark), mark) for mark in unpaired(parts.body) if not mark["closes"])


def broken_blocks(source: Source) -> Iterator[Problem]:
    """The problems of a Markdown file whose comments or blocks for the team overlap code, or look like marks."""
    yield from (_overlapping(_place(source, source.text[:begin], 1)) for begin in _overlaps(source.text))
    for found in _like_marks(source.text):
        yield _no_mark(_place(source, source.text[: found.start()], 1), found[0])


def open_on_a_page(source: Source) -> Iterator[Problem]:
    """A problem for each block for the team, and the comment, that is not whole on an ordinary page."""
    parts = document(source)
    yield from (_alone(_in_body(source, parts, mark), mark) for mark in unpaired(parts.body))
    if comment := comment_without_end(parts.body):
        yield _comment_without_end(_in_body(source, parts, comment))
    elif "<!--" in parts.body and _ends_sooner(parts.body):
        yield _shown_before(_place(source, parts.body[: parts.body.rfind("-->")], parts.body_line))
    yield from (_in_code(_place(source, parts.body[:begin], parts.body_line)) for begin in _within_code(parts.body))


def _like_marks(text: str) -> Iterator[re.Match[str]]:
    """What is meant as a mark or comment and is none; in code it may be an example of it."""
    yield from like_marks(text)
    if found := list(spoilt(text)):
        code = CodeIn(text)
        yield from (each for each in found if not code.around(each.start()))


def _within_code(text: str) -> Iterator[int]:
    """Where comments begin that are a part of code, or are written as if a backslash would show them."""
    if "<!--" in text:
        code = CodeIn(text)
        for begin, end in comments(text):
            if code.holds(begin, end) or text[begin - 1 : begin] == "\\":
                yield begin


def _overlaps(text: str) -> Iterator[int]:
    """Where comments and blocks for the team begin of which one end lies in code and the other does not.

    With them a line of three backticks is taken out or left alone, and what is code then is another part of the text.
    """
    code = CodeIn(text) if "<!--" in text else None
    for begin, end in hidden_spans(text) if code else ():
        if code and not code.holds(begin, end) and (code.around(begin) or code.around(end)):
            yield begin


def _alone(place: Place, mark: re.Match[str]) -> Problem:
    if mark["closes"]:
        message = "no block for the team begins before this: the client would see nothing of what stands above"
        return Problem("DOS631", place, message, f"write `{OPENS}` where it begins")
    message = "the block for the team that begins here has no end: the client would see nothing of what follows"
    return Problem("DOS631", place, message, f"write `{CLOSES}` where it ends; {_EXAMPLE}")


def _overlapping(place: Place) -> Problem:
    message = "this comment or block for the team overlaps a block of code, of which a part would be shown"
    hint = (
        "let it hold the whole code and no `-->` within that; or put all between `<!-- team -->` and `<!-- /team -->`"
        f"; {_EXAMPLE}"
    )
    return Problem("DOS631", place, message, hint)


def _shown_before(place: Place) -> Problem:
    message = (
        "a comment that begins before this has ended already, or begins in another text: a part of it would be shown"
    )
    hint = "write no `-->` within a comment, end it in the text in which it begins, and write arrows as code"
    return Problem("DOS631", place, message, hint)


def _no_mark(place: Place, comment: str) -> Problem:
    what = "begins no comment" if comment[-1] not in _ENDS_OF_MARKS else "is no mark for the team"
    message = f"`{shortened(comment)}` {what}: what follows it would be shown"
    return Problem("DOS631", place, message, f"write `{OPENS}` and `{CLOSES}`, or `<!--` and `-->`")


def _in_code(place: Place) -> Problem:
    message = "this comment stands in code or behind a backslash, and comments are not shown there either"
    return Problem("DOS635", place, message, "write `< !--`, or attach the code as a file")


def _comment_without_end(place: Place) -> Problem:
    message = "the comment that begins here has no end: the client sees nothing of what follows"
    return Problem("DOS632", place, message, f"write `-->` where it ends; {_EXAMPLE}")


def _in_body(source: Source, parts: Document, mark: re.Match[str]) -> Place:
    return _place(source, parts.body[: mark.start()], parts.body_line)


def _place(source: Source, before: str, first_line: int) -> Place:
    """The place behind a part of a file, of which the first line is given."""
    lines = before.split("\n")
    return Place(source.path, line=first_line + len(lines) - 1, column=len(lines[-1]) + 1)


def _among(value: Any, wanted: Callable[[str], bool]) -> Iterator[str]:
    """The wanted texts in what was written."""
    if isinstance(value, str):
        if wanted(value):
            yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from _among(each, wanted)
