"""Commands that change records take turns: none undoes what another has just written."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dossier.cli import edits_alone
from dossier.cli.main import main
from tests.cli.test_refused_by_the_system import REPOSITORY, everything

RECORDS = """\
requirements:
- {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
tasks:
- {id: T-001, title: Build, owner: anna, duration: 5d, requirements: [REQ-1]}
sign_offs:
- {id: SO-1, title: Scope, signer: anna, covers_where: requirements}
change_requests:
- {id: CR-001, title: Cards, steps: [{step: requested, by: anna, on: 2026-03-02}]}
"""
NEW_TASK = ("new", "task", "acme/web", "--title", "Another")
COMMANDS = {
    "new record": NEW_TASK,
    "new project": ("new", "project", "acme/other"),
    "new client": ("new", "client", "beta"),
    "sign request": ("sign", "request", "acme/web", "SO-1"),
    "sign record": ("sign", "record", "acme/web", "SO-1", "--decision", "confirmed", "--by", "anna"),
    "change new": ("change", "new", "acme/web", "--title", "Vouchers", "--by", "anna"),
    "change reject": ("change", "reject", "acme/web", "CR-001", "--by", "anna", "--note", "Too late."),
    "baseline": ("baseline", "acme/web", "signed"),
    "import": ("import", "mspdi", "plan.xml", "--into", "acme/imported"),
}
LOCK = Path(".cache/dossier/edits.lock")


@pytest.fixture
def root(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a record for each command, and a plan to import; commands run in it."""
    (content / "acme/web/records.yml").write_text(RECORDS, encoding="utf-8")
    monkeypatch.chdir(content.parent)
    assert CliRunner().invoke(main, ["export", "mspdi", "acme/web", "--out", "plan.xml"]).exit_code == 0
    return content.parent


def test_commands_at_the_same_time_lose_nothing_and_give_no_number_twice(root: Path):
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    commands = [
        subprocess.Popen([sys.executable, "-m", "dossier", *NEW_TASK], cwd=root, env=environment) for _ in range(4)
    ]
    assert [each.wait() for each in commands] == [0] * 4
    written = (root / "content/acme/web/tasks.yml").read_text(encoding="utf-8")
    assert re.findall(r"- id: (T-\d+)", written) == ["T-002", "T-003", "T-004", "T-005"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_waits_for_one_that_changes_records_and_writes_nothing_meanwhile(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(edits_alone, "PATIENCE_SECONDS", 0)
    before = everything(root)
    LOCK.parent.mkdir(parents=True)
    with LOCK.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = CliRunner().invoke(main, COMMANDS[name], catch_exceptions=False)
    assert result.exit_code == 2
    assert "another command is changing records here; nothing was written" in result.output
    assert everything(root) == before
    assert CliRunner().invoke(main, COMMANDS[name], catch_exceptions=False).exit_code == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_without_a_cache_folder_commands_do_their_work(root: Path, name: str):
    (root / ".cache").write_text("a file where the folder would be")
    assert CliRunner().invoke(main, COMMANDS[name], catch_exceptions=False).exit_code == 0
