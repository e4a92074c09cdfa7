"""YAML read into nodes that keep their places, with every scalar still as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from dossier.problems.problem import Place, Problem, shortened
from dossier.problems.rules import rule

if TYPE_CHECKING:
    from dossier.text.source import Source

# The C loader is some ten times faster; a PyYAML built without it still works.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

DEEPEST = 64
Node = yaml.Node
Mapping = yaml.MappingNode
Sequence = yaml.SequenceNode
Scalar = yaml.ScalarNode

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
    """A YAML alias or anchor is used.

    With `*name` one text would stand in two records, and nobody who reads a pull request sees the second one change.

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


def compose(source: Source, text: str | None = None, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root node of a YAML text, or None with the problems that kept it from being read.

    `text` and `first_line` are given when the YAML is a part of the source: the front matter of a Markdown file.
    """
    text = source.text if text is None else text
    if not text.strip():
        return None, (Problem("DOS114", Place(source.path, line=first_line, column=1), "there is nothing in it"),)
    try:
        deep = _too_deep(text)
        if deep:
            place = Place(source.path, line=deep[0] + first_line - 1, column=deep[1])
            return None, (Problem("DOS113", place, f"nested more than {DEEPEST} levels deep"),)
        root: Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(source, text, error, first_line),)
    except yaml.YAMLError as error:
        return None, (Problem("DOS110", Place(source.path, line=first_line, column=1), shortened(str(error), 200)),)
    if root is None:
        return None, (Problem("DOS114", Place(source.path, line=first_line, column=1), "there is nothing in it"),)
    problems: list[Problem] = []
    _structure(root, source.path, first_line, set(), problems)
    return (None if any(p.code == "DOS112" for p in problems) else root), tuple(problems)


def line_and_column(node: Node, first_line: int = 1) -> tuple[int, int]:
    """Where a node begins, both counted from 1."""
    return node.start_mark.line + first_line, node.start_mark.column + 1


def _structure(node: Node, path: str, first_line: int, seen: set[int], problems: list[Problem]) -> None:
    """Find keys that stand twice, and nodes that are reached twice because they are aliases."""
    line, column = line_and_column(node, first_line)
    if id(node) in seen:
        message = "a YAML alias or anchor (`*name`, `&name`) is used"
        problems.append(Problem("DOS112", Place(path, line=line, column=column), message, "write the text out"))
        return
    seen.add(id(node))
    if isinstance(node, Sequence):
        for item in node.value:
            _structure(item, path, first_line, seen, problems)
    elif isinstance(node, Mapping):
        keys: set[str] = set()
        for key, value in node.value:
            if isinstance(key, Scalar) and key.value in keys:
                line, column = line_and_column(key, first_line)
                message = f"`{shortened(key.value)}` stands twice in the same place"
                hint = "delete one of the two; only the first is read"
                problems.append(Problem("DOS111", Place(path, line=line, column=column), message, hint))
            elif isinstance(key, Scalar):
                keys.add(key.value)
            _structure(value, path, first_line, seen, problems)


def _too_deep(text: str) -> tuple[int, int] | None:
    """Line and column where nesting passes the limit.

    libyaml's composer recurses in C and crashes the process at some 100,000 levels; its event stream does not. The
    events cost as much as composing, so they are read only when a text could be that deep at all.
    """
    suspicious = text.count("[") + text.count("{") > DEEPEST or re.search(r"(?:[-?] +){16}", text)
    if not suspicious and not re.search(rf"^ {{{DEEPEST}}}", text, re.MULTILINE):
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST and event.start_mark:
                return event.start_mark.line + 1, event.start_mark.column + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _syntax_problem(source: Source, text: str, error: yaml.MarkedYAMLError, first_line: int) -> Problem:
    lines = text.split("\n")
    line, column, hint = _where_and_hint(lines, error)
    if "maximum nesting depth" in (error.problem or ""):  # libyaml looks far ahead before it tells the first bracket
        place = Place(source.path, line=line + first_line, column=column + 1)
        return Problem("DOS113", place, f"nested more than {DEEPEST} levels deep")
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    message = " ".join(part for part in (error.context, error.problem) if part) or "not YAML"
    return Problem("DOS110", Place(source.path, line=line + first_line, column=column + 1), message, hint)


def _where_and_hint(lines: list[str], error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    """Line and column from 0, and what to do; where the parser stopped is often far from the cause."""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    context, problem = error.context or "", error.problem or ""
    line, column = (mark.line, mark.column) if mark else (0, 0)
    written = lines[line] if line < len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return line, written.index("\t"), "YAML allows no tab for indentation; use spaces"
    if begun and "quoted scalar" in context and "unexpected" in problem:
        return begun.line, begun.column, "the quote that begins here is never closed"
    if begun and context == "while scanning a simple key":
        return begun.line, begun.column, "this is neither `key: value` nor the rest of the text above it"
    if "unknown escape" in problem:
        return line, column, "between double quotes write `\\\\` for a backslash, or use single quotes"
    return line, column, "quote a text that holds `: `, ` #` or begins with one of [ ] { } & * ! | > % @ `"
