"""Why a task lies where it lies: what holds it, the chain from the start, and what it holds in turn."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.records.links import Link
    from dossier.records.task import Task

HoldKind = Literal[
    "predecessor",
    "project_start",
    "start",
    "must_start",
    "must_finish",
    "start_no_later",
    "finish_no_earlier",
    "finish_no_later",
    "as_late_as_possible",
    "finish",
    "actual_start",
    "actual_finish",
    "inside",
]


class Hold(NamedTuple):
    """One thing that holds a task where it is.

    For a `predecessor`, `task` is its id and `link` the relation and its lag as one writes them; for `inside`, `task`
    begins the phase. `on` is the date that a constraint or a given date names, or on which the predecessor is done.
    """

    kind: HoldKind
    task: str = ""
    link: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a row of the plan is where it is.

    `chain` leads from the first task that nothing holds to the row itself, each held by the one before; `drives` are
    the rows that it holds where they are. `days_off` are the days without work between what holds it and its start.
    """

    row: PlanRow
    holds: tuple[Hold, ...]
    chain: tuple[str, ...]
    drives: tuple[str, ...]
    days_off: int


class Path(NamedTuple):
    """A way through the links from one task to another, and how many working minutes the first may be late on it."""

    ids: tuple[str, ...]
    minutes: int


def explanation(plan: Plan, tasks: Mapping[str, Task], name: str) -> Explanation:
    """The explanation of the row `name`; `tasks` are the records by id. Raises KeyError where it is not in the plan."""
    row = plan.by_id[name]
    holds = _holds(plan, tasks, row)
    on = max((hold.on for hold in holds if hold.on), default=None)
    between = plan.calendar.non_working_dates(on, row.start) if on and on < row.start else ()
    return Explanation(
        row=row,
        holds=holds,
        chain=chain_to(plan, name),
        drives=tuple(other.id for other in plan.rows if name in other.driven_by),
        days_off=len(between),
    )


def chain_to(plan: Plan, name: str) -> tuple[str, ...]:
    """The ids from the task that begins it to `name`, each holding the next; of a phase, by what ends last in it."""
    return tuple(steps_back(plan, name))[::-1]


def steps_back(plan: Plan, name: str) -> Iterator[str]:
    """The same from its end: `name`, what holds it, what holds that."""
    yield name
    seen, at = {name}, name
    while True:
        row = plan.by_id[at]
        below = plan.inside.get(at) if at != name else None
        if below:
            at = max(below, key=lambda each: plan.times[each.id].finish).id
        elif (nearer := next((i for i in row.driven_by if i in plan.by_id), None)) is not None:
            at = nearer
        else:
            return
        if at in seen:
            return
        seen.add(at)
        if at not in plan.inside:
            yield at


def path_between(plan: Plan, tasks: Mapping[str, Task], first: str, last: str) -> Path | None:
    """The tightest way from one task to another: what is told is how late the first may be without moving the last.

    None where no links lead there. The sum of the gaps along a way is by how much its first task may slip before its
    last one does (Dijkstra 1959, over the gaps).
    """
    following = _following(plan, tasks)
    best: dict[str, int] = {}
    waiting: list[tuple[int, str, tuple[str, ...]]] = [(0, first, (first,))]
    while waiting:
        minutes, name, way = heappop(waiting)
        if name == last:
            return Path(way, minutes)
        if name in best:
            continue
        best[name] = minutes
        for after, gap in following.get(name, ()):
            if after not in best:
                heappush(waiting, (minutes + max(0, gap), after, (*way, after)))
    return None


def _holds(plan: Plan, tasks: Mapping[str, Task], row: PlanRow) -> tuple[Hold, ...]:
    task = tasks[row.id]
    if row.is_summary:
        begun = [each for each in plan.inside[row.id] if each.start == row.start]
        return tuple(Hold("inside", task=each.id, on=each.start) for each in begun)
    for kind in _given_kinds(task):
        on: date | None = None if kind == "as_late_as_possible" else getattr(task, kind)
        return (Hold(kind, on=on),)
    links = {link.task: link for owner in _upwards(task, tasks) for link in reversed(owner.after)}
    held = tuple(
        Hold("predecessor", task=i, link=_told(links.get(i)), on=plan.by_id[i].finish)
        for i in row.driven_by
        if i in plan.by_id
    )
    return held or (_hold_of_dates(plan, tasks, row, task),)


def _given_kinds(task: Task) -> Iterator[HoldKind]:
    """The dates of a task that place it whatever its links say, the strongest first."""
    kinds: tuple[HoldKind, ...] = ("actual_start", "actual_finish", "must_start", "must_finish", "finish")
    yield from (kind for kind in kinds if getattr(task, kind))
    if task.as_late_as_possible:
        yield "as_late_as_possible"


def _hold_of_dates(plan: Plan, tasks: Mapping[str, Task], row: PlanRow, task: Task) -> Hold:
    """The constraint that holds a task which nothing before it holds, else the start of the project."""
    for owner in _upwards(task, tasks):
        if owner.start and plan.calendar.add_working_days(owner.start, 0) == row.start:
            return Hold("start", on=owner.start)
    kinds: tuple[HoldKind, ...] = ("finish_no_earlier", "start_no_later", "finish_no_later")
    for kind in kinds:
        day: date | None = getattr(task, kind)
        if day and day in {row.start, row.finish}:
            return Hold(kind, on=day)
    return Hold("project_start", on=row.start)


def _told(link: Link | None) -> str:
    """The relation and lag of a link, without the task that it names."""
    return "FS" if link is None else str(link).removeprefix(link.task).strip() or "FS"


def _upwards(task: Task, tasks: Mapping[str, Task]) -> Iterator[Task]:
    """The task and the phases around it, innermost first."""
    seen: set[str] = set()
    at: Task | None = task
    while at is not None and at.id not in seen:
        seen.add(at.id)
        yield at
        at = tasks.get(at.parent)


def _leaves(plan: Plan, name: str) -> Iterator[str]:
    """The single tasks that a phase is made of; the task itself where it is one."""
    waiting = [name]
    while waiting:
        at = waiting.pop()
        below = plan.inside.get(at)
        if below:
            waiting += [row.id for row in below]
        else:
            yield at


def _following(plan: Plan, tasks: Mapping[str, Task]) -> dict[str, list[tuple[str, int]]]:
    """For each task, what waits for it, and by how many working minutes it may slip until that must move."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in plan.rows:
        for link in tasks[row.id].after:
            if link.task not in plan.by_id:
                continue
            for before in _leaves(plan, link.task):
                for after in _leaves(plan, row.id):
                    found.setdefault(before, []).append((after, _gap(plan, before, after, link)))
    return found


def _gap(plan: Plan, before: str, after: str, link: Link) -> int:
    """By how many working minutes a link is looser than it must be; a lag by the clock counts as working time."""
    one, other = plan.times[before], plan.times[after]
    begin = one.start if link.relation in {"SS", "SF"} else one.finish
    end = other.finish if link.relation in {"FF", "SF"} else other.start
    return end - begin - plan.axis.minutes(link.lag)
