"""Two folders exchange their places in one step, so that at no moment there is half a site, or none."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2, RENAME_SWAP of macOS's renamex_np: the same number
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def put_in_place(fresh: Path, place: Path) -> None:
    """Put a folder where another one is, or nothing; what was there lies where `fresh` was.

    Raises OSError; then both are as they were. Where a system cannot exchange two names at once there are three
    renames, and between the first and the second the place is empty.
    """
    if not place.exists():
        fresh.rename(place)
    elif not _exchanged(fresh, place):
        aside = fresh.with_name(f"{fresh.name}.aside")
        place.rename(aside)
        try:
            fresh.rename(place)
        except OSError:
            aside.rename(place)
            raise
        aside.rename(fresh)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged the two names; False where it, or the file system, cannot."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = libc.renamex_np(*names, _EXCHANGE)
        else:
            failed = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    except (OSError, AttributeError, TypeError):  # Windows, or a C library that does not know the call
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(other))
