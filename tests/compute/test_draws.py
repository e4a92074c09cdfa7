"""Numbers drawn by chance: the same everywhere, and distributed as their formulas say."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.draws import Stream, minutes, pert, triangular
from dossier.compute.uncertainty import Spread

EVENLY = (np.arange(100_000) + 0.5) / 100_000
"""Numbers that stand for all between 0 and 1, so that a mean over them has no chance in it."""


def pcg64(state: int, increment: int, count: int) -> list[int]:
    """PCG XSL RR 128/64 (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient … Algorithms", section 6.3.3)."""
    found = []
    for _ in range(count):
        state = (state * 0x2360ED051FC65DA44385DF649FCCF645 + increment) % 2**128
        folded, turn = (state >> 64) ^ (state % 2**64), state >> 122
        found.append((folded >> turn | folded << (64 - turn)) % 2**64)
    return found


def test_a_stream_is_the_upper_bits_of_pcg64():
    stream = Stream(7, "task T-1")
    inner = stream._bits.state["state"]
    expected = [(raw >> 11) / 2**53 for raw in pcg64(inner["state"], inner["inc"], 50)]
    assert stream.next(20).tolist() + stream.next(30).tolist() == expected


def test_streams_of_other_names_and_seeds_are_others():
    first = {(seed, name): tuple(Stream(seed, name).next(4)) for seed in (1, 2) for name in ("a", "b", "a b")}
    assert len(set(first.values())) == 6
    assert tuple(Stream(1, "a").next(4)) == first[1, "a"]


@pytest.mark.parametrize(
    ("mode", "below"),
    [
        # the beta distribution with whole shapes is a polynomial: at least alpha of alpha + beta - 1 draws lie below x
        (0.0, lambda x: 1 - (1 - x) ** 5),
        (0.25, lambda x: 1 - (1 - x) ** 5 - 5 * x * (1 - x) ** 4),
        (0.5, lambda x: 10 * x**3 - 15 * x**4 + 6 * x**5),
        (0.75, lambda x: 5 * x**4 * (1 - x) + x**5),
        (1.0, lambda x: x**5),
    ],
)
def test_pert_is_the_beta_distribution(mode: float, below: Callable[[np.ndarray], np.ndarray]):
    assert np.abs(below(pert(mode, EVENLY)) - EVENLY).max() < 1e-4


@given(st.floats(0, 1))
def test_pert_has_the_mean_and_deviation_of_its_three_points(mode: float):
    drawn = pert(mode, EVENLY)
    mean = (1 + 4 * mode) / 6
    assert drawn.mean() == pytest.approx(mean, abs=1e-4)
    assert drawn.std() == pytest.approx(sqrt(mean * (1 - mean) / 7), rel=2e-3)


@given(st.floats(0, 1), st.floats(0, 1, exclude_max=True))
def test_the_triangular_distribution_is_inverted(mode: float, uniform: float):
    (x,) = triangular(mode, np.array([uniform]))
    below = x * x / mode if x < mode else 1 - (1 - x) ** 2 / (1 - mode) if mode < 1 else 1.0
    assert below == pytest.approx(uniform, abs=1e-9)


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=3).map(sorted), st.sampled_from(["pert", "triangular"]))
def test_minutes_are_whole_and_within_the_estimates(points: list[int], distribution: str):
    drawn = minutes(Spread(*points), distribution, np.array([0.0, 0.1, 0.5, 0.9, 1 - 2**-53]))
    assert drawn.dtype == np.int64
    assert (np.diff(drawn) >= 0).all()
    assert points[0] <= drawn[0]
    assert drawn[-1] <= points[2]
