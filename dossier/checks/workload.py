"""Whether anybody has more to do than she can."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.compute.plan import dates_of
from dossier.compute.workload import workload
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.workload import Overload
    from dossier.problems.problem import Place

_MOST_TASKS = 6


@check("DOS570", "warning")
def over_allocated_person(dossier: Dossier, as_of: date) -> Iterator[Problem]:
    """Somebody has more work in some days than she can do in them.

    The plan shows dates that she cannot keep. Work counts from the day on which one looks; holidays, absences and how
    much of her time is for this project are taken into account.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d, start: 2027-03-01}
        - {id: T-2, title: Build, owner: anna, duration: 5d, start: 2027-03-01}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d, start: 2027-03-01}
        - {id: T-2, title: Build, owner: anna, duration: 5d, start: 2027-03-01, after: T-1}
    """
    if dates_of(dossier).unscheduled:
        return  # tasks wait for each other in a circle, and their dates mean nothing yet
    for load in workload(dossier, as_of):
        person = dossier.find(load.person)
        name = person.title if person else load.person
        for each in load.overloads:
            ids = ", ".join(each.tasks[:_MOST_TASKS]) + (" …" if len(each.tasks) > _MOST_TASKS else "")
            days = f"on {each.first}" if each.first == each.last else f"from {each.first} to {each.last}"
            percent = each.load.percent
            message = (
                f"{name} cannot work {days} and is planned for {ids}"
                if percent is None
                else f"{name} is planned for {percent} % of what is possible {days}: {ids}"
            )
            hint = f"move or share a task; `dossier plan {dossier.folder} --level` shows dates that can be kept"
            yield Problem("DOS570", _place(dossier, load.person, each), message, hint)


def _place(dossier: Dossier, person: str, overload: Overload) -> Place:
    """Where the person is put on the last of the tasks, which is the likeliest to be moved."""
    task = dossier.find(overload.tasks[-1])
    assert isinstance(task, Task)
    named = any(each.person == person for each in task.people)
    return task.at("people") if named else task.at("owner") if task.owner == person else task.place
