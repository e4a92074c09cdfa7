"""`dossier plan --chance`: what it prints, the same at every call, and numpy only when it is asked for."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main

RECORDS = """
tasks:
- id: P-1
  title: Build
  tasks:
  - {id: T-1, title: "[red]Dig[/red]", duration: 5d, optimistic: 3d, pessimistic: 9d, owner: anna}
  - {id: T-2, title: Fence, duration: 2d, owner: anna}
  - {id: M-1, title: Done, kind: milestone, after: [T-1, T-2]}
- {id: T-0, title: Survey, duration: 1d, owner: anna, actual_start: 2026-03-02, actual_finish: 2026-03-02, progress: 100%}
risks:
- {id: R-1, title: Rock, chance: 30%, owner: anna, delays: [{task: T-1, by: 5d}]}
"""


@pytest.fixture
def here(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (content / "acme/web/records.yml").write_text(RECORDS)
    monkeypatch.chdir(content.parent)
    return content


def run(*arguments: str) -> Result:
    arguments = ("plan", "acme/web", "--chance", "--as-of", "2026-03-02", *arguments)
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_json_has_the_finish_by_confidence_and_the_criticality_of_each_task(here: Path):
    result = run("--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (found["runs"], found["seed"], found["distribution"]) == (10_000, 1, "pert")
    assert found["finish"] == "2026-03-06"
    assert found["finish"] < found["finish_p50"] <= found["finish_p80"] <= found["finish_p90"] <= "2026-03-19"
    assert (found["agreed_finish"], found["agreed_finish_kept"]) == ("2026-11-30", 1.0)
    assert sum(each["runs"] for each in found["histogram"]) == 10_000
    tasks = {task["id"]: task for task in found["tasks"]}
    assert {name: task["criticality_index"] for name, task in tasks.items()} == {
        "P-1": 1.0,
        "T-1": 1.0,
        "T-2": 0.0,
        "M-1": 1.0,
        "T-0": 0.0,
    }
    levels = ("finish_p50", "finish_p80", "finish_p90")
    assert [tasks["M-1"][level] for level in levels] == [found[level] for level in levels]
    assert {tasks["T-2"][level] for level in levels} == {"2026-03-03"}


def test_the_same_seed_gives_the_same_bytes_and_another_others(here: Path):
    first, again, other = (run("--format", "json", "--runs", "500", "--seed", seed).stdout for seed in ("7", "7", "8"))
    assert first == again
    assert json.loads(other)["histogram"] != json.loads(first)["histogram"]


def test_text_tells_what_is_still_to_do(here: Path):
    output = run("--runs", "100").output
    assert "[red]Dig[/red]" in output
    assert "Survey" not in output
    assert "The agreed finish, 2026-11-30, is kept in 100 % of the runs" in output
    assert "100 runs, seed 1, pert distribution" in output


def test_csv_has_a_line_for_each_task(here: Path):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", "--runs", "50").stdout)))
    assert [row["id"] for row in rows] == ["P-1", "T-1", "T-2", "M-1", "T-0"]
    assert rows[2]["finish_p90"] == "2026-03-03"


def test_a_plan_without_estimates_says_so(here: Path):
    (here / "acme/web/records.yml").write_text("tasks: [{id: T-1, title: Dig, duration: 2d}]\n")
    result = run()
    assert (result.exit_code, "nothing is uncertain" in result.output) == (1, True)


@pytest.mark.parametrize("command", [["check"], ["plan", "acme/web"]])
def test_numpy_is_not_imported_where_nothing_is_simulated(here: Path, command: list[str]):
    timed = [sys.executable, "-X", "importtime", "-m", "dossier", *command]
    done = subprocess.run(timed, cwd=here.parent, capture_output=True, text=True, check=False)
    assert "dossier.compute." in done.stderr
    assert "numpy" not in done.stderr
