"""Whatever dates and shares stand in the files, the workload and levelling give an answer in bounded time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.checks.workload import over_allocated_person
from dossier.compute.levelled_plan import levelled_plan
from dossier.compute.workload import workload
from dossier.records.assignments import Assignment
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task
from dossier.records.values import MOST_DAYS
from dossier.records.working_calendar import NonWorkingPeriod
from dossier.text.values import replace
from tests.compute.test_plan import WEEKENDS, days, of, tasks


def _readable(duration: Decimal | None) -> Decimal | None:
    """A duration that a file can hold."""
    return None if duration is None else duration % MOST_DAYS


PEOPLE = st.lists(st.builds(Assignment, st.sampled_from(("anna", "ben", "nobody")), st.none() | st.integers(0, 100)))
WORKED = st.builds(
    lambda task, owner, people: replace(task, owner=owner, people=tuple(people), duration=_readable(task.duration)),
    tasks,
    st.sampled_from(("", "anna")),
    PEOPLE,
)
ABSENCES = st.lists(st.builds(NonWorkingPeriod, start=days, finish=days), max_size=3).map(tuple)
ANNA = st.builds(
    Stakeholder,
    id=st.just("anna"),
    title=st.just("Anna"),
    available=st.none() | st.integers(0, 100),
    absences=ABSENCES,
    calendar=st.sampled_from(("", "weekends", "nowhere")),
)


@settings(max_examples=40)
@given(st.lists(WORKED, max_size=5), ANNA, days, st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_no_dates_and_no_shares_whatever_break_the_workload(
    found: list[Task], anna: Stakeholder, start: date | None, as_of: date
):
    dossier = of(anna, *found, start=start, calendars=(WEEKENDS,))
    for load in workload(dossier, as_of):
        booked = sum((b.minutes for b in load.bookings), Fraction(0))
        assert sum((week.minutes for week in load.weeks.values()), Fraction(0)) == booked
        assert all(each.first <= each.last and each.tasks for each in load.overloads)
    list(over_allocated_person(dossier, as_of))
    assert {task.id for task in found} == set(levelled_plan(dossier, as_of).after)
