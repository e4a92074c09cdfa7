"""`python -m dossier` is the `dossier` command."""

from dossier.cli.main import run

run()
