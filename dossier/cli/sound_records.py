"""What a command that edits records asks of them: no errors before, no new ones after, and people who are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.checks.everything import findings
from dossier.cli.workspace import CouldNotRun
from dossier.load import load
from dossier.problems.problem import near
from dossier.problems.rules import severity
from dossier.records.stakeholder import Stakeholder
from dossier.text.source import decoded
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.dossier import Dossier, Portfolio
    from dossier.problems.problem import Problem
    from dossier.text.source import Tree


def refuse_errors(
    dossier: Dossier, portfolio: Portfolio, problems: Iterable[Problem], done: str
) -> tuple[Problem, ...]:
    """Everything found in the records, none of it an error of the dossier's client. Raises CouldNotRun otherwise.

    `done` is what is not done with records that have errors, for the message: "signed".
    """
    found = (*problems, *findings(portfolio))
    count = sum(severity(p) == "error" and p.place.path.startswith(f"{dossier.client.id}/") for p in found)
    if count:
        told = "1 error" if count == 1 else f"{count} errors"
        raise CouldNotRun(f"the records have {told}; `dossier check` tells them. What has errors is not {done}")
    return found


def read_again(tree: Tree, path: str, text: str, before: Iterable[Problem]) -> tuple[Portfolio, tuple[Problem, ...]]:
    """The portfolio as it would be with this text in that file, and what is found in it that was not found `before`.

    Nothing is written. Raises CouldNotRun with the first new error.
    """
    source, problems = decoded(path, text.encode("utf-8"))
    others = [each for each in tree.sources if each.path != path]
    sources = sorted([*others, *([source] if source else [])], key=lambda each: each.path.split("/"))
    portfolio, read = load(replace(tree, sources=tuple(sources)))
    known = set(before)
    new = tuple(p for p in dict.fromkeys((*problems, *read, *findings(portfolio))) if p not in known)
    for problem in new:
        if severity(problem) == "error":
            why = f"{problem.message}. {problem.hint}".rstrip(" .")
            raise CouldNotRun(f"nothing was written; the records would then have the error {problem.code}: {why}")
    return portfolio, new


def stakeholder_named(dossier: Dossier, identifier: str) -> Stakeholder:
    """The stakeholder with that id. Raises CouldNotRun with the near one when there is none."""
    person = dossier.find(identifier)
    if not isinstance(person, Stakeholder):
        people = [each.id for each in dossier.of(Stakeholder)]
        raise CouldNotRun(f"there is nobody with the id `{identifier}`. {near(identifier, people)}".strip())
    return person
