"""The review of a change as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

if TYPE_CHECKING:
    from dossier.checks.gates import Gate
    from dossier.compute.difference import RecordDifference
    from dossier.compute.dossier_difference import DossierDifference
    from dossier.compute.plan_difference import TaskDifference
    from dossier.render.located import Located
    from dossier.views.review import Reviewed


def review_json(reviewed: Reviewed, problems: Sequence[Located]) -> str:
    """One object: `passed`, `problems` (errors and what no gate lets pass, with their places), `gates`, `projects`.

    Days are `YYYY-MM-DD`, differences in time working days, money decimal numbers as text in the project's currency.
    """
    told = {
        "passed": reviewed.passed,
        "before": reviewed.before,
        "after": reviewed.after or None,
        "as_of": reviewed.as_of,
        "commits": reviewed.commits,
        "uncommitted_files": reviewed.uncommitted,
        "problems_before": reviewed.unreadable,
        "problems": [_problem(each) for each in problems],
        "gates": [_gate(each) for each in reviewed.gates],
        "projects": [_project(each) for each in reviewed.differences],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=_value) + "\n"


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _problem(each: Located) -> dict[str, Any]:
    keys = ("code", "file", "line", "column", "message", "hint")
    return {key: getattr(each, key) for key in keys}


def _gate(each: Gate) -> dict[str, Any]:
    keys = ("kind", "folder", "passed", "limit", "found", "requests")
    return {"project" if key == "folder" else key: getattr(each, key) for key in keys}


def _project(each: DossierDifference) -> dict[str, Any]:
    plan = each.plan
    return {
        "project": each.dossier.folder,
        "before": asdict(each.figures_before) if each.figures_before else None,
        "after": asdict(each.figures_after) if each.figures_after else None,
        "finish_days": plan.finish_days if plan else None,
        "tasks": [_task(task) for task in plan.tasks] if plan else [],
        "became_critical": [row.id for row in plan.became_critical] if plan else [],
        "no_longer_critical": [row.id for row in plan.no_longer_critical] if plan else [],
        "sign_offs_out_of_date": [
            {"id": s.sign_off.id, "signer": s.signer, "changed": s.changed, "gone": s.gone} for s in each.out_of_date
        ],
        "signed_changes": [
            {"id": s.difference.record.id, "sign_offs": s.sign_offs, "change_request": s.request or None}
            for s in each.signed_changes
        ],
        "newly_visible": [
            {"owner": n.owner, "field": n.field, "text": n.text, "was_hidden": n.was_hidden} for n in each.newly_visible
        ],
        "rights_changed": [asdict(right) for right in each.rights_changed],
        "client": [_record(record) for record in each.of_client],
        "records": [_record(record) for record in each.records],
        "pages": [{"path": (p.after or p.before).path} for p in each.pages if p.after or p.before],  # type: ignore[union-attr]
    }


def _task(each: TaskDifference) -> dict[str, Any]:
    sides = {"before": each.before, "after": each.after}
    keys = ("start", "finish", "expected_finish", "total_float_days", "critical")
    told = {name: {key: getattr(row, key) for key in keys} if row else None for name, row in sides.items()}
    return {"id": each.row.id, "title": each.row.title, "days": each.days, **told}


def _record(each: RecordDifference) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "type": each.record.type_name,
        "id": each.record.id,
        "was": each.was or None,
        "title": each.record.title,
        "file": each.record.place.path,
        "moved_from": each.moved_from or None,
        "fields": [asdict(field) for field in each.fields],
    }
