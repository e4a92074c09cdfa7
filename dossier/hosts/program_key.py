"""By what one sees whether what an earlier run made was made by the same program."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.theme import THEME
from dossier.words import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def program_key() -> str:
    """What made a page besides records and configuration: Python, packages, this program's own files and its theme."""
    return blake2b("\n".join((*_code(), *_files(THEME))).encode(), digest_size=16).hexdigest()


def look_at_theme_again() -> None:
    """Let the key, and the words of pages, be those of the theme as it is now, in a process that goes on and on.

    Of code it runs what it began with, so that is not looked at again.
    """
    if program_key.__wrapped__() != program_key():
        program_key.cache_clear()
        catalogue.cache_clear()


@cache
def _code() -> tuple[str, ...]:
    return (sys.version, *_packages(), *_files(Path(__file__).parents[1]))


def _packages() -> Iterator[str]:
    """All installed packages with their versions, by the folders that tell of them, such as `babel-2.14.0.dist-info`.

    Asking for the versions of those that have a hand in a page takes longer than all else here.
    """
    for folder in sys.path:
        with contextlib.suppress(OSError):  # not every entry is a folder
            yield from sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208


def _files(root: Path) -> Iterator[str]:
    """The files of the program below a folder, each with its size and the time of its last change."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted({*folders} - {"__pycache__"})
        for name in sorted(names):
            with contextlib.suppress(FileNotFoundError):  # what an editor puts beside a file while it is open
                found = os.stat(f"{folder}/{name}")  # noqa: PTH116
                yield f"{folder}/{name} {found.st_size} {found.st_mtime_ns}"
