"""What git says of the content, and then what lies where a site is made: looked at in a copy that begins before all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Self

from dossier.hosts.side_by_side import CAN_COPY, Companion, Ended
from dossier.text.cache_folder import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dossier.hosts.git_look import GitLook
    from dossier.hosts.side_by_side import Talk
    from dossier.hosts.site_look import SiteLook
    from dossier.hosts.site_tree import Stamp


class Looker:
    """A copy that looks, and first imports for itself what that takes; there is none without several `jobs`.

    A context manager: what nobody asked for is let go of in the end.
    """

    def __init__(self, content: Path, root: Path, jobs: int) -> None:
        self._copy = Companion(partial(_look, content, cache_folder(root))) if jobs > 1 and CAN_COPY else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._copy:
            self._copy.close()

    def git_look(self) -> GitLook | None:
        """What git says of the content, where it was looked at; to be asked for first, and once."""
        look: GitLook | None = self._hear()
        return look

    def look_at_site(self, live: Path, stamps: Mapping[str, Stamp], next_site: Path) -> Callable[[], SiteLook]:
        """Begin to look at what lies where the site is made; gives what waits for it. To be asked for once."""
        from dossier.hosts.site_look import look_at_site  # noqa: PLC0415 - not before the copy begins

        if self._copy:
            self._copy.say((live, stamps, next_site))
        return lambda: self._hear() or look_at_site(live, stamps, next_site)

    def _hear(self) -> Any:
        try:
            return self._copy.hear() if self._copy else None
        except Ended:
            return None


def _look(content: Path, cache: Path, talk: Talk) -> None:
    from dossier.hosts.git_look import look_at_git  # noqa: PLC0415 - imported while the first process imports the rest

    look = look_at_git(content)
    if not look.missing:
        from dossier.hosts.history_cache import HistoryCache  # noqa: PLC0415
        from dossier.hosts.program_key import program_key  # noqa: PLC0415

        HistoryCache(program_key(), cache).read(content, look)  # which keeps what it reads of new commits
    talk.say(look)
    from dossier.hosts.site_look import look_at_site  # noqa: PLC0415 - while nobody waits for it

    talk.say(look_at_site(*talk.hear()))
