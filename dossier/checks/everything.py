"""Everything that the checks find in a portfolio."""

from __future__ import annotations

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
from dossier.problems.rules import CHECKS
from dossier.records.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dossier.problems.problem import Problem


_LOSE_RECORDS = frozenset({"DOS101", "DOS104", "DOS105", "DOS110", "DOS111", "DOS112", "DOS113", "DOS202", "DOS211"})
"""Problems of reading for which records, or the numbers of parts of them, may not be there."""
_FOLLOW = frozenset({"DOS410", "DOS413", "DOS414", "DOS510", "DOS601"})
"""What is found of a record then for no other reason than that another one is not there."""


def all_problems(unread: Iterable[Problem], portfolio: Portfolio, as_of: date | None = None) -> tuple[Problem, ...]:
    """The problems met while a portfolio was read, and what every check finds in it.

    While records of a client cannot be read, that others of the same client miss them is not told: it tells nothing of
    those, and there may be hundreds of them.
    """
    met = tuple(unread)
    lacking = {_client_of(problem) for problem in met if problem.code in _LOSE_RECORDS}
    found = (p for p in findings(portfolio, as_of) if p.code not in _FOLLOW or _client_of(p) not in lacking)
    return tuple(dict.fromkeys((*met, *found)))


def _client_of(problem: Problem) -> str:
    return problem.place.path.partition("/")[0]


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
