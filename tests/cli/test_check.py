"""`dossier check` and `dossier explain`, called as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_a_clean_folder_is_exit_0(content: Path):
    """
    risks:
    - {id: R-1, title: Late delivery}
    """
    result = run("check", content.parent)
    assert (result.exit_code, result.output) == (0, "0 errors, 0 warnings in 3 files\n")


def test_warnings_alone_are_exit_0(content: Path):
    """
    issues:
    - {id: I-1, title: No test data}
    """
    result = run("check", content)
    assert result.exit_code == 0
    assert "warning[DOS384]" in result.output


def test_errors_are_exit_1_in_every_format(content: Path):
    """
    risks:
    - {id: R-1, title: Late delivery, owner: ana}
    """
    for form in ("text", "json", "github", "gitlab", "sarif"):
        assert run("check", content.parent, "--format", form).exit_code == 1
    assert "--> content/acme/web/records.yml:2:42" in run("check", content.parent).output


def test_a_file_or_folder_shows_only_its_own_problems(content: Path):
    """
    # acme/web/a.yml
    risks:
    - {id: R-1, title: Late delivery, owner: ana, affects: I-1}
    # acme/web/more/b.yml
    issues:
    - {id: I-1, title: No test data}
    """
    assert [p["code"] for p in json.loads(run("check", content / "acme/web/a.yml", "--format", "json").output)] == [
        "DOS410"
    ]
    more = run("check", content / "acme/web/more")
    assert more.exit_code == 0
    assert more.output.endswith("0 errors, 1 warning in 1 file\n")


def test_what_cannot_be_checked_is_exit_2(content: Path, tmp_path_factory: pytest.TempPathFactory):
    """
    risks: []
    """
    empty = tmp_path_factory.mktemp("empty")
    assert run("check", empty).exit_code == 2
    assert run("check", empty / "nowhere").exit_code == 2
    beside = content.parent / "beside"
    beside.mkdir()
    assert run("check", beside).exit_code == 2
    assert run("check", content, "--format", "xml").exit_code == 2


def test_explain_prints_the_rule_with_both_examples():
    result = run("explain", "DOS330")
    assert result.exit_code == 0
    assert result.output.startswith("DOS330 (warning): A likely risk has nobody to watch it.\n\nA risk that is likely")
    assert "Wrong:\n\n    risks:\n" in result.output
    assert "Right:\n\n    risks:\n" in result.output
    assert run("explain", "dos330").output == run("explain", "330").output == result.output


def test_explain_of_an_unknown_code_is_exit_2_with_the_near_one():
    result = run("explain", "DOS3330")
    assert result.exit_code == 2
    assert "did you mean `DOS33" in result.output


def test_explain_lists_every_code_under_its_chapter():
    result = run("explain")
    assert result.exit_code == 0
    assert "Plan and money\n  DOS501  error    Tasks wait for each other" in result.output
