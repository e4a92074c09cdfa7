"""What waits for what: activities and their links as one directed graph, in which phases take part like tasks.

A summary (an activity that others name as their parent) becomes two nodes. Its *gate* lies before everything inside it:
a link to the summary holds the gate, and the gate holds what is inside. Its own node lies after everything inside: it
gathers their dates, and links from the summary start there. So links on summaries need no case of their own, the graph
stays as small as the plan, and a cycle through a summary is an ordinary cycle.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from dossier.compute.calendar import WorkingCalendar

LinkKind = Literal["FS", "SS", "FF", "SF"]

FROM_START, TO_FINISH, ELAPSED = 1, 2, 4
"""Bits of a link's code: which end of the predecessor counts, which end of the successor, by which clock."""

_CODE: dict[LinkKind, int] = {"FS": 0, "SS": FROM_START, "FF": TO_FINISH, "SF": FROM_START | TO_FINISH}


class Link(Struct, frozen=True):
    """A dependency on `predecessor`: finish-to-start unless said otherwise; a negative lag is a lead.

    `lag` is working minutes, or minutes on the clock where `elapsed` is true.
    """

    predecessor: str
    kind: LinkKind = "FS"
    lag: int = 0
    elapsed: bool = False


class Limits(Struct, frozen=True, kw_only=True):
    """Within what an activity must keep: constraints as planning programs have them, as positions.

    A constraint wins over links: what it breaks upstream has negative float. `deadline` moves nothing and only bounds
    how late the activity may be. `as_late_as_possible` takes all float, so that what waits for it starts late too.
    """

    start_no_later: int | None = None
    finish_no_earlier: int | None = None
    finish_no_later: int | None = None
    must_start: int | None = None
    must_finish: int | None = None
    deadline: int | None = None
    as_late_as_possible: bool = False

    @property
    def is_deadline(self) -> bool:
        """Whether there is nothing but a deadline."""
        return self == Limits(deadline=self.deadline)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A piece of work on the axis of working minutes; with children it is a summary and takes their dates.

    `start` and `finish` are given dates, which win over links. `begun` is where work began whose rest, the duration, is
    still to be placed. Work is done on a `calendar` of its own where it has one. Of a summary, only `not_before` and
    the limit `finish_no_later` count. One that is `untold` is placed as any other and holds what waits for it; but its
    limits and its finish bound no float, since whoever may not see it would read them off what comes before. Raises
    ValueError for a negative duration and for a given finish before the given
    start; whoever reads them from a record tells the author first.
    """

    id: str
    duration: int = 0
    links: tuple[Link, ...] = ()
    not_before: int | None = None
    start: int | None = None
    finish: int | None = None
    parent: str | None = None
    begun: int | None = None
    limits: Limits | None = None
    calendar: WorkingCalendar | None = None
    untold: bool = False

    def __post_init__(self) -> None:
        """Refuse what no calendar can hold."""
        if self.duration < 0:
            raise ValueError(f"{self.id} has a negative duration: {self.duration}")
        if self.start is not None and self.finish is not None and self.finish < self.start:
            raise ValueError(f"{self.id} finishes before it starts")

    @property
    def is_given(self) -> bool:
        """Whether given dates say where it lies, whatever its links ask for."""
        return self.start is not None or self.finish is not None

    @property
    def is_plain(self) -> bool:
        """Whether only links and `not_before` say where it lies; a deadline moves nothing."""
        if self.begun is not None or self.calendar is not None or self.start is not None or self.finish is not None:
            return False
        return self.limits is None or self.limits.is_deadline


class Network(Struct, frozen=True):
    """The graph of a plan. Nodes below `len(activities)` are the activities themselves, in order; others are gates."""

    activities: tuple[Activity, ...]
    parent: list[int]  # per activity: its summary, or -1
    gate: list[int]  # per activity: its gate, or -1 where it is no summary
    owner: list[int]  # per node: the activity it belongs to
    incoming: list[Sequence[tuple[int, int, int]]]  # per node: (predecessor, code, lag)
    following: list[list[int]]  # per node: the nodes that wait for it, by links and by the tree
    simple: list[bool]  # per activity: it is no summary, and only links and `not_before` place it


def network(activities: Sequence[Activity]) -> Network:
    """The graph of `activities`; links and parents that name none of them are left out (another check tells them).

    Raises ValueError where two activities have the same id.
    """
    index = {activity.id: i for i, activity in enumerate(activities)}
    count = len(activities)
    if len(index) < count:
        seen: set[str] = set()
        twice = next(a.id for a in activities if a.id in seen or seen.add(a.id))  # type: ignore[func-returns-value]
        raise ValueError(f"two activities have the id {twice}")
    position = index.get
    parent = [-1 if activity.parent is None else position(activity.parent, -1) for activity in activities]
    gate = [-1] * count
    owner = list(range(count))
    for summary in parent:
        if summary >= 0 and gate[summary] < 0:
            gate[summary] = len(owner)
            owner.append(summary)
    incoming: list[Sequence[tuple[int, int, int]]] = [()] * len(owner)
    following: list[list[int]] = [[] for _ in owner]
    for i, activity in enumerate(activities):
        entry = gate[i] if gate[i] >= 0 else i
        if activity.links:
            found = [
                (before, _CODE[link.kind] | ELAPSED if link.elapsed else _CODE[link.kind], link.lag)
                for link in activity.links
                if (before := position(link.predecessor)) is not None
            ]
            incoming[entry] = found
            for before, _, _ in found:
                following[before].append(entry)
        summary = parent[i]
        if summary >= 0:
            following[gate[summary]].append(entry)
            following[i].append(summary)
    simple = [gate[i] < 0 and activity.is_plain for i, activity in enumerate(activities)]
    return Network(tuple(activities), parent, gate, owner, incoming, following, simple)


def cycles(activities: Sequence[Activity]) -> tuple[tuple[str, ...], ...]:
    """Every cycle as the ids along it: each is waited for by the next, the last by the first; one alone, by itself.

    Cycles that share activities are told apart by breaking one link of each found cycle and looking again, so that
    breaking one link of each cycle told leaves a plan that can be scheduled.
    """
    plan = network(activities)
    following = [list(dict.fromkeys(nodes)) for nodes in plan.following]
    linked = {(before, node) for node, links in enumerate(plan.incoming) for before, _, _ in links}
    found = []
    pending = list(_knots(following, range(len(following))))
    while pending:
        knot = pending.pop()
        loop = _loop(following, knot)
        found.append(_ids(plan, loop))
        steps = list(zip(loop, loop[1:] + loop[:1], strict=True))
        before, after = next((step for step in reversed(steps) if step in linked), steps[-1])
        following[before].remove(after)
        pending.extend(_knots(following, sorted(knot)))
    place = {activity.id: i for i, activity in enumerate(activities)}
    return tuple(sorted(dict.fromkeys(found), key=lambda ids: [place[i] for i in ids]))


def _loop(following: list[list[int]], knot: frozenset[int]) -> list[int]:
    """The shortest way within `knot` from its first node back to that node."""
    first = min(knot)
    came_from: dict[int, int] = {}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        if first in following[node]:
            loop = [node]
            while loop[-1] != first:
                loop.append(came_from[loop[-1]])
            return loop[::-1]
        for after in following[node]:
            if after in knot and after not in came_from:
                came_from[after] = node
                queue.append(after)
    raise AssertionError("every node of a knot lies on a loop")


def _ids(plan: Network, loop: list[int]) -> tuple[str, ...]:
    """The activities along a loop, each step once, the first in the plan's order first."""
    owners = [plan.owner[node] for node in loop]
    steps = [owner for i, owner in enumerate(owners) if owner != owners[i - 1]] or owners[:1]
    turn = steps.index(min(steps))
    return tuple(plan.activities[i].id for i in steps[turn:] + steps[:turn])


def _knots(  # noqa: C901 - one well-known algorithm in one place
    following: list[list[int]], nodes: Sequence[int]
) -> Iterator[frozenset[int]]:
    """The strongly connected parts of the graph, restricted to `nodes`, with a cycle (Tarjan 1972, no recursion)."""
    within = frozenset(nodes)
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: list[int] = []
    is_open: set[int] = set()
    for root in nodes:
        if root in number:
            continue
        path = [(root, iter(following[root]))]
        number[root] = low[root] = len(number)
        open_nodes.append(root)
        is_open.add(root)
        while path:
            node, rest = path[-1]
            for after in rest:
                if after not in within:
                    continue
                if after not in number:
                    number[after] = low[after] = len(number)
                    open_nodes.append(after)
                    is_open.add(after)
                    path.append((after, iter(following[after])))
                    break
                if after in is_open:
                    low[node] = min(low[node], number[after])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    members = [open_nodes.pop()]
                    while members[-1] != node:
                        members.append(open_nodes.pop())
                    knot = frozenset(members)
                    is_open -= knot
                    if len(knot) > 1 or node in following[node]:
                        yield knot
