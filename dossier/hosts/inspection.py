"""Whether a site may be shown: found out from a reading of its own, beside the process that makes the site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dossier.hosts.content_cache import ContentCache
from dossier.hosts.reading import FEW, must_withhold, reading_of
from dossier.hosts.side_by_side import Companion, Ended
from dossier.hosts.site_request import CannotBuild, RecordErrors, SecretInHistory
from dossier.hosts.verdict import Verdict
from dossier.render.located import located
from dossier.render.problems import text as problems_text
from dossier.text.source import read_tree
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from dossier.hosts.given import HostResult
    from dossier.hosts.reading import Reading
    from dossier.hosts.side_by_side import Talk
    from dossier.hosts.site_request import SiteRequest
    from dossier.hosts.verdict import Guarded

    Asked = Callable[[Reading], Sequence[SiteRequest]]

_Look = tuple[str, tuple[Any, ...]]
"""A method of the guard and what it is called with."""


class Inspector:
    """Reads and checks the same content, and guards the site that is made of it, in a copy.

    The copy begins before anything is read, since two processes that share what was read copy it all page by page as
    they use it. `cache` is where what was read before is kept; the inspector keeps nothing. `asked` tells which sites
    are to be made; there is something to inspect where it is one, and its records are well known.
    """

    def __init__(self, content: Path, cache: Path, program: str, as_of: date, asked: Asked) -> None:
        self._copy = Companion(partial(_inspect, content, cache, program, as_of, asked))

    def tell(self, value: Any) -> None:
        """Tell the inspector what git says of the content, then of the site: a Guarded, each look, and None."""
        self._copy.say(value)

    def verdict(self, state: bytes) -> Verdict | None:
        """What was found out of records in this `state`; None where the inspector ended or has read others."""
        try:
            read, verdict = self._copy.hear()
        except Ended:
            return None
        return verdict if read == state else None

    def close(self) -> None:
        """Let go of it."""
        self._copy.close()


class Inspection:
    """What is to be looked at of one site, called as of a SiteGuard, and what comes of it all: a verdict."""

    def __init__(self, inspector: Inspector, reading: Reading, request: SiteRequest) -> None:
        self._inspector = inspector
        self._reading, self._request = reading, request
        self._looks: list[_Look] = []
        self._site: Guarded | None = None

    def guard(self, site: Guarded) -> None:
        """Begin to guard the site."""
        self._site = site
        self._inspector.tell(site)

    def look(self, name: str, content: str | bytes) -> None:
        """Look at a file of the site, or at what was made for it."""
        self._begin(("look", (name, content)))

    def look_at_host(self, host: HostResult, files: Mapping[str, Path]) -> None:
        """Look at what the host made."""
        self._begin(("look_at_host", (host, files)))

    def look_at_copies(self, files: Mapping[str, Path]) -> None:
        """Look at files that people chose to publish as they are."""
        self._begin(("look_at_copies", (files,)))

    def look_again(self, folder: Path, names: Iterable[str]) -> None:
        """Look at files of the last build, which lie in this folder by now."""
        self._begin(("look_again", (folder, names)))

    def _begin(self, look: _Look) -> None:
        self._looks.append(look)
        self._inspector.tell(look)

    def verdict(self) -> Verdict:
        """What the inspector found, or what is found here and now where it found nothing."""
        self._inspector.tell(None)
        told = iter((self._site, *self._looks, None))
        found = self._inspector.verdict(self._reading.state)
        return found or _verdict(self._reading, self._request, lambda: next(told))


def refuse(verdict: Verdict, reading: Reading, *, trusting: bool) -> None:
    """Raises RecordErrors, SecretInHistory where that was trusted, or CannotBuild if the site must not be shown."""
    if not verdict.sound:
        raise RecordErrors
    if trusting and verdict.secret_in_history:
        raise SecretInHistory
    if verdict.leaks:
        sources = reading.tree.sources
        told = problems_text(located(verdict.leaks, sources, "content/"), len(sources))
        raise CannotBuild(f"the site holds what its client must not read; the last one stays\n\n{told}")


def _inspect(content: Path, folder: Path, program: str, as_of: date, asked: Asked, talk: Talk) -> None:
    cache = ContentCache(program, folder)
    tree = read_tree(content, cache.read)
    if cache.new_sources > FEW:
        return
    reading = reading_of(tree, content, as_of, cache, talk.hear)
    requests = asked(reading)
    if len(requests) == 1 and reading.well_known:
        talk.say((reading.state, _verdict(reading, requests[0], talk.hear)))


def _verdict(reading: Reading, request: SiteRequest, told: Callable[[], Any]) -> Verdict:
    from dossier.hosts.guard import SiteGuard  # noqa: PLC0415 - not before the copies begin

    if reading.errors_of(request):
        return Verdict(sound=False)
    if request.audience != "client":
        return Verdict()
    reading.team_only(request.client)  # which the guard needs, and which takes longer than all else
    secret_in_history = must_withhold(reading, request)
    guard = SiteGuard(reading, request.client, told())
    looks: Iterator[_Look] = iter(told, None)
    for method, given in looks:
        getattr(guard, method)(*given)
    return replace(guard.verdict(), secret_in_history=secret_in_history)
