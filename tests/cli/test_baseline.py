"""`dossier baseline`, called as a person calls it: what it writes, what it refuses, and that the file reads well."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from dossier.compute.baseline import current_baseline
from dossier.load import load
from dossier.text.source import read_tree

FILE = "acme/web/baselines/signed.yml"


def baseline(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["baseline", *arguments], catch_exceptions=False)


@pytest.fixture
def here(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(content.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772452800")  # 2 March 2026, noon
    return content


PLAN = """\
    # acme/web/project.yml
    title: Web shop
    start: 2026-03-02
    currency: EUR
    budget: 120,000
    # acme/web/records.yml
    phases:
    - id: P-1
      title: Make
      owner: anna
      tasks:
      - {id: T-1, title: "Dig: first, then think", owner: anna, duration: 2.5d, cost: "1,200.50"}
      - {id: T-2, title: Salaries, owner: anna, duration: 1d, after: T-1, visibility: team}
    milestones:
    - {id: M-1, title: 上线, owner: anna, after: P-1}
    cost_items:
    - {id: C-1, title: Spades, planned: "1,000", actual: 40}
"""


def test_the_file_holds_the_plan_and_the_budget_a_line_for_each(here: Path):
    result = baseline("acme/web", "signed", "--title", "As signed")
    assert result.exit_code == 0, result.output
    assert (
        (here / FILE).read_text(encoding="utf-8")
        == """\
# The plan as it was, made by `dossier baseline acme/web signed`. Compare with it; do not edit it.
baselines:
- id: signed
  title: As signed
  as_of: 2026-03-02
  made_on: 2026-03-02
  start: 2026-03-02
  finish: 2026-03-05
  currency: EUR
  budget: 120000
  cost_items:
  - {id: C-1, title: Spades, planned: 1000}
  tasks:
  - {id: P-1, wbs: "1", title: Make, start: 2026-03-02, finish: 2026-03-05, duration: 3.5d}
  - {id: T-1, wbs: "1.1", title: "Dig: first, then think", start: 2026-03-02, finish: 2026-03-04, duration: 2.5d, \
cost: "1200.50"}
  - {id: T-2, wbs: "1.2", title: Salaries, start: 2026-03-04, finish: 2026-03-05, duration: 1d, visibility: team}
  - {id: M-1, wbs: "2", title: 上线, start: 2026-03-05, finish: 2026-03-05, duration: 0d}
"""
    )
    assert result.output == (
        "wrote signed (As signed) to content/acme/web/baselines/signed.yml\n"
        "4 tasks from 2026-03-02 to 2026-03-05, 1 cost item, as of 2026-03-02\n"
        "The client does not see it: acme/client.yml does not publish `baselines`.\n"
    )
    portfolio, problems = load(read_tree(here))
    assert problems == ()
    found = current_baseline(portfolio.dossiers[0])
    assert found
    assert found.id == "signed"


test_the_file_holds_the_plan_and_the_budget_a_line_for_each.__doc__ = PLAN


def test_the_same_plan_gives_the_same_bytes_and_another_day_only_another_date(here: Path):
    baseline("acme/web", "signed")
    first = (here / FILE).read_text(encoding="utf-8")
    assert baseline("acme/web", "signed", "--replace").exit_code == 0
    assert (here / FILE).read_text(encoding="utf-8") == first
    assert "title: Plan of 2 Mar 2026\n" in first


test_the_same_plan_gives_the_same_bytes_and_another_day_only_another_date.__doc__ = PLAN


def test_it_is_not_overwritten_by_mistake(here: Path):
    baseline("acme/web", "signed", "--title", "As signed")
    before = (here / FILE).read_bytes()
    result = baseline("acme/web", "signed")
    assert result.exit_code == 2
    assert result.output == "Error: the baseline signed (As signed) is there already; --replace replaces it\n"
    assert (here / FILE).read_bytes() == before
    assert baseline("acme/web", "Signed").exit_code == 2, "a name that differs by case only is the same file elsewhere"
    assert [path.name for path in (here / FILE).parent.iterdir()] == ["signed.yml"]


test_it_is_not_overwritten_by_mistake.__doc__ = PLAN


def test_what_is_no_baseline_keeps_its_number(here: Path):
    for name, said in (("T-1", "T-1 is there already: Dig"), ("../x", "cannot be a number"), ("a.yml", "cannot be a")):
        result = baseline("acme/web", name, "--replace")
        assert (result.exit_code, said in result.output) == (2, True), result.output
    assert baseline("acme/shop", "signed").exit_code == 2
    assert not (here / FILE).parent.exists()


test_what_is_no_baseline_keeps_its_number.__doc__ = PLAN


def test_records_with_errors_are_not_frozen(here: Path):
    """
    tasks:
    - {id: T-1, title: Dig, owner: nobody, duration: 2d}
    """
    result = baseline("acme/web", "signed")
    assert result.exit_code == 1
    assert result.output == "the records have 1 error; `dossier check` tells them. What has errors is not frozen\n"
    assert not (here / FILE).exists()


def test_a_torn_baseline_can_be_replaced(here: Path):
    """
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d}
    # acme/web/baselines/signed.yml
    baselines:
    - {id: signed, title: As signed, as_of: 2026-03-02, tasks: [{id: T-1, start: 2026-03-32, finish: 2026-03-03}]}
    """
    assert baseline("acme/web", "signed", "--replace").exit_code == 0
    assert "2026-03-32" not in (here / FILE).read_text(encoding="utf-8")


def test_what_cannot_be_kept_is_refused_and_nothing_is_written(here: Path):
    """
    # acme/web/project.yml
    title: Web shop
    start: 2199-12-30
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 900d}
    """
    result = baseline("acme/web", "signed")
    assert result.exit_code == 2
    assert "nothing was written; the records would then have the error DOS203: expected a date" in result.output
    assert not (here / FILE).exists()


def test_without_tasks_there_is_nothing_to_freeze(here: Path):
    assert "there are no tasks in acme/web" in baseline("acme/web", "signed").output


def test_what_was_signed_has_to_be_confirmed_again(here: Path):
    """
    # acme/client.yml
    title: Acme
    language: zh
    signers: [anna]
    publish: [tasks, baselines, sign_offs]
    people: [{id: anna, title: Anna Berg}]
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d}
    sign_offs:
    - {id: SO-1, title: Plan, signer: anna, baseline: signed}
    # acme/web/baselines/signed.yml
    baselines:
    - {id: signed, title: As signed, as_of: 2026-03-02, tasks: [{id: T-1, start: 2026-03-02, finish: 2026-03-03}]}
    """
    arguments = ["sign", "record", "acme/web", "SO-1", "--decision", "confirmed", "--by", "anna"]
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
    result = baseline("acme/web", "signed", "--replace")
    assert "It is part of what was signed with SO-1, which has to be confirmed again." in result.output
    assert "title: 2026年3月2日的计划\n" in (here / FILE).read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_may_be_written_nothing_is_left(here: Path):
    (here / "acme/web").chmod(0o500)
    try:
        assert baseline("acme/web", "signed").exit_code == 2
    finally:
        (here / "acme/web").chmod(0o700)
    assert not (here / FILE).exists()


test_where_nothing_may_be_written_nothing_is_left.__doc__ = PLAN


def test_why_a_task_is_later_than_in_the_baseline(here: Path):
    """
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Design, owner: anna, duration: 8d}
    - {id: T-2, title: Build, owner: anna, duration: 12d, after: T-1}
    - {id: T-3, title: Paint, owner: anna, duration: 1d}
    baselines:
    - id: BL-1
      title: As agreed
      as_of: 2026-03-02
      tasks:
      - {id: T-1, title: Design, start: 2026-03-02, finish: 2026-03-06, duration: 5d}
      - {id: T-2, title: Build, start: 2026-03-09, finish: 2026-03-20, duration: 10d}
    """

    def why(task: str, *more: str) -> str:
        arguments = ["plan", "acme/web", "--why", task, *more]
        return CliRunner().invoke(main, arguments, catch_exceptions=False).output

    assert why("T-2").endswith(
        "it is expected 5 working days later than in the baseline BL-1 (As agreed): "
        "2 working days because it takes longer itself, 3 working days because T-1 (Design) takes longer\n"
    )
    assert "baseline" not in why("T-3")
    assert json.loads(why("T-2", "--format", "json"))["baseline"] == {
        "id": "BL-1",
        "finish": "2026-03-20",
        "days_later": 5,
        "causes": [{"task": "T-2", "kind": "longer", "days": 2}, {"task": "T-1", "kind": "longer", "days": 3}],
        "by_way_of": ["T-1"],
    }
    assert json.loads(why("T-3", "--format", "json"))["baseline"] is None
