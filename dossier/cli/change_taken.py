"""One step taken with a change request: refused unless it is in order and by somebody entitled, then written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.edits_alone import edits_alone
from dossier.cli.sound_records import opened, read_as_meant, stakeholder_named
from dossier.cli.workspace import CouldNotRun
from dossier.compute.change_rights import entitled, refusal
from dossier.problems.problem import near
from dossier.records.change_request import NEXT_STEPS, STEPS, ChangeRequest, ChangeStep, Impact
from dossier.records.change_text import with_impact, with_step
from dossier.records.stakeholder import Stakeholder
from dossier.records.task import Task
from dossier.render.problems import visible
from dossier.text.layout import CannotEdit
from dossier.text.values import replace
from dossier.text.write import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dossier.cli.workspace import Workspace
    from dossier.dossier import Dossier
    from dossier.problems.problem import Problem
    from dossier.records.declare import Record

COMMANDS = {
    "assessed": "assess",
    "approved": "approve",
    "rejected": "reject",
    "deferred": "defer",
    "implemented": "implement",
}
"""The name of the command by the step that it takes."""
_MOST_NAMES = 8


@edits_alone()
def take(folder: str, identifier: str, step: ChangeStep, as_of: date, impact: Impact | None = None) -> None:
    """Write a step into the record, with an impact where the step is an assessment, and tell what comes next.

    Raises CouldNotRun, with nothing written, for a step out of order, too early, or by somebody not entitled.
    """
    project = opened(folder)
    change = _change(project.dossier, folder, identifier)
    assessed = replace(change, impact=impact) if impact else change
    _refuse_order(change, step, as_of)
    person = stakeholder_named(project.dossier, step.by)
    if why := refusal(project.dossier, assessed, step.step, person):
        raise CouldNotRun(why)
    expected = replace(assessed, steps=(*change.steps, step))
    path = project.place.content / change.place.path
    try:
        text = path.read_bytes().decode("utf-8")
        text = with_impact(text, change, impact) if impact else text
        text = with_step(text, change, step)
    except CannotEdit as error:
        raise CouldNotRun(f"{project.place.prefix}{error}") from error
    dossier, new = read_as_meant(project, {change.place.path: text}, expected)
    write_file(path, text)
    if impact and change.impact:
        _tell_dropped(change.impact, impact)
    tell(project.place, dossier, expected, new)


def tell(place: Workspace, dossier: Dossier, change: ChangeRequest, new: Iterable[Problem]) -> None:
    """Print what was written where, what is worth knowing, and who may take which step next."""
    step = change.steps[-1]
    person = dossier.find(step.by)
    click.echo(f"{change.id} {visible(change.title)}: {step.step} by {_name(person, step.by)} on {step.on}")
    click.echo(visible(f"written: {place.prefix}{dossier.by_id[change.id].place.path}"))
    for problem in new:
        click.echo(
            f"note: {problem.code}: {visible(problem.message)}; {visible(problem.hint)}".removesuffix("; "), err=True
        )
    if step.step == "implemented":
        for note in _unfinished(dossier, change):
            click.echo(f"note: {note}", err=True)
    following = [name for name in STEPS if name in NEXT_STEPS[step.step]]
    click.echo("Next:" if following else f"{change.id} is closed; nothing comes after {step.step}.")
    for name in following:
        people = entitled(dossier, change, name)
        note = " --note …" if name in {"rejected", "deferred"} else ""
        click.echo(f"  dossier change {COMMANDS[name]} {dossier.folder} {change.id} --by …{note}")
        click.echo(f"      by {_names(dossier, people)}")


def _change(dossier: Dossier, folder: str, identifier: str) -> ChangeRequest:
    found = dossier.by_id.get(identifier)
    if not isinstance(found, ChangeRequest):
        known = [each.id for each in dossier.of(ChangeRequest)]
        raise CouldNotRun(f"there is no change request `{identifier}` in {folder}. {near(identifier, known)}".strip())
    return found


def _refuse_order(change: ChangeRequest, step: ChangeStep, as_of: date) -> None:
    """Only a step that may follow the last, not before it and not after today. Raises CouldNotRun."""
    allowed = [name for name in STEPS if name in NEXT_STEPS[change.status]]
    last = change.steps[-1] if change.steps else None
    if step.step not in allowed:
        now = f"{change.id} was {last.step} on {last.on}" if last else f"{change.id} was not yet requested"
        raise CouldNotRun(f"{now}; what may follow is {' or '.join(allowed) or 'nothing'}, not {step.step}")
    if step.step == "approved" and change.impact is None:
        raise CouldNotRun(f"nobody wrote down what {change.id} does; `dossier change assess` first")
    refuse_future(step, as_of)
    if last and last.on and step.on and step.on < last.on:
        raise CouldNotRun(f"{step.on} is before {change.id} was {last.step} ({last.on})")


def refuse_future(step: ChangeStep, as_of: date) -> None:
    """Raise CouldNotRun for a step after today."""
    if step.on and step.on > as_of:
        raise CouldNotRun(f"{step.on} is after {as_of}; what has not yet happened cannot be recorded")


def _tell_dropped(before: Impact, after: Impact) -> None:
    for name in ("scope", "time", "cost", "quality"):
        if getattr(before, name) not in (None, "") and getattr(after, name) in (None, ""):
            click.echo(f"note: the earlier impact on {name} was taken out; it was not assessed again", err=True)


def _unfinished(dossier: Dossier, change: ChangeRequest) -> list[str]:
    """What touched tasks still lack. They may hold more work than this change, so it is told and not refused."""
    touched = [task for each in change.touches if isinstance(task := dossier.find(each), Task)]
    return [
        f"{task.id} ({visible(task.title)}), which it touches, is at {task.progress or 0} %"
        for task in touched
        if (task.progress or 0) < 100
    ]


def _name(person: Record | None, identifier: str) -> str:
    return f"{visible(person.title)} ({identifier})" if person else identifier


def _names(dossier: Dossier, people: tuple[Stakeholder, ...]) -> str:
    """The ids of those who may, or what they have in common when they are many."""
    if len(people) == len(dossier.of(Stakeholder)):
        return "any stakeholder"
    shown = ", ".join(each.id for each in people[:_MOST_NAMES]) or "nobody yet; name `signers` in client.yml"
    return shown if len(people) <= _MOST_NAMES else f"{shown} and {len(people) - _MOST_NAMES} more"
