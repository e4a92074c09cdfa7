"""The team's page of who has how much to do; no client sees it, nor what it is made from."""

from __future__ import annotations

import re

from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import site
from tests.compute.sample_records import loaded
from tests.views.sites import AS_OF, client_file, rendered, site_of, titles

# as of Monday 1 June 2026; Anna has two tasks at once from 3 to 5 June, Ben is away in the week after
FILES = {
    "acme/client.yml": client_file(
        "Acme",
        people="[{id: anna, title: Anna, side: client}, {id: ben, title: Ben, available: 60%, absences: "
        "[{from: 2026-06-08, to: 2026-06-12, title: Knee surgery}]}]",
    ),
    "acme/web/project.yml": "title: Web shop\nstart: 2026-06-01\nfinish: 2026-11-30",
    "acme/web/tasks.yml": """
tasks:
- {id: T-1, title: Dig, owner: anna, duration: 5d}
- {id: T-2, title: Draw, owner: anna, duration: 3d, start: 2026-06-03}
- {id: T-3, title: Build, owner: ben, duration: 2d, start: 2026-06-15}
- {id: T-4, title: Far off, owner: ben, duration: 10d, start: 2026-09-21, people: [ben 30%]}
""",
}
URL = "workload/"


def page(files: dict[str, str]) -> str:
    return next((html for url, html in rendered(site_of(files, "", audience="team")) if url.endswith(URL)), "")


def row(html: str, name: str) -> list[tuple[str, str, str]]:
    """The filled cells of a person's row: column, tint, words."""
    found = next(r for r in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if name in r and "dossier-level" in r)
    cells = re.findall(r'data-label="([^"]*)"[^>]*><span class="dossier-level is-level-(\d)"[^>]*>([^<]*)<', found)
    return [(column, step, words) for column, step, words in cells]


def test_the_team_sees_the_load_of_each_person_by_week_and_then_by_month():
    html = page(FILES)
    assert row(html, "Anna") == [("1 Jun", "4", "▲ 160 %")]
    # 2 of 5 days with all of her 60 %; in September 30 of 60 % on 8 of the 22 working days
    assert row(html, "Ben") == [("15 Jun", "1", "40 %"), ("Sept 2026", "0", "19 %"), ("Oct 2026", "0", "5 %")]
    assert "60 %" in html
    assert "1 person has more to do" in html


def test_each_stretch_stands_with_its_days_its_percent_and_its_tasks():
    html = page(FILES)
    assert re.search(r"3 Jun 2026.*5 Jun 2026.*200 %.*T-1.*T-2", html, re.DOTALL)


def test_an_absence_is_no_empty_week():
    assert re.search(r'data-label="8 Jun">\s*–', page(FILES))


def test_a_week_has_the_hours_behind_its_percent():
    assert 'title="64 h of 40 h"' in page(FILES)


def test_no_client_sees_it_or_hears_of_absences():
    assert "Workload" not in titles(site_of(FILES))
    for _, html in rendered(site_of(FILES)):
        assert "surgery" not in html
        assert "60 %" not in html


def test_it_speaks_chinese():
    request = SiteRequest(client="", audience="team", as_of=AS_OF, language="zh")
    text = next(html for url, html in rendered(site(loaded(FILES), request, "团队")) if url.endswith(URL))
    assert "工作负荷" in text
    words = re.sub(r"<[^>]*>", " ", text)
    assert set(re.findall(r"[A-Za-z]+", words)) <= {
        "Anna",
        "Ben",
        "Dig",
        "Draw",
        "Build",
        "Far",
        "off",
        "T",
        "Web",
        "shop",
        "Acme",
    }


def test_without_work_there_is_no_page():
    assert page({path: text for path, text in FILES.items() if "tasks" not in path}) == ""
