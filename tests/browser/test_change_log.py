"""What a client sees of the change log: what is new since the last visit, known to the browser alone, at any width."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dossier.hosts.build import build_site
from dossier.hosts.sites import SiteRequest, read_content
from tests.browser.client_sites import ROOT, served
from tests.repository import ENVIRONMENT, begun, commit

REQUEST = SiteRequest(client="acme", audience="client", as_of=date(2026, 4, 1))
NEED = "requirements:\n- id: REQ-1\n  title: Search\n  statement: It finds {}.\n"
PAGE = "web/what-changed/"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a change on 10 and one on 20 March."""
    root = tmp_path_factory.mktemp("work")
    shutil.copy(ROOT / "dossier/hosts/starter_mkdocs.yml", root / "mkdocs.yml")
    files = {
        "content/acme/client.yml": "title: Acme\npublish: [requirements]\n",
        "content/acme/web/project.yml": "title: Web\n",
        "content/acme/web/needs.yml": NEED.format("tools"),
        ".gitignore": ".cache\nsite\n",
    }
    with pytest.MonkeyPatch.context() as patch:
        for day, make in ((9, lambda: begun(root, **files)), (10, "parts"), (20, "parts by their number " + "x" * 200)):
            for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
                patch.setitem(ENVIRONMENT, name, f"2026-03-{day:02}T09:00:00Z")
            if isinstance(make, str):
                commit(root, **{"content/acme/web/needs.yml": NEED.format(make)})
            else:
                make()
    return root


@pytest.fixture(scope="module")
def address(work: Path) -> Iterator[str]:
    build_site(work, read_content(work / "content"), REQUEST, work / "site", jobs=1)
    with served(work / "site/acme") as found:
        yield found


def new_days(page: Any) -> list[str]:
    return page.eval_on_selector_all("h3[id]:has(.dossier-badge)", "found => found.map(each => each.id)")


def test_what_came_since_the_last_visit_is_marked_once(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + PAGE)
    assert page.locator("[data-last-visit]").is_hidden()  # nobody knows what a first visitor has seen
    assert new_days(page) == []
    page.evaluate("localStorage.setItem('dossier.seen:' + location.pathname, '2026-03-10')")
    page.reload()
    assert page.locator("[data-last-visit]").is_visible()
    assert new_days(page) == ["2026-03-20"]
    page.reload()
    assert page.locator("[data-last-visit]").is_hidden()
    assert new_days(page) == []
    assert context.cookies() == []  # nothing of it goes to the server


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_word_that_changed_does_not_widen_the_page(browser: Any, address: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(address + PAGE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("link", name="feed.xml").get_attribute("href").endswith("feed.xml")


def test_the_feed_is_where_the_page_says(browser: Any, address: str) -> None:
    page = browser.new_context().new_page()
    answer = page.request.get(address + "feed.xml")
    assert answer.ok
    assert answer.text().count("<entry>") == 3
