"""The review of a change as a page of its own, which loads nothing and runs nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from dossier.theme import THEME

if TYPE_CHECKING:
    from dossier.views.review_view import ReviewView

_LANGUAGES = {"en": "en", "zh": "zh-CN"}


def review_html(view: ReviewView) -> str:
    """The review as one HTML file; its policy lets nothing in but its own style, by its SHA-256."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME / "review"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (THEME / "review" / "review.css").read_text(encoding="utf-8")
    style_hash = f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
    page = templates.get_template("review.html")
    # The style is a file of the theme, nothing of it comes from a record.
    return page.render(view=view, lang=_LANGUAGES[view.language], style=Markup(style), style_hash=style_hash) + "\n"  # noqa: S704
