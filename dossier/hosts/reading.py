"""A content folder read: what it holds, what is wrong with it, and what of it and of its history a site may show."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from dossier.compute.projection import projected
from dossier.hosts.history_cache import HistoryCache
from dossier.hosts.parsed_ahead import parsed_ahead
from dossier.load import load, of_projects
from dossier.problems.rules import severity
from dossier.text.source import Source, Tree, read_tree
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from dossier.compute.history import History
    from dossier.compute.team_only import Secret, Secrets, TeamOnly
    from dossier.dossier import Dossier, Portfolio
    from dossier.hosts.content_cache import ContentCache
    from dossier.hosts.git_look import GitLook
    from dossier.hosts.history_cache import WorkspaceHistory
    from dossier.hosts.site_request import SiteRequest
    from dossier.problems.problem import Problem

FEW = 40
"""So many files are soon read and checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a content folder holds: its sources, the portfolio they write, and what could not be read of them.

    `as_of` is the day as of which it is checked, `new_records` how many were not read before. `history` is what git
    tells of it, None where there is none. Readings of the same folder, `content`, with the same `state` hold the same.
    """

    tree: Tree
    portfolio: Portfolio
    unread: tuple[Problem, ...]
    as_of: date | None = None
    new_records: int = 0
    history: WorkspaceHistory | None = None
    state: bytes = b""
    content: Path | None = None
    _problems: list[tuple[Problem, ...]] = field(default_factory=list, init=False, repr=False, compare=False)
    _team_only: dict[str, TeamOnly] = field(default_factory=dict, init=False, repr=False, compare=False)
    _secrets: dict[str, Secrets] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of reading and of checks; checked when it is first asked for."""
        from dossier.checks.everything import all_problems  # noqa: PLC0415 - not before the copies begin

        if not self._problems:
            self._problems.append(all_problems(self.unread, self.portfolio, self.tree, self.as_of))
        return self._problems[0]

    @property
    def well_known(self) -> bool:
        """Whether nearly all records were read and checked before, and what was worked out of them is remembered."""
        return self.new_records <= FEW

    def team_only(self, client: str) -> TeamOnly:
        """What a client may not read; gathered when it is first asked for, since a build asks twice."""
        from dossier.compute.team_only import team_only  # noqa: PLC0415 - as above

        if client not in self._team_only:
            self._team_only[client] = team_only(self.portfolio, self.tree, client)
        return self._team_only[client]

    def secrets(self, client: str, **more: Iterable[str]) -> tuple[Secret, ...]:
        """What must not appear on a client's site, names of authors included; `more` are further known words."""
        from dossier.hosts.authors import authors  # noqa: PLC0415 - as above

        if client not in self._secrets:
            self._secrets[client] = self.team_only(client).secrets(authors(self.content) if self.content else ())
        return self._secrets[client].besides(**more) if more else self._secrets[client].found

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
    jobs: int = 1,
) -> Reading:
    """Read a content folder, to be checked as of a day; a cache spares reading what did not change.

    `git_look` gives what git says of it, where somebody has looked at it already. Many files are parsed by `jobs`
    processes.
    """
    tree = read_tree(content, cache.read) if cache else read_tree(content)
    return reading_of(tree, content, as_of, cache, git_look, jobs)


def reading_of(
    tree: Tree,
    content: Path,
    as_of: date | None,
    cache: ContentCache | None = None,
    git_look: Callable[[], GitLook | None] = lambda: None,
    jobs: int = 1,
) -> Reading:
    """The same of a tree that was read with this cache."""
    parse = parsed_ahead(_not_parsed_before(tree, cache), ("check", "site"), jobs)
    portfolio, problems = load(tree, partial(cache.parse, anew=parse) if cache else parse)
    new_records = cache.new_records if cache else sum(len(dossier.records) for dossier in portfolio.dossiers)
    state = cache.state(tree) if cache else b""
    if cache:
        cache.settle()
    history = (cache.history if cache else HistoryCache("")).read(content, git_look())
    return Reading(
        tree=tree,
        portfolio=portfolio,
        unread=tuple(problems),
        as_of=as_of,
        new_records=new_records,
        history=history,
        state=state,
        content=content,
    )


def _not_parsed_before(tree: Tree, cache: ContentCache | None) -> Iterator[tuple[Source, str]]:
    """The sources that are to be parsed, each with the id of its project; not one by one where they are few."""
    if cache is None or cache.new_sources > FEW:
        yield from (each for each in of_projects(tree) if not (cache and cache.parsed_before(*each)))


def seen_by(portfolio: Portfolio, request: SiteRequest) -> Portfolio:
    """What a site may be made from: for one client only that client's, for the client's eyes only what is published."""
    if request.client:
        own = tuple(client for client in portfolio.clients if client.id == request.client)
        portfolio = replace(portfolio, clients=own, dossiers=portfolio.of_client(request.client), pages=())
    return projected(portfolio, request.audience)


def must_withhold(reading: Reading, request: SiteRequest) -> bool:
    """Whether a client must not be told all of the history, since it holds what is secret today."""
    if request.audience != "client" or reading.history is None:
        return False
    from dossier.compute.withheld import secret_in  # noqa: PLC0415 - as above

    told = histories(seen_by(reading.portfolio, request).dossiers, reading, reading.history, request)
    return secret_in(told, partial(reading.secrets, request.client)) is not None


def histories(
    shown: Sequence[Dossier], reading: Reading, history: WorkspaceHistory, request: SiteRequest
) -> list[History | None]:
    """What changed in each of these projects until the day that is asked for, as their audience may be told it."""
    found: list[History | None] = []
    for each in shown:
        told = history.of(reading.portfolio.dossier(each.folder) or each, each, request.audience)
        found.append(told.until(request.as_of) if told else None)
    return found
