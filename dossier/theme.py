"""Where the theme is: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "theme"
THEME = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "theme"

_NEEDED = (
    "base.html", "404.html", "words.yml", "pages/page.html", "pages/blocks.html", "macros/blocks.html",
    "macros/diagram.html", "macros/gantt.html", "assets/stylesheets/dossier.css", "assets/stylesheets/gantt.css",
    "assets/stylesheets/diagrams.css",
    "assets/javascripts/dossier.js", "assets/javascripts/diagrams.js",
)  # fmt: skip


def missing_files() -> tuple[str, ...]:
    """What a damaged installation lacks of the theme, by path; without it a site would silently look wrong."""
    return tuple(name for name in _NEEDED if not (THEME / name).is_file())
