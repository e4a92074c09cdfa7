"""A command imports only what it needs: starting is a good part of the time that a small check or build takes."""

from __future__ import annotations

import subprocess
import sys

import pytest

SELDOM = {
    "concurrent.futures",  # for sites built side by side
    "difflib",  # for a hint about a mistyped word
    "email",  # nobody here sends any; it comes with importlib.metadata and urllib.request
    "importlib.metadata",
    "filelock",  # where processes cannot be copied, and for commands that change records
    "jieba",  # for pages in Chinese that are made anew
    "leather",  # for charts that are made anew
    "lxml",
    "mkdocs",  # for frames that are made anew
    "multiprocessing",
    "pymdownx",  # for prose that is more than plain paragraphs
    "rich",  # for a terminal
    "urllib.request",
}
OF_PAGES = {"jinja2", "markdown", "nh3", "dossier.views.site"}  # by build when its copies are at work
OF_SITES = {"babel"} | OF_PAGES


def imported_by(command: str) -> set[str]:
    code = f"import sys, dossier.cli.main, dossier.cli.{command}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("command", "unwanted"), [("check", SELDOM | OF_SITES), ("build", SELDOM | OF_PAGES), ("explain", OF_SITES)]
)
def test_a_command_starts_without(command: str, unwanted: set[str]):
    assert imported_by(command) & unwanted == set()
