"""`dossier schema` writes what an editor needs and leaves the editor's own settings alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from dossier.cli.main import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def schema(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["schema", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_each_schema_is_valid_and_the_editor_is_told_where_it_is(folder: Path) -> None:
    schema()
    settings = json.loads((folder / ".vscode/settings.json").read_text())
    for path in settings["yaml.schemas"]:
        Draft202012Validator.check_schema(json.loads((folder / path).read_text(encoding="utf-8")))
    assert len(settings["yaml.schemas"]) == 3


def test_running_it_again_writes_the_same(folder: Path) -> None:
    schema()
    before = {path: path.read_bytes() for path in (folder / ".schema").iterdir()}
    schema()
    assert {path: path.read_bytes() for path in (folder / ".schema").iterdir()} == before


def test_settings_that_are_there_stay_and_the_lines_are_printed(folder: Path) -> None:
    (folder / ".vscode").mkdir()
    (folder / ".vscode/settings.json").write_text("// mine\n{}\n")
    output = schema()
    assert (folder / ".vscode/settings.json").read_text() == "// mine\n{}\n"
    assert json.loads(output[output.index("{") :])["yaml.schemas"]


def test_who_hears_only_the_beginning_has_all_files_and_no_complaint(folder: Path) -> None:
    heard, told = os.pipe()
    os.close(heard)
    done = subprocess.run(
        [sys.executable, "-m", "dossier", "schema"],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=told,
        stderr=subprocess.PIPE,
    )
    os.close(told)
    assert (done.returncode, done.stderr) == (1, b"")
    assert len(list((folder / ".schema").iterdir())) == 3
    assert (folder / ".vscode/settings.json").exists()


def test_another_folder_may_be_named(folder: Path) -> None:
    schema("schemas/yaml")
    settings = json.loads((folder / ".vscode/settings.json").read_text())
    assert set(settings["yaml.schemas"]) == {
        f"./schemas/yaml/{n}.schema.json" for n in ("client", "project", "records")
    }


def test_outside_a_workspace_it_could_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["schema"]).exit_code == 2
