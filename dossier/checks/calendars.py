"""Working calendars that tasks and people name, and the countries whose holidays they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.public_holidays import public_holidays
from dossier.dossier import Dossier
from dossier.problems.problem import Problem, near
from dossier.problems.rules import check
from dossier.records.project import Project
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS530")
def calendar_that_is_not_there(dossier: Dossier) -> Iterator[Problem]:
    """A task or a person names a working calendar that project.yml does not have.

    The plan would count with the project's own calendar, and be wrong for all that this one works at other times.

    Wrong:

        tasks:
        - {id: T-1, title: Migrate, owner: anna, duration: 2d, calendar: nights}

    Right:

        # acme/web/project.yml
        title: Web shop
        start: 2026-03-02
        calendars:
        - {id: nights, week: [mon, tue, wed, thu], hours: ["20:00-24:00"]}
        # acme/web/tasks.yml
        tasks:
        - {id: T-1, title: Migrate, owner: anna, duration: 2d, calendar: nights}
    """
    known = {calendar.id for calendar in dossier.project.calendars}
    shared = {record.id for record in dossier.records if record.place.path == dossier.client.place.path}
    works: tuple[Task | Stakeholder, ...] = (*dossier.of(Task), *dossier.of(Stakeholder))
    for record in works:
        if record.calendar and record.calendar not in known and record.id not in shared:
            message = f"{record.id} ({record.title}) works by the calendar `{record.calendar}`, which is not there"
            hint = near(record.calendar, known) or "add it under `calendars:` in project.yml"
            yield Problem("DOS530", record.at("calendar"), message, hint)


@check("DOS531")
def calendar_without_a_name(project: Project) -> Iterator[Problem]:
    """One of a project's further calendars has no id, or the id of another.

    Nobody could name it, so nobody would work by it.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        calendars:
        - {week: [sat, sun]}

    Right:

        # acme/web/project.yml
        title: Web shop
        calendars:
        - {id: weekends, week: [sat, sun]}
    """
    seen: set[str] = set()
    for number, calendar in enumerate(project.calendars):
        place = project.at("calendars") / number
        if not calendar.id:
            yield Problem("DOS531", place, "a calendar without an id", "add `id:`, by which tasks and people name it")
        elif calendar.id in seen:
            yield Problem("DOS531", place / "id", f"two calendars have the id `{calendar.id}`", "rename one of them")
        seen.add(calendar.id)


@check("DOS532")
def holidays_of_an_unknown_country(project: Project) -> Iterator[Problem]:
    """A calendar takes the public holidays of a country or region that is not known.

    No public holiday would be free, and the plan too early.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        calendar: {country: Germany}

    Right:

        # acme/web/project.yml
        title: Web shop
        calendar: {country: DE-BY}
    """
    for place, calendar in project.all_calendars():
        if calendar.country and public_holidays(calendar.country, ()) is None:
            message = f"the public holidays of `{calendar.country}` are not known"
            yield Problem("DOS532", place / "country", message, "an ISO 3166 code, also with a region: CN, DE, DE-BY")
