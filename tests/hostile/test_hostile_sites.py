"""Every hostile text in every field of every record type, in a browser: nothing runs, nothing is lost or out of place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from dossier.records.declare import RECORD_TYPES
from dossier.text.team_text import public_text
from dossier.views.context import section_of
from tests.browser.client_sites import served, with_nothing_to_find
from tests.hostile.conftest import Folder
from tests.hostile.records import FILE_NAMES, GROUPS, LONG, SETTINGS, hostile, texts_of

# What a page tells about itself: whether something ran, what could, how wide it is, and what stands in it.
ON_PAGE = """() => ({
  ran: '__ran' in window,
  events: [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).length,
  strange: [...document.querySelectorAll('iframe, object, embed, base, meta[http-equiv], article form, article style')]
    .filter(e => !e.matches('head > meta[http-equiv="Content-Security-Policy"]')).map(e => e.outerHTML.slice(0, 200)),
  scripts: [...document.scripts].filter(s => !s.src && !/json/.test(s.type) && /__ran/.test(s.text)).length,
  foreign: [...document.querySelectorAll('[src], link[href]')].map(e => e.src || e.href)
    .filter(a => a && !a.startsWith(location.origin) && !a.startsWith('data:')),
  addresses: [...document.querySelectorAll('a[href]')].map(e => e.protocol)
    .filter(p => !['http:', 'https:', 'mailto:', 'tel:'].includes(p)),
  led: [...document.querySelectorAll('a[href], img[src]')].map(e => e.href || e.src)
    .filter(a => a.startsWith(location.origin)).map(a => a.split(/[?#]/)[0].slice(location.origin.length)),
  sideways: document.documentElement.scrollWidth - window.innerWidth,
  wide: [...document.querySelectorAll('article *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
    && !e.closest('.dossier-scroll, .mermaid, pre, .dossier-jumps')).slice(0, 3).map(e => e.outerHTML.slice(0, 160)),
  open: [...document.querySelectorAll('.record-link, .record-id, .dossier-badge, .dossier-trail a, article small')]
    .filter(e => getComputedStyle(e).unicodeBidi !== 'isolate').length,
  text: document.body.textContent,
  title: document.title,
})"""


@dataclass
class Visit:
    """What came of opening every page of a site."""

    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    alarms: list[str] = field(default_factory=list)

    def wrong(self, name: str) -> dict[str, Any]:
        return {path: page[name] for path, page in self.pages.items() if page[name]}


def visit(browser: Any, folder: Path) -> Visit:
    found = Visit()
    with served(folder, with_nothing_to_find) as address:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.on("dialog", lambda dialog: (found.alarms.append("dialog"), dialog.dismiss()))
        page.on("pageerror", lambda error: found.alarms.append(f"{page.url}: {error}"))
        page.on("console", lambda m: found.alarms.append(f"{page.url}: {m.text}") if m.type == "error" else None)
        page.on(
            "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else found.alarms.append(r.url)
        )
        for file in sorted(folder.rglob("*.html")):
            path = file.relative_to(folder).as_posix().removesuffix("index.html")
            page.goto(address + quote(path), wait_until="domcontentloaded")
            found.pages[path] = page.evaluate(ON_PAGE)
        page.close()
    return found


@pytest.fixture(scope="module", params=["acme", "team"])
def visited(request: pytest.FixtureRequest, browser: Any, sites: Folder) -> tuple[str, Visit]:
    return request.param, visit(browser, sites.root / "site" / request.param)


def test_nothing_runs_and_nobody_else_is_asked(visited: tuple[str, Visit]):
    _, found = visited
    assert len(found.pages) >= 50
    assert found.alarms == []
    for name in ("ran", "events", "strange", "scripts", "foreign", "addresses"):
        assert found.wrong(name) == {}, name


def test_every_address_within_the_site_leads_to_a_file(visited: tuple[str, Visit], sites: Folder):
    name, found = visited
    root = sites.root / "site" / name
    led = {unquote(address) for page in found.pages.values() for address in page["led"]}
    nowhere = {
        address
        for address in led
        if not (root / f"{address[1:]}index.html" if address[-1] == "/" else root / address[1:]).is_file()
    }
    assert nowhere == set()
    assert {file for file in FILE_NAMES if not any(address.endswith(f"/{file}") for address in led)} == set()


def test_no_page_scrolls_sideways_on_a_phone(visited: tuple[str, Visit]):
    assert {path: page["wide"] for path, page in visited[1].pages.items() if page["sideways"] > 0} == {}


def test_writing_that_turns_direction_stays_in_its_own_place(visited: tuple[str, Visit]):
    assert visited[1].wrong("open") == {}


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_every_record_shows_its_texts_as_they_were_written(visited: tuple[str, Visit], sites: Folder):
    name, found = visited
    base = "acme/web/" if name == "team" else "web/"
    lost = {}
    count = 0
    for path, content in sites.values.items():
        for key, records in content.items():
            of_type = next((each for each in RECORD_TYPES.values() if each.key == key), None)
            if of_type is None or of_type.name in SETTINGS or path == "acme/client.yml":
                continue
            for record in records:
                page = found.pages[f"{base}{section_of(of_type.name)}/{record['id']}/"]
                shown = one_line(page["text"])
                for text in texts_of(of_type, record, team=name == "team"):
                    count += 1
                    if text and not _is_shown(text, shown, team=name == "team"):
                        lost[f"{record['id']}: {text[:90]}"] = True
    assert count > 100
    assert list(lost) == []


def _is_shown(text: str, shown: str, *, team: bool) -> bool:
    """Whether a page holds a text: a line as it is, prose by the words around each of its texts.

    A comment is the team's own, and what follows one without an end.
    """
    text = text if team else public_text(text)
    if re.match(r"(- )?b\d+b ", text):
        return all(mark in shown for mark in re.findall(r"\b[be]\d+[be]\b", text))
    return one_line(text) in shown


def test_names_stand_in_the_title_of_their_page(visited: tuple[str, Visit], sites: Folder):
    _, found = visited
    titles = [one_line(page["title"]) for page in found.pages.values()]
    for number in range(GROUPS):
        expected = one_line(hostile(number, 0))
        if "<!--" not in expected:
            assert any(title.startswith(expected) for title in titles), expected
    assert any(LONG in title for title in titles)


@pytest.fixture
def opened(browser: Any, sites: Folder):
    """A function that opens a page of the client's site with everything it asks for, and tells what went wrong there."""
    with served(sites.root / "site/acme") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        alarms: list[str] = []
        page.on("dialog", lambda dialog: (alarms.append("dialog"), dialog.dismiss()))
        page.on("pageerror", lambda error: alarms.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else alarms.append(r.url))
        yield lambda path: (page.goto(address + path), page)[1], alarms
        page.close()


@pytest.mark.parametrize("words", ["onerror", "autofocus", "constructor", "مرحبا"])
def test_what_is_found_by_searching_is_shown_and_does_not_run(opened: Any, words: str):
    visit_page, alarms = opened
    page = visit_page("")
    page.locator(".md-search__input").fill(words)
    page.wait_for_selector(".md-search-result__item", timeout=20_000)
    assert words.casefold() in page.locator(".md-search-result").inner_text().casefold()
    assert page.locator(".md-search-result :is(script, img, iframe, style, form)").count() == 0
    assert not page.evaluate("'__ran' in window")
    assert alarms == []


def test_diagrams_of_hostile_names_are_drawn_and_do_not_run(opened: Any):
    visit_page, alarms = opened
    page = visit_page("web/plan/")
    for fold in page.locator(".dossier-as-diagram").all():
        fold.locator("> summary").click()
        fold.locator("div.mermaid[data-drawn]").first.wait_for(timeout=60_000)
    assert page.locator("figure svg :is(img, script, iframe, form, style + img)").count() == 0
    assert page.locator("text=Syntax error").count() == 0
    assert page.locator("text=Maximum text size").count() == 0
    assert not page.evaluate("'__ran' in window")
    assert alarms == []
