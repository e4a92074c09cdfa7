"""The portfolio turned into the site that was asked for: one client's, or the team's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.compute.plan import plan
from dossier.compute.projection import Audience, is_open, published
from dossier.compute.waiting import waiting_for_client
from dossier.views.context import Context
from dossier.views.site import Site, client_site, team_site

if TYPE_CHECKING:
    from datetime import date

    from dossier.dossier import Dossier, Portfolio
    from dossier.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRequest:
    """Which site to build: of one client, or with `client` empty the team's own; and as of which day."""

    client: str = ""
    audience: Audience = "team"
    as_of: date
    language: Language = "en"


class SiteError(ValueError):
    """The site that was asked for cannot be made; the text says why and what to do."""


def site(portfolio: Portfolio, request: SiteRequest, title: str = "") -> Site:
    """The site. Raises SiteError for an unknown client, one without projects, or several clients in one site."""
    if not request.client:
        if request.audience == "client":
            raise SiteError("a client's site holds one client's records; name the client")
        contexts = tuple(_context(dossier, request, f"{dossier.folder}/") for dossier in portfolio.dossiers)
        return team_site(contexts, portfolio.pages, title, request.language)
    if portfolio.client(request.client) is None:
        known = ", ".join(client.id for client in portfolio.clients) or "none yet"
        raise SiteError(f"there is no client `{request.client}`; there are: {known}")
    team = request.audience == "team"
    dossiers = [d for d in portfolio.of_client(request.client) if team or is_open(d.project)]
    if not dossiers:
        raise SiteError(f"the client `{request.client}` has no project yet; `dossier new project {request.client}/ID`")
    contexts = tuple(_context(d, request, f"{d.project.id}/", alone=len(dossiers) == 1) for d in dossiers)
    return client_site(contexts)


def _context(dossier: Dossier, request: SiteRequest, base: str, *, alone: bool = False) -> Context:
    """What the views of a project are made from; dates come from all tasks, then only visible ones are shown."""
    shown = published(dossier) if request.audience == "client" else dossier
    team = request.client == ""
    siblings = {key.partition("/")[0] for key in shown.elsewhere} | {dossier.project.id}
    agreed = shown if request.audience == "client" else published(dossier)
    return Context(
        dossier=shown,
        agreed=agreed,
        waiting=waiting_for_client(dossier, agreed, request.as_of),
        plan=plan(dossier, request.as_of).seen_in(shown),
        as_of=request.as_of,
        language=dossier.language if request.client else request.language,
        audience=request.audience,
        base=base,
        bases={name: f"{dossier.client.id}/{name}/" if team else f"{name}/" for name in siblings},
        home="" if alone else base,
    )
