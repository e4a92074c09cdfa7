"""Importing writes all files or none, tells what it could not keep, and changes nothing that is there."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from dossier.cli.workspace import workspace
from dossier.exchange.formats import FORMATS
from dossier.records.requirement import Requirement
from dossier.records.stakeholder import Stakeholder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a client who knows Anna, a project with two requirements, and those as a ReqIF file."""
    monkeypatch.chdir(tmp_path)
    web = tmp_path / "content/acme/web"
    web.mkdir(parents=True)
    (web.parent / "client.yml").write_text("title: Acme\nstakeholders:\n- {id: anna, title: Anna Berg}\n")
    (web / "project.yml").write_text("title: Web shop\nstakeholders: []\n".replace("stakeholders: []\n", ""))
    (web / "needs.yml").write_text(
        "requirements:\n- {id: REQ-1, title: Search, owner: anna}\n"
        "- {id: REQ-2, title: Find, parents: REQ-1, owner: bob, internal: secret}\n"
        "stakeholders:\n- {id: bob, title: Bob}\nrisks:\n- {id: R-1, title: Late}\n"
    )
    assert run("export", "reqif", "acme/web", "--out", "out.reqif").exit_code == 0
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def files(folder: Path) -> dict[str, bytes]:
    """Every file but those of the cache, which may hold anything and be deleted."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".cache" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_an_import_makes_a_project_with_the_records_and_the_people_nobody_knew(folder: Path) -> None:
    result = run("import", "reqif", "out.reqif", "--into", "acme/new")
    assert result.exit_code == 0, result.output
    assert "wrote content/acme/new/requirements.yml" in result.output
    _, portfolio, problems = workspace(folder).read()
    assert problems == ()
    dossier = portfolio.dossier("acme/new")
    assert dossier is not None
    assert [(r.id, r.title, r.owner) for r in dossier.of(Requirement)] == [
        ("REQ-1", "Search", "anna"),
        ("REQ-2", "Find", "bob"),
    ]
    assert [p.id for p in dossier.of(Stakeholder)] == ["anna", "bob"]
    assert [p.id for p in dossier.of(Stakeholder) if p.place.path.endswith("people.yml")] == ["bob"]


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path) -> None:
    before = files(folder)
    dry = run("import", "reqif", "out.reqif", "--into", "acme/new", "--dry-run")
    assert (dry.exit_code, files(folder)) == (0, before)
    assert (
        dry.output.replace("would write", "wrote") == run("import", "reqif", "out.reqif", "--into", "acme/new").output
    )


def test_a_second_import_changes_nothing(folder: Path) -> None:
    run("import", "reqif", "out.reqif", "--into", "acme/new")
    before = files(folder)
    result = run("import", "reqif", "out.reqif", "--into", "acme/new")
    assert (result.exit_code, files(folder)) == (2, before)
    assert "already" in result.output


def test_numbers_that_the_project_has_already_are_a_problem_and_nothing_is_written(folder: Path) -> None:
    before = files(folder)
    result = run("import", "reqif", "out.reqif", "--into", "acme/web")
    assert (result.exit_code, files(folder)) == (1, before)
    assert result.output.count("error[DOS401]") == 2
    assert "content/acme/web/requirements.yml:" in result.output


def test_the_settings_of_a_project_that_is_there_stay_and_that_is_told(folder: Path) -> None:
    (folder / "content/acme/old").mkdir()
    (folder / "content/acme/old/project.yml").write_text("title: Old\n")
    result = run("import", "reqif", "out.reqif", "--into", "acme/old")
    assert result.exit_code == 0
    assert (folder / "content/acme/old/project.yml").read_text() == "title: Old\n"
    assert "title of the project, since project.yml is there already (for example: Web shop)" in result.output
    assert "\n3 records\n" in result.output  # two requirements and Bob: the project is not written


def test_settings_of_a_project_that_are_lists_are_told_in_words(folder: Path) -> None:
    (folder / "content/acme/old").mkdir()
    (folder / "content/acme/old/project.yml").write_text("title: Old\n")
    days = "".join(
        f"<WeekDay><DayType>{n}</DayType><DayWorking>{n in (2, 3):d}</DayWorking>"
        f"{'<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes>' if n in (2, 3) else ''}"
        "</WeekDay>"
        for n in range(1, 8)
    )
    (folder / "plan.xml").write_text(
        '<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan</Title><StartDate>2026-03-02T08:00:00</StartDate>'
        "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Short</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<WeekDays>{days}</WeekDays></Calendar></Calendars>"
        "<Tasks><Task><UID>1</UID><Name>Dig</Name><OutlineLevel>1</OutlineLevel></Task></Tasks></Project>"
    )
    result = run("import", "mspdi", "plan.xml", "--into", "acme/old")
    assert result.exit_code == 0, result.output
    assert "\n1 record\n" in result.output
    (told,) = [line for line in result.output.splitlines() if "calendar of the project" in line]
    assert not set("{}'[]") & set(told)


def test_a_file_that_is_not_reqif_is_a_problem_in_that_file(folder: Path) -> None:
    (folder / "bad.reqif").write_bytes(b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><x>&f;</x>")
    result = run("import", "reqif", "bad.reqif", "--into", "acme/new")
    assert result.exit_code == 1
    assert "error[DOS802]" in result.output
    assert "bad.reqif:1:1" in result.output
    assert not (folder / "content/acme/new").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "reqif", "gone.reqif", "--into", "acme/new"),
        ("import", "reqif", "content", "--into", "acme/new"),
        ("import", "reqif", os.devnull, "--into", "acme/new"),
        ("import", "reqif", "out.reqif", "--into", "acm/new"),
        ("import", "reqif", "out.reqif", "--into", "acme"),
        ("import", "reqif", "out.reqif", "--into", "acme/../x"),
        ("import", "doors", "out.reqif", "--into", "acme/new"),
        ("export", "reqif", "acme/gone"),
        ("export", "reqif", "acme/web", "--out", "gone/out.reqif"),
    ],
)
def test_what_cannot_run_ends_with_2_and_changes_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    before = files(folder)
    assert (run(*arguments).exit_code, files(folder)) == (2, before)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_too_large_is_not_read_to_its_end(folder: Path, form: str) -> None:
    with (folder / "large.xml").open("wb") as large:
        large.truncate(3_000_000_000)
    done = subprocess.run(
        [sys.executable, "-m", "dossier", "import", form, "large.xml", "--into", "acme/new"],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "error[DOS821]: the file has more than 128,000,000 bytes\n --> large.xml:1:1" in done.stdout


def test_escape_sequences_of_a_file_never_reach_the_terminal(folder: Path) -> None:
    text = (folder / "out.reqif").read_text(encoding="utf-8")
    odd = text.replace('LONG-NAME="OWNER"', 'LONG-NAME="&#x9b;&#x202e;31m"').replace('"bob"', '"b&#x202e;b"')
    (folder / "odd.reqif").write_text(odd, encoding="utf-8")
    output = run("import", "reqif", "odd.reqif", "--into", "acme/new").output
    assert "\\u202e31m" in output
    assert "\x9b" not in output
    assert "\u202e" not in output


def test_an_export_says_what_it_leaves_behind(folder: Path) -> None:
    result = run("export", "reqif", "acme/web", "--out", "again.reqif")
    assert "wrote 2 requirements to again.reqif" in result.output
    assert "not in this format: 1 risk, 2 stakeholders; of requirements: internal notes (1)\n" in result.output
    assert b"secret" not in (folder / "again.reqif").read_bytes()
    assert (folder / "again.reqif").read_bytes() == (folder / "out.reqif").read_bytes()


def test_it_says_of_every_field_that_it_does_not_hold(folder: Path) -> None:
    (folder / "content/acme/web/more.yml").write_text(
        "tasks:\n"
        "- {id: T-71, title: Dig, duration: 2d, optimistic: 1d, pessimistic: 4d, tags: [a], visibility: team, owner: ann}\n"
        "- {id: T-72, title: Fill, duration: 2d, tags: [b], owner: ann}\n"
        "people: [{id: ann, title: Ann, side: supplier, phone: '1'}]\n"
    )
    with (folder / "content/acme/web/project.yml").open("a") as project:
        project.write('\ncalendar: {country: DE-BY}\nobjectives: ["O-1: Sell more"]\n')
    output = run("export", "mspdi", "acme/web", "--out", "again.xml").output
    (told,) = (line for line in output.splitlines() if line.startswith("not in this format: "))
    assert "of the project: objectives" in told
    assert "of stakeholders: phone (1)" in told
    assert "of tasks: visibility (1), tags (2), optimistic duration (1), pessimistic duration (1)" in told
    assert "comes back otherwise: of the project: calendar\n" in output


def test_an_export_for_the_client_holds_only_what_is_published(folder: Path) -> None:
    web = folder / "content/acme/web"
    (web.parent / "client.yml").write_text("title: Acme\npublish: [requirements]\n")
    (web / "needs.yml").write_text(
        "requirements:\n- {id: REQ-1, title: Search, statement: 'Fast. <!-- team -->cheaply<!-- /team -->'}\n"
        "- {id: REQ-2, title: Hidden margin, parents: REQ-1, visibility: team}\n"
    )
    result = run("export", "reqif", "acme/web", "--out", "team.reqif")
    assert "1 of them are not published to the client" in result.output
    assert run("export", "reqif", "acme/web", "--out", "client.reqif", "--audience", "client").exit_code == 0
    raw = (folder / "client.reqif").read_text(encoding="utf-8")
    assert "REQ-1" in raw
    assert not [word for word in ("REQ-2", "margin", "cheaply") if word in raw]


def test_an_export_of_a_plan_in_which_a_task_waits_for_none_there_is_is_refused(folder: Path) -> None:
    (folder / "content/acme/web/more.yml").write_text("tasks: [{id: T-77, title: Build, duration: 2d, after: [T-O]}]\n")
    result = run("export", "mspdi", "acme/web", "--out", "bad.xml")
    assert (result.exit_code, (folder / "bad.xml").exists()) == (1, False)
    assert "1 error in the files of acme/web" in result.output


def test_an_export_of_records_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / "content/acme/web/bad.yml").write_text("requirements: [{id: REQ-9}]\n")
    result = run("export", "reqif", "acme/web", "--out", "bad.reqif")
    assert result.exit_code == 1
    assert not (folder / "bad.reqif").exists()


def test_every_format_of_the_table_can_read_and_write() -> None:
    for form in FORMATS.values():
        result = form.read(b"this is nothing", "web")
        assert result.files == ()
        assert len(result.problems) == 1


def test_a_plan_comes_back_without_people_whom_the_client_knows_and_tells_what_leads_nowhere(folder: Path) -> None:
    (folder / "content/acme/web/tasks.yml").write_text(
        "tasks:\n- {id: T-1, title: Dig, owner: anna, people: [bob], duration: 2d, requirements: [REQ-1]}\n"
    )
    assert run("export", "mspdi", "acme/web", "--out", "out.xml").exit_code == 0
    result = run("import", "mspdi", "out.xml", "--into", "acme/new")
    assert result.exit_code == 0, result.output
    assert "1 reference leads to records that are not in acme/new" in result.output
    _, portfolio, problems = workspace(folder).read()
    assert problems == ()
    dossier = portfolio.dossier("acme/new")
    assert dossier is not None
    assert [p.id for p in dossier.of(Stakeholder) if "acme/new/" in p.place.path] == ["bob"]


def test_it_is_said_what_is_left_to_mend(folder: Path) -> None:
    task = "<Task><UID>1</UID><Name>Dig</Name><Cost>12500</Cost></Task>"
    Path("plan.xml").write_text(f"<Project><Title>Plan</Title><Tasks>{task}</Tasks></Project>")
    result = run("import", "mspdi", "plan.xml", "--into", "acme/new")
    assert result.exit_code == 0
    assert "1 error is left to mend in acme/new: `dossier check` shows where" in result.output
    assert "error[DOS540]: T-1 has an amount of money, and acme/new names no currency" in run("check").output


def test_an_export_of_a_plan_says_that_absences_stay_behind(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    # acme/web/people.yml
    people:
    - {id: ben, title: Ben, absences: [{from: 2026-03-04}]}
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: Dig, duration: 2d, owner: ben}
    """
    monkeypatch.chdir(content.parent)
    assert "of stakeholders: absences (1)" in run("export", "mspdi", "acme/web", "--out", "plan.xml").output
