"""Texts cut into pieces that are long enough to tell, when one is met elsewhere, where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from dossier.compute.folding import folded, worded
from dossier.text.chinese_words import is_within_words

Reach = Literal["everywhere", "made", "exact"]
"""Where a piece is looked for: `everywhere` also in files that people attached, `made` in all that the build wrote,
`exact` there only as words of their own and in the same upper and lower case."""

SENTENCE, PHRASE, WORD = 24, 12, 6
"""The least letters of a piece for each reach; a Chinese, Japanese or Korean character counts as three."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = r"(?<![\w-])[^\W\d_]+-\d+(?!\w)"  # a record's number becomes a link with the record's title in it
_CUTS = re.compile(rf"[\n\r|\x1f]+|\[\[|\]\]|{_NUMBER}|https?://|\[[ xX]\]|<!--|-->")
_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|(?<=[。！？；])")
_DATES = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}|\d{1,3}(?:,\d{3})+|\d+\.\d+"
)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\](?:\([^()\s]*(?:\s+\"[^\"\n]*\")?\)|\[[^\[\]\n]*\])")
_LINE_MARK = re.compile(r"^[ \t]*(?:(?:[-*+>]|#+|\d+[.)])[ \t]+)+|^[ \t]*(?:```|~~~).*$|\{:[^{}\n]*\}", re.MULTILINE)


class Piece(Struct, frozen=True):
    """A text to look for: its words as written, and how it is recognised.

    `key` is compared with folded text; where `words` is not "", these stand there as well: with a space at both ends
    as words of their own.
    """

    text: str
    key: bytes
    reach: Reach
    words: str = ""
    any_case: bool = False
    is_name: bool = False

    def stands_in(self, text: str) -> bool:
        """Whether the words stand in a worded text; True for a piece without words of its own."""
        return not self.words or self.words in (text.casefold() if self.any_case else text)

    def stands_alone_in(self, text: str) -> bool:
        """Whether the words stand in a worded text, and of a Chinese name not only as a part of other words."""
        text = text.casefold() if self.any_case else text
        if not (self.is_name and is_wide(self.text)):
            return self.stands_in(text)
        places = (found.span() for found in re.finditer(re.escape(self.words), text))
        return any(not is_within_words(text, begin, end) for begin, end in places)

    @property
    def is_sentence(self) -> bool:
        """Whether this is so long that it comes about nowhere by chance."""
        return self.reach == "everywhere" and not self.words

    @property
    def first_word(self) -> str:
        """The first of the words that stand on their own, "" without."""
        return next(iter(self.words.split()), "")

    @property
    def identity(self) -> tuple[bytes, str]:
        """What makes two pieces the same."""
        return (self.key, self.words)


def pieces(text: str, *, prose: bool = False) -> Iterator[Piece]:
    """The pieces of a text, as it stands in a record and as Markdown shows it, each once.

    A line that is cut, and every line of `prose` that is written for more than one reader, must hold a whole
    sentence to tell anything; the others may be as short as a title.
    """
    seen: set[tuple[bytes, str]] = set()
    for version in dict.fromkeys((text, unmarked(text))):
        parts = [part.strip() for part in _CUTS.split(version)]
        single = not prose and len(parts) == 1
        for part in parts:
            for piece in _of_line(part, short=not prose, single=single):
                if piece.identity not in seen:
                    seen.add(piece.identity)
                    yield piece


def name_piece(name: str) -> Piece | None:
    """A name that is looked for everywhere, as words of their own; None where it is too short to tell.

    Short names of one word must have the same upper and lower case, and a capital or a digit at all: SAP, 3M, Acme. A
    name of Chinese characters is found wherever it stands: no space tells where words begin. One without any letter,
    such as the number of a client, is like every number.
    """
    if not any(c.isalpha() for c in name):
        return None
    weight = _weight(name) + sum(c.isdigit() for c in name)
    if weight < 2 or (weight < PHRASE and not _stands_out(name)):
        return None
    any_case = weight >= 2 * WORD or (weight >= WORD and _word_count(name) > 1)
    words = worded(name).strip() if is_wide(name) else worded(name)
    return Piece(name, folded(name), "everywhere", words.casefold() if any_case else words, any_case, is_name=True)


def is_wide(name: str) -> bool:
    """Whether a name begins and ends with a Chinese, Japanese or Korean character, and has two of them or more."""
    letters = "".join(c for c in name if c.isalnum())
    return len(letters) > 1 and all(map(has_wide, (letters[0], letters[-1])))


def has_wide(text: str) -> bool:
    """Whether a text holds a Chinese, Japanese or Korean character."""
    return not text.isascii() and _wide().search(text) is not None


def exact_piece(text: str) -> Piece | None:
    """A file's path or a number, as words of their own; None where it is too short to tell."""
    letters = sum(c.isalnum() for c in text)
    return Piece(text, folded(text), "exact", worded(text)) if letters >= WORD else None


def unmarked(text: str) -> str:
    """A text as Markdown shows it: without the marks of headings and lists, and links by their words."""
    return _LINE_MARK.sub("", _LINK.sub(r"\1", text))


def _of_line(line: str, *, short: bool, single: bool) -> Iterator[Piece]:
    weight = _weight(line)
    words = _word_count(line)
    if _is_long(line):
        yield from (Piece(chunk, folded(chunk), "everywhere") for chunk in _chunks(line))
    elif short and weight >= PHRASE and words >= 2:
        yield Piece(line, folded(line), "made")
    elif single and weight >= WORD and (words >= 2 or _stands_out(line)):
        yield Piece(line, folded(line), "exact", worded(line))
    elif short and weight < WORD and sum(c.isdigit() for c in _DATES.sub("", line)) >= 9:
        yield Piece(line, folded(line), "made")  # a telephone or account number; dates and amounts are in every plan


def _chunks(line: str) -> Iterator[str]:
    """A long line in pieces that end with sentences or between words, so that a part of it is recognised, too."""
    chunks: list[str] = []
    rest = ""
    for sentence in _SENTENCE_END.split(line):
        rest = f"{rest} {sentence}" if rest else sentence
        if _is_long(rest):
            begun = ""
            for word in _breath().findall(rest):
                begun += word
                if _is_long(begun):
                    chunks.append(begun)
                    begun = ""
            chunks[-1] += begun
            rest = ""
    if rest and chunks:
        chunks[-1] += f" {rest}"
    return (each.strip() for each in chunks)


def _is_long(text: str) -> bool:
    return _weight(text) >= SENTENCE and _word_count(text) >= 4


def _weight(text: str) -> int:
    """The letters of a text, those of dates left out: dates are shown everywhere."""
    text = _DATES.sub("", text)
    return len(_LETTER.findall(text)) + 2 * _number_of_wide(text)


def _word_count(text: str) -> int:
    """How many words, two Chinese characters counting as one."""
    words = worded(text)
    return len((_wide().sub(" ", words) if has_wide(words) else words).split()) + _number_of_wide(text) // 2


def _number_of_wide(text: str) -> int:
    return len(_wide().findall(text)) if has_wide(text) else 0


def _stands_out(text: str) -> bool:
    return any(c.isupper() or c.isdigit() or has_wide(c) for c in text)


# Made when they are first needed: so many characters take longer to compile than all other patterns here.
@cache
def _wide() -> re.Pattern[str]:
    return re.compile(f"[{_CJK}]")


@cache
def _breath() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[{_CJK}]{{1,8}}[^\s{_CJK}]*|[^\s{_CJK}]+)")
