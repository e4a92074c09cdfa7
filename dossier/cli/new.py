"""`dossier new`: starting files for a client, a project or a record, with a word on every field."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.as_of import as_of_option
from dossier.cli.edits_alone import edits_alone
from dossier.cli.new_record import new_record
from dossier.cli.read_back import refuse_unreadable
from dossier.cli.said import title_said
from dossier.cli.workspace import CouldNotRun, Workspace, workspace
from dossier.load import load  # noqa: F401 - importing it declares every record type
from dossier.problems.problem import near
from dossier.records import starter
from dossier.records.declare import RECORD_TYPES, RecordType
from dossier.records.values import FOLDER_IDS, is_folder_id
from dossier.text.write import write_new_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dossier.language import Language

# What a client usually follows; money and surveys are published by choice.
_PUBLISHED = (
    "project",
    "stakeholders",
    "requirements",
    "tasks",
    "deliverables",
    "risks",
    "issues",
    "change_requests",
    "decisions",
    "meetings",
    "actions",
    "status_reports",
    "feedback",
    "sign_offs",
)
_IGNORED = "# Made by the build; never committed.\n/site/\n.cache/\n"
_INDEX = {
    "en": "# Project dossiers\n\nThe dossiers of our clients. This page is for the team.\n",
    "zh": "# 项目档案\n\n各客户的项目档案。本页以及客户文件夹以外的内容仅供团队使用。\n",
}


class _Kinds(click.Group):
    """`client` and `project`, and every record type under each of its names."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return ["client", "project", *(t.name.replace("_", "-") for t in _record_types())]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if known := super().get_command(ctx, name):
            return known
        word = name.casefold().replace("-", "_")
        for of_type in _record_types():
            if word in {key.casefold() for key in of_type.keys()}:
                return new_record(of_type, word)
        hint = near(name, self.list_commands(ctx))
        raise CouldNotRun(
            f"`{name}` is not a type of record; {hint or 'there are: ' + ', '.join(self.list_commands(ctx))}"
        )


@click.group("new", cls=_Kinds)
def command() -> None:
    """Write a starting file for a client, a project or a record; nothing is ever overwritten."""


@command.command("client")
@click.argument("identifier", metavar="ID")
@click.option("--title", default="", help="The client's name as it shall stand on the site.")
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="What the client reads.",
)
@edits_alone()
def client(identifier: str, title: str, language: Language) -> None:
    """Write content/ID/client.yml; in an empty folder mkdocs.yml and content/ as well."""
    checked(identifier)
    place, files = _place_for_clients(language)
    folder = place.content / identifier
    if any((folder / name).exists() for name in ("client.yml", "client.yaml")):
        raise CouldNotRun(f"there is a client `{identifier}` already: {shown(folder)}")
    if folder.exists():
        raise CouldNotRun(f"{shown(folder)} is there already and is not a client's folder")
    values = {"title": title_said(title) or identifier, "language": language, "publish": _PUBLISHED}
    text = starter.settings(RECORD_TYPES["client"], values, language)
    tree, _, problems = place.read()
    refuse_unreadable(tree, {f"{identifier}/client.yml": text}, problems)
    written({**files, folder / "client.yml": text})
    click.echo(f"\nNext: say in {shown(folder / 'client.yml')} who signs for the client, then run")
    click.echo(f"  dossier new project {identifier}/PROJECT")


@command.command("project")
@click.argument("folder", metavar="CLIENT/ID")
@click.option("--title", default="", help="The project's name.")
@as_of_option
@edits_alone()
def project(folder: str, title: str, as_of: date) -> None:
    """Write content/CLIENT/ID/project.yml."""
    place = workspace(Path.cwd())
    client_id, identifier = parted(folder)
    tree, portfolio, problems = place.read()
    owner = portfolio.client(client_id)
    if owner is None:
        raise CouldNotRun(no_client(client_id, [each.id for each in portfolio.clients]))
    path = place.content / client_id / identifier / "project.yml"
    if path.exists() or path.with_suffix(".yaml").exists():
        raise CouldNotRun(f"there is a project `{folder}` already: {shown(path)}")
    language: Language = "zh" if owner.language == "zh" else "en"
    values = {"title": title_said(title) or identifier, "start": as_of.isoformat()}
    text = starter.settings(RECORD_TYPES["project"], values, language)
    refuse_unreadable(tree, {f"{folder}/project.yml": text}, problems)
    written({path: text})
    click.echo(f"\nNext: fill in {shown(path)}, then add records:")
    click.echo(
        f'  dossier new requirement {folder} --title "…"\n  dossier new task {folder} --title "…"\n  dossier check'
    )


def checked(identifier: str) -> str:
    """An id that may name a folder. Raises CouldNotRun for any other."""
    if not is_folder_id(identifier):
        raise CouldNotRun(f"`{identifier}` cannot be an id: {FOLDER_IDS}")
    return identifier


def parted(folder: str) -> tuple[str, str]:
    """Client and project of `CLIENT/PROJECT`. Raises CouldNotRun for anything else."""
    client_id, slash, identifier = folder.partition("/")
    if not slash:
        raise CouldNotRun(f"expected CLIENT/PROJECT, found `{folder}`")
    return checked(client_id), checked(identifier)


def no_client(identifier: str, known: list[str]) -> str:
    """What is said when there is no such client."""
    hint = near(identifier, known) or f"`dossier new client {identifier}` makes it"
    return f"there is no client `{identifier}`; {hint}"


def written(files: Mapping[Path, str]) -> None:
    """Write new files, all or none, and say which. Raises CouldNotRun when one cannot be made."""
    try:
        write_new_files(files)
    except FileExistsError as error:
        raise CouldNotRun(f"{shown(Path(str(error)))} is there already; nothing was written") from error
    except OSError as error:
        raise CouldNotRun(f"cannot write: {error}") from error
    for path in files:
        click.echo(f"wrote {shown(path)}")


def shown(path: Path) -> str:
    """A path as a person in the current folder would write it."""
    full, here = path.absolute(), Path.cwd()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else str(path)


def _place_for_clients(language: Language) -> tuple[Workspace, dict[Path, str]]:
    """Where clients live, and the files that are missing there before the first one."""
    try:
        place = workspace(Path.cwd())
    except CouldNotRun:
        place = Workspace(Path.cwd(), Path.cwd() / "content")
    wanted = {
        place.root / "mkdocs.yml": _site_configuration(),
        place.root / ".gitignore": _IGNORED,
        place.content / "index.md": _INDEX[language],
    }
    if place.content.exists():
        wanted = {}
    return place, {path: text for path, text in wanted.items() if not path.exists()}


def _site_configuration() -> str:
    return (resources.files("dossier.hosts") / "starter_mkdocs.yml").read_text(encoding="utf-8")


def _record_types() -> tuple[RecordType, ...]:
    return tuple(t for name, t in RECORD_TYPES.items() if name not in {"client", "project"})
