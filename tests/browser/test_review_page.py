"""The review as a page on a phone and on a desk: whatever is written in a record stays within its width."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dossier.render.review_html import review_html
from dossier.views.differences import woven
from tests.render.test_review_markdown import part, view

WORD = "W" * 300


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_long_word_does_not_widen_the_page(browser: Any, tmp_path: Path, width: int) -> None:
    told = view(part((WORD, woven(f"{WORD} before", f"after {WORD}"))), notes=(WORD,), title=WORD)
    file = tmp_path / "review.html"
    file.write_text(review_html(told), "utf-8")
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(file.as_uri())
    assert page.locator("body").inner_text().count(WORD) >= 4
    assert page.evaluate("document.documentElement.scrollWidth") <= width
