"""The portfolio turned into the site that was asked for: one client's, or the team's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.chance import uncertainty
from dossier.compute.driving import driving
from dossier.compute.movement import slips
from dossier.compute.plan import plan
from dossier.compute.projection import published
from dossier.compute.signature import standings
from dossier.compute.waiting import waiting_for_client
from dossier.compute.withheld import withhold
from dossier.hosts.reading import histories, seen_by
from dossier.hosts.site_request import SiteError
from dossier.text.values import replace
from dossier.views.context import Context
from dossier.views.site import Site, client_site, made_at_once, team_site

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dossier.dossier import Dossier, Page, Portfolio
    from dossier.hosts.reading import Reading
    from dossier.hosts.site_request import SiteRequest
    from dossier.views.site import Offer


class ClientLook(Struct, frozen=True):
    """How a client's site looks: a colour, and a logo by its path in the content folder; "" for none."""

    colour: str = ""
    logo: str = ""


def contexts(
    portfolio: Portfolio, request: SiteRequest, reading: Reading | None = None, *, trusting: bool = False
) -> tuple[Context, ...]:
    """What the pages of each project of a site are made from; `reading` gives them the history.

    `trusting` says that nothing need be withheld of it, which somebody else finds out: see `must_withhold`.
    Raises SiteError for an unknown client, one without projects, or several clients in one site.
    """
    if not request.client and request.audience == "client":
        raise SiteError("a client's site holds one client's records; name the client")
    if request.client and portfolio.client(request.client) is None:
        known = ", ".join(client.id for client in portfolio.clients) or "none yet"
        raise SiteError(f"there is no client `{request.client}`; there are: {known}")
    seen = seen_by(portfolio, request)
    if request.client and not seen.dossiers:
        raise SiteError(f"the client `{request.client}` has no project yet; `dossier new project {request.client}/ID`")
    made = (_context(portfolio, shown, request, alone=len(seen.dossiers) == 1) for shown in seen.dossiers)
    if reading is None or reading.history is None:
        return tuple(made)
    told = histories(seen.dossiers, reading, reading.history, request)
    if request.audience == "client" and not trusting:
        told = withhold(told, partial(reading.secrets, request.client))
    return tuple(replace(context, history=each) for context, each in zip(made, told, strict=True))


def client_look(request: SiteRequest, made_from: Sequence[Context], files: Collection[str]) -> ClientLook:
    """How the site looks; the team's own looks like nobody's."""
    if not request.client:
        return ClientLook()
    client = made_from[0].dossier.client
    logo = f"{client.id}/{client.logo}"
    return ClientLook(client.colour, logo if client.logo and logo in files else "")


def site(portfolio: Portfolio, request: SiteRequest, title: str = "") -> Site:
    """The site that was asked for. Raises SiteError as `contexts` does."""
    return site_of(contexts(portfolio, request), portfolio.pages, request, title)


def site_of(
    made_from: Sequence[Context], pages: Sequence[Page], request: SiteRequest, title: str, offer: Offer = made_at_once
) -> Site:
    """The site with the pages of all projects; on the team's also the `pages` of no project, under its `title`."""
    if request.client:
        return client_site(made_from, offer)
    return team_site(made_from, pages, title, request.language, offer)


def _context(portfolio: Portfolio, shown: Dossier, request: SiteRequest, *, alone: bool) -> Context:
    """What the views of a project are made from; dates come from all tasks, then only visible ones are shown."""
    whole = portfolio.dossier(shown.folder) or shown
    agreed = shown if request.audience == "client" else published(whole)
    stand = standings(agreed, request.as_of)
    whole_plan = plan(whole, request.as_of, shown)
    seen_plan = whole_plan.seen_in(shown)
    before = "" if request.client else f"{shown.client.id}/"
    base = f"{before}{shown.project.id}/"
    return Context(
        dossier=shown,
        agreed=agreed,
        standings=stand,
        waiting=waiting_for_client(whole, agreed, stand, request.as_of),
        plan=seen_plan,
        as_of=request.as_of,
        language=shown.language if request.client else request.language,
        audience=request.audience,
        base=base,
        bases={name: f"{before}{name}/" for name in (shown.project.id, *shown.siblings)},
        uncertainty=uncertainty(whole, request.as_of, shown),
        home="" if alone and request.client else base,
        slips=slips(whole, whole_plan, shown, seen_plan),
        driving=driving(whole, whole_plan, seen_plan),
    )
