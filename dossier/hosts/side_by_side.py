"""Work done in copies of this process: they share its memory as it is when they begin, so nothing is handed over."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

T = TypeVar("T")

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>

CAN_COPY = sys.platform == "linux"
"""Elsewhere a process cannot be copied, or not safely (macOS): there work is done one after the other, in this one."""


class Ended(Exception):
    """A copy of the process ended before its work was done."""


class Beside(Generic[T]):
    """Work that goes on beside this process, from when this is made; `result` waits for it.

    A copy does this one thing and ends: when the first process is killed, none stays behind and waits for orders.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        from multiprocessing import get_context  # noqa: PLC0415 - most builds change a few pages and need no help

        context = get_context("fork")
        self.answer, given = context.Pipe(duplex=False)
        self._process = context.Process(target=_work_in_copy, args=(work, self.answer, given))
        gc.freeze()  # else the copy's first collection would touch, and so copy, all memory
        try:
            self._process.start()
        finally:
            gc.unfreeze()
        given.close()

    def is_done(self) -> bool:
        """Whether the work has ended."""
        return self.answer.poll()

    def result(self) -> T:
        """What the work gave. Raises what it raised, and Ended."""
        try:
            done, value = self.answer.recv()
        except EOFError:
            raise Ended(f"a process ended before its work was done (process {self._process.pid})") from None
        finally:
            self.close()
        if done:
            result: T = value
            return result
        raise value

    def close(self) -> None:
        """Let go of the work and wait for its process to end; nobody will ask for the result any more."""
        self.answer.close()  # a copy that gives its result to nobody ends
        self._process.join()

    def stop(self) -> None:
        """End the work, wherever it is."""
        self._process.kill()
        self.close()


class Companion:
    """A copy of this process with which it talks: each hears, in their order, what the other says.

    What goes wrong there ends it, and is nothing that this process would not meet as well: it has to do without.
    """

    def __init__(self, work: Callable[[Talk], None]) -> None:
        from multiprocessing import get_context  # noqa: PLC0415

        context = get_context("fork")
        here, there = context.Pipe()
        self._talk = Talk(here)
        self._process = context.Process(target=_talking, args=(work, here, there))
        self._process.start()
        there.close()

    def say(self, value: Any) -> None:
        """Say something; nothing comes of it where the other has ended."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._talk.say(value)

    def hear(self) -> Any:
        """What the other says next; waits for it. Raises Ended."""
        try:
            return self._talk.hear()
        except (EOFError, ConnectionResetError):
            raise Ended(f"a process ended before its work was done (process {self._process.pid})") from None

    def close(self) -> None:
        """End the other, of which nobody wants to hear any more.

        It would not learn that by itself while any copy lives that was made since: all hold this end of the talk, too.
        """
        self._talk.close()
        self._process.kill()
        self._process.join()


class Talk:
    """One end of a conversation between two processes."""

    def __init__(self, connection: Connection) -> None:
        self.say = connection.send
        self.hear: Callable[[], Any] = connection.recv
        self.close = connection.close


class Later(Generic[T]):
    """Work that is done here, when its result is asked for."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.result = work

    def is_done(self) -> bool:
        """Whether there is no use in doing something else meanwhile: nothing else goes on."""
        return True

    def close(self) -> None:
        """Let go of the work; nobody will ask for the result any more."""


def beside(work: Callable[[], T], jobs: int) -> Beside[T] | Later[T]:
    """Work that goes on beside this process where it may have several, else is done when its result is asked for."""
    return Beside(work) if jobs > 1 and CAN_COPY else Later(work)


@contextlib.contextmanager
def held_by_copies(path: Path) -> Iterator[bool]:
    """A lock that copies made meanwhile hold as well, until they end: they may outlive a process that is killed.

    Waits for it, and gives whether there is one: where processes cannot be copied there is none, nor on a file system
    without such locks. Those of `filelock` are this process's alone, since it closes their files in copies.
    Raises OSError.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield _locked(file)
    finally:
        os.close(file)  # and not LOCK_UN, which would take it from the copies


def _locked(file: int) -> bool:
    if not CAN_COPY:
        return False
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        return False
    return True


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(works: Sequence[Callable[[], T]], jobs: int) -> list[T]:
    """What each work gives, in their order, `jobs` of them at a time.

    All are done before the first error, in their order, is raised.
    """
    if jobs <= 1 or len(works) <= 1 or not CAN_COPY:
        return [work() for work in works]
    with _Copies[T](jobs) as copies:
        for work in works:
            copies.begin(work)
        return copies.results()


def here_and_beside(own: Callable[[], T], works: Sequence[Callable[[], T]], jobs: int) -> list[T]:
    """What all works give, `own` first: that is done in this process, the others in copies that it begins before.

    An error of `own` is raised at once, those of the others as by `side_by_side`.
    """
    if jobs <= 1 or not CAN_COPY:
        return [own(), *(work() for work in works)]
    with _Copies[T](jobs) as copies:
        for work in works[: jobs - 1]:
            copies.begin(work)
        first = own()
        for work in works[jobs - 1 :]:
            copies.begin(work)
        return [first, *copies.results()]


class _Copies(Generic[T]):
    """Works that go on in copies of this process, so many at a time; a context manager that stops what still goes on.

    A copy whose result nobody reads would wait for ever, and hold our locks.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._running: dict[Connection, tuple[int, Beside[T]]] = {}
        self._results: dict[int, T] = {}
        self._errors: dict[int, Exception] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for _number, beside in self._running.values():
            beside.stop()

    def begin(self, work: Callable[[], T]) -> None:
        """Begin a work, as soon as few enough others go on."""
        if len(self._running) == self._limit:
            self._take_one()
        beside = Beside(work)
        number = len(self._running) + len(self._results) + len(self._errors)
        self._running[beside.answer] = (number, beside)

    def results(self) -> list[T]:
        """What all gave, in the order in which they were begun. Raises the first error, in that order."""
        while self._running:
            self._take_one()
        for number in sorted(self._errors):
            raise self._errors[number]
        return [self._results[number] for number in sorted(self._results)]

    def _take_one(self) -> None:
        from multiprocessing.connection import wait  # noqa: PLC0415

        ended: Any = wait(list(self._running))[0]
        number, beside = self._running.pop(ended)
        try:
            self._results[number] = beside.result()
        except Exception as error:  # noqa: BLE001 - raised when all are done
            self._errors[number] = error


def _talking(work: Callable[[Talk], None], of_first: Connection, own: Connection) -> None:
    _end_when_stopped()
    of_first.close()  # else this process would wait for ever for what nobody else can say
    with own, contextlib.suppress(Exception):
        work(Talk(own))


def _end_when_stopped() -> None:
    """When somebody stops the program (Ctrl-C), its copies end, and the first process alone tells it.

    They end as well when that is killed, whatever they are at.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    import ctypes  # noqa: PLC0415 - Python has no other door to the system's prctl(2)

    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _work_in_copy(work: Callable[[], Any], answer_of_first: Connection, given: Connection) -> None:
    _end_when_stopped()
    answer_of_first.close()  # else this process could wait for ever until somebody, itself, reads what it gives
    try:
        answer = (True, work())
    except Exception as error:  # noqa: BLE001 - raised where the result is asked for
        answer = (False, error)
    with given, contextlib.suppress(BrokenPipeError):  # nobody may be there any more
        given.send(answer)
