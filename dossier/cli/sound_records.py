"""What a command that edits records asks of them: no errors before, no new ones after, and people who are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.checks.everything import findings
from dossier.cli.read_back import new_problems, read_with
from dossier.cli.workspace import CouldNotRun, Workspace, dossier_named, workspace
from dossier.problems.problem import near
from dossier.problems.rules import severity
from dossier.records.declare import type_of
from dossier.records.stakeholder import Stakeholder
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
    dossier = dossier_named(portfolio, folder, problems)
    return Open(place, tree, dossier, _refuse_errors(dossier, portfolio, problems, done))


def _refuse_errors(
    dossier: Dossier, portfolio: Portfolio, problems: Iterable[Problem], done: str
) -> tuple[Problem, ...]:
    """Everything found in the records, none of it an error of the dossier's client. Raises CouldNotRun otherwise."""
    found = (*problems, *findings(portfolio))
    if told := errors_told(dossier.client.id, found):
        raise CouldNotRun(f"the records have {told}; `dossier check` tells them. What has errors is not {done}")
    return found


def errors_told(folder: str, found: Iterable[Problem]) -> str:
    """How many errors are in the files of a client or a project, as in "2 errors"; "" where there is none."""
    count = sum(severity(each) == "error" and each.place.path.startswith(f"{folder}/") for each in found)
    return "1 error" if count == 1 else f"{count} errors" if count else ""


def read_as_meant(project: Open, texts: Mapping[str, str], expected: Record) -> tuple[Dossier, tuple[Problem, ...]]:
    """The dossier as it would be with these texts, by path: the record then as expected, all others as they were.

    The second is what would be found then and is not found now. Nothing is written. Raises CouldNotRun otherwise.
    """
    portfolio, problems = read_with(project.tree, texts)
    new = new_problems((*problems, *findings(portfolio)), project.found)
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


def stakeholder_named(dossier: Dossier, identifier: str) -> Stakeholder:
    """The stakeholder with that id. Raises CouldNotRun with the near one when there is none."""
    person = dossier.find(identifier)
    if not isinstance(person, Stakeholder):
        people = [each.id for each in dossier.of(Stakeholder)]
        raise CouldNotRun(f"there is nobody with the id `{identifier}`. {near(identifier, people)}".strip())
    return person
