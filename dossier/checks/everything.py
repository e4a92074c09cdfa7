"""Everything that the checks find in a portfolio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from dossier.checks import (  # noqa: F401 - importing a module of checks registers them
    attachments,
    baselines,
    calendars,
    changes,
    constraints,
    coverage,
    disclosure,
    hidden_tasks,
    intricate,
    linked_files,
    loops,
    moments,
    money,
    plan,
    prose,
    queries,
    references,
    schedule,
    sign_offs,
    signed_text,
    spending,
    tables,
    uncertainty,
    workload,
)
from dossier.dossier import Dossier, Portfolio
from dossier.problems.rules import CHECKS, severity
from dossier.records.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from dossier.problems.problem import Problem
    from dossier.text.source import Tree


_MISS_A_RECORD = frozenset({"DOS410", "DOS413", "DOS414", "DOS601"})
_MISS_A_REFERENCE = frozenset({"DOS510"})
"""What is found where a record that is named, or one that names it, is not there."""
_ID = re.compile(
    r"(?:\bid|编号)[\"']?[ \t]{0,9}[:：]?[ \t]{0,9}[\"']?(\w[\w.-]{0,99})|^[ \t]{0,99}- (?!id\b|编号)(\w[\w.-]{0,99}):",
    re.MULTILINE,
)
_WORD = re.compile(r"\w[\w.-]{0,99}")


class _Unreadable(NamedTuple):
    """What stands in files of a client with errors: what may be numbers of records and parts, and all words."""

    numbers: frozenset[str]
    words: frozenset[str]


def all_problems(
    unread: Iterable[Problem], portfolio: Portfolio, tree: Tree, as_of: date | None = None
) -> tuple[Problem, ...]:
    """The problems met while the sources of a tree were read, and what every check finds in what they hold.

    That a record is missed which stands in a file of the same client with errors is not told: it may be the one that
    cannot be read, and hundreds may miss it.
    """
    met = tuple(unread)
    paths = {problem.place.path for problem in met if severity(problem) == "error"}
    texts: dict[str, str] = {}
    for source in (source for source in tree.sources if source.path in paths):
        client = _client_of(source.path)
        texts[client] = f"{texts.get(client, '')}\n{source.text}"
    of_client = {client: _unreadable(text) for client, text in texts.items()}
    found = (each for each in findings(portfolio, as_of) if not _follows(each, of_client))
    return tuple(dict.fromkeys((*met, *found)))


def _unreadable(text: str) -> _Unreadable:
    numbers = (found[1] or found[2] for found in _ID.finditer(text))
    words = (found[0] for found in _WORD.finditer(text))
    return _Unreadable(*(frozenset(each.rstrip(".-") for each in every) for every in (numbers, words)))


def _follows(problem: Problem, of_client: Mapping[str, _Unreadable]) -> bool:
    """Whether a problem may be there for the only reason that a record cannot be read."""
    found = of_client.get(_client_of(problem.place.path))
    if found is None:
        return False
    if problem.code in _MISS_A_RECORD:
        return problem.place.words.rpartition("/")[2] in found.numbers
    return problem.code in _MISS_A_REFERENCE and problem.message.partition(" ")[0] in found.words


def _client_of(path: str) -> str:
    return path.partition("/")[0]


def findings(portfolio: Portfolio, as_of: date | None = None) -> tuple[Problem, ...]:
    """What every registered check finds, each once, in order of path and within a file in order of check.

    Checks for which it matters what day it is are left out where nobody says `as_of` which.

    People written in client.yml belong to each of the client's dossiers; what is wrong with them is told
    once.
    """
    found: dict[Problem, None] = {}
    by_type = _by_type(portfolio)
    for check in CHECKS if as_of else (check for check in CHECKS if not check.dated):
        day = (as_of,) if check.dated else ()
        for subject in _subjects(check.subject, portfolio, by_type):
            found.update(dict.fromkeys(check.find(subject, *day)))
    return tuple(sorted(found, key=lambda problem: problem.place.path))


def _by_type(portfolio: Portfolio) -> dict[type, list[Any]]:
    found: dict[type, list[Any]] = {}
    for dossier in portfolio.dossiers:
        for record in (dossier.project, *dossier.records):
            found.setdefault(type(record), []).append(record)
    return found


def _subjects(subject: type, portfolio: Portfolio, by_type: dict[type, list[Any]]) -> Iterable[Any]:
    """What a check looks at: the portfolio, each client, each dossier, or each record of its type."""
    if subject is Portfolio:
        return (portfolio,)
    if subject is Client:
        return portfolio.clients
    if subject is Dossier:
        return portfolio.dossiers
    return _of_type(subject, by_type)


def _of_type(subject: type, by_type: dict[type, list[Any]]) -> Iterator[Any]:
    for cls, records in by_type.items():
        if issubclass(cls, subject):
            yield from records
