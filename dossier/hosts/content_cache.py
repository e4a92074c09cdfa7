"""What the files of a content folder hold, kept so that the next reading reads only those that changed."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self
from zlib import crc32

from dossier.compute.fingerprint import fingerprint
from dossier.hosts.history_cache import HistoryCache
from dossier.hosts.sealed import read_sealed, write_sealed
from dossier.parse import Parsed, parsed
from dossier.text.source import Found, Source, Tree, read_source

if TYPE_CHECKING:
    from collections.abc import Callable

_SHARDS = 48
_SETTLED_NANOSECONDS = 100_000_000
"""A file that changed so shortly before it was read may change again without its times telling: it is read again."""

Stamp = tuple[int, int, int, int]
"""Inode, size in bytes, and the times of the last change of content and of anything, in nanoseconds.

The last of them nobody can set back.
"""


class Kept(NamedTuple):
    """A file as it was read, what it held for the project with that id, and how much was worked out from it by then.

    A tuple rather than a dataclass, since each run reads one for every file.
    """

    stamp: Stamp
    found: Found
    project: str = ""
    parsed: Parsed | None = None
    answers: int = 0


class ContentCache:
    """Files read and parsed before; `folder` is where they are kept between two runs, None for this run only.

    `read` and `parse` stand for functions that depend on their arguments alone, so that what they give is the same with
    a cache and without. `new_sources` and `new_records` are how many were read and parsed for the first time, until
    `settle`. What is left as a context manager is kept.
    """

    def __init__(self, program: str, folder: Path | None = None) -> None:
        self._program = program
        self._folder = folder
        self.history = HistoryCache(program, folder)
        self._before: dict[str, Kept] = {}
        self._now: dict[str, Kept] = {}
        for shard in range(_SHARDS if folder else 0):
            self._before |= read_sealed(self._path(shard), program) or {}
        self._on_disk = self._before
        self.new_sources = self.new_records = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.keep()

    def read(self, path: str, name: str, root: Path) -> Found:
        """The source in a file, as `read_source` gives it."""
        stamp = _stamp(path)
        before = self._before.get(name)
        if before and stamp == before.stamp:
            self._now[name] = before
            return before.found
        found = read_source(path, name, root)
        self.new_sources += 1
        if stamp and time.time_ns() - max(stamp[2:]) > _SETTLED_NANOSECONDS:
            self._now[name] = Kept(stamp, found)
        return found

    def parsed_before(self, source: Source, project: str) -> Parsed | None:
        """What a source that was just read held when it was parsed before; None where it was not."""
        kept = self._now.get(source.path)
        return kept.parsed if kept and kept.project == project and kept.found[0] is source else None

    def parse(self, source: Source, project: str, anew: Callable[[Source, str], Parsed] = parsed) -> Parsed:
        """What a source holds, as `parsed` gives it, or `anew` where it was not parsed before."""
        if before := self.parsed_before(source, project):
            return before
        made = anew(source, project)
        self.new_records += len(made.records)
        kept = self._now.get(source.path)
        if kept and kept.found[0] is source:
            self._now[source.path] = kept._replace(project=project, parsed=made)
        return made

    def state(self, tree: Tree) -> bytes:
        """A fingerprint of a tree that was just read: by stamps, and by the texts of files that may change again."""
        told = ((s.path, self._now[s.path].stamp if s.path in self._now else s.text) for s in tree.sources)
        return fingerprint((tuple(told), sorted(tree.files), tree.problems))

    def settle(self) -> None:
        """Remember what was read this time for the next, and nothing else."""
        self._before, self._now = self._now, {}
        self.new_sources = self.new_records = 0

    def keep(self) -> None:
        """Write what is remembered, with all that was worked out from each record, where another run will find it."""
        if self._folder is None:
            return
        gone = self._on_disk.keys() - self._before.keys()
        other = (name for name, kept in self._before.items() if self._on_disk.get(name) is not kept)
        answered = (name for name, kept in self._before.items() if kept.answers != _answers(kept))
        parts: dict[int, dict[str, Kept]] = {_shard(name): {} for name in (*gone, *other, *answered)}
        for name, kept in self._before.items() if parts else ():
            if (part := parts.get(_shard(name))) is not None:
                part[name] = kept._replace(answers=_answers(kept))
        for shard, part in parts.items():
            with contextlib.suppress(OSError):  # the next reading will take longer
                self._folder.mkdir(parents=True, exist_ok=True)
                write_sealed(self._path(shard), self._program, part)

    def _path(self, shard: int) -> Path:
        assert self._folder
        return self._folder / f"content-{shard}"


def _shard(name: str) -> int:
    """Which of the files keeps a source: when one record changes, a small part is written again."""
    return crc32(name.encode()) % _SHARDS


def _answers(kept: Kept) -> int:
    """How much was worked out from a file and the records in it."""
    source, parsed = kept.found[0], kept.parsed
    known = len(source.known) if source else 0
    for record in parsed.records if parsed else ():
        known += len(record.known)
    return known


def _stamp(path: str) -> Stamp | None:
    """The stamp of a plain file; None for a link, whose target may change without it, and for what is no file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    plain = (found.st_mode & 0o170000) == 0o100000
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) if plain else None
