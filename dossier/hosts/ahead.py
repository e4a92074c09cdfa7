"""What goes on beside a build: what it begins before it has read anything, and what is left when the site is there."""

from __future__ import annotations

import contextlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from dossier.hosts.inspection import Inspection, Inspector
from dossier.hosts.program_key import program_key
from dossier.hosts.side_by_side import CAN_COPY, Beside
from dossier.text.cache_folder import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from dossier.hosts.git_look import GitLook
    from dossier.hosts.inspection import Asked
    from dossier.hosts.looker import Looker
    from dossier.hosts.reading import Reading
    from dossier.hosts.site_request import SiteRequest


class Ahead:
    """The `looker`, which was begun already, and an inspector, which begins now; there is none without several `jobs`.

    A context manager: what nobody asked for is let go of in the end.
    """

    def __init__(self, content: Path, root: Path, as_of: date, asked: Asked, jobs: int, looker: Looker) -> None:
        self.looker = looker
        self._held = ExitStack()
        self._inspector: Inspector | None = None
        if jobs > 1 and CAN_COPY:
            self._inspector = Inspector(content, cache_folder(root), program_key(), as_of, asked)
            self._held.callback(self._inspector.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def git_look(self) -> GitLook | None:
        """What git says of the content, where it was looked at; to be asked for first, and once."""
        look = self.looker.git_look()
        if self._inspector:
            self._inspector.tell(look)
        return look

    def afterwards(self, work: Callable[[], None]) -> None:
        """Do what nobody waits for before the end; where there are several jobs, beside all that is left to do."""
        if self._inspector:
            with contextlib.suppress(OSError):  # no process can be begun, perhaps
                self._held.callback(Beside(work).close)
                return
        work()

    def inspection(self, reading: Reading, request: SiteRequest) -> Inspection | None:
        """The inspection of a site, where it is inspected."""
        if self._inspector and reading.well_known:
            return Inspection(self._inspector, reading, request)
        return None
