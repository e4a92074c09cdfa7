"""The public holidays of a country, and the weekends that it works instead."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple


class PublicHolidays(NamedTuple):
    """The days on which nobody works by law, and the days of a weekend that are worked to make up for some."""

    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]


@cache
def public_holidays(country: str, years: tuple[int, ...]) -> PublicHolidays | None:
    """The holidays of a country or region (ISO 3166: `CN`, `DE-BY`) in some years, None where it is not known.

    Source: the library `holidays`. China's make-up working days are those that its State Council announced; of years
    that are not announced yet they are not known, and the holidays are those of the law.
    """
    import holidays  # noqa: PLC0415 - a tenth of a second that only plans with public holidays need

    code, _, region = country.strip().upper().partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=region or None, years=years)
    except NotImplementedError:
        return None
    within = frozenset(years)
    made_up = sorted(day for day in getattr(found, "weekend_workdays", ()) if day.year in within)
    return PublicHolidays(tuple(sorted(found)), tuple(made_up))
