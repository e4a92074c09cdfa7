"""`dossier plan --why`: what drives a task, the chain to the start, and the way to another, in words or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.cli.plan_slip import slip_json, slip_lines
from dossier.cli.workspace import CouldNotRun
from dossier.compute.availability import away_between
from dossier.compute.explanation import explanation, path_between
from dossier.problems.problem import near
from dossier.records.task import Task
from dossier.render.problems import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dossier.compute.explanation import Explanation, Path
    from dossier.compute.holds import Hold
    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.dossier import Dossier

_CONSTRAINTS = {
    "start": "it is not to start before {on}",
    "must_start": "it must start on {on}",
    "must_finish": "it must finish on {on}",
    "start_no_later": "it may not start later than {on}",
    "finish_no_earlier": "it may not finish before {on}",
    "finish_no_later": "it may not finish later than {on}",
    "as_late_as_possible": "it is to be as late as possible",
    "finish": "its finish is given: {on}",
    "actual_start": "it was started on {on}",
    "actual_finish": "it was finished on {on}",
    "project_start": "nothing but the start of the project holds it",
}


def why_text(found: Plan, dossier: Dossier, name: str, to: str) -> str:
    """Why a task lies where it lies, line by line. Raises CouldNotRun where there is no such task."""
    why = _explained(found, name)
    lines = _lines(found, why, _path(found, dossier, name, to), to)
    away = (f"{visible(who)} is away from {first} to {last}" for who, first, last in _away(found, dossier, why))
    return "\n".join((*lines, *away, *slip_lines(found, dossier, name))) + "\n"


def why_json(found: Plan, dossier: Dossier, name: str, to: str) -> dict[str, Any]:
    """The same for another program; floats and slips are working days. Raises CouldNotRun as `why_text` does."""
    why, path = _explained(found, name), _path(found, dossier, name, to)
    row = why.row
    described: dict[str, Any] = {
        "id": row.id,
        "title": row.title,
        "start": row.start.isoformat(),
        "finish": row.finish.isoformat(),
        "holds": [
            {
                "kind": hold.kind,
                "task": hold.task or None,
                "link": hold.link or None,
                "on": hold.on.isoformat() if hold.on else None,
            }
            for hold in row.holds
        ],
        "days_off_before": why.days_off,
        "away": [
            {"person": who, "from": first.isoformat(), "to": last.isoformat()}
            for who, first, last in _away(found, dossier, why)
        ],
        "chain": why.chain,
        "drives": why.drives,
        "critical": row.critical,
        "total_float": float(row.total_float_days),
        "free_float": float(row.free_float_days),
        "baseline": slip_json(found, dossier, name),
    }
    if to:
        days = float(found.axis.days(path.minutes)) if path else None
        described["to"] = {"id": to, "path": path.ids if path else None, "may_slip": days}
    return described


def _explained(found: Plan, name: str) -> Explanation:
    if name not in found.by_id:
        raise CouldNotRun(f"there is no task `{name}` in the plan. {near(name, found.by_id)}".strip())
    return explanation(found, name)


def _away(found: Plan, dossier: Dossier, why: Explanation) -> tuple[tuple[str, date, date], ...]:
    """Who of its people is away between the end of what a task waits for and its own finish."""
    row, task = why.row, dossier.by_id.get(why.row.id)
    if not isinstance(task, Task) or row.is_summary:
        return ()
    ends = [found.by_id[hold.task].finish for hold in row.holds if hold.kind == "predecessor"]
    return away_between(dossier, task, min(row.start, max(ends, default=row.start)), row.finish)


def _path(found: Plan, dossier: Dossier, name: str, to: str) -> Path | None:
    if not to:
        return None
    if to not in found.by_id:
        raise CouldNotRun(f"there is no task `{to}` in the plan. {near(to, found.by_id)}".strip())
    return path_between(found, {task.id: task for task in dossier.of(Task)}, name, to)


def _lines(found: Plan, why: Explanation, path: Path | None, to: str) -> Iterator[str]:
    row = why.row
    yield f"{_named(row)}: {row.start} to {row.finish}, {_days(row.duration_days)}"
    if row.expected_finish != row.finish:
        yield f"  as things stand it will be finished on {row.expected_finish}"
    yield from (f"  {_held(found, hold)}" for hold in row.holds)
    if why.days_off:
        yield f"  nobody works on {_days(why.days_off, 'day')} between"
    if len(why.chain) > 1:
        yield "the chain from the start:"
        yield from (f"  {_named(found.by_id[name])}: {_span(found.by_id[name])}" for name in why.chain)
    yield _float(row)
    yield f"it holds in turn: {', '.join(why.drives)}" if why.drives else "nothing starts or ends when it does"
    if to and path is None:
        yield f"no links lead from it to {_named(found.by_id[to])}"
    elif path:
        may = (
            f"it may be {_days(found.axis.days(path.minutes))} late before that moves"
            if path.minutes
            else "it is late when this is"
        )
        yield f"the way to {_named(found.by_id[to])}: {' → '.join(path.ids)}; {may}"


def _held(found: Plan, hold: Hold) -> str:
    if hold.kind == "predecessor":
        return f"it waits for {_named(found.by_id[hold.task])} ({hold.link}): {_span(found.by_id[hold.task])}"
    if hold.kind in {"begins_with", "ends_with"}:
        return f"it {hold.kind.replace('_', ' ')} {_named(found.by_id[hold.task])}"
    return _CONSTRAINTS[hold.kind].format(on=hold.on)


def _float(row: PlanRow) -> str:
    if row.state == "done":
        return "it is done, so it delays nothing any more"
    if row.total_float_days < 0:
        return f"it is critical: {_days(-row.total_float_days)} too late for a date that is agreed or must be kept"
    if row.critical:
        return "it is critical: if it is late, the whole is"
    near_by = ", and so near-critical" if row.near_critical else ""
    moves = row.free_float_days < row.total_float_days
    free = f", {_days(row.free_float_days)} without moving anything else" if moves else ""
    return f"it is not critical{near_by}: it may be {_days(row.total_float_days)} late without delaying the whole{free}"


def _named(row: PlanRow) -> str:
    return f"{row.id} ({visible(row.title)})"


def _span(row: PlanRow) -> str:
    return str(row.finish) if row.milestone else f"{row.start} to {row.finish}"


def _days(days: Any, unit: str = "working day") -> str:
    return f"1 {unit}" if days == 1 else f"{days} {unit}s"
