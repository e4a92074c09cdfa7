"""When each person can work for the project, and with how much of that time."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.clock import shared_calendar
from dossier.compute.project_calendar import away, further_calendars
from dossier.compute.task_timing import is_milestone
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dossier.compute.calendar import WorkingCalendar
    from dossier.dossier import Dossier


class Availability(Struct, frozen=True):
    """The working time of a person, her absences taken out, and the share of it that is for this project (0 to 1)."""

    calendar: WorkingCalendar
    share: Fraction = Fraction(1)


def task_calendars(dossier: Dossier, calendar: WorkingCalendar) -> Mapping[str, WorkingCalendar]:
    """By the ids of the tasks that are not worked on the project's `calendar`, the one that each is worked on.

    That is the calendar which the task names; else that of its owner and the people on it, without the days on which
    they are away: while one of them who gives it time is there, work goes on. A milestone takes no time of anybody and
    lies on the project's calendar.
    """
    named = further_calendars(dossier.project)
    people = {name: each.calendar for name, each in availability(dossier, calendar).items()}
    together: dict[frozenset[str], WorkingCalendar] = {}
    found: dict[str, WorkingCalendar] = {}
    for task in dossier.of(Task):
        if task.calendar in named:
            found[task.id] = named[task.calendar]
        elif not is_milestone(task):
            who = frozenset(_working(task))
            if who not in together:
                calendars = [people.get(name, calendar) for name in sorted(who)] or [calendar]
                together[who] = calendars[0] if len(calendars) == 1 else shared_calendar(calendars)
            found[task.id] = together[who]
    return {task: own for task, own in found.items() if own != calendar}


def _working(task: Task) -> tuple[str, ...]:
    """Who gives time to a task; where nobody does, all who answer for it."""
    return tuple(each.person for each in task.assignments if each.share != 0) or tuple(
        each.person for each in task.assignments
    )


def away_between(dossier: Dossier, task: Task, first: date, last: date) -> tuple[tuple[str, date, date], ...]:
    """Who of the people on a task is away in a stretch of days, from when to when; in the order of the task.

    None for a task with a calendar of its own, which does not wait for them.
    """
    found: list[tuple[str, date, date]] = []
    for name in _working(task) if not task.calendar and not is_milestone(task) else ():
        person = dossier.find(name)
        for period in person.absences if isinstance(person, Stakeholder) else ():
            start, finish = period.start, period.finish or period.start
            if start and finish and start <= last and finish >= first:
                found.append((person.title if person else name, start, finish))
    return tuple(found)


def availability(dossier: Dossier, calendar: WorkingCalendar) -> Mapping[str, Availability]:
    """The availability of every stakeholder by id; who says nothing works on `calendar` with all her time."""
    named = further_calendars(dossier.project)
    found: dict[str, Availability] = {}
    for person in dossier.of(Stakeholder):
        own = away(named.get(person.calendar, calendar), person.absences)
        share = 100 if person.available is None else person.available
        found.setdefault(person.id, Availability(own, Fraction(share, 100)))
    return found
