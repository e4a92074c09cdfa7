"""`dossier plan`: the computed plan of one project, to read or for another program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dossier.checks.everything import findings
from dossier.cli.as_of import as_of_option
from dossier.cli.plan_chance import print_chance
from dossier.cli.plan_gantt import gantt_lines
from dossier.cli.plan_levelled import LevelledRows, levelled_lines, levelled_rows
from dossier.cli.plan_why import why_json, why_text
from dossier.cli.sound_records import errors_told
from dossier.cli.workspace import dossier_named, workspace
from dossier.compute.plan import Plan, PlanRow, plan
from dossier.compute.row_dates import dates_at
from dossier.compute.task_timing import has_times
from dossier.compute.uncertainty import RUNS, SEED
from dossier.dossier import Dossier
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task
from dossier.render.csv import csv_table
from dossier.render.problems import visible

_STATES = {"done": "✓ done", "active": "▶ active", "late": "! late", "planned": "planned"}
_COLOURS = {"done": "green", "active": "cyan", "late": "bold red", "planned": ""}
_WIDTH_WITHOUT_TERMINAL = 180


@click.command()
@click.argument("folder", metavar="CLIENT/PROJECT")
@as_of_option
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--gantt", is_flag=True, help="With text: bars instead of the table.")
@click.option("--level", is_flag=True, help="Also the dates that everybody can keep; no file is changed.")
@click.option("--why", metavar="ID", default="", help="What drives one task, and the chain to the start.")
@click.option("--to", metavar="ID", default="", help="With --why: also the tightest way to this task or milestone.")
@click.option("--chance", is_flag=True, help="With how much confidence all is finished when, by simulating the plan.")
@click.option("--runs", type=click.IntRange(1, 1_000_000), default=RUNS, show_default=True, help="With --chance.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="With --chance.")
@click.pass_context
def command(
    context: click.Context,
    folder: str,
    as_of: date,
    form: str,
    gantt: bool,
    level: bool,
    why: str,
    to: str,
    chance: bool,
    runs: int,
    seed: int,
) -> None:
    """Print the computed plan of CLIENT/PROJECT: every task with its dates, state, and what is critical.

    The finish is the last working day or moment, not the one after it; durations and floats are working days.
    The exit status is 1 where errors in the project's files, such as a task that waits for none there is, make the
    plan doubtful.
    """
    _, portfolio, problems = workspace(Path()).read()
    dossier = dossier_named(portfolio, folder, problems)
    found = plan(dossier, as_of)
    if chance:
        print_chance(dossier, found, as_of, form, runs, seed)
    elif why:
        told = why_text(found, dossier, why, to) if form == "text" else _as_json(why_json(found, dossier, why, to))
        click.echo(told, nl=False)
    elif form == "text":
        _print_plan(found, dossier, gantt=gantt, level=level)
    else:
        levelled = _levelled(found, dossier) if level else None
        click.echo((as_json if form == "json" else as_csv)(found, dossier, levelled), nl=False)
    errors = errors_told(dossier.folder, (*problems, *findings(portfolio, as_of)))
    if errors:
        click.echo(f"{errors} in the files of {folder}, so this may be wrong; `dossier check` tells them", err=True)
    if found.unscheduled:
        ids = ", ".join(found.unscheduled)
        click.echo(f"these wait for each other in a circle and are shown as if they did not: {ids}", err=True)
    if errors or found.unscheduled:
        context.exit(1)


def as_json(found: Plan, dossier: Dossier, levelled: LevelledRows | None = None) -> str:
    """The plan as JSON: the project, its first and last day, and `tasks` in the order of the WBS.

    Dates have the time of day where a calendar, an absence or a constraint has one; durations and floats are working
    days, `driven_by` the tasks that hold a task where it is.
    """
    described = {
        "project": dossier.folder,
        "title": dossier.project.title,
        "as_of": found.as_of.isoformat(),
        "start": found.start.isoformat() if found.start else None,
        "finish": found.finish.isoformat() if found.finish else None,
        "forecast_finish": found.expected_finish.isoformat() if found.expected_finish else None,
        **(levelled.described() if levelled else {}),
        "tasks": _tasks(found, dossier, levelled),
    }
    return _as_json(described)


def _as_json(described: dict[str, Any]) -> str:
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Plan, dossier: Dossier, levelled: LevelledRows | None = None) -> str:
    """The tasks as CSV, with the names of the JSON form as its header; what drives a task is joined by spaces."""
    tasks = _tasks(found, dossier, levelled)
    header = list(tasks[0]) if tasks else ["id", "wbs", "title", "start", "finish", "duration"]
    rows = [[" ".join(cell) if isinstance(cell, tuple) else cell for cell in task.values()] for task in tasks]
    return csv_table(header, rows)


def _tasks(found: Plan, dossier: Dossier, levelled: LevelledRows | None) -> list[dict[str, Any]]:
    timed = _is_timed(dossier)
    return [_described(row, found, timed=timed) | (levelled.columns(row) if levelled else {}) for row in found.rows]


def _is_timed(dossier: Dossier) -> bool:
    """Whether dates have the time of day: where a calendar or an absence has hours, or a constraint a time."""
    hours = [calendar.hours for _, calendar in dossier.project.all_calendars()]
    absences = [period.hours for person in dossier.of(Stakeholder) for period in person.absences]
    return any((*hours, *absences)) or any(has_times(task) for task in dossier.of(Task))


def _levelled(found: Plan, dossier: Dossier) -> LevelledRows:
    return levelled_rows(found, dossier, partial(_dates, found, timed=_is_timed(dossier)))


def _described(row: PlanRow, found: Plan, *, timed: bool) -> dict[str, Any]:
    times = found.times[row.id]
    early = _dates(found, times.early_start, times.early_finish, timed=timed)
    late = _dates(found, times.late_start, times.late_finish, timed=timed)
    placed = _dates(found, times.start, times.finish, timed=timed)
    return {
        "id": row.id,
        "wbs": row.number,
        "title": row.title,
        "start": _on(row.start, placed[0]),
        "finish": _on(row.finish, placed[1]),
        "duration": _number(row.duration_days),
        "early_start": early[0],
        "early_finish": early[1],
        "late_start": late[0],
        "late_finish": late[1],
        "total_float": _number(row.total_float_days),
        "free_float": _number(row.free_float_days),
        "critical": row.critical,
        "percent_complete": row.progress,
        "driven_by": row.driven_by,
        "milestone": row.milestone,
        "summary": row.is_summary,
        "state": row.state,
        "owner": row.owner,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "late_days": row.late_days,
        "forecast_finish": row.expected_finish.isoformat(),
        "near_critical": row.near_critical,
        "parent": row.parent,
    }


def _dates(found: Plan, start: int, finish: int, *, timed: bool) -> tuple[str, str]:
    """A span on the axis as ISO 8601 dates, with the time of day where `timed`."""
    if timed:
        first, last = found.axis.moments(start, finish, found.origin)
        return first.isoformat(timespec="minutes"), last.isoformat(timespec="minutes")
    days = dates_at(found.axis, (start, finish), found.origin)
    return days[0].isoformat(), days[1].isoformat()


def _on(day: date, placed: str) -> str:
    """Where a task is placed, save that a day given outside working time is told as it was given."""
    return placed if placed.startswith(day.isoformat()) else day.isoformat()


def _number(days: Decimal) -> int | float:
    return int(days) if days == days.to_integral_value() else float(days)


def _print_plan(found: Plan, dossier: Dossier, *, gantt: bool, level: bool) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)
    console.print(Text(visible(f"{dossier.project.title} ({dossier.folder}), as of {found.as_of}"), style="bold"))
    if not found.rows:
        console.print("There are no tasks yet; `dossier new task` makes the first one.")
        return
    if gantt:
        for line in gantt_lines(found, console.width):
            console.print(line, no_wrap=True, overflow="crop")
    elif level:
        for part in levelled_lines(found, dossier):
            console.print(part)
    else:
        console.print(_table(found.rows))
    late = sum(1 for row in found.rows if row.state == "late" and not row.is_summary)
    console.print(f"{found.start} to {found.finish} · {len(found.rows)} rows · {late} late · * critical")


def _table(rows: Sequence[PlanRow]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("WBS", "Id", "Task", "Start", "Finish"):
        table.add_column(heading, no_wrap=heading != "Task", overflow="fold")
    for heading in ("Days", "Float", "Done"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("State", "Owner"):
        table.add_column(heading, no_wrap=heading == "State", overflow="fold")
    for row in rows:
        mark = "◆ " if row.milestone else ""
        table.add_row(
            row.number,
            Text(visible(row.id)),
            Text(
                f"{'  ' * min(row.level, 8)}{mark}{visible(row.title)}",
                style="bold" if row.is_summary else "",
            ),
            row.start.isoformat(),
            row.finish.isoformat(),
            str(_number(row.duration_days)),
            "" if row.state == "done" else f"{_number(row.total_float_days)}{'*' if row.critical else ' '}",
            f"{row.progress} %",
            Text(_STATES[row.state], style=_COLOURS[row.state]),
            Text(visible(row.owner)),
        )
    return table
