"""When each person can work for the project, and with how much of that time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dossier.compute.project_calendar import away, further_calendars
from dossier.records.stakeholder import Stakeholder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.compute.calendar import WorkingCalendar
    from dossier.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Availability:
    """The working time of a person, her absences taken out, and the share of it that is for this project (0 to 1)."""

    calendar: WorkingCalendar
    share: Fraction = Fraction(1)


def availability(dossier: Dossier, calendar: WorkingCalendar) -> Mapping[str, Availability]:
    """The availability of every stakeholder by id; who says nothing works on `calendar` with all her time."""
    named = further_calendars(dossier.project)
    found: dict[str, Availability] = {}
    for person in dossier.of(Stakeholder):
        own = away(named.get(person.calendar, calendar), person.absences)
        share = 100 if person.available is None else person.available
        found.setdefault(person.id, Availability(own, Fraction(share, 100)))
    return found
