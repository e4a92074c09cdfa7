"""What is worked out from one record alone, and only once: the record remembers the answer."""

from __future__ import annotations

from functools import wraps
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.records.declare import Record

T = TypeVar("T")


def once_per_record(compute: Callable[[Any], T]) -> Callable[[Record], T]:
    """The same function, which computes only once for each record, and is remembered with it from one run to the next.

    What it gives must depend on the record and the program alone.
    """
    return _once(compute, attrgetter("known"))


def once_in_memory(compute: Callable[[Any], T]) -> Callable[[Record], T]:
    """The same, remembered only as long as the program runs: for what is as soon worked out as read from a file."""
    return _once(compute, attrgetter("known_now"))


def _once(compute: Callable[[Any], T], answers_of: Callable[[Record], dict[str, Any]]) -> Callable[[Record], T]:
    name = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def answer(record: Record) -> T:
        answers = answers_of(record)
        if name not in answers:
            answers[name] = compute(record)
        return cast("T", answers[name])

    return answer
