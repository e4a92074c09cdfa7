"""The hostile folder on a disk, and the client's and the team's site as `dossier build` makes them of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dossier.checks.everything import findings
from dossier.load import load
from dossier.problems.problem import Problem
from dossier.text.source import read_tree
from tests.hostile.records import FILE_NAMES, GROUPS, content_files, hostile, hostile_prose, without_errors, written

REPOSITORY = Path(__file__).parents[2]
AS_OF = "2026-04-01"
PAGE = "---\nvisibility: client\ntitle: {title}\n---\n\nPlain text.\n\n{text}\n"


@dataclass(frozen=True)
class Folder:
    """The folder, the values in it that the reader took, and what it refused of those that were tried."""

    root: Path
    values: dict[str, dict[str, Any]]
    refused: tuple[Problem, ...]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command as a person calls it."""
        return subprocess.run(
            [sys.executable, "-m", "dossier", *arguments],
            check=False,
            cwd=self.root,
            capture_output=True,
            encoding="utf-8",
            env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
        )


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    root = tmp_path_factory.mktemp("hostile")
    web = root / "content/acme/web"
    (web / "documents").mkdir(parents=True)
    for name in FILE_NAMES:
        (web / name).write_text("attached", "utf-8")
        (web / "documents" / f"{Path(name).stem}.md").write_text(PAGE.format(title="''", text=""), "utf-8")
    for number in range(GROUPS):
        title = "'" + hostile(number, 0).replace("'", "''") + "'"
        page = PAGE.format(title=title, text=hostile_prose(number, 0))
        (web / "documents" / f"p{number}.md").write_text(page, "utf-8")
    shutil.copy(REPOSITORY / "dossier/hosts/starter_mkdocs.yml", root / "mkdocs.yml")
    values = content_files()
    refused: list[Problem] = []
    for _ in range(5):
        for path, raw in written(values).items():
            (root / "content" / path).write_bytes(raw)
        portfolio, problems = load(read_tree(root / "content"))
        errors = list(without_errors(values, [*problems, *findings(portfolio)]))
        refused += errors
        if not errors:
            break
    return Folder(root, values, tuple(refused))


@pytest.fixture(scope="session")
def sites(folder: Folder) -> Folder:
    for arguments in (("acme",), ("--audience", "team")):
        done = folder.run("build", "--as-of", AS_OF, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder
