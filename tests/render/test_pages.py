"""Views as HTML: every text is escaped, numbers in it are links, and a page without a project stays plain."""

from __future__ import annotations

import pytest

from dossier.render.pages import PageRenderer
from dossier.views.blocks import Badge, Body, Card, Cards, Column, Facts, Heading, Items, Note, Table, Text
from dossier.views.page_view import PageView
from tests.views.sites import client_file, site_of

HOSTILE = '<img src=x onerror=alert(1)>"'
FILES = {
    "acme/client.yml": client_file("Acme"),
    "acme/web/project.yml": "title: Web",
    "acme/web/r.yml": "risks: [{id: R-1, title: Rain & snow}, {id: R-2, title: Hail}]",
}


@pytest.fixture(scope="module")
def context():
    return next(page.context for page in site_of(FILES).pages())


def shown(block, context=None, url: str = "web/risks/R-2/") -> str:
    return PageRenderer().blocks((block,), url, context, "en")


@pytest.mark.parametrize(
    "block",
    [
        Heading(HOSTILE, "a"),
        Heading("a", HOSTILE),
        Note(HOSTILE, remark=HOSTILE),
        Body(HOSTILE),
        Facts(((HOSTILE, Text(HOSTILE)),)),
        Table((Column(HOSTILE, (HOSTILE, "b")),), ((Badge(HOSTILE),),), filters=True),
        Cards((Card(HOSTILE, HOSTILE, HOSTILE, url=HOSTILE),)),
        Items(()),
    ],
    ids=lambda block: block.kind,
)
def test_every_block_shows_text_as_written(block, context):
    for made in (shown(block), shown(block, context)):
        assert "<img" not in made
        assert 'id="<' not in made


def test_a_number_in_plain_text_is_a_link_and_the_rest_is_escaped(context):
    made = shown(Facts((("a", Text("<b> R-1, R-9, web/R-1 & R-1 Rain & snow")),)), context)
    link = '<a class="record-link" href="../R-1/"><span class="record-id">R-1</span>'
    assert made.count(link) == 3
    assert f"&lt;b&gt; {link} Rain &amp; snow</a>, R-9" in made
    assert made.count("Rain &amp; snow") == 3


def test_a_page_without_a_project_has_no_links_and_no_live_views():
    made = PageRenderer().page(
        PageView(title="R-1", blocks=(Body("R-1\n\n```dossier\nshow: risks\n```"),)), "x/", None, "zh"
    )
    assert "record-link" not in made
    assert "dossier-table" not in made
    assert '<h1 id="top">R-1</h1>' in made


def test_what_a_live_view_cannot_understand_is_said_in_its_place(context):
    made = PageRenderer().live(context, "", "show: rsks\nwhere: <script>")
    assert "is-bad" in made
    assert "did you mean `risks`?" in made
    assert "<script>" not in made
