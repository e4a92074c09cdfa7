"""The history of a workspace for the sites built from it, kept so that the next reading reads only new commits."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.compute.content_state import ContentState
from dossier.compute.history import History, for_client
from dossier.hosts.sealed import read_sealed, write_sealed

if TYPE_CHECKING:
    from dossier.compute.projection import Audience
    from dossier.compute.repository_history import Known, RepositoryHistory
    from dossier.dossier import Dossier

_FEW = 20
"""So many commits are read again at each run before all that is known is kept anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceHistory:
    """What git tells of a content folder: every commit up to HEAD, and the files that differ from it.

    `missing` says why git cannot tell; `told` is None then.
    """

    told: RepositoryHistory | None = None
    uncommitted: frozenset[str] = frozenset()
    missing: str = ""

    def of(self, whole: Dossier, shown: Dossier, audience: Audience) -> History | None:
        """The history of a project as an audience may see it today; None where the client has nothing to be told."""
        if audience == "team":
            return self.of_team(whole.folder)
        return for_client(self._of(self.told, whole.folder, audience), shown, whole) if self.told else None

    def of_team(self, folder: str) -> History:
        """The history of the project in a folder (`client/project`) as the team sees it."""
        return self._of(self.told, folder, "team") if self.told else History(missing=self.missing)

    @property
    def projects(self) -> tuple[str, ...]:
        """The folders of the projects that HEAD holds, in order."""
        state = self.told.known.state if self.told else ContentState()
        return tuple(sorted(name for name in state.records if state.project(name) and state.client(name)))

    def _of(self, told: RepositoryHistory, folder: str, audience: Audience) -> History:
        own = (f"{folder}/", f"{folder.partition('/')[0]}/client.")
        return told.of(folder, audience, uncommitted=any(path.startswith(own) for path in self.uncommitted))


class HistoryCache:
    """Reads the history of a content folder; `folder` is where it is kept between two runs, None for this run only.

    It is never trusted over git: whatever it holds counts only for commits by their ids, and only while git says that
    they led to HEAD.
    """

    def __init__(self, program: str, folder: Path | None = None) -> None:
        self._program = program
        self._path = folder / "history" if folder else None
        self._known: Known | None = None
        self._on_disk: Collection[str] = ()

    def read(self, content: Path) -> WorkspaceHistory:
        """What git tells of a content folder, or why it cannot tell anything."""
        if not _in_repository(content):
            return WorkspaceHistory(missing=f"{content.name}/ is in no git repository; `git init` makes one")
        from dossier.compute.repository_history import repository_history  # noqa: PLC0415 - where there is no git, no pygit2
        from dossier.text.git import NoHistory, changes_since, commit_of, path_in, repository_of  # noqa: PLC0415

        try:
            repository = repository_of(content)
            if repository.is_empty or repository.head_is_unborn:
                return WorkspaceHistory(missing="nothing is committed yet")
            folder = path_in(repository, content)
            before = self._known
            with _without_collection():
                if before is None and self._path:
                    before = read_sealed(self._path, self._program)
                    self._on_disk = before.commits.keys() if before else ()
                told = repository_history(repository, folder, before)
            changed = changes_since(repository, commit_of(repository, "HEAD"))
        except NoHistory as error:
            return WorkspaceHistory(missing=str(error))
        self._known = told.known
        self._keep(told.known)
        return WorkspaceHistory(told=told, uncommitted=frozenset(_inside((each.path for each in changed), folder)))

    def _keep(self, known: Known) -> None:
        """Write what is known where another run will find it; some commits more are sooner read than all is written."""
        kept = {*self._on_disk}
        if self._path is None or (kept and kept <= known.commits.keys() and len(known.commits) - len(kept) <= _FEW):
            return
        with contextlib.suppress(OSError):  # the next reading will take longer
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_sealed(self._path, self._program, known)
            self._on_disk = known.commits.keys()


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing that is read here is garbage, and to look for it among all records again and again takes as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _in_repository(content: Path) -> bool:
    return any((folder / ".git").exists() for folder in (content.resolve(), *content.resolve().parents))


def _inside(paths: Iterable[str], folder: str) -> Iterable[str]:
    begin = f"{folder}/" if folder else ""
    return (path[len(begin) :] for path in paths if path.startswith(begin))
