"""What is worked out from one record alone, and only once: the record remembers the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from dossier.text.once import remembered

if TYPE_CHECKING:
    from dossier.records.declare import Record

T = TypeVar("T")
Purpose = Literal["check", "site"]
ASKED_OF_ALL: dict[Purpose, list[Callable[[Any], Any]]] = {"check": [], "site": []}
"""What `asked_of_all` was written above."""


def once_per_record(compute: Callable[[Any], T]) -> Callable[[Record], T]:
    """The same function, which computes only once for each record, and is remembered with it from one run to the next.

    What it gives must depend on the record and the program alone.
    """
    return remembered(compute, "known")


def once_in_memory(compute: Callable[[Any], T]) -> Callable[[Record], T]:
    """The same, remembered only as long as the program runs: for what is as soon worked out as read from a file."""
    return remembered(compute, "known_now")


def asked_of_all(purpose: Purpose) -> Callable[[Callable[[Record], T]], Callable[[Record], T]]:
    """The same function, of which a check of all, or the building of a site, asks nearly every record.

    Where many records are read, they are asked so soon: see `hosts/parsed_ahead.py`. It stands above `once_per_record`.
    """

    def mark(ask: Callable[[Record], T]) -> Callable[[Record], T]:
        ASKED_OF_ALL[purpose].append(ask)
        return ask

    return mark
