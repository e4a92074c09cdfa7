"""The plan of a dossier written as Microsoft Project XML, its elements in the order of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from dossier.compute.plan import Plan, plan
from dossier.dossier import Dossier
from dossier.exchange.mspdi_calendar_write import add_calendars, clock_edges
from dossier.exchange.mspdi_custom import LONGEST_TEXT, RESOURCE_FIELDS, TASK_FIELDS, CustomField
from dossier.exchange.mspdi_task_write import task_element
from dossier.exchange.mspdi_units import Units, noted_units, units_of_all
from dossier.exchange.mspdi_values import clock_text, duration_text, moment_text, plain
from dossier.exchange.plain_text import clean
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task

NAMESPACE = "http://schemas.microsoft.com/project"
_UNDATED = date(2000, 1, 3)
"""The start of a plan in which nothing is dated: a Monday, so that it starts where it says."""


def write(dossier: Dossier) -> bytes:
    """The plan of a dossier as a file that Microsoft Project opens and `read` reads back.

    What Microsoft Project has no field for (the ids that do not come from it, kinds, requirements and
    deliverables) stands in custom fields. Internal notes and absences are not written.
    """
    start = dossier.project.start or _UNDATED
    found = plan(dossier, start)
    first = dossier.project.start or found.start or _UNDATED
    root: Any = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})
    _add_settings(root, dossier, found, first)
    _add_custom_fields(root)
    calendars = add_calendars(root, dossier.project, found.calendar)
    tasks = {task.id: task for task in reversed(dossier.of(Task))}
    uids = numbered((row.id for row in found.rows), "T-")
    people = _people(dossier, tasks.values())
    resources = numbered((person.id for person in people), "RES-")
    units = units_of_all(dossier, found, tasks)
    group = etree.SubElement(root, f"{{{NAMESPACE}}}Tasks")
    _add_own_row(group, dossier, found, first)
    for number, row in enumerate(found.rows, start=1):
        task = tasks[row.id]
        fields, links, notes = task_element(row, task, found, uids, dossier, number)
        if len(shares := noted_units(units[row.id])) <= LONGEST_TEXT:
            notes["shares"] = shares
        fields = [
            (name, calendars.get(task.calendar, text) if name == "CalendarUID" else text) for name, text in fields
        ]
        _add_with_parts(group, "Task", fields, links, _noted(TASK_FIELDS, notes))
    group = etree.SubElement(root, f"{{{NAMESPACE}}}Resources")
    for number, person in enumerate(people, start=1):
        _add_person(group, person, resources[person.id], number, calendars.get(person.calendar, ""))
    _add_assignments(root, found, tasks, uids, resources, units)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True, pretty_print=True)
    return written


def numbered(ids: Iterable[str], prefix: str) -> dict[str, int]:
    """A UID for each id: the number behind the prefix where it came from one, else the next that is free."""
    found: dict[str, int] = {}
    others: list[str] = []
    for identifier in ids:
        match = re.fullmatch(rf"{re.escape(prefix)}([1-9]\d{{0,8}})", identifier)
        if match:
            found[identifier] = int(match[1])
        else:
            others.append(identifier)
    taken = set(found.values())
    free = 0
    for identifier in others:
        free += 1
        while free in taken:
            free += 1
        found[identifier] = free
    return found


def add(parent: Any, name: str, fields: Iterable[tuple[str, str]] = ()) -> Any:
    """A new child with texts of its own; empty texts are left out."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    for child, text in fields:
        if text:
            etree.SubElement(element, f"{{{NAMESPACE}}}{child}").text = clean(text)
    return element


def _add_settings(root: Any, dossier: Dossier, found: Plan, first: date) -> None:
    calendar, project = found.calendar, dossier.project
    opens, closes = clock_edges(calendar)
    manager = dossier.find(project.owner) if project.owner else None
    working_days = sum(1 for hours in calendar.week if hours)
    fields = [
        ("SaveVersion", "14"),
        ("Name", f"{project.id}.xml"),
        ("Title", project.title),
        ("Manager", manager.title if manager else ""),
        ("ScheduleFromStart", "1"),
        ("StartDate", moment_text(first, opens)),
        ("FinishDate", moment_text(found.finish or first, closes)),
        ("CriticalSlackLimit", "0"),
        ("CurrencyDigits", "2"),
        ("CurrencyCode", project.currency),
        ("CalendarUID", "1"),
        ("DefaultStartTime", clock_text(opens)),
        ("DefaultFinishTime", clock_text(closes)),
        ("MinutesPerDay", str(calendar.minutes_per_day)),
        ("MinutesPerWeek", str(calendar.minutes_per_day * working_days)),
        ("DaysPerMonth", "20"),
        ("DurationFormat", "7"),
        ("WorkFormat", "2"),
    ]
    for name, text in fields:
        if text:
            etree.SubElement(root, f"{{{NAMESPACE}}}{name}").text = clean(text)


def _add_custom_fields(root: Any) -> None:
    group = etree.SubElement(root, f"{{{NAMESPACE}}}ExtendedAttributes")
    for field in (*TASK_FIELDS, *RESOURCE_FIELDS):
        add(
            group,
            "ExtendedAttribute",
            [("FieldID", field.number), ("FieldName", field.name), ("Alias", field.alias)],
        )


def _add_own_row(group: Any, dossier: Dossier, found: Plan, first: date) -> None:
    """The row of the whole project, which Microsoft Project keeps as the task with UID 0."""
    opens, closes = clock_edges(found.calendar)
    spans = found.positions.values()
    minutes = max((end for _, end in spans), default=0) - min((begin for begin, _ in spans), default=0)
    fields = [
        ("UID", "0"),
        ("ID", "0"),
        ("Name", dossier.project.title),
        ("Active", "1"),
        ("Manual", "0"),
        ("Type", "1"),
        ("IsNull", "0"),
        ("WBS", "0"),
        ("OutlineNumber", "0"),
        ("OutlineLevel", "0"),
        ("Start", moment_text(found.start or first, opens)),
        ("Finish", moment_text(found.finish or first, closes)),
        ("Duration", duration_text(minutes)),
        ("DurationFormat", "7"),
        ("Milestone", "0"),
        ("Summary", "1"),
        ("Notes", dossier.project.description),
    ]
    add(group, "Task", fields)


def _add_with_parts(
    group: Any,
    name: str,
    fields: Sequence[tuple[str, str]],
    links: Sequence[Mapping[str, str]],
    notes: Sequence[Mapping[str, str]],
) -> None:
    element = add(group, name, fields)
    for part, values in [("PredecessorLink", links), ("ExtendedAttribute", notes)]:
        for value in values:
            add(element, part, value.items())


def _noted(fields: Sequence[CustomField], notes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"FieldID": f.number, "Value": notes[f.field]} for f in fields if notes.get(f.field)]


def _people(dossier: Dossier, tasks: Iterable[Task]) -> tuple[Stakeholder, ...]:
    """Our own people, and everybody else who has a part in the plan."""
    named = {each.person for task in tasks for each in task.assignments} | {dossier.project.owner}
    return tuple(p for p in dossier.of(Stakeholder) if p.side == "supplier" or p.id in named)


def _add_person(group: Any, person: Stakeholder, uid: int, number: int, calendar: str) -> None:
    fields = [
        ("UID", str(uid)),
        ("ID", str(number)),
        ("Name", person.title),
        ("Type", "1"),
        ("IsNull", "0"),
        ("Group", person.role),
        ("EmailAddress", person.email),
        ("MaxUnits", plain(Decimal(100 if person.available is None else person.available) / 100)),
        ("CalendarUID", calendar),
    ]
    notes = {} if person.id == f"RES-{uid}" else {"id": person.id}
    if person.side != "supplier":
        notes["side"] = person.side
    _add_with_parts(group, "Resource", fields, [], _noted(RESOURCE_FIELDS, notes))


def _add_assignments(
    root: Any,
    found: Plan,
    tasks: Mapping[str, Task],
    uids: Mapping[str, int],
    resources: Mapping[str, int],
    units: Mapping[str, tuple[Units, ...]],
) -> None:
    group = etree.SubElement(root, f"{{{NAMESPACE}}}Assignments")
    number = 0
    for row in found.rows:
        start, finish = found.axis.moments(*found.positions[row.id], found.origin)
        for each in (each for each in units[row.id] if each.assignment.person in resources):
            number += 1
            fields = [
                ("UID", str(number)),
                ("TaskUID", str(uids[row.id])),
                ("ResourceUID", str(resources[each.assignment.person])),
                ("Finish", finish.isoformat()),
                ("Start", start.isoformat()),
                ("Units", plain(each.units)),
                ("Work", duration_text(each.minutes) if tasks[row.id].effort else ""),
            ]
            add(group, "Assignment", fields)
