"""The option `--as-of`: the day for which a command computes and shows everything."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import click

from dossier.cli.today import today
from dossier.cli.workspace import CouldNotRun, workspace


def _day(context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date:
    """The day of the command line, of the environment, or of the mkdocs.yml of the folder in which a command works."""
    if value is not None:
        return value.date()
    if said := os.environ.get("DOSSIER_AS_OF", ""):
        return _date(said, "DOSSIER_AS_OF")
    if said := _setting(context.params.get("path", Path())):
        return _date(said, "as_of in mkdocs.yml")
    return today()


def _date(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CouldNotRun(f"{name}: expected a date (YYYY-MM-DD), found `{text}`") from error


def _setting(path: Path) -> str:
    """What the plugin's `as_of` says; names that it does not know are told, as one of them may be meant for it.

    Raises CouldNotRun where mkdocs.yml cannot be read: a command would take, and may write, another day than is meant.
    """
    from dossier.hosts.plugin_settings import (  # noqa: PLC0415 - for a day that is said nothing need be read
        OF_EVERY_PLUGIN,
        SETTINGS,
        SettingsError,
        plugin_settings,
    )
    from dossier.problems.problem import near  # noqa: PLC0415

    try:
        root = workspace(path).root
    except CouldNotRun:  # whoever needs a workspace says so
        return ""
    try:
        settings = plugin_settings(root / "mkdocs.yml")
    except SettingsError as error:
        raise CouldNotRun(f"{error}; what day to take for today may stand in it, so say it with --as-of") from error
    for name in sorted(settings.keys() - {*SETTINGS, OF_EVERY_PLUGIN}):
        told = f"mkdocs.yml: the plugin dossier has no setting `{name}`; {near(name, SETTINGS)}"
        click.echo(told.rstrip("; "), err=True)
    return settings.get("as_of", "")


as_of_option = click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="DATE",
    callback=_day,
    help="The day to take for today (YYYY-MM-DD); else that of DOSSIER_AS_OF, of `as_of` in mkdocs.yml, of "
    "SOURCE_DATE_EPOCH, else today.",
)
"""Gives the command `as_of` as a `date`."""
