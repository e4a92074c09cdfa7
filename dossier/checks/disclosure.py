"""What published text tells of records that are not published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dossier.compute.numbers import pattern_of
from dossier.compute.projection import published, seen_pages, seen_records, unpublished
from dossier.compute.prose import naming, own_records, prose_of
from dossier.dossier import Dossier
from dossier.problems.problem import Problem, shortened
from dossier.problems.rules import check, check_of
from dossier.records.declare import type_of
from dossier.records.keys_in_texts import (
    headings_in_text,
    is_for_the_team,
    key_in_text,
    keys_in_text,
)
from dossier.records.kinds import Listed, Part
from dossier.records.once import asked_of_all, once_per_record
from dossier.records.team_blocks import broken_in_a_field, comments_in_code, comments_without_end
from dossier.text.code import blanked_code
from dossier.text.ids_in_prose import explicit, numbers
from dossier.text.team_text import blanked_where_hidden

_LARGE_HEADING = re.compile(r"^ {0,3}#(?!#)[ \t]*\S.*$", re.MULTILINE)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.records.declare import Record


@check("DOS630", "warning")
def published_text_names_a_team_only_record(dossier: Dossier) -> Iterator[Problem]:
    """Text that the client reads names a record that the client cannot see.

    The client would see a bare number without a title or a link, and learn that there is something she is not shown.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery, cause: Follows from R-2.}
        - {id: R-2, title: We may be too cheap, visibility: team}

    Right:

        risks:
        - {id: R-1, title: Late delivery, cause: "Late data.", internal: Follows from R-2.}
        - {id: R-2, title: We may be too cheap, visibility: team}
    """
    pattern = pattern_of(dossier)
    if pattern is None:
        return
    is_hidden = unpublished(dossier)

    def may_tell(record: Record) -> bool:
        found = naming(record)
        return any(map(is_hidden, (*pattern.findall(found.numbered), *found.explicit)))

    # Few records name any that is hidden, so that only few need be projected.
    records = seen_records(dossier, filter(may_tell, own_records(dossier)))
    texts = ((leaf.place, leaf.value) for record in records for leaf in prose_of(record))
    for place, text in (*texts, *((page.place, page.text) for page in seen_pages(dossier))):
        for number in filter(is_hidden, dict.fromkeys((*numbers(text, pattern), *explicit(text)))):
            message = f"published text names {number}, which is for the team only"
            hint = "publish that record, or say this under `internal:` or between <!-- team --> and <!-- /team -->"
            yield Problem("DOS630", place.of(number), message, hint)


@check_of("DOS631")
def team_block_across_texts(dossier: Dossier) -> Iterator[Problem]:
    """What is for the team, or not, because a block for the team or a comment is not whole where it stands."""
    for record in _every(dossier):
        yield from broken_in_a_field(record)


@check_of("DOS632")
def comment_that_never_ends(dossier: Dossier) -> Iterator[Problem]:
    """Comments that are begun and never ended."""
    for record in _every(dossier):
        yield from comments_without_end(record)


@check_of("DOS635")
def comment_in_code(dossier: Dossier) -> Iterator[Problem]:
    """Comments that stand in code, or behind a backslash."""
    for record in _every(dossier):
        yield from comments_in_code(record)


@check_of("DOS633")
def key_for_the_team_within_a_text(dossier: Dossier) -> Iterator[Problem]:
    """Lines of texts that begin with the key of a field for the team."""
    for record in _as_the_client_reads(dossier, _holds_key):
        for leaf in prose_of(record):
            yield from (key_in_text(leaf.place.of(key), key) for key in _keys(record, leaf.value))
        yield from (key_in_text(record.at(field).of(name), name) for field, name in _parts_for_the_team(record))
    for page in (page for page in dossier.pages if page.visibility == "client"):
        text = blanked_where_hidden(page.text)
        for key, at in keys_in_text(text, type_of(dossier.project)):
            line, column = page.line + text.count("\n", 0, at), at - text.rfind("\n", 0, at)
            yield key_in_text(page.place._replace(line=line, column=column), key, on_page=True)


@check("DOS636", "warning")
def heading_that_was_a_comment(dossier: Dossier) -> Iterator[Problem]:
    """A line of a text in a list file begins with one `#`.

    Within a text YAML has no comments: the client would read the line, as a heading larger than all others.

    Wrong:

        risks:
        - id: R-1
          title: Late data
          cause: |
            The data comes from three offices.
            # ask Anna which

    Right:

        risks:
        - id: R-1
          title: Late data
          cause: |
            The data comes from three offices.
          # ask Anna which
    """
    for record in _as_the_client_reads(dossier, _holds_large_heading):
        for leaf in prose_of(record):
            for found in _LARGE_HEADING.finditer(blanked_code(leaf.value)):
                message = f"`{shortened(found[0].strip(), 40)}` is a heading of this text and no comment"
                hint = "put a comment in the column of the keys; write a heading with `##`"
                yield Problem("DOS636", leaf.place.of(found[0].strip()), message, hint)


@asked_of_all("check")
@once_per_record
def _holds_large_heading(record: Record) -> bool:
    """Whether there is such a line in a text of a record, of the client's or the team's."""
    in_list = not record.place.path.casefold().endswith(".md")
    return in_list and any("#" in leaf.value and _LARGE_HEADING.search(leaf.value) for leaf in prose_of(record))


def _every(dossier: Dossier) -> tuple[Record, ...]:
    """The records of a project with its settings and those of its client."""
    return (dossier.client, dossier.project, *dossier.records)


def _as_the_client_reads(dossier: Dossier, is_wanted: Callable[[Record], bool]) -> Iterator[Any]:
    """Those of these records that are wanted, as the client sees them; only they are projected, which are few."""
    if is_wanted(dossier.client):
        yield published(dossier).client
    yield from seen_records(dossier, filter(is_wanted, (dossier.project, *dossier.records)))


@asked_of_all("check")
@once_per_record
def _holds_key(record: Record) -> bool:
    """Whether there is such a line in a text of a record, of the client's or the team's."""
    return any(True for leaf in prose_of(record) for _ in _keys(record, leaf.value)) or any(_parts_for_the_team(record))


def _parts_for_the_team(record: Record) -> Iterator[tuple[str, str]]:
    """The parts of a record, such as criteria, that are called as its internal notes, each with its field."""
    for field in type_of(record).fields.values():
        if isinstance(field.kind, Listed) and isinstance(field.kind.item, Part):
            names = (getattr(part, "id", "") for part in getattr(record, field.name))
            yield from ((field.name, name) for name in names if name and is_for_the_team(name, type_of(record)))


def _keys(record: Record, text: str) -> Iterator[str]:
    """Such keys, and in a list file headings of that kind; of Markdown files those are told when they are read."""
    yield from (key for key, _ in keys_in_text(text, type_of(record)))
    if not record.place.path.casefold().endswith(".md"):
        yield from headings_in_text(text, type_of(record))
