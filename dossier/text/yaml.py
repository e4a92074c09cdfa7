"""YAML read into nodes that keep their places, with every scalar still as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from dossier.problems.problem import Place, Problem, shortened
from dossier.problems.rules import rule
from dossier.text.yaml_mistakes import mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.text.source import Source

DEEPEST = 64
_MAY_BE_PROPERTY = re.compile("(?:^|[\\s\\[{,:\ufeff-])[!&]", re.MULTILINE)
_LIKE_TEXT = re.compile(r"[ \t]+(#[^\s#].*)")
# The C loader is some ten times faster; a PyYAML built without it still works.
_Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Node = yaml.Node
Mapping = yaml.MappingNode
Sequence = yaml.SequenceNode
Scalar = yaml.ScalarNode
TEXT = "tag:yaml.org,2002:str"

rule(
    "DOS110",
    "error",
    """The text is not YAML.

    The parser could not go on from this place. Records before it in the same file cannot be trusted either, so none
    of the file is used; all other files are.

    Wrong:

        risks:
        - id: R-1
          title: "Late delivery

    Right:

        risks:
        - id: R-1
          title: "Late delivery"
    """,
)
rule(
    "DOS111",
    "error",
    """A key stands twice in the same place.

    YAML lets the second silently win; the first would be lost without a word.

    Wrong:

        risks:
        - id: R-1
          title: Late delivery
          title: Late payment

    Right:

        risks:
        - id: R-1
          title: Late delivery
    """,
)
rule(
    "DOS112",
    "error",
    """A YAML alias, anchor or tag is used.

    With `*name` one text would stand in two records, and nobody who reads a pull request sees the second one change.
    What is meant as a part of a text, as in `title: !important Late`, is none to YAML, and would be lost: quote it.

    Wrong:

        risks:
        - id: R-1
          title: &title Late delivery
        - id: R-2
          title: *title

    Right:

        risks:
        - id: R-1
          title: Late delivery
        - id: R-2
          title: Late delivery
    """,
)
rule(
    "DOS113",
    "error",
    """The text is nested too deeply.

    No record needs more than 64 levels; text that has more is damaged, or made to break the parser.
    """,
)
rule(
    "DOS114",
    "warning",
    """The file is empty.

    Nothing is read from it. It may have been saved by accident, or its records were lost.
    """,
)
rule(
    "DOS116",
    "warning",
    """What looks like a part of a text is a comment.

    To YAML a comment begins with each ` #` outside quotes, so a colour, or the number of a ticket at the end of a
    title, is lost without a word. Where a comment is meant, put a space behind the `#`.

    Wrong:

        risks:
        - id: R-1
          title: Late delivery of order #4711

    Right:

        risks:
        - id: R-1
          title: "Late delivery of order #4711"
    """,
)


def compose(source: Source, text: str | None = None, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root node of a YAML text, or None with the problems that kept it from being read.

    `text` and `first_line` are given when the YAML is a part of the source: the front matter of a Markdown file.
    """
    text = source.text if text is None else text
    if not text.strip():
        return None, (Problem("DOS114", Place(source.path, line=first_line, column=1), "there is nothing in it"),)
    try:
        root: Node | None = yaml.compose(text, Loader=_Loader)
    except _TooDeepError as error:
        return None, (_too_deep(source, *line_and_column(error.node, first_line)),)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(source, text, error, first_line),)
    except yaml.YAMLError as error:
        return None, (Problem("DOS110", Place(source.path, line=first_line, column=1), shortened(str(error), 200)),)
    if root is None:
        return None, (Problem("DOS114", Place(source.path, line=first_line, column=1), "there is nothing in it"),)
    problems = list(_properties(source, text, first_line))
    if problems:  # nobody knows what these texts should be; and where aliases are, a node may stand in many places
        root = None
    else:
        _structure(root, source.path, first_line, problems)
        problems += _comments_like_text(source, text, first_line)
    return root, tuple(problems)


def line_and_column(node: Node, first_line: int = 1) -> tuple[int, int]:
    """Where a node begins, both counted from 1."""
    return node.start_mark.line + first_line, node.start_mark.column + 1


def _properties(source: Source, text: str, first_line: int) -> Iterator[Problem]:
    """A problem for each anchor and tag; an alias cannot be without an anchor."""
    events: Any = yaml.parse(text, Loader=_Parser) if _MAY_BE_PROPERTY.search(text) else ()
    for event in events:
        anchor = None if isinstance(event, yaml.AliasEvent) else getattr(event, "anchor", None)
        tag: str = getattr(event, "tag", None) or ""
        if anchor or tag:
            place = Place(source.path, line=event.start_mark.line + first_line, column=event.start_mark.column + 1)
            found = f"&{anchor}" if anchor else f"!{tag.rpartition(':')[2].lstrip('!')}"
            what = f"`{shortened(found)}` is {'an anchor' if anchor else 'a tag'} to YAML, and no part of the text"
            yield Problem("DOS112", place, what, "quote the text, or write it out where it is meant to stand twice")


def _comments_like_text(source: Source, text: str, first_line: int) -> Iterator[Problem]:
    """A problem for each comment without a space behind its `#` that follows a text without quotes, or an empty one."""
    if "#" not in text or not _LIKE_TEXT.search(text):
        return
    lines = text.split("\n")
    events: Any = yaml.parse(text, Loader=_Parser)
    ends: Any = (event.end_mark for event in events if isinstance(event, yaml.ScalarEvent) and not event.style)
    for end in ends:
        found = _LIKE_TEXT.match(lines[end.line], end.column) if end.line < len(lines) else None
        if found:
            place = Place(source.path, line=end.line + first_line, column=found.start(1) + 1)
            what = f"`{shortened(found[1])}` is a comment to YAML, and no part of the text"
            yield Problem("DOS116", place, what, "quote the whole text; a comment has a space behind its #")


def _structure(node: Node, path: str, first_line: int, problems: list[Problem]) -> None:
    """Find keys that stand twice or are no text."""
    inside = node.value if isinstance(node, Sequence) else ()
    if isinstance(node, Mapping):
        _keys(node, path, first_line, problems)
        inside = [value for _, value in node.value]
    for each in inside:
        if not isinstance(each, Scalar):
            _structure(each, path, first_line, problems)


def _keys(node: Mapping, path: str, first_line: int, problems: list[Problem]) -> None:
    """Look at the keys of a mapping; it loses those that are no text, which nobody can ask for."""
    keys: dict[str, Node] = {}
    no_text = [key for key, _ in node.value if not isinstance(key, Scalar)]
    for key in no_text:
        what = "a list" if isinstance(key, Sequence) else "fields"
        message, hint = f"expected a key (`key: value`), found {what}", "quote a text that begins with [ or {"
        problems.append(Problem("DOS206", _place(key, path, first_line), message, hint))
    if no_text:
        node.value = [(key, value) for key, value in node.value if isinstance(key, Scalar)]
    for key, value in node.value:
        if keys.setdefault(key.value, key) is not key:
            message = f"`{shortened(key.value)}` stands twice in the same place"
            what = "put both into one list" if isinstance(value, Sequence) else "delete one of the two"
            hint = f"{what}; only the first is read"
            problems.append(Problem("DOS111", _place(key, path, first_line), message, hint))


def _place(node: Node, path: str, first_line: int) -> Place:
    line, column = line_and_column(node, first_line)
    return Place(path, line=line, column=column)


class _TooDeepError(Exception):
    """Collections are nested beyond the limit; `node` is the first that is."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node


class _Loader(_Parser):  # type: ignore[misc,valid-type]
    """A loader that stops at the limit, since libyaml's composer crashes the process at some 100,000 levels.

    The composer calls the three methods for every node; PyYAML's own look for tags, which nobody here asks for.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def descend_resolver(self, parent: Node | None, _index: object) -> None:
        """One level down, into something in `parent`."""
        if self._depth > DEEPEST and parent is not None:
            raise _TooDeepError(parent)
        self._depth += 1

    def ascend_resolver(self) -> None:
        """One level up."""
        self._depth -= 1

    def resolve(self, _kind: type[Node], _value: object, _implicit: object) -> str:
        """The tag of a node: always that of text, since every scalar stays text until its field reads it."""
        return TEXT


def _too_deep(source: Source, line: int, column: int) -> Problem:
    return Problem("DOS113", Place(source.path, line=line, column=column), f"nested more than {DEEPEST} levels deep")


def _syntax_problem(source: Source, text: str, error: yaml.MarkedYAMLError, first_line: int) -> Problem:
    if error.problem == "exceeded maximum nesting depth" and error.problem_mark:  # libyaml's own limit, of brackets
        return _too_deep(source, error.problem_mark.line + first_line, error.problem_mark.column + 1)
    lines = text.split("\n")
    line, column, hint = mistake(lines, error, _events(text))
    if "maximum nesting depth" in (error.problem or ""):  # libyaml looks far ahead before it tells the first bracket
        place = Place(source.path, line=line + first_line, column=column + 1)
        return Problem("DOS113", place, f"nested more than {DEEPEST} levels deep")
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    message = " ".join(part for part in (error.context, error.problem) if part) or "not YAML"
    return Problem("DOS110", Place(source.path, line=line + first_line, column=column + 1), message, hint)


def _events(text: str) -> Iterator[Any]:
    """What the parser reads of a text until it stops."""
    try:
        yield from yaml.parse(text, Loader=_Parser)
    except yaml.YAMLError:
        return
