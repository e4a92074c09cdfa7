"""The `dossier` command and its sub-commands."""

from __future__ import annotations

import errno
import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from dossier import __version__

_COMMANDS = {
    "check": "dossier.cli.check",
    "explain": "dossier.cli.explain",
    "build": "dossier.cli.build",
    "serve": "dossier.cli.serve",
    "new": "dossier.cli.new",
    "schema": "dossier.cli.schema",
    "clients": "dossier.cli.clients",
    "plan": "dossier.cli.plan",
    "baseline": "dossier.cli.baseline",
    "sign": "dossier.cli.sign",
    "change": "dossier.cli.change",
    "review": "dossier.cli.review",
    "log": "dossier.cli.log",
    "import": "dossier.cli.import_",
    "export": "dossier.cli.export",
    "headers": "dossier.cli.headers",
    "emit": "dossier.cli.emit",
    "ci": "dossier.cli.ci",
}


class _Commands(click.Group):
    """Sub-commands whose modules, and all that they need, are imported only when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[name]).command
        return command

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; whatever it tells can be written, also where nobody listens."""
        _accept_every_text()
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the system refuses (a permission, room on the disk) is told in a line."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has gone; click ends quietly
                raise
            raise refused(error) from error


def refused(error: OSError) -> click.ClickException:
    """What is told of something that the system refused."""
    from dossier.cli.workspace import CouldNotRun  # noqa: PLC0415 - it imports what reads records

    where = f": {error.filename}" if error.filename else ""
    return CouldNotRun(f"{error.strerror or error}{where}")


def _accept_every_text() -> None:
    """Let what the output's encoding lacks be written as escapes, and an output that is closed swallow all."""
    for closed in (name for name in ("stdout", "stderr") if getattr(sys, name) is None):
        # Without it, the next file that is opened would get the number of the output.
        setattr(sys, closed, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
    if isinstance(sys.stdout, io.TextIOWrapper):  # stderr escapes anyway
        sys.stdout.reconfigure(errors="backslashreplace")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dossier")
def main() -> None:
    """Project dossiers kept as plain records in git, published as a website per client."""
