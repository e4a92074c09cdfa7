"""What may come otherwise than planned, and when a project is then finished: three-point estimates, risks, chances.

These are the values. What they mean for a plan is found by simulation (`simulation.py`), which alone needs numpy and is
imported when it is first asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from dossier.text.values import replace

if TYPE_CHECKING:
    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.network import Activity

Distribution = Literal["pert", "triangular"]

RUNS, SEED = 10_000, 1
"""How often a plan is simulated, and from which seed, where nobody says otherwise."""

LEVELS = (50, 80, 90)
"""With how many percent confidence finish dates are told."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something takes at best, most likely and at worst, in working minutes.

    Raises ValueError where they do not follow each other or are negative.
    """

    optimistic: int
    likely: int
    pessimistic: int

    def __post_init__(self) -> None:
        """Refuse what is no estimate."""
        if not 0 <= self.optimistic <= self.likely <= self.pessimistic:
            raise ValueError(f"no estimate: {self.optimistic}, {self.likely}, {self.pessimistic}")


class Threat(Struct, frozen=True):
    """A risk that, with a chance in percent, makes activities longer: each by its own spread, all in the same runs."""

    id: str
    chance: int
    delays: tuple[tuple[str, Spread], ...]


class Uncertainty(Struct, frozen=True, kw_only=True):
    """A plan with what may come otherwise: how long its activities take, and what may happen to them.

    Work is placed from `start` on, on the axis of `calendar`, as `schedule` does. An activity without a spread takes
    its duration; one with a spread takes what is drawn instead. `finish` is when all is finished without any chance.
    """

    activities: tuple[Activity, ...]
    calendar: WorkingCalendar
    start: int
    finish: int = 0
    spreads: Mapping[str, Spread] = msgspec.field(default_factory=dict)
    threats: tuple[Threat, ...] = ()
    distribution: Distribution = "pert"

    @property
    def made_from(self) -> tuple[object, ...]:
        """All its values with each calendar once, for who compares: most activities of a plan share a few."""
        calendars: dict[int, tuple[int, WorkingCalendar]] = {}
        activities: list[object] = []
        for each in self.activities:
            if each.calendar is None:
                activities.append(each)
                continue
            number, _ = calendars.setdefault(id(each.calendar), (len(calendars), each.calendar))
            activities.append((number, replace(each, calendar=None)))
        shared = [calendar for _, calendar in calendars.values()]
        rest = (self.start, self.finish, self.spreads, self.threats, self.distribution)
        return (activities, shared, self.calendar, *rest)

    def outlook(self, runs: int = RUNS, seed: int = SEED) -> Outlook:
        """When all is finished, found by simulating the plan `runs` times (Monte Carlo).

        The same values give the same outlook, bit for bit, on every platform. Raises ValueError for fewer than one
        run and where activities wait for each other in a circle.
        """
        from dossier.compute.simulation import simulated  # noqa: PLC0415 - numpy takes 0.1 s to import

        return simulated(self, runs, seed)


class TaskOutlook(Struct, frozen=True):
    """How one activity came out: in how many runs it was critical, and its finish at each of `LEVELS`."""

    critical_runs: int
    finishes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The finish of each run, as positions in ascending order, and how each activity came out, by id."""

    runs: int
    seed: int
    finishes: tuple[int, ...] = field(repr=False)
    tasks: Mapping[str, TaskOutlook] = field(repr=False)

    def finish(self, percent: int) -> int:
        """The position by which the whole is finished in at least so many percent of the runs (nearest rank)."""
        return self.finishes[rank(percent, self.runs) - 1]

    @property
    def mean(self) -> Fraction:
        """The mean finish, as an exact position."""
        return Fraction(sum(self.finishes), self.runs)

    def share_by(self, position: int) -> Fraction:
        """In what share of the runs the whole is finished by `position`."""
        return Fraction(sum(1 for finish in self.finishes if finish <= position), self.runs)

    def criticality(self, identifier: str) -> Fraction:
        """In what share of the runs an activity is critical: its criticality index (Martin 1965), from 0 to 1."""
        return Fraction(self.tasks[identifier].critical_runs, self.runs)

    def histogram(self, width: int) -> tuple[tuple[int, int], ...]:
        """How many runs finish within each interval of `width` minutes: where it begins, counted from the earliest.

        An interval holds its end and not its beginning, as a finish belongs to the day that it ends.
        """
        first = self.finishes[0] - 1
        counts = Counter((finish - 1 - first) // width for finish in self.finishes)
        return tuple((first + n * width, counts[n]) for n in range(max(counts) + 1))


def rank(percent: int, count: int) -> int:
    """Which of `count` values in ascending order, from 1, the percentile is by the nearest-rank definition."""
    return max(1, -(-percent * count // 100))
