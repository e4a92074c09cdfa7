"""`dossier plan --chance`: with how much confidence a project is finished when, and what decides it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dossier.compute.chance import day_of, finish_days, uncertainty
from dossier.compute.uncertainty import LEVELS, Outlook, Uncertainty
from dossier.render.csv import csv_table
from dossier.render.problems import visible
from dossier.views.confidence import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow
    from dossier.dossier import Dossier

_WIDTH_WITHOUT_TERMINAL = 160
_MOST_BINS = 40


def print_chance(dossier: Dossier, found: Plan, as_of: date, form: str, runs: int, seed: int) -> None:
    """Print the outlook of a project in the form `text`, `json` or `csv`; a sentence where nothing is uncertain."""
    what = uncertainty(dossier, as_of)
    if what is None:
        said = "nothing is uncertain: no open task has an optimistic or pessimistic duration, and no risk delays one"
        raise click.ClickException(said)
    outlook = what.outlook(runs, seed)
    if form == "text":
        _print(dossier, found, what, outlook)
    else:
        click.echo(
            _as_json(dossier, found, what, outlook) if form == "json" else _as_csv(found, what, outlook), nl=False
        )


def _as_json(dossier: Dossier, found: Plan, what: Uncertainty, outlook: Outlook) -> str:
    """The outlook as JSON; shares and criticality indices are numbers from 0 to 1."""
    agreed = dossier.project.finish
    described = {
        "project": dossier.folder,
        "title": dossier.project.title,
        "as_of": found.as_of.isoformat(),
        "runs": outlook.runs,
        "seed": outlook.seed,
        "distribution": what.distribution,
        "finish": day_of(what, what.finish).isoformat(),
        **_levels(what, [outlook.finish(level) for level in LEVELS]),
        "finish_mean": day_of(what, round(outlook.mean)).isoformat(),
        "agreed_finish": agreed.isoformat() if agreed else None,
        "agreed_finish_kept": float(outlook.share_by(what.calendar.end_of(agreed))) if agreed else None,
        "histogram": [{"until": day.isoformat(), "runs": n} for day, n in finish_days(what, outlook, _MOST_BINS)],
        "tasks": _tasks(found, what, outlook),
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _as_csv(found: Plan, what: Uncertainty, outlook: Outlook) -> str:
    tasks = _tasks(found, what, outlook)
    return csv_table(list(tasks[0]), [list(task.values()) for task in tasks])


def _tasks(found: Plan, what: Uncertainty, outlook: Outlook) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "wbs": row.number,
            "title": row.title,
            "finish": row.expected_finish.isoformat(),
            **_levels(what, outlook.tasks[row.id].finishes),
            "criticality_index": _criticality(row, outlook),
        }
        for row in found.rows
    ]


def _criticality(row: PlanRow, outlook: Outlook) -> float:
    """The criticality index of a row; what is done decides nothing any more."""
    return 0.0 if row.state == "done" else float(outlook.criticality(row.id))


def _levels(what: Uncertainty, positions: Sequence[int]) -> dict[str, str]:
    return {f"finish_p{level}": day_of(what, at).isoformat() for level, at in zip(LEVELS, positions, strict=True)}


def _print(dossier: Dossier, found: Plan, what: Uncertainty, outlook: Outlook) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)
    console.print(Text(visible(f"{dossier.project.title} ({dossier.folder}), as of {found.as_of}"), style="bold"))
    expected = day_of(what, what.finish)
    finishes = ", ".join(f"{day_of(what, outlook.finish(level))} with {level} %" for level in LEVELS)
    console.print(f"Expected finish {expected}; finished by {finishes} confidence")
    if agreed := dossier.project.finish:
        share = outlook.share_by(what.calendar.end_of(agreed))
        console.print(f"The agreed finish, {agreed}, is kept in {percent(share)} % of the runs")
    console.print(_table(found, what, outlook))
    console.print(f"{outlook.runs:,} runs, seed {outlook.seed}, {what.distribution} distribution")


def _table(found: Plan, what: Uncertainty, outlook: Outlook) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("WBS", "Id", "Task", "Finish", *(f"{level} %" for level in LEVELS)):
        table.add_column(heading, no_wrap=heading != "Task", overflow="fold")
    table.add_column("Critical in", justify="right", no_wrap=True)
    for row in (row for row in found.rows if row.state != "done"):
        mark = "◆ " if row.milestone else ""
        table.add_row(
            row.number,
            Text(visible(row.id)),
            Text(f"{'  ' * min(row.level, 8)}{mark}{visible(row.title)}", style="bold" if row.is_summary else ""),
            row.expected_finish.isoformat(),
            *_levels(what, outlook.tasks[row.id].finishes).values(),
            f"{percent(outlook.criticality(row.id))} %",
        )
    return table
