"""Addresses within a site: followed from any page, they lead where they should."""

from __future__ import annotations

from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dossier.render.addresses import relative

NAME = st.text(
    alphabet=st.sampled_from("abZ09-_.需求 ?&:%\"'<>#+=;@\\é").filter(lambda c: c != "#"), min_size=1, max_size=8
).filter(lambda name: name.strip(".") and name == name.strip())
FOLDER = st.lists(NAME, max_size=4).map(lambda names: "".join(f"{name}/" for name in names))
FILE = st.tuples(FOLDER, NAME).map("".join)


def followed(written: str, page: str) -> str:
    """Where a browser comes out that follows an address on the page at `page` of a site at this root."""
    return urljoin(f"https://site.example/some/where/{quote(page)}", written)


@given(st.one_of(FOLDER, FILE), FOLDER)
def test_following_an_address_leads_to_its_target(target: str, page: str):
    assume(not page.startswith(f"{target}/"))  # a file and a folder cannot have the same name
    arrived = followed(relative(target, page), page)
    assert unquote(urlsplit(arrived).path) == f"/some/where/{target}"
    assert urlsplit(arrived).netloc == "site.example"
    assert not urlsplit(arrived).query


@given(st.one_of(FOLDER, FILE), FOLDER)
def test_an_anchor_is_kept(target: str, page: str):
    assume(not page.startswith(f"{target}/"))
    parts = urlsplit(followed(relative(f"{target}#the part", page), page))
    assert (unquote(parts.path), parts.fragment) == (f"/some/where/{target}", "the%20part")


@pytest.mark.parametrize(
    ("target", "page", "written"),
    [
        ("", "", "./"),
        ("", "plan/", "../"),
        ("plan/", "", "plan/"),
        ("plan/", "plan/", "./"),
        ("web/requirements/REQ-1/", "web/requirements/REQ-2/", "../REQ-1/"),
        ("web/requirements/REQ-1/", "", "web/requirements/REQ-1/"),
        ("web/plan/#budget", "web/", "plan/#budget"),
        ("web/files/a b&c.pdf", "web/documents/", "../files/a%20b%26c.pdf"),
        ("需求/", "", "%E9%9C%80%E6%B1%82/"),
        ('a"onclick=x/', "", "a%22onclick%3Dx/"),
    ],
)
def test_addresses_as_they_are_written(target: str, page: str, written: str):
    assert relative(target, page) == written


@pytest.mark.parametrize("target", ["javascript:alert(1)/", "http://evil.example/", "//evil.example/x", "mailto:a@b/"])
def test_no_target_leaves_the_site(target: str):
    for page in ("a/b/", ""):
        assert urlsplit(followed(relative(target, page), page)).netloc == "site.example"
    assert urlsplit(relative(target, "")).scheme == ""
