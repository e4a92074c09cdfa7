"""Commands that change records take turns, so that none undoes what another has just written."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import BaseFileLock, FileLock, Timeout

from dossier.cli.workspace import CouldNotRun, workspace
from dossier.text.cache_folder import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 60


@contextmanager
def edits_alone() -> Iterator[None]:
    """No other command changes records in the workspace of the current folder; `@edits_alone()` says so of a function.

    It has to span reading as well as writing: what was read decides the next number and the text of the whole file.
    Where there is no workspace yet, or no lock can be had in it, it lets the command go on: who cannot write there is
    told so by the writing. Raises CouldNotRun where another command does not end within a minute.
    """
    with ExitStack() as held:
        try:
            held.enter_context(_lock().acquire(timeout=PATIENCE_SECONDS))
        except Timeout as error:
            raise CouldNotRun("another command is changing records here; nothing was written") from error
        except (CouldNotRun, OSError, NotImplementedError):
            pass
        yield


def _lock() -> BaseFileLock:
    """The lock of the workspace. Raises CouldNotRun where there is none, and OSError where it has no cache folder."""
    folder = cache_folder(workspace(Path()).root)
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / "edits.lock")
