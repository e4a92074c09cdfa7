"""What `dossier new` writes is correct from the first moment, and nothing that was there is ever lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from dossier.checks.everything import findings
from dossier.cli.main import main
from dossier.cli.workspace import workspace
from dossier.load import load
from dossier.problems.rules import severity
from dossier.records.declare import RECORD_TYPES, RecordType
from dossier.records.starter import list_item, markdown, settings
from dossier.text.source import Source, Tree

LISTED = sorted(set(RECORD_TYPES) - {"client", "project"})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")  # 2026-03-01
    return tmp_path


def dossier(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def done(*arguments: str) -> str:
    result = dossier(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def files(folder: Path) -> dict[str, bytes]:
    """Every file but those of the cache, which may hold anything and be deleted."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".cache" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def errors(folder: Path) -> list[str]:
    _, portfolio, problems = workspace(folder).read()
    return [f"{p.code} {p.message}" for p in (*problems, *findings(portfolio)) if severity(p) == "error"]


def started(language: str = "en") -> None:
    """A client with somebody who signs, and a project."""
    done("new", "client", "acme", "--title", "Acme", "--language", language)
    path = Path("content/acme/client.yml")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("signers: [anna]\nstakeholders:\n- {id: anna, title: Anna Berg, side: client}\n")
    done("new", "project", "acme/web", "--title", "Web shop")


def test_the_first_client_in_an_empty_folder_brings_the_site_with_it(folder: Path) -> None:
    done("new", "client", "acme", "--title", "Acme: Ltd")
    assert set(files(folder)) == {".gitignore", "mkdocs.yml", "content/index.md", "content/acme/client.yml"}
    portfolio = workspace(folder).read()[1]
    assert [(client.title, client.language) for client in portfolio.clients] == [("Acme: Ltd", "en")]
    assert errors(folder) == []


def test_the_second_client_changes_nothing_that_is_there(folder: Path) -> None:
    done("new", "client", "acme")
    (folder / "mkdocs.yml").unlink()
    before = files(folder)
    done("new", "client", "yunling", "--language", "zh", "--title", "云岭")
    after = files(folder)
    assert {name: text for name, text in after.items() if name in before} == before
    assert set(after) - set(before) == {"content/yunling/client.yml"}


def test_the_name_of_a_client_or_a_project_is_one_line(folder: Path) -> None:
    done("new", "client", "acme", "--title", " Acme\r\n Ltd ")
    done("new", "project", "acme/web", "--title", " ")
    portfolio = workspace(folder).read()[1]
    assert (portfolio.clients[0].title, portfolio.dossiers[0].project.title) == ("Acme Ltd", "web")


def test_a_first_client_with_a_name_that_cannot_be_read_leaves_the_folder_empty(folder: Path) -> None:
    assert dossier("new", "client", "acme", "--title", "x\x07").exit_code == 2
    assert list(folder.iterdir()) == []


def test_a_configuration_that_is_there_is_kept(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text("site_name: Mine\n")
    done("new", "client", "acme")
    assert (folder / "mkdocs.yml").read_text() == "site_name: Mine\n"


def test_commands_work_from_any_folder_of_the_workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started()
    monkeypatch.chdir(folder / "content" / "acme" / "web")
    assert "content/acme/web/risks.yml" in done("new", "risk", "acme/web")
    assert (folder / "content/acme/web/risks.yml").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", [(), ("--markdown",)], ids=["yaml", "markdown"])
@pytest.mark.parametrize("name", LISTED)
def test_every_type_of_record_starts_without_an_error(
    folder: Path, name: str, form: tuple[str, ...], language: str
) -> None:
    started(language)
    done("new", "requirement", "acme/web", "--title", "Search")
    for title in ("First: one", "第二个 #2"):
        done("new", name.replace("_", "-"), "acme/web", "--title", title, *form)
    assert errors(folder) == [] or name == "sign_off"
    portfolio = workspace(folder).read()[1]
    titles = [r.title for r in portfolio.dossiers[0].of(RECORD_TYPES[name].cls)]
    assert [title for title in titles if title in {"First: one", "第二个 #2"}] == ["First: one", "第二个 #2"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("phase", "phase"), ("milestone", "milestone"), ("work-package", "work_package"), ("阶段", "phase")],
)
def test_a_task_may_be_called_by_its_kind(folder: Path, word: str, kind: str) -> None:
    started("en")
    done("new", word, "acme/web", "--title", "Delivery")
    (task,) = workspace(folder).read()[1].dossiers[0].of(RECORD_TYPES["task"].cls)
    assert (task.title, task.kind) == ("Delivery", kind)


def test_a_sign_off_needs_somebody_who_signs(folder: Path) -> None:
    done("new", "client", "acme")
    done("new", "project", "acme/web")
    result = dossier("new", "sign-off", "acme/web")
    assert result.exit_code == 2
    assert "signers" in result.output


def test_numbers_go_on_from_the_highest_in_the_form_that_is_used(folder: Path) -> None:
    started()
    (folder / "content/acme/web/risks.yml").write_text("risks:\n- {id: R-07, title: a}\n- {id: R-19, title: b}\n")
    done("new", "risk", "acme/web")
    done("new", "issue", "acme/web")
    done("new", "issue", "acme/web")
    records = workspace(folder).read()[1].dossiers[0].records
    assert {r.id for r in records} >= {"R-20", "ISS-001", "ISS-002"}


OWN = """\
# Looked at every Friday.
风险:   # ours
  - {id: RISK-1, title: a}

  - id: RISK-2
    title: b   # watch
    # not sure about this one

# Later:
tasks:
- {id: T-1, title: Dig, duration: 1d}
"""


def test_a_record_is_added_behind_its_like_and_all_else_stays_as_it_was(folder: Path) -> None:
    started()
    path = folder / "content/acme/web/risks.yml"
    path.write_text(OWN, encoding="utf-8")
    done("new", "risk", "acme/web", "--title", "c")
    lines, old = path.read_text(encoding="utf-8").split("\n"), OWN.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("  - id: RISK-3"))
    assert lines[:at] == old[: old.index("    # not sure about this one") + 1]
    assert (
        lines[-len(old) + old.index("    # not sure about this one") + 1 :]
        == old[old.index("    # not sure about this one") + 1 :]
    )
    assert errors(folder) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        "risks: []\n",
        "risks:\n",
        "tasks:\n- {id: T-1, title: x, duration: 1d}",
        "\ufeffrisks:\r\n- {id: R-1, title: x}\r\n",
    ],
)
def test_a_record_fits_into_any_list_file(folder: Path, text: str) -> None:
    started()
    path = folder / "content/acme/web/risks.yml"
    path.write_bytes(text.encode())
    done("new", "risk", "acme/web", "--title", "c")
    done("new", "risk", "acme/web", "--title", "d")
    assert errors(folder) == []
    titles = [r.title for r in workspace(folder).read()[1].dossiers[0].of(RECORD_TYPES["risk"].cls)]
    assert titles[-2:] == ["c", "d"]
    assert b"\r\n" not in text.encode() or b"\n" not in path.read_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "text", ["risks: [\n", "- a\n", "risks: [{id: R-1, title: x}]\n", "risks: {id: x}\n", "just words\n"]
)
def test_a_file_that_cannot_take_a_record_is_left_as_it_is(folder: Path, text: str) -> None:
    started()
    path = folder / "content/acme/web/risks.yml"
    path.write_text(text)
    result = dossier("new", "risk", "acme/web")
    assert result.exit_code == 2
    assert "as it is" in result.output
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("client", "acme"), "already"),
        (("client", "../acme"), "cannot be an id"),
        (("client", "a/b"), "cannot be an id"),
        (("client", ".."), "cannot be an id"),
        (("client", "handbook"), "none of assets, aux, con, files, handbook"),
        (("client", ""), "cannot be an id"),
        (("client", "x" * 300), "cannot be an id"),
        (("project", "acme/web"), "already"),
        (("project", "acme"), "CLIENT/PROJECT"),
        (("project", "acm/web"), "did you mean `acme`"),
        (("project", "acme/../../x"), "cannot be an id"),
        (("risk", "acme/wbe"), "acme/web"),
        (("risk", "acme/web", "--id", "RISK-001"), "already"),
        (("issue", "acme/web", "--id", "risk-001"), "already"),
        (("risk", "acme/web", "--id", "../R"), "cannot be a number"),
        (("risc", "acme/web"), "did you mean `risk`"),
        (("risk", "acme/web", "--as-of", "tomorrow"), "%Y-%m-%d"),
        (("risk", "acme/web", "--title", "x\x07"), "nothing was written; the records would then have the error DOS106"),
        (("risk", "acme/web", "--title", "x\x07", "--markdown"), "the error DOS106"),
        (("risk", "acme/web", "--title", "x\x85\x1b"), "the error DOS106"),
        (("project", "acme/p2", "--title", "x\x07"), "the error DOS106"),
        (("client", "beta", "--title", "x\x07"), "the error DOS106"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_changes(folder: Path, arguments: tuple[str, ...], word: str) -> None:
    started()
    done("new", "risk", "acme/web")
    before = files(folder)
    result = dossier("new", *arguments)
    assert result.exit_code == 2
    assert word in result.output
    assert files(folder) == before


def test_a_markdown_file_that_is_there_is_not_replaced(folder: Path) -> None:
    started()
    path = folder / "content/acme/web/risks/RISK-001.md"
    path.parent.mkdir()
    path.write_text("---\ntype: page\n---\nmine\n")
    result = dossier("new", "risk", "acme/web", "--markdown")
    assert result.exit_code == 2
    assert path.read_text() == "---\ntype: page\n---\nmine\n"


def test_a_folder_of_pages_does_not_become_a_client_by_accident(folder: Path) -> None:
    done("new", "client", "acme")
    (folder / "content/handbook").mkdir()
    assert dossier("new", "client", "handbook").exit_code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(folder: Path) -> None:
    folder.chmod(0o555)
    assert dossier("new", "client", "acme").exit_code == 2


OPTIONAL = re.compile(r"^( *)# ((?:- |  )?\w+:.*)$")


def uncommented(text: str) -> str:
    """The text as an author has it who took the # away from every field."""
    return "\n".join(OPTIONAL.sub(r"\1\2", line) for line in text.split("\n"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("of_type", RECORD_TYPES.values(), ids=lambda t: t.name)
def test_every_commented_field_is_right_once_the_mark_is_taken_away(of_type: RecordType, language: str) -> None:
    written = "zh" if language == "zh" else "en"
    values = {"id": "X-1", "title": "x"}
    client = Source("acme/client.yml", "title: Acme\n")
    project = Source("acme/web/project.yml", "title: Web\n")
    if of_type.name == "client":
        client = Source(client.path, uncommented(settings(of_type, {"title": "x"}, written)))
        found = load(Tree((client, project), frozenset(), ()))[1]
    elif of_type.name == "project":
        project = Source(project.path, uncommented(settings(of_type, {"title": "x"}, written)))
        found = load(Tree((client, project), frozenset(), ()))[1]
    else:
        text = uncommented(f"{of_type.key}:\n{list_item(of_type, values, written)}")
        assert set(yaml.safe_load(text)[of_type.key][0]) >= {"id", "title", "visibility"}
        page = uncommented(markdown(of_type, values, written))
        listed, own = (
            Source("acme/web/a.yml", text),
            Source(f"acme/web/{of_type.key}/X-2.md", page.replace("X-1", "X-2")),
        )
        found = load(Tree((client, project, listed, own), frozenset(), ()))[1]
    # A part whose fields are still empty misses them (DOS202); everything else must be right.
    assert [p for p in found if p.code != "DOS202"] == []
