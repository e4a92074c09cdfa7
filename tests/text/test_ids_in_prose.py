"""The words that hold a number tell as much of numbers as the whole text does."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text.ids_in_prose import number_pattern, numbered_words, numbers

PATTERN = number_pattern(["REQ-1", "T-1", "需求-1"], ["web"])
PARTS = [
    "REQ-001",
    "web/REQ-2",
    "T-7",
    "需求-3",
    "REQ",
    "-",
    "4",
    "x",
    "见",
    "，",
    ".",
    "/",
    "#",
    " ",
    "\n",
    "`",
    "```\n",
]
PARTS += ["[[REQ-9]]", "](REQ-5)", "<T-6>", "https://a.example/REQ-8 "]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_in_its_numbered_words_the_same_numbers_are_found_as_in_a_text(text: str):
    assert PATTERN
    assert PATTERN.findall(" ".join(numbered_words(text))) == list(numbers(text, PATTERN))


def test_only_words_with_a_hyphen_and_a_digit_are_numbered():
    assert list(numbered_words("See REQ-1, in 3 days, well-known.\n`T-2` T-3.")) == ["REQ-1,", "T-3."]


@pytest.mark.parametrize("text", ["中" * 100_000, "a-" * 50_000, "a" * 100_000 + "-"])
def test_a_long_word_is_looked_through_once(text: str):
    """With its square it took half a minute and more."""
    begun = time.process_time()
    assert list(numbered_words(text)) == []
    assert time.process_time() - begun < 2
