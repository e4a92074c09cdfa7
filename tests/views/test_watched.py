"""What pages depend on: on no more than they show, and one that depends on everything, on all records of a client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dossier.compute.history import Change, Entry, History
from dossier.dossier import Elsewhere
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.records.declare import RecordType
from dossier.text.values import replace
from dossier.views.record_page import REQUIREMENT_COLUMNS, list_columns, told_in_lists
from dossier.views.tables import cell
from dossier.views.watched import EVERYTHING, Facts, Watched
from tests.compute.sample_records import LISTED_TYPES, as_yaml, loaded, sample

FILES = {
    "acme/client.yml": "title: Acme\npublish: [project, risks]\n",
    "acme/web/project.yml": "title: Web\nstart: 2026-03-02\n",
    "acme/pilot/project.yml": "title: Pilot\nstart: 2026-03-02\n",
    "acme/pilot/records.yml": "risks:\n- {id: R-1, title: Rain}\n- {id: R-2, title: Snow, visibility: team}\n",
}
REQUEST = SiteRequest(client="acme", audience="client", as_of=date(2026, 3, 2))
TEAM = SiteRequest(as_of=date(2026, 3, 2))


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


TASKS = """\
tasks:
- {id: T-1, title: Small, owner: lena, duration: 2d, after: [T-2 FF]}
- {id: T-2, title: Large, owner: otto, duration: 10d}
- {id: T-3, title: Third, owner: mia, duration: 1d}
baselines:
- id: BL-1
  title: First
  as_of: 2026-03-02
  tasks:
  - {id: T-1, start: 2026-03-12, finish: 2026-03-13, duration: 2d}
"""
AWAY = ", absences: [{from: 2026-03-19, to: 2026-03-20, title: Away}]"


def test_it_is_another_when_somebody_is_away_on_days_on_which_others_are_already():
    """No task ends on another day, and the client sees all of them: only the start of one and its float move."""

    def everything(of_lena: str) -> bytes:
        people = f"{{id: lena, title: Lena Vogt{of_lena}}}, {{id: otto, title: O}}, {{id: mia, title: Mia Lund{AWAY}}}"
        client = f"title: Acme\npublish: [project, tasks, baselines, stakeholders]\npeople: [{people}]\n"
        files = FILES | {"acme/client.yml": client, "acme/web/tasks.yml": TASKS}
        late = replace(REQUEST, as_of=date(2026, 3, 10))
        (context,) = (each for each in contexts(loaded(files), late) if each.dossier.project.id == "web")
        assert [row.expected_finish.day for row in context.plan.rows] == [23, 23, 10]
        return Facts(context).together([EVERYTHING])

    assert everything(AWAY) != everything("")


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


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_lists_show_nothing_of_a_record_but_what_they_are_said_to_tell(of_type: RecordType):
    written = {"id": "X-1", "title": "X", **sample(of_type.fields, lambda field: f"some {field.name}", lambda _: "R-1")}
    files = FILES | {"acme/pilot/more.yml": as_yaml(of_type, written)}
    context = next(each for each in contexts(loaded(files), TEAM) if each.dossier.project.id == "pilot")
    record = context.dossier.by_id["X-1"]
    columns = {*list_columns(of_type), *(REQUIREMENT_COLUMNS if of_type.name == "requirement" else ())}
    shown: list[str] = []
    for field in of_type.fields.values():
        other = replace(record, **{field.name: "Y" if field.required else field.default})
        if [cell(context, record, name) for name in columns] != [cell(context, other, name) for name in columns]:
            shown.append(field.name)
            assert told_in_lists(record) != told_in_lists(other), field.name
    assert "title" in shown


SIGNED = FILES | {
    "acme/client.yml": "title: Acme\nsigners: [anna]\npublish: [project, risks, sign_offs]\n"
    "people: [{id: anna, title: Anna, side: client, visibility: client}]\n",
    "acme/pilot/signed.yml": "sign_offs:\n- {id: SO-1, title: Scope, signer: anna, covers: [R-1]}\n",
}


def read_by(show: Callable[[Any], object]) -> set[tuple[str, str]]:
    watched: Any = Watched(next(c for c in contexts(loaded(SIGNED), REQUEST) if c.dossier.project.id == "pilot"))
    show(watched)
    return set(watched.facts())


def test_what_links_lists_and_states_show_is_noted_and_no_more():
    assert read_by(lambda context: context.link("R-1")) == {("name", "R-1")}
    assert read_by(lambda context: (context.name("R-1"), context.url_of("R-1"))) == {("name", "R-1")}
    assert read_by(lambda context: context.standings.get("SO-1").state) == {("state", "SO-1")}
    assert read_by(lambda context: context.standings["SO-1"].covered) == {("state", "SO-1"), ("standings", "SO-1")}
    assert read_by(lambda context: context.dossier.find("R-1")) == {("record", "R-1")}


@pytest.mark.parametrize(
    ("fact", "title", "cause", "owner"),
    [
        (("name", "R-1"), True, False, False),
        (("rows", "risk 0 9"), True, False, True),
        (("of", "risk"), True, True, True),
        (("record", "R-1"), True, True, True),
        (("state", "SO-1"), False, False, False),
        (("standings", "SO-1"), True, True, True),
        (("sign_offs_of", "R-1"), False, False, False),
    ],
)
def test_a_fact_is_another_when_what_it_covers_changes(fact: tuple[str, str], title: bool, cause: bool, owner: bool):
    def facts(text: str) -> bytes:
        files = SIGNED | {"acme/pilot/records.yml": f"risks:\n- {{id: R-1, {text}}}\n"}
        context = next(c for c in contexts(loaded(files), REQUEST) if c.dossier.project.id == "pilot")
        return Facts(context).together([fact])

    before = facts("title: Rain, cause: Clouds, owner: anna")
    assert (facts("title: Hail, cause: Clouds, owner: anna") != before) is title
    assert (facts("title: Rain, cause: Wind, owner: anna") != before) is cause
    assert (facts("title: Rain, cause: Clouds, owner: ''") != before) is owner


def test_a_page_whose_text_leads_to_a_file_depends_on_where_that_leads_and_on_nothing_else_of_it():
    texts = {"REQ-1": "One", "REQ-2": "Two", "REQ-3": "Three"}
    paths = {number: f"acme/web/requirements/{number}.md" for number in texts}

    def facts(**changed: str) -> bytes:
        said = {number: f"---\nid: {number}\n---\n# {title}\n" for number, title in texts.items()}
        files = FILES | {paths[number]: text for number, text in (said | changed).items()}
        (context,) = (c for c in contexts(loaded(files), TEAM) if c.dossier.project.id == "web")
        watched: Any = Watched(context)
        assert watched.leads_to(paths["REQ-2"]).url == "acme/web/requirements/REQ-2/"
        return Facts(context).together(watched.facts())

    assert facts() == facts(**{"REQ-3": "---\nid: REQ-3\n---\n# Other\n"})
    assert facts() == facts(**{"REQ-2": "---\nid: REQ-2\n---\n# Two\n\nWith words.\n"})
    assert facts() != facts(**{"REQ-2": "---\nid: REQ-2\n---\n# Otherwise\n"})
