"""`dossier review` on real git repositories: what it compares, what it says, and with which exit status."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from tests.repository import begun, commit, git, write

EXAMPLES = Path(__file__).parents[2] / "content"
CLIENT = "title: Acme\npublish: [project, tasks, requirements]\nsigners: [anna]\npeople: [{id: anna, title: Anna}]\n"
PROJECT = "title: Web shop\nstart: 2026-03-02\ntolerance: {slip: 3d}\n"
PLAN = (
    "tasks:\n- {id: T-1, title: Build, owner: anna, duration: %s}\nmilestones:\n- {id: M-1, title: Done, after: T-1}\n"
)
BASE = {
    "content/acme/client.yml": CLIENT,
    "content/acme/web/project.yml": PROJECT,
    "content/acme/web/plan.yml": PLAN % "10d",
    "mkdocs.yml": "site_name: Acme\n",
}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a project on main, and a branch `change` that is checked out."""
    folder = begun(tmp_path / "work", **BASE)
    git(folder, "switch", "--quiet", "--create", "change")
    monkeypatch.chdir(folder)
    return folder


def review(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["review", "--as-of", "2026-03-02", *arguments], catch_exceptions=False)


def told(*arguments: str) -> dict:
    return json.loads(review(*arguments, "--format", "json").stdout)


def plan(duration: str) -> dict[str, str]:
    return {"content/acme/web/plan.yml": PLAN % duration}


def test_nothing_differs(work: Path):
    result = review("main")
    assert result.exit_code == 0
    assert "No record and no page says anything else than before." in result.stdout


def test_a_slip_is_told_with_its_cause(work: Path):
    commit(work, **plan("12d"))
    result = review("main")
    assert result.exit_code == 0
    assert "+2 working days" in result.stdout
    assert "T-1: 2 working days, takes longer" in result.stdout


def test_a_gate_that_is_not_passed_is_exit_status_1(work: Path):
    commit(work, **plan("20d"))
    result = review("main")
    assert result.exit_code == 1
    assert "Not passed: 1 point stands against it." in result.stdout
    found = told("main")
    assert (found["passed"], found["commits"]) == (False, 1)
    assert [gate["kind"] for gate in found["gates"] if not gate["passed"]] == ["slip"]
    assert {task["id"]: task["days"] for task in found["projects"][0]["tasks"]} == {"T-1": 10, "M-1": 10}


def test_files_that_are_not_committed_count(work: Path):
    for path, text in plan("20d").items():
        write(work, path, text)
    result = review("main")
    assert result.exit_code == 1
    assert "Part of it is not committed yet: 1 file." in result.stdout
    assert review("main", "HEAD").exit_code == 0


def test_what_happened_on_the_branch_meanwhile_is_not_this_change(work: Path):
    commit(work, **plan("12d"))
    git(work, "switch", "--quiet", "main")
    commit(work, **{"content/acme/web/risks.yml": "risks:\n- {id: K-1, title: Late}\n"})
    git(work, "switch", "--quiet", "change")
    assert [each["id"] for each in told("main")["projects"][0]["records"]] == ["T-1"]


def test_limits_are_those_of_the_branch_it_goes_into(work: Path):
    commit(work, **plan("12d"), **{"content/acme/web/project.yml": PROJECT.replace("3d", "90d")})
    assert review("main").exit_code == 0
    git(work, "switch", "--quiet", "main")
    commit(work, **{"content/acme/web/project.yml": PROJECT.replace("3d", "1d")})
    git(work, "switch", "--quiet", "change")
    result = review("main")
    assert result.exit_code == 1
    assert "It also changes what a review lets pass." in result.stdout


def test_an_error_in_the_records_is_told_with_its_place(work: Path):
    commit(work, **{"content/acme/web/risks.yml": "risks:\n- {id: K-1, title: Late, owner: nobody}\n"})
    result = review("main")
    assert result.exit_code == 1
    assert "content/acme/web/risks.yml:2:" in result.stdout


def test_an_error_of_another_client_is_not_this_change(work: Path):
    other = {"content/bolt/client.yml": "title: Bolt\n", "content/bolt/x/project.yml": "title: X\nowner: nobody\n"}
    git(work, "switch", "--quiet", "main")
    commit(work, **other)
    git(work, "switch", "--quiet", "--create", "next")
    commit(work, **plan("11d"))
    assert review("main").exit_code == 0


def test_no_comparison_never_looks_like_no_change(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    result = review("nowhere")
    assert result.exit_code == 2
    assert "nothing could be compared" in result.output
    bare = tmp_path / "plain"
    write(bare, "content/acme/client.yml", CLIENT)
    monkeypatch.chdir(bare)
    assert review("main").exit_code == 2
    assert review("main", "--detailed-exitcode").exit_code == 1


def test_a_shallow_clone_without_the_common_commit_is_told(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    commit(work, **plan("12d"))
    git(work, "switch", "--quiet", "main")
    commit(work, **{"content/acme/web/risks.yml": "risks:\n- {id: K-1, title: Late}\n"})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{work}", str(clone))
    monkeypatch.chdir(clone)
    result = review("origin/main", "origin/change")
    assert result.exit_code == 2
    assert "git fetch --unshallow" in result.output


@pytest.mark.parametrize(("duration", "status"), [("10d", 0), ("12d", 2), ("20d", 1)])
def test_the_detailed_exit_status_is_terraforms(work: Path, duration: str, status: int):
    commit(work, **plan(duration))
    assert review("main", "--detailed-exitcode").exit_code == status


def test_a_commit_names_the_request_that_allows_it(work: Path):
    steps = "".join(f"  - {{step: {s}, by: anna, on: 2026-03-02}}\n" for s in ("requested", "assessed", "approved"))
    request = f"change_requests:\n- id: CR-1\n  title: More\n  impact: {{time: 8}}\n  steps:\n{steps}"
    git(work, "switch", "--quiet", "main")
    commit(work, **{"content/acme/web/changes.yml": request})
    git(work, "switch", "--quiet", "--create", "next")
    commit(work, "Build more\n\nChange-Request: CR-1\n", **plan("20d"))
    assert review("main").exit_code == 0
    git(work, "commit", "--amend", "--quiet", "--message", "Build more")
    assert review("main").exit_code == 1


def test_formats_that_machines_read(work: Path):
    commit(work, **plan("20d"))
    assert "::error file=content/acme/web/project.yml,line=1," in review("main", "--format", "github").stdout
    codes = {entry["check_name"] for entry in json.loads(review("main", "--format", "gitlab").stdout)}
    assert codes == {"DOS730"}
    results = json.loads(review("main", "--format", "sarif").stdout)["runs"][0]["results"]
    assert {result["ruleId"] for result in results} == {"DOS730"}
    suites = ET.fromstring(review("main", "--format", "junit").stdout)
    assert [(suite.get("tests"), suite.get("failures")) for suite in suites] == [("2", "2")]


def test_a_report_without_problems_still_has_a_test(work: Path):
    suites = ET.fromstring(review("main", "--format", "junit").stdout)
    assert [(suite.get("tests"), suite.get("failures")) for suite in suites] == [("1", "0")]


def test_a_chinese_client_is_told_in_chinese(work: Path):
    git(work, "switch", "--quiet", "main")
    commit(work, **{"content/acme/client.yml": CLIENT + "language: zh\n"})
    git(work, "switch", "--quiet", "--create", "next")
    commit(work, **plan("20d"))
    assert "未通过：有 1 项需要先处理。" in review("main").stdout
    assert "Not passed" in review("main", "--language", "en").stdout


def test_a_new_and_a_removed_project_are_told(work: Path):
    git(work, "rm", "-r", "--quiet", "content/acme/web")
    commit(work, **{"content/acme/app/project.yml": "title: App\n"})
    result = review("main")
    assert "This project is new." in result.stdout
    assert "This project is gone." in result.stdout


@pytest.mark.parametrize("client", ["northferry", "yunling"])
def test_the_examples_are_reviewed_in_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: str):
    folder = tmp_path / "work"
    shutil.copytree(EXAMPLES / client, folder / "content" / client)
    begun(folder)
    (settings,) = (folder / "content" / client).glob("client.yml")
    text = settings.read_text("utf-8").replace("risks, ", "").replace("- risks\n", "")
    settings.write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    for form in ("text", "markdown", "html", "json", "github", "gitlab", "sarif", "junit"):
        result = review("main", "--format", form)
        assert result.exit_code in {0, 1}, result.output
        assert result.stdout or form == "github"
