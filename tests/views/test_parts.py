"""Plans and lists of many rows are told on several pages, each of which can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import site
from dossier.views import plan_page
from dossier.views.blocks import Gantt, Links, Note, Table, Wbs
from dossier.views.page_view import PageView
from dossier.views.parts import MOST_ROWS, in_parts
from tests.compute.sample_records import loaded
from tests.views.sites import client_file

AS_OF = date(2026, 6, 1)
PLAN = re.compile(r"web/plan/(?:part/\d+/)?")


def plan_pages(records: str) -> dict[str, PageView]:
    """The pages of the plan by their addresses."""
    files = {
        "acme/client.yml": client_file("Acme"),
        "acme/web/project.yml": "title: Web\nstart: 2026-03-02\n",
        "acme/web/plan.yml": records,
    }
    made = site(loaded(files), SiteRequest(client="acme", audience="client", as_of=AS_OF))
    pages = {entry.url: entry.make() for entry in made.pages() if PLAN.fullmatch(entry.url) and entry.make}
    return {url: page for url, page in pages.items() if page}


def tasks(count: int, **kind: str) -> str:
    """This many tasks side by side; all of them late on the day of the site."""
    more = "".join(f", {key}: {value}" for key, value in kind.items())
    return "tasks:\n" + "".join(f"- {{id: T-{n}, title: Dig, owner: anna, duration: 2d{more}}}\n" for n in range(count))


def phases(count: int, of: int) -> str:
    """This many phases of some tasks."""
    inside = "".join(f"  - {{id: T-{{0}}-{n}, title: Dig, duration: 2d}}\n" for n in range(of))
    return "phases:\n" + "".join(
        f"- id: P-{p}\n  title: Phase {p}\n  tasks:\n" + inside.replace("{0}", str(p)) for p in range(count)
    )


def shown(page: PageView) -> Iterator[tuple[str, list[str]]]:
    """What each list of a page holds: its kind and the numbers of its records."""
    for block in page.blocks:
        if isinstance(block, Table):
            yield "table", [cell.links[0].id for cell, *_ in block.rows if isinstance(cell, Links)]
        elif isinstance(block, Gantt):
            yield "chart", [bar.id for picture in block.view.pictures for bar in picture.bars]
            yield "bars", [row.url.split("/")[-2] for row in block.chart.rows] if block.chart else []
        elif isinstance(block, Wbs):
            yield "outline", [item.url.split("/")[-2] for item in block.outline if item.number]
            yield "tree", [node.id for picture in block.view.pictures for node in picture.nodes]


def test_a_plan_that_a_page_takes_is_told_on_one():
    pages = plan_pages(tasks(MOST_ROWS))
    assert list(pages) == ["web/plan/"]
    assert not [block for block in pages["web/plan/"].blocks if isinstance(block, Note) and block.links]


@pytest.mark.parametrize("records", [tasks(2 * MOST_ROWS + 1), phases(30, of=30)], ids=["flat", "phases"])
def test_each_page_of_a_long_plan_is_one_that_can_be_read_and_together_they_hold_everything(records: str):
    pages = plan_pages(records)
    together: dict[str, Counter[str]] = {each: Counter() for each in ("table", "chart", "tree", "bars", "outline")}
    for page in pages.values():
        for kind, numbers in shown(page):
            assert len(numbers) <= MOST_ROWS
            together[kind].update(numbers)
    every = set(re.findall(r"id: (T-[\d-]+)", records))
    assert len(pages) >= 3
    assert {number for number, times in together["table"].items() if times == 1} >= every
    assert set(together["chart"]) >= every
    assert set(together["tree"]) >= every
    for whole in ("bars", "outline"):
        assert {number for number, times in together[whole].items() if times == 1} >= every
    axes = [
        block.chart.axis for page in pages.values() for block in page.blocks if isinstance(block, Gantt) and block.chart
    ]
    assert len(axes) > 1
    assert set(axes) == {axes[0]}, "all parts have the axis of the whole plan"


def test_from_each_page_of_a_long_plan_all_others_are_reached():
    pages = plan_pages(tasks(2 * MOST_ROWS + 1))
    for url, page in pages.items():
        (note,) = (block for block in page.blocks if isinstance(block, Note) and block.links)
        assert [link.url for link in note.links] == ["" if each == url else each for each in pages]


def test_milestones_are_cut_as_well():
    pages = plan_pages(tasks(MOST_ROWS + 1, kind="milestone"))
    assert [[len(n) for kind, n in shown(page) if kind == "table"] for page in pages.values()] == [[MOST_ROWS], [1]]


def test_a_long_plan_is_drawn_once_for_all_its_pages(monkeypatch):
    drawn = []
    original = plan_page.gantt
    monkeypatch.setattr(plan_page, "gantt", lambda *rows, **more: (drawn.append(1), original(*rows, **more))[1])
    assert len(plan_pages(tasks(3 * MOST_ROWS))) >= 3
    assert len(drawn) == 1


def test_parts_are_as_long_as_they_may_be_and_hold_what_is_too_long_by_itself():
    rows = [MOST_ROWS - 1, 1, 1, MOST_ROWS + 1, 2]
    assert list(in_parts(rows, lambda each: each)) == [(MOST_ROWS - 1, 1), (1,), (MOST_ROWS + 1,), (2,)]
    assert list(in_parts([], len)) == []
