"""The history of a workspace for the sites built from it, kept so that the next reading reads only new commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.history import History, for_client
from dossier.hosts.history_store import HistoryStore, without_collection

if TYPE_CHECKING:
    from dossier.compute.projection import Audience
    from dossier.compute.repository_history import Known, RepositoryHistory
    from dossier.dossier import Dossier


class WorkspaceHistory(Struct, frozen=True, kw_only=True):
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
        return self.told.known.projects if self.told else ()

    def _of(self, told: RepositoryHistory, folder: str, audience: Audience) -> History:
        own = (f"{folder}/", f"{folder.partition('/')[0]}/client.")
        return told.of(folder, audience, uncommitted=any(path.startswith(own) for path in self.uncommitted))


class HistoryCache:
    """Reads the history of a content folder; `folder` is where it is kept between two runs, None for this run only.

    It is never trusted over git: whatever it holds counts only for commits by their ids, and only while git says that
    they led to HEAD.
    """

    def __init__(self, program: str, folder: Path | None = None) -> None:
        self._store = HistoryStore(program, folder / "log") if folder else None
        self._known: Sequence[Known] = ()

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
            folder, head = path_in(repository, content), commit_of(repository, "HEAD")
            with without_collection():
                if self._store and not self._known:
                    self._known = self._store.known(lambda: repository_history(repository, folder).known)
                before = next((each for each in self._known if each.head == str(head.id)), None)
                told = repository_history(repository, folder, before or (self._known[-1] if self._known else None))
                if not any(told.known is each for each in self._known):
                    if self._store:
                        self._store.keep(told.known, anew=told.anew)
                    self._known = (told.known,)
            changed = changes_since(repository, head)
        except NoHistory as error:
            return WorkspaceHistory(missing=str(error))
        return WorkspaceHistory(told=told, uncommitted=frozenset(_inside((each.path for each in changed), folder)))


def _in_repository(content: Path) -> bool:
    return any((folder / ".git").exists() for folder in (content.resolve(), *content.resolve().parents))


def _inside(paths: Iterable[str], folder: str) -> Iterable[str]:
    begin = f"{folder}/" if folder else ""
    return (path[len(begin) :] for path in paths if path.startswith(begin))
