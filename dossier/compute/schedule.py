"""When everything can happen: early and late dates, float and the critical path of a plan.

The critical path method with the four relations of the precedence diagram (finish-to-start, start-to-start,
finish-to-finish, start-to-finish) and lags: a forward pass for the early dates, a backward pass for the late ones
(Kelley and Walker 1959; Fondahl 1961; PMI, Practice Standard for Scheduling). Positions are working minutes on a
calendar's axis. Where Microsoft Project departs from the textbook, this follows the textbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.network import Activity, Link, LinkKind, cycles, network
from dossier.compute.passes import backward_pass, forward_pass, roll_up_late_dates

__all__ = ["Activity", "Link", "LinkKind", "Schedule", "Times", "cycles", "schedule"]


@dataclass(frozen=True, slots=True)
class Times:
    """Where an activity lies, as positions on the working axis, and how far it may move, in working minutes.

    `total_float` is how late it may run without delaying the project, `free_float` without delaying anything that
    waits for it. A summary spans its children from first to last; its total float is the least of theirs.
    `driving` names the predecessors that hold it where it is.
    """

    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    critical: bool
    driving: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The times of each activity by id, from `start` to `finish` of the whole.

    `unscheduled` names activities on a cycle or behind one. `violated` pairs a predecessor with an activity whose
    given date breaks the link between them.
    """

    start: int
    finish: int
    times: Mapping[str, Times]
    unscheduled: tuple[str, ...] = ()
    violated: tuple[tuple[str, str], ...] = ()


def schedule(
    activities: Sequence[Activity], calendar: WorkingCalendar, project_start: int, *, critical_float: int = 0
) -> Schedule:
    """The schedule of `activities`, none before `project_start` save by a given date.

    A link to a summary holds everything inside it; a link from one counts from its rolled-up dates. A given start or
    finish places an activity whatever its links say; given dates decide where it is, not how much it matters: its
    late dates still tell how late it could have been, and a link that they break bounds nothing. On a summary a given
    start is only the earliest for what is inside, and a given finish means nothing. Critical is a total float of
    `critical_float` working minutes or less.
    """
    plan = network(activities)
    early = forward_pass(plan, calendar, project_start)
    late = backward_pass(plan, calendar, early)
    roll_up_late_dates(plan, early, late)
    times = {}
    for i, activity in enumerate(plan.activities):
        if not early.placed[i]:
            continue
        start, finish, spare = early.start[i], early.finish[i], late.spare[i]
        free = min(late.free_finish[i] - finish, late.free_start[i] - start, spare)
        ends = late.start[i], late.finish[i]
        times[activity.id] = Times(start, finish, *ends, spare, free, spare <= critical_float, early.driving[i])
    placed = [i for i in range(len(activities)) if early.placed[i]]
    return Schedule(
        start=min((early.start[i] for i in placed), default=project_start),
        finish=early.project_finish,
        times=times,
        unscheduled=tuple(a.id for i, a in enumerate(activities) if not early.placed[i]),
        violated=tuple(dict.fromkeys(late.violated)),
    )
