"""What is worked out from one value alone, such as a source, and only once: the value remembers the answer."""

from __future__ import annotations

from functools import wraps
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.text.source import Source

T = TypeVar("T")


def once_per_source(compute: Callable[[Source], T]) -> Callable[[Source], T]:
    """The same function, which computes only once for each source, and is remembered with it from one run to the next.

    What it gives must depend on the source and the program alone.
    """
    return remembered(compute, "known")


def remembered(compute: Callable[[Any], T], where: str) -> Callable[[Any], T]:
    """The same function, which computes only once for each value; the attribute `where` of the value holds answers."""
    name = f"{compute.__module__}.{compute.__qualname__}"
    answers_of = attrgetter(where)

    @wraps(compute)
    def answer(value: Any) -> T:
        answers = answers_of(value)
        try:
            known: T = answers[name]
        except KeyError:
            known = answers[name] = compute(value)
        return known

    return answer
