"""Requirements and deliverables that nobody can check, implement or hand over as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.coverage import DROPPED, served, wanted
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.deliverable import Deliverable
from dossier.records.requirement import Requirement
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS510", "warning")
def requirement_nobody_implements(dossier: Dossier) -> Iterator[Problem]:
    """A requirement that was agreed has no task and no deliverable that serves it.

    What no work is planned for is not delivered, and that shows on the day of acceptance. A requirement is
    also served by the work on those below it, and on the one above it.

    Wrong:

        requirements:
        - {id: REQ-1, title: Search}

    Right:

        requirements:
        - {id: REQ-1, title: Search}
        tasks:
        - {id: T-1, title: Build the search, owner: anna, duration: 5d, requirements: REQ-1}
    """
    found = served(dossier)
    for requirement in wanted(dossier):
        if requirement.id not in found:
            message = f"{requirement.id} ({requirement.title}) has no task or deliverable that serves it"
            hint = f"add `requirements: {requirement.id}` to the task that implements it"
            yield Problem("DOS510", requirement.place, message, hint)


@check("DOS511", "warning")
def requirement_without_criteria(dossier: Dossier) -> Iterator[Problem]:
    """A requirement has no acceptance criteria.

    Without them nobody can say whether it is met, and each side will say something else. A requirement that
    only groups others is accepted through them.

    Wrong:

        requirements:
        - {id: REQ-1, title: Search}

    Right:

        requirements:
        - {id: REQ-1, title: Search, acceptance_criteria: [{AC-1: Results come in one second}]}
    """
    for requirement in _leaves(dossier):
        if not requirement.acceptance_criteria:
            message = f"{requirement.id} ({requirement.title}) has no acceptance criteria"
            yield Problem("DOS511", requirement.place, message, "add `acceptance_criteria:`, each as `AC-1: …`")


@check("DOS512", "warning")
def requirement_without_verification(dossier: Dossier) -> Iterator[Problem]:
    """Nothing says how a requirement will be shown to be met.

    Test, demonstration, inspection or analysis: each needs people and time that belong into the plan.

    Wrong:

        requirements:
        - {id: REQ-1, title: Search}

    Right:

        requirements:
        - {id: REQ-1, title: Search, verification: test}
    """
    for requirement in _leaves(dossier):
        if "verification" not in requirement.keys:  # one that could not be read is told already
            message = f"{requirement.id} ({requirement.title}) does not say how it is verified"
            hint = "add `verification:` test, demonstration, inspection or analysis"
            yield Problem("DOS512", requirement.place, message, hint)


@check("DOS513", "warning")
def work_on_a_dropped_requirement(dossier: Dossier) -> Iterator[Problem]:
    """Open work serves a requirement that was rejected or withdrawn.

    Somebody works on what the client no longer wants, or a requirement was dropped that is still being built.

    Wrong:

        requirements:
        - {id: REQ-1, title: Gift cards, status: withdrawn}
        tasks:
        - {id: T-1, title: Build the gift cards, owner: anna, duration: 5d, requirements: REQ-1}

    Right:

        requirements:
        - {id: REQ-1, title: Gift cards, status: withdrawn}
        - {id: REQ-2, title: Search}
        tasks:
        - {id: T-1, title: Build the search, owner: anna, duration: 5d, requirements: REQ-2}
    """
    dropped = {each.id: each for each in dossier.of(Requirement) if each.status in DROPPED}
    open_tasks = [task for task in dossier.of(Task) if not task.actual_finish and task.progress != 100]
    open_deliverables = [each for each in dossier.of(Deliverable) if not each.delivered]
    works: tuple[Task | Deliverable, ...] = (*open_tasks, *open_deliverables)
    for work in works:
        for name in work.requirements:
            if name in dropped:
                message = f"{work.id} ({work.title}) serves {name}, which was {dropped[name].status}"
                place = work.at("requirements").of(name)
                yield Problem("DOS513", place, message, "take it out, or take the requirement up again")


@check("DOS323", "warning")
def deliverable_without_due_date(deliverable: Deliverable) -> Iterator[Problem]:
    """A deliverable has no day on which it is due.

    The client cannot know when to be ready for it, and nobody can be late.

    Wrong:

        deliverables:
        - {id: DEL-1, title: Shop, acceptance_criteria: [{AC-1: It sells}]}

    Right:

        deliverables:
        - {id: DEL-1, title: Shop, due: 2026-05-01, acceptance_criteria: [{AC-1: It sells}]}
    """
    if not deliverable.due and not deliverable.delivered:
        message = f"{deliverable.id} ({deliverable.title}) has no due date"
        yield Problem("DOS323", deliverable.place, message, "add `due:`")


def _leaves(dossier: Dossier) -> Iterator[Requirement]:
    """The wanted requirements that do not just group others."""
    grouping = {parent for each in dossier.of(Requirement) for parent in each.parents}
    yield from (each for each in wanted(dossier) if each.id not in grouping)
