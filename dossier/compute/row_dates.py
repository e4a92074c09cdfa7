"""First and last day of a row: positions on the working axis read as the dates that people mean."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.compute.task_timing import is_milestone
from dossier.records.moment import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.plan_row import PlanRow
    from dossier.compute.task_timing import Timing
    from dossier.records.task import Task


def row_dates(
    task: Task,
    timing: Timing,
    span: tuple[int, int],
    calendar: WorkingCalendar,
    origin: int,
    below: Sequence[PlanRow],
) -> tuple[date, date]:
    """First and last day, both included, of what lies at `span`; `origin` is where the project starts.

    Dates that its author gave are shown as given, also where nobody works on that day: a Saturday's go-live
    is on Saturday. What has no duration belongs to the end of a working day, save at the project's start and
    where its author wrote a start.
    """
    if below:
        return _around(dates_at(calendar, span, origin), below)
    if is_milestone(task):
        day = task.actual_finish or task.actual_start or task.finish
        if day is None and span[0] == timing.not_before:
            day = task.start
        return (day_of(day),) * 2 if day else dates_at(calendar, span, origin)
    start, finish = dates_at(calendar, span, origin)
    start = task.actual_start or start
    return start, max(start, task.actual_finish or finish)


def _around(dates: tuple[date, date], below: Sequence[PlanRow]) -> tuple[date, date]:
    """A phase's dates, wider where actual work inside it was done on days on which nobody should."""
    starts = [row.actual_start for row in below if row.actual_start]
    finishes = [row.actual_finish for row in below if row.actual_finish]
    return min([dates[0], *starts]), max([dates[1], *finishes])


def dates_at(calendar: WorkingCalendar, span: tuple[int, int], origin: int) -> tuple[date, date]:
    """The dates of a span; one outside the years 1 to 9999 is the nearest there is."""
    try:
        return calendar.dates(*span, origin)
    except ValueError:
        nearest = date.min if span[0] < origin else date.max
        try:
            return calendar.start_date(span[0]), nearest
        except ValueError:
            return nearest, nearest
