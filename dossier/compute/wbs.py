"""The work breakdown structure: tasks in the order of their tree, numbered 1, 1.1, 1.2, 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.records.task import Task


class WbsEntry(Struct, frozen=True):
    """A task's place in the tree; `parent` is None at the top, where `level` is 0."""

    task: Task
    number: str
    parent: str | None
    level: int
    has_children: bool


def work_breakdown(tasks: Iterable[Task]) -> tuple[WbsEntry, ...]:
    """Each task once, a parent before its children, both in order of appearance.

    A task whose parent is no task here stands at the top, and so does the first of those that are each
    other's parents. Of tasks with the same id only the first counts. Loading tells all three.
    """
    known: dict[str, Task] = {}
    for task in tasks:
        known.setdefault(task.id, task)
    parents = _parents(known)
    children: dict[str | None, list[Task]] = {}
    for task in known.values():
        children.setdefault(parents[task.id], []).append(task)
    entries: list[WbsEntry] = []
    waiting = [(task, str(n), 0) for n, task in enumerate(children.get(None, ()), start=1)][::-1]
    while waiting:
        task, number, level = waiting.pop()
        below = children.get(task.id, [])
        entries.append(WbsEntry(task, number, parents[task.id], level, bool(below)))
        waiting += [(child, f"{number}.{n}", level + 1) for n, child in enumerate(below, start=1)][::-1]
    return tuple(entries)


def _parents(known: dict[str, Task]) -> dict[str, str | None]:
    """The parent of each task, None where it has none here; every loop is cut where it is first met."""
    parents: dict[str, str | None] = {t.id: t.parent if t.parent in known else None for t in known.values()}
    settled: set[str] = set()
    for first in known:
        path: dict[str, None] = {}
        task: str | None = first
        while task is not None and task not in settled:
            if task in path:
                parents[task] = None
                break
            path[task] = None
            task = parents[task]
        settled.update(path)
    return parents
