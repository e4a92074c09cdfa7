"""Whether mkdocs.yml says all that a site is made from, or names other files, programs and the environment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from dossier.hosts.site_request import CannotBuild

_KNOWN_PLUGINS = frozenset({"search", "mermaid2", "dossier"})
_KNOWN_EXTENSIONS = frozenset(
    {
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes"),
        *("legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc"),
        "wikilinks",
    }
)
_EXTENSIONS_THAT_READ_FILES = frozenset({"pymdownx.b64", "pymdownx.snippets"})
# What lets a configuration say more than its own text: other files, programs, the environment.
_READS_MORE = ("INHERIT", "hooks", "custom_dir", "!ENV", "!!python", "!relative", "snippets")
# What of it may lie anywhere; a theme lies beside the content folder, and the environment in no file.
_READS_ANYTHING = tuple(word for word in _READS_MORE if word not in {"custom_dir", "!ENV"})


def settings_in(configuration: Path) -> str:
    """The text of mkdocs.yml. Raises CannotBuild where it cannot be read."""
    try:
        return configuration.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CannotBuild(f"{configuration.name} is not UTF-8: byte {error.start + 1} cannot be read") from error
    except OSError as error:  # an editor may just be putting another one in its place
        raise CannotBuild(f"{configuration.name} cannot be read: {error.strerror}") from error


def serves_again(configuration: str) -> bool:
    """Whether the same configuration gives the same frames: nothing in it but what we know, and no other file."""
    return _names_only_what_we_know(configuration, _READS_MORE)


def may_read_anything(configuration: str) -> bool:
    """Whether a configuration names files or programs by which a site may be made from any file of a repository."""
    return not _names_only_what_we_know(configuration, (*_READS_ANYTHING, "../"))


def _names_only_what_we_know(configuration: str, more: Sequence[str]) -> bool:
    """Whether a configuration has none of the words `more`, and none but plugins and extensions that we know."""
    if any(word in configuration for word in more):
        return False
    try:
        found = yaml.load(configuration, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return False
    settings = found if isinstance(found, dict) else {}
    plugins = _names(settings.get("plugins"))
    return (
        bool(plugins)
        and _KNOWN_PLUGINS.issuperset(plugins)
        and all(map(_is_known_extension, _names(settings.get("markdown_extensions"))))
    )


def _names(named: Any) -> list[str]:
    """The names in a list of names, of which each may have settings, or in a mapping from names to settings."""
    if isinstance(named, dict):
        return list(map(str, named))
    listed = named if isinstance(named, list) else []
    return [str(next(iter(each), "")) if isinstance(each, dict) else str(each) for each in listed]


def _is_known_extension(name: str) -> bool:
    if name.startswith("pymdownx."):
        return name not in _EXTENSIONS_THAT_READ_FILES
    return name.removeprefix("markdown.extensions.") in _KNOWN_EXTENSIONS
