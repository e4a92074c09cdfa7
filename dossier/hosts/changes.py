"""Changes of files, each told once, whether the system says so at once or it is found by looking."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserverVFS

_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})
"""That a file was opened or read is told as well, and a build reads them all."""
_UNSEEN = object()
_Identity = tuple[int, int]
_COMPILED = "__pycache__"
"""Where Python puts what it makes of a hook as it is read."""


class Changes(FileSystemEventHandler):
    """Calls `tell` for each change of a watched file, or of one that is not hidden below a watched folder.

    Most systems tell of changes at once, but none does of a folder that lies on another machine, and Linux only of so
    many folders: so it is looked, too, every `seconds`. What is found then and was told already is not told again.
    Neither way survives that a watched folder is taken away and made anew, so this is looked for as well.
    """

    def __init__(self, tell: Callable[[], None], seconds: float) -> None:
        self._tell = tell
        self._seconds = seconds
        self._may_look = threading.Event()
        self._may_look.set()
        looking = PollingObserverVFS(self._look, os.scandir, polling_interval=seconds)
        self._observers: tuple[Any, ...] = (Observer(), looking)
        self._watched: dict[str, _Identity | None] = {}
        self._before: dict[str, dict[str, object]] | None = {}
        """What there was when something was watched, until it is begun to tell."""
        self._let_go: dict[str, list[Callable[[], None]]] = {}
        self._seen: dict[str, object] = {}
        self._one_at_a_time = threading.Lock()
        self._watching = threading.Lock()  # another one: observers hold a lock of theirs while they tell
        self._stopped = threading.Event()

    def watch(self, path: Path) -> None:
        """Watch a file, or a folder with all below it; hidden files and folders are not read, and not told of.

        Nothing comes of it where that is watched already.
        """
        with self._watching:
            if not any(path.is_relative_to(each) for each in self._watched):
                self._watched[str(path)] = None
                if self._before is not None:
                    self._before[str(path)] = self._stamps(str(path))
                self._follow(str(path))

    def start(self) -> None:
        """Begin to tell; what changed since something is watched is told, too."""
        for observer in self._observers:
            with contextlib.suppress(OSError):
                observer.start()
        threading.Thread(target=self._follow_all, daemon=True).start()
        before, self._before = self._before or {}, None
        if any(self._stamps(path) != was for path, was in before.items()):
            self._tell()

    def stop(self) -> None:
        """Tell no more."""
        self._stopped.set()
        self._may_look.set()
        for observer in self._observers:
            observer.stop()

    @contextlib.contextmanager
    def unlooked(self) -> Iterator[None]:
        """Meanwhile nobody looks, which takes time from whatever else Python does; it is made up for afterwards."""
        self._may_look.clear()
        try:
            yield
        finally:
            self._may_look.set()

    def _look(self, path: str) -> os.stat_result:
        self._may_look.wait()
        return os.stat(path)  # noqa: PTH116

    def on_any_event(self, event: FileSystemEvent) -> None:
        """What the observers call, each from a thread of its own."""
        if event.is_directory or event.event_type not in _CHANGES:
            return
        paths = [os.fsdecode(each) for each in (event.src_path, event.dest_path) if each]
        with self._one_at_a_time:
            # All of them are looked at: the second would else be told of when it is found by looking.
            new = [path for path in paths if not self._is_hidden(path) and self._is_new(path)]
        if new:
            self._tell()

    def _follow_all(self) -> None:
        """Look for what was watched and is another by now, as long as anybody listens."""
        while not self._stopped.wait(self._seconds):
            with self._watching:
                others = [path for path in self._watched if self._follow(path)]
            with self._one_at_a_time:
                new = [path for path in others if Path(path).is_dir() or self._is_new(path)]
            if new:
                self._tell()

    def _follow(self, path: str) -> bool:
        """Let the observers watch what lies at a path, and tell whether it is another than they have watched."""
        found = _identity(path)
        if found == self._watched[path]:
            return False
        for let_go in self._let_go.pop(path, ()):
            let_go()
        for observer in self._observers if found else ():
            with contextlib.suppress(OSError):  # no room for another folder: then it is found by looking
                watch = observer.schedule(self, path, recursive=True)
                self._let_go.setdefault(path, []).append(partial(observer.unschedule, watch))
        self._watched[path] = found
        return True

    def _stamps(self, path: str) -> dict[str, object]:
        """What differs when a file at a path, or one that is not hidden below it, was written to."""
        below = (f"{folder}/{name}" for folder, _, names in os.walk(path) for name in names)
        own = () if Path(path).is_dir() else (path,)
        return {each: _stamp(each) for each in (*own, *below) if not self._is_hidden(each)}

    def _is_hidden(self, path: str) -> bool:
        below = next((path.removeprefix(each) for each in tuple(self._watched) if path.startswith(each)), path)
        return any(part.startswith(".") or part == _COMPILED for part in Path(below).parts)

    def _is_new(self, path: str) -> bool:
        stamp = _stamp(path)
        was, self._seen[path] = self._seen.get(path, _UNSEEN), stamp
        return was != stamp


def _identity(path: str) -> _Identity | None:
    """What tells a file or folder from another at the same path; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _stamp(path: str) -> tuple[int, int, int, int] | None:
    """What differs when a file was written to; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
