"""The review as a page and in a terminal: it says what the comment says, and no text of a record acts in either."""

from __future__ import annotations

import re

import pytest

from dossier.render.review_html import review_html
from dossier.render.review_text import review_text
from dossier.views.differences import woven
from tests.render.test_review_markdown import TRICKS, heard, part, view


def page(trick: str) -> str:
    return review_html(view(part((trick, woven(f"{trick} before", f"after {trick}"))), notes=(trick,), title=trick))


def elements(html: str) -> list[str]:
    from tests.render.test_review_markdown import Heard

    parser = Heard()
    parser.feed(html)
    return [name for name in parser.elements if name not in {"del", "ins"}]


@pytest.mark.parametrize("trick", [*TRICKS, '"><svg onload=alert(1)>', "</title><script>alert(1)</script>"])
def test_no_text_makes_an_element(trick):
    assert elements(page(trick)) == elements(page("quiet"))


def test_the_policy_lets_nothing_in_but_the_pages_own_style():
    html = page("quiet")
    assert re.search(r"default-src &#39;none&#39;|default-src 'none'", html)
    assert "<script" not in html
    assert not re.search(r"\b(?:src|href)=", html)


def test_what_is_gone_and_new_is_marked():
    assert "one <del>two</del><ins>2</ins> three" in re.sub(
        r"\s+",
        " ",
        review_html(view(part(("R-1", woven("this is one two three of them", "this is one 2 three of them"))))),
    )


@pytest.mark.parametrize("trick", ["\x1b[31mred", "\u202egnp.exe", "a\rb", "two\nlines"])
def test_nothing_acts_on_a_terminal(trick):
    text = review_text(view(part((trick, woven("", trick))), notes=(trick,)))
    assert all(line.isprintable() for line in text.split("\n"))
    assert len(text.split("\n")) == len(
        review_text(view(part(("quiet", woven("", "x"))), notes=("quiet",))).split("\n")
    )


def test_columns_stand_one_below_the_other_also_in_chinese():
    rows = [
        line for line in review_text(view(part(("任务", "一"), ("a", "b")))).split("\n") if line.endswith(("一", "b"))
    ]
    assert rows == ["  任务      一", "  a         b"]


def test_comment_and_page_have_the_same_words():
    words = heard(page("quiet"))
    assert "Not passed." in "".join(words.texts)
