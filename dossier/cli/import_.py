"""`dossier import`: a plan or requirements from another program, as records of a project."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.edits_alone import edits_alone
from dossier.cli.new import no_client, parted
from dossier.cli.workspace import CouldNotRun, Workspace, workspace
from dossier.exchange.files import LARGEST_BYTES
from dossier.exchange.formats import FORMATS
from dossier.exchange.into_project import Fitted, fitted, left_to_mend, with_sources
from dossier.problems.rules import severity
from dossier.render.located import located
from dossier.render.problems import text, visible
from dossier.text.values import replace
from dossier.text.write import write_new_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.exchange.files import ImportResult, Lost
    from dossier.problems.problem import Problem
    from dossier.text.source import Source


@click.command("import")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--into",
    "folder",
    required=True,
    metavar="CLIENT/PROJECT",
    help="The project; made when it is not there.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@edits_alone()
def command(form: str, file: Path, folder: str, dry_run: bool) -> None:
    """Read FILE (mspdi: Microsoft Project XML; reqif: requirements) into records of a project.

    All files are written or none, and no file that is there is changed. What no record can hold is listed, and
    it is said how much is left to mend.
    Exit status: 0 done, 1 the file has errors or does not fit the project, 2 could not run.
    """
    client_id, project_id = parted(folder)
    place = workspace(Path.cwd())
    tree, portfolio, _ = place.read()
    if portfolio.client(client_id) is None:
        raise CouldNotRun(no_client(client_id, [client.id for client in portfolio.clients]))
    result = FORMATS[form].read(_content(file), project_id)
    refused = _tell(_with_name(result.problems, file), ())
    if refused or not result.files:
        click.echo("nothing was written")
        sys.exit(1)
    fit = fitted(result, tree, folder)
    _refuse_existing(place, fit.sources)
    if _tell(fit.problems, with_sources(tree, fit.sources).sources, place.prefix):
        click.echo("nothing was written")
        sys.exit(1)
    _write(place, fit, dry_run=dry_run)
    _summary(result, fit)
    _unfinished(left_to_mend(tree, fit), folder)


def _content(file: Path) -> bytes:
    """What the file holds, and of one that is too large a byte more than may be read. Raises CouldNotRun."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe may have nothing to say, a device no end
            raise CouldNotRun(f"cannot read {file}: it is no regular file")
        with file.open("rb") as opened:
            return opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise CouldNotRun(f"cannot read {file}: {error.strerror}") from error


def _with_name(problems: Sequence[Problem], file: Path) -> tuple[Problem, ...]:
    """The problems of an import with the name of the file they are in, which only the command knows."""
    return tuple(replace(p, place=p.place._replace(path=p.place.path or file.as_posix())) for p in problems)


def _tell(problems: Sequence[Problem], sources: Sequence[Source], prefix: str = "") -> bool:
    """Show the problems; whether one of them is an error."""
    if problems:
        files = len({problem.place.path for problem in problems})
        click.echo(text(located(problems, sources, prefix), files))
    return any(severity(problem) == "error" for problem in problems)


def _refuse_existing(place: Workspace, sources: Sequence[Source]) -> None:
    there = [source.path for source in sources if (place.content / source.path).exists()]
    if there:
        listed = ", ".join(place.prefix + path for path in there)
        raise CouldNotRun(f"there already: {listed}; nothing was written. Move it away, or import into another project")


def _write(place: Workspace, fit: Fitted, *, dry_run: bool) -> None:
    if not dry_run:
        try:
            write_new_files({place.content / source.path: source.text for source in fit.sources})
        except OSError as error:
            raise CouldNotRun(f"cannot write: {error}; nothing was written") from error
    for source in fit.sources:
        click.echo(f"{'would write' if dry_run else 'wrote'} {place.prefix}{source.path}")


def _summary(result: ImportResult, fit: Fitted) -> None:
    click.echo(f"{fit.records} {'record' if fit.records == 1 else 'records'}")
    _listed("Understood as:", result.read_as)
    _listed("Not kept, since no record holds it:", (*result.lost, *fit.lost))


def _unfinished(errors: Sequence[Problem], folder: str) -> None:
    """Say what stands in the way of a site of the project: mostly what another import or a person has to add."""
    dangling = sum(problem.code == "DOS410" for problem in errors)
    if dangling:
        what = "1 reference leads" if dangling == 1 else f"{dangling} references lead"
        click.echo(f"\n{what} to records that are not in {folder}: `dossier check` shows where")
    if others := len(errors) - dangling:
        what = "1 error is" if others == 1 else f"{others} errors are"
        click.echo(f"\n{what} left to mend in {folder}: `dossier check` shows where")


def _listed(title: str, found: Sequence[Lost]) -> None:
    if found:
        width = max(len(str(each.count)) for each in found)
        click.echo(f"\n{title}")
        for each in found:
            example = f" (for example: {visible(each.example)})" if each.example else ""
            click.echo(f"  {each.count:>{width}} × {visible(each.what)}{example}")
