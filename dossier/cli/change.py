"""`dossier change`: a change request from the wish to the day it is done, each step by somebody who may take it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dossier.cli.as_of import as_of_option
from dossier.cli.change_from_branch import impact_of_branch
from dossier.cli.change_taken import refuse_future, take, tell
from dossier.cli.edits_alone import edits_alone
from dossier.cli.new_record import check_free, next_number, with_new_record, write
from dossier.cli.said import prose_said, title_said
from dossier.cli.sound_records import opened, read_as_meant, stakeholder_named
from dossier.cli.workspace import CouldNotRun, workspace
from dossier.problems.problem import Place
from dossier.records.change_request import ChangeRequest, ChangeStep, Impact
from dossier.records.declare import RECORD_TYPES
from dossier.records.values import Amount, Ref, amount_of
from dossier.text.values import replace
from dossier.text.yaml_text import Plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("change")
def command() -> None:
    """Take a change request through its steps: new, assess, approve (or reject, defer), implement.

    Each command adds a step to the record in its file and leaves everything else there as it is. It refuses a step
    out of order, and one by somebody who may not take it: the supplier assesses, the client's signers and the
    project's change_approvers decide, any stakeholder may ask and may record that it is done.
    """


def _step_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options that every step has: who, when, and a note."""
    for option in (
        as_of_option,
        click.option("--note", default="", metavar="TEXT", help="What there is to say about this step."),
        click.option("--on", type=_DAY, metavar="DATE", help="When; today (--as-of) if left out."),
        click.option("--by", required=True, metavar="PERSON", help="The id of who takes the step."),
    ):
        function = option(function)
    return function


def _step(name: str, by: str, on: datetime | None, note: str, as_of: date) -> ChangeStep:
    return ChangeStep(step=name, by=Ref(by), on=on.date() if on else as_of, note=prose_said(note))


@command.command("new")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.option("--title", required=True, help="What people will recognise it by.")
@click.option("--description", default="", metavar="TEXT", help="What shall change.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is wanted.")
@click.option("--touches", default="", metavar="IDS", help="The records that it changes: REQ-001, T-12.")
@click.option("--id", "identifier", default="", help="Its number; the next free one when left out.")
@click.option("--markdown", is_flag=True, help="Write a Markdown file of its own instead of a line of the list.")
@_step_options
@edits_alone()
def new(project: str, identifier: str, as_of: date, *, markdown: bool, **said: Any) -> None:
    """Write a new change request, requested by somebody, to the project's change_requests.yml."""
    read = opened(project)
    of_type = RECORD_TYPES["change_request"]
    step = _step("requested", said["by"], said["on"], said["note"], as_of)
    refuse_future(step, as_of)
    stakeholder_named(read.dossier, said["by"])
    title = title_said(said["title"])
    number = identifier or next_number(read.dossier, of_type)
    check_free(read.dossier, number)
    touches = tuple(Ref(each) for each in said["touches"].replace(",", " ").replace("，", " ").split())
    values: dict[str, Any] = {"id": number, "title": title, "touches": touches}
    values |= {name: prose_said(said[name]) for name in ("description", "reason")}
    change = ChangeRequest(**values, steps=(step,), project=read.dossier.project.id)
    values["steps"] = [{"step": step.step, "by": step.by, Plain("on"): Plain(str(step.on)), "note": step.note}]
    folder = read.place.content / read.dossier.folder
    path, text = with_new_record(folder, of_type, values, read.dossier, markdown=markdown)
    name = path.relative_to(read.place.content).as_posix()
    after, found = read_as_meant(read, {name: text}, replace(change, place=Place(name)))
    write(path, text)
    tell(read.place, after, change, found)


@command.command("assess")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.argument("change_id", metavar="ID")
@click.option("--scope", default="", metavar="TEXT", help="What is delivered more, less or otherwise.")
@click.option(
    "--time", type=click.IntRange(-9999, 9999), metavar="DAYS", help="Working days later; negative is sooner."
)
@click.option("--cost", default="", metavar="AMOUNT", help="More to pay in the project's currency; negative is less.")
@click.option("--quality", default="", metavar="TEXT", help="What it does to quality; `None` is an answer.")
@click.option(
    "--from-branch", "branch", default="", metavar="NAME", help="Scope, time and cost as this branch has them."
)
@_step_options
def assess(project: str, change_id: str, as_of: date, **said: Any) -> None:
    """Write down what a change does to scope, time, cost and quality; the supplier's people may.

    With --from-branch the change is tried out: what a branch does to scope, plan and budget is computed and written,
    and what is said beside it goes before. Assessing again replaces the whole impact and adds a step.
    """
    said_of: dict[str, Any] = {name: prose_said(said[name]) for name in ("scope", "quality")}
    said_of |= {"time": said["time"], "cost": _amount(said["cost"]) if said["cost"] else None}
    told = {name: value for name, value in said_of.items() if value not in (None, "")}
    if said["branch"]:
        impact = replace(impact_of_branch(workspace(Path()), project, said["branch"], as_of), **told)
    elif told:
        impact = Impact(**said_of)
    else:
        raise CouldNotRun("say what it does: --scope, --time (working days), --cost, --quality, or --from-branch")
    take(project, change_id, _step("assessed", said["by"], said["on"], said["note"], as_of), as_of, impact)


@command.command("approve")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.argument("change_id", metavar="ID")
@_step_options
def approve(project: str, change_id: str, by: str, on: datetime | None, note: str, as_of: date) -> None:
    """Record that an assessed change was approved; the client's signers and change_approvers may.

    From then on its cost counts to the agreed budget.
    """
    take(project, change_id, _step("approved", by, on, note, as_of), as_of)


@command.command("reject")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.argument("change_id", metavar="ID")
@_step_options
def reject(project: str, change_id: str, by: str, on: datetime | None, note: str, as_of: date) -> None:
    """Record that a change was rejected, and why (--note); who may approve it may reject it.

    An approved change that is taken back is rejected as well.
    """
    take(project, change_id, _reasoned("rejected", by, on, note, as_of), as_of)


@command.command("defer")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.argument("change_id", metavar="ID")
@_step_options
def defer(project: str, change_id: str, by: str, on: datetime | None, note: str, as_of: date) -> None:
    """Record that a change was put off, and until when or why (--note); who may approve it may defer it."""
    take(project, change_id, _reasoned("deferred", by, on, note, as_of), as_of)


@command.command("implement")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.argument("change_id", metavar="ID")
@_step_options
def implement(project: str, change_id: str, by: str, on: datetime | None, note: str, as_of: date) -> None:
    """Record that an approved change is done; any stakeholder may.

    Tasks that it touches and that are not finished are told: they may hold more work than the change.
    """
    take(project, change_id, _step("implemented", by, on, note, as_of), as_of)


def _reasoned(name: str, by: str, on: datetime | None, note: str, as_of: date) -> ChangeStep:
    step = _step(name, by, on, note, as_of)
    if not step.note:
        raise CouldNotRun("--note is needed: whoever asked for the change will want to know why")
    return step


def _amount(text: str) -> Amount:
    try:
        return Amount(amount_of(text))
    except ValueError as error:
        raise CouldNotRun(f"expected an amount of money after --cost, found `{text}`; for example 12,500.00") from error
