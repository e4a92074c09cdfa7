"""Reads the records that a commit holds, from the state of another commit and the files in which they differ."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dossier.compute.content_state import ContentState, FileState, folder_of
from dossier.compute.record_pieces import Piece, Pieces
from dossier.text.git_log import blob_at, content, file_changes
from dossier.text.source import client_folder, shown_name
from dossier.text.values import replace

if TYPE_CHECKING:
    from pygit2 import Repository

    from dossier.compute.content_state import Touched
    from dossier.compute.renamed_folders import Folders
    from dossier.text.git_log import FileChange


class StateReader:
    """Reads states of the content folder, each file under the path that it has today."""

    def __init__(self, repository: Repository, folder: str, renamed: Folders, known: ContentState) -> None:
        self._repository = repository
        self._folder = f"{folder}/" if folder else ""
        self._renamed = sorted(renamed.items(), reverse=True)  # a project's before its client's
        self._pieces = Pieces(piece for held in known.files.values() for piece in held.pieces)
        self._read: dict[tuple[str, str], tuple[Piece, ...]] = {}  # by a file's path and its blob

    def state(self, identifier: str, states: Mapping[str, ContentState]) -> ContentState:
        """The state of a commit: known already, or read whole."""
        if identifier in states:
            return states[identifier]
        return self.after(identifier, ContentState(), file_changes(self._repository, identifier, ""))[0]

    def after(
        self, identifier: str, before: ContentState, changes: Iterable[FileChange]
    ) -> tuple[ContentState, Mapping[str, Touched]]:
        """The state of a commit, which differs from another in these files, and by folder what they held and hold."""
        blobs = {change.path: change.after for change in changes}
        links = {path: target for path, target in before.links.items() if path not in blobs}
        links |= {each.path: each.leads_to for each in changes if each.leads_to and self._inside(each.path)}
        for path, target in links.items():  # a link to a file of the same client is read as that file
            if path in blobs or target in blobs:
                own = client_folder(self._inside(path)) == client_folder(self._inside(target))
                blobs[path] = blob_at(self._repository, identifier, target) if own and self._inside(target) else ""
        files: dict[str, tuple[Piece, ...] | None] = {}
        for path, blob in blobs.items():
            inside = self._inside(path)
            if folder_of(inside) and (blob or files.get(shown_name(inside)) is None):
                # Of a file that moved to the path of today, what is there now counts.
                files[shown_name(inside)] = self._file(inside, blob) if blob else None
        after, touched = before.after(itertools.starmap(FileState, files.items()))
        return replace(after, links=links) if links != after.links else after, touched

    def _file(self, path: str, blob: str) -> tuple[Piece, ...]:
        if (path, blob) not in self._read:
            self._read[path, blob] = self._pieces.of(path, content(self._repository, blob))
        return self._read[path, blob]

    def _inside(self, path: str) -> str:
        """A path in the content folder, as it is called today, for one in the repository; "" for any other."""
        for old, new in self._renamed:
            if path.startswith(f"{old}/"):
                path = f"{new}{path[len(old) :]}"
                break
        return path[len(self._folder) :] if path.startswith(self._folder) else ""
