"""What is kept of a site's last build, so that the next one makes only what differs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from dossier.hosts.given import HostResult
from dossier.hosts.sealed import read_sealed, write_sealed
from dossier.hosts.side_by_side import held_by_copies
from dossier.hosts.site_tree import SiteTree, Stamp
from dossier.text.cache_folder import cache_folder, unlinked
from dossier.views.watched import Fact


class MadePage(NamedTuple):
    """A page as it was made: from what, fingerprints of that and of what stands around it, what the search finds.

    A tuple rather than a dataclass, since each build writes and reads thousands of them.
    """

    project: str
    facts: tuple[Fact, ...]
    fingerprint: bytes
    frame: bytes
    found: bytes

    def sharing(self, known: dict[Fact, Fact]) -> MadePage:
        """The same with facts that other pages have, too, where they are equal: each is written and read once."""
        return self._replace(facts=tuple(known.setdefault(fact, fact) for fact in self.facts))


class LastBuild(Struct, frozen=True, kw_only=True):
    """One finished build; `left_out` are the pages that had nothing to show.

    Its files count only where their stamps are still the same. `searched_for` has a print of each text that its client
    must not read. `withheld`: something of the history was not told, since it is secret.
    """

    configuration: str
    host: HostResult
    host_key: bytes
    host_files: frozenset[str]
    pages: Mapping[str, MadePage]
    left_out: Mapping[str, MadePage]
    stamps: Mapping[str, Stamp]
    searched_for: frozenset[bytes]
    withheld: bool


class Workplace(Struct, frozen=True):
    """Where a site is made: a folder of its own, on the file system on which the site lies."""

    folder: Path

    @property
    def next_site(self) -> Path:
        """The next version of the site, until it is put in place."""
        return self.folder / "next"

    @property
    def host_site(self) -> Path:
        """What the host writes."""
        return self.folder / "host"

    @property
    def paths(self) -> tuple[Path, ...]:
        """The folder itself and what is opened in it by its name, none of which may be a link."""
        return self.folder, self.next_site, self.host_site, self._lock

    def last_build(self, program: str) -> LastBuild | None:
        """The last build by the same program."""
        found: LastBuild | None = read_sealed(self.folder / "last", program)
        return found

    def keep(self, build: LastBuild, program: str) -> None:
        """Keep what the next build can use. Raises OSError."""
        write_sealed(self.folder / "last", program, build)

    def lay_out(self, live: Path, files: Mapping[str, Stamp]) -> None:
        """Lay a site out once more where its next version will be made, so that the build after this finds it there."""
        with suppress(OSError):  # it will take longer
            SiteTree(live, self.next_site).lay_out(files)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Nobody else builds the same site meanwhile; gives whether this goes for as long as copies of the process run.

        The system lifts the lock of a build that was killed, as soon as its copies, too, have ended.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with held_by_copies(self._lock) as held, nullcontext() if held else _file_lock(self._lock):
            yield held

    @property
    def _lock(self) -> Path:
        return self.folder / "lock"


class RememberingWorkplace(Workplace, frozen=True, kw_only=True):
    """The same for one process that builds again and again: `memory` holds the last build, by its program."""

    memory: dict[str, LastBuild]

    def last_build(self, program: str) -> LastBuild | None:
        """The last build by the same program, be it of this process or of one before."""
        return self.memory.get(program) or super().last_build(program)

    def keep(self, build: LastBuild, program: str) -> None:
        """Keep what the next build of this process can use."""
        self.memory.clear()
        self.memory[program] = build

    def settle(self) -> None:
        """Keep it for other processes, too, which else make again what was made since. Raises OSError."""
        for program, build in self.memory.items():
            super().keep(build, program)


def workplace(root: Path, live: Path) -> Workplace:
    """Where the site in `live` is made: in the workspace's cache, or beside the site where that lies elsewhere.

    No part of it leads to another place. Raises OSError where a link cannot be removed.
    """
    name = f"{live.name}-{blake2b(os.fsencode(live), digest_size=6).hexdigest()}"
    cache = cache_folder(root)
    is_in_cache = _device(cache) == _device(live) and os.access(_existing(cache), os.W_OK)
    place = Workplace(unlinked(cache if is_in_cache else live.parent / ".dossier") / name)
    for path in place.paths:
        unlinked(path)
    return place


def _file_lock(path: Path) -> AbstractContextManager[Any]:
    from filelock import FileLock  # noqa: PLC0415 - most builds have the other lock

    return FileLock(path)


def _device(path: Path) -> int:
    return _existing(path).stat().st_dev


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return path if path.exists() else _existing(path.parent)
