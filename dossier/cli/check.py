"""`dossier check`: everything that is wrong with the records, each with its place and what to do."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from dossier.checks.everything import all_problems
from dossier.cli.as_of import as_of_option
from dossier.cli.workspace import CouldNotRun, Workspace, workspace
from dossier.render.located import Located, count, located
from dossier.render.problems import FORMATS, coloured


@click.command("check")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How problems are told.",
)
@as_of_option
def command(path: Path, form: str, as_of: date) -> None:
    """Tell every problem in the content folder; with PATH, those of one file or folder in it.

    Exit status: 0 without errors (warnings are allowed), 1 with errors, 2 when nothing could be checked.
    """
    found, files = problems_below(workspace(path), path, as_of, form)
    if form == "text" and sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

        Console(highlight=False).print(coloured(found, files), soft_wrap=True, end="")
    else:
        click.echo(FORMATS[form](found, files), nl=False)
    sys.exit(1 if count(found, "error") else 0)


def problems_below(place: Workspace, path: Path, as_of: date, form: str) -> tuple[tuple[Located, ...], int]:
    """The problems as of a day of the files at or below a path, for a format, and how many such files were read.

    The whole portfolio is read all the same, since a reference may lead anywhere in it. Raises CouldNotRun
    for a path beside the content folder.
    """
    tree, portfolio, problems = place.read(["check"])
    inside = _below_content(place, path)
    prefix = place.prefix_for(form)
    found = located(all_problems(problems, portfolio, tree, as_of), tree.sources, prefix)
    if inside in ("", "."):
        return found, len(tree.sources)
    start = prefix + inside
    paths = (prefix + source.path for source in tree.sources)
    return (
        tuple(p for p in found if _within(p.file, start)),
        sum(1 for file in paths if _within(file, start)),
    )


def _within(file: str, start: str) -> bool:
    return file == start or file.startswith(f"{start}/")


def _below_content(place: Workspace, path: Path) -> str:
    """The path relative to the content folder; "" when it is that folder or one above it."""
    full = path.resolve()
    if place.content.resolve().is_relative_to(full):
        return ""
    if not full.is_relative_to(place.content.resolve()):
        raise CouldNotRun(f"{path} is not in the content folder {place.content}")
    return full.relative_to(place.content.resolve()).as_posix()
