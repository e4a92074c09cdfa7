"""`dossier clients`: the clients that have a site, or those of them whose site a change could alter."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Iterator
from pathlib import Path

import click

from dossier.cli.workspace import CouldNotRun, Workspace, workspace
from dossier.compute.concerned import Layout, concerned, removed
from dossier.hosts.named_files import may_read_anything
from dossier.text.git import Change, NoHistory, changes_since, commit_of, merge_base, path_in, repository_of
from dossier.text.values import replace

_CONFIGURATION = "mkdocs.yml"


@click.command("clients")
@click.option(
    "--changed-since",
    "revision",
    metavar="REV",
    help="Only those whose site could be another than at REV: a branch, a tag, a commit.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text: one in each line. json: a list in one line, for the matrix of a CI job.",
)
def command(revision: str | None, form: str) -> None:
    """List the clients that have a site: those with a project.

    With --changed-since REV, what changed is counted from where HEAD and REV parted, up to the files as they are now;
    a change of something shared concerns all clients. A client that is gone since then is told, and not listed.

    Exit status: 0 listed, even if there are none; 2 could not compare.
    """
    place = workspace(Path())
    folders = client_folders(place.content)
    listed: tuple[str, ...] = tuple(folders)
    gone: tuple[str, ...] = ()
    if revision is not None:
        try:
            listed, gone = _changed(place, listed, revision)
        except NoHistory as error:
            raise CouldNotRun(f"could not compare with `{revision}`: {error}") from error
    for name in gone:
        click.echo(f"{name}: its client.yml is gone, so no site; what was published of it stays online", err=True)
    for name in listed:
        if not folders[name]:
            click.echo(f"{name}: no project yet, so no site", err=True)
    with_site = [name for name in listed if folders[name]]
    if form == "json":
        click.echo(json.dumps(with_site, ensure_ascii=False))
    elif with_site:
        click.echo("\n".join(with_site))


def client_folders(content: Path) -> dict[str, int]:
    """The folders of clients in order of their names, each with the number of its projects.

    Only names are looked at: a client whose records cannot be read is one all the same, and its build says why.
    """
    found: dict[str, int] = {}
    for client in sorted(_folders(content)):
        if _holds(client, "client"):
            found[client.name] = sum(_holds(project, "project") for project in _folders(client))
    return found


def _folders(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.is_dir() and not path.is_symlink() and path.name[0] != ".")


def _holds(folder: Path, settings: str) -> bool:
    return any((folder / f"{settings}{ending}").exists() for ending in (".yml", ".yaml"))


def _changed(place: Workspace, clients: tuple[str, ...], revision: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The clients whose site may have changed since a revision, and those that are gone. Raises NoHistory."""
    repository = repository_of(place.root)
    root = path_in(repository, place.root)
    path_in(repository, place.content)
    base = merge_base(repository, commit_of(repository, revision), commit_of(repository, "HEAD"))
    changes = changes_since(repository, base)
    configuration = place.root / _CONFIGURATION
    text = configuration.read_text("utf-8", errors="replace") if configuration.is_file() else ""
    layout = Layout(root=root, clients=clients, reads_anything=may_read_anything(text))
    reached = (*changes, *_through_links(place.content, changes, layout))
    return concerned(reached, layout), removed(changes, layout)


def _through_links(content: Path, changes: tuple[Change, ...], layout: Layout) -> Iterator[Change]:
    """For each changed file that links in the content folder lead to: those links, as if they had changed."""
    by_path = {change.path: change for change in changes}
    whole = content.resolve()
    for folder, folders, names in os.walk(whole):
        for name in (*folders, *names):
            link = Path(folder, name)
            if not link.is_symlink():
                continue
            target = Path(os.path.realpath(link))
            if target.is_relative_to(whole):
                change = by_path.get(posixpath.join(layout.content, target.relative_to(whole).as_posix()))
                if change:
                    yield replace(change, path=posixpath.join(layout.content, link.relative_to(whole).as_posix()))
