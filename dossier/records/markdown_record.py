"""A Markdown record seen as the same fields that a YAML list would hold: front matter, opening text, headings."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.problems.problem import Place, Problem, near
from dossier.records.declare import RECORD_TYPES
from dossier.records.fields import hint_of
from dossier.records.keys_in_texts import keys_in_joined_lines, may_hold_keys
from dossier.records.kinds import Listed, Part
from dossier.records.team_blocks import blocks_without_end, broken_blocks
from dossier.records.values import ID
from dossier.text.like_headings import like_headings
from dossier.text.markdown import (
    ITEM,
    SPOILT_FRONT,
    Section,
    document,
    has_spoilt_front,
    item_lines,
)
from dossier.text.team_text import balanced, blocks_left_open, without_remarks
from dossier.text.yaml import TEXT, Mapping, Node, Scalar, Sequence, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.problems.problem import Problem as Finding
    from dossier.records.declare import Field, RecordType
    from dossier.records.kinds import Kind
    from dossier.text.source import Source

_FOR_TEAM = re.compile(r"\b(?:internal|team)\b|内部|团队|內部|團隊", re.IGNORECASE)
_NUMBER = re.compile(rf"\**{ID.pattern}\**\s*[:：]\**\s*")


def as_mapping(source: Source, of_type: RecordType, problems: list[Finding]) -> Mapping | None:
    """The fields of a Markdown record as one mapping, or None when its front matter cannot be read.

    `## Rationale` is the field of that label in any language; other headings stay in the record's main text.
    """
    front = front_matter(source, problems)
    if front is None:
        return None
    pairs = [pair for pair in front if not _names_the_type(pair, of_type)]
    parts = document(source)
    if may_hold_keys(parts.front, of_type):
        place, lines = Place(source.path, line=parts.front_line, column=1), parts.front.split("\n")
        problems += (each for _, value in pairs for each in keys_in_joined_lines(lines, value, of_type, place))
    pairs += _body_pairs(source, of_type, pairs, problems)
    problems += (*blocks_without_end(source), *broken_blocks(source))
    return Mapping(TEXT, pairs)


def front_matter(source: Source, problems: list[Finding]) -> list[tuple[Node, Node]] | None:
    """The keys and values of a file's front matter, none without one, or None when it cannot be read."""
    parts = document(source)
    if not parts.front.strip():
        if has_spoilt_front(source):
            problems.append(Problem("DOS206", Place(source.path, line=1, column=1), SPOILT_FRONT))
        return []
    root, found = compose(source, parts.front, parts.front_line)
    problems += found
    if root is not None and not isinstance(root, Mapping):
        place = Place(source.path, line=parts.front_line, column=1)
        message = "expected `key: value` lines between the two `---`"
        problems.append(Problem("DOS206", place, message, hint_of(root)))
    return list(root.value) if isinstance(root, Mapping) else None


def _names_the_type(pair: tuple[Node, Node], of_type: RecordType) -> bool:
    """`type: requirement` says which type this is; `type: functional` is a field of it."""
    key, value = pair
    if not isinstance(key, Scalar) or key.value.casefold() not in {"type", "类型"} or not isinstance(value, Scalar):
        return False
    return value.value.casefold() in {name.casefold() for name in of_type.keys()}


def _meant(heading: str, of_type: RecordType) -> str:
    """Which field's heading was meant; one for the team, whatever is nearer: under another heading it would be shown."""
    hint = near(heading, [word for field in of_type.fields.values() for word in field.label.all()])
    if hint and _FOR_TEAM.search(heading):
        internal = of_type.fields["internal"].label
        return f"did you mean `{internal.en if heading.isascii() else internal.zh}`?"
    return hint


def _body_pairs(
    source: Source, of_type: RecordType, front: list[tuple[Node, Node]], problems: list[Finding]
) -> list[tuple[Node, Node]]:
    written = {key.value.casefold() for key, _ in front if isinstance(key, Scalar)}
    main: list[str] = []
    pairs: list[tuple[Node, Node]] = []
    problems += _hidden_headings(source, of_type)
    kept = ""  # the heading of the field for the team right above
    for section, hidden in _sections(source):
        heading = without_remarks(section.heading)
        declared = of_type.known.get(heading.casefold()) if heading else None
        if heading and not declared and kept and not hidden and not _is_hidden(front, of_type):
            problems.append(_shown_again(Place(source.path, line=section.heading_line, column=1), heading, kept))
        kept = heading if declared and declared.internal else ""
        if declared and heading.casefold() in written:
            problems.append(_twice(source, heading, section.heading_line))
        elif declared:
            written.add(heading.casefold())
            pairs.append((_scalar(heading), _section_node(section, declared, hidden)))
        elif section.heading:
            hint = _meant(section.heading, of_type)
            if hint:
                place = Place(source.path, line=section.heading_line, column=1)
                problems.append(Problem("DOS212", place, f"`{section.heading}` is not a field of this record", hint))
            main.append(balanced(f"## {section.heading}\n\n{section.text}", hidden))
        else:
            title, text = _title_and_text(section.text)
            if title and not written & {key.casefold() for key in of_type.fields["title"].keys()}:
                pairs.append((_scalar("title"), _scalar(title)))
            main.append(balanced(text, hidden))
    text = "\n\n".join(part for part in main if part).strip()
    if text and of_type.body in written:
        problems.append(_twice(source, of_type.body, document(source).body_line))
    elif text:
        pairs.append((_scalar(of_type.body), _scalar(text)))
    return pairs


def _is_hidden(front: list[tuple[Node, Node]], of_type: RecordType) -> bool:
    keys = of_type.fields["visibility"].keys()
    said = [value.value for key, value in front if key.value in keys and isinstance(value, Scalar)]
    return any(said) and said[0].casefold() in {"team", "team only", "仅团队"}


def _shown_again(place: Place, heading: str, kept: str) -> Finding:
    message = f"`{heading}` is no field of this record, so what is for the team ends here: what follows is shown"
    return Problem("DOS214", place, message, f"write it as `### {heading}` if it belongs to `{kept}`, else above that")


def _hidden_headings(source: Source, of_type: RecordType) -> Iterator[Finding]:
    """A problem for each line that names a field for the team and is no heading of a field: its text would be shown."""
    keys = _keys_for_team(of_type.name)
    parts = document(source)
    read = {section.heading_line for section in parts.sections() if without_remarks(section.heading).casefold() in keys}
    of_every_type = {key.casefold() for key in of_type.fields["internal"].keys()}
    for number, words, is_marked in like_headings(parts.body, keys):
        line = parts.body_line + number
        if line not in read and (is_marked or words in of_every_type):
            place, name = Place(source.path, line=line, column=1), keys[words]
            message = f"`{name}` is a field for the team, but this line is not its heading: what follows would be shown"
            yield Problem("DOS213", place, message, f"write `## {name}`")


@cache
def _keys_for_team(type_name: str) -> dict[str, str]:
    """The keys of a type's fields for the team, by themselves in small letters."""
    fields = RECORD_TYPES[type_name].fields.values()
    return {key.casefold(): key for field in fields if field.internal for key in field.keys()}


def _twice(source: Source, name: str, line: int) -> Finding:
    hint = "delete one of the two; only the first is read"
    return Problem("DOS111", Place(source.path, line=line, column=1), f"`{name}` is written twice in this record", hint)


def _title_and_text(text: str) -> tuple[str, str]:
    """A first line `# Title`, and what follows it."""
    first, _, rest = text.partition("\n")
    return (first[2:].strip(), rest.strip()) if first.startswith("# ") else ("", text)


def _sections(source: Source) -> Iterator[tuple[Section, int]]:
    """Every section, and how many team blocks that began above it are still open where it begins."""
    hidden = 0
    for section in document(source).sections():
        yield section, hidden
        hidden = blocks_left_open(f"{section.heading}\n{section.text}", hidden)


def _section_node(section: Section, declared: Field, hidden: int) -> Node:
    """The text of a section; its list items where the field is a list."""
    if not isinstance(declared.kind, Listed):
        return _scalar(balanced(section.text, hidden))
    lines = section.text.split("\n")
    starts = list(item_lines(section.text))
    hidden = blocks_left_open("\n".join(lines[: starts[0]] if starts else lines), hidden)
    items = []
    for start, end in pairwise([*starts, len(lines)]):
        first = ITEM.sub("", lines[start], count=1)
        text = "\n".join([first, *(line.strip() for line in lines[start + 1 : end])]).strip()
        items.append(_scalar(_item(text, declared.kind.item, hidden)))
        hidden = blocks_left_open(text, hidden)
    return Sequence(TEXT, items)


def _item(text: str, kind: Kind, hidden: int) -> str:
    """The text of a list item; a mark of the team stands behind its number, which must come first."""
    number = _NUMBER.match(text) if isinstance(kind, Part) else None
    end = number.end() if number else 0
    return text[:end] + balanced(text[end:], hidden)


def _scalar(text: str) -> Scalar:
    return Scalar(TEXT, text)
