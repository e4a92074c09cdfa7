"""What the projects of a client know of each other, and that it does not grow with the square of the projects."""

from __future__ import annotations

import pickle

import pytest

from dossier.checks.everything import findings
from dossier.compute.projection import projected
from dossier.dossier import Dossier, Elsewhere, Portfolio
from tests.compute.sample_records import loaded

CLIENT = "title: Acme\npublish: [project, risks, tasks]\npeople:\n- {id: anna, title: Anna}\n"
PROJECT = "title: Garden\nstart: 2026-03-02\n"
RECORDS = """
risks:
- {id: R-1, title: Rain, owner: anna, cause: See T-1 and p1/R-1.}
- {id: R-2, title: HUSHHUSH, owner: anna, visibility: team}
tasks:
- {id: T-1, title: Dig, owner: anna, duration: 2d}
"""


def client_with(projects: int, last: str = PROJECT) -> Portfolio:
    """A client with projects p0, p1 … that all hold the same records; `last` is the last one's own file."""
    files = {"acme/client.yml": CLIENT}
    for number in range(projects):
        files[f"acme/p{number}/project.yml"] = PROJECT if number < projects - 1 else last
        files[f"acme/p{number}/records.yml"] = RECORDS
    return loaded(files)


def middle(portfolio: Portfolio) -> Dossier:
    found = portfolio.dossier("acme/p1")
    assert found
    return found


def test_a_dossier_reads_the_others_records_by_project_and_number():
    portfolio = client_with(3)
    elsewhere = middle(portfolio).elsewhere
    numbers = ("anna", "R-1", "R-2", "T-1")
    assert list(elsewhere) == [f"{project}/{number}" for project in ("p0", "p2") for number in numbers]
    assert len(elsewhere) == 8
    assert elsewhere["p2/R-1"] is portfolio.dossiers[2].by_id["R-1"]
    assert middle(portfolio).find("p0/T-1") is portfolio.dossiers[0].by_id["T-1"]
    assert list(middle(portfolio).siblings) == ["p0", "p2"]


@pytest.mark.parametrize("key", ["p1/R-1", "p3/R-1", "p0/R-9", "R-1", "p0", "p0/", "", "p0/R-1/R-1"])
def test_its_own_records_and_what_is_not_there_stand_in_no_other_project(key: str):
    elsewhere = middle(client_with(3)).elsewhere
    assert key not in elsewhere
    assert elsewhere.get(key) is None
    with pytest.raises(KeyError):
        elsewhere[key]


def test_a_dossier_without_others_finds_nothing_elsewhere():
    (alone,) = client_with(1).dossiers
    assert dict(alone.elsewhere) == dict(alone.siblings) == {}
    assert alone.find("p0/R-1") is None


def test_what_is_pickled_knows_the_same_and_holds_each_record_once():
    portfolio = client_with(4)
    findings(portfolio)  # what was computed meanwhile stays behind
    again = pickle.loads(pickle.dumps(portfolio))
    assert again == portfolio
    assert [dict(each.elsewhere) for each in again.dossiers] == [dict(each.elsewhere) for each in portfolio.dossiers]
    assert again.dossiers[0].elsewhere["p3/R-1"] is again.dossiers[3].by_id["R-1"]


def test_a_pickled_projection_holds_nothing_that_was_hidden():
    seen = projected(client_with(4), "client")
    pickled = pickle.dumps(seen)
    assert b"HUSHHUSH" not in pickled
    again = pickle.loads(pickled)
    assert [dict(each.elsewhere) for each in again.dossiers] == [dict(each.elsewhere) for each in seen.dossiers]
    assert [dict(each.siblings) for each in again.dossiers] == [dict(each.siblings) for each in seen.dossiers]


def test_a_dossier_shows_all_it_holds_when_it_is_printed():
    """Tests look for secrets in what is printed."""
    assert "HUSHHUSH" in repr(middle(client_with(2)).elsewhere)
    assert "HUSHHUSH" not in repr(middle(projected(client_with(2), "client")).elsewhere)


def test_a_project_of_the_team_is_no_sibling_for_the_client():
    portfolio = client_with(3, last="title: HUSHHUSH\nvisibility: team\n")
    assert list(middle(portfolio).siblings) == ["p0", "p2"]
    assert list(middle(projected(portfolio, "client")).siblings) == ["p0"]
    assert not [key for key in middle(projected(portfolio, "client")).elsewhere if key.startswith("p2/")]


def test_checks_never_go_through_all_records_of_the_other_projects(monkeypatch):
    """Else they would take as long as the square of the projects."""
    portfolio = client_with(5)
    gone_through: list[Elsewhere] = []
    original = Elsewhere.__iter__
    monkeypatch.setattr(Elsewhere, "__iter__", lambda self: (gone_through.append(self), original(self))[1])
    assert [p.code for p in findings(portfolio)] == []
    assert gone_through == []


def test_what_is_pickled_grows_with_the_records_and_not_with_their_square():
    small, large = (len(pickle.dumps(client_with(projects))) for projects in (10, 40))
    assert large < 5 * small
