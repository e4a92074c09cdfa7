"""A plan of Microsoft Project imported and printed by `dossier plan`: every date, float and flag is the one it saved."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from dossier.cli.main import main
from tests.compute.test_microsoft_project import NAMESPACE, PLANS, REAL, Expected, read_calendar, read_expected, text


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", PLANS)
def test_what_is_printed_is_what_microsoft_project_saved(
    name: str, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"the real plan {name} is not beside this repository")
    raw = path.read_bytes()
    project = etree.fromstring(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    at = read_calendar(project).position
    monkeypatch.chdir(content.parent)
    run("import", "mspdi", str(path.resolve()), "--into", "acme/real")
    printed = json.loads(run("plan", "acme/real", "--format", "json"))["tasks"]
    expected = {
        f"T-{text(task, 'UID')}": read_expected(task)
        for task in project.iter(f"{NAMESPACE}Task")
        if text(task, "OutlineLevel") not in {"", "0"}
    }
    assert {task["id"]: positions(task, at) for task in printed} == {i: of_file(e, at) for i, e in expected.items()}


def positions(task: dict, at) -> tuple:  # type: ignore[no-untyped-def, type-arg]
    from datetime import datetime

    names = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
    dates = tuple(at(datetime.fromisoformat(task[name])) for name in names)
    return (*dates, task["total_float"] * 480, task["free_float"] * 480, task["critical"])


def of_file(e: Expected, at) -> tuple:  # type: ignore[no-untyped-def, type-arg]
    dates = (at(e.start), at(e.finish), at(e.early_start), at(e.early_finish), at(e.late_start), at(e.late_finish))
    return (*dates, e.total_slack, e.free_slack, e.critical)
