"""Problems with the line and column of each, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from dossier.problems.problem import Problem, Severity
from dossier.problems.rules import RULES
from dossier.text.source import Source
from dossier.text.spans import Span, SpanFinder


class Located(Struct, frozen=True, kw_only=True):
    """A problem as everybody shows it; line and column count from 1, `end_column` is past the last one.

    `text` is the line it stands on.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    end_column: int
    message: str
    hint: str
    title: str
    text: str


def located(problems: Iterable[Problem], sources: Iterable[Source], prefix: str = "") -> tuple[Located, ...]:
    """The problems with their lines, in order of file, line and column; `prefix` goes before each path.

    A problem told twice about the same place is shown once.
    """
    by_path = {source.path: source for source in sources}
    finders: dict[str, SpanFinder] = {}
    found: dict[Located, None] = {}
    for problem in problems:
        path = problem.place.path
        if path not in finders and path in by_path:
            finders[path] = SpanFinder(by_path[path])
        found[_one(problem, finders.get(path), prefix)] = None
    return tuple(sorted(found, key=lambda p: (p.file, p.line, p.column, p.code)))


def count(found: Sequence[Located], severity: Severity) -> int:
    """How many of the problems are of one severity."""
    return sum(1 for problem in found if problem.severity == severity)


def _one(problem: Problem, finder: SpanFinder | None, prefix: str) -> Located:
    place, rule = problem.place, RULES[problem.code]
    span = finder.span(place) if finder else Span(place.line or 1, place.column or 1, 1)
    return Located(
        code=problem.code,
        severity=rule.severity,
        file=prefix + place.path,
        line=span.line,
        column=span.column,
        end_column=span.column + span.width,
        message=problem.message,
        hint=problem.hint,
        title=rule.title,
        text=finder.line(span.line) if finder else "",
    )
