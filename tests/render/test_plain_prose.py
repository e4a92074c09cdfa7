"""Prose handed on as plain Markdown: whoever renders it, by either dialect, nothing in it can act."""

from __future__ import annotations

import markdown
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from dossier.render.plain_inline import InlineProse
from dossier.render.plain_prose import in_a_cell, prose

PIECES = [
    "<img src=x onerror=a()>", "[x](javascript:a())", "[x]", "[", "]", "(javascript:a())", "`", "```", "\n", "\n\n",
    "    ", "> ", "- ", "[r]: javascript:a()", "<script>", "</script>", "<javascript:a()>", "![i](", "//e.x/y)", "\\", "|",
    "---", "<", ">", "a", " ", "&#106;avascript:", "<!--", "-->", "~~~", "1. ", "$", "{{", '"', "'", "](f ", ")", '" x="',
]  # fmt: skip
INLINE = InlineProse(number=lambda _number, _following: None, file=lambda address: "f.md" if address == "f" else "")
COMMON_MARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
EXTENSIONS = ["tables", "sane_lists", "def_list", "pymdownx.superfences"]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
@example("`\n<script>`")
@example("`<img src=x onerror=a()>`|`")
@example("```<img src=x onerror=a()>`<img src=x onerror=a()>`")
@example("`a``<img src=x onerror=a()>` <img src=x onerror=a()>")
@example(" ```\n\n<img src=x onerror=a()>")
@example('[a](f "<img src=x onerror=a()> \\" x=")')
@example("~~~\n~~~<img src=x onerror=a()>\n<img src=x onerror=a()>")
@settings(max_examples=400, deadline=None)
def test_nothing_in_prose_acts_in_either_dialect(text: str):
    for written in (prose(text, 1, INLINE, lambda *_: ""), in_a_cell(text, INLINE, lambda *_: "")):
        for shown in (markdown.markdown(written, extensions=EXTENSIONS), COMMON_MARK.render(written)):
            page = html.fromstring(f"<div>{shown}</div>")
            assert not [element.tag for element in page.iter("img", "script")]
            assert not [address for address in page.xpath("//@href") if "javascript" in address.lower().split(":")[0]]
            assert "<!--" not in shown


def shown(text: str) -> str:
    """What is written of a text in which the file `f g.md` and the folder `secret/` are there."""
    there = {"f g.md": "../f%20g.md", "secret/f.md": "../f.md"}
    return prose(
        text, 1, InlineProse(number=lambda *_: None, file=lambda address: there.get(address, "")), lambda *_: ""
    )


def test_of_a_link_or_picture_without_words_no_folder_is_told():
    assert shown("![](secret/f.md) and [](secret/f.md)") == "![](../f.md) and [f.md](../f.md)"


def test_beside_an_address_in_angle_brackets_a_title_may_stand_in_round_ones():
    assert shown("[a](<f g.md> (the plan)) [b](<secret/gone.md> (x (y) \\) z))") == '[a](../f%20g.md "the plan") b'


def test_a_title_stays_beside_its_link_and_says_the_same_in_both_dialects():
    written = shown("[a](secret/f.md \"1 < 2 & *x* \\ `y` 'z'\")")
    for made in (markdown.markdown(written, extensions=EXTENSIONS), COMMON_MARK.render(written)):
        assert html.fromstring(made).xpath("//a/@title") == ["1 < 2 & *x* \\ `y` 'z'"]


def test_definitions_lead_to_files_with_blanks_and_within_quotations_and_items():
    text = "[a], [b]\n\n[b]: secret/f.md\n\n> [a]: <f g.md>\n>\n> [a]\n\n1. x\n\n    [c]: <f g.md>\n\n    [c]"
    written = shown(text)
    for made in (markdown.markdown(written, extensions=EXTENSIONS), COMMON_MARK.render(written)):
        links = html.fromstring(f"<div>{made}</div>").xpath("//a/@href")
        assert links == ["../f%20g.md", "../f.md", "../f%20g.md", "../f%20g.md"]
        assert "]:" not in made
