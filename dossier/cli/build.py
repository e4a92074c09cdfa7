"""`dossier build`: the website of each client, or the team's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.as_of import as_of_option
from dossier.cli.workspace import workspace
from dossier.hosts.looker import Looker
from dossier.hosts.side_by_side import processors

if TYPE_CHECKING:
    from dossier.compute.projection import Audience


@click.command("build")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@click.option(
    "--audience",
    type=click.Choice(["client", "team"]),
    default="client",
    show_default=True,
    help="client: a site for each client, of what is published to it. team: one site with everything.",
)
@click.option("--out", type=click.Path(path_type=Path), default="site", show_default=True, help="Where the sites go.")
@as_of_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=processors,
    show_default="one for each processor",
    help="How many processes build: clients side by side, or the pages of one client.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(clients: tuple[str, ...], audience: Audience, out: Path, as_of: date, jobs: int, form: str) -> None:
    """Build a self-contained site per client into OUT/CLIENT (all clients when none is named).

    Records with errors are refused and nothing is built. Exit status: 0 built, 1 errors in records, 2 could not run.
    """
    place = workspace(Path())
    with Looker(place.content, place.root, jobs) as looker:  # looks while all that a build needs is imported
        from dossier.cli.building import build_asked  # noqa: PLC0415

        build_asked(place, clients, audience, out, as_of, jobs, form, looker)
