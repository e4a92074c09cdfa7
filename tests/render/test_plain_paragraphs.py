"""Prose without Markdown goes a short way, and comes out as if it had gone the long one."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossier.render.markdown import Converter, ProseRenderer, may_hold_code
from dossier.render.plain_paragraphs import plain_paragraphs
from dossier.text.ids_in_prose import number_pattern
from dossier.views.blocks import RecordLink

RENDERER = ProseRenderer()
PATTERN = number_pattern(["REQ", "T", "需求"], ["pilot", "web"])
PIECES = [
    *("REQ-1", "T-2", "需求-3", "web/REQ-1", "pilot/T-2", "REQ-9", "[[REQ-1]]", "Search", "Dig", "a", "B", "词", "é", "7"),
    *(" ", "  ", "    ", "\t", "\n", "\n\n", "\n\n\n", "\n \n", "  \n", "\r\n", "\r", "\f", "\v", "\u2028", "\x85", "\xa0"),
    *("\u3000", "\ufeff", "\u200b", "\x00", "\x02", "\x03", "\x1c", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")),
    *("- ", "* ", "+ ", "1. ", "12. ", "1) ", "# ", "## ", "> ", ": ", ":   ", "~~~", "```", "~~~dossier\nshow: risks\n~~~"),
    *("---", "===", "***", "___", "|", "|-|", "a|b\n-|-\n", "[", "]", "(", ")", "[x]: y", "![", "](", "<", ">", "<b>", "<!-- team -->"),
    *("<!--", "&", "&amp;", "&#65;", "&copy", "\\", "\\*", "`", "*", "**", "_", "__", "{", "}", "{: .x}", "!", "!!! note", "^", "~", "~~"),
    *("=", "==", "-", "--", ".", ",", ";", "?", '"', "'", "“", "”", "（", "。", "%", "$", "€", "/", "@", "#", "://", "https://e.example/REQ-1"),
    *("wzxhzdk:0", "klzzwxh:0000", "amp", "…", "–", "\u0301", "١", "²", "①", "½", "+", "[ ] ", "[x] "),
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
LIKELY = st.lists(st.sampled_from([p for p in PIECES if plain_paragraphs(f"a{p}a")]), min_size=1, max_size=30).map(
    "".join
)
# Two controls by which Python-Markdown marks its own places are left out: the long way takes them for its marks.
TITLES = st.one_of(TEXTS, st.just("Search"), st.text(max_size=12)).map(lambda title: re.sub("[\x02\x03]", "", title))


def both_ways(text: str, title: str = "Search") -> tuple[str, str]:
    """The HTML as it is made, and that of the long way."""
    links = {
        "REQ-1": RecordLink(id="REQ-1", title=title, url="../REQ-1/"),
        "web/REQ-1": RecordLink(id="REQ-1", title=title, url="../REQ-1/"),
        "T-2": RecordLink(id="", title="Dig", url="../../plan/T-2/"),
        "需求-3": RecordLink(id="需求-3", title=title, url="../%E9%9C%80-3/"),
    }
    shown = (links.get, lambda asked: f"<hr>{asked}", PATTERN)
    return RENDERER.html(text, *shown), RENDERER.converted(text, *shown)


@given(TEXTS)
@example("REQ-1需求-3 REQ-1")
@example("a\n\n\n\nb\nc\n")
@example('"a" (b) it\'s 5 > 4')
@example("1.5 times, 2026. A year")
def test_both_ways_give_the_same_html(text: str):
    short, long = both_ways(text)
    assert short == long


@given(LIKELY, TITLES)
@example("See REQ-1.", 'a "b" <c> & &amp; \xa0 &copy')
def test_both_ways_give_the_same_links(text: str, title: str):
    short, long = both_ways(text, title)
    assert short == long


@given(st.text(max_size=60))
def test_both_ways_agree_on_any_characters(text: str):
    short, long = both_ways(text)
    assert short == long


@given(
    st.characters(exclude_categories=["Cs"]), st.sampled_from(["{}", "a{}b", "a {} b", "a\n{}b", "a\n{} b", "a{}\nb"])
)
def test_both_ways_agree_on_each_character_wherever_it_stands(character: str, frame: str):
    short, long = both_ways(frame.format(character))
    assert short == long


@pytest.mark.parametrize(
    "text",
    [
        "A sentence.",
        "Two.\n\nParagraphs, one\nof two lines: REQ-1.",
        "客户确认（REQ-1）。",
        '"Quoted" at 5 % + 3 = 8!',
        "2026 was dry.",
    ],
)
def test_sentences_are_plain(text: str):
    assert plain_paragraphs(text)


@pytest.mark.parametrize(
    "text",
    [
        "- a",
        "1. a",
        "# a",
        "a\n- b",
        "*a*",
        "`a`",
        "a & b",
        "a  \nb",
        "    a",
        "a\n===",
        "[[REQ-1]]",
        "<b>",
        "a|b\n-|-",
    ],
)
def test_what_markdown_may_act_on_is_not_plain(text: str):
    assert plain_paragraphs(text) is None


def test_a_plain_text_is_never_read_by_markdown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(ProseRenderer, "converted")
    assert re.sub("<a.*?</a>", "[]", RENDERER.html("See REQ-1.", {}.get, str, PATTERN)) == "<p>See REQ-1.</p>"


BLOCKS = st.lists(
    st.sampled_from([*PIECES, "> ", "\n> ", "\n\n- ", "\n1. ", "\n   ", "\n  - ", "| a | b |\n|---|---|\n| 1 | 2 |\n", "Term\n: What\n"]),
    max_size=14,
).map("".join)  # fmt: skip
WITH_CODE, WITHOUT_CODE = Converter(), Converter(code=False)


@given(st.one_of(TEXTS, BLOCKS, st.text(max_size=60)).filter(lambda text: not may_hold_code(text)))
@example("> a\n>  b\n\n1. one\n   two\n\n   three\n")
@example("a [x](y) [o] `[  ]` ~~a~~ ``b``")
def test_what_holds_no_code_is_converted_as_well_without_what_code_needs(text: str):
    shown = (lambda _: None, lambda asked: f"<hr>{asked}", PATTERN)
    assert WITHOUT_CODE.html(text, *shown) == WITH_CODE.html(text, *shown)


@pytest.mark.parametrize(
    "text", ["```\na\n```", "~~~\na\n~~~", "    a", "\ta", "- [ ] a", "- [x] a", "- [X] a", "-     a", ">     a"]
)
def test_what_code_and_boxes_look_like(text: str):
    assert may_hold_code(text)
