"""`dossier emit`, called as a person calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from tests.cli.test_build import RECORDS, files, second_client

AS_OF = "2026-04-01"


@pytest.fixture
def workspace(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one client and one project; commands run in it."""
    (content / "acme/web/records.yml").write_text(RECORDS, encoding="utf-8")
    monkeypatch.chdir(content.parent)
    return content.parent


def emit(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["emit", "--as-of", AS_OF, *arguments], catch_exceptions=False)


def test_a_clients_documentation_holds_its_records_and_nothing_of_the_team(workspace: Path):
    assert emit("out").exit_code == 0
    out = files(workspace / "out")
    assert {
        "README.md",
        "mkdocs.yml",
        "docs/index.md",
        "docs/web/requirements/REQ-1.md",
        "docs/web/plan/T-1.md",
    } <= set(out)
    assert not [name for name, content in out.items() if b"TEAM-ONLY-WORD" in content]
    assert emit("team", "acme", "--audience", "team").exit_code == 0
    assert b"TEAM-ONLY-WORD" in files(workspace / "team")["docs/web/plan/T-1.md"]


def test_the_teams_documentation_holds_all_clients(workspace: Path):
    second_client(workspace)
    assert emit("all", "--audience", "team").exit_code == 0
    assert {"docs/acme/web/plan/T-1.md", "docs/bolt/web/plan/T-1.md"} <= set(files(workspace / "all"))


def test_the_same_day_gives_the_same_bytes(workspace: Path):
    emit("one")
    emit("two")
    assert files(workspace / "one") == files(workspace / "two")


def test_errors_in_records_are_exit_1_and_nothing_is_written(workspace: Path):
    emit("out")
    before = files(workspace / "out")
    (workspace / "content/acme/web/records.yml").write_text(RECORDS.replace("owner: anna", "owner: ana"))
    result = emit("out")
    assert result.exit_code == 1
    assert "did you mean `anna`?" in result.output
    assert files(workspace / "out") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["out", "nobody"], "there is no client `nobody`"),
        (["content"], "holds the records themselves"),
        (["."], "holds the records themselves"),
        (["content/acme/out"], "holds the records themselves"),
    ],
)
def test_what_cannot_run_is_exit_2(workspace: Path, arguments: list[str], said: str):
    before = files(workspace)
    result = emit(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert files(workspace) == before


def test_of_several_clients_one_must_be_named(workspace: Path):
    second_client(workspace)
    result = emit("out")
    assert result.exit_code == 2
    assert "name the client" in result.output


def test_what_a_person_changed_afterwards_is_kept(workspace: Path):
    emit("out")
    (workspace / "out/docs/index.md").write_text("mine")
    result = emit("out")
    assert result.exit_code == 2
    assert "changed since it was written: docs/index.md; name another folder" in result.output
    assert (workspace / "out/docs/index.md").read_text() == "mine"


def test_what_the_client_must_not_read_is_not_handed_over(workspace: Path):
    """An attachment names another client: as `dossier build`, which does not publish it."""
    second_client(workspace)
    (workspace / "content/bolt/client.yml").write_text("title: Sunny Stones\n")
    (workspace / "content/acme/web/a.txt").write_text("We did it like Sunny Stones in 2020.")
    (workspace / "content/acme/web/more.yml").write_text(
        "tasks:\n- {id: T-77, title: As before, attachments: [a.txt]}\n"
    )
    assert "T-77" in (workspace / "content/acme/web/more.yml").read_text()
    result = emit("out", "acme")
    assert result.exit_code == 2, result.output
    assert "DOS640" in result.output
    assert "nothing was written" in result.output
    assert not (workspace / "out").exists()
