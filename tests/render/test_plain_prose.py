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
    "---", "<", ">", "a", " ", "&#106;avascript:", "<!--", "-->", "~~~", "1. ", "$", "{{",
]  # fmt: skip
INLINE = InlineProse(number=lambda _number, _following: None, file=lambda _address: "")
COMMON_MARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
EXTENSIONS = ["tables", "sane_lists", "def_list", "pymdownx.superfences"]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
@example("`\n<script>`")
@example("`<img src=x onerror=a()>`|`")
@example("```<img src=x onerror=a()>`<img src=x onerror=a()>`")
@example("`a``<img src=x onerror=a()>` <img src=x onerror=a()>")
@example(" ```\n\n<img src=x onerror=a()>")
@example("~~~\n~~~<img src=x onerror=a()>\n<img src=x onerror=a()>")
@settings(max_examples=400, deadline=None)
def test_nothing_in_prose_acts_in_either_dialect(text: str):
    for written in (prose(text, 1, INLINE, lambda *_: ""), in_a_cell(text, INLINE, lambda *_: "")):
        for shown in (markdown.markdown(written, extensions=EXTENSIONS), COMMON_MARK.render(written)):
            page = html.fromstring(f"<div>{shown}</div>")
            assert not [element.tag for element in page.iter("img", "script")]
            assert not [address for address in page.xpath("//@href") if "javascript" in address.lower().split(":")[0]]
            assert "<!--" not in shown
