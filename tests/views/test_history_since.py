"""What changed since the client last signed, and since the last report, at the head of the change log."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dossier.compute.difference import FieldDifference
from dossier.compute.history import Change, Entry, History
from dossier.hosts.history_cache import WorkspaceHistory
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.text.values import replace
from dossier.views.blocks import Comparisons, Items, Note
from dossier.views.context import Context
from dossier.views.differences import Comparison
from dossier.views.history_page import history_page
from dossier.views.home import client_home
from tests.compute.sample_records import loaded

RECORDS = (
    "requirements:\n- {id: R-1, title: Search}\n- {id: R-2, title: Pay}\n"
    "sign_offs:\n- {id: SO-1, title: Scope, signer: anna, covers: [R-1], decision: confirmed, decided_by: anna,"
    " decided_on: 2026-03-10, digest: 'sha256:0'}\n"
    "status_reports:\n- {id: SR-1, title: March, as_of: 2026-03-20}\n- {id: SR-2, title: Later, as_of: 2026-09-01}\n"
)
"""The second report is one that nobody has written yet on the day on which one looks."""


def entry(day: int, *identifiers: str) -> Entry:
    changes = tuple(Change(kind="changed", type_name="requirement", id=name, title=name) for name in identifiers)
    return Entry(commit=f"{day:040}", when=datetime(2026, 3, day, 9, tzinfo=UTC), changes=changes)


FILES = {
    "acme/client.yml": "title: Acme\nsigners: [anna]\npublish: [requirements, sign_offs, status_reports]\n"
    "people: [{id: anna, title: Anna}]\n",
    "acme/web/project.yml": "title: Web\n",
    "acme/web/all.yml": RECORDS,
}


TWO_PROJECTS = {
    "acme/client.yml": "title: Acme\npublish: [requirements]\n",
    "acme/app/project.yml": "title: App\n",
    "acme/web/project.yml": "title: Web\n",
}


def of_client(files: dict[str, str]) -> tuple[Context, ...]:
    """What the pages of the client acme are made from."""
    return contexts(loaded(files), SiteRequest(client="acme", audience="client", as_of=date(2026, 4, 1)))


def notes(*entries: Entry) -> list[tuple[str, list[str]]]:
    (context,) = of_client(FILES)
    page = history_page(replace(context, history=History(entries=entries)))
    assert page is not None
    return [(block.text, [link.id for link in block.links]) for block in page.blocks if isinstance(block, Note)]


@pytest.mark.parametrize(
    ("days", "since_signed", "since_reported"),
    [
        ({10: "R-1"}, (0, []), (0, [])),  # what happened on the day was known on it
        ({11: "R-1", 21: "R-2"}, (2, ["R-2", "R-1"]), (1, ["R-2"])),
        ({11: "R-1", 21: "R-1"}, (1, ["R-1"]), (1, ["R-1"])),
        ({21: "GONE"}, (1, []), (1, [])),  # counted, and not named
    ],
)
def test_records_are_counted_once_since_each_day(days, since_signed, since_reported):
    told = notes(*(entry(day, name) for day, name in sorted(days.items(), reverse=True)))
    assert [links for _, links in told] == [since_signed[1], since_reported[1]]
    assert f"10 Mar 2026 {since_signed[0]} record" in told[0][0]
    assert f"20 Mar 2026 {since_reported[0]} record" in told[1][0]


def test_that_the_answer_was_written_down_later_is_no_change_of_what_it_is_about():
    written = (
        Change(kind="changed", type_name=name, id=number, title="")
        for name, number in (("sign_off", "SO-1"), ("status_report", "SR-1"))
    )
    told = notes(replace(entry(25), changes=tuple(written)))
    assert [links for _, links in told] == [["SR-1"], ["SO-1"]]


def test_the_home_page_of_several_projects_lists_the_days_of_all_the_latest_first():
    made = of_client(TWO_PROJECTS)
    entries = {"app": [entry(12, "R-1", "R-2")], "web": [entry(20, "R-3"), entry(12, "R-3")]}
    own = tuple(replace(c, history=History(entries=tuple(entries[c.dossier.project.id]))) for c in made)
    (items,) = (block for block in client_home(own).blocks if isinstance(block, Items))
    assert [(each.link.title, each.link.url, each.what, each.when) for each in items.items] == [
        ("Web", "web/what-changed/#2026-03-20", "20 Mar 2026", "1 record changed"),
        ("App", "app/what-changed/#2026-03-12", "12 Mar 2026", "2 records changed"),
        ("Web", "web/what-changed/#2026-03-12", "12 Mar 2026", "1 record changed"),
    ]


def test_without_a_history_the_home_page_says_nothing_of_it():
    made = of_client(TWO_PROJECTS)
    assert "what-changed" not in {getattr(block, "anchor", "") for block in client_home(made).blocks}


def test_the_team_reads_why_there_is_no_log_and_the_client_sees_no_page():
    files = {"acme/client.yml": "title: Acme\n", "acme/web/project.yml": "title: Web\n"}
    told = WorkspaceHistory(missing="content/ is in no git repository")
    pages = {}
    for audience in ("team", "client"):
        request = SiteRequest(client="acme", audience=audience, as_of=date(2026, 4, 1))
        (context,) = contexts(loaded(files), request)
        pages[audience] = history_page(replace(context, history=told.of(context.dossier, context.dossier, audience)))
    assert pages["client"] is None
    assert [block.text for block in pages["team"].blocks] == [
        "What changed cannot be told: content/ is in no git repository"
    ]


def compared(change: Change) -> Comparison:
    """What the page shows of the one field that changed."""
    (made,) = of_client(FILES)
    when = datetime(2026, 3, 20, tzinfo=UTC)
    page = history_page(replace(made, history=History(entries=(Entry(commit="1", when=when, changes=(change,)),))))
    assert page is not None
    ((found,),) = (block.changes for block in page.blocks if isinstance(block, Comparisons))
    return found


def compared_descriptions(before: str, after: str) -> tuple[str, str]:
    fields = (FieldDifference("description", before, after),)
    found = compared(Change(kind="changed", type_name="requirement", id="R-1", title="Search", fields=fields))
    return "".join(piece.text for piece in found.before), "".join(piece.text for piece in found.after)


def test_what_stayed_is_left_out_in_whole_lines():
    lines = [f"T-{number} Task of the plan" for number in range(100, 200)]
    changed = [*lines[:50], "T-150 Something else altogether", *lines[51:]]
    before, after = compared_descriptions("\n".join(lines), "\n".join(changed))
    for shown in (before.split("\n"), after.split("\n")):
        assert shown[0] == shown[-1] == "…"
        assert set(shown[1:-1]) <= {*lines, *changed}
        assert 5 <= len(shown) < 15


def test_what_stayed_is_left_out_in_whole_words_where_it_has_no_lines():
    words = [f"word{number}" for number in range(100, 200)]
    before, after = compared_descriptions(" ".join(words), " ".join([*words[:50], "other", *words[51:]]))
    for shown in (before.split(), after.split()):
        assert shown[0] == shown[-1] == "…"
        assert set(shown[1:-1]) <= {*words, "other"}
    before, _ = compared_descriptions(f"{'甲' * 400}乙丙丁{'甲' * 400}", f"{'甲' * 400}戊己庚{'甲' * 400}")
    assert before == f"… {'甲' * 100}乙丙丁{'甲' * 100} …"


@pytest.mark.parametrize(("before", "after"), [("", "confirmed"), ("confirmed", "")])
def test_a_short_value_that_came_or_went_has_nothing_on_the_other_side(before, after):
    """And no empty mark of what was struck out or put in."""
    fields = (FieldDifference("decision", before, after),)
    found = compared(Change(kind="changed", type_name="sign_off", id="SO-1", title="Plan", fields=fields))
    sides = {"": (), "confirmed": ("Confirmed",)}
    assert tuple(piece.text for piece in found.before) == sides[before]
    assert tuple(piece.text for piece in found.after) == sides[after]
