"""How Material is set up for a dossier where mkdocs.yml does not say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.words import words

if TYPE_CHECKING:
    from dossier.language import Language

FEATURES = (
    "navigation.instant",
    "navigation.sections",
    "navigation.top",
    "search.highlight",
    "search.suggest",
    "toc.follow",
)


def theme_defaults(config: Any, language: Language) -> None:
    """Set the language, and what the author's own `theme:` leaves open: fonts, light and dark, features.

    Whatever mkdocs.yml names itself stays as it is.
    """
    theme = config.theme
    named = _named_by_author(config)
    theme["language"] = language
    if "font" not in named:
        theme["font"] = False
    if "palette" not in named:
        say = words(language)
        theme["palette"] = [
            _palette("light", "default", "material/weather-night", say("to_dark")),
            _palette("dark", "slate", "material/weather-sunny", say("to_light")),
        ]
    if "features" not in named:
        theme["features"] = list(FEATURES)


def _palette(preferred: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {preferred})",
        "scheme": scheme,
        "primary": "custom",
        "toggle": {"icon": icon, "name": name},
    }


def _named_by_author(config: Any) -> frozenset[str]:
    """The settings under `theme:` in mkdocs.yml; the theme itself brings others."""
    given = [each.get("theme") for each in config.user_configs]
    return frozenset(name for theme in given if isinstance(theme, dict) for name in theme)
