"""The folder a command works in: where its content is, and what is read from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from dossier.hosts.side_by_side import processors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dossier.dossier import Dossier, Portfolio
    from dossier.problems.problem import Problem
    from dossier.records.once import Purpose
    from dossier.text.source import Tree

_SHOWN_BESIDE_A_CHANGE = ("github", "gitlab", "sarif")


class CouldNotRun(click.ClickException):
    """The command could not do its work at all; the exit status is 2.

    The message may quote what somebody wrote: a terminal acts on nothing in it but its line ends.
    """

    exit_code = 2

    def __init__(self, message: str) -> None:
        from dossier.render.problems import visible  # noqa: PLC0415 - as below

        super().__init__("\n".join(visible(line) for line in message.split("\n")))


class Workspace(Struct, frozen=True):
    """A folder with mkdocs.yml and content/ in it."""

    root: Path
    content: Path

    @property
    def prefix(self) -> str:
        """What stands before a source's path when it is shown: the content folder's name and a slash."""
        return f"{self.content.relative_to(self.root).as_posix()}/"

    def prefix_for(self, form: str) -> str:
        """The same in a format: services that show problems beside a change know files by their path in git."""
        if form not in _SHOWN_BESIDE_A_CHANGE:
            return self.prefix
        from dossier.text.git import NoHistory, path_in, repository_of  # noqa: PLC0415 - most runs need no git

        try:
            return f"{path_in(repository_of(self.root), self.content)}/"
        except NoHistory:
            return self.prefix

    def read(self, purposes: Collection[Purpose] = ()) -> tuple[Tree, Portfolio, tuple[Problem, ...]]:
        """The sources, what they hold, and every problem met while reading; `purposes` as for `parsed_ahead`."""
        # A build begins a copy of the process before all that is imported.
        from dossier.hosts.parsed_ahead import parsed_ahead  # noqa: PLC0415
        from dossier.load import load, of_projects  # noqa: PLC0415
        from dossier.text.source import read_tree  # noqa: PLC0415

        tree = read_tree(self.content)
        portfolio, problems = load(tree, parsed_ahead(of_projects(tree), purposes, processors()))
        return tree, portfolio, problems


def workspace(path: Path) -> Workspace:
    """The workspace that a path lies in: the nearest folder above it (or itself) that holds a content folder.

    Raises CouldNotRun where there is none.
    """
    if not path.exists():
        raise CouldNotRun(f"there is no {path}")
    start = path.resolve()
    for folder in (start, *start.parents):
        if (folder / "content").is_dir():
            return Workspace(folder, folder / "content")
    raise CouldNotRun(f"no content folder in {path} or above it; `dossier new client ID` makes the first one")


def dossier_named(portfolio: Portfolio, folder: str, problems: Iterable[Problem] = ()) -> Dossier:
    """The dossier of `CLIENT/PROJECT`. Raises CouldNotRun with the known ones when there is none.

    `problems` were met while reading: what is there may be unreadable.
    """
    found = portfolio.dossier(folder)
    if found is None:
        if any(f"{problem.place.path}/".startswith(f"{folder}/") for problem in problems):
            raise CouldNotRun(f"the project `{folder}` cannot be read; `dossier check` tells why")
        known = ", ".join(d.folder for d in portfolio.dossiers) or "none yet"
        raise CouldNotRun(f"there is no project `{folder}`; there are: {known}")
    return found


def no_client(name: str, portfolio: Portfolio, problems: Iterable[Problem]) -> CouldNotRun:
    """Why there is no client of that name: because of one of the problems of reading, perhaps."""
    if name in {problem.place.path.partition("/")[0] for problem in problems}:
        return CouldNotRun(f"the client `{name}` cannot be read; `dossier check` tells why")
    known = ", ".join(client.id for client in portfolio.clients) or "none yet"
    return CouldNotRun(f"there is no client `{name}`; there are: {known}")
