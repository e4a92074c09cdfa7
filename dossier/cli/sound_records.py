"""What a command that edits records asks of them: no errors before, no new ones after, and people who are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.checks.everything import findings
from dossier.cli.workspace import CouldNotRun, Workspace, dossier_named, workspace
from dossier.load import load
from dossier.problems.problem import near
from dossier.problems.rules import severity
from dossier.records.declare import type_of
from dossier.records.stakeholder import Stakeholder
from dossier.text.source import decoded
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.dossier import Dossier, Portfolio
    from dossier.problems.problem import Problem
    from dossier.records.declare import Record
    from dossier.text.source import Tree


class Open(Struct, frozen=True):
    """A project whose records have no errors, as read, with everything found in them."""

    place: Workspace
    tree: Tree
    dossier: Dossier
    found: tuple[Problem, ...]


def opened(folder: str, done: str = "changed by a command") -> Open:
    """The project of that folder. Raises CouldNotRun where there is none, or where its records have errors.

    `done` is what is not done with records that have errors, for the message.
    """
    place = workspace(Path())
    tree, portfolio, problems = place.read()
    dossier = dossier_named(portfolio, folder)
    return Open(place, tree, dossier, _refuse_errors(dossier, portfolio, problems, done))


def _refuse_errors(
    dossier: Dossier, portfolio: Portfolio, problems: Iterable[Problem], done: str
) -> tuple[Problem, ...]:
    """Everything found in the records, none of it an error of the dossier's client. Raises CouldNotRun otherwise."""
    found = (*problems, *findings(portfolio))
    count = sum(severity(p) == "error" and p.place.path.startswith(f"{dossier.client.id}/") for p in found)
    if count:
        told = "1 error" if count == 1 else f"{count} errors"
        raise CouldNotRun(f"the records have {told}; `dossier check` tells them. What has errors is not {done}")
    return found


def read_as_meant(project: Open, texts: Mapping[str, str], expected: Record) -> tuple[Dossier, tuple[Problem, ...]]:
    """The dossier as it would be with these texts, by path: the record then as expected, all others as they were.

    The second is what would be found then and is not found now. Nothing is written. Raises CouldNotRun otherwise.
    """
    portfolio, new = _read_again(project.tree, texts, project.found)
    after = portfolio.dossier(project.dossier.folder)
    records = [each for each in after.records if each.id != expected.id] if after else []
    others = [each for each in project.dossier.records if each.id != expected.id]
    read = after.by_id.get(expected.id) if after else None
    if after is None or read is None or read != replace(expected, place=read.place):
        raise CouldNotRun(f"nothing was written: {_misread(expected, read, project.place.prefix)}")
    if records != others:
        raise CouldNotRun(f"nothing was written: other records than {expected.id} would have changed")
    return after, new


def _misread(expected: Record, read: Record | None, prefix: str) -> str:
    """What would not be read as it is meant, and why that may be."""
    path = expected.place.path
    names = type_of(expected).fields if type(read) is type(expected) else ()
    wrong = ", ".join(f"`{name}`" for name in names if getattr(read, name) != getattr(expected, name))
    why = ", where a line `## …` begins another field" if path.casefold().endswith(".md") else ""
    return f"{f'{wrong} of ' if wrong else ''}{expected.id} would not read as meant in {prefix}{path}{why}"


def _read_again(
    tree: Tree, texts: Mapping[str, str], before: Iterable[Problem]
) -> tuple[Portfolio, tuple[Problem, ...]]:
    """The portfolio as it would be with these texts, and what is found in it that was not found `before`.

    Raises CouldNotRun with the first new error.
    """
    read = [decoded(path, text.encode("utf-8")) for path, text in texts.items()]
    sources = [each for each in tree.sources if each.path not in texts] + [source for source, _ in read if source]
    in_order = tuple(sorted(sources, key=lambda each: each.path.split("/")))
    portfolio, problems = load(replace(tree, sources=in_order))
    found = (*(problem for _, each in read for problem in each), *problems, *findings(portfolio))
    known = set(before)
    new = tuple(problem for problem in dict.fromkeys(found) if problem not in known)
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
