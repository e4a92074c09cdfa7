"""Wrapped lines of Chinese come out without spaces; everything else keeps its line breaks."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.render.markdown import ProseRenderer
from dossier.render.wide_lines import joined

RENDERER = ProseRenderer()


def prose(text: str) -> str:
    return RENDERER.html(text, lambda _: None, lambda asked: f"<hr>{asked}", None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("船期查询\n在两秒内完成。\n其他不变。", "<p>船期查询在两秒内完成。其他不变。</p>"),
        ("他说\n“可以”\n就走了", "<p>他说“可以”就走了</p>"),
        ("**粗体**\n[链接](https://a.example)\n后面", "<p><strong>粗体</strong><a>链接</a>后面</p>"),
        ("- 第一行\n  第二行\n- 下一项", "<ul>\n<li>第一行第二行</li>\n<li>下一项</li>\n</ul>"),
        ("> 引用\n> 继续", "<blockquote>\n<p>引用继续</p>\n</blockquote>"),
        ("第一段\n\n第二段", "<p>第一段</p>\n<p>第二段</p>"),
        ("硬换行  \n下一行", "<p>硬换行<br>\n下一行</p>"),
        ("中文\nEnglish\n中文", "<p>中文\nEnglish\n中文</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("“one”\n“two”", "<p>“one”\n“two”</p>"),
        ("한국어\n문장", "<p>한국어\n문장</p>"),
        ("名称 | 值\n-|-\n甲 | 乙\n丙 | 丁", "乙</td>\n</tr>\n<tr>\n<td>丙"),
        ("    代码\n    下一行", "代码\n下一行\n"),
        ("```\n代码\n下一行\n```", "代码\n下一行\n"),
        ("```mermaid\n甲\n乙\n```", "甲\n乙"),
    ],
)
def test_what_becomes_of_a_line_break(text: str, shown: str):
    html = re.sub(r"<a [^>]*>", "<a>", prose(text))
    assert html == shown if shown.startswith("<") else shown in html


@pytest.mark.parametrize("html", ["<pre>甲\n乙</pre>", "甲</p>\n<p>乙", "甲<br>\n乙", "甲 乙"])
def test_these_stay(html: str):
    assert joined(html) == html


@given(st.characters(), st.characters())
def test_only_between_wide_characters_that_are_no_hangul(before: str, after: str):
    """Wide and fullwidth as Python's copy of the Unicode database has it; quotes and dashes beside them count, too."""
    gone = joined(f"{before}\n{after}") == before + after
    wide = [unicodedata.east_asian_width(each) in {"W", "F"} for each in (before, after)]
    if gone:
        assert all(w or each in "“”‘’…—·" for w, each in zip(wide, (before, after), strict=True))
        assert any(wide)
    if all(unicodedata.name(each, "").startswith("CJK UNIFIED") for each in (before, after)):
        assert gone


def test_a_hundred_thousand_tags_and_breaks_take_no_time():
    assert (
        joined("中<b>" * 50_000 + "\n") + joined("中" + "<b>" * 50_000 + "\n" + " " * 100_000) + joined("中\n" * 50_000)
    )
