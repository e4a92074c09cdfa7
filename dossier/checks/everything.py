"""Everything that the checks find in a portfolio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

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
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dossier.problems.problem import Problem
    from dossier.text.source import Tree


_MISS_A_RECORD = frozenset({"DOS410", "DOS413", "DOS414", "DOS601"})
_MISS_A_REFERENCE = frozenset({"DOS510"})
"""What is found where a record that is named, or one that names it, is not there."""
_IDS = re.compile(r"(?:\bid|编号)[\"']?[ \t]*[:：]?[ \t]*[\"']?([\w.-]*\w)")
_WORDS = re.compile(r"[\w.-]*\w")


def all_problems(
    unread: Iterable[Problem], portfolio: Portfolio, tree: Tree, as_of: date | None = None
) -> tuple[Problem, ...]:
    """The problems met while the sources of a tree were read, and what every check finds in what they hold.

    That a record is missed which stands in a file with errors is not told: the record may be the one that cannot be
    read, and hundreds may miss it.
    """
    met = tuple(unread)
    paths = {problem.place.path for problem in met if severity(problem) == "error"}
    spoilt = [source.text for source in tree.sources if source.path in paths]
    ids = frozenset(found[1] for text in spoilt for found in _IDS.finditer(text))
    words = frozenset(found[0] for text in spoilt for found in _WORDS.finditer(text))
    found = findings(portfolio, as_of)
    return tuple(dict.fromkeys((*met, *(each for each in found if not (spoilt and _follows(each, ids, words))))))


def _follows(problem: Problem, ids: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a problem may be there for the only reason that a record cannot be read."""
    if problem.code in _MISS_A_RECORD:
        return problem.place.words.rpartition("/")[2] in ids
    return problem.code in _MISS_A_REFERENCE and problem.message.partition(" ")[0] in words


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
