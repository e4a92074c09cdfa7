"""The portfolio turned into the site that was asked for: one client's, or the team's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.compute.plan import plan
from dossier.compute.projection import Audience, projected, published
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


def seen_by(portfolio: Portfolio, request: SiteRequest) -> Portfolio:
    """What a site may be made from: for one client only that client's, for the client's eyes only what is published."""
    if request.client:
        own = tuple(client for client in portfolio.clients if client.id == request.client)
        portfolio = replace(portfolio, clients=own, dossiers=portfolio.of_client(request.client), pages=())
    return projected(portfolio, request.audience)


def site(portfolio: Portfolio, request: SiteRequest, title: str = "") -> Site:
    """The site. Raises SiteError for an unknown client, one without projects, or several clients in one site."""
    if not request.client and request.audience == "client":
        raise SiteError("a client's site holds one client's records; name the client")
    if request.client and portfolio.client(request.client) is None:
        known = ", ".join(client.id for client in portfolio.clients) or "none yet"
        raise SiteError(f"there is no client `{request.client}`; there are: {known}")
    seen = seen_by(portfolio, request)
    if request.client and not seen.dossiers:
        raise SiteError(f"the client `{request.client}` has no project yet; `dossier new project {request.client}/ID`")
    contexts = tuple(_context(portfolio, shown, request, alone=len(seen.dossiers) == 1) for shown in seen.dossiers)
    return client_site(contexts) if request.client else team_site(contexts, seen.pages, title, request.language)


def _context(portfolio: Portfolio, shown: Dossier, request: SiteRequest, *, alone: bool) -> Context:
    """What the views of a project are made from; dates come from all tasks, then only visible ones are shown."""
    whole = portfolio.dossier(shown.folder) or shown
    agreed = shown if request.audience == "client" else published(whole)
    before = "" if request.client else f"{shown.client.id}/"
    base = f"{before}{shown.project.id}/"
    siblings = {key.partition("/")[0] for key in shown.elsewhere} | {shown.project.id}
    return Context(
        dossier=shown,
        agreed=agreed,
        waiting=waiting_for_client(whole, agreed, request.as_of),
        plan=plan(whole, request.as_of).seen_in(shown),
        as_of=request.as_of,
        language=shown.language if request.client else request.language,
        audience=request.audience,
        base=base,
        bases={name: f"{before}{name}/" for name in siblings},
        home="" if alone and request.client else base,
    )
