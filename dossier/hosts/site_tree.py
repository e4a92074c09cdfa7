"""The next version of a site's folder: files written anew or taken over from the last one, then put in its place."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from dossier.text.cache_folder import unlinked
from dossier.text.swap import put_in_place

Stamp = tuple[int, int, int]
"""By which one sees that a file is the one that was written: inode, size in bytes, time of change in nanoseconds."""

Found = tuple[dict[str, int], set[str]]
"""The files below a folder with their inodes, and the folders."""

_NEW = 0
"""Stands for the inode of a file made in this build; no file has it."""


class SiteTree:
    """The folder `next_one`, in which the next version of the site in `live` is made.

    Nothing in `live` is ever touched: a file that stays as it is has one more name (a hard link) in the next version,
    and one that changes is a new file. After `put_in_place` the last version lies in `next_one`, and serves the build
    after that: only what differs has to be made there, since removing and making thousands of folders takes seconds.
    """

    def __init__(self, live: Path, next_one: Path, found: Found | None = None) -> None:
        """Begin in a folder in which there is already what was `found` there, else looked for now. Raises OSError."""
        self._live = live
        self._root = str(next_one)
        self._stamps: dict[str, Stamp | None] = {}  # the files of the next version; None for those that were made
        self._inodes, self._folders = found or found_in(next_one)

    def write(self, name: str, content: bytes) -> None:
        """Make a file of the next version. Raises OSError."""
        if name not in self._inodes or not _holds(f"{self._root}/{name}", content):
            self._make(name, partial(_write, content))
        self._stamps[name] = None

    def expect(self, names: Iterable[str]) -> None:
        """Count files that copies of this process will write, and make their folders. Raises OSError.

        The copies know nothing of each other: each would take the other's folders for something in its way.
        """
        for name in names:
            self._make_folder(name.rpartition("/")[0])
            self._stamps[name] = None

    def take(self, name: str, source: str | os.PathLike[str]) -> None:
        """Give a file from elsewhere a name in the next version, or copy it. Raises OSError."""
        self._make(name, partial(_link, source))
        self._stamps[name] = None

    def copy(self, name: str, source: Path) -> None:
        """Copy a file from elsewhere into the next version. Raises OSError."""
        if name not in self._inodes or not _same(f"{self._root}/{name}", source):
            self._make(name, partial(_copy, source))
        self._stamps[name] = None

    def keep(self, name: str, known: Stamp) -> None:
        """Take a file of the last version over as it is; `known` is its stamp.

        Raises OSError, also where it is another file by now: a build of another workspace, which has another lock, may
        just have put its site in place, even the team's in that of a client.
        """
        if self._inodes.get(name) == known[0]:  # the version before had it, too
            self._stamps[name] = known
        else:
            self._make(name, partial(_link_known, f"{self._live}/{name}", known))
            self._stamps[name] = None

    def put_in_place(self) -> Mapping[str, Stamp]:
        """Remove what no longer belongs to the site, and put the next version in place. Raises OSError.

        Gives the stamp of every file.
        """
        self._remove_others()
        told = ((name, known or stamp(f"{self._root}/{name}")) for name, known in self._stamps.items())
        stamps = {name: found for name, found in told if found}
        self._live.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(Path(self._root), self._live)
        return stamps

    def lay_out(self, stamps: Mapping[str, Stamp]) -> None:
        """Take every file of a site over, by its stamp, for a version that is to come. Raises OSError."""
        for name, known in stamps.items():
            self.keep(name, known)
        self._remove_others()

    def _make(self, name: str, make: Callable[[str], object]) -> None:
        """Make a file where none is; one that is there goes first, since it may be a file of the live site as well."""
        path = f"{self._root}/{name}"
        if name in self._inodes:
            os.unlink(path)  # noqa: PTH108
        self._make_folder(name.rpartition("/")[0])
        try:
            make(path)
        except FileExistsError:
            self._clear(path)
            make(path)
        self._inodes[name] = _NEW

    def _make_folder(self, folder: str) -> None:
        if folder in self._folders:
            return
        self._make_folder(folder.rpartition("/")[0])
        path = f"{self._root}/{folder}"
        try:
            os.mkdir(path)  # noqa: PTH102
        except FileExistsError:
            self._clear(path)
            os.mkdir(path)  # noqa: PTH102
        self._folders.add(folder)

    def _clear(self, path: str) -> None:
        """Take away what is in the way: a folder, a file, or the same name in other upper and lower case."""
        shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)  # noqa: PTH108, PTH112
        self._inodes, self._folders = found_in(Path(self._root))

    def _remove_others(self) -> None:
        for name in self._inodes.keys() - self._stamps.keys():
            os.unlink(f"{self._root}/{name}")  # noqa: PTH108
        for folder in sorted(self._folders - _folders_of(self._stamps), reverse=True):  # first those within others
            with contextlib.suppress(OSError):  # somebody just put something there; it goes next time
                os.rmdir(f"{self._root}/{folder}")  # noqa: PTH106


def _same(path: str, source: Path) -> bool:
    filecmp.clear_cache()  # within a process it goes by size and time, which a file may have kept that was exchanged
    return filecmp.cmp(path, source, shallow=False)


def found_in(folder: Path) -> Found:
    """What there is below a folder, which is made where there is none; links and the like are removed, we make none."""
    unlinked(folder).mkdir(parents=True, exist_ok=True)
    root = str(folder)
    inodes: dict[str, int] = {}
    folders = {""}
    pending = [""]
    while pending:
        inside = pending.pop()
        with os.scandir(f"{root}/{inside}") as entries:
            for entry in entries:
                name = f"{inside}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.add(name)
                    pending.append(f"{name}/")
                elif entry.is_file(follow_symlinks=False):
                    inodes[name] = entry.inode()
                else:
                    os.unlink(entry.path)  # noqa: PTH108
    return inodes, folders


def _folders_of(names: Iterable[str]) -> set[str]:
    """The folders in which these files lie, and those above them."""
    found = {""}
    for name in names:
        folder = name.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _write(content: bytes, path: str) -> None:
    with open(path, "xb") as file:  # noqa: PTH123 - thousands of files: Path costs as much as the writing
        file.write(content)


def _link_known(source: str, known: Stamp, path: str) -> None:
    try:
        taken = _link(source, path)
    except FileNotFoundError:
        taken = None
    if taken != known:
        raise OSError(errno.EBUSY, "another build put its site in place meanwhile; build again")


def _link(source: str | os.PathLike[str], path: str) -> Stamp | None:
    """Link or copy a file, and give the stamp of the one that was there."""
    try:
        os.link(source, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, or another one
        return _copy(source, path)
    return stamp(path)


def _copy(source: str | os.PathLike[str], path: str) -> Stamp:
    with open(source, "rb") as file, open(path, "xb") as copied:  # noqa: PTH123
        shutil.copyfileobj(file, copied)
        return _stamp_of(os.fstat(file.fileno()))


def stamp(path: str) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        return _stamp_of(os.stat(path, follow_symlinks=False))  # noqa: PTH116
    except OSError:
        return None


def _stamp_of(found: os.stat_result) -> Stamp:
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
