"""Emitted documentation in the generators that shall build it: nothing lost, nothing of the team, nothing that runs."""

from __future__ import annotations

import importlib.util
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import markdown
import pytest
import yaml
from lxml import html
from markdown_it import MarkdownIt
from pymdownx.slugs import slugify

from dossier.hosts.emit import emit, slug
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import site
from dossier.load import load
from dossier.records.declare import RECORD_TYPES
from dossier.render.pages import PageRenderer
from dossier.text.source import read_tree
from dossier.views.context import section_of
from tests.browser.chromium import chromium
from tests.browser.client_sites import served
from tests.views.sites import client_file, one_of_every_type

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 10, 30)
CLIENTS = ("northferry", "yunling")
GENERATORS = ("mkdocs", "properdocs", "zensical")
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# What the site says around a page's own words: the legend of a picture, and the names of its parts.
# Of a chart, the names on its axes: its numbers stand in the table beneath it.
AROUND = (
    "//*[contains(@class,'diagram-legend') or self::summary or self::small or contains(@class,'mermaid') or self::svg]"
)
# The plan's table with bars and its outline: numbers, titles and owners are the plain table's, dates written in its way.
IN_OTHER_WORDS = (
    "//*[@class='gantt']//*[self::caption or self::thead or self::td or self::b or self::i or self::ul]"
    " | //*[@class='outline-work']/span[position()>2]"
)


def build(folder: Path, generator: str) -> Path:
    """The folder built strictly by a generator of its own process, which knows no plugin of ours."""
    if importlib.util.find_spec(generator) is None:
        pytest.skip(f"{generator} is not installed: pip install {generator}")
    settings = {"NO_MKDOCS_2_WARNING": "1", "PATH": os.environ["PATH"], "HOME": str(folder.parent)}
    command = [sys.executable, "-m", generator, "build", "--strict"]
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False, timeout=300)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert not re.search(r"(?i)\bwarning|not found|no such", said), said
    return folder / "site"


@pytest.fixture(scope="module")
def emitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both example clients, a folder for each of them and each generator."""
    out = tmp_path_factory.mktemp("emitted")
    tree = read_tree(ROOT / "content")
    portfolio, _ = load(tree)
    for client in CLIENTS:
        request = SiteRequest(client=client, audience="client", as_of=AS_OF)
        for generator in GENERATORS:
            emit(ROOT / "content", tree, portfolio, request, out / generator / client)
    return out


@pytest.fixture(scope="module", params=CLIENTS)
def client(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def site_of(client: str) -> Any:
    portfolio, _ = load(read_tree(ROOT / "content"))
    return site(portfolio, SiteRequest(client=client, audience="client", as_of=AS_OF))


def pages(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*.md"))}


@pytest.mark.parametrize("generator", GENERATORS)
def test_each_generator_builds_every_page_and_every_link_and_anchor_leads_somewhere(
    emitted: Path, client: str, generator: str
):
    built = build(emitted / generator / client, generator)
    wanted = {page.url for page in site_of(client).pages()}
    found = {p.parent.relative_to(built).as_posix() + "/" for p in built.rglob("index.html")}
    assert wanted - {"", "./"} <= found
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    for path in built.rglob("*.html"):
        name = path.relative_to(built).as_posix()
        tree = html.fromstring(path.read_text("utf-8"))
        ids[name] = set(tree.xpath("//@id"))
        if name != "404.html":
            links += [(name, target) for target in tree.xpath("//article//a/@href")]
            asked = tree.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
            assert not [each for each in asked if re.match(r"(?:https?:)?//", each)], name
    assert len(links) > 5000
    assert list(broken(links, ids, built)) == []


def broken(links: list[tuple[str, str]], ids: dict[str, set[str]], built: Path) -> Iterator[tuple[str, str]]:
    for name, target in links:
        path, _, anchor = unquote(target).partition("#")
        if re.match(r"(mailto|https?|tel):", target):
            continue
        place = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        place = posixpath.normpath(f"{place}/index.html") if path.endswith(("/", ".", "..")) else place
        if not (built / place).is_file() or (anchor and not anchor.startswith("__") and anchor not in ids[place]):
            yield name, target


def test_in_any_editor_every_link_between_the_files_leads_to_a_file(emitted: Path, client: str):
    folder = emitted / "mkdocs" / client
    texts = {**pages(folder / "docs"), "../README.md": (folder / "README.md").read_text("utf-8")}
    lost = []
    for name, text in texts.items():
        for target in html.fromstring(f"<div>{GITHUB.render(text)}</div>").xpath("//@href"):
            path = unquote(target.partition("#")[0])
            if (
                not target.startswith("mailto:")
                and path
                and not (folder / "docs" / name).parent.joinpath(path).is_file()
            ):
                lost.append((name, target))
    assert lost == []


def words_of(tree: html.HtmlElement) -> str:
    return re.sub(r"\s+", "", tree.text_content())


def test_nothing_that_the_site_tells_is_lost(emitted: Path, client: str):
    told = pages(emitted / "mkdocs" / client / "docs")
    renderer = PageRenderer()
    settings = yaml.load((emitted / "mkdocs" / client / "mkdocs.yml").read_text("utf-8"), Loader=yaml.Loader)
    names = [next(iter(each)) if isinstance(each, dict) else each for each in settings["markdown_extensions"]]
    reader = markdown.Markdown(extensions=names)
    looked = 0
    for page in site_of(client).pages():
        if page.make is None or (view := page.make()) is None:
            continue
        home = page.url == "" or (page.context is not None and page.url == page.context.home)
        reader.reset()
        ours = html.fromstring(renderer.page(view, page.url, page.context, "en" if client == "northferry" else "zh"))
        for each in ours.xpath(f"{AROUND} | {IN_OTHER_WORDS}"):
            each.drop_tree() if each.tag != "small" else each.drop_tag()
        shown = words_of(
            html.fromstring(
                f"<div>{reader.convert(told[f'{page.url}index.md' if home else f'{page.url[:-1]}.md'])}</div>"
            )
        )
        texts = {re.sub(r"\s+", "", text).rstrip("·") for text in ours.xpath("//text()")} - {
            "",
            "Previous",
            "Next",
            "上一项",
            "下一项",
        }
        lost = {text for text in texts if text not in shown and text not in {"Previous", "Next"}}
        lost -= {text for text in lost if re.sub(r"^(Previous|Next|上一项|下一项)", "", text) in shown}
        assert lost == set(), page.url
        looked += 1
    assert looked > 300


def test_every_record_has_a_file(emitted: Path, client: str):
    there = set(pages(emitted / "mkdocs" / client / "docs"))
    contexts = {page.context.base: page.context for page in site_of(client).pages() if page.context}
    records = [(c, r) for c in contexts.values() for r in c.dossier.records if section_of(r.type_name)]
    assert {f"{c.url(r)[:-1]}.md" for c, r in records} <= there
    assert {r.type_name for _, r in records} >= {"requirement", "task", "risk", "sign_off", "meeting", "stakeholder"}
    assert "cost_item" in RECORD_TYPES


def test_nothing_of_the_team_or_of_another_client_is_in_a_clients_files(emitted: Path, client: str):
    other = "Yunling|云岭" if client == "northferry" else "Northferry|Tarnbrook"
    files = [p for p in (emitted / "mkdocs" / client).rglob("*") if p.is_file() and "mermaid" not in p.name]
    assert not [p.name for p in files if re.search(f"ZWEIFELLOS|{other}", p.read_text("utf-8", errors="replace"))]
    assert b"ZWEIFELLOS" in b"".join(p.read_bytes() for p in (ROOT / "content" / client).rglob("*.md"))


def test_two_emits_are_the_same_bytes(emitted: Path, client: str):
    one, other = (
        {
            p.relative_to(emitted / g / client): p.read_bytes()
            for p in (emitted / g / client / "docs").rglob("*")
            if p.is_file()
        }
        for g in ("mkdocs", "zensical")
    )
    assert {str(k): v for k, v in one.items()} == {str(k): v for k, v in other.items()}


@pytest.mark.parametrize("heading", ["Budget", "预算与成本（含变更）", "A & B, c/d: 3.5 % _x_", "Ünder-way  two"])
def test_our_anchors_are_those_of_the_generators(heading: str):
    assert slug(heading) == slugify(case="lower")(heading, "-")


# ---- hostile texts

HOSTILE = """x <img src=x onerror=hit()> [l](javascript:hit()) <script>hit()</script> {{ 7*7 }} | ` ``` "--><svg onload=hit()>"""


DIAGRAM = """\
    ```mermaid
    flowchart LR
      a["<img src=x onerror=hit()>"] --> b
      click a href "javascript:hit()"
    ```
"""


@pytest.mark.parametrize("generator", ["mkdocs", "zensical"])  # ProperDocs renders as MkDocs does
def test_hostile_texts_are_shown_and_do_nothing(tmp_path: Path, generator: str, browser: Any):
    if chromium() is None:
        pytest.skip("no Chromium on this machine")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    records = {
        **one_of_every_type(HOSTILE),
        "acme/client.yml": client_file(quoted),
        "acme/web/project.yml": f"title: {quoted}\ncurrency: EUR\nstart: 2026-03-02\n",
        "acme/web/hostile.yml": f"requirements:\n- id: REQ-1\n  title: {quoted}\n  statement: |\n{DIAGRAM}",
        "acme/web/guide.md": f"---\nvisibility: client\n---\n# {HOSTILE}\n\n{HOSTILE}\n\n## {HOSTILE}\n\n```\n{{{{ 7*7 }}}}\n",
    }
    for path, text in records.items():
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    tree = read_tree(tmp_path / "content")
    portfolio, _ = load(tree)
    request = SiteRequest(client="acme", audience="client", as_of=AS_OF)
    emit(tmp_path / "content", tree, portfolio, request, tmp_path / "out")
    built = build(tmp_path / "out", generator)
    with served(built) as address:
        page = browser.new_page()
        hits: list[str] = []
        page.expose_function("hit", lambda: hits.append(page.url))
        page.on("dialog", lambda dialog: hits.append(dialog.message))
        for path in sorted(built.rglob("index.html")):
            page.goto(address + path.relative_to(built).as_posix())
            page.wait_for_timeout(40)
            assert page.locator("article img[src=x], title img, nav img[src=x], [onerror], [onload]").count() == 0
            assert page.locator('a[href^="javascript"]').count() == 0
        page.goto(f"{address}web/requirements/REQ-1/")
        page.wait_for_timeout(2500)
        assert page.locator(".diagram svg").count() == 1
        assert "<img src=x onerror=hit()>" in page.locator("article h1").inner_text()
        assert hits == []
        page.close()
