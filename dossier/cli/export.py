"""`dossier export`: the plan or the requirements of a project, for another program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.checks.everything import findings
from dossier.cli.sound_records import errors_told
from dossier.cli.workspace import CouldNotRun, dossier_named, workspace
from dossier.compute.projection import is_open, published
from dossier.exchange.formats import FORMATS
from dossier.exchange.left_behind import left_behind
from dossier.records.declare import RECORD_TYPES
from dossier.text.write import write_file

if TYPE_CHECKING:
    from dossier.compute.projection import Audience


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("folder", metavar="CLIENT/PROJECT")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; standard output without it.",
)
@click.option(
    "--audience",
    type=click.Choice(["team", "client"]),
    default="team",
    show_default=True,
    help="client: only what is published to the client.",
)
def command(form: str, folder: str, out: Path | None, audience: Audience) -> None:
    """Write a project's plan (mspdi: Microsoft Project XML) or requirements (reqif) for another program.

    A file for the team holds everything; make one for the client with --audience client.
    Exit status: 0 done, 1 the project's records have errors, 2 could not run.
    """
    place = workspace(Path.cwd())
    _, portfolio, problems = place.read()
    dossier = dossier_named(portfolio, folder, problems)
    if errors := errors_told(dossier.folder, (*problems, *findings(portfolio))):
        click.echo(f"{errors} in the files of {folder}; `dossier check` tells them", err=True)
        sys.exit(1)
    if audience == "client" and not is_open(dossier.project):
        raise CouldNotRun(f"{folder} is for the team only (`visibility: team` in its project.yml)")
    dossier = published(dossier) if audience == "client" else dossier
    raw = FORMATS[form].write(dossier)
    if out is None:
        sys.stdout.buffer.write(raw)
    else:
        try:
            write_file(out, raw)
        except OSError as error:
            raise CouldNotRun(f"cannot write {out}: {error.strerror}") from error
    carried = RECORD_TYPES[FORMATS[form].carries[0]]
    count = len(dossier.of(carried.cls))
    words = carried.label.en if count == 1 else carried.plural.en
    click.echo(f"wrote {count} {words.lower()}{f' to {out}' if out else ''}", err=True)
    hidden = count - len(published(dossier).of(carried.cls))
    if hidden:
        click.echo(f"{hidden} of them are not published to the client; --audience client leaves them out", err=True)
    left = left_behind(dossier, FORMATS[form], raw)
    for what, told in (("not in this format", left.missing), ("comes back otherwise", left.otherwise)):
        if told:
            click.echo(f"{what}: {told}", err=True)
