"""What a build begins before it has read anything, so that it goes on beside."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Self

from dossier.hosts.host_key import program_key
from dossier.hosts.inspection import Inspection, Inspector
from dossier.hosts.last_build import CACHE, workplace
from dossier.hosts.side_by_side import CAN_COPY, Beside, Ended

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dossier.hosts.git_look import GitLook
    from dossier.hosts.inspection import Asked
    from dossier.hosts.last_build import SiteLook
    from dossier.hosts.sites import Reading, SiteRequest


class Ahead:
    """An inspector, and a look at the site of which one knows that it will be built; neither without several `jobs`.

    A context manager: what nobody asked for is let go of in the end.
    """

    def __init__(self, content: Path, root: Path, live: Path | None, as_of: date, asked: Asked, jobs: int) -> None:
        self._content = content
        self._held = ExitStack()
        self._inspector: Inspector | None = None
        self._looking: Beside[SiteLook | None] | None = None
        if jobs > 1 and CAN_COPY:
            if live:
                self._looking = Beside(partial(workplace(root, live).look_ahead, live, program_key()))
                self._held.callback(self._looking.close)
            self._inspector = Inspector(content, root / CACHE, program_key(), as_of, asked)
            self._held.callback(self._inspector.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def git_look(self) -> GitLook | None:
        """What git says of the content, where it was looked at."""
        return self._inspector.git_look() if self._inspector else None

    def site_look(self) -> SiteLook | None:
        """What lies where the site is made, where it was looked at."""
        try:
            return self._looking.result() if self._looking else None
        except Ended:
            return None

    def inspection(self, reading: Reading, request: SiteRequest) -> Inspection | None:
        """The inspection of a site, where it is inspected."""
        if self._inspector and reading.well_known:
            return Inspection(self._inspector, reading, request, self._content)
        return None
