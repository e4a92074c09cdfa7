"""What drives a finish: the chain of tasks from the first to the one that is asked about, as things stand.

Behind the day on which one looks it follows what was waited for: of several predecessors the one that was done last
before the work began. From that day on it follows what the forecast says: which predecessor, date or constraint holds
each task where it is expected (the driving path; PMI, Practice Standard for Scheduling).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from dossier.compute.explanation import gap
from dossier.compute.forecast import has_begun, is_done
from dossier.compute.holds import Hold, holds_of, told, upwards
from dossier.compute.slip import HIDDEN
from dossier.compute.standing_dates import standing_dates
from dossier.records.task import Task
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from dossier.compute.plan import Plan
    from dossier.dossier import Dossier
    from dossier.records.links import Link

_FROM_START = frozenset({"SS", "SF"})


class Step(Struct, frozen=True):
    """A task on the way to a finish, by its id: HIDDEN for one that the reader may not see, of which nothing is told.

    `start` and `finish` are its days as things stand, `holds` what holds it there, `waited` the working days between
    what it waited for and its start, `float_days` its total float in working days as things stand, None where it is
    done.
    """

    task: str
    start: date | None = None
    finish: date | None = None
    holds: tuple[Hold, ...] = ()
    waited: int = 0
    float_days: Decimal | None = None


class _Found(NamedTuple):
    """What holds a task, and the task before it on the way."""

    holds: tuple[Hold, ...]
    before: str = ""
    waited: int = 0


@dataclass(frozen=True)
class Driving:
    """What drives the tasks of a plan, as one audience may learn it.

    `plan` is the whole one and `tasks` all of its tasks by id; a task that is not in `shown` is not named.
    """

    plan: Plan = field(repr=False)
    tasks: Mapping[str, Task] = field(repr=False)
    shown: frozenset[str] = field(repr=False)

    @cached_property
    def last(self) -> str:
        """The id of the task that is done last as things stand, of several the last milestone; "" without tasks.

        Hidden work counts where it lies in a phase that is shown.
        """
        counted = self.plan.within(self.shown)
        single = [row for row in self.plan.rows if not row.is_summary and row.id in counted]
        found = max(single, key=lambda row: (self.plan.expected[row.id][1], row.milestone), default=None)
        return found.id if found else ""

    def to(self, task: str = "") -> tuple[Step, ...]:
        """The steps from the first task to `task`, or to the finish; none where there is no such task to be seen."""
        last = task or self.last
        if last not in self.plan.by_id or (task and task not in self.shown):
            return ()
        steps: list[Step] = []
        for name, found in self._back(last):
            step = self._step(name, found)
            if step.task != HIDDEN or not steps or steps[-1].task != HIDDEN:
                steps.append(step)
        return tuple(steps[::-1])

    @property
    def facts(self) -> tuple[object, ...]:
        """All that chains are told by, of hidden tasks, too, and of absences that no reader of a client's site sees."""
        found = {row.id: self._found(row.id) for row in self.plan.rows if not row.is_summary}
        steps = tuple((*each, self._step(*each)) for each in found.items())
        return (self.last, self.plan.expected, steps)

    def _back(self, name: str) -> Iterator[tuple[str, _Found]]:
        """The single tasks from the last to the first, each with what holds it."""
        seen: set[str] = set()
        name = self._inside(name, from_start=False)
        while name and name not in seen:
            seen.add(name)
            found = self._found(name)
            yield name, found
            name = found.before

    def _inside(self, name: str, *, from_start: bool) -> str:
        """The single task that begins or ends a phase as things stand; a task itself."""
        expected = self.plan.expected
        while below := self.plan.inside.get(name):
            ends = (lambda row: -expected[row.id][0]) if from_start else (lambda row: expected[row.id][1])
            name = max(below, key=ends).id
        return name

    def _found(self, name: str) -> _Found:
        task = self.tasks[name]
        if is_done(task):
            return self._waited_for(task, ())
        driving = self.plan.ahead[name].driving
        if driving:
            links = {link.task: link for link in reversed(self._links(task))}
            holds = tuple(Hold("predecessor", task=each, link=told(links.get(each))) for each in driving)
            from_start = driving[0] in links and links[driving[0]].relation in _FROM_START
            return _Found(holds, self._inside(driving[0], from_start=from_start))
        if has_begun(task):
            resumes = task.resumes if task.resumes and task.resumes > self.plan.as_of else None
            return self._waited_for(task, (Hold("resumes", on=resumes) if resumes else self._today,))
        start, _ = self.plan.expected[name]
        if start > self.plan.times[name].start and start == self.plan.axis.start_of(self.plan.as_of):
            return _Found((self._today,))
        return _Found(holds_of(task, self._dates[name], (), (), self.tasks, self.plan.calendar))

    @property
    def _today(self) -> Hold:
        return Hold("as_of", on=self.plan.as_of)

    def _waited_for(self, task: Task, holds: tuple[Hold, ...]) -> _Found:
        """What work that has begun had waited for: what of that was done last before.

        Work that began on the day on which another ended may have followed it.
        """
        began = Hold("actual_start", on=self._dates[task.id][0])
        day = self.plan.axis.minutes_per_day
        links = [link for link in self._links(task) if link.task in self.plan.by_id]
        gaps = [(gap(self.plan, link.task, task.id, link), number) for number, link in enumerate(links)]
        least, number = min(((late, n) for late, n in gaps if late >= -day), default=(0, -1))
        if number < 0:
            return _Found((began, *holds))
        link = links[number]
        before = self._inside(link.task, from_start=link.relation in _FROM_START)
        hold = Hold("predecessor", task=link.task, link=told(link))
        return _Found((hold, began, *holds), before, max(0, least) // day)

    def _links(self, task: Task) -> list[Link]:
        """What a task waits for within the project, by its own links and by those of the phases around it."""
        links = (link for owner in upwards(task, self.tasks) for link in owner.after)
        return [replace(link, task=link.task.removeprefix(f"{task.project}/")) for link in links]

    @cached_property
    def _dates(self) -> Mapping[str, tuple[date, date]]:
        return standing_dates(self.plan)

    def _step(self, name: str, found: _Found) -> Step:
        """The step as the reader may see it."""
        if name not in self.shown:
            return Step(HIDDEN)
        named = (h if not h.task or h.task in self.shown else Hold("predecessor", task=HIDDEN) for h in found.holds)
        days = self.plan.axis.days(self.plan.ahead[name].total_float)
        return Step(
            name,
            *self._dates[name],
            holds=tuple(dict.fromkeys(named)),
            waited=found.waited,
            float_days=None if is_done(self.tasks[name]) else days,
        )


def driving(whole: Dossier, plan: Plan, seen: Plan) -> Driving:
    """What drives the tasks of `plan`, which is computed from the `whole` dossier, for who sees `seen` of it."""
    return Driving(plan, {task.id: task for task in whole.of(Task)}, frozenset(row.id for row in seen.rows))
