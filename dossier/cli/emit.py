"""`dossier emit`: a site as plain Markdown that builds without dossier."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.checks.everything import all_problems
from dossier.cli.as_of import as_of_option
from dossier.cli.workspace import CouldNotRun, workspace
from dossier.hosts.build import FULL
from dossier.hosts.emit import Leaks, emit
from dossier.hosts.plugin_settings import team_language
from dossier.hosts.site_request import SiteError, SiteRequest
from dossier.render.located import count, located
from dossier.render.problems import text
from dossier.text.write_folder import NotOurs

if TYPE_CHECKING:
    from dossier.compute.projection import Audience
    from dossier.dossier import Portfolio


@click.command("emit")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("client", required=False, default="", metavar="[CLIENT]")
@click.option(
    "--audience",
    type=click.Choice(["client", "team"]),
    default="client",
    show_default=True,
    help="client: what is published to the client. team: everything, of all clients when none is named.",
)
@as_of_option
def command(folder: Path, client: str, audience: Audience, as_of: date) -> None:
    """Write a site into DIR as plain Markdown with a mkdocs.yml that builds it without dossier.

    A folder that holds anything else, or files changed since an earlier emit, is refused.
    Exit status: 0 written, 1 errors in records, 2 could not run.
    """
    place = workspace(Path())
    tree, portfolio, problems = place.read()
    language = team_language(place.root)
    asked = client or _only_client(portfolio, audience)
    request = SiteRequest(client=asked, audience=audience, as_of=as_of, language=language)
    begins = f"{place.prefix}{request.client}/" if request.client else place.prefix
    found = located(all_problems(problems, portfolio, tree, as_of), tree.sources, place.prefix)
    blocking = tuple(problem for problem in found if problem.file.startswith(begins))
    target = folder.absolute()
    if place.content.is_relative_to(target.resolve()) or target.resolve().is_relative_to(place.content):
        raise CouldNotRun(f"{folder} holds the records themselves; name another folder")
    if count(blocking, "error"):
        click.echo(text(blocking, len(tree.sources)), nl=False)
        click.echo("nothing was written", err=True)
        sys.exit(1)
    try:
        pages = emit(place.content, tree, portfolio, request, target)
    except Leaks as error:
        told = text(located(error.problems, tree.sources, place.prefix), len(tree.sources))
        raise CouldNotRun(f"{error}; nothing was written\n\n{told}") from error
    except SiteError as error:
        raise CouldNotRun(str(error)) from error
    except OSError as error:
        where = "" if error.errno in FULL or not error.filename else f": {error.filename}"
        raise CouldNotRun(f"cannot write {folder}: {error.strerror}{where}; nothing was written") from error
    except NotOurs as error:
        raise CouldNotRun(f"{folder} is left as it is: {error}; name another folder") from error
    click.echo(f"{pages} pages in {folder}/docs, as of {as_of.isoformat()}; {folder}/README.md says how to build them")


def _only_client(portfolio: Portfolio, audience: Audience) -> str:
    """The client when there is but one and its site is asked for."""
    ids = [client.id for client in portfolio.clients]
    return ids[0] if audience == "client" and len(ids) == 1 else ""
