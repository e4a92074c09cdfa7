"""`dossier headers`: what a web server should send with a built site, in that server's own words."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.workspace import CouldNotRun
from dossier.render.content_security import policy_of
from dossier.render.response_headers import HOSTS, response_headers


@click.command("headers")
@click.argument("host", type=click.Choice(sorted(HOSTS)))
@click.argument("site", type=click.Path(path_type=Path, file_okay=False))
@click.option("--under", default="/", show_default=True, help="The path at which the site is published, like /acme/.")
def command(host: str, site: Path, under: str) -> None:
    """Print the configuration that makes HOST send the security headers of the built SITE.

    A site carries its policy in every page already; headers add what only a server can say. Print them again when
    dossier or Material has been updated. Exit status: 0 printed, 2 could not run.
    """
    start = site / "index.html"
    try:
        stated = policy_of(start.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CouldNotRun(f"there is no site in {site}; `dossier build` makes one") from error
    if not stated:
        raise CouldNotRun(f"{start} states no policy, so it was not built by this version of dossier; build it again")
    path = f"/{under.strip('/')}/" if under.strip("/") else "/"
    if not path.isascii() or any(letter in path for letter in " \t\r\n\"'{}*;#$\\"):
        raise CouldNotRun(f"--under: expected a path like /acme/, found `{under}`")
    click.echo(HOSTS[host](response_headers(stated), path), nl=False)
