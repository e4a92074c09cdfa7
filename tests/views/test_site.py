"""The pages of a site: in a client's order of interest, one for each record, and nobody else's."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from dossier.hosts.site_request import SiteError
from tests.compute.sample_records import LISTED_TYPES
from tests.views.sites import client_file, one_of_every_type, rendered, site_of, titles

WEB = {
    "acme/client.yml": client_file("Acme"),
    "acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\nfinish: 2026-11-30\ncurrency: EUR\nbudget: 1000",
}
PILOT = {"acme/pilot/project.yml": "title: Pilot"}
BOLT = {
    "bolt/client.yml": client_file("Bolt Works"),
    "bolt/ship/project.yml": "title: Steamer",
    "bolt/ship/records.yml": "requirements: [{id: REQ-1, title: Boiler}, {id: REQ-77, title: Chimney}]",
}
GUIDE = {"acme/web/guide.md": "---\nvisibility: client\n---\n# Guide\n\nText."}
# The order in which the issue lists the pages.
ORDER = ["Overview", "For your decision", "Plan", "Cost", "Requirements", "Changes", "Status reports", "Risks and issues",
         "Meetings and decisions", "Deliverables", "Sign-off", "Documents", "People", "Survey and feedback", "Closing"]  # fmt: skip


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.hrefs += [value for name, value in attrs if name == "href" and tag == "a" and value]


def test_all_pages_stand_in_the_order_of_a_clients_interest():
    found = titles(site_of({**WEB, **GUIDE, **one_of_every_type("words")}))
    assert [str(title).split(" and ")[0] for title in found] == [title.split(" and ")[0] for title in ORDER]


def test_pages_with_nothing_to_show_are_left_out():
    assert titles(site_of(WEB)) == ["Overview", "People"]
    with_risk = {**WEB, "acme/web/r.yml": "risks: [{id: R-1, title: Rain}]"}
    assert titles(site_of(with_risk)) == ["Overview", "Risks and issues", "People"]


def test_what_is_not_published_makes_no_page():
    files = {
        **WEB,
        "acme/client.yml": client_file("Acme", publish="[project, risks]"),
        "acme/web/r.yml": "requirements: [{id: REQ-1, title: a}]\nrisks: [{id: R-1, title: b}]",
    }
    site = site_of(files)
    assert titles(site) == ["Overview", "Risks and issues"]
    assert [page.url for page in site.outside] == ["web/risks/R-1/"]
    assert "REQ-1" not in "".join(html for _, html in rendered(site))


def test_the_only_project_of_a_client_stands_at_the_root():
    site = site_of(WEB)
    assert next(site.pages()).url == ""
    assert dict(rendered(site))[""].count('<h1 id="top">Web shop</h1>') == 1


def test_several_projects_stand_below_a_home_page():
    site = site_of({**WEB, **PILOT, "acme/web/r.yml": "risks: [{id: R-1, title: Rain}]"})
    assert titles(site) == [
        "Home",
        ("Pilot", ["Overview", "People"]),
        ("Web shop", ["Overview", "Risks and issues", "People"]),
    ]
    assert [page.url for page in site.pages()][:3] == ["", "pilot/", "pilot/people/"]
    home = dict(rendered(site))[""]
    assert "Pilot" in home
    assert "Web shop" in home


def test_every_record_has_exactly_one_page_and_every_address_is_one_pages():
    site = site_of(
        {
            **WEB,
            **GUIDE,
            **one_of_every_type("words"),
            **PILOT,
            "acme/pilot/r.yml": "risks: [{id: X-risk-1, title: Rain}, {id: x-task-1, title: Snow}]",
        }
    )
    addresses = Counter(page.url.casefold() for page in site.pages())
    assert max(addresses.values()) == 1
    for of_type in LISTED_TYPES:
        assert (
            len(
                [
                    page
                    for page in site.outside
                    if page.url.startswith("web/") and page.url.endswith(f"/X-{of_type.name}-1/")
                ]
            )
            == 1
        )
    assert len([page for page in site.outside if page.url.endswith("/anna/")]) == 2


def test_every_link_of_every_page_leads_to_a_page_of_the_site():
    records = one_of_every_type("See X-risk-1, pilot/R-1 and [[X-task-1|that]].", "X-requirement-1")
    site = site_of({**WEB, **GUIDE, **records, **PILOT, "acme/pilot/r.yml": "risks: [{id: R-1, title: Rain}]"})
    known = {page.url for page in site.pages()}
    followed = 0
    for address, html in rendered(site):
        for href in Links(html).hrefs:
            target = urlsplit(urljoin(f"https://site/{address}", href))
            if target.scheme == "https" and target.netloc == "site":
                followed += 1
                assert unquote(target.path).removeprefix("/") in known, (address, href)
    assert followed > 100


def test_links_between_the_projects_of_a_client_work():
    files = {
        **WEB,
        **PILOT,
        "acme/web/r.yml": "risks: [{id: R-1, title: Rain, cause: See pilot/R-1.}]",
        "acme/pilot/r.yml": "risks: [{id: R-1, title: Storm, cause: See web/R-1.}]",
    }
    pages = dict(rendered(site_of(files)))
    assert re.search(
        r'href="../../../pilot/risks/R-1/"[^>]*><span class="record-id">R-1</span> Storm', pages["web/risks/R-1/"]
    )
    assert re.search(
        r'href="../../../web/risks/R-1/"[^>]*><span class="record-id">R-1</span> Rain', pages["pilot/risks/R-1/"]
    )


def test_another_clients_records_never_appear():
    files = {
        **WEB,
        **BOLT,
        "acme/web/r.yml": "requirements: [{id: REQ-1, title: Search, statement: 'See REQ-77, ship/REQ-77, [[ship/REQ-77]] and bolt/ship/REQ-77.', parents: [ship/REQ-77]}]",
    }
    everything = "".join(html for _, html in rendered(site_of(files)))
    assert "Search" in everything
    for theirs in ("Bolt", "Steamer", "Boiler", "Chimney"):
        assert theirs not in everything
    assert "REQ-77/" not in everything


def test_a_project_of_the_team_has_no_pages_for_the_client():
    secret = {
        "acme/pilot/project.yml": "title: HUSH\nvisibility: team",
        "acme/pilot/r.yml": "risks: [{id: R-1, title: HUSH}]",
    }
    site = site_of({**WEB, **secret, "acme/web/r.yml": "risks: [{id: R-2, title: Rain, cause: See pilot/R-1.}]"})
    assert titles(site) == ["Overview", "Risks and issues", "People"]
    assert "HUSH" not in "".join(html for _, html in rendered(site))
    assert "HUSH" in "".join(html for _, html in rendered(site_of({**WEB, **secret}, audience="team")))


def test_the_teams_site_holds_all_clients_and_the_handbook():
    files = {
        **WEB,
        **BOLT,
        "handbook/index.md": "# Handbook",
        "handbook/b.md": "# Second",
        "hello.md": "# Hello",
        "acme/web/notes.md": "# Notes",
    }
    site = site_of(files, "", audience="team")
    assert titles(site) == [
        "Home", "Hello", ("Handbook", ["Overview", "Second"]),
        ("Acme", [("Web shop", ["Overview", "Documents", "People"])]),
        ("Bolt Works", [("Steamer", ["Overview", "Requirements", "People"])]),
    ]  # fmt: skip
    assert "acme/web/documents/notes/" in {page.url for page in site.outside}
    assert "Boiler" in "".join(html for _, html in rendered(site))


@pytest.mark.parametrize(
    ("client", "audience", "said"),
    [
        ("nobody", "client", "there is no client `nobody`; there are: acme"),
        ("", "client", "one client's records; name the client"),
    ],
)
def test_sites_that_cannot_be(client: str, audience: str, said: str):
    with pytest.raises(SiteError, match=said):
        site_of(WEB, client, audience=audience)


def test_a_client_without_projects_has_no_site():
    with pytest.raises(SiteError, match="has no project yet"):
        site_of({"acme/client.yml": client_file("Acme")})


HOSTILE = (
    "<img src=x onerror=alert(1)>\"'`*_[x](javascript:alert(1)) {{ 7*7 }} {% raw %} &lt; \\ ]]> --> $x$ <!-- c -->"
)


@pytest.mark.parametrize("audience", ["client", "team"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_text_in_every_field_of_every_type_is_shown_as_written(audience: str, language: str):
    client = client_file("Acme", language=language).replace(
        "title: Acme", f"title: '{HOSTILE.replace(chr(39), chr(39) * 2)}'"
    )
    files = {**WEB, "acme/client.yml": client, **one_of_every_type(HOSTILE)}
    pages = dict(rendered(site_of(files, audience=audience)))
    assert len(pages) > 30
    for address, html in pages.items():
        assert "<img src=x" not in html, address
        assert "{{ 7*7 }}" in html or "onerror" not in html, address
        for href in Links(html).hrefs:
            assert not href.casefold().startswith(("javascript", "data", "vbscript")), address


def test_a_live_view_that_shows_itself_does_not_turn_in_circles():
    statement = "All:\n\n    ```dossier\n    show: requirements\n    columns: [id, statement]\n    ```\n".replace(
        "\n    ", "\n"
    )
    files = {**WEB, "acme/web/requirements/REQ-1.md": f"---\nid: REQ-1\n---\n# Search\n\n{statement}"}
    pages = dict(rendered(site_of(files)))
    assert pages["web/requirements/REQ-1/"].count("All:") == 2
