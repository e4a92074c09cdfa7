"""`dossier plan`, called as a person calls it, also on a plan that Microsoft Project computed."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from dossier.render.csv import csv_table

REAL = Path(__file__).parents[2] / "../shared/real/multi-project-161-tasks.mspdi.xml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def here(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(content.parent)
    return content


def test_json_gives_every_task_with_days_and_numbers(here: Path):
    """
    tasks:
    - id: P-1
      title: Build
      tasks:
      - {id: T-1, title: Dig, duration: 2.5d, owner: anna, start: 2026-03-05, deadline: 2026-03-06}
      - {id: M-1, title: Done, kind: milestone, after: T-1}
    """
    result = run("plan", "acme/web", "--format", "json", "--as-of", "2026-03-06")
    found = json.loads(result.output)
    assert (result.exit_code, found["project"], found["as_of"]) == (0, "acme/web", "2026-03-06")
    assert (found["start"], found["finish"]) == ("2026-03-05", "2026-03-09")
    keys = (
        "id",
        "wbs",
        "title",
        "start",
        "finish",
        "duration",
        "milestone",
        "critical",
        "state",
        "owner",
        "total_float",
    )
    assert [tuple(task[key] for key in keys) for task in found["tasks"]] == [
        ("P-1", "1", "Build", "2026-03-05", "2026-03-09", 2.5, False, True, "late", "", -0.5),
        ("T-1", "1.1", "Dig", "2026-03-05", "2026-03-09", 2.5, False, True, "late", "Anna Berg", -0.5),
        ("M-1", "1.2", "Done", "2026-03-09", "2026-03-09", 0, True, True, "planned", "", 0),
    ]
    assert [task["percent_complete"] for task in found["tasks"]] == [0, 0, 0]


def test_today_is_the_day_asked_for_or_that_of_the_build(here: Path, monkeypatch: pytest.MonkeyPatch):
    """
    tasks: [{id: T-1, title: Dig, duration: 2d}]
    """
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772755200")  # 2026-03-06 00:00 UTC
    assert json.loads(run("plan", "acme/web", "--format", "json").output)["as_of"] == "2026-03-06"
    asked = run("plan", "acme/web", "--format", "json", "--as-of", "2026-03-02")
    assert json.loads(asked.output)["tasks"][0]["state"] == "planned"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert run("plan", "acme/web").exit_code == 2


def test_text_is_a_table_that_no_name_can_break(here: Path):
    """
    tasks:
    - {id: T-1, title: "[red]Dig[/red] [link=x]\\u202eback", duration: 2d}
    """
    result = run("plan", "acme/web", "--as-of", "2026-03-02")
    assert result.exit_code == 0
    assert "[red]Dig[/red] [link=x]\\u202eback" in result.output
    assert "2026-03-02" in result.output


def test_csv_holds_no_formula(here: Path):
    """
    tasks:
    - {id: T-1, title: "=HYPERLINK(\\"http://x\\",1)", duration: 2d, owner: "@SUM"}
    """
    rows = list(csv.DictReader(io.StringIO(run("plan", "acme/web", "--format", "csv").stdout)))
    assert rows[0]["title"] == '\'=HYPERLINK("http://x",1)'
    assert (rows[0]["wbs"], rows[0]["duration"], rows[0]["start"]) == ("1", "2", "2026-03-02")


@pytest.mark.parametrize("start", list("=+-@\t＝＋－＠"))
def test_a_text_that_begins_like_a_formula_is_escaped_and_a_number_is_not(start: str):
    assert csv_table(["a", "b"], [[f"{start}1", -1]]) == f"a,b\n'{start}1,-1\n"


def test_an_unknown_project_is_exit_2_and_names_the_known_ones(here: Path):
    result = run("plan", "acme/shop")
    assert result.exit_code == 2
    assert "acme/web" in result.output


def test_a_plan_that_cannot_be_trusted_is_exit_1(here: Path):
    """
    tasks:
    - {id: T-1, title: One, duration: 1d, after: T-2}
    - {id: T-2, title: Two, duration: 1d, after: T-1}
    """
    result = run("plan", "acme/web")
    assert result.exit_code == 1
    assert "T-1, T-2" in result.output


def test_a_project_without_tasks_says_so(here: Path):
    result = run("plan", "acme/web")
    assert (result.exit_code, "no tasks yet" in result.output) == (0, True)


@pytest.mark.skipif(not REAL.exists(), reason="the real plan is not beside this repository")
def test_a_real_plan_is_imported_planned_exported_and_imported_again(here: Path):
    assert run("import", "mspdi", str(REAL), "--into", "acme/real").exit_code == 0
    found = json.loads(run("plan", "acme/real", "--format", "json").output)
    assert (found["start"], found["finish"], len(found["tasks"])) == ("2026-01-01", "2026-04-10", 160)
    assert [datetime.fromisoformat(task["finish"]).weekday() < 5 for task in found["tasks"]] == [True] * 160
    assert run("export", "mspdi", "acme/real", "--out", "plan.xml").exit_code == 0
    assert run("import", "mspdi", "plan.xml", "--into", "acme/again").exit_code == 0
    for name in ("project.yml", "stakeholders.yml", "tasks.yml"):
        assert (here / "acme/again" / name).read_bytes() == (here / "acme/real" / name).read_bytes()
