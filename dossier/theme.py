"""Where the theme is: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "theme"
THEME = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "theme"

_MERMAID = "assets/vendor/mermaid.min.js"
_OF_A_SITE = (
    "base.html", "404.html", "words.yml", "pages/page.html", "pages/blocks.html", "macros/blocks.html",
    "macros/diagram.html", "macros/gantt.html", "assets/stylesheets/dossier.css", "assets/stylesheets/gantt.css",
    "assets/stylesheets/diagrams.css",
    "assets/javascripts/dossier.js", "assets/javascripts/diagrams.js", _MERMAID,
)  # fmt: skip

OF_PLAIN_MARKDOWN = ("plain/style.css", "plain/diagrams.js", _MERMAID)
"""What is copied beside emitted pages."""


def damage(needed: tuple[str, ...] = _OF_A_SITE) -> str:
    """What a damaged installation lacks of the theme, "" where nothing; a site would silently look wrong without it."""
    missing = next((name for name in needed if not (THEME / name).is_file()), "")
    return f"this installation of dossier lacks {missing} in {THEME}; install it again" if missing else ""
