"""`dossier log`: who changed what, of all, of a client, a project or a record, since a day or a commit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from tests.conftest import CLIENT, PROJECT
from tests.repository import begun, commit, git, write

FILE = "content/acme/web/requirements.yml"


def records(title: str) -> str:
    return f"requirements:\n- {{id: R-1, title: Sign in}}\n- {{id: R-2, title: {title}}}\n"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two clients in which one requirement changed once."""
    root = tmp_path / "work"
    files = {f"content/{client}/client.yml": CLIENT for client in ("acme", "beta")}
    files |= {f"content/{client}/web/project.yml": PROJECT for client in ("acme", "beta")}
    begun(root, **files, **{FILE: records("Pay"), ".gitignore": "/.cache/\n"})
    commit(root, "Pay later\n\nChange-Request: CR-1", **{FILE: records("Pay *later*")})
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["log", *arguments], catch_exceptions=False)


def told(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.usefixtures("work")
def test_all_projects_one_client_one_project_one_record() -> None:
    assert [*told()] == ["acme/web", "beta/web"]
    assert [*told("beta")] == ["beta/web"]
    assert len(told("acme/web")["acme/web"]["entries"]) == 2
    (change,) = told("acme/web/R-2")["acme/web"]["entries"][0]["changes"]
    assert change["fields"] == [{"field": "title", "before": "Pay", "after": "Pay *later*"}]
    assert change["requests"] == ["CR-1"]


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize(
    ("since", "entries"), [("HEAD~1", 1), ("HEAD", 0), ("main", 0), ("2000-01-01", 2), ("9998-01-01", 0)]
)
def test_since_a_revision_or_a_day(since: str, entries: int) -> None:
    assert len(told("acme/web", "--since", since)["acme/web"]["entries"]) == entries


def test_text_and_markdown_name_author_commit_and_both_values(work: Path) -> None:
    short = git(work, "rev-parse", "HEAD")[:7]
    text, markdown = run("acme/web").stdout, run("acme/web", "--format", "markdown").stdout
    assert f"R-2 Pay *later*: changed; by CR-1  (Anna, {short})" in text
    assert "title: Pay → Pay *later*" in text
    assert r"title: Pay → Pay \*later\*" in markdown


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody"], "acme/web, beta/web"),
        (["acme/nothing"], "acme/web, beta/web"),
        (["acme/web/R-9"], "no commit names a record `R-9`"),
        (["--since", "yesterday"], "git knows no commit `yesterday`"),
    ],
)
def test_what_is_not_there_is_told(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_without_git_or_a_commit_there_is_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "content/acme/client.yml", CLIENT)
    monkeypatch.chdir(tmp_path)
    assert run().exit_code == 2
    assert "content/ is in no git repository; `git init` makes one" in run().stderr
    git(tmp_path, "init", "--quiet")
    assert (run().exit_code, run().stdout) == (2, "")
    assert "nothing is committed yet" in run().stderr


def test_what_is_not_committed_is_said(work: Path) -> None:
    write(work, FILE, records("Pay now"))
    assert told()["acme/web"]["uncommitted"] is True
    assert told()["beta/web"]["uncommitted"] is False
