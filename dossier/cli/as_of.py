"""The option `--as-of`: the day for which a command computes and shows everything."""

from __future__ import annotations

from datetime import date, datetime

import click

from dossier.cli.today import today


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date:
    return today(value)


as_of_option = click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="DATE",
    callback=_day,
    help="The day to take for today (YYYY-MM-DD); else that of SOURCE_DATE_EPOCH, else today.",
)
"""Gives the command `as_of` as a `date`."""
