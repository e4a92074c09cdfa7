"""The outline of the work holds every task once, where it belongs, and lists that are opened are closed."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.plan_row import PlanRow
from dossier.render.pages import PageRenderer
from dossier.views.blocks import Wbs
from dossier.views.wbs import WbsView
from dossier.views.wbs_outline import MOST_LEVELS, OutlineItem, outline

DAY = date(2026, 3, 2)


def row(id: str, parent: str | None = None, title: str = "") -> PlanRow:
    return PlanRow(id=id, number=id, title=title or f"task {id}", parent=parent, start=DAY, finish=DAY)


def nested(items: tuple[OutlineItem, ...]) -> list[tuple[str, int]]:
    """The items with how many lists are open around each."""
    found, depth = [], 0
    for item in items:
        found.append((item.number, depth))
        depth += 1 if item.opens else -item.closes
    assert depth == 0
    return found


def test_each_piece_of_work_stands_inside_what_it_is_part_of():
    rows = [row("1"), row("1.1", "1"), row("1.1.1", "1.1"), row("1.2", "1"), row("2")]
    assert nested(outline(rows, "en")) == [("1", 0), ("1.1", 1), ("1.1.1", 2), ("1.2", 1), ("2", 0)]
    assert nested(outline(rows, "en", project=row("P")))[:2] == [("P", 0), ("1", 1)]
    assert outline([], "en") == ()


def test_a_chain_of_a_thousand_levels_ends_at_the_deepest_that_a_page_can_show():
    rows = [row("0"), *(row(str(n), str(n - 1)) for n in range(1, 1000))]
    items = outline(rows, "en")
    assert max(depth for _, depth in nested(items)) == MOST_LEVELS
    html = PageRenderer().blocks((Wbs(items, WbsView(pictures=())),), "plan/", None, "en")
    assert html.count("<ul>") == html.count("</ul>") == MOST_LEVELS + 1
    assert html.count("<li>") == html.count("</li>") == 1000
    assert html.count("<details") == html.count("</details>") == MOST_LEVELS


@given(st.lists(st.integers(0, 30), max_size=30))
def test_every_task_is_in_it_once_and_every_list_that_opens_is_closed(parents: list[int]):
    rows = [row(str(n), str(parent) if parent < n else None) for n, parent in enumerate(parents)]
    assert sorted(number for number, _ in nested(outline(rows, "en"))) == sorted(each.number for each in rows)


def test_a_hostile_title_is_written_as_text():
    items = outline([row("1", title="<img src=x onerror=alert(1)>"), row("1.1", "1", title="a & b")], "en")
    html = PageRenderer().blocks((Wbs(items, WbsView(pictures=())),), "plan/", None, "en")
    assert "<img" not in html
    assert "a &amp; b" in html
