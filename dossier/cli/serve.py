"""`dossier serve`: a site on this machine that follows every change of a record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.as_of import as_of_option
from dossier.cli.workspace import CouldNotRun, no_client, workspace
from dossier.hosts.content_cache import ContentCache
from dossier.hosts.plugin_settings import team_language
from dossier.hosts.program_key import program_key
from dossier.hosts.reading import read_content
from dossier.hosts.side_by_side import processors
from dossier.hosts.site_request import CannotBuild, SiteRequest
from dossier.text.cache_folder import cache_folder

if TYPE_CHECKING:
    from dossier.compute.projection import Audience
    from dossier.hosts.reading import Reading


@click.command("serve")
@click.argument("client", default="")
@click.option("--audience", type=click.Choice(["client", "team"]), help="client when CLIENT is given, else team.")
@click.option("--address", metavar="HOST:PORT", help="Where to listen; 127.0.0.1:8000 when left out.")
@as_of_option
def command(client: str, audience: Audience | None, address: str | None, as_of: date) -> None:
    """Show the site of CLIENT (without one, the team's) and build it again when something changes.

    Records with errors are shown as far as they can be, with the problems on top of every page.
    """
    place = workspace(Path())
    if audience == "client" and not client:
        raise CouldNotRun("a client's site holds one client's records; name the CLIENT")
    cache = ContentCache(program_key(), cache_folder(place.root))
    if client:
        _refuse_who_is_not_there(client, read_content(place.content, as_of, cache, jobs=processors()))
    language = team_language(place.root)
    audience = audience or ("client" if client else "team")
    request = SiteRequest(client=client, audience=audience, as_of=as_of, language=language)
    from dossier.hosts.serve import serve_site  # noqa: PLC0415 - MkDocs takes a tenth of a second to import

    try:
        serve_site(place.root, request, address, cache)
    except CannotBuild as error:
        raise CouldNotRun(str(error)) from error


def _refuse_who_is_not_there(client: str, reading: Reading) -> None:
    """Raises CouldNotRun for a client who is not there, or has nothing to be shown."""
    if reading.portfolio.client(client) is None:
        raise no_client(client, reading.portfolio, reading.unread)
    if not reading.portfolio.of_client(client):
        raise CouldNotRun(f"`{client}` has no project yet; `dossier new project {client}/ID` makes one")
