"""Texts brought into one form, so that the same words are found again however they were written down."""

from __future__ import annotations

import re
import unicodedata

BARRIER = "\x1f"
"""Stands where one text ends and the next begins: no words are found across it. No record may hold it."""

_ASCII = "".join(map(chr, range(128)))
_DELETED = "".join(c for c in _ASCII if not c.isalnum() and c != BARRIER).encode()
_LOWERED = bytes(ord(chr(b).lower()) if b < 128 else b for b in range(256))
# Han characters of the main block are their own form, so that only the runs between them need a look.
_TO_FOLD = re.compile(r"[^\x00-\x7f\u4e00-\u9fff]++")
_WORD = re.compile(rf"[^\W_]+|{BARRIER}")


class _Folded(dict[int, str]):
    """What a character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = "".join(each for each in plain if each.isalnum())
        return self[code]


_FOLDED = _Folded()


def folded(text: str) -> bytes:
    """The letters and digits of a text alone, without case, accents, width and white space, in UTF-8.

    Each character is folded on its own: whatever stands within a text stands folded within the folded text.
    """
    raw = text.encode("utf-8", "ignore").translate(_LOWERED, _DELETED)
    if raw.isascii():
        return raw
    return _TO_FOLD.sub(lambda run: run[0].translate(_FOLDED), raw.decode()).encode()


def worded(text: str) -> str:
    """The words of a text with one space before, between and after them; upper and lower case stay."""
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', text)))} "
