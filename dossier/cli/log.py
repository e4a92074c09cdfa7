"""`dossier log`: what changed in a project, a client or a single record, from git."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.workspace import CouldNotRun, workspace
from dossier.hosts.history_cache import HistoryCache
from dossier.hosts.program_key import program_key
from dossier.render.history_formats import history_json, history_markdown, history_text
from dossier.text.cache_folder import cache_folder
from dossier.text.git import NoHistory, commit_of, repository_of
from dossier.text.git_log import order
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dossier.cli.workspace import Workspace
    from dossier.compute.history import Entry, History

_FORMATS = {"text": history_text, "json": history_json, "markdown": history_markdown}


@click.command("log")
@click.argument("what", default="", metavar="[CLIENT[/PROJECT[/ID]]]")
@click.option("--since", default="", metavar="DATE|REV", help="After this day, or not in this commit, branch or tag.")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="text", show_default=True)
def command(what: str, since: str, form: str) -> None:
    """Tell who changed what, by day: each record's fields before and after, and by which change request.

    It is the team's view, with authors. Exit status: 0 told, 2 could not tell.
    """
    place = workspace(Path())
    told = HistoryCache(program_key(), cache_folder(place.root)).read(place.content)
    if told.missing:
        raise CouldNotRun(f"there is no history: {told.missing}")
    known = _known(place, since)
    logs: dict[str, History] = {}
    for folder, record in _wanted(told.projects, what):
        history = told.of_team(folder)
        logs[folder] = _since(_of_record(history, record) if record else history, since, known)
    click.echo(_FORMATS[form](logs), nl=False)


def _wanted(projects: Sequence[str], what: str) -> tuple[tuple[str, str], ...]:
    """The projects that are asked for, each with the record that is. Raises CouldNotRun for what is not there."""
    client, _, rest = what.partition("/")
    project, _, record = rest.partition("/")
    begin = f"{client}/{project}" if project else f"{client}/"
    found = [name for name in projects if name == begin or (not project and name.startswith(begin))]
    if what and not found:
        known = ", ".join(projects) or "none yet"
        raise CouldNotRun(f"HEAD holds no project `{what}`; it holds: {known}")
    return tuple((name, record) for name in (found if what else projects))


def _of_record(history: History, identifier: str) -> History:
    """The history of one record, which may be gone by now. Raises CouldNotRun where there never was one."""
    entries: dict[str, Entry] = {}
    for entry, change in history.of(identifier):
        before = entries.get(entry.commit, replace(entry, changes=(), unreadable=()))
        entries[entry.commit] = replace(before, changes=(*before.changes, change))
    if not entries:
        raise CouldNotRun(f"no commit names a record `{identifier}`; `dossier log CLIENT/PROJECT` tells what they name")
    return replace(history, entries=tuple(entries.values()))


def _known(place: Workspace, since: str) -> Collection[str]:
    """The commits that led to the revision after which one asks; none where a day is given. Raises CouldNotRun."""
    if not since or _day(since):
        return ()
    try:
        repository = repository_of(place.root)
        return frozenset(order(repository, str(commit_of(repository, since).id)))
    except NoHistory as error:
        raise CouldNotRun(f"--since {since}: no date (YYYY-MM-DD), and {error}") from error


def _since(history: History, since: str, known: Collection[str]) -> History:
    if day := _day(since):
        return replace(history, entries=history.since(day))
    return replace(history, entries=tuple(entry for entry in history.entries if entry.commit not in known))


def _day(since: str) -> date | None:
    try:
        return date.fromisoformat(since) if len(since) == len("2026-11-26") else None
    except ValueError:
        return None
