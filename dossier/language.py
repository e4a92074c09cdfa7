"""The languages that clients read, and a text written in each of them."""

from __future__ import annotations

from typing import Literal, cast, get_args

from msgspec import Struct

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = cast("tuple[Language, ...]", get_args(Language))


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text."""
    return any("\u3400" <= character <= "\u9fff" for character in text)


class Bilingual(Struct, frozen=True):
    """One text in every language of the product."""

    en: str
    zh: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def all(self) -> tuple[str, ...]:
        """Every wording, English first."""
        return (self.en, self.zh)


NOTHING = Bilingual("", "")
