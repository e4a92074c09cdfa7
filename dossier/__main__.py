"""`python -m dossier` is the `dossier` command."""

from dossier.cli.process import run

run()
