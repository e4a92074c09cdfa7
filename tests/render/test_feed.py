"""The Atom feed of a client's site: valid by RFC 4287, the same bytes each time, nothing but what the client may read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime

from dossier.compute.history import Change, Entry, History
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.render.feed import feed
from dossier.text.values import replace
from tests.compute.sample_records import loaded

FILES = {
    "acme/client.yml": "title: Acme\npublish: [requirements]\n",
    "acme/web/project.yml": "title: Web <shop>\n",
    "acme/web/all.yml": "requirements:\n- {id: R-1, title: Search & find}\n",
}
ATOM = "{http://www.w3.org/2005/Atom}"


def made(*entries: Entry, site_url: str = "", language="en") -> bytes:
    (context,) = contexts(loaded(FILES), SiteRequest(client="acme", audience="client", as_of=date(2026, 4, 1)))
    return feed([replace(context, history=History(entries=entries))], "Acme", language, site_url)


def entry(day: int, *identifiers: str) -> Entry:
    changes = tuple(Change(kind="changed", type_name="requirement", id=name, title="old") for name in identifiers)
    when = datetime(2026, 3, day, 9, 30, tzinfo=UTC)
    return Entry(
        commit=f"{day:040}", when=when, author="Secret Author", email="s@example.org", subject="why", changes=changes
    )


def test_every_part_that_the_standard_asks_for():
    """RFC 4287, sections 4.1.1 and 4.1.2: id, title, updated, author of the feed; id, title, updated, link of an entry."""
    root = ET.fromstring(made(entry(12, "R-1"), entry(11, "R-1"), site_url="https://acme.example/p"))
    assert [root.find(f"{ATOM}{name}").text for name in ("title", "updated")] == [
        "Acme: What changed",
        "2026-03-12T09:30:00+00:00",
    ]
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Acme"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": "https://acme.example/p/feed.xml",
        "alternate": "https://acme.example/p/",
    }
    first = root.find(f"{ATOM}entry")
    assert first.find(f"{ATOM}title").text == "Web <shop>: 1 record changed"
    assert first.find(f"{ATOM}content").text == "R-1 Search & find: changed"
    assert first.find(f"{ATOM}link").get("href") == "https://acme.example/p/web/what-changed/#2026-03-12"
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == 3
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_the_same_history_gives_the_same_bytes_and_the_latest_comes_first():
    assert made(entry(11, "R-1"), entry(12, "R-1")) == made(entry(12, "R-1"), entry(11, "R-1"))


def test_without_an_address_links_are_relative():
    root = ET.fromstring(made(entry(12, "R-1")))
    assert root.find(f"{ATOM}entry/{ATOM}link").get("href") == "web/what-changed/#2026-03-12"


def test_a_day_of_a_long_log_is_linked_on_the_page_on_which_it_stands():
    latest = entry(12, *(f"R-{number}" for number in range(400)))
    root = ET.fromstring(made(latest, entry(11, "R-1")))
    assert [link.get("href") for link in root.findall(f"{ATOM}entry/{ATOM}link")] == [
        "web/what-changed/#2026-03-12",
        "web/what-changed/part/2/#2026-03-11",
    ]


def test_nothing_to_tell_is_no_feed():
    assert made() == b""
    assert made(entry(12)) == b""


def test_names_and_messages_of_the_team_are_not_in_it():
    told = made(entry(12, "R-1"))
    assert not any(secret in told for secret in (b"Secret", b"example.org", b"why"))


def test_many_commits_are_the_latest_fifty():
    many = [replace(entry(12, "R-1"), commit=f"{n:040}") for n in range(80)]
    assert made(*many).count(b"<entry>") == 50
