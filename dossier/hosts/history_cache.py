"""The history of a workspace for the sites built from it, kept so that the next reading reads only new commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.client_history import for_client
from dossier.compute.history import History
from dossier.compute.known_history import Known, RepositoryHistory
from dossier.hosts.git_look import GitLook, look_at_git
from dossier.hosts.history_store import HistoryStore, without_collection

if TYPE_CHECKING:
    from dossier.compute.projection import Audience
    from dossier.dossier import Dossier


class WorkspaceHistory(Struct, frozen=True, kw_only=True):
    """What git tells of a content folder: every commit up to HEAD, and the files that differ from it.

    `missing` says why git cannot tell; `told` is None then. `refused`: there is a history all the same.
    """

    told: RepositoryHistory | None = None
    uncommitted: frozenset[str] = frozenset()
    missing: str = ""
    refused: bool = False

    def of(self, whole: Dossier, shown: Dossier, audience: Audience) -> History | None:
        """The history of a project as an audience may see it today; None where the client has nothing to be told."""
        if audience == "team":
            return self.of_team(whole.folder)
        if self.told is None:
            return None
        # What changed in files that hold only what is for the team is nothing that she reads and misses in the log.
        own = self.uncommitted and self.uncommitted - (_files_of(whole) - _files_of(shown))
        return for_client(self._of(self.told, whole.folder, audience, own), shown, whole)

    def of_team(self, folder: str) -> History:
        """The history of the project in a folder (`client/project`) as the team sees it."""
        return self._of(self.told, folder, "team", self.uncommitted) if self.told else History(missing=self.missing)

    @property
    def projects(self) -> tuple[str, ...]:
        """The folders of the projects that HEAD holds, in order."""
        return self.told.known.projects if self.told else ()

    def _of(self, told: RepositoryHistory, folder: str, audience: Audience, uncommitted: Collection[str]) -> History:
        own = (f"{folder}/", f"{folder.partition('/')[0]}/client.")
        return told.of(folder, audience, uncommitted=any(path.startswith(own) for path in uncommitted))


def _files_of(dossier: Dossier) -> frozenset[str]:
    """The paths of the files from which the records and pages of a project are read, and of those that it attaches."""
    records = (dossier.client, dossier.project, *dossier.records)
    return frozenset((*(r.place.path for r in records), *(page.path for page in dossier.pages), *dossier.files))


class HistoryCache:
    """Reads the history of a content folder; `folder` is where it is kept between two runs, None for this run only.

    It is never trusted over git: whatever it holds counts only for commits by their ids, and only while git says that
    they led to HEAD.
    """

    def __init__(self, program: str, folder: Path | None = None) -> None:
        self._store = HistoryStore(program, folder / "log") if folder else None
        self._known: Sequence[Known] = ()

    def read(self, content: Path, look: GitLook | None = None) -> WorkspaceHistory:
        """What git tells of a content folder, or why it cannot tell anything; `look` is what it says of it now."""
        look = look or look_at_git(content)
        if look.missing:
            return WorkspaceHistory(missing=look.missing, refused=look.refused)
        with without_collection():
            if self._store and not self._known:
                self._known = self._store.known(lambda: _read_from_git(content, None).known)
            if (told := self._told(look)) is None:
                from dossier.text.git import NoHistory  # noqa: PLC0415 - pygit2 takes long to import

                try:
                    told = _read_from_git(content, self._known[-1] if self._known else None)
                except NoHistory as error:
                    return WorkspaceHistory(missing=str(error), refused=True)
                if self._store:
                    self._store.keep(told.known, anew=told.anew)
                self._known = (told.known,)
        return WorkspaceHistory(told=told, uncommitted=look.uncommitted)

    def _told(self, look: GitLook) -> RepositoryHistory | None:
        """What is known of all commits that git has, so that it need not be asked; None where it is not."""
        seen = (look.head, look.folder, look.cut)
        known = next((each for each in self._known if (each.head, each.folder, each.cut) == seen), None)
        return RepositoryHistory(known=known, order=look.order) if known else None


def _read_from_git(content: Path, known: Known | None) -> RepositoryHistory:
    from dossier.compute.repository_history import repository_history  # noqa: PLC0415
    from dossier.text.git import path_in, repository_of  # noqa: PLC0415

    repository = repository_of(content)
    return repository_history(repository, path_in(repository, content), known)
