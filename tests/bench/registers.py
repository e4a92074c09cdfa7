"""Made-up risks, deliverables, decisions, changes, actions, meetings, and an ordinary page."""

from __future__ import annotations

from datetime import timedelta

from dossier.records.declare import RECORD_TYPES
from tests.bench.project import START, Fields, ProjectWriter, write_text

_STEPS = {"requested": "2026-03-02", "assessed": "2026-03-04", "approved": "2026-03-06"}


def write_registers(project: ProjectWriter) -> None:
    """Write a folder for each register; every fourth risk is for the team only, and half of the actions stand here."""
    counts = project.counts | {"action": project.counts["action"] // 2}
    for name, made in (
        ("risk", _risk), ("deliverable", _deliverable), ("decision", _decision), ("change_request", _change),
        ("action", _action),
    ):  # fmt: skip
        project.lists("registers", name, [_numbered(name, n) | made(project, n) for n in range(counts[name])])


def write_meetings(project: ProjectWriter) -> None:
    """Write a Markdown file for each meeting, with the other half of the actions in their front matter."""
    count, actions = project.counts["meeting"], project.counts["action"]
    for number in range(count):
        inside = range(actions // 2 + number, actions, count)
        fields = _numbered("meeting", number) | {
            "title": project.thing(number),
            "on": str(START + timedelta(days=7 * number)),
            "attendees": [project.person(n) for n in range(number, number + 5)],
            "actions": [_numbered("action", n) | _action(project, n) for n in inside],
        }
        minutes = "\n\n".join(project.said(project.wording.minutes, number + each) for each in range(4))
        project.document("meetings", "meeting", fields, minutes)


def write_page(project: ProjectWriter) -> None:
    """Write an ordinary page with a live view in it."""
    minutes = project.said(project.wording.minutes, 0)
    fence = "```dossier\nshow: requirements\nwhere: priority = must\n```"
    write_text(project.home / "documents" / "start.md", f"# {project.thing(0)}\n\n{minutes}\n\n{fence}\n")


def _numbered(name: str, number: int) -> Fields:
    return {"id": f"{RECORD_TYPES[name].prefix}-{number + 1:04}"}


def _risk(project: ProjectWriter, number: int) -> Fields:
    wording = project.wording
    return {
        "title": project.said(wording.risk, number),
        "cause": project.said(wording.note, number),
        "probability": str(number % 5 + 1),
        "impact": str(number % 4 + 1),
        "prevention": project.said(wording.note, number + 1),
        "owner": project.person(number),
        **({"visibility": "team"} if number % 4 == 3 else {}),
    }


def _deliverable(project: ProjectWriter, number: int) -> Fields:
    wording = project.wording
    return {
        "title": f"{project.thing(number)} {number}",
        "description": project.said(wording.note, number),
        "owner": project.person(number),
        "due": str(START + timedelta(days=60 + number)),
        "acceptance_criteria": [{"id": "AC-1", "text": project.said(wording.criteria[0], number)}],
    }


def _decision(project: ProjectWriter, number: int) -> Fields:
    return {
        "title": project.said(project.wording.decision, number),
        "reason": project.said(project.wording.rationale, number),
        "status": "decided",
        "decided_by": "person-1",
        "decided_on": "2026-03-09",
        "affects": [f"REQ-{number % project.counts['requirement'] + 1:04}"],
    }


def _change(project: ProjectWriter, number: int) -> Fields:
    return {
        "title": project.said(project.wording.change, number),
        "reason": project.said(project.wording.note, number),
        "impact": {"scope": project.thing(number), "time": "3", "cost": "1200"},
        "touches": [f"REQ-{number % project.counts['requirement'] + 1:04}"],
        "steps": [{"step": step, "by": "person-1", "on": day} for step, day in _STEPS.items()],
    }


def _action(project: ProjectWriter, number: int) -> Fields:
    return {
        "title": project.said(project.wording.task, number),
        "description": project.said(project.wording.note, number),
        "owner": project.person(number),
        "due": str(START + timedelta(days=number % 200)),
    }
