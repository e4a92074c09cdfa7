"""What a client sees of the change log: what is new since the last visit, known to the browser alone, at any width."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dossier.cli.main import main
from dossier.hosts.build import build_site
from dossier.hosts.reading import read_content
from dossier.hosts.site_request import SiteRequest
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
    with on_day(9):
        begun(root, **files)
    for day, found in ((10, "parts"), (20, "parts by their number " + "x" * 200)):
        with on_day(day):
            commit(root, **{"content/acme/web/needs.yml": NEED.format(found)})
    return root


@contextmanager
def on_day(day: int) -> Iterator[None]:
    """Let what is committed be of that day of March."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            patch.setitem(ENVIRONMENT, name, f"2026-03-{day:02}T09:00:00Z")
        yield


@pytest.fixture(scope="module")
def address(work: Path) -> Iterator[str]:
    build_site(work, read_content(work / "content"), REQUEST, work / "site", jobs=1)
    with served(work / "site/acme") as found:
        yield found


@pytest.fixture(scope="module", params=["en", "zh"])
def of_the_team(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The team's site of a project where what was signed changed without a change request."""
    root = tmp_path_factory.mktemp("signed")
    shutil.copy(ROOT / "dossier/hosts/starter_mkdocs.yml", root / "mkdocs.yml")
    client = (
        f"title: Acme\nlanguage: {request.param}\npublish: [requirements, sign_offs]\nsigners: [anna]\n"
        "people:\n- {id: anna, title: Anna, side: client}\n"
    )
    sign_off = "sign_offs:\n- id: SO-2026-001\n  title: Scope\n  signer: anna\n  covers: [REQ-1]\n"
    files = {
        "content/acme/client.yml": client,
        "content/acme/web/project.yml": "title: Web\n",
        "content/acme/web/needs.yml": NEED.format("tools"),
        "content/acme/web/sign_offs.yml": sign_off,
    }
    with on_day(9):
        begun(root, **files)
    with on_day(10), pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        signed = ["sign", "record", "acme/web", "SO-2026-001", "--decision", "confirmed", "--by", "anna"]
        done = CliRunner().invoke(main, [*signed, "--on", "2026-03-10", "--as-of", "2026-03-10"])
        assert done.exit_code == 0, done.output
        commit(root)
    with on_day(20):
        commit(root, **{"content/acme/web/needs.yml": NEED.format("parts")})
    build_site(root, read_content(root / "content"), SiteRequest(as_of=REQUEST.as_of), root / "site", jobs=1)
    with served(root / "site/team") as found:
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


@pytest.mark.parametrize("width", [390, 360, 320])
def test_a_state_that_is_a_sentence_does_not_widen_the_page(browser: Any, of_the_team: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{of_the_team}acme/{PAGE}")
    assert page.locator(".dossier-comparison .dossier-badge.is-bad").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_feed_is_where_the_page_says(browser: Any, address: str) -> None:
    page = browser.new_context().new_page()
    answer = page.request.get(address + "feed.xml")
    assert answer.ok
    assert answer.text().count("<entry>") == 3
