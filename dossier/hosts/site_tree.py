"""The next version of a site's folder: files written anew or taken over from the last one, then put in its place."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from dossier.text.swap import put_in_place

Stamp = tuple[int, int, int]
"""By which one sees that a file is the one that was written: inode, size in bytes, time of change in nanoseconds."""


class SiteTree:
    """The folder `next_one`, in which the next version of the site in `live` is made.

    Nothing in `live` is ever touched: a file that stays as it is has one more name (a hard link) in the next version,
    and one that changes is a new file. After `put_in_place` the last version lies in `next_one`, and serves the build
    after that: only what differs has to be made there, since removing and making thousands of folders takes seconds.
    """

    def __init__(self, live: Path, next_one: Path) -> None:
        self.live = live
        self._root = str(next_one)
        self._names: set[str] = set()

    @property
    def names(self) -> frozenset[str]:
        """The files of the next version so far, by their path with forward slashes."""
        return frozenset(self._names)

    def write(self, name: str, content: bytes) -> None:
        """Make a file of the next version. Raises OSError."""
        path = f"{self._root}/{name}"
        self._names.add(name)
        if _holds(path, content):
            return
        self._make_room(path)
        with open(path, "xb") as file:  # noqa: PTH123 - thousands of files: Path costs as much as the writing
            file.write(content)

    def know(self, names: Iterable[str]) -> None:
        """Count files that a copy of this process wrote."""
        self._names.update(names)

    def take(self, name: str, source: str | os.PathLike[str]) -> None:
        """Give a file from elsewhere a name in the next version, or copy it. Raises OSError."""
        path = f"{self._root}/{name}"
        self._names.add(name)
        if _same_file(path, source):
            return
        self._make_room(path)
        try:
            os.link(source, path)
        except OSError:
            shutil.copyfile(source, path)

    def copy(self, name: str, source: Path) -> None:
        """Copy a file from elsewhere into the next version. Raises OSError."""
        path = f"{self._root}/{name}"
        self._names.add(name)
        with contextlib.suppress(OSError):
            if filecmp.cmp(path, source, shallow=False):
                return
        self._make_room(path)
        shutil.copyfile(source, path)

    def keep(self, names: Iterable[str]) -> None:
        """Take files of the last version over as they are. Raises OSError."""
        for name in names:
            self.take(name, f"{self.live}/{name}")

    def put_in_place(self) -> Mapping[str, Stamp]:
        """Remove what no longer belongs to the site, and put the next version in place. Raises OSError.

        Gives the stamp of every file.
        """
        Path(self._root).mkdir(parents=True, exist_ok=True)
        self._remove_others()
        stamps = {name: stamp(f"{self._root}/{name}") for name in sorted(self._names)}
        self.live.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(Path(self._root), self.live)
        return {name: found for name, found in stamps.items() if found}

    def _make_room(self, path: str) -> None:
        """Take away what stands where a file shall be, and make its folder."""
        try:
            os.unlink(path)  # noqa: PTH108
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        except (IsADirectoryError, PermissionError):
            shutil.rmtree(path)
        except NotADirectoryError:
            self._clear_way(path)

    def _clear_way(self, path: str) -> None:
        """Remove the file that lies where a folder above `path` shall be."""
        for parent in reversed(Path(path).parents):
            if parent.is_file():
                parent.unlink()
        Path(path).parent.mkdir(parents=True, exist_ok=True)

    def _remove_others(self) -> None:
        for folder, _, files in os.walk(self._root, topdown=False):
            inside = folder[len(self._root) + 1 :].replace(os.sep, "/")
            prefix = f"{inside}/" if inside else ""
            others = [file for file in files if f"{prefix}{file}" not in self._names]
            for file in others:
                os.unlink(f"{folder}/{file}")  # noqa: PTH108
            if inside and len(others) == len(files):
                with contextlib.suppress(OSError):  # it holds folders
                    os.rmdir(folder)  # noqa: PTH106


def stamp(path: str) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _holds(path: str, content: bytes) -> bool:
    """Whether a file holds exactly this."""
    try:
        if os.stat(path).st_size != len(content):  # noqa: PTH116
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read() == content
    except OSError:
        return False


def _same_file(path: str, source: str | os.PathLike[str]) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.stat(source))  # noqa: PTH116
    except OSError:
        return False
