"""What goes on beside a build: what it begins before it has read anything, and what is left when the site is there."""

from __future__ import annotations

import contextlib
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from dossier.hosts.git_look import look_at_git
from dossier.hosts.history_cache import HistoryCache
from dossier.hosts.inspection import Inspection, Inspector
from dossier.hosts.program_key import program_key
from dossier.hosts.side_by_side import CAN_COPY, Beside, Companion, Ended
from dossier.hosts.site_look import look_at_site
from dossier.text.cache_folder import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from dossier.hosts.git_look import GitLook
    from dossier.hosts.inspection import Asked
    from dossier.hosts.reading import Reading
    from dossier.hosts.side_by_side import Talk
    from dossier.hosts.site_look import SiteLook
    from dossier.hosts.site_request import SiteRequest
    from dossier.hosts.site_tree import Stamp


class Ahead:
    """Two copies: an inspector, and one that looks at git, and then at what lies where the site is made.

    There are none without several `jobs`. A context manager: what nobody asked for is let go of in the end.
    """

    def __init__(self, content: Path, root: Path, as_of: date, asked: Asked, jobs: int) -> None:
        self._held = ExitStack()
        self._looking: Companion | None = None
        self._inspector: Inspector | None = None
        if jobs > 1 and CAN_COPY:
            # First the inspector, for which the whole build waits in the end.
            cache = cache_folder(root)
            self._inspector = Inspector(content, cache, program_key(), as_of, asked)
            self._held.callback(self._inspector.close)
            self._looking = Companion(partial(_look, content, cache, program_key()))
            self._held.callback(self._looking.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def git_look(self) -> GitLook | None:
        """What git says of the content, where it was looked at; to be asked for first, and once."""
        look: GitLook | None = self._hear()
        if self._inspector:
            self._inspector.tell(look)
        return look

    def look_at_site(self, live: Path, stamps: Mapping[str, Stamp], next_site: Path) -> Callable[[], SiteLook]:
        """Begin to look at what lies where the site is made; gives what waits for it. To be asked for once."""
        if self._looking:
            self._looking.say((live, stamps, next_site))
        return lambda: self._hear() or look_at_site(live, stamps, next_site)

    def afterwards(self, work: Callable[[], None]) -> None:
        """Do what nobody waits for before the end; where there are several jobs, beside all that is left to do."""
        if self._looking:
            with contextlib.suppress(OSError):  # no process can be begun, perhaps
                self._held.callback(Beside(work).close)
                return
        work()

    def _hear(self) -> Any:
        try:
            return self._looking.hear() if self._looking else None
        except Ended:
            return None

    def inspection(self, reading: Reading, request: SiteRequest) -> Inspection | None:
        """The inspection of a site, where it is inspected."""
        if self._inspector and reading.well_known:
            return Inspection(self._inspector, reading, request)
        return None


def _look(content: Path, cache: Path, program: str, talk: Talk) -> None:
    look = look_at_git(content)
    HistoryCache(program, cache).read(content, look)  # which keeps what it reads of new commits
    talk.say(look)
    talk.say(look_at_site(*talk.hear()))
