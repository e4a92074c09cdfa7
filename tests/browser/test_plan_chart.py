"""The plan's table with bars as a person meets it: by eye, keyboard and screen reader, on a desk, a phone and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright")

from tests.browser.chromium import chromium  # noqa: E402
from tests.browser.client_sites import CLIENTS, MAIN, ClientSite, served, with_nothing_to_find  # noqa: E402

pytestmark = pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine")

WIDE, PHONE, PAPER = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 688, "height": 1000}
EVERY_ROW = 100
"""Both example plans have more tasks than this."""


@pytest.fixture(scope="module", params=CLIENTS)
def site(request: pytest.FixtureRequest, built: Path) -> Iterator[ClientSite]:
    client: str = request.param
    with served(built / client, with_nothing_to_find) as address:
        yield ClientSite(client, CLIENTS[client], built / client, address)


def plan_page(browser: Any, site: ClientSite, size: dict[str, int], **options: Any) -> Any:
    page = browser.new_context(viewport=size, **options).new_page()
    page.goto(f"{site.address}{MAIN[site.client]}/plan/")
    return page


def boxes(page: Any, selector: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of everything that is shown."""
    found: list[tuple[float, float, float, float]] = page.locator(f"{selector} >> visible=true").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    return found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_phase_folds_by_keyboard(browser: Any, site: ClientSite, size: dict[str, int], scripts: bool) -> None:
    page = plan_page(browser, site, size, java_script_enabled=scripts)
    opened = page.locator(".gantt tbody").evaluate_all("all => all.findIndex(e => e.querySelector('.k0[open]'))")
    phase = page.locator(".gantt tbody").nth(opened)
    rows, summary = phase.locator("tr >> visible=true"), phase.locator("details.k0 > summary")
    everything = rows.count()
    assert everything > 3
    summary.focus()
    page.keyboard.press("Enter")
    assert rows.count() == 1
    page.keyboard.press("Space")
    assert rows.count() == everything
    group = phase.locator("details.k1[open] > summary")
    if group.count():
        group.click()
        assert 1 < rows.count() < everything
        assert phase.locator("tr.f1 >> visible=true").count() == 0


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_screen_reader_meets_a_table(browser: Any, site: ClientSite, size: dict[str, int]) -> None:
    page = plan_page(browser, site, size)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def role(node: Any) -> str:
        return str(node.get("role", {}).get("value"))

    def name(node: Any) -> str:
        return str(node.get("name", {}).get("value"))

    def within(node: Any) -> Iterator[Any]:
        yield node
        for each in node.get("childIds", ()):
            yield from within(by_id[each])

    caption = "The plan with a bar" if site.language == "en" else "项目计划与各任务横条图"
    (table,) = (node for node in nodes if role(node) == "table" and name(node).startswith(caption))
    inside = list(within(table))
    assert sum(role(node) == "columnheader" for node in inside) == 5
    shown = page.locator(".gantt tbody tr >> visible=true").count()
    assert sum(role(node) == "row" for node in inside) == shown + 1
    assert sum(role(node) == "rowheader" for node in inside) == shown
    bars = [name(node) for node in inside if role(node) in {"image", "img"} and not node.get("ignored")]
    assert len(bars) == shown
    assert all("2026" in bar or "2025" in bar or "2027" in bar for bar in bars)
    folds = [node for node in inside if role(node) == "DisclosureTriangle"]
    assert {prop["value"]["value"] for node in folds for prop in node["properties"] if prop["name"] == "expanded"} == {
        True,
        False,
    }
    assert all(name(node) for node in folds)


@pytest.mark.parametrize("size", [WIDE, {"width": 820, "height": 1100}, PHONE], ids=["desk", "tablet", "phone"])
def test_nothing_written_in_the_chart_is_cut_off_or_covered(
    browser: Any, site: ClientSite, size: dict[str, int]
) -> None:
    page = plan_page(browser, site, size)
    left, _, right, _ = boxes(page, ".gantt table")[0]
    for words in (".gantt td svg text", ".gantt-axis text"):
        assert all(box[0] >= left - 1 and box[2] <= right + 1 for box in boxes(page, words)), words
    axis = sorted(boxes(page, ".gantt-axis text"))
    for n, one in enumerate(axis):
        for other in axis[n + 1 :]:
            apart = other[0] >= one[2] - 0.5 or other[1] >= one[3] - 3 or other[3] <= one[1] + 3
            assert apart, "two words on the axis touch"
    # nor does anything in a cell leave it
    overflowing = page.locator(".gantt tbody :is(td, th) >> visible=true").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )
    assert overflowing == []


def test_on_a_phone_title_finish_and_state_are_read_and_the_bar_stands_below(browser: Any, site: ClientSite) -> None:
    page = plan_page(browser, site, PHONE)
    rows = page.locator(".gantt tbody tr >> visible=true").evaluate_all(
        """all => all.map(tr => [tr.querySelector('th'), tr.cells[2], tr.querySelector('td > b'), tr.querySelector('svg')]
            .map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom, b.width]))"""
    )
    assert len(rows) > 20
    for title, finish, state, bar in rows:
        for box in (title, finish, state, bar):
            assert box[0] >= 0
            assert box[2] <= 390
        assert title[4] > 120
        assert bar[1] >= max(title[3], finish[3], state[3]) - 1
        assert bar[4] > 330
    small = page.locator(".gantt tbody th a >> visible=true").first.evaluate("e => getComputedStyle(e).fontSize")
    assert float(small.removesuffix("px")) >= 13


def test_on_paper_everything_is_unfolded_and_fits(browser: Any, site: ClientSite) -> None:
    page = plan_page(browser, site, PAPER)
    for summary in page.locator(".gantt details[open] > summary >> visible=true").all()[:3]:
        summary.press("Enter")
    page.emulate_media(media="print")
    assert (
        page.locator(".gantt tbody tr >> visible=true").count() == page.locator(".gantt tbody tr").count() > EVERY_ROW
    )
    assert page.locator(".outline-work >> visible=true").count() == page.locator(".outline-work").count() > EVERY_ROW
    assert page.locator(".dossier-as-diagram >> visible=true").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    _, _, right, _ = boxes(page, ".gantt table")[0]
    assert all(box[2] <= right + 1 for box in boxes(page, ".gantt td svg text"))
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 20


CONTRASTS = """selectors => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const painted = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const behind = e => e ? [...behind(e.parentElement), getComputedStyle(e).backgroundColor] : ['#fff'];
  const light = rgb => rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  return Object.entries(selectors).flatMap(([selector, [property, least]]) =>
    [...document.querySelectorAll(selector)].filter(e => e.getBoundingClientRect().width).map(e => {
      const ground = behind(e.closest('svg') ? e.closest('td, th') : e);
      const one = light(painted(...ground, getComputedStyle(e)[property])), other = light(painted(...ground));
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      return ratio < least ? `${selector}: ${ratio.toFixed(2)}` : '';
    }).filter(Boolean).slice(0, 1));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_bars_stand_out_from_what_is_behind_them(browser: Any, site: ClientSite, scheme: str) -> None:
    """Text by 4.5 to 1, and what is told by a drawing alone by 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    page = plan_page(browser, site, WIDE, color_scheme=scheme)
    text = (".gantt th a", ".gantt td", ".gantt small", ".gantt th small b", ".gantt td > b", ".gantt td > i",
            ".gantt small.late", ".outline-work > span", ".gantt-legend li")  # fmt: skip
    lines = (".gantt .crit .bar", ".gantt .late .bar", ".gantt .planned .bar")
    fills = (".gantt .due", ".gantt .ms", ".gantt .bar ~ .done", ".gantt .float", ".gantt .done .sum")
    asked = dict.fromkeys(text, ("color", 4.5)) | {".gantt-axis text": ("fill", 4.5)}
    asked |= dict.fromkeys(lines, ("stroke", 3)) | dict.fromkeys(fills, ("fill", 3))
    assert page.evaluate(CONTRASTS, asked) == []


def test_arrows_join_from_row_to_row_also_where_a_phase_is_folded(browser: Any, site: ClientSite) -> None:
    page = plan_page(browser, site, WIDE)
    for _ in range(2):
        rows = page.locator(".gantt tbody tr >> visible=true").evaluate_all(
            """all => all.map(tr => [tr.getBoundingClientRect().top, tr.getBoundingClientRect().bottom,
                [...tr.querySelectorAll('rect.av')].map(e => e.getBoundingClientRect()).map(b => [b.top, b.bottom])])"""
        )
        through = [(top, bottom, *piece) for top, bottom, found in rows for piece in found]
        assert through
        for top, bottom, begins, ends in through:
            assert begins <= top + 1
            assert ends >= bottom - 1
        for (_, bottom, _), (top, _, _) in pairwise(rows):
            assert abs(bottom - top) < 1
        page.locator(".gantt details.k0[open] > summary >> visible=true").first.press("Enter")


def test_the_as_of_line_stands_below_its_date_in_every_row(browser: Any, site: ClientSite) -> None:
    page = plan_page(browser, site, WIDE)
    (mark,) = boxes(page, ".gantt-axis path.today")
    day = float(page.locator("symbol .gantt-as-of").get_attribute("d").split()[0].removeprefix("M"))
    across = float(page.locator("symbol").get_attribute("viewBox").split()[2])
    for left, _, right, _ in boxes(page, ".gantt td > svg"):
        assert abs(left + (right - left) * day / across - (mark[0] + mark[2]) / 2) < 2


def test_the_diagram_is_one_click_away_and_leads_to_the_tasks(browser: Any, site: ClientSite) -> None:
    page = plan_page(browser, site, WIDE)
    assert page.locator(".mermaid >> visible=true").count() == 0
    for fold in page.locator(".dossier-as-diagram").all():
        fold.locator("> summary").click()
        fold.locator(".mermaid[data-drawn]").first.wait_for(timeout=60_000)
        assert fold.locator(".mermaid svg a").count() > 5
    page.locator(".dossier-as-diagram svg a").first.click()
    page.wait_for_url(re.compile(r"/plan/[A-Z]+-\d+/"))


def test_the_outline_folds_by_keyboard_and_says_owner_finish_and_progress(browser: Any, site: ClientSite) -> None:
    page = plan_page(browser, site, WIDE, java_script_enabled=False)
    work = page.locator(".outline-work >> visible=true")
    before = work.count()
    page.locator(".outline details details:not([open]) > summary").first.press("Enter")
    assert work.count() > before
    cells = work.nth(1).locator("> span").all_inner_texts()
    assert len(cells) == 4
    assert all(cells)
    assert cells[3].endswith("%")
