"""Dates, numbers and money in the words of a language."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_currency, format_decimal
from msgspec import Struct

from dossier.records.moment import Moment, day_of

if TYPE_CHECKING:
    from datetime import date

    from dossier.language import Language

_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}


class Wording(Struct, frozen=True):
    """How values are written in one language."""

    language: Language

    def day(self, on: date | None) -> str:
        """A day: 5 Oct 2026, 2026年10月5日, with its time where it has one (5 Oct 2026 13:00); "" for none."""
        if isinstance(on, Moment):
            return f"{_day(day_of(on), _LOCALES[self.language])} {on.clock}"
        return _day(on, _LOCALES[self.language]) if on else ""

    def day_of_month(self, on: date) -> str:
        """A day without its year: 5 Oct, 10月5日."""
        return _part(on, "MMMd", _LOCALES[self.language])

    def month(self, on: date) -> str:
        """A month without its year: Oct, 10月."""
        return _part(on, "MMM", _LOCALES[self.language])

    def month_of_year(self, on: date) -> str:
        """A month: Oct 2026, 2026年10月."""
        return _part(on, "yMMM", _LOCALES[self.language])

    def year(self, on: date) -> str:
        """A year: 2026, 2026年."""
        return _part(on, "y", _LOCALES[self.language])

    def money(self, amount: Decimal | None, currency: str) -> str:
        """An amount in whole units where it has no cents, with the currency's sign; "" for none."""
        if amount is None:
            return ""
        if not currency:
            return self.number(amount)
        places = None if amount == amount.to_integral_value() else True
        pattern = None if places else "¤#,##0"
        text = format_currency(amount, currency, pattern, locale=_LOCALES[self.language], currency_digits=bool(places))
        return text.replace("\xa0", " ")

    def compact(self, value: Decimal) -> str:
        """A round number in few signs, as on the axis of a chart: 1.5M, 150万."""
        text: str = format_compact_decimal(value, locale=_LOCALES[self.language], fraction_digits=1)
        return text

    def hundredths(self, value: Decimal) -> str:
        """A number with two decimals, also where they are nothing: 1.00."""
        text: str = format_decimal(value, "#,##0.00", locale=_LOCALES[self.language])
        return text

    def number(self, value: Decimal | int) -> str:
        """A number with the language's separators."""
        text: str = format_decimal(value, locale=_LOCALES[self.language])
        return text


@lru_cache(maxsize=16_384)
def _day(on: date, locale: str) -> str:
    text: str = format_date(on, "d MMM yyyy" if locale.startswith("en") else "long", locale=locale)
    return text


@lru_cache(maxsize=16_384)
def _part(on: date, fields: str, locale: str) -> str:
    text: str = format_skeleton(fields, on, locale=locale)
    return text
