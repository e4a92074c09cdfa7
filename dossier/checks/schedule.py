"""Whether the dates that were given fit the order of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.plan import dates_of
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS527", "warning")
def given_date_breaks_a_link(dossier: Dossier) -> Iterator[Problem]:
    """A task's given dates or constraints do not fit what it waits for.

    They win over links, so the plan shows the task where it was written, before the work that it waits for is done.
    Either the link or the date is not true any more.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 10d, start: 2026-03-02}
        - {id: T-2, title: Build, owner: anna, duration: 5d, actual_start: 2026-03-04, after: T-1}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 10d, start: 2026-03-02}
        - {id: T-2, title: Build, owner: anna, duration: 5d, actual_start: 2026-03-16, after: T-1}
    """
    for predecessor, identifier in dates_of(dossier).violated:
        task = dossier.find(identifier)
        if task is not None:
            message = f"{identifier} ({task.title}) is placed before {predecessor} lets it be"
            hint = "correct the given date or constraint, or change the link (SS where both go on side by side)"
            yield Problem("DOS527", task.at("after"), message, hint)
