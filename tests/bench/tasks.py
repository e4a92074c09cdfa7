"""A made-up plan: phases, work packages in them, tasks in these, and what each waits for."""

from __future__ import annotations

from datetime import timedelta

from dossier.records.declare import RECORD_TYPES
from dossier.records.written import records_yaml
from tests.bench.project import START, Fields, ProjectWriter, write_text
from tests.bench.requirements import groups

OF_A_PACKAGE = 5
OF_A_PHASE = 1 + 5 * OF_A_PACKAGE


def write_plan(project: ProjectWriter) -> None:
    """Write a file for each phase."""
    count = project.counts["task"]
    for first in range(0, count, OF_A_PHASE):
        last = min(first + OF_A_PHASE, count)
        packages = [
            _with_inside(project, start, first, [task(project, n, start) for n in range(start + 1, end)])
            for start in range(first + 1, last, OF_A_PACKAGE)
            for end in [min(start + OF_A_PACKAGE, last)]
        ]
        text = records_yaml(RECORD_TYPES["task"], [_with_inside(project, first, None, packages)])
        write_text(project.home / "plan" / f"phase-{first // OF_A_PHASE + 1:03}.yml", text)


def task(project: ProjectWriter, number: int, above: int | None) -> Fields:
    """A task inside another; the last of a work package is its milestone."""
    served = groups(project.counts["requirement"])
    fields = {
        "id": f"T-{number:04}",
        "title": f"{project.wording.task.replace('{}', project.thing(number))} {number}",
        "description": project.said(project.wording.note, number),
        "owner": project.person(number),
        "after": _after(number, above),
        "requirements": [f"REQ-{served[number % len(served)]:04}"],
    }
    if above is not None and number == above + OF_A_PACKAGE - 1:
        return fields | {"kind": "milestone", "deadline": str(START + timedelta(days=14 + number))}
    return fields | {"duration": f"{number % 9 + 1}d", "progress": f"{100 if number < 20 else 0}%"}


def _with_inside(project: ProjectWriter, number: int, above: int | None, inside: list[Fields]) -> Fields:
    """A phase or work package; where nothing would be in it, a task."""
    if not inside:
        return task(project, number, above)
    title = f"{project.thing(number)} {number}"
    return {"id": f"T-{number:04}", "title": title, "owner": project.person(number), "tasks": inside}


def _after(number: int, above: int | None) -> list[str]:
    """The task before it; of the first in a work package, one of the package before."""
    if above is None:
        return []
    if number > above + 1:
        return [f"T-{number - 1:04}"]
    first_package = above % OF_A_PHASE == 1
    return [] if first_package else [f"T-{above - 2:04} SS+2d"]
