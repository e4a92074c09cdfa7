"""What a build begins before it has read anything, so that it goes on beside."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from dossier.hosts.git_look import look_at_git
from dossier.hosts.history_cache import HistoryCache
from dossier.hosts.inspection import Inspection, Inspector
from dossier.hosts.program_key import program_key
from dossier.hosts.side_by_side import CAN_COPY, Companion, Ended
from dossier.text.cache_folder import cache_folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dossier.hosts.git_look import GitLook
    from dossier.hosts.inspection import Asked
    from dossier.hosts.last_build import SiteLook
    from dossier.hosts.reading import Reading
    from dossier.hosts.side_by_side import Talk
    from dossier.hosts.site_request import SiteRequest


class Ahead:
    """Two copies: an inspector, and one that looks at git and at the site of which one knows that it will be built.

    There are none without several `jobs`. A context manager: what nobody asked for is let go of in the end.
    """

    def __init__(self, content: Path, root: Path, live: Path | None, as_of: date, asked: Asked, jobs: int) -> None:
        self._held = ExitStack()
        self._looking: Companion | None = None
        self._inspector: Inspector | None = None
        if jobs > 1 and CAN_COPY:
            cache = cache_folder(root)
            self._looking = Companion(partial(_look, content, root, live, program_key()))
            self._held.callback(self._looking.close)
            self._inspector = Inspector(content, cache, program_key(), as_of, asked)
            self._held.callback(self._inspector.close)

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

    def site_look(self) -> SiteLook | None:
        """What lies where the site is made, where it was looked at; to be asked for once."""
        look: SiteLook | None = self._hear()
        return look

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


def _look(content: Path, root: Path, live: Path | None, program: str, talk: Talk) -> None:
    look = look_at_git(content)
    HistoryCache(program, cache_folder(root)).read(content, look)  # which keeps what it reads of new commits
    talk.say(look)
    from dossier.hosts.last_build import workplace  # noqa: PLC0415 - git need not wait for it

    talk.say(workplace(root, live).look_ahead(live, program) if live else None)
