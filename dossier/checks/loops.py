"""What goes round in a circle: dependencies, parents of requirements, and the tree of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.network import Activity, Link, cycles
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.requirement import Requirement
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.problems.problem import Place


@check("DOS501")
def dependencies_in_a_circle(dossier: Dossier) -> Iterator[Problem]:
    """Tasks wait for each other in a circle, or one waits for itself.

    None of them could ever begin, so the plan has no dates for them. A task also waits in a circle when it
    depends on the phase it belongs to, since a phase is finished when the last task in it is.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, after: T-2}
        - {id: T-2, title: Build, owner: anna, duration: 5d, after: T-1}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d}
        - {id: T-2, title: Build, owner: anna, duration: 5d, after: T-1}
    """
    tasks = {task.id: task for task in dossier.of(Task)}
    parents = {task.id: [task.parent] for task in tasks.values() if task.parent in tasks}
    in_circle = {identifier for circle in _circles(parents) for identifier in circle}
    activities = [
        Activity(
            id=task.id,
            links=tuple(Link(link.task) for link in task.after if link.task in tasks),
            parent=None if task.id in in_circle else task.parent or None,
        )
        for task in tasks.values()
    ]
    for circle in cycles(activities):
        yield _dependency_problem(tasks, circle)


@check("DOS502")
def requirements_in_a_circle(dossier: Dossier) -> Iterator[Problem]:
    """Requirements are each other's parents, in a circle.

    The tree of requirements would have no top, and none of them would show up in it.

    Wrong:

        requirements:
        - {id: REQ-1, title: Search, parents: REQ-2}
        - {id: REQ-2, title: Search by date, parents: REQ-1}

    Right:

        requirements:
        - {id: REQ-1, title: Search}
        - {id: REQ-2, title: Search by date, parents: REQ-1}
    """
    own = {each.id: each for each in dossier.of(Requirement)}
    parents = {each.id: [parent for parent in each.parents if parent in own] for each in own.values()}
    for circle in _circles(parents):
        first = own[circle[0]]
        message = f"{_chain(circle)}: these requirements are each other's parents"
        yield Problem("DOS502", first.at("parents").of(_after(circle, 0)), message, "take one of the parents out")


@check("DOS503")
def tasks_in_a_circle(dossier: Dossier) -> Iterator[Problem]:
    """Tasks are parts of each other, in a circle.

    The work breakdown structure would have no top, so the tasks could not be numbered or shown.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, parent: T-2}
        - {id: T-2, title: Build, owner: anna, duration: 5d, parent: T-1}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, parent: T-2}
        - {id: T-2, title: Build}
    """
    tasks = {task.id: task for task in dossier.of(Task)}
    for circle in _circles({task.id: [task.parent] for task in tasks.values() if task.parent in tasks}):
        message = f"{_chain(circle)}: these tasks are parts of each other"
        yield Problem("DOS503", tasks[circle[0]].at("parent"), message, "take one of the parents out")


def _dependency_problem(tasks: Mapping[str, Task], circle: Sequence[str]) -> Problem:
    """The problem of one circle, at a dependency that is part of it."""
    if len(circle) == 1:
        task = tasks[circle[0]]
        message = f"{task.id} ({task.title}) waits for itself"
        return Problem("DOS501", _dependency(task, task.id), message, "take the dependency out, or name another task")
    place = tasks[circle[0]].place
    for number, identifier in enumerate(circle):
        # each is waited for by the next one in the circle
        waiting = tasks[_after(circle, number)]
        if any(link.task == identifier for link in waiting.after):
            place = _dependency(waiting, identifier)
            break
    inside = next((each for each in circle if tasks[each].parent in circle), None)
    hint = f"{inside} is a part of {tasks[inside].parent}" if inside else "take one of the dependencies out"
    return Problem("DOS501", place, f"{_chain(circle)}: each waits for the one before it", hint)


def _dependency(task: Task, on: str) -> Place:
    written = task.written.get("after")
    place = task.at("after")
    if isinstance(written, tuple) and len(written) == len(task.after):
        place /= next(number for number, link in enumerate(task.after) if link.task == on)
    return place.of(on)


def _after(circle: Sequence[str], number: int) -> str:
    return circle[(number + 1) % len(circle)]


def _chain(circle: Sequence[str]) -> str:
    """For example T-1 → T-2 → T-1; the middle of a very long one is left out."""
    shown = [*circle, circle[0]]
    return " → ".join(shown if len(shown) <= 12 else [*shown[:6], "…", *shown[-5:]])


def _circles(parents: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The circles among parents, each once, with the child before its parent; found without recursion."""
    done: set[str] = set()
    for root in parents:
        if done.issuperset(parents[root]):  # as nearly all, of which there are thousands
            done.add(root)
            continue
        path: dict[str, Iterator[str]] = {}
        current: str | None = root if root not in done else None
        while current is not None:
            above = path.setdefault(current, iter(parents.get(current, ())))
            following = next((each for each in above if each in path or each not in done), None)
            if following is None:
                done.add(current)
                path.pop(current)
                current = next(reversed(path), None)
            elif following in path:
                names = list(path)
                yield tuple(names[names.index(following) :])
            else:
                current = following
