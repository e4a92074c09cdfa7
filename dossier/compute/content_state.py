"""The records of all projects as a commit holds them, made from the state before by what the commit changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import msgspec
from msgspec import Struct

from dossier.compute.record_pieces import Piece
from dossier.load import SETTINGS
from dossier.records.change_request import ChangeRequest
from dossier.records.client import Client
from dossier.records.declare import Record
from dossier.records.project import Project
from dossier.records.sign_off import SignOff
from dossier.text.source import RECORD_ENDINGS
from dossier.text.values import replace

_READ = (*RECORD_ENDINGS, ".md")


class Held(NamedTuple):
    """What a file holds. One that is not `readable` has the records that it had when it last was."""

    pieces: tuple[Piece, ...]
    readable: bool

    @property
    def records(self) -> Iterable[Record]:
        """The records in their order."""
        return (record for piece in self.pieces for record in piece.records)


class FileState(NamedTuple):
    """A file of the content folder after a change, read piece by piece; None where there is none any more."""

    path: str
    pieces: tuple[Piece, ...] | None


class Touched(NamedTuple):
    """The records of a folder in files that changed, before and after, and the files that could not be read."""

    before: tuple[Record, ...]
    after: tuple[Record, ...]
    unreadable: tuple[str, ...]


class ContentState(Struct, frozen=True):
    """The files of the content folder, and the records by id of each project (`client/project`) and client (`client`).

    `agreements` are the sign-offs and change requests among them, `twice` the folders in which two records have one
    id, of which the first counts. `unsound` are, by folder, the records in which there is a mistake, each as it last
    was without one, None where it never was. `links` are the files to which links lead, by the paths of both in the
    repository.
    """

    files: Mapping[str, Held] = msgspec.field(default_factory=dict)
    records: Mapping[str, Mapping[str, Record]] = msgspec.field(default_factory=dict)
    agreements: Mapping[str, Mapping[str, Record]] = msgspec.field(default_factory=dict)
    twice: frozenset[str] = frozenset()
    unsound: Mapping[str, Mapping[str, Record | None]] = msgspec.field(default_factory=dict)
    links: Mapping[str, str] = msgspec.field(default_factory=dict)

    def client(self, folder: str) -> Client | None:
        """The client of a client's or project's folder."""
        name = folder.partition("/")[0]
        found = self.records.get(name, {}).get(settings_key("client"))
        return found if isinstance(found, Client) else None

    def project(self, folder: str) -> Project | None:
        """The project in a folder."""
        found = self.records.get(folder, {}).get(settings_key("project"))
        return found if isinstance(found, Project) else None

    @property
    def sound(self) -> ContentState:
        """The state as a site may have been built from it: with the last version of each record without a mistake."""
        if not self.unsound:
            return self
        records = dict(self.records)
        for folder, before in self.unsound.items():
            together = {**records.get(folder, {}), **before}
            records[folder] = {key: record for key, record in together.items() if record}
        return replace(self, records=records, unsound={})

    def after(self, changed: Iterable[FileState]) -> tuple[ContentState, Mapping[str, Touched]]:
        """The state after some files changed, and by folder what they held and hold."""
        by_folder: dict[str, list[FileState]] = {}
        for each in changed:
            if folder := folder_of(each.path):
                by_folder.setdefault(folder, []).append(each)
        if not by_folder:
            return self, {}
        files, records, agreements = dict(self.files), dict(self.records), dict(self.agreements)
        twice, unsound = set(self.twice), dict(self.unsound)
        touched = {}
        for folder, states in by_folder.items():
            old = [files[state.path] for state in states if state.path in files]
            new = [_held(pieces, files.get(path)) for path, pieces in states if pieces is not None]
            before = records.get(folder, {})
            own = dict(before)
            gone = tuple(record for record in _records(old) if own.get(key_of(record)) is record)
            came = _records(new)
            for record in gone:
                del own[key_of(record)]
            for state in states:
                files.pop(state.path, None)
            files |= zip((path for path, pieces in states if pieces is not None), new, strict=True)
            own |= {key_of(record): record for record in came}
            read, doubled = new, frozenset[str]()
            if folder in twice or len(own) != len(before) - len(gone) + len(came):
                read = [held for path, held in files.items() if folder_of(path) == folder]
                own, doubled = _first_of_each(folder, files)
                twice = twice | {folder} if doubled else twice - {folder}
                gone = tuple(record for key, record in before.items() if own.get(key) is not record)
                came = tuple(record for key, record in own.items() if before.get(key) is not record)
            records[folder] = own
            if mistaken := _mistaken(own, before, read, doubled, unsound.pop(folder, {})):
                unsound[folder] = mistaken
            if any(isinstance(record, (SignOff, ChangeRequest)) for record in (*gone, *came)):
                agreements[folder] = {k: r for k, r in own.items() if isinstance(r, (SignOff, ChangeRequest))}
            unreadable = (s.path for s in states if s.path in files and not files[s.path].readable)
            touched[folder] = Touched(gone, came, tuple(unreadable))
        after = replace(
            self, files=files, records=records, agreements=agreements, twice=frozenset(twice), unsound=unsound
        )
        return after, touched


def folder_of(path: str) -> str:
    """The project's folder that a file of records lies in, or the client's for client.yml; "" for any other file."""
    parts = path.split("/")
    if any(part.startswith(".") for part in parts) or not path.casefold().endswith(_READ):
        return ""
    if len(parts) == 2:
        return parts[0] if parts[1] in SETTINGS and parts[1].startswith("client") else ""
    if parts[-1] in SETTINGS and (len(parts) > 3 or parts[-1].startswith("client")):
        return ""
    return "/".join(parts[:2]) if len(parts) > 2 else ""


def settings_key(type_name: str) -> str:
    """Under what a client's or project's own record stands among others: no record's id has a slash."""
    return f"/{type_name}"


def key_of(record: Record) -> str:
    """Under what a record stands among those of its folder."""
    return settings_key(record.type_name) if isinstance(record, (Client, Project)) else record.id


def _held(pieces: tuple[Piece, ...], before: Held | None) -> Held:
    if all(piece.readable for piece in pieces):
        return Held(pieces, readable=True)
    return Held(before.pieces if before else (), readable=False)


def _mistaken(
    own: Mapping[str, Record],
    before: Mapping[str, Record],
    changed: Iterable[Held],
    doubled: Collection[str],
    known: Mapping[str, Record | None],
) -> Mapping[str, Record | None]:
    """Of the records of a folder those with a mistake, each as it last was without one.

    `changed` is what may be another now, `doubled` are the numbers that two have, which is a mistake, too. `before` and
    `known` are the records and those with a mistake until then.
    """
    read = [(record, piece.sound) for held in changed for piece in held.pieces for record in piece.records]
    found = {key: record for key, record in known.items() if key in own}
    for record, is_sound in read:
        key = key_of(record)
        if own.get(key) is record:
            last = found.pop(key) if key in found else before.get(key)
            if not is_sound or key in doubled:
                found[key] = last
    return found


def _first_of_each(folder: str, files: Mapping[str, Held]) -> tuple[dict[str, Record], frozenset[str]]:
    """The records of a folder as they are read, in order of paths the first of each id, and the ids that two have."""
    found: dict[str, Record] = {}
    doubled: set[str] = set()
    paths = sorted((path for path in files if folder_of(path) == folder), key=lambda path: path.split("/"))
    every = _records(files[path] for path in paths)
    for record in every:
        if found.setdefault(key_of(record), record) is not record:
            doubled.add(key_of(record))
    return found, frozenset(doubled)


def _records(held: Iterable[Held]) -> tuple[Record, ...]:
    return tuple(record for each in held for record in each.records)
