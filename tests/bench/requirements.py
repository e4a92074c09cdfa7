"""Made-up requirements, in YAML lists and in Markdown files."""

from __future__ import annotations

from tests.bench.project import Fields, ProjectWriter

OF_A_GROUP = 20


def groups(count: int) -> range:
    """The numbers of the requirements that group the nineteen behind them."""
    return range(1, count + 1, OF_A_GROUP)


def write_requirement_files(project: ProjectWriter, in_lists: int) -> None:
    """Write the first of them as lists, and a Markdown file for each of the others."""
    listed = [_requirement(project, number) for number in range(1, in_lists + 1)]
    project.lists("requirements", "requirement", listed)
    for number in range(in_lists + 1, project.counts["requirement"] + 1):
        _write_document(project, number)


def _write_document(project: ProjectWriter, number: int) -> None:
    wording, fields = project.wording, _requirement(project, number)
    statement, rationale, criteria = (fields.pop(k) for k in ("statement", "rationale", "acceptance_criteria"))
    items = "\n".join(f"- {each['id']}: {each['text']}" for each in criteria)
    hidden = f"\n\n{project.said(wording.team_note, number)}" if number % 5 == 0 else ""
    sections = f"## {wording.rationale_heading}\n\n{rationale}{hidden}\n\n## {wording.criteria_heading}\n\n{items}"
    project.document("requirements", "requirement", fields, f"{statement}\n\n{sections}")


def _requirement(project: ProjectWriter, number: int) -> Fields:
    wording, group = project.wording, (number - 1) // OF_A_GROUP * OF_A_GROUP + 1
    return {
        "id": f"REQ-{number:04}",
        "title": f"{project.thing(number)} {number}",
        "statement": project.said(wording.statement, number),
        "rationale": project.said(wording.rationale, number),
        "type": ("functional", "quality", "data")[number % 3],
        "priority": ("must", "should", "could")[number % 3],
        "status": ("proposed", "agreed", "in_progress", "verified")[number % 4],
        "owner": project.person(number),
        "parents": [f"REQ-{group:04}"] if number != group else [],
        "tags": [project.thing(number), project.thing(number + 1)],
        "verification": "test",
        "acceptance_criteria": [
            {"id": f"AC-{n}", "text": project.said(text, number)} for n, text in enumerate(wording.criteria, start=1)
        ],
    }
