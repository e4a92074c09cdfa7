"""What pages depend on: one that depends on everything, on all records of the client's projects; of a history, on its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dossier.compute.history import Change, Entry, History
from dossier.dossier import Elsewhere
from dossier.hosts.sites import SiteRequest, contexts
from dossier.text.values import replace
from dossier.views.watched import EVERYTHING, Facts
from tests.compute.sample_records import loaded

FILES = {
    "acme/client.yml": "title: Acme\npublish: [project, risks]\n",
    "acme/web/project.yml": "title: Web\nstart: 2026-03-02\n",
    "acme/pilot/project.yml": "title: Pilot\nstart: 2026-03-02\n",
    "acme/pilot/records.yml": "risks:\n- {id: R-1, title: Rain}\n- {id: R-2, title: Snow, visibility: team}\n",
}
REQUEST = SiteRequest(client="acme", audience="client", as_of=date(2026, 3, 2))


def everything_of_web(**changed: str) -> bytes:
    """The fingerprint of what there is in the project web, after changes to `project.yml` and `records.yml` of pilot."""
    files = FILES | {f"acme/pilot/{name}.yml": text for name, text in changed.items()}
    (context,) = (each for each in contexts(loaded(files), REQUEST) if each.dossier.project.id == "web")
    return Facts(context).together([EVERYTHING])


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("records", "Rain", "Hail"),
        ("records", "R-1", "R-9"),
        ("records", "visibility: team", "visibility: client"),
        ("project", "Pilot", "First try"),
    ],
)
def test_it_is_another_when_the_client_sees_something_else_in_another_project(name: str, before: str, after: str):
    assert everything_of_web(**{name: FILES[f"acme/pilot/{name}.yml"].replace(before, after)}) != everything_of_web()


def test_it_is_the_same_when_something_changes_that_the_client_never_sees():
    assert everything_of_web(records=FILES["acme/pilot/records.yml"].replace("Snow", "Ice")) == everything_of_web()


def test_the_records_of_another_project_are_not_gone_through_for_each_project(monkeypatch):
    gone_through: list[Elsewhere] = []
    monkeypatch.setattr(Elsewhere, "__iter__", lambda self: (gone_through.append(self), iter(()))[1])
    everything_of_web()
    assert gone_through == []


def history_of_r1(*changes: Change, commit: str = "1") -> bytes:
    """The fingerprint of what a page reads of the history of R-1."""
    context = next(each for each in contexts(loaded(FILES), REQUEST) if each.dossier.project.id == "pilot")
    when = datetime(2026, 3, 1, tzinfo=UTC)
    history = History(entries=(Entry(commit=commit, when=when, changes=changes),))
    return Facts(replace(context, history=history)).together([("history", "R-1")])


def changed(identifier: str, title: str = "Rain") -> Change:
    return Change(kind="changed", type_name="risk", id=identifier, title=title)


def test_the_history_of_a_record_is_what_its_commits_changed_of_it_and_not_of_the_thousands_beside_it():
    own = history_of_r1(changed("R-1"))
    assert own == history_of_r1(*(changed(f"X-{number}") for number in range(9)), changed("R-1"))
    others = {history_of_r1(changed("R-1", "Hail")), history_of_r1(changed("R-1"), commit="2"), history_of_r1()}
    assert len(others | {own}) == 4
