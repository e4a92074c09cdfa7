"""A client's colour stays readable, whatever colour it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.render.colours import DARK_PAGE, LEAST_CONTRAST, LIGHT_PAGE, client_style, contrast, readable

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#fff", "#fff", 1.0),
    ],
)
def test_contrast_is_that_of_the_web_content_accessibility_guidelines(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@given(COLOURS, st.sampled_from([LIGHT_PAGE, DARK_PAGE]))
def test_every_colour_becomes_a_link_that_can_be_read(colour: str, page: str) -> None:
    assert contrast(readable(colour, page), page) >= LEAST_CONTRAST


@given(COLOURS)
def test_a_colour_that_can_be_read_stays_as_it_is(colour: str) -> None:
    if contrast(colour, LIGHT_PAGE) >= LEAST_CONTRAST:
        assert readable(colour, LIGHT_PAGE) == colour


def test_words_on_a_bright_header_are_dark() -> None:
    assert "--dossier-on-client: #14181f" in client_style("#ffd400")
    assert "--dossier-on-client: #ffffff" in client_style("#0b5a7a")


@pytest.mark.parametrize("text", ["", "red", "#12345", "#fff; } body { display: none"])
def test_what_is_no_colour_makes_no_style(text: str) -> None:
    assert client_style(text) == ""
