"""Who works on a task, and how much of the day: read, shown as a reference, and hidden with the person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.projection import published
from dossier.compute.query import query
from dossier.compute.task_timing import planned_minutes
from dossier.records.assignments import Assignment, assignment
from dossier.records.references import references
from dossier.records.task import Task
from tests.conftest import Reading


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("anna", Assignment("anna")),
        ("anna 50%", Assignment("anna", 50)),
        ("anna 50 ％", Assignment("anna", 50)),
        ("张伟 0%", Assignment("张伟", 0)),
        ("webshop/anna 100%", Assignment("webshop/anna", 100)),
    ],
)
def test_an_assignment_is_a_person_and_the_share_of_her_day(text: str, read: Assignment):
    assert assignment(text) == read
    assert assignment(str(read)) == read


@pytest.mark.parametrize("text", ["anna 50", "50% anna", "anna 101%", "anna berg", "anna -5%"])
def test_anything_else_is_a_problem_at_its_place(read, text: str):
    found: Reading = read(f"tasks:\n- {{id: T-1, title: Dig, duration: 1d, owner: anna, people: [anna, {text}]}}")
    assert found.marked("DOS207") == [(2, text)]
    assert found.dossier.of(Task)[0].people == (Assignment("anna"),)


def test_shares_stand_in_a_list_or_between_commas_and_the_owners_among_them(found: Reading):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 2d, owner: anna, people: [ben 50%, anna 20%]}
    - {id: T-2, title: Build, duration: 2d, people: "ben 50%、anna", after: T-1}
    # people.yml
    stakeholders:
    - {id: ben, title: Ben Dahl}
    """
    dig, build = found.dossier.of(Task)
    assert dig.assignments == (Assignment("anna", 20), Assignment("ben", 50))
    assert build.assignments == (Assignment("ben", 50), Assignment("anna"))
    assert [record.id for record in query("tasks where people = ben").records(found.dossier)] == ["T-1", "T-2"]
    assert [m.target for m in references(dig)] == ["anna", "ben", "anna"]
    assert found.codes == ["DOS520"]  # T-2 has no owner


def test_who_is_not_there_is_told_under_the_name_alone(found: Reading):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 2d, owner: anna, people: [nobody 50%]}
    """
    assert found.marked("DOS410") == [(2, "nobody")]


def test_a_client_does_not_learn_who_is_hidden_from_her(found: Reading):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 2d, owner: anna, people: [ben 50%, anna 20%]}
    # people.yml
    stakeholders:
    - {id: ben, title: Ben Dahl, visibility: team}
    """
    seen = published(found.dossier).of(Task)[0]
    assert seen.people == (Assignment("anna", 20),)
    assert "ben" not in str(seen.written)


def test_effort_is_divided_by_the_shares_of_those_who_give_it():
    # duration = work / units: 6 person-days by one whole and one half day's work take 4 days
    task = Task(
        id="T-1", title="Dig", effort=Decimal(6), owner="anna", people=(Assignment("ben", 50), Assignment("cy", 0))
    )
    assert planned_minutes(task, {}, WorkingCalendar()) == 4 * 480


def test_absences_and_availability_are_the_teams_alone(found: Reading):
    """
    # people.yml
    stakeholders:
    - {id: ben, title: Ben Dahl, available: 60%, absences: [{from: 2026-03-09, to: 2026-03-13, title: Surgery}]}
    """
    mine = found.dossier.find("ben")
    hers = published(found.dossier).find("ben")
    assert (mine.available, mine.absences[0].title) == (60, "Surgery")
    assert (hers.available, hers.absences) == (None, ())
    assert "Surgery" not in str(hers.written)
