"""What stands around the pages of a plain site: its mkdocs.yml, its README, its style sheet and its script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from markupsafe import escape as html

from dossier.render.colours import client_style
from dossier.render.plain_text import escape, link
from dossier.theme import THEME
from dossier.views.site import Section
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from dossier.language import Language
    from dossier.views.site import Site, SitePage

ASSETS = "assets"
FEATURES = ("navigation.sections", "navigation.top", "search.highlight", "search.suggest", "toc.follow")


def assets(colour: str) -> Mapping[str, bytes]:
    """The files that every page loads. Raises OSError where the theme lacks one of them."""
    style = (THEME / "plain/style.css").read_text(encoding="utf-8")
    return {
        f"{ASSETS}/style.css": (client_style(colour) + style).encode(),
        f"{ASSETS}/diagrams.js": (THEME / "plain/diagrams.js").read_bytes(),
        f"{ASSETS}/mermaid.min.js": (THEME / "assets/vendor/mermaid.min.js").read_bytes(),
    }


def configuration(
    site: Site, as_of: date, file_of: Callable[[SitePage], str], outside: Iterable[str], logo: str
) -> str:
    """mkdocs.yml as MkDocs, ProperDocs and Zensical read it; `outside` are the folders of record pages."""
    say = words(site.language)
    theme: dict[str, Any] = {
        "name": "material",
        "variant": "classic",
        "language": site.language,
        "font": False,
        **({"logo": logo} if logo else {}),
        "palette": [
            _palette("light", "default", "material/weather-night", say("to_dark")),
            _palette("dark", "slate", "material/weather-sunny", say("to_light")),
        ],
        "features": list(FEATURES),
    }
    settings = {
        # The theme writes names into its pages as they are.
        "site_name": str(html(site.title)),
        "copyright": str(html(foot(site.language, as_of))),
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": theme,
        "extra": {"generator": False},
        "extra_css": [f"{ASSETS}/style.css"],
        "extra_javascript": [f"{ASSETS}/diagrams.js"],
        "plugins": [{"search": {"lang": ["zh", "en"] if site.language == "zh" else ["en"]}}],
        "markdown_extensions": _extensions(),
        "nav": _navigation(site.navigation, file_of),
        "not_in_nav": _Lines("".join(f"/{folder}/\n" for folder in outside)),
        "validation": {"links": {"anchors": "warn"}},
    }
    return yaml.dump(settings, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def readme(site: Site, as_of: date, start: str, parts: Sequence[tuple[str, str]]) -> str:
    """What this folder is, where to begin, and how to build a website from it; `parts` are titles with their files."""
    say = words(site.language)
    return "\n\n".join(
        [
            f"# {escape(site.title)}",
            f"{say('plain_what')} {foot(site.language, as_of)}{'。' if site.language == 'zh' else '.'}",
            "\n".join([f"- {link(escape(say('plain_start')), start)}", *(f"- {link(escape(t), f)}" for t, f in parts)]),
            f"## {say('plain_build')}",
            say("plain_build_how"),
            "```sh\npip install mkdocs-material\nmkdocs build\n```",
            say("plain_build_others"),
        ]
    )


def foot(language: Language, as_of: date) -> str:
    """As of which day everything is told."""
    return words(language)("foot", day=Wording(language).day(as_of))


def _extensions() -> list[Any]:
    fence = {"name": "mermaid", "class": "diagram", "format": _Name("pymdownx.superfences.fence_div_format")}
    return [
        "tables",
        "sane_lists",
        "def_list",
        {"toc": {"slugify": _Call("pymdownx.slugs.slugify", {"case": "lower"})}},
        {"pymdownx.superfences": {"custom_fences": [fence]}},
        "pymdownx.tasklist",
    ]


def _navigation(entries: Sequence[SitePage | Section], file_of: Callable[[SitePage], str]) -> list[dict[str, Any]]:
    return [
        {str(html(entry.title)): _navigation(entry.children, file_of) if isinstance(entry, Section) else file_of(entry)}
        for entry in entries
    ]


def _palette(preferred: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    media = f"(prefers-color-scheme: {preferred})"
    return {"media": media, "scheme": scheme, "primary": "custom", "toggle": {"icon": icon, "name": name}}


class _Name(str):
    """A function that the host looks up by its name."""

    __slots__ = ()


class _Lines(str):
    """A text of several lines, written as such."""

    __slots__ = ()


class _Call:
    """A function that the host makes by calling another one."""

    def __init__(self, name: str, values: Mapping[str, str]) -> None:
        self.name, self.values = name, dict(values)


class _Dumper(yaml.SafeDumper):
    """Writes lists set in below their key, and the two tags by which MkDocs names functions."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's
        return True


_Dumper.add_representer(
    _Name, lambda dumper, name: dumper.represent_scalar(f"tag:yaml.org,2002:python/name:{name}", "")
)
_Dumper.add_representer(_Lines, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|"))
_Dumper.add_representer(
    _Call,
    lambda dumper, call: dumper.represent_mapping(
        f"tag:yaml.org,2002:python/object/apply:{call.name}", {"kwds": call.values}
    ),
)
