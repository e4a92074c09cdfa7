"""What is kept of a site's last build, so that the next one makes only what differs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock
from msgspec import Struct

from dossier.hosts.given import HostResult
from dossier.hosts.sealed import read_sealed, write_sealed
from dossier.hosts.side_by_side import held_by_copies
from dossier.hosts.site_tree import Stamp, stamp
from dossier.views.watched import Fact

CACHE = Path(".cache", "dossier")
"""Where what is kept between two builds lies in a workspace; it may be deleted at any time."""
_FORM = 2


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
    """One finished build; `left_out` are the pages that had nothing to show, `secrets` what it was searched for.

    Its files count only where their stamps are still the same.
    """

    configuration: str
    host: HostResult
    host_key: bytes
    host_files: frozenset[str]
    pages: Mapping[str, MadePage]
    left_out: Mapping[str, MadePage]
    stamps: Mapping[str, Stamp]
    secrets: frozenset[bytes]

    def intact(self, live: Path) -> Mapping[str, Stamp]:
        """The files of the site that nobody changed since, with their stamps."""
        folder = str(live)
        return {name: known for name, known in self.stamps.items() if stamp(f"{folder}/{name}") == known}


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

    def last_build(self, program: str) -> LastBuild | None:
        """The last build by the same program."""
        found: LastBuild | None = read_sealed(self.folder / "last", program)
        return found

    def keep(self, build: LastBuild, program: str) -> None:
        """Keep what the next build can use. Raises OSError."""
        write_sealed(self.folder / "last", program, build)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else builds the same site meanwhile.

        The system lifts the lock of a build that was killed, as soon as its copies, too, have ended.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / "lock"), held_by_copies(self.folder / "copies"):
            yield


def workplace(root: Path, live: Path) -> Workplace:
    """Where the site in `live` is made: in the workspace's cache, or beside the site where that lies elsewhere."""
    name = f"{live.name}-{blake2b(os.fsencode(live), digest_size=6).hexdigest()}"
    cache = root / CACHE
    if _device(cache) == _device(live) and os.access(_existing(cache), os.W_OK):
        return Workplace(cache / name)
    return Workplace(live.parent / ".dossier" / name)


def _device(path: Path) -> int:
    return _existing(path).stat().st_dev


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return path if path.exists() else _existing(path.parent)
