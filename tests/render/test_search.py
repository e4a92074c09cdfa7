"""What the search finds on a page, under which address, and what it passes over."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from dossier.render.markdown import ProseRenderer
from dossier.render.pages import PageRenderer
from dossier.render.search import entries, segmented
from dossier.views.blocks import Facts, Heading, Text
from dossier.views.page_view import PageView
from tests.views.sites import client_file, rendered, site_of

PAGES, PROSE = PageRenderer(), ProseRenderer()
FILES = {
    "acme/client.yml": client_file("Acme"),
    "acme/web/project.yml": "title: Web",
    "acme/web/r.yml": "risks: [{id: R-1, title: Thunderstorm, description: It may rain}, {id: R-2, title: Hail}]",
}


def found(content: str) -> dict[str, tuple[str, str]]:
    """Title and text by address."""
    return {each["location"]: (each["title"], each["text"]) for each in entries("a/", "Page", content)}


def test_a_part_with_an_id_has_its_own_address_and_the_rest_is_the_pages():
    content = '<p>One</p><h2 id="x">A &amp; B</h2><p>two</p><h3>three</h3><p>four</p><h2 id="y">C</h2>'
    assert found(content) == {
        "a/": ("Page", "One"),
        "a/#x": ("A &amp; B", "two three four"),
        "a/#y": ("C", ""),
    }


@pytest.mark.parametrize(
    "hidden",
    [
        "<nav><a href='#x'>HIDDEN</a></nav>",
        "<script>HIDDEN</script>",
        "<style>HIDDEN</style>",
        "<h1>HIDDEN</h1>",
        '<progress max="100">HIDDEN</progress>',
        "<details><summary>HIDDEN</summary></details>",
        '<div class="mermaid">HIDDEN</div>',
        '<div class="a" data-search-exclude>HIDDEN</div>',
        '<div title="a &gt; b" data-search-exclude id="q"><div><div>x</div>HIDDEN</div>HIDDEN</div>',
        "<table><tbody data-search-exclude><tr><td><table><tbody></tbody></table>HIDDEN</td></tr></tbody></table>",
        '<div data-search-exclude><h2 id="in">HIDDEN</h2><nav>HIDDEN</nav></div>',
    ],
)
def test_what_leads_elsewhere_or_is_drawn_is_passed_over(hidden: str):
    assert found(f"<p>before</p>{hidden}<p>after</p>") == {"a/": ("Page", "before after")}


@pytest.mark.parametrize(
    "text", ["data-search-exclude ", ' data-search-exclude ">', ' class="mermaid" ', "<nav>", "<h2 id='x'>y</h2>"]
)
def test_no_text_hides_what_stands_around_it(text: str):
    content = f'<div title="{html.escape(text)}"><p>before {html.escape(text)} after</p></div>'
    shown = html.escape(" ".join(f"before {text} after".split()), quote=False)
    assert found(content) == {"a/": ("Page", shown)}


def test_words_of_two_blocks_do_not_run_together_and_those_of_one_do_not_come_apart():
    assert found("<ul><li>a</li><li>b<br>c</li></ul><p>d<em>e</em>f</p>") == {"a/": ("Page", "a b c def")}


def test_titles_and_texts_are_escaped():
    made = entries("a/", "<b>", "<p>&lt;img src=x onerror=alert(1)&gt; &#34;</p>")
    assert made == ({"location": "a/", "title": "&lt;b&gt;", "text": '&lt;img src=x onerror=alert(1)&gt; "'},)


@settings(deadline=None)  # the first page compiles the templates
@given(st.text(max_size=40), st.text(alphabet=st.sampled_from("<>\"'&= \n#*`[]()!-a/:"), max_size=40))
def test_what_a_page_says_is_what_a_parser_finds_in_it(text: str, marked: str):
    """lxml reads the same page; it drops controls, so those are left out."""
    text = "".join(each for each in text if each.isprintable())
    blocks = (Facts(((text, Text(text)),)), Heading("Part", "part"))
    content = PAGES.page(PageView(title="T", blocks=blocks), "a/", None, "en")
    content += PROSE.html(marked, lambda _: None, str, None)
    root = parser.fragment_fromstring(content, create_parent="div")
    for each in root.xpath("//h1|//h2[@id]|//summary|//nav"):
        each.drop_tree()
    whole = "".join(html.unescape(each) for _, each in found(content).values())
    assert "".join(whole.replace("\u200b", "").split()) == "".join(root.text_content().split())


def test_chinese_words_are_told_apart():
    assert segmented("需求规格说明 REQ-1").replace("\u200b", "|").startswith("需求|规格")
    assert segmented("REQ-1 é") == "REQ-1 é"


def test_chinese_without_end_takes_no_time_without_end():
    """60,000 characters as one take jieba nearly a minute, each 500 of them some milliseconds."""
    began = time.process_time()
    assert segmented("测" * 60_000).replace("\u200b", "") == "测" * 60_000
    assert time.process_time() - began < 15


def test_a_record_is_found_on_its_own_page_and_not_in_lists():
    site = site_of(FILES)
    places = [
        each["location"]
        for url, content in rendered(site)
        for each in entries(url, "", content)
        if "Thunderstorm" in each["title"] + each["text"]
    ]
    assert places == []
    titles = {page.url: page.title for page in site.pages()}
    assert titles["web/risks/R-1/"] == "R-1 Thunderstorm"  # by which the page is found
