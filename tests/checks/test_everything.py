"""What the checks find together, and that what several of them ask for is computed once."""

from __future__ import annotations

import time
from pathlib import Path

from dossier.checks import everything
from dossier.checks.everything import findings
from dossier.compute import projection
from dossier.load import load
from dossier.text.source import read_tree
from tests.bench.portfolio import write_portfolio


def test_checks_project_no_record_that_names_no_hidden_one_and_a_site_each_record_once(tmp_path, monkeypatch):
    write_portfolio(tmp_path, records=900)
    portfolio, problems = load(read_tree(tmp_path / "content"))
    seen = []
    original = projection._seen
    monkeypatch.setattr(projection, "_seen", lambda record, gone: (seen.append(record), original(record, gone))[1])

    found = findings(portfolio)
    by_checks = len(seen)
    for dossier in portfolio.dossiers:
        projection.published(dossier)

    records = sum(len(dossier.records) + 2 for dossier in portfolio.dossiers)  # with its client and project
    assert problems == ()
    assert {problem.code for problem in found} <= {"DOS535"}  # some of its dates are agreed too early
    assert by_checks == 0
    assert 0 < len(seen) <= records


def test_a_made_up_portfolio_has_as_many_records_as_asked_for(tmp_path):
    write_portfolio(tmp_path, records=1001)
    portfolio, _ = load(read_tree(tmp_path / "content"))
    people = {"stakeholder"}
    counted = [r for d in portfolio.dossiers for r in d.records if r.type_name not in people]
    assert len(counted) == 1001


def test_no_check_is_forgotten():
    """Each registers itself when it is imported, and a module that nobody imports would check nothing."""
    modules = Path(everything.__file__).parent.glob("*.py")
    assert {path.stem for path in modules if "\n@check(" in path.read_text("utf-8")} <= set(vars(everything))


def test_what_misses_records_of_a_file_that_cannot_be_read_is_not_told_besides(found):
    """
    # acme/web/needs.yml
    requirements:
    - id: REQ-1
      title: "Search
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: Dig, requirements: [REQ-1], notes: "See [[REQ-1]].", duration: 1d, owner: anna}
    - {id: T-2, title: Fill, duration: 1d, owner: lana, after: T-1, requirements: [REQ-2]}
    """
    assert [(p.code, p.place.words) for p in found.problems] == [
        ("DOS110", ""),
        ("DOS410", "lana"),
        ("DOS410", "REQ-2"),
    ]


def test_nor_are_requirements_whose_tasks_cannot_be_read(found):
    """
    # acme/web/needs.yml
    requirements:
    - {id: REQ-1, title: Search, acceptance_criteria: [{AC-1: finds}], verification: test}
    - {id: REQ-2, title: Pay, acceptance_criteria: [{AC-1: pays}], verification: test}
    # acme/web/tasks.yml
    tasks:
    - {编号: T-1, title: Dig, requirements: [REQ-1], duration: 1d
    - {id: T-2, title: Fill, duration: 1d}
    # acme/web/risks.yml
    risks:
    - {id: R-1, title: Late, cause: "For [[T-1]]."}
    """
    assert [(p.code, p.message[:5]) for p in found.problems if p.code != "DOS110"] == [("DOS510", "REQ-2")]


def test_what_another_client_may_hold_is_nobody_elses_excuse(found):
    """
    # bolt/client.yml
    title: Bolt
    # bolt/app/project.yml
    title: App
    # bolt/app/needs.yml
    requirements:
    - {id: REQ-9, title: Search, priority: mustt}
    # acme/web/tasks.yml
    tasks:
    - {id: T-1, title: Dig, requirements: [REQ-9], duration: 1d, owner: anna}
    """
    assert ("DOS410", "REQ-9") in [(p.code, p.place.words) for p in found.problems]


def test_files_with_errors_are_looked_through_in_time(read):
    for text in ("." * 100_000, "id" + " " * 100_000 + "x", "- " * 50_000):
        began = time.process_time()
        read(f"risks:\n- id: R-1\n  title: '{text}\n  cause: [x\n")
        assert time.process_time() - began < 5


def test_of_a_list_that_stands_twice_the_first_is_read_and_the_hint_keeps_the_second(found):
    """
    risks:
    - {id: R-1, title: Late data}
    risks:
    - {id: R-2, title: Late staff, bogus: 1}
    """
    (problem,) = found.located
    assert (problem.code, problem.line) == ("DOS111", 3)
    assert problem.hint == "put both into one list; only the first is read"
    assert "R-2" not in found.dossier.by_id
