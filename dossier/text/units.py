"""A text in the units that people compare it by: words, and Chinese sign by sign."""

from __future__ import annotations

import re

# A word of letters or digits, a stretch of space, or one sign: Chinese has no spaces between words.
_UNITS = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|\s+|.", re.DOTALL)


def units(text: str) -> list[str]:
    """The words, spaces and signs of a text, in order; joined they are the text again."""
    return _UNITS.findall(text)
