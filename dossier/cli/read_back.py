"""What a command is about to write is read first, so that no file is left that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.cli.workspace import CouldNotRun
from dossier.load import load
from dossier.problems.rules import severity
from dossier.text.source import decoded
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.dossier import Portfolio
    from dossier.problems.problem import Problem
    from dossier.text.source import Tree


def refuse_unreadable(tree: Tree, texts: Mapping[str, str], before: Iterable[Problem]) -> None:
    """Raise CouldNotRun where reading would meet an error with these texts, by path, that it did not meet `before`."""
    _, problems = read_with(tree, texts)
    new_problems(problems, before)


def read_with(tree: Tree, texts: Mapping[str, str]) -> tuple[Portfolio, tuple[Problem, ...]]:
    """The portfolio as it would be with these texts, by path, and every problem met while reading."""
    read = [decoded(path, text.encode("utf-8")) for path, text in texts.items()]
    sources = [each for each in tree.sources if each.path not in texts] + [source for source, _ in read if source]
    in_order = tuple(sorted(sources, key=lambda each: each.path.split("/")))
    portfolio, problems = load(replace(tree, sources=in_order))
    return portfolio, (*(problem for _, each in read for problem in each), *problems)


def new_problems(found: Iterable[Problem], before: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is found and was not found before. Raises CouldNotRun with the first error among it."""
    known = set(before)
    new = tuple(problem for problem in dict.fromkeys(found) if problem not in known)
    for problem in new:
        if severity(problem) == "error":
            why = f"{problem.message}. {problem.hint}".rstrip(" .")
            raise CouldNotRun(f"nothing was written; the records would then have the error {problem.code}: {why}")
    return new
