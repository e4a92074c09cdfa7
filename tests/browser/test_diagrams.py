"""Schedules and trees in a real browser: drawn as written, and nothing runs or leaves the site."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright")

from dossier.compute.plan_row import PlanRow  # noqa: E402
from dossier.render.mermaid import bar_label, one_line  # noqa: E402
from dossier.views.gantt import GanttBar, GanttPicture, GanttSection, gantt  # noqa: E402
from dossier.views.wbs import WbsNode, WbsPicture, wbs  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402
from tests.browser.diagram_site import ENGINE, ROOT, build_site, figures, site_on_air  # noqa: E402

CHROMIUM = chromium()
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not ENGINE.exists(), reason="the diagram script is not there yet: run make first"),
]

MEASURED = ROOT / "../shared/mermaid-names.json"
OUR_NAMES = (
    "<img src=x onerror=window.__ran=1>",
    "<script>window.__ran=1</script>",
    "A: B; C # D %% E",
    '%%{init: {"securityLevel":"loose"}}%% x',
    "end",
    "click here call window.__ran()",
    "section two",
    "2026-01-05 kickoff",
    "say \"hi\" `code` 'it'",
    "one\ntwo\r\nthree\tfour",
    "#quot; &lt; &#58; #58;",
    "1. Plan",
    "- dash",
    "__proto__",
    "constructor",
    "施工：第一阶段，评审；（括号）",
    "👩‍👩‍👧 emoji 😀",
    "very long " * 40,
    "\u202eabc\u2066",
    "*b* _i_ ~t~ $x^2$ $$y$$ [a](//elsewhere.example)",
    "{a} [b] (c) |d| --> e",
)
DAY = date(2026, 1, 5)


def names() -> list[str]:
    """The names measured beside this repository, where they are; else our own list."""
    found = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else []
    return [*found, *(name for name in OUR_NAMES if name not in found)]


@dataclass
class Watched:
    """A page, and everything that it asked for, printed as an error, or opened as a dialog."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def wait_until_drawn(self) -> None:
        # Not wait_for_function: Playwright waits with eval, which a policy may refuse.
        self.page.locator("div.mermaid[data-drawn]").first.wait_for(timeout=60_000)
        self.page.locator("div.mermaid:not([data-drawn])").first.wait_for(state="detached", timeout=60_000)

    def draw_everything(self) -> None:
        """Scrolls to the first picture; the others follow when the browser is idle."""
        self.page.locator("div.mermaid").first.scroll_into_view_if_needed()
        self.wait_until_drawn()

    def strangers(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]

    def ran(self) -> bool:
        return bool(self.page.evaluate("'__ran' in window || '__x' in window"))


def watch(browser: Any, address: str, **options: Any) -> Watched:
    page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **options})
    watched = Watched(page, address)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("dialog", lambda dialog: (watched.errors.append("dialog"), dialog.dismiss()))  # type: ignore[func-returns-value]
    page.on(
        "console",
        lambda message: watched.errors.append(message.text) if message.type in ("error", "warning") else None,
    )
    return watched


def task_pictures(titles: Sequence[str]) -> list[GanttPicture]:
    return [
        GanttPicture(
            title="",
            as_of=DAY,
            sections=(
                GanttSection(
                    title="Phase",
                    bars=tuple(
                        GanttBar(
                            id=title,
                            number="",
                            title=title,
                            start=DAY + timedelta(n),
                            finish=DAY + timedelta(n + 3),
                        )
                        for n, title in enumerate(titles[begin : begin + 40])
                    ),
                ),
            ),
        )
        for begin in range(0, len(titles), 40)
    ]


def section_pictures(titles: Sequence[str]) -> list[GanttPicture]:
    return [
        GanttPicture(
            title="",
            as_of=DAY,
            sections=tuple(
                GanttSection(
                    title=title,
                    bars=(
                        GanttBar(
                            id=title,
                            number="",
                            title=f"task {begin + n}",
                            start=DAY + timedelta(n),
                            finish=DAY + timedelta(n + 3),
                        ),
                    ),
                )
                for n, title in enumerate(titles[begin : begin + 40])
            ),
        )
        for begin in range(0, len(titles), 40)
    ]


def tree_pictures(titles: Sequence[str]) -> list[WbsPicture]:
    return [
        WbsPicture(
            title="",
            roots=tuple(WbsNode(id=title, number="", title=title, owner=title) for title in titles[begin : begin + 40]),
        )
        for begin in range(0, len(titles), 40)
    ]


def plan_rows() -> list[PlanRow]:
    def row(id: str, number: str, title: str, start: date, finish: date, **more: Any) -> PlanRow:
        return PlanRow(id=id, number=number, title=title, start=start, finish=finish, **more)

    return [
        row(
            "P1",
            "1",
            "Discovery",
            date(2026, 10, 5),
            date(2026, 10, 30),
            is_summary=True,
            state="done",
            progress=100,
        ),
        row(
            "T1",
            "1.1",
            "Interviews",
            date(2026, 10, 5),
            date(2026, 10, 16),
            parent="P1",
            state="done",
            progress=100,
        ),
        row(
            "T2",
            "1.2",
            "Offer",
            date(2026, 10, 12),
            date(2026, 11, 20),
            parent="P1",
            state="late",
            progress=60,
        ),
        row(
            "P2",
            "2",
            "Design",
            date(2026, 11, 2),
            date(2026, 12, 11),
            is_summary=True,
            state="active",
            progress=40,
        ),
        row(
            "T3",
            "2.1",
            "Wireframes",
            date(2026, 11, 2),
            date(2026, 11, 27),
            parent="P2",
            state="active",
            progress=50,
            critical=True,
        ),
        row("T4", "2.2", "Sign-off", date(2026, 12, 11), date(2026, 12, 11), parent="P2", milestone=True),
    ]


def weekends(first: date, last: date) -> list[date]:
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() >= 5]


def plan_figures(language: str) -> str:
    def url_of(id: str) -> str:
        return f"../task/#{id}"

    charts = gantt(plan_rows(), as_of=date(2026, 11, 23), non_working_in=weekends, url_of=url_of).pictures
    return figures([*charts, *wbs(plan_rows(), url_of=url_of).pictures], language)


BY_HAND = """# By hand

```mermaid
flowchart LR
    A[Ask] --> B["<img src=x onerror=window.__ran=1>Ship"]
```
"""


@pytest.fixture(scope="module", params=["en", "zh"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    language: str = request.param
    pages = {
        "index.md": ("# Start\n\n[to the plan](plan.md)\n", ""),
        "task.md": ("# Task\n", ""),
        "plan.md": ("# Plan\n\n[to the start](index.md)\n", plan_figures(language)),
        "hand.md": (BY_HAND, ""),
    }
    with site_on_air(tmp_path_factory.mktemp("site"), pages, language=language) as address:
        yield address, language


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pages = {
        "index.md": ("# Start\n", ""),
        "tasks.md": ("# Tasks\n", figures(task_pictures(names()))),
        "sections.md": ("# Sections\n", figures(section_pictures(names()))),
        "tree.md": ("# Tree\n", figures(tree_pictures(names()))),
    }
    with site_on_air(tmp_path_factory.mktemp("hostile"), pages) as address:
        yield address


# What stands in a picture, top to bottom; a shortened name is completed from what it carries in full.
BAR_LABELS = """
    [...document.querySelectorAll('figure svg')]
        .flatMap(svg => [...svg.querySelectorAll('text.label-of-task')]
        .sort((a, b) => a.getAttribute('y') - b.getAttribute('y'))
        .map(text => text.dataset.full ?? text.textContent))
"""
SECTION_LABELS = """
    [...document.querySelectorAll('figure svg')].flatMap(svg => [...svg.querySelectorAll('text.sectionTitle')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map(text => text.querySelector('tspan').dataset.full ?? text.textContent))
"""
SECTION_OFFSETS = """
    [...document.querySelectorAll('figure svg')].flatMap(svg => {
        const middle = element => {
            const box = element.getBoundingClientRect();
            return (box.top + box.bottom) / 2;
        };
        const bars = [...svg.querySelectorAll('rect.task:not(.vert)')].map(middle).sort((a, b) => a - b);
        const labels = [...svg.querySelectorAll('text.sectionTitle')].map(middle).sort((a, b) => a - b);
        return labels.map((at, index) => Math.abs(at - bars[index]))
    })
"""
NODE_LABELS = """
    [...document.querySelectorAll('figure svg')].flatMap(svg => [...svg.querySelectorAll('g.node')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map(node => [node.querySelector('b').textContent, node.querySelector('.nodeLabel').innerText]))
"""


def shown(name: str) -> str:
    """How a name reads once it is on one line."""
    return one_line(name) or "–"


def assert_quiet(watched: Watched) -> None:
    assert not watched.ran()
    assert watched.errors == []
    assert watched.strangers() == []
    assert watched.page.locator("text=Maximum text size").count() == 0
    assert watched.page.locator("figure svg :is(img, script, iframe, form, details)").count() == 0


def test_every_name_is_drawn_as_written_as_a_task(browser: Any, hostile: str) -> None:
    watched = watch(browser, hostile)
    watched.open("tasks/")
    watched.draw_everything()
    assert watched.page.evaluate(BAR_LABELS) == [shown(name) for name in names()]
    assert_quiet(watched)


def test_every_name_is_drawn_as_written_as_a_phase_beside_its_own_row(browser: Any, hostile: str) -> None:
    watched = watch(browser, hostile)
    watched.open("sections/")
    watched.draw_everything()
    assert watched.page.evaluate(SECTION_LABELS) == [one_line(name) for name in names()]
    assert watched.page.evaluate(BAR_LABELS) == [f"task {n}" for n in range(len(names()))]
    assert max(watched.page.evaluate(SECTION_OFFSETS)) < 4
    assert_quiet(watched)


def test_every_name_is_drawn_as_written_in_the_tree(browser: Any, hostile: str) -> None:
    watched = watch(browser, hostile)
    watched.open("tree/")
    watched.draw_everything()
    drawn = watched.page.evaluate(NODE_LABELS)
    assert [title for title, _ in drawn] == [shown(name) for name in names()]
    for (_, everything), name in zip(drawn, names(), strict=True):
        assert "".join(shown(name).split()) in "".join(everything.split())
    assert_quiet(watched)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_diagrams_appear_when_the_page_is_opened(browser: Any, site: tuple[str, str], scheme: str) -> None:
    address, language = site
    watched = watch(browser, address)
    if scheme == "dark":
        palette = "{index: 1, color: {scheme: 'slate', media: '', primary: 'indigo', accent: 'indigo'}}"
        watched.page.add_init_script(f"localStorage.setItem('/.__palette', JSON.stringify({palette}))")
    watched.open("plan/")
    watched.wait_until_drawn()
    bars = watched.page.evaluate(BAR_LABELS)
    assert bars == ["✓ 1.1 Interviews", "! 1.2 Offer", "2.1 Wireframes", "2.2 Sign-off"]
    assert watched.page.locator("g.node").count() == 6
    flag = watched.page.locator("text.vertText").text_content()
    assert flag == ("As of 2026-11-23" if language == "en" else "截至 2026-11-23")
    lightness = watched.page.evaluate(
        "getComputedStyle(document.querySelector('text.label-of-task')).fill.match(/\\d+/g).slice(0, 3)"
        ".reduce((sum, part) => sum + Number(part), 0) / 3"
    )
    assert lightness > 180 if scheme == "dark" else lightness < 80
    assert_quiet(watched)


def test_diagrams_appear_after_moving_from_a_page_without_any(browser: Any, site: tuple[str, str]) -> None:
    watched = watch(browser, site[0])
    watched.open("")
    watched.page.wait_for_timeout(300)
    assert not any("vendor" in url for url in watched.requests), "a page without diagrams fetches no diagram script"
    watched.page.evaluate("window.__stayed = true")
    for _ in range(2):
        watched.page.locator("article a", has_text="to the plan").click()
        watched.wait_until_drawn()
        assert watched.page.locator("g.node").count() == 6
        watched.page.locator("article a", has_text="to the start").click()
        watched.page.wait_for_selector("article a:has-text('to the plan')")
    assert watched.page.evaluate("window.__stayed"), "the pages were changed without loading anew"
    assert sum("vendor" in url for url in watched.requests) == 1
    assert_quiet(watched)


def test_diagrams_need_no_inline_script_but_the_known_one_no_inline_style_and_no_eval(
    browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("policy")
    pages = {"index.md": ("# Start\n", ""), "plan.md": ("# Plan\n", plan_figures("en"))}
    with site_on_air(folder, pages, policy=lambda: strict_policy(folder / "site")) as address:
        watched = watch(browser, address)
        watched.open("plan/")
        watched.wait_until_drawn()
        assert watched.page.locator("svg a").count() == 10
        assert_quiet(watched)


def strict_policy(site: Path) -> str:
    """A policy that allows the site's own scripts, the inline ones by their digest; no eval, no inline style."""
    inline = {
        body
        for page in site.rglob("*.html")
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page.read_text("utf-8"), re.DOTALL)
        if "src=" not in attributes and "json" not in attributes
    }
    digests = sorted(b64encode(sha256(body.encode()).digest()).decode() for body in inline)
    scripts = " ".join(f"'sha256-{digest}'" for digest in digests)
    others = "default-src 'self'; style-src 'self'; img-src 'self' data:"
    return f"{others}; script-src 'self' {scripts}"


def test_a_bar_and_a_node_lead_to_the_task(browser: Any, site: tuple[str, str]) -> None:
    watched = watch(browser, site[0])
    for link in (
        "svg a:has(text:text-is('2.1 Wireframes')) rect.task",
        "g.node a:has(b:text-is('2.1 Wireframes')) b",
    ):
        watched.open("plan/")
        watched.wait_until_drawn()
        watched.page.locator(link).click()
        watched.page.wait_for_url("**/task/#T3")
    assert watched.errors == []


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_both_hosts_give_a_page_with_diagrams_its_scripts_and_no_other_page(tmp_path: Path, host: str) -> None:
    if find_spec(host) is None:
        pytest.skip(f"{host} is not installed")
    pages = {
        "index.md": ("# Start\n", ""),
        "plan.md": ("# Plan\n", plan_figures("en")),
        "hand.md": (BY_HAND, ""),
    }
    site = build_site(tmp_path, pages, "http://127.0.0.1/", host=host)
    start, *others = ((site / name).read_text("utf-8") for name in ("index.html", "plan/index.html", "hand/index.html"))
    assert "mermaid" not in start, "the plugin takes a page apart in which it reads this word"
    for page in others:
        article = page[page.index("<article") : page.index("</article>")]
        assert article.count("mermaid.initialize(") == page.count("mermaid.initialize(") == 1
        assert "<img" not in article


def test_a_fence_written_by_hand_is_drawn_and_harmless(browser: Any, site: tuple[str, str]) -> None:
    watched = watch(browser, site[0])
    watched.open("hand/")
    watched.wait_until_drawn()
    assert watched.page.locator("article svg g.node").count() == 2
    assert watched.page.locator("article img").count() == 0
    assert not any(url.endswith("/x") for url in watched.requests)
    assert not watched.ran()
    assert watched.strangers() == []


def test_without_javascript_the_source_stands_there_to_be_taken(browser: Any, site: tuple[str, str]) -> None:
    watched = watch(browser, site[0], java_script_enabled=False)
    watched.open("plan/")
    source = watched.page.locator("figure .mermaid").first
    assert source.is_visible()
    assert source.inner_text().startswith("gantt\ndateFormat YYYY-MM-DD\n")
    assert watched.page.locator(".diagram-facts:visible, .dossier-copy").count() == 0


def test_the_source_of_a_picture_is_copied_from_it(browser: Any, site: tuple[str, str]) -> None:
    watched = watch(browser, site[0])
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site[0].rstrip("/"))
    watched.open("plan/")
    watched.wait_until_drawn()
    button = watched.page.locator("button.dossier-copy").first
    assert button.inner_text() == ("Copy as Mermaid" if site[1] == "en" else "复制为 Mermaid")
    button.click()
    watched.page.locator("button.dossier-copy", has_text="Copied" if site[1] == "en" else "已复制").wait_for()
    copied = watched.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("gantt\ndateFormat YYYY-MM-DD\n")
    assert "2.1 Wireframes" in copied
    assert_quiet(watched)


def test_where_the_clipboard_is_closed_the_source_is_shown_and_selected(browser: Any, site: tuple[str, str]) -> None:
    watched = watch(browser, site[0])
    watched.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    watched.open("plan/")
    watched.wait_until_drawn()
    watched.page.locator("button.dossier-copy").first.click()
    selected = watched.page.evaluate("getSelection().toString()")
    assert selected.startswith("gantt\ndateFormat YYYY-MM-DD\n")


def test_a_late_task_differs_from_an_active_one_by_more_than_colour(browser: Any, site: tuple[str, str]) -> None:
    watched = watch(browser, site[0])
    watched.open("plan/")
    watched.wait_until_drawn()
    assert watched.page.locator("rect.task.is-late + rect.progress + rect.hatch").count() == 1
    assert watched.page.locator("rect.task.is-active + rect.progress + rect.hatch").count() == 0
    assert watched.page.locator("rect.task.is-critical").count() == 1
    late, active = (
        watched.page.evaluate(f"getComputedStyle(document.querySelector('rect.task.is-{state}')).strokeDasharray")
        for state in ("late", "active")
    )
    assert late != active


def test_the_label_at_a_bar_begins_with_its_mark() -> None:
    bar = GanttBar(id="T", number="1", title="Dig", start=DAY, finish=DAY, state="done")
    assert bar_label(bar) == "✓ 1 Dig"
