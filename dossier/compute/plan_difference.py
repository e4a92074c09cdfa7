"""What a change does to the plan: which tasks lie elsewhere and why, and what became or is no longer critical."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.baseline import frozen
from dossier.compute.movement import movement
from dossier.compute.slip import PROJECT, Movement, Slip
from dossier.compute.variance import days_later
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.dossier import Dossier


class TaskDifference(Struct, frozen=True):
    """A row of the plan that lies elsewhere than before; None where there was or is none.

    `days` counts working days by which it is expected to finish later, negative where sooner; None where it is new or
    gone.
    """

    before: PlanRow | None
    after: PlanRow | None
    days: int | None

    @property
    def row(self) -> PlanRow:
        """The row as it is now, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, kw_only=True)
class PlanDifference:
    """A plan before and after a change, both as of the same day.

    `now_called` gives the present id of each task that was renamed by the one it had before.
    """

    before: Plan
    after: Plan
    dossier_before: Dossier
    dossier_after: Dossier
    now_called: Mapping[str, str]

    @cached_property
    def tasks(self) -> tuple[TaskDifference, ...]:
        """What lies elsewhere, takes longer, has other float or another part in the critical path, is new or gone.

        In the order of the plan; what is gone comes last.
        """
        found = [TaskDifference(self._old.get(row.id), row, self._later(row)) for row in self.after.rows]
        gone = [TaskDifference(row, None, None) for name, row in self._old.items() if name not in self.after.by_id]
        return (*(each for each in found if _moved(each)), *gone)

    @cached_property
    def finish_days(self) -> int | None:
        """How many working days later everything is expected to be finished; negative where sooner."""
        return days_later(self.before.expected_finish, self.after.expected_finish, self.after.calendar)

    @property
    def became_critical(self) -> tuple[PlanRow, ...]:
        """The tasks that are critical now and were not, phases left out."""
        now = (each.after for each in self.tasks if not (each.before and each.before.critical))
        return tuple(row for row in now if row and row.critical and not row.is_summary)

    @property
    def no_longer_critical(self) -> tuple[PlanRow, ...]:
        """The tasks that were critical and are not, phases left out."""
        was = (each for each in self.tasks if each.before and each.before.critical and not each.before.is_summary)
        return tuple(each.row for each in was if not (each.after and each.after.critical))

    @property
    def milestones(self) -> tuple[TaskDifference, ...]:
        """The milestones among what differs whose finish does."""
        return tuple(each for each in self.tasks if each.row.milestone and each.days != 0)

    def slip(self, task: str = PROJECT) -> Slip | None:
        """By how many working days a task that is there now, or the whole plan, finishes later and through what."""
        return self._movement.slip(task)

    @cached_property
    def _old(self) -> Mapping[str, PlanRow]:
        """The rows of the plan before, by what their tasks are called now."""
        return {self._now(row.id): row for row in self.before.rows}

    @cached_property
    def _movement(self) -> Movement:
        then = frozen(self.dossier_before, self.before, "before", "before", self.before.as_of)
        lines = tuple(replace(line, id=self._now(line.id)) for line in then.tasks)
        return movement(self.dossier_after, self.after, replace(then, tasks=lines))

    def _now(self, task: str) -> str:
        return self.now_called.get(task, task)

    def _later(self, row: PlanRow) -> int | None:
        was: date | None = self._old[row.id].expected_finish if row.id in self._old else None
        return days_later(was, row.expected_finish, self.after.calendar)


def _moved(each: TaskDifference) -> bool:
    before, after = each.before, each.after
    if before is None or after is None:
        return True
    return bool(each.days) or any(
        getattr(before, name) != getattr(after, name)
        for name in ("start", "finish", "expected_finish", "duration_days", "total_float_days", "critical")
    )
