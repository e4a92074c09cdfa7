"""`dossier baseline`: freeze the plan and the budget of a project, to compare with from then on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dossier.checks.everything import findings
from dossier.cli.as_of import as_of_option
from dossier.cli.edits_alone import edits_alone
from dossier.cli.read_back import refuse_unreadable
from dossier.cli.said import title_said
from dossier.cli.today import today
from dossier.cli.workspace import CouldNotRun, Workspace, dossier_named, workspace
from dossier.compute.baseline import frozen
from dossier.compute.plan import Plan, plan
from dossier.compute.projection import is_published, published_types
from dossier.dossier import Dossier, Portfolio
from dossier.problems.problem import Problem
from dossier.problems.rules import severity
from dossier.records.baseline import Baseline
from dossier.records.sign_off import SignOff
from dossier.records.values import is_id
from dossier.render.baseline_file import baseline_text
from dossier.render.problems import visible
from dossier.text.write import write_file, write_new_files
from dossier.views.wording import Wording
from dossier.words import words


@click.command("baseline")
@click.argument("folder", metavar="CLIENT/PROJECT")
@click.argument("name", metavar="NAME")
@click.option("--title", default="", help="What people will recognise it by; else the day of the plan.")
@click.option("--replace", is_flag=True, help="Replace the baseline of that name.")
@as_of_option
@click.pass_context
@edits_alone()
def command(context: click.Context, folder: str, name: str, title: str, replace: bool, as_of: date) -> None:
    """Freeze the plan and the budget of CLIENT/PROJECT as the baseline NAME.

    It is written to baselines/NAME.yml in the project's folder, a line for each task. The exit status is 1 where
    the records have errors, and 2 where a record of that name is there already.
    """
    place = workspace(Path())
    tree, portfolio, problems = place.read()
    dossier = dossier_named(portfolio, folder, problems)
    path = f"{dossier.folder}/baselines/{name}.yml"
    _refuse_taken(dossier, name, path, replace=replace)
    errors = _errors(portfolio, problems, dossier, path)
    if errors:
        count = "1 error" if errors == 1 else f"{errors} errors"
        click.echo(f"the records have {count}; `dossier check` tells them. What has errors is not frozen", err=True)
        context.exit(1)
    found = plan(dossier, as_of)
    if not found.rows:
        raise CouldNotRun(f"there are no tasks in {folder}, so there is no plan to freeze")
    made = frozen(dossier, found, name, title_said(title) or _title(dossier, as_of), today())
    text = baseline_text(made, dossier.folder)
    refuse_unreadable(tree, {path: text}, [problem for problem in problems if problem.place.path != path])
    _write(place, path, text, replace=replace)
    _tell(place, path, dossier, found, made)


def _refuse_taken(dossier: Dossier, name: str, path: str, *, replace: bool) -> None:
    """Raise CouldNotRun where the name cannot be a number, or something else has it."""
    if not is_id(name):
        raise CouldNotRun(f"`{name}` cannot be a number: letters, digits, `-`, `_` and `.`, first a letter or digit")
    for record in dossier.records:
        if record.id.casefold() != name.casefold():
            continue
        if not isinstance(record, Baseline) or record.place.path != path:
            raise CouldNotRun(f"{record.id} is there already: {record.title} in {record.place.path}")
        if not replace:
            raise CouldNotRun(f"the baseline {record.id} ({record.title}) is there already; --replace replaces it")


def _errors(portfolio: Portfolio, problems: tuple[Problem, ...], dossier: Dossier, path: str) -> int:
    """How many errors the project and its client's file have; the file that is replaced does not count."""
    told = {problem for problem in (*problems, *findings(portfolio)) if severity(problem) == "error"}
    own = (p.place.path for p in told)
    return sum(p == dossier.client.place.path or (p.startswith(f"{dossier.folder}/") and p != path) for p in own)


def _title(dossier: Dossier, as_of: date) -> str:
    return words(dossier.language)("plan_of", day=Wording(dossier.language).day(as_of))


def _write(place: Workspace, path: str, text: str, *, replace: bool) -> None:
    """Write the file whole or not at all. Raises CouldNotRun where one is there that is not to be replaced."""
    target = place.content / path
    if replace and target.exists():
        write_file(target, text)
        return
    try:
        write_new_files({target: text})
    except FileExistsError as error:
        raise CouldNotRun(f"{place.prefix}{path} is there already; --replace replaces it") from error


def _tell(place: Workspace, path: str, dossier: Dossier, found: Plan, made: Baseline) -> None:
    click.echo(visible(f"wrote {made.id} ({made.title}) to {place.prefix}{path}"))
    tasks = "1 task" if len(made.tasks) == 1 else f"{len(made.tasks)} tasks"
    items = "1 cost item" if len(made.cost_items) == 1 else f"{len(made.cost_items)} cost items"
    click.echo(f"{tasks} from {made.start} to {made.finish}, {items}, as of {found.as_of}")
    if not is_published(made, published_types(dossier.client)):
        click.echo(f"The client does not see it: {dossier.client.id}/client.yml does not publish `baselines`.")
    if named := [each.id for each in dossier.of(SignOff) if each.baseline == made.id and each.decision]:
        click.echo(f"It is part of what was signed with {', '.join(named)}, which has to be confirmed again.")
