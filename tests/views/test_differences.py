"""What differs between two wordings is marked, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dossier.views.differences import Piece, differences


def changed(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.changed]


def test_a_changed_figure_is_marked_alone() -> None:
    before, after = differences("boarding goes on for 4 hours.", "boarding goes on for 12 hours.")
    assert (changed(before), changed(after)) == (["4"], ["12"])


def test_chinese_is_compared_sign_by_sign() -> None:
    before, after = differences("每 30 分钟记录一次温度", "每 10 分钟记录一次湿度")
    assert (changed(before), changed(after)) == (["30", "温"], ["10", "湿"])


def test_words_beside_each_other_are_marked_together() -> None:
    before, after = differences(
        "as soon as the device is connected", "within five minutes after the device is connected"
    )
    assert (changed(before), changed(after)) == (["as soon as"], ["within five minutes after"])


def test_what_came_or_went_is_marked_on_one_side_only() -> None:
    before, after = differences("", "new text")
    assert (before, changed(after)) == ((), ["new text"])


@given(st.text(), st.text())
def test_the_pieces_joined_are_the_texts(one: str, other: str) -> None:
    before, after = differences(one, other)
    assert "".join(piece.text for piece in before) == one
    assert "".join(piece.text for piece in after) == other


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(piece.changed for side in differences(text, text) for piece in side)
