"""What one source of a project holds: an ordinary page, or records of the types that its keys and folders name."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.dossier import Page
from dossier.problems.problem import Place, Problem, near, shortened
from dossier.problems.rules import rule
from dossier.records import all_types  # noqa: F401 - importing it declares every record type
from dossier.records.declare import RECORD_TYPES, Record, RecordType
from dossier.records.decode import decode, listed
from dossier.records.fields import by_key, field_values, hint_of
from dossier.records.keys_in_texts import keys_in_joined_lines, may_hold_keys
from dossier.records.markdown_record import as_mapping, front_matter
from dossier.records.team_blocks import broken_blocks, open_on_a_page
from dossier.text.code import outside_fences
from dossier.text.like_headings import like_headings
from dossier.text.markdown import document
from dossier.text.source import Source
from dossier.text.team_text import comment_without_end
from dossier.text.yaml import TEXT, Mapping, Node, Scalar, compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_TYPE = frozenset({"type", "类型"})
_CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|) \S", re.MULTILINE)
_ID = frozenset({"id", "编号"})
_PAGE = frozenset({"page", "页面"})
_PLAIN_TYPE = re.compile(r"^(?:type|类型): *([\w-]+) *$", re.MULTILINE)
_SAYS_TYPE = re.compile("type|类型", re.IGNORECASE)


class Parsed(Struct, frozen=True):
    """What one source of a project holds: an ordinary page or records, and the problems met while reading it."""

    page: Page | None
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


rule(
    "DOS118",
    "error",
    """A file holds the marks that git leaves where two changes of the same lines meet.

    Both versions stand in the file, and would be published.

    Wrong:

        # acme/web/overview.md
        <<<<<<< HEAD
        We begin in May.
        =======
        We begin in June.
        >>>>>>> later

    Right:

        # acme/web/overview.md
        We begin in June.
    """,
)


def parsed(source: Source, project: str) -> Parsed:
    """What a source of the project with that id holds; nothing else than the two decides it."""
    problems: list[Problem] = []
    page = ordinary_page(source, problems) if source.is_markdown else None
    records = () if page else tuple(_records(source, project, problems))
    conflicts = _conflicts(source) if source.is_markdown or records else ()
    return Parsed(page, records, (*conflicts, *problems))


def _conflicts(source: Source) -> Iterator[Problem]:
    """A problem for each conflict that was left in a file; of most YAML it is told besides that it cannot be read."""
    is_open = False
    for found in _CONFLICT.finditer(source.text):
        begins = found[0].startswith("<")
        if begins or not is_open:
            place = Place(source.path, line=source.text.count("\n", 0, found.start()) + 1, column=1)
            yield Problem("DOS118", place, "a conflict of two changes was left here", "keep one of the two versions")
        is_open = begins or (is_open and found[0].startswith("|"))


def ordinary_page(source: Source, problems: list[Problem]) -> Page | None:
    """The ordinary page that a Markdown file is when it is not a record."""
    if markdown_type(source):
        return None
    parts = document(source)
    if not source.text.strip():
        problems.append(Problem("DOS114", Place(source.path, line=1, column=1), "there is nothing in it"))
    said = _page_fields(source, problems)
    title = said.get("title", "")
    if said.get("visibility") == "client":
        problems += _for_the_team(source)
        problems += (*open_on_a_page(source), *broken_blocks(source))
    body = parts.body
    number, first = next(((n, line) for n, line in outside_fences(body) if line.strip()), (0, ""))
    if first.startswith("# ") and not comment_without_end(first):  # else the comment would be cut in two
        title = title or first[2:].strip()
        lines = body.split("\n")
        body = "\n".join([*lines[:number], "", *lines[number + 1 :]])
    name = posixpath.basename(source.path).removesuffix(".md")
    return Page(
        path=source.path,
        title=title or name,
        text=body.strip("\n"),
        visibility=said.get("visibility", "team"),
        place=Place(source.path),
        line=parts.body_line + len(body) - len(body.lstrip("\n")),
    )


def _for_the_team(source: Source) -> Iterator[Problem]:
    """A problem for each heading of a published page that is called as what is for the team in a record."""
    keys = {key.casefold(): key for key in RECORD_TYPES["requirement"].fields["internal"].keys()}
    parts = document(source)
    for number, words, _ in like_headings(parts.body, keys):
        message = (
            f"`{keys[words]}` is for the team in records, and pages have no such field: what follows would be shown"
        )
        hint = "put it between <!-- team --> and <!-- /team -->, or call it otherwise"
        yield Problem("DOS213", Place(source.path, line=parts.body_line + number, column=1), message, hint)


def _page_fields(source: Source, problems: list[Problem]) -> dict[str, str]:
    """What a page's front matter says: its title and who may see it."""
    place = Place(source.path)
    pairs: list[tuple[Node, Node]] = []
    for key, value in front_matter(source, problems) or ():
        is_type = isinstance(key, Scalar) and isinstance(value, Scalar) and key.value.casefold() in _TYPE
        if isinstance(key, Scalar) and key.value.casefold() in _ID:
            message = "a file with a number is a record, and this one is read as a page"
            hint = "put it into a folder of its type, such as `requirements/`, or write `type: …`; a page has no `id`"
            problems.append(Problem("DOS211", place.key(key.value), message, hint))
            return {}
        if not is_type:
            pairs.append((key, value))
        elif value.value.casefold() not in _PAGE:
            message = f"`{shortened(value.value)}` is not a type of record"
            problems.append(Problem("DOS211", place / key.value, message, near(value.value, _names_of_types())))
    fields = RECORD_TYPES["requirement"].fields
    known = by_key(fields[name] for name in ("title", "visibility"))
    return field_values(Mapping(TEXT, pairs), known, place, problems).values


def _records(source: Source, project: str, problems: list[Problem]) -> Iterator[Record]:
    """The records of one file: all those of a YAML file, or the one of a Markdown file."""
    place = Place(source.path)
    if source.is_markdown:
        of_type = markdown_type(source)
        node = as_mapping(source, of_type, problems) if of_type else None
        if of_type and node is not None:
            yield from decode(node, of_type, place, problems, project=project)
        return
    root, found = compose(source)
    problems += found
    if root is not None and not isinstance(root, Mapping):
        message = "expected the name of a record type, such as `risks:`, and under it a list"
        problems.append(Problem("DOS211", Place(source.path, line=1, column=1), message, hint_of(root)))
        return
    if root is not None and _ID & {key.value.casefold() for key, _ in root.value if isinstance(key, Scalar)}:
        message = "these are the fields of one record, and a YAML file holds lists of them"
        hint = "begin with the name of the type, such as `requirements:`, and put `- ` before the first field"
        problems.append(Problem("DOS211", Place(source.path, line=1, column=1), message, hint))
        return
    lines = source.text.split("\n")
    read: set[str] = set()
    for key, value in root.value if root is not None else ():
        name = key.value if isinstance(key, Scalar) else ""
        if name in read:
            continue  # the text itself tells a key that stands twice
        read.add(name)
        named = _type_named(name)
        if named is None:
            message = f"`{shortened(name)}` is not a type of record"
            blank = "" if name == name.strip() else "begin the line with plain spaces"
            problems.append(Problem("DOS211", place.key(name), message, blank or near(name, _names_of_types())))
        else:
            if may_hold_keys(source.text, named):
                problems += keys_in_joined_lines(lines, value, named, Place(source.path, line=1, column=1))
            yield from listed(value, named, place / name, problems, _presets(named, name), project)


def markdown_type(source: Source, folders: Sequence[str] | None = None) -> RecordType | None:
    """The record type of a Markdown file: what its front matter's `type` or else its nearest folder names.

    The folders are those below the project's where no others are given.
    """
    written = _written_type(source)
    if written.casefold() in _PAGE:
        return None
    if named := _type_named(written):
        return named
    for folder in reversed(source.path.split("/")[2:-1] if folders is None else folders):
        if named := _type_named(folder):
            return named
    return None


def _written_type(source: Source) -> str:
    """What a file's front matter says of its type; "" where it says nothing. Most say it plainly, or not at all."""
    parts = document(source)
    if match := _PLAIN_TYPE.search(parts.front):
        return match[1]
    if not _SAYS_TYPE.search(parts.front):
        return ""
    root, _ = compose(source, parts.front, parts.front_line)
    for key, value in root.value if isinstance(root, Mapping) else ():
        if isinstance(key, Scalar) and isinstance(value, Scalar) and key.value.casefold() in _TYPE:
            return str(value.value)
    return ""


def _names_of_types() -> list[str]:
    return [word for each in RECORD_TYPES.values() for word in each.keys()]


def _type_named(name: str) -> RecordType | None:
    return _types_by_key(tuple(each.cls for each in RECORD_TYPES.values())).get(_folded(name))


@cache
def _types_by_key(classes: tuple[type[Record], ...]) -> dict[str, RecordType]:
    """The types by everything that may stand for them in a file; of two the same, the first counts."""
    listed = [RECORD_TYPES[cls.type_name] for cls in classes if cls.type_name not in {"client", "project"}]
    return {_folded(key): each for each in reversed(listed) for key in each.keys()}


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")


def _presets(of_type: RecordType, name: str) -> dict[str, str]:
    return dict(of_type.presets.get(name.casefold(), {}))


def holds_records(source: Source) -> bool:
    """Whether a YAML file outside every project has a key that names a record type."""
    root = compose(source)[0]
    return isinstance(root, Mapping) and any(_type_named(str(key.value)) for key, _ in root.value)
