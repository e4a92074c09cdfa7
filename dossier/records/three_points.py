"""Three-point estimates: what is optimistic, most likely and pessimistic, in working days."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def out_of_order(optimistic: Decimal | None, likely: Decimal | None, pessimistic: Decimal | None) -> Iterator[str]:
    """Each pair of estimates that do not follow each other, in words; one that is not there is no matter."""
    named = (("at best", optimistic), ("most likely", likely), ("at worst", pessimistic))
    for (lower, fewer), (upper, more) in combinations(named, 2):
        if fewer is not None and more is not None and fewer > more:
            yield f"{fewer.normalize():f}d {lower}, {more.normalize():f}d {upper}"
