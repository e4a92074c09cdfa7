"""The sites that `dossier build` was asked for: built, and told of."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from dossier.cli.workspace import CouldNotRun, no_client
from dossier.hosts.ahead import Ahead
from dossier.hosts.content_cache import ContentCache
from dossier.hosts.plugin_settings import team_language
from dossier.hosts.program_key import program_key
from dossier.hosts.reading import read_content
from dossier.hosts.site_request import CannotBuild, RecordErrors, SiteRequest
from dossier.problems.rules import severity
from dossier.render.located import located
from dossier.render.problems import FORMATS, text
from dossier.text.cache_folder import cache_folder

if TYPE_CHECKING:
    from datetime import date

    from dossier.cli.workspace import Workspace
    from dossier.compute.projection import Audience
    from dossier.dossier import Portfolio
    from dossier.hosts.build import Built
    from dossier.hosts.looker import Looker
    from dossier.hosts.reading import Reading


def build_asked(
    place: Workspace,
    clients: tuple[str, ...],
    audience: Audience,
    out: Path,
    as_of: date,
    jobs: int,
    form: str,
    looker: Looker,
) -> None:
    """Build what the command line asks for, and end the process where that cannot be done. Raises CouldNotRun."""
    asked = partial(_requests, place=place, clients=clients, audience=audience, as_of=as_of)
    with (
        Ahead(place.content, place.root, as_of, asked, jobs, looker) as ahead,
        ContentCache(program_key(), cache_folder(place.root)) as cache,
    ):
        reading = read_content(place.content, as_of, cache, ahead.git_look, jobs)
        from dossier.hosts.build import build_sites  # noqa: PLC0415 - the copies go on meanwhile, and need nothing of it

        requests = asked(reading)
        try:
            built = build_sites(place.root, reading, requests, out.resolve(), jobs, ahead)
        except RecordErrors:
            _tell_errors(reading, requests, place, form)
            sys.exit(1)
        except CannotBuild as error:
            raise CouldNotRun(str(error)) from error
    if reading.history and reading.history.refused:
        why = f"no site tells what changed, and none was searched for names of authors: {reading.history.missing}"
        click.echo(why, err=True)
    for name in _without_projects(reading.portfolio) if not clients and audience == "client" else ():
        click.echo(f"{name}: no project yet, so no site", err=True)
    click.echo(_as_json(built, as_of) if form == "json" else _as_text(built, as_of))


def _tell_errors(reading: Reading, requests: tuple[SiteRequest, ...], place: Workspace, form: str) -> None:
    """Tell the problems for which nothing was built."""
    told = dict.fromkeys(problem for request in requests for problem in reading.problems_of(request))
    blocking = located(told, reading.tree.sources, place.prefix)
    shown = FORMATS["json"] if form == "json" else text
    click.echo(shown(blocking, len(reading.tree.sources)), nl=False)
    click.echo("nothing was built; the last sites stay as they are", err=True)


def _requests(
    reading: Reading, place: Workspace, clients: tuple[str, ...], audience: Audience, as_of: date
) -> tuple[SiteRequest, ...]:
    """What to build. Raises CouldNotRun for a client that is not there or has no project.

    A client of whom something cannot be read may have one: the building tells what it is.
    """
    if audience == "team" and not clients:
        language = team_language(place.root)
        return (SiteRequest(client="", audience="team", as_of=as_of, language=language),)
    known = [client.id for client in reading.portfolio.clients]
    unknown = [name for name in clients if name not in known]
    if unknown:
        raise no_client(unknown[0], reading.portfolio, reading.unread)
    unread = (problem.place.path.partition("/")[0] for problem in reading.unread if severity(problem) == "error")
    with_projects = {*(dossier.client.id for dossier in reading.portfolio.dossiers), *unread}
    wanted = clients or tuple(name for name in known if name in with_projects)
    if not wanted and with_projects:
        raise CouldNotRun("no client can be read; `dossier check` tells why")
    if not wanted:
        raise CouldNotRun(
            "there is no client with a project; `dossier new client ID`, then `dossier new project CLIENT/ID`"
        )
    empty = [name for name in wanted if name not in with_projects]
    if empty:
        raise CouldNotRun(f"`{empty[0]}` has no project yet; `dossier new project {empty[0]}/ID` makes one")
    return tuple(SiteRequest(client=name, audience=audience, as_of=as_of) for name in dict.fromkeys(wanted))


def _without_projects(portfolio: Portfolio) -> tuple[str, ...]:
    with_projects = {dossier.client.id for dossier in portfolio.dossiers}
    return tuple(client.id for client in portfolio.clients if client.id not in with_projects)


def _as_text(built: tuple[Built, ...], as_of: date) -> str:
    lines = []
    for site in built:
        folder = Path(site.folder)
        shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
        made = f"{site.pages} pages, {site.made} of them made anew,"
        lines.append(f"{site.name}: {made} in {shown}/index.html ({site.seconds:.1f} s)")
    return "\n".join([*lines, f"as of {as_of.isoformat()}"])


def _as_json(built: tuple[Built, ...], as_of: date) -> str:
    sites = [structs.asdict(site) for site in built]
    return json.dumps({"as_of": as_of.isoformat(), "sites": sites}, ensure_ascii=False, indent=2)
