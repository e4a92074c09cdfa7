"""`dossier ci`: workflow files for GitHub and GitLab that check, review, build and, if asked for, publish."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from dossier.cli.clients import client_folders
from dossier.cli.install import asks_an_index, install_of
from dossier.cli.workspace import CouldNotRun, Workspace, workspace
from dossier.records.values import is_folder_id
from dossier.render.ci.files import PUBLISHING, Asked, github, gitlab, is_untouched
from dossier.text.git import NoHistory, default_branch, path_in, repository_of
from dossier.text.write import write_file

_OPTIONS = (
    click.option("--write/--stdout", default=True, show_default=True, help="Write the files, or only print them."),
    click.option(
        "--install",
        "requirement",
        metavar="REQUIREMENT",
        default="",
        help="What pip installs to get dossier: a requirement such as `dossier @ git+https://…@v1.2`, or a file of "
        "them ending in .txt. Else a requirements.txt that names dossier, or as this dossier was installed itself.",
    ),
    click.option(
        "--publish",
        type=click.Choice(["pages"]),
        help="Publish sites from the default branch: on GitHub Pages or GitLab Pages, which may be open to everybody.",
    ),
    click.option(
        "--client", "clients", multiple=True, metavar="CLIENT", help="Whose site to publish; may be repeated."
    ),
    click.option("--force", is_flag=True, help="Replace files that somebody changed or wrote by hand, too."),
)


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group("ci")
def command() -> None:
    """Write workflow files for CI: check, review, a site for each client that changed, and publishing if asked for."""


@command.command("github")
@_with_options
@click.option("--branch", default="", metavar="NAME", help="The default branch; else what the remote says, else main.")
def github_command(branch: str, **options: Any) -> None:
    """Write workflows of GitHub Actions into .github/workflows.

    Sites are kept as artefacts, which whoever may read the repository may fetch. None is published unless
    `--publish pages --client CLIENT` names it. Exit status: 0 written, 2 could not run.
    """
    root, asked = _asked("github", options, branch)
    if not options["clients"] and options["write"] and (root / PUBLISHING).exists():
        click.echo(f"{PUBLISHING} is there from before and still publishes; delete it if that is not meant", err=True)
    _give(root, github(asked), options, "")
    if options["clients"] and options["write"]:
        click.echo("in the repository's settings, under Pages, choose the source `GitHub Actions`")


@command.command("gitlab")
@_with_options
@click.option("--include", "included", is_flag=True, help="Write .gitlab/dossier.yml for a .gitlab-ci.yml of your own.")
def gitlab_command(included: bool, **options: Any) -> None:
    """Write .gitlab-ci.yml, and what it includes into .gitlab.

    Sites are kept as artefacts, which whoever may see the pipelines may fetch. None is published unless
    `--publish pages --client CLIENT` names it. Exit status: 0 written, 2 could not run.
    """
    root, asked = _asked("gitlab --include" if included else "gitlab", options, "")
    _give(
        root, gitlab(asked, included=included), options, "" if included else "; --include leaves .gitlab-ci.yml alone"
    )
    if included and options["write"]:
        click.echo("put this into .gitlab-ci.yml:\n\ninclude:\n  - local: /.gitlab/dossier.yml")


def _asked(host: str, options: Mapping[str, Any], branch: str) -> tuple[Path, Asked]:
    """The root of the workspace's repository, and what the files are for. Raises CouldNotRun."""
    place = workspace(Path())
    clients: tuple[str, ...] = options["clients"]
    _refuse_clients(place, clients, options["publish"])
    try:
        repository = repository_of(place.root)
        inside = path_in(repository, place.root)
        branch = branch or default_branch(repository)
    except NoHistory as error:
        raise CouldNotRun(str(error)) from error
    root = place.root.resolve()
    for _ in filter(None, inside.split("/")):
        root = root.parent
    _refuse_unprintable(inside, branch)
    given = [("--install", options["requirement"]), ("--publish", options["publish"])]
    words = [word for name, value in given if value for word in (name, value)]
    words += [word for client in clients for word in ("--client", client)]
    install = install_of(options["requirement"], place.root.resolve(), root)
    if asks_an_index(install, root):
        click.echo("in the public package index `dossier` is somebody else's program; does pip ask your own?", err=True)
    asked = Asked(
        command=f"dossier ci {host} {shlex.join(words)}".rstrip(),
        install=install,
        branch=branch,
        root=inside,
        clients=clients,
    )
    return root, asked


def _refuse_clients(place: Workspace, clients: tuple[str, ...], publish: str | None) -> None:
    """Raise CouldNotRun where it is not said plainly whose site becomes public."""
    with_site = [name for name, projects in client_folders(place.content).items() if projects]
    if publish and not clients:
        raise CouldNotRun(
            "--publish puts sites where others than the client may read them, so say whose: --client NAME; "
            f"there are: {', '.join(with_site) or 'none yet'}"
        )
    if clients and not publish:
        raise CouldNotRun("--client says whose site is published; it needs --publish pages")
    for name in clients:
        if name not in with_site or not is_folder_id(name):
            raise CouldNotRun(
                f"there is no client `{name}` with a site; there are: {', '.join(with_site) or 'none yet'}"
            )


def _refuse_unprintable(*texts: str) -> None:
    """Names of folders and branches go into the files; what a CI would read as more than a name is refused."""
    for text in texts:
        if not text.isprintable() or "${{" in text or '"' in text or "$" in text or "`" in text:
            raise CouldNotRun(
                f"`{text}` cannot be named in a workflow file; use plain letters, digits, `-`, `_`, `.`, `/`"
            )


def _give(root: Path, files: Mapping[str, str], options: Mapping[str, Any], way_out: str) -> None:
    """Print the files, or write them. Raises CouldNotRun where that would lose what somebody wrote by hand."""
    if not options["write"]:
        for path, text in files.items():
            click.echo(f"# ==> {path} <==\n{text}")
        return
    present = {path: _present(root / path) for path in files}
    changed = [
        path for path, text in present.items() if text not in (None, files[path]) and not is_untouched(text or "")
    ]
    if changed and not options["force"]:
        for path in changed:
            click.echo(_difference(path, present[path] or "", files[path]), err=True, nl=False)
        raise CouldNotRun(
            f"{', '.join(changed)}: not as dossier wrote it, so nothing was written; the difference is above. "
            f"--force replaces it{way_out}"
        )
    for path, text in files.items():
        if present[path] == text:
            click.echo(f"unchanged {path}")
        else:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write_file(root / path, text)
            click.echo(f"wrote {path}")


def _present(path: Path) -> str | None:
    """The text of a file that is there; None where there is none. Raises CouldNotRun for a link or no text."""
    if path.is_symlink():
        raise CouldNotRun(f"{path} is a link; put a file there, or take it away")
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise CouldNotRun(f"{path} is not text in UTF-8; take it away first") from error


def _difference(path: str, old: str, new: str) -> str:
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), path, f"{path} as dossier writes it", lineterm="", n=1
    )
    return "".join(f"{line}\n" for line in lines)
