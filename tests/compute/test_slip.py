"""Where the days were lost: the shares of a slip add up to it, and each stands with the task that lost it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.slip import PROJECT, Movement, Side, Stretch, Tie

CHAIN = {"B": (Tie("A", "finish", "start"),), "C": (Tie("B", "finish", "start"),)}


def movement(
    now: dict[str, tuple[int, int]],
    before: dict[str, tuple[int, int]],
    ties: dict[str, tuple[Tie, ...]],
    first: dict[str, str] | None = None,
    last: dict[str, str] | None = None,
) -> Movement:
    def stretched(spans: dict[str, tuple[int, int]]) -> dict[str, Stretch]:
        return {name: Stretch(*span) for name, span in spans.items()}

    return Movement(stretched(now), stretched(before), ties, first or {}, last or {})


def shares(found: Movement, task: str) -> list[tuple[str, str, int]]:
    slip = found.slip(task)
    assert slip
    assert sum(share.days for share in slip.shares) == max(slip.days, 0)
    return [(share.task, share.kind, share.days) for share in slip.shares]


def test_each_day_stands_with_the_task_that_lost_it():
    """A takes three days more, C two: C is five days later, three of them through A, and B only hands them on."""
    before = {"A": (0, 5), "B": (5, 8), "C": (8, 12)}
    now = {"A": (0, 8), "B": (8, 11), "C": (11, 17)}
    found = movement(now, before, CHAIN)
    assert shares(found, "A") == [("A", "longer", 3)]
    assert shares(found, "B") == [("A", "longer", 3)]
    assert shares(found, "C") == [("C", "longer", 2), ("A", "longer", 3)]
    slip = found.slip("C")
    assert slip
    assert slip.chain == ("B", "A")


def test_what_starts_later_than_it_had_to_is_late_by_itself():
    before = {"A": (0, 5), "B": (5, 8)}
    assert shares(movement({"A": (0, 5), "B": (9, 12)}, before, {}), "B") == [("B", "later", 4)]
    # its start was given, four days after A let it begin; A itself is two days late
    loose = {"B": (Tie("A", "finish", "start", push=2),)}
    assert shares(movement({"A": (0, 7), "B": (9, 12)}, before, loose), "B") == [("B", "later", 2), ("A", "longer", 2)]


def test_a_predecessor_that_was_late_within_the_float_is_no_cause():
    before = {"A": (0, 5), "B": (10, 12)}
    loose = {"B": (Tie("A", "finish", "start", push=-2),)}
    assert shares(movement({"A": (0, 8), "B": (11, 13)}, before, loose), "B") == [("B", "later", 1)]


def test_float_takes_up_the_days_lost_first():
    """A loses two days, B four, and C had room for five: it is one day late, and that day was lost in B."""
    before = {"A": (0, 5), "B": (5, 8), "C": (13, 15)}
    now = {"A": (0, 7), "B": (7, 14), "C": (14, 16)}
    assert shares(movement(now, before, CHAIN), "C") == [("B", "longer", 1)]


def test_days_made_up_count_against_those_handed_on():
    before = {"A": (0, 5), "B": (5, 15)}
    now = {"A": (0, 9), "B": (9, 17)}
    assert shares(movement(now, before, CHAIN), "B") == [("B", "made_up", -2), ("A", "longer", 4)]


def test_a_task_that_was_added_is_the_cause_itself():
    assert shares(movement({"A": (0, 4), "B": (4, 6)}, {"B": (0, 2)}, CHAIN), "B") == [("A", "added", 4)]
    assert movement({"A": (0, 4)}, {}, {}).slip("A") is None


def test_a_phase_is_late_by_what_ends_it():
    before = {"P": (0, 8), "A": (0, 5), "B": (5, 8), "X": (0, 8), PROJECT: (0, 8)}
    now = {"P": (0, 11), "A": (0, 8), "B": (8, 11), "X": (0, 8), PROJECT: (0, 11)}
    found = movement(now, before, CHAIN, {"P": "A", PROJECT: "A"}, {"P": "B", PROJECT: "B"})
    assert shares(found, "P") == shares(found, PROJECT) == [("A", "longer", 3)]


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        (Tie("A", "start", "start"), [("B", "longer", 1), ("A", "later", 3)]),
        (Tie("A", "finish", "finish"), [("A", "longer", 1), ("A", "later", 3)]),
        (Tie("A", "start", "finish"), [("B", "later", 1), ("A", "later", 3)]),
    ],
)
def test_links_of_every_kind_hand_on_what_they_hold(tie: Tie, expected: list[tuple[str, str, int]]):
    """A starts three days later and finishes four days later; B starts three and finishes four days later."""
    before = {"A": (0, 5), "B": (1, 6)}
    now = {"A": (3, 9), "B": (4, 10)}
    assert shares(movement(now, before, {"B": (tie,)}), "B") == expected


def test_a_circle_ends_where_it_began():
    before = {"A": (0, 1), "B": (0, 1)}
    now = {"A": (3, 4), "B": (3, 4)}
    ties = {"A": (Tie("B", "finish", "start"),), "B": (Tie("A", "finish", "start"),)}
    assert sum(days for *_, days in shares(movement(now, before, ties), "A")) == 3


NAMES = "ABCDEFGH"
SIDES: tuple[Side, ...] = ("start", "finish")


@st.composite
def movements(draw: st.DrawFn) -> Movement:
    """Any plan beside any baseline, also such as no schedule would give: circles, phases in phases, missing lines."""

    def spans(names: str) -> dict[str, tuple[int, int]]:
        starts = draw(st.lists(st.integers(0, 30), min_size=len(names), max_size=len(names)))
        lengths = draw(st.lists(st.integers(0, 12), min_size=len(names), max_size=len(names)))
        return {n: (s, s + d) for n, s, d in zip(names, starts, lengths, strict=True)}

    def one_of(names: str) -> st.SearchStrategy[str]:
        return st.sampled_from(names)

    tie = st.builds(Tie, one_of(NAMES), st.sampled_from(SIDES), st.sampled_from(SIDES), st.none() | st.integers(-9, 20))
    kept = "".join(draw(st.sets(one_of(NAMES), min_size=1).map(sorted)))
    ties = draw(st.dictionaries(one_of(NAMES), st.lists(tie, max_size=3).map(tuple)))
    ends = draw(st.dictionaries(one_of(NAMES), one_of(NAMES), max_size=3))
    begins = {phase: draw(one_of(kept)) for phase in ends}
    return movement(spans(NAMES), spans(kept), ties, begins, ends)


@given(movements())
def test_the_shares_always_add_up_to_the_whole(found: Movement):
    for task in NAMES:
        slip = found.slip(task)
        assert (slip is None) == (task not in found.before)
        if slip:
            assert slip.days == found.now[task].finish - found.before[task].finish
            assert sum(share.days for share in slip.shares) == max(0, slip.days)
            assert all((share.days < 0) == (share.kind == "made_up") for share in slip.shares), slip
            assert len({(share.task, share.kind) for share in slip.shares}) == len(slip.shares)
            assert all(share.task in found.now for share in slip.shares)


def test_a_long_way_is_gone_once():
    """Three thousand tasks in a row, all held by the first; asked about one after the other."""
    count = 3_000
    before = {f"T-{n}": (n, n + 1) for n in range(count)}
    now = {"T-0": (0, 5), **{f"T-{n}": (n + 4, n + 5) for n in range(1, count)}}
    ties = {f"T-{n}": (Tie(f"T-{n - 1}", "finish", "start"),) for n in range(1, count)}
    found = movement(now, before, ties)
    for n in reversed(range(count)):
        assert shares(found, f"T-{n}") == [("T-0", "longer", 4)]
    assert len(found._steps) == 2 * count - 1
