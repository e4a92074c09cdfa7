"""What drives the finish, as a page tells it: a live view with a sentence and a table, in both languages."""

from __future__ import annotations

import re
from datetime import date

from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.render.pages import PageRenderer
from dossier.views.live_view import live_view
from dossier.views.page_view import PageView
from dossier.views.watched import EVERYTHING, Facts
from tests.compute.sample_records import loaded
from tests.views.sites import client_file, rendered, site_of

PROJECT = "title: Web\nstart: 2026-05-04\nowner: anna\n"
TASKS = """\
tasks:
- {id: T-1, title: Design, owner: anna, duration: 5d, actual_start: 2026-05-04, actual_finish: 2026-05-08}
- {id: T-2, title: Hush, duration: 5d, after: T-1, visibility: team, actual_start: 2026-05-11, remaining: 2d}
- {id: T-3, title: Build <b>, duration: 5d, after: [T-2, T-1 SS+2d]}
- {id: M-1, title: Live, kind: milestone, after: T-3, deadline: 2026-06-08}
- {id: T-4, title: Paint, duration: 1d}
"""


def said(asked: str, language: str = "en", audience: str = "client", tasks: str = TASKS) -> str:
    """The words of a live view on 1 June 2026, a Monday."""
    request = SiteRequest(client="acme", audience=audience, as_of=date(2026, 6, 1))
    files = {
        "acme/client.yml": client_file("Acme", language=language),
        "acme/web/project.yml": PROJECT,
        "acme/web/tasks.yml": tasks,
    }
    (context,) = contexts(loaded(files), request)
    html = PageRenderer().page(PageView(title="", blocks=live_view(context, asked)), "x/", context, context.language)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_team_reads_the_whole_chain():
    text = said("show: driving", audience="team")
    assert "Live is expected on 9 Jun 2026." in text
    assert "T-1 Design Anna 4 May 2026 – 8 May 2026 its actual start, 4 May 2026 Done" in text
    assert re.search(r"T-2 Hush .*? T-1 today, 1 Jun 2026, as it is still to be done", text)
    assert "T-3 Build &lt;b&gt;" in text
    assert "1 working day too late" in text  # 9 June against the agreed 8 June
    assert "Paint" not in text


def test_the_client_reads_that_something_lies_between_that_she_does_not_see():
    text = said("show: driving")
    assert "Hush" not in text
    assert "T-2" not in text
    assert text.count("Work that is not shown here") == 2  # as a step, and as what Build waits for


def test_in_chinese_nothing_of_it_is_english():
    text = said("显示: 驱动路径\n至: M-1", "zh")
    told = re.sub(r"T-\d|M-1|Design|Build|Live|Anna|&lt;b&gt;|20\d\d|\d", "", text)
    assert "决定" in text
    assert not re.search("[A-Za-z]{2}", told), told


def test_what_leads_to_a_task_that_is_not_seen_is_nothing_to_show():
    assert "Nothing to show" in said("show: driving\nto: T-2")
    assert "Hush" in said("show: driving\nto: T-2", audience="team")


def test_the_plan_shows_what_is_left_of_it():
    files = {"acme/client.yml": client_file("Acme"), "acme/web/project.yml": PROJECT, "acme/web/tasks.yml": TASKS}
    pages = dict(rendered(site_of(files, audience="team")))
    (plan,) = (html for url, html in pages.items() if url.endswith("plan/"))
    part = plan.partition('id="drives-the-finish"')[2].partition("<h2")[0]
    assert "Before them lies 1 task that is done." in part
    assert part.count("<tr>") == 4  # the head, Hush, Build and Live
    done = TASKS.replace("remaining: 2d", "actual_finish: 2026-05-15").replace(
        "- {id: T-3", "- {id: T-3, progress: 100"
    )
    done = done.replace("kind: milestone", "kind: milestone, actual_finish: 2026-05-22")
    all_done = dict(
        rendered(site_of({**files, "acme/web/tasks.yml": done.replace("- {id: T-4", "- {id: T-4, progress: 100")}))
    )
    assert all('id="drives-the-finish"' not in html for html in all_done.values())


def test_a_page_is_made_again_when_only_what_is_not_seen_changes_the_chain():
    def made_from(after: str) -> bytes:
        tasks = f"""\
tasks:
- {{id: T-1, title: Dig, duration: 5d}}
- {{id: T-2, title: Order, duration: 5d}}
- {{id: T-3, title: Hush, duration: 5d, after: [{after}], visibility: team}}
- {{id: T-4, title: Build, duration: 5d, after: T-3}}
"""
        files = {"acme/client.yml": client_file("Acme"), "acme/web/project.yml": PROJECT, "acme/web/tasks.yml": tasks}
        request = SiteRequest(client="acme", audience="client", as_of=date(2026, 5, 4))
        (context,) = contexts(loaded(files), request)
        return Facts(context).together([EVERYTHING])

    assert made_from("T-1, T-2") != made_from("T-2, T-1")
    assert made_from("T-1, T-2") == made_from("T-1, T-2")
