"""The example sites as their readers see them: in Chromium, in both languages, light and dark, on a desk and on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright")

from dossier.records.all_types import ALL_TYPES  # noqa: E402
from dossier.records.declare import RECORD_TYPES  # noqa: E402
from dossier.words import catalogue  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402
from tests.browser.client_sites import CLIENTS, MAIN, ClientSite, served, with_nothing_to_find  # noqa: E402

CHROMIUM = chromium()
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SOUGHT = {"en": "manifest", "zh": "溯源"}
READY = {"en": "Type to start searching", "zh": "键入以开始搜索"}
# Words that the theme around our pages would show where its own translation failed.
THEME_WORDS = (
    "Search",
    "Table of contents",
    "Back to top",
    "Skip to content",
    "Dark",
    "Light",
    "Home",
    "Clear",
    "Share",
)
ON_PAGE = (Path(__file__).parent / "on_page.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=CLIENTS)
def site(request: pytest.FixtureRequest, built: Path) -> Iterator[ClientSite]:
    client: str = request.param
    with served(built / client, with_nothing_to_find) as address:
        yield ClientSite(client, CLIENTS[client], built / client, address)


@pytest.fixture(scope="module", params=CLIENTS)
def searched_site(request: pytest.FixtureRequest, built: Path) -> Iterator[ClientSite]:
    client: str = request.param
    with served(built / client) as address:
        yield ClientSite(client, CLIENTS[client], built / client, address)


def english_words() -> list[str]:
    """Every English wording whose Chinese is another, as it may not stand alone on a Chinese page."""
    wordings = {english for english, chinese in catalogue().values() if english != chinese}
    assert len(RECORD_TYPES) >= len(ALL_TYPES)
    for of_type in RECORD_TYPES.values():
        wordings |= {of_type.label["en"], of_type.plural["en"]}
        wordings |= {field.label["en"] for field in of_type.fields.values() if field.label["en"] != field.label["zh"]}
    return sorted(wordings | set(THEME_WORDS))


def faults(
    browser: Any, site: ClientSite, paths: list[str], size: dict[str, int], scheme: str, *, dense: bool
) -> list[str]:
    """What is wrong on the pages, each with its address."""
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("console", lambda m: told.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on(
        "request",
        lambda r: told.append(f"asks {r.url}") if not r.url.startswith((site.address, "data:", "blob:")) else None,
    )
    found = []
    for path in paths:
        page.goto(site.address + path)
        wrong = page.evaluate(ON_PAGE, {"english": english_words() if site.language == "zh" else [], "dense": dense})
        found += [f"{path}: {each}" for each in (*told, *wrong)]
        told.clear()
    return found


@in_browser
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
def test_every_kind_of_page_is_whole(browser: Any, site: ClientSite, size: dict[str, int], scheme: str) -> None:
    assert faults(browser, site, site.pages(), size, scheme, dense=False) == []


@in_browser
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (PHONE, "light")], ids=["desk-dark", "phone-light"])
def test_no_text_stands_on_another(browser: Any, site: ClientSite, size: dict[str, int], scheme: str) -> None:
    project = MAIN[site.client]
    pages = [
        "",
        *(f"{project}/{name}" for name in ("", "plan/", "changes/", "sign-off/", "reports/", "risks/")),
    ]
    assert faults(browser, site, [*pages, *site.out_of_date()], size, scheme, dense=True) == []


@in_browser
def test_a_list_is_searched_filtered_and_remembers_it(browser: Any, site: ClientSite) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{site.address}{MAIN[site.client]}/requirements/")
    rows = page.locator(".dossier-rows tbody tr:visible")
    everything = rows.count()
    page.keyboard.press("Tab")
    search, status = page.locator(".dossier-filter input"), page.locator(".dossier-filter select").nth(1)
    search.fill("REQ-010")
    assert rows.count() == 1
    search.fill("")
    status.select_option(index=1)
    some = rows.count()
    assert 0 < some < everything
    assert str(some) in page.locator(".dossier-filter output").inner_text()
    page.reload()
    assert rows.count() == some
    page.keyboard.press("Tab")
    search.fill("no requirement says this")
    assert rows.count() == 0


@in_browser
def test_a_column_sorts_by_keyboard_dates_as_dates(browser: Any, site: ClientSite) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{site.address}{MAIN[site.client]}/meetings/")
    head = page.locator(".dossier-rows").first.locator("thead th").nth(1)
    for direction in ("ascending", "descending"):
        head.locator("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == direction
        dates = (
            page.locator(".dossier-rows")
            .first.locator("tbody td:nth-child(2)")
            .evaluate_all("tds => tds.map(td => td.dataset.sort)")
        )
        assert len(dates) > 5
        assert dates == sorted(dates, reverse=direction == "descending")


@in_browser
def test_a_long_list_on_a_phone_opens_when_wanted(browser: Any, site: ClientSite) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site.address}{MAIN[site.client]}/requirements/")
    rows = page.locator(".dossier-rows tbody tr:visible")
    assert rows.count() == 12
    page.locator("button.dossier-all").click()
    assert rows.count() > 50


@in_browser
def test_without_scripts_every_row_and_every_task_is_there(browser: Any, site: ClientSite) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}{MAIN[site.client]}/requirements/")
    assert page.locator(".dossier-rows tbody tr:visible").count() > 50
    page.goto(f"{site.address}{MAIN[site.client]}/plan/")
    assert page.locator(".gantt tbody tr:visible").count() > 20
    assert page.locator(".outline-work:visible").count() >= 8
    assert page.locator(".mermaid:visible").count() == 0
    page.locator(".dossier-as-diagram > summary").first.click()
    assert page.locator(".mermaid:visible").first.inner_text().startswith("gantt\n")


@in_browser
def test_pictures_inside_a_phase_are_drawn_when_it_is_opened(browser: Any, site: ClientSite) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{site.address}{MAIN[site.client]}/plan/")
    page.locator("details.dossier-as-diagram > summary").first.click()
    fold = page.locator("details.dossier-as-diagram details.dossier-fold").first
    fold.locator("> summary").click()
    fold.locator(".mermaid svg").wait_for(timeout=30_000)
    # Not wait_for_function: Playwright waits with eval, which the site's policy refuses.
    fold.locator(".mermaid[data-drawn]").first.wait_for()
    assert fold.locator(".mermaid svg").first.bounding_box()["width"] > 600


@in_browser
@pytest.mark.parametrize("name", ["", "plan/", "risks/"], ids=["overview", "plan", "risks"])
def test_a_page_prints_within_the_paper(browser: Any, site: ClientSite, name: str) -> None:
    page = browser.new_page(viewport={"width": 688, "height": 1000})
    page.goto(f"{site.address}{MAIN[site.client]}/{name}")
    page.emulate_media(media="print")
    assert page.locator(".md-header, .dossier-filter, .dossier-jumps").locator("visible=true").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    letters_apart = """cells => cells.filter(cell => cell.innerText.trim().length > 2
        && cell.clientWidth < 2 * parseFloat(getComputedStyle(cell).fontSize)).map(cell => cell.innerText)"""
    assert page.locator(".dossier-rows :is(td, th)").evaluate_all(letters_apart) == []
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 2


# How light letters are against the paper: 0 is black, 1 white (WCAG 2.2, relative luminance, without its gamma).
LIGHTEST = r"""elements => Math.max(...elements.filter(e => e.innerText && e.innerText.trim()).map(e => {
    const [r, g, b] = getComputedStyle(e).color.match(/[\d.]+/g).map(Number);
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}))"""


@in_browser
@pytest.mark.parametrize("name", ["", "plan/", "changes/", "risks/"], ids=["overview", "plan", "changes", "risks"])
def test_what_is_dark_on_the_screen_is_printed_on_white_paper(browser: Any, site: ClientSite, name: str) -> None:
    page = browser.new_page(viewport={"width": 688, "height": 1000}, color_scheme="dark")
    page.goto(f"{site.address}{MAIN[site.client]}/{name}")
    letters = page.locator("article :is(h1, h2, p, td, th, a, li)")
    assert letters.evaluate_all(LIGHTEST) > 0.8
    page.emulate_media(media="print", color_scheme="dark")
    assert letters.evaluate_all(LIGHTEST) < 0.5
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    page.close()


@in_browser
def test_search_finds_what_stands_in_the_middle_of_a_sentence(browser: Any, searched_site: ClientSite) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(searched_site.address)
    page.locator(".md-search__input").click()
    page.keyboard.type(SOUGHT[searched_site.language], delay=30)
    first = page.locator(".md-search-result__item").first
    first.wait_for(timeout=20_000)
    assert SOUGHT[searched_site.language] in first.inner_text().casefold()


@in_browser
def test_a_word_that_no_key_ends_is_searched_for(browser: Any, searched_site: ClientSite) -> None:
    """As when it is pasted, dictated, or chosen by a click from what an input method offers."""
    page = browser.new_page(viewport=WIDE)
    page.goto(searched_site.address)
    page.locator(".md-search__input").click()
    # Not before the index is there: then the field is read once in any case.
    page.get_by_text(READY[searched_site.language]).wait_for(timeout=20_000)
    page.keyboard.insert_text(SOUGHT[searched_site.language])
    first = page.locator(".md-search-result__item").first
    first.wait_for(timeout=20_000)
    assert SOUGHT[searched_site.language] in first.inner_text().casefold()


def test_every_link_leads_to_a_page_and_every_anchor_to_its_place(built: Path) -> None:
    broken = []
    for client in (*CLIENTS, "team"):
        root = built / client
        files = {f"/{path.relative_to(root)}" for path in root.rglob("*") if path.is_file()}
        pages = {f"/{path.relative_to(root)}": html.parse(str(path)).getroot() for path in root.rglob("*.html")}
        anchors = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
        for path, page in pages.items():
            for target in set(page.xpath("//a/@href | //img/@src | //script/@src | //link/@href")):
                url = urlsplit(urljoin(f"http://site{path}", target))
                if url.netloc != "site" or url.scheme != "http":
                    continue
                found = unquote(url.path) + ("index.html" if url.path.endswith("/") else "")
                if found not in files:
                    broken.append(f"{client}{path}: {target}")
                elif url.fragment and found in anchors and unquote(url.fragment) not in anchors[found]:
                    broken.append(f"{client}{path}: no place {target}")
    assert broken == []


def test_a_clients_site_and_its_search_hold_nothing_of_the_team(built: Path) -> None:
    team = {entry["location"]: entry["text"] for entry in index_of(built / "team")}
    for client in CLIENTS:
        published = {entry["location"].partition("#")[0] for entry in index_of(built / client)}
        ours = [
            text for location, text in team.items()
            if location.startswith(f"{client}/") and "#internal" in location and len(text) > 30
        ]  # fmt: skip
        everything = "\n".join(entry["text"] for entry in index_of(built / client))
        assert ours, "the examples hold notes of the team's own"
        assert [text for text in ours if text in everything] == []
        assert published


def test_no_page_is_heavier_than_a_slow_line_bears(built: Path) -> None:
    heavy = {
        str(path.relative_to(built)): path.stat().st_size
        for client in CLIENTS
        for path in (built / client).rglob("*.html")
        if path.stat().st_size > 400_000
    }
    assert heavy == {}


def index_of(folder: Path) -> list[dict[str, str]]:
    """What the search of a site knows."""
    found: list[dict[str, str]] = json.loads((folder / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    return found
