"""Built sites work under their own content security policy, stated in the page or sent by a server, and it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright")

from dossier.render.content_security import policy_of  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402
from tests.browser.client_sites import CLIENTS, MAIN, ClientSite, served, with_nothing_to_find  # noqa: E402
from tests.browser.diagram_site import ENGINE  # noqa: E402

pytestmark = [
    pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not ENGINE.exists(), reason="the diagram script is not there yet: run make first"),
]

META = re.compile(rb"<meta\b[^>]*Content-Security-Policy[^>]*>")
WATCH = """
    document.addEventListener('securitypolicyviolation', event => {
        window.__violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
"""
OPEN_ALL = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"
SWITCH = "label.md-header__button[for^=__palette]:visible"


@contextmanager
def guarded(folder: Path, way: str, *, injected: bytes = b"", searched: bool = False) -> Iterator[str]:
    """The address of a site that states its policy in one way: in a "meta" of its pages, in "headers", or "nowhere".

    `injected` is put into every page; in a site that is not `searched` there is nothing to find.
    """
    pages = [path.parent.relative_to(folder) for path in folder.rglob("index.html")]
    lines = (folder / "_headers").read_text("utf-8").splitlines()[1:]
    sent = [(name, value) for name, _, value in (line.strip().partition(": ") for line in lines)]

    def instead(file: Path, address: str) -> bytes | None:
        if file.name == "probe.js":
            return PROBE
        if file.name == "sitemap.xml":  # instant navigation goes by it, and a `site_url` would have to be known
            return site_map([f"{address}{page}/".removesuffix("./") for page in pages])
        if file.suffix == ".html" and file.is_file():
            page = file.read_bytes()
            return (page if way == "meta" else META.sub(b"", page)).replace(b"</article>", injected + b"</article>", 1)
        return None if searched else with_nothing_to_find(file, address)

    with served(folder, instead, sent if way == "headers" else ()) as address:
        yield address


def site_map(pages: list[str]) -> bytes:
    urls = "".join(f"<url><loc>{page}</loc></url>" for page in pages)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


@contextmanager
def watched(browser: Any, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page, and what the policy refused on it or the console told."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    told: list[str] = []
    context.expose_function("__violated", lambda text: told.append(text))  # noqa: PLW0108 - it wants a function
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("console", lambda m: told.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    yield page, told
    context.close()


def draw_everything(page: Any) -> None:
    page.evaluate(OPEN_ALL)
    if page.locator("div.mermaid").count():
        page.locator("div.mermaid").first.scroll_into_view_if_needed()
        # Not wait_for_function: Playwright waits with eval, which the policy refuses.
        page.locator("div.mermaid:not([data-drawn])").first.wait_for(state="detached", timeout=60_000)


def assert_coloured(page: Any) -> None:
    """The chart has the colours and letters of its own style sheet, and the page's of the moment."""
    fill, edge, letters = page.evaluate(
        """() => {
            const rect = document.querySelector('rect.task.is-done:not(.is-summary, .milestone)'), label = document.querySelector('text.label-of-task');
            const probe = document.createElement('i');
            probe.style.color = 'var(--diagram-done)';
            document.body.append(probe);
            const expected = getComputedStyle(probe).color;
            probe.remove();
            const { fill, stroke } = getComputedStyle(rect);
            return [[fill, expected], stroke, getComputedStyle(label).fontSize];
        }"""
    )
    assert fill[0] == fill[1]
    assert edge not in {"none", fill[0]}
    assert letters == "13px"


@pytest.mark.parametrize("client", CLIENTS)
# Not each way in each scheme: the policy is the same in both, and each page is switched to the other scheme as well.
@pytest.mark.parametrize(("way", "scheme"), [("meta", "light"), ("headers", "dark")])
def test_every_kind_of_page_is_shown_and_nothing_is_refused(
    browser: Any, built: Path, client: str, way: str, scheme: str
) -> None:
    found = []
    with guarded(built / client, way) as address, watched(browser, color_scheme=scheme) as (page, told):
        for path in ClientSite(client, CLIENTS[client], built / client, address).pages():
            page.goto(address + path)
            draw_everything(page)
            page.locator(SWITCH).click()
            found += [f"{path}: {each}" for each in told]
            told.clear()
    assert found == []


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("way", ["meta", "headers"])
def test_a_walk_through_the_site_without_loading_anew(browser: Any, built: Path, client: str, way: str) -> None:
    project = MAIN[client]
    with (
        guarded(built / client, way, searched=True) as address,
        watched(browser, color_scheme="light") as (page, told),
    ):
        page.goto(f"{address}{project}/requirements/")
        page.evaluate("window.__stayed = true")
        rows = page.locator(".dossier-rows tbody tr:visible")
        everything = rows.count()
        page.locator(".dossier-filter select").nth(1).select_option(index=1)
        assert 0 < rows.count() < everything
        head = page.locator(".dossier-rows").first.locator("thead th").nth(1)
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"

        page.locator(".md-search__input").click()
        page.keyboard.type({"en": "manifest", "zh": "溯源"}[CLIENTS[client]], delay=30)
        page.locator(".md-search-result__link").first.click(timeout=60_000)
        page.wait_for_url(re.compile(f"/{project}/(?!requirements/$).+"))

        page.evaluate(f"[...document.links].find(link => link.href.endsWith('/{project}/plan/')).click()")
        page.wait_for_url(f"**/{project}/plan/")
        page.locator("div.mermaid").first.wait_for(state="attached")
        draw_everything(page)
        assert_coloured(page)
        page.locator(SWITCH).click()
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        assert_coloured(page)
        page.emulate_media(media="print")
        assert_coloured(page)
        assert page.evaluate("window.__stayed"), "the pages were changed without loading anew"
        assert told == []


PROBE = b"try { eval('window.__ran = 1'); } catch (error) { window.__refused = String(error); }"
INJECTED = {
    "script-src-elem": b"<script>window.__ran = 1</script>",
    "script-src-attr": b"<img src='nowhere.png' onerror='window.__ran = 1'>",
    "script-src": b"<script src='/probe.js'></script>",
    "script-src-elem elsewhere": b"<script src='https://elsewhere.invalid/a.js' data-probe></script>",
    "style-src-elem": b"<style>h1 { color: rgb(1, 2, 3) !important }</style>",
    "style-src-attr": b"<p class='probe' style='color: rgb(1, 2, 3)'>x</p>",
    "img-src": b"<img src='https://elsewhere.invalid/a.png'>",
    "frame-src": b"<iframe src='https://elsewhere.invalid/'></iframe>",
    "object-src": b"<object data='/index.html'></object>",
    "base-uri": b"<base href='https://elsewhere.invalid/'>",
    "form-action": b"<form action='/'><button class='probe'>x</button></form><script src='/probe.js'></script>",
}


@pytest.mark.parametrize("way", ["meta", "headers"])
@pytest.mark.parametrize(("directive", "injected"), INJECTED.items())
def test_what_is_brought_into_a_page_is_refused(
    browser: Any, built: Path, way: str, directive: str, injected: bytes
) -> None:
    with guarded(built / "northferry", way, injected=injected) as address, watched(browser) as (page, told):
        page.goto(address)
        if directive == "form-action":
            page.evaluate("document.querySelector('button.probe').click()")
        for _ in range(500):  # not wait_for_function: see draw_everything
            if any(each.startswith(directive.split(" ")[0]) for each in told):
                break
            page.wait_for_timeout(20)
        assert [each for each in told if each.startswith(directive.split(" ")[0])] != []
        assert not page.evaluate("'__ran' in window")
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)"


@pytest.mark.parametrize("directive", ["script-src-elem", "script-src-attr", "script-src"])
def test_without_the_policy_the_same_would_run(browser: Any, built: Path, directive: str) -> None:
    injected = INJECTED[directive]
    with guarded(built / "northferry", "nowhere", injected=injected) as address, watched(browser) as (page, told):
        page.goto(address)
        page.wait_for_function("'__ran' in window")
        assert [each for each in told if each.startswith(directive)] == []


def test_from_a_folder_on_disk_a_page_looks_and_draws_as_it_does_from_a_server(browser: Any, built: Path) -> None:
    with watched(browser) as (page, told):
        page.goto((built / "northferry/booking/plan/index.html").as_uri())
        draw_everything(page)
        assert_coloured(page)
        assert [each for each in told if "-src" in each.split(" ")[0]] == []


def test_all_pages_of_a_site_state_the_one_policy_that_its_headers_send(built: Path) -> None:
    for name in (*CLIENTS, "team"):
        pages = [path.read_text("utf-8") for path in (built / name).rglob("*.html")]
        (stated,) = {policy_of(page) for page in pages}
        assert f"Content-Security-Policy: {stated}; frame-ancestors 'none'\n" in (built / name / "_headers").read_text()
        assert (
            f"Content-Security-Policy \"{stated}; frame-ancestors 'none'\"" in (built / name / ".htaccess").read_text()
        )
        assert "unsafe" not in stated
        for page in pages:
            head = page[page.index("<head>") :]
            assert head.index("charset=") < head.index("Content-Security-Policy") < head.index("<link")
