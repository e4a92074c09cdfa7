"""`dossier plan`, called as a person calls it, also on a plan that Microsoft Project computed."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main

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


@pytest.mark.parametrize("broken", ["after: [T-O]", "calendar: night", "owner: nobody", "parent: T-2"])
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_plan_of_records_with_errors_says_so(here: Path, broken: str, form: str):
    # As a letter for a number in what a task waits for: it would begin at once.
    (here / "acme/web/tasks.yml").write_text(
        f"tasks:\n- {{id: T-0, title: Base, duration: 5d}}\n- {{id: T-2, title: Next, duration: 2d, {broken}}}\n"
    )
    result = run("plan", "acme/web", "--format", form, "--as-of", "2026-03-02")
    assert result.exit_code == 1
    assert result.stderr.startswith("1 error in the files of acme/web")
    assert "T-2" in result.stdout


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


PLAN = """
    tasks:
    - {id: T-1, title: Dig, duration: 5d, owner: anna}
    - {id: T-2, title: Order, duration: 2d, owner: anna}
    - {id: T-3, title: Build, duration: 5d, owner: anna, after: [T-1, T-2]}
    - {id: M-1, title: Open, kind: milestone, after: T-3, deadline: 2026-03-12}
"""


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Monday 2 March: five days of digging, then five of building, until Friday 13; agreed for Thursday 12."""
    for name, text in {
        "client.yml": "title: Acme\npeople: [{id: anna, title: Anna Berg}]\n",
        "web/project.yml": "title: Web\nstart: 2026-03-02\nnear_critical: 5d\n",
        "web/tasks.yml": PLAN.replace("\n    ", "\n"),
    }.items():
        path = tmp_path / "content/acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)


def test_why_says_what_holds_a_task_the_way_there_and_how_late_it_may_be(planned: None):
    lines = run("plan", "acme/web", "--as-of", "2026-03-02", "--why", "T-2", "--to", "M-1").output.splitlines()
    assert lines == [
        "T-2 (Order): 2026-03-02 to 2026-03-03, 2 working days",
        "  nothing but the start of the project holds it",
        "it is not critical, and so near-critical: it may be 2 working days late without delaying the whole",
        "nothing starts or ends when it does",
        "the way to M-1 (Open): T-2 → T-3 → M-1; it may be 3 working days late before that moves",
    ]


def test_why_of_what_is_too_late_leads_back_to_the_start(planned: None):
    text = run("plan", "acme/web", "--as-of", "2026-03-02", "--why", "T-3").output
    assert "it waits for T-1 (Dig) (FS): 2026-03-02 to 2026-03-06\n  nobody works on 2 days between\n" in text
    assert "  T-1 (Dig): 2026-03-02 to 2026-03-06\n  T-3 (Build): 2026-03-09 to 2026-03-13\n" in text
    assert "it is critical: 1 working day too late for a date that is agreed or must be kept" in text
    found = json.loads(run("plan", "acme/web", "--as-of", "2026-03-02", "--why", "T-3", "--format", "json").output)
    assert (found["chain"], found["drives"], found["total_float"]) == (["T-1", "T-3"], ["M-1"], -1)


def test_why_of_a_task_that_is_not_there_names_the_near_one(planned: None):
    result = run("plan", "acme/web", "--why", "T-33")
    assert result.exit_code == 2
    assert "T-3" in result.output


def test_a_gantt_of_letters_shows_bars_milestones_float_and_what_is_critical(planned: None):
    lines = run("plan", "acme/web", "--as-of", "2026-03-02", "--gantt").output.splitlines()
    rows = {line.split()[1]: line for line in lines if re.match(r"\d+ \w", line)}
    assert lines[1].split() == ["2026-03"]
    assert "◆" in rows["Open"]
    bars = {name: (line.index("░"), line.count("░")) for name, line in rows.items() if "░" in line}
    assert bars["Dig"][0] == bars["Order"][0] < bars["Build"][0]
    assert bars["Order"][1] < bars["Dig"][1]
    assert abs(bars["Dig"][1] - bars["Build"][1]) <= 1  # both five days; a column is a part of one
    assert "·" in rows["Order"]
    assert [name for name, line in rows.items() if "*" in line] == ["Dig", "Build", "Open"]


def test_dates_have_the_time_of_day_where_the_calendar_has_hours(planned: None):
    def first() -> dict[str, str]:
        task = json.loads(run("plan", "acme/web", "--as-of", "2026-03-02", "--format", "json").output)["tasks"][0]
        return {name: task[name] for name in ("start", "finish", "early_finish", "late_finish")}

    assert first() == {
        "start": "2026-03-02",
        "finish": "2026-03-06",
        "early_finish": "2026-03-06",
        "late_finish": "2026-03-05",
    }
    Path("content/acme/web/project.yml").write_text(
        'title: Web\nstart: 2026-03-02\ncalendar: {hours: ["08:00-12:00", "13:00-17:00"]}\n'
    )
    assert first() == {
        "start": "2026-03-02T08:00",
        "finish": "2026-03-06T17:00",
        "early_finish": "2026-03-06T17:00",
        "late_finish": "2026-03-05T17:00",
    }


def test_levelled_dates_stand_beside_the_planned_ones_and_no_file_is_changed(here: Path):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 2d, owner: anna}
    - {id: T-2, title: Build, duration: 3d, owner: anna}
    - {id: T-3, title: "[red]Roof", duration: 1d, owner: anna, after: T-2}
    """
    before = {path: path.read_bytes() for path in here.rglob("*.yml")}
    asked = ("plan", "acme/web", "--level", "--as-of", "2026-03-02")
    found = json.loads(run(*asked, "--format", "json").output)
    keys = ("id", "start", "finish", "levelled_start", "levelled_finish")
    # T-2 must start first; then T-1, which can start on the second day at the latest; T-3 comes last
    assert [tuple(task[key] for key in keys) for task in found["tasks"]] == [
        ("T-1", "2026-03-02", "2026-03-03", "2026-03-05", "2026-03-06"),
        ("T-2", "2026-03-02", "2026-03-04", "2026-03-02", "2026-03-04"),
        ("T-3", "2026-03-05", "2026-03-05", "2026-03-09", "2026-03-09"),
    ]
    assert (found["finish"], found["levelled_finish"]) == ("2026-03-05", "2026-03-09")
    assert (found["delayed"], found["crowded"]) == (["T-1", "T-3"], [])
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").output)))
    assert [row["levelled_finish"] for row in rows] == ["2026-03-06", "2026-03-04", "2026-03-09"]
    text = run(*asked).output
    assert "[red]Roof" in text
    assert "the finish moves from 2026-03-05 to 2026-03-09; what gives way (!): T-1, T-3" in text
    assert "levelled_start" not in run("plan", "acme/web", "--format", "json").output
    assert {path: path.read_bytes() for path in here.rglob("*.yml")} == before


def test_what_has_no_room_is_told(here: Path):
    """
    tasks: [{id: T-1, title: Dig, duration: 2d, effort: 3d, owner: anna}]
    """
    assert "no room for: T-1" in run("plan", "acme/web", "--level", "--as-of", "2026-03-02").output
