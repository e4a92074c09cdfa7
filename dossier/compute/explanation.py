"""Why a task lies where it lies: what holds it, the chain from the start, and what it holds in turn."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.records.links import Link
    from dossier.records.task import Task


class Explanation(Struct, frozen=True, kw_only=True):
    """Why a row of the plan is where it is.

    `chain` leads from the first task that nothing holds to the row itself, each held by the one before; `drives` are
    the rows that it holds where they are. `days_off` are the days without work between what holds it and its start.
    """

    row: PlanRow
    chain: tuple[str, ...]
    drives: tuple[str, ...]
    days_off: int


class Path(NamedTuple):
    """A way through the links from one task to another, and how many working minutes the first may be late on it."""

    ids: tuple[str, ...]
    minutes: int


def explanation(plan: Plan, name: str) -> Explanation:
    """The explanation of the row `name`. Raises KeyError where it is not in the plan."""
    row = plan.by_id[name]
    ends = [plan.by_id[hold.task].finish for hold in row.holds if hold.kind == "predecessor"]
    between = plan.calendar.non_working_dates(max(ends), row.start) if ends and max(ends) < row.start else ()
    return Explanation(row=row, chain=chain_to(plan, name), drives=plan.drives.get(name, ()), days_off=len(between))


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
                    found.setdefault(before, []).append((after, gap(plan, before, after, link)))
    return found


def gap(plan: Plan, before: str, after: str, link: Link) -> int:
    """By how many working minutes a link is looser than it must be; a lag by the clock counts as working time."""
    one, other = plan.times[before], plan.times[after]
    begin = one.start if link.relation in {"SS", "SF"} else one.finish
    end = other.finish if link.relation in {"FF", "SF"} else other.start
    return end - begin - plan.axis.minutes(link.lag)
