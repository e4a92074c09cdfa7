"""Files written whole or not at all, so that a crash never leaves half a record."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_file(path: Path, content: str | bytes) -> None:
    """Replace or make a file in one step; its permissions stay, and a link keeps pointing to the same file.

    Raises OSError when it cannot be written; the old file is then untouched and nothing else is left behind.
    """
    write_files({path: content})


def write_files(files: Mapping[Path, str | bytes]) -> None:
    """Replace or make all these files as `write_file` does, or none of them where one cannot be written.

    Raises OSError then. Only a crash between the last steps, which take no room on the disk, leaves some of each.
    """
    written: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            target = path.resolve()
            written[target] = _beside(target, _bytes(content))
            with contextlib.suppress(FileNotFoundError):
                written[target].chmod(target.stat().st_mode & 0o7777)
        _put_in_place(written)
    finally:
        for fresh in written.values():
            fresh.unlink(missing_ok=True)
    for folder in dict.fromkeys(target.parent for target in written):
        _settle(folder)


def _put_in_place(written: Mapping[Path, Path]) -> None:
    """Give each file its name; where one cannot get it, those that had theirs before are again what they were."""
    targets = tuple(written)
    before = {target: target.read_bytes() if target.exists() else None for target in targets[:-1]}
    placed: list[Path] = []
    try:
        for target in targets:
            written[target].replace(target)
            placed.append(target)
    except BaseException:
        for target in placed:
            was = before[target]
            with contextlib.suppress(OSError):
                target.unlink() if was is None else write_file(target, was)
        raise


def replace_file(path: Path, content: bytes | memoryview) -> None:
    """Put a file where another one, a link or nothing is. Raises OSError; what was there is then untouched.

    Nobody waits for the disk, so a power cut may tear the file, and so may two who write it at once. What a run leaves
    beside it that is killed, the next one takes away.
    """
    written = path.with_name(f".{path.name}.tmp")
    written.unlink(missing_ok=True)
    try:
        with written.open("xb") as stream:
            stream.write(content)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def write_new_files(files: Mapping[Path, str | bytes]) -> None:
    """Make all these files, or none of them where one cannot be made; folders are made as needed.

    Raises FileExistsError when one is there already, and OSError when one cannot be written.
    """
    made: list[Path] = []
    try:
        for path, content in files.items():
            _make_folder(path.parent, made)
            _write_new(path, _bytes(content))
            made.append(path)
    except BaseException:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _write_new(path: Path, content: bytes) -> None:
    """A hard link appears whole and never replaces; a file system without links gets the file itself."""
    if os.path.lexists(path):
        raise FileExistsError(path)
    written = _beside(path, content)
    try:
        os.link(written, path)
        written.unlink()
    except FileExistsError:
        written.unlink()
        raise
    except OSError:
        written.replace(path)
    _settle(path.parent)


def _make_folder(folder: Path, made: list[Path]) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent, made)
        folder.mkdir()
        made.append(folder)


def _beside(path: Path, content: bytes) -> Path:
    """The content in a hidden file in the same folder, safely on the disk; hidden files are not read."""
    written = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        with written.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return written


def _settle(folder: Path) -> None:
    """Put the new name of a file on the disk as well; not every system lets a folder be opened for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
