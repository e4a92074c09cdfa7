"""Text from records as Markdown: whatever it says, each dialect shows exactly that and nothing comes of it."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from dossier.render.mermaid import one_line
from dossier.render.plain_text import address, escape, link, relative_path

EXTENSIONS = [
    "tables", "sane_lists", "def_list", "attr_list", "md_in_html", "admonition", "footnotes", "abbr",
    "pymdownx.superfences", "pymdownx.tilde", "pymdownx.tasklist", "pymdownx.details", "pymdownx.critic",
]  # fmt: skip
DIALECTS = {
    "Python-Markdown": markdown.markdown,
    "Python-Markdown with extensions": lambda text: markdown.markdown(text, extensions=EXTENSIONS),
    "CommonMark with GitHub's tables": MarkdownIt("commonmark").enable(["table", "strikethrough"]).render,
}
SIGNS = st.one_of(
    st.sampled_from(list("`*_[]{}<>#!|~^$&;:=+-\\().?\"'/@ \n\t1aX中%")), st.characters(exclude_categories=["Cs"])
)
TROUBLE = st.sampled_from([
    "<b>", "<script>", "](javascript:x)", "[a]", "{{ x }}", "{: onclick=x}", "&lt;", "<!--", "-->", "**", "`", "\\", "|",
    "---", "===", "1. ", "# ", "> ", "- ", "a", "中", "https://x.y/z_a_b", " ", "~~", "$x$", ":smile:", "!!! note", "[TOC]",
    "[^1]: x", "```", "    ", "*[A]: b", "<a@b.c>", "<http://x>", "1) ", "--8<--", "\x02klzzwxh:0000\x03",
])  # fmt: skip
TEXTS = st.one_of(st.text(SIGNS), st.lists(TROUBLE, max_size=8).map("".join))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("around", ["{}", "# {}", "- {}", "x {} y", "| h | k |\n| --- | --- |\n| {} | z |"])
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_every_text_is_shown_exactly_as_written_and_nothing_comes_of_it(dialect: str, around: str, text: str):
    if "|" in around and dialect == "Python-Markdown":
        return  # it has no tables of its own
    shown = html.fromstring(f"<div>{DIALECTS[dialect](around.format(escape(text)))}</div>")
    said = {"{}": "", "# {}": "", "- {}": ""}.get(around, "x y" if around.startswith("x") else "h k z")
    expected = one_line(text) if not said else said.rpartition(" ")[0] + f" {one_line(text)} " + said[-1]
    assert " ".join(shown.text_content().split()) == " ".join(expected.split())
    known = {"div", "p", "h1", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
    assert {each.tag for each in shown.iter()} <= known


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Sign in (again) & out, at 08:30", "Sign in (again) & out, at 08:30"),
        ("对账单期初不符（两家）：3 < 5", "对账单期初不符（两家）：3 < 5"),
        ("snake_case, C:/x, 50% - and 1.5", "snake_case, C:/x, 50% - and 1.5"),
        ("- no list", "\\- no list"),
        ("2026. A year", "2026\\. A year"),
        ("a | b", "a &#124; b"),
        ("C#", "C\\#"),
    ],
)
def test_what_needs_no_escape_stays_readable(text: str, written: str):
    assert escape(text) == written


@pytest.mark.parametrize("target", ["a b.md", "a(b).md", "x>y.md", 'q".md', "中文/文.md", "a)b", "a\nb"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_address_stays_one_address(target: str, dialect: str):
    (found,) = html.fromstring(f"<div>{DIALECTS[dialect](link('x', target))}</div>").iter("a")
    assert " " not in found.get("href")
    assert found.text == "x"
    assert found.tail is None


def test_the_way_from_page_to_page():
    assert relative_path("web/plan/T-1.md", "web/requirements/REQ-1.md") == "../plan/T-1.md"
    assert relative_path("index.md", "web/plan.md") == "../index.md"
    assert relative_path("web/plan.md#budget", "web/index.md") == "plan.md#budget"
    assert address("plan.md#预算") == "plan.md#预算"
