"""Random numbers that are the same everywhere, and how long things take by them.

A stream of its own belongs to each thing that is drawn, found from the seed and its name: what is drawn for one task
does not change when another is added, and however the runs are cut into parts. Only the raw output of PCG64 is used,
which NumPy promises to keep (NEP 19; the methods of its `Generator` it may change), and of floating point only what
IEEE 754 rounds in one way: the four operations and the square root.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dossier.compute.uncertainty import Distribution, Spread

    Minutes = NDArray[np.int64]
    Shares = NDArray[np.float64]

STEPS = 64
"""In how many steps the place of the most likely value between the others is tabulated: sixteenths of its exponent."""

CELLS, FINER = 256, 4
"""In how many cells the range is tabulated, and from how many points in each the density is summed."""


class Stream:
    """Numbers from 0 to below 1, each equally likely, one after the other."""

    def __init__(self, seed: int, name: str) -> None:
        digest = blake2b(f"{seed} {name}".encode(), digest_size=16).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest, "big"))

    def next(self, count: int) -> Shares:
        """The next `count` numbers: the upper 53 bits of each output, as a share of 2^53."""
        raw: NDArray[np.uint64] = self._bits.random_raw(count)
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53


def minutes(spread: Spread, distribution: Distribution, uniform: Shares) -> Minutes:
    """How long something takes for numbers between 0 and 1, by the inverse of its distribution; whole minutes."""
    low, width = spread.optimistic, spread.pessimistic - spread.optimistic
    if not width:
        return np.full(len(uniform), low, dtype=np.int64)
    mode = (spread.likely - low) / width
    share = triangular(mode, uniform) if distribution == "triangular" else pert(mode, uniform)
    return low + np.rint(share * width).astype(np.int64)


def triangular(mode: float, uniform: Shares) -> Shares:
    """The inverse of the triangular distribution from 0 to 1 with its peak at `mode`, in closed form."""
    rising = np.sqrt(uniform * mode)
    falling = 1.0 - np.sqrt((1.0 - uniform) * (1.0 - mode))
    return np.where(uniform < mode, rising, falling)


def pert(mode: float, uniform: Shares) -> Shares:
    """The inverse of the PERT distribution from 0 to 1 with its peak at `mode`, from a table.

    That is the beta distribution with the shapes 1 + 4·mode and 5 - 4·mode, whose mean is (1 + 4·mode)/6 (Malcolm,
    Roseboom, Clark and Fazar 1959; the modified PERT of Vose, Risk Analysis, with lambda 4). Between two tabulated
    peaks their mixture is taken, which keeps the mean; its standard deviation is off by 0.1 % at most.
    """
    step = mode * STEPS
    lower = min(int(step), STEPS - 1)
    part = step - lower
    tables = _cumulative()
    cumulative = tables[lower] * (1.0 - part) + tables[lower + 1] * part
    cumulative[-1] = 1.0
    cell = np.searchsorted(cumulative, uniform, side="right") - 1
    within = (uniform - cumulative[cell]) / np.diff(cumulative)[cell]
    share: Shares = (cell + within) / CELLS
    return share


@cache
def _cumulative() -> Shares:
    """For each tabulated peak, the probability below each edge of a cell, from 0 to 1.

    The density at a peak of k/64 is x^(k/16)·(1-x)^(4-k/16), so that four square roots and products give it.
    """
    middle = (np.arange(CELLS * FINER) + 0.5) / (CELLS * FINER)
    root, other = _sixteenth(middle), _sixteenth(1.0 - middle)
    rising, falling = [np.ones_like(middle)], [np.ones_like(middle)]
    for _ in range(STEPS):
        rising.append(rising[-1] * root)
        falling.append(falling[-1] * other)
    density = np.stack([rising[k] * falling[STEPS - k] for k in range(STEPS + 1)])
    summed = np.cumsum(density, axis=1)[:, FINER - 1 :: FINER]  # one after the other, in the same order everywhere
    return np.concatenate([np.zeros((STEPS + 1, 1)), summed / summed[:, -1:]], axis=1)


def _sixteenth(values: Shares) -> Shares:
    return np.sqrt(np.sqrt(np.sqrt(np.sqrt(values))))
