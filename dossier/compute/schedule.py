"""When everything can happen: early and late dates, float and the critical path of a plan.

The critical path method with the four relations of the precedence diagram (finish-to-start, start-to-start,
finish-to-finish, start-to-finish) and lags: a forward pass for the early dates, a backward pass for the late ones
(Kelley and Walker 1959; Fondahl 1961; PMI, Practice Standard for Scheduling). Positions are working minutes on a
calendar's axis. Where Microsoft Project departs from the textbook, this follows the textbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.backward import backward_pass, roll_up_late_dates
from dossier.compute.calendar import WorkingCalendar
from dossier.compute.clock import Clock, clock_of
from dossier.compute.forward import forward_pass
from dossier.compute.network import Activity, Limits, Link, LinkKind, cycles, network
from dossier.compute.times import PassedTimes, Times
from dossier.text.values import replace

if TYPE_CHECKING:
    from dossier.compute.backward import Late
    from dossier.compute.forward import Early
    from dossier.compute.network import Network

__all__ = ["Activity", "Limits", "Link", "LinkKind", "Schedule", "Times", "cycles", "schedule"]


class Schedule(Struct, frozen=True, kw_only=True):
    """The times of each activity by id, from `start` to `finish` of the whole, as far as it is told.

    `unscheduled` names activities on a cycle or behind one. `violated` pairs a predecessor with an activity whose
    given date or constraint breaks the link between them.
    """

    start: int
    finish: int
    times: PassedTimes
    unscheduled: tuple[str, ...] = ()
    violated: tuple[tuple[str, str], ...] = ()


def schedule(
    activities: Sequence[Activity],
    calendar: WorkingCalendar,
    project_start: int,
    *,
    critical_float: int = 0,
    finish_by: int | None = None,
    finish_by_is_told: bool = True,
) -> Schedule:
    """The schedule of `activities`, none before `project_start` save by a given date or a constraint.

    A link to a summary holds everything inside it; a link from one counts from its rolled-up dates. A given start or
    finish places an activity whatever its links say; given dates decide where it is, not how much it matters: its
    late dates still tell how late it could have been, and a link that they break bounds nothing. On a summary a given
    start is only the earliest for what is inside, and a given finish means nothing. Critical is a total float of
    `critical_float` working minutes or less. `finish_by` is when the whole must be finished: before its early finish,
    it makes float negative. Where something is untold, be it that finish or an activity, the whole is what is told of
    it, and no float that is told is bounded by the rest.

    `calendar` works whenever the calendar of an activity does (`clock.shared_calendar`). A lag is counted on the
    calendar of the activity that waits, as in Microsoft Project; floats on that of the activity itself.
    """
    plan = network(activities)
    clocks = _clocks(activities, calendar)
    early = placed = forward_pass(plan, calendar, project_start, clocks, {})
    late = backward_pass(plan, early, finish_by)
    if as_late := {i: late.start[i] for i, a in enumerate(activities) if a.limits and a.limits.as_late_as_possible}:
        placed = forward_pass(plan, calendar, project_start, clocks, as_late)
        late = backward_pass(plan, placed, finish_by)
    violated, finish = late.violated, placed.project_finish
    if not finish_by_is_told or any(a.untold for a in activities):
        late, finish = told_pass(plan, placed, finish_by if finish_by_is_told else None)
    roll_up_late_dates(plan, placed, late)
    times = PassedTimes(plan, early, placed, late, critical_float)
    return Schedule(
        start=min((placed.start[node] for node in placed.order if node < len(activities)), default=project_start),
        finish=finish,
        times=times,
        unscheduled=tuple(a.id for a in activities if a.id not in times) if len(times) < len(activities) else (),
        violated=tuple(dict.fromkeys(violated)),
    )


def told_pass(plan: Network, placed: Early, finish_by: int | None = None) -> tuple[Late, int]:
    """The backward pass of what is told of a plan, and the finish of that."""
    told = (i for i in placed.order if i < len(plan.activities) and not plan.activities[i].untold)
    finish = max((placed.finish[i] for i in told), default=placed.project_finish)
    return backward_pass(_told(plan, placed), placed, finish_by, finish), finish


def _told(plan: Network, placed: Early) -> Network:
    """The plan where untold limits that placed something are given dates, which bound nothing that they break."""
    activities = list(plan.activities)
    for i, each in enumerate(activities):
        if each.untold and each.limits:
            moves = plan.gate[i] < 0 and not each.limits.is_deadline
            given = (placed.start[i], placed.finish[i]) if moves else (each.start, each.finish)
            activities[i] = replace(each, limits=None, start=given[0], finish=given[1])
    return network(activities)


def _clocks(activities: Sequence[Activity], shared: WorkingCalendar) -> dict[int, Clock]:
    """The clock of each activity that has a calendar of its own."""
    made: dict[int, Clock] = {}
    found: dict[int, Clock] = {}
    for i, activity in enumerate(activities):
        if activity.calendar is not None:
            if id(activity.calendar) not in made:
                made[id(activity.calendar)] = clock_of(activity.calendar, shared)
            found[i] = made[id(activity.calendar)]
    return found
