"""Why a task is later than its baseline: how many days it lost itself, and how many through which other task.

The movement of every finish is shared out exactly. A task's own share is what it takes longer, and what it starts
later than the task that holds it made it; the rest is handed on to that task, whose movement is shared out in turn,
down to where each day was lost. Where a task moved further than what it caused (float took up the first of it), the
days nearest to the one that is asked about count, since the float took up the earlier ones. Planned and present dates
are compared along the driving path, as in the observational, static method of AACE International's Recommended
Practice 29R-03, Forensic Schedule Analysis (method 3.1, as-planned versus as-built).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, NamedTuple

from msgspec import Struct

Kind = Literal["longer", "made_up", "later", "added"]
Side = Literal["start", "finish"]
Node = tuple[str, Side]
Step = tuple[int, Kind, Node | None]
"""The days that a side of a task lost itself, how, and what the rest came from."""

PROJECT = ""
"""Stands among the ids for the project as a whole, around all tasks."""
LONGEST_WAY = 9
"""So many tasks through which a slip came are named, the nearest first."""
HIDDEN = " hidden"
"""Stands for a task that the reader may not see; no id holds a space."""


class Stretch(NamedTuple):
    """Where something lies, counted in working days: those before its first day, and those up to its last day's end."""

    start: int
    finish: int


class Tie(NamedTuple):
    """What holds a task: which side of which other task holds which of its own sides.

    `push` is how many working days the other's present date lies beyond this one's date in the baseline, where
    that is all it can have moved it by; None where it holds it now.
    """

    other: str
    other_side: Side
    own_side: Side
    push: int | None = None


class Share(Struct, frozen=True):
    """Working days that a finish lies later because of one task; `task` is HIDDEN for one that the reader may not see.

    `longer` where it takes longer than planned, `later` where it starts later than what it waits for asks, `added`
    where it was not in the baseline; `made_up`, with negative days, where it takes less.
    """

    task: str
    kind: Kind
    days: int


class Slip(Struct, frozen=True):
    """By how many working days a finish lies later than in the baseline, and where each of them was lost.

    The days of `shares` add up to `days`. `chain` names the tasks through which it came, the nearest first and no
    more than a few, without the task itself.
    """

    days: int
    shares: tuple[Share, ...] = ()
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """Where every task lies `now` and lay `before`, and what holds it (`ties`).

    Of a phase, `first` names the task that began it in the baseline and `last` the one that ends it now; a phase has
    no ties of its own.
    """

    now: Mapping[str, Stretch]
    before: Mapping[str, Stretch]
    ties: Mapping[str, tuple[Tie, ...]]
    first: Mapping[str, str]
    last: Mapping[str, str]

    _steps: dict[Node, Step] = field(default_factory=dict, init=False, repr=False, compare=False)
    _losses: dict[Node, Node] = field(default_factory=dict, init=False, repr=False, compare=False)

    def slip(self, task: str) -> Slip | None:
        """The slip of a task's finish, without shares where it is not later; None where it was not in the baseline."""
        if task not in self.before or task not in self.now:
            return None
        days = self._moved((task, "finish"))
        return Slip(days, together(self._shares(task, days)), tuple(islice(self._way(task, days), LONGEST_WAY)))

    def _shares(self, task: str, days: int) -> Iterator[Share]:
        """The shares one after the other along what holds what."""
        node: Node | None = (task, "finish")
        seen: set[Node] = set()
        while days > 0 and node is not None:
            node = self._loss(node)
            own, kind, source = self._step(node)
            if source is None or node in seen:
                yield Share(node[0], "later" if kind == "made_up" else kind, days)
                return
            seen.add(node)
            yield Share(node[0], kind, min(own, days))
            days -= min(own, days)
            node = source

    def _way(self, task: str, days: int) -> Iterator[str]:
        """The other tasks along what holds what, each once, as far as any days come from them."""
        node: Node | None = (task, "finish")
        seen: set[Node] = set()
        named = {task}
        while days > 0 and node is not None and node not in seen:
            seen.add(node)
            if node[0] not in named:
                named.add(node[0])
                yield node[0]
            own, _, node = self._step(node)
            days -= min(own, days)

    def _loss(self, node: Node) -> Node:
        """The first along what holds what that lost or made up days itself, or that nothing holds.

        Long ways are gone once: those that hand on all they got remember where it leads.
        """
        way: dict[Node, None] = {}
        while node not in self._losses:
            own, _, source = self._step(node)
            if own or source is None or source in way or source == node:
                self._losses[node] = node
                break
            way[node] = None
            node = source
        found = self._losses[node]
        self._losses.update(dict.fromkeys(way, found))
        return found

    def _step(self, node: Node) -> Step:
        """What `_own` says, worked out once; of a task that is new nothing came from elsewhere."""
        if node not in self._steps:
            self._steps[node] = self._own(node) if node[0] in self.before else (0, "added", None)
        return self._steps[node]

    def _own(self, node: Node) -> Step:
        """Of what a side of a task has moved, the days that are its own, and what the rest came from.

        What it came from has moved at least by the rest, so that the rest can be shared out there in turn.
        """
        name, side = node
        moved, tie = self._moved(node), self._tie(node)
        held: Side = tie.own_side if tie else "start"
        if held != side and name not in self.last:
            own = moved - self._moved((name, held))
            return own, "made_up" if own < 0 else "longer" if side == "finish" else "later", (name, held)
        if tie is None:
            return moved, "later", None
        handed = self._handed(tie, moved)
        return moved - handed, "later", (tie.other, tie.other_side)

    def _tie(self, node: Node) -> Tie | None:
        """What holds a task, or a side of a phase, and explains the most of its moving; None where nothing does."""
        name, side = node
        if name in self.last:
            inner = self.last[name] if side == "finish" else self.first.get(name)
            ties: tuple[Tie, ...] = (Tie(inner, side, side),) if inner is not None else ()
        else:
            ties = self.ties.get(name, ())
        explained = [(self._handed(tie, self._moved((name, tie.own_side))), tie) for tie in ties]
        return max(explained, key=lambda each: each[0])[1] if any(days > 0 for days, _ in explained) else None

    def _handed(self, tie: Tie, moved: int) -> int:
        """How many of the days that a side has moved come through a tie."""
        if tie.other in self.before:
            moved = min(moved, self._moved((tie.other, tie.other_side)))
        return moved if tie.push is None else min(moved, tie.push)

    def _moved(self, node: Node) -> int:
        name, side = node
        now, before = self.now[name], self.before[name]
        return now.finish - before.finish if side == "finish" else now.start - before.start


def together(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Shares of the same task and kind as one, in order of their tasks; none of zero days.

    What a task made up makes good what it lost: a task that starts two days later and takes two days less lost nothing.
    """
    found: dict[str, dict[Kind, int]] = {}
    for share in shares:
        kinds = found.setdefault(share.task, {})
        kinds[share.kind] = kinds.get(share.kind, 0) + share.days
    return tuple(Share(task, kind, days) for task, kinds in found.items() for kind, days in _made_good(kinds))


def _made_good(kinds: Mapping[Kind, int]) -> Iterator[tuple[Kind, int]]:
    """The days of each kind after what was made up is taken from what was lost, the largest loss last."""
    made_up = -kinds.get("made_up", 0)
    for kind, days in sorted(kinds.items(), key=lambda each: each[1]):
        if kind != "made_up":
            taken = min(days, made_up)
            made_up -= taken
            if days > taken:
                yield kind, days - taken
    if made_up:
        yield "made_up", -made_up
