"""The portfolio turned into the site that was asked for: one client's, or the team's."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.checks.everything import findings
from dossier.compute.chance import uncertainty
from dossier.compute.driving import driving
from dossier.compute.movement import slips
from dossier.compute.plan import plan
from dossier.compute.projection import Audience, projected, published
from dossier.compute.signature import standings
from dossier.compute.team_only import Person, Secret, TeamOnly, team_only
from dossier.compute.waiting import waiting_for_client
from dossier.compute.withheld import secret_in, withhold
from dossier.hosts.authors import authors
from dossier.hosts.history_cache import HistoryCache
from dossier.load import load
from dossier.problems.rules import severity
from dossier.text.source import Tree, read_tree
from dossier.text.values import replace
from dossier.views.context import Context
from dossier.views.site import Site, client_site, made_at_once, team_site

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from dossier.compute.history import History
    from dossier.dossier import Dossier, Page, Portfolio
    from dossier.hosts.content_cache import ContentCache
    from dossier.hosts.git_look import GitLook
    from dossier.hosts.history_cache import WorkspaceHistory
    from dossier.language import Language
    from dossier.problems.problem import Problem
    from dossier.views.site import Offer


FEW = 40
"""So many files are soon read and checked."""


class SiteRequest(Struct, frozen=True, kw_only=True):
    """Which site to build: of one client, or with `client` empty the team's own; and as of which day."""

    client: str = ""
    audience: Audience = "team"
    as_of: date
    language: Language = "en"

    @property
    def folder(self) -> str:
        """The folder of the site among others: what the team reads of a client lies in one of its own."""
        if self.audience == "team":
            return f"team-{self.client}" if self.client else "team"
        return self.client


class SiteError(ValueError):
    """The site that was asked for cannot be made; the text says why and what to do."""


class CannotBuild(Exception):
    """A site could not be built; the text says why. The last good site is untouched."""


class RecordErrors(Exception):
    """Records hold errors, so nothing was built. The last good site is untouched."""


class SecretInHistory(Exception):
    """The history was told as it is, and holds what its client must not read. The last good site is untouched."""


class ClientLook(Struct, frozen=True):
    """How a client's site looks: a colour, and a logo by its path in the content folder; "" for none."""

    colour: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a content folder holds: its sources, the portfolio they write, and what could not be read of them.

    `as_of` is the day as of which it is checked. `history` is what git tells of it, None where there is none. Readings
    of the same folder, `content`, with the same `state` hold the same.
    """

    tree: Tree
    portfolio: Portfolio
    unread: tuple[Problem, ...]
    as_of: date | None = None
    history: WorkspaceHistory | None = None
    state: bytes = b""
    content: Path | None = None
    _problems: list[tuple[Problem, ...]] = field(default_factory=list, init=False, repr=False, compare=False)
    _team_only: dict[str, TeamOnly] = field(default_factory=dict, init=False, repr=False, compare=False)
    _authors: list[tuple[Person, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of reading and of checks; checked when it is first asked for."""
        if not self._problems:
            found = dict.fromkeys((*self.unread, *findings(self.portfolio, self.as_of)))
            self._problems.append(tuple(found))
        return self._problems[0]

    @property
    def well_known(self) -> bool:
        """Whether nearly all records were read and checked before, and what was worked out of them is remembered."""
        records = (record for dossier in self.portfolio.dossiers for record in dossier.records)
        return sum(1 for record in records if not record.known) <= FEW

    def team_only(self, client: str) -> TeamOnly:
        """What a client may not read; gathered when it is first asked for, since a build asks twice."""
        if client not in self._team_only:
            self._team_only[client] = team_only(self.portfolio, self.tree, client)
        return self._team_only[client]

    def secrets(self, client: str, **more: Iterable[str]) -> tuple[Secret, ...]:
        """What must not appear on a client's site, names of authors included; `more` are further known words."""
        if self.content and not self._authors:
            self._authors.append(authors(self.content))
        return self.team_only(client).secrets(authors=self._authors[0] if self._authors else (), **more)

    def errors_of(self, request: SiteRequest) -> tuple[Problem, ...]:
        """The errors that stand in the way of a site: one client's mistake does not hold back another client's."""
        return tuple(problem for problem in self.problems_of(request) if severity(problem) == "error")

    def problems_of(self, request: SiteRequest) -> tuple[Problem, ...]:
        """The problems of what a site is made from."""
        folder = f"{request.client}/" if request.client else ""
        return tuple(problem for problem in self.problems if problem.place.path.startswith(folder))


def read_content(
    content: Path,
    as_of: date | None = None,
    cache: ContentCache | None = None,
    git_look: Callable[[], GitLook | None] = lambda: None,
) -> Reading:
    """Read a content folder, to be checked as of a day; a cache spares reading what did not change.

    `git_look` gives what git says of it, where somebody has looked at it already.
    """
    tree = read_tree(content, cache.read) if cache else read_tree(content)
    return reading_of(tree, content, as_of, cache, git_look)


def reading_of(
    tree: Tree,
    content: Path,
    as_of: date | None,
    cache: ContentCache | None = None,
    git_look: Callable[[], GitLook | None] = lambda: None,
) -> Reading:
    """The same of a tree that was read with this cache."""
    portfolio, problems = load(tree, cache.parse) if cache else load(tree)
    state = cache.state(tree) if cache else b""
    if cache:
        cache.settle()
    history = (cache.history if cache else HistoryCache("")).read(content, git_look())
    return Reading(
        tree=tree,
        portfolio=portfolio,
        unread=tuple(problems),
        as_of=as_of,
        history=history,
        state=state,
        content=content,
    )


def seen_by(portfolio: Portfolio, request: SiteRequest) -> Portfolio:
    """What a site may be made from: for one client only that client's, for the client's eyes only what is published."""
    if request.client:
        own = tuple(client for client in portfolio.clients if client.id == request.client)
        portfolio = replace(portfolio, clients=own, dossiers=portfolio.of_client(request.client), pages=())
    return projected(portfolio, request.audience)


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
    told = _histories(seen.dossiers, reading, reading.history, request)
    if request.audience == "client" and not trusting:
        told = withhold(told, partial(reading.secrets, request.client))
    return tuple(replace(context, history=each) for context, each in zip(made, told, strict=True))


def must_withhold(reading: Reading, request: SiteRequest) -> bool:
    """Whether a client must not be told all of the history, since it holds what is secret today."""
    if request.audience != "client" or reading.history is None:
        return False
    told = _histories(seen_by(reading.portfolio, request).dossiers, reading, reading.history, request)
    return secret_in(told, partial(reading.secrets, request.client)) is not None


def _histories(
    shown: Sequence[Dossier], reading: Reading, history: WorkspaceHistory, request: SiteRequest
) -> list[History | None]:
    """What changed in each of these projects until the day that is asked for, as their audience may be told it."""
    found: list[History | None] = []
    for each in shown:
        told = history.of(reading.portfolio.dossier(each.folder) or each, each, request.audience)
        found.append(told.until(request.as_of) if told else None)
    return found


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
