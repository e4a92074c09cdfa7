"""Whether mkdocs.yml says all that a site is made from, or names other files, programs and the environment."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

_KNOWN_PLUGINS = frozenset({"search", "mermaid2", "dossier"})
# What lets a configuration say more than its own text: other files, programs, the environment.
_READS_MORE = ("INHERIT", "hooks", "custom_dir", "!ENV", "!!python", "!relative", "snippets")
# What of it may lie anywhere; a theme lies beside the content folder, and the environment in no file.
_READS_ANYTHING = tuple(word for word in _READS_MORE if word not in {"custom_dir", "!ENV"})


def serves_again(configuration: str) -> bool:
    """Whether the same configuration gives the same frames: nothing in it but what we know, and no other file."""
    return _names_only_what_we_know(configuration, _READS_MORE)


def may_read_anything(configuration: str) -> bool:
    """Whether a configuration names files or programs by which a site may be made from any file of a repository."""
    return not _names_only_what_we_know(configuration, (*_READS_ANYTHING, "../"))


def _names_only_what_we_know(configuration: str, more: Sequence[str]) -> bool:
    """Whether a configuration has none of the words `more`, and none but plugins that we know."""
    if any(word in configuration for word in more):
        return False
    try:
        found = yaml.load(configuration, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return False
    plugins = found.get("plugins") if isinstance(found, dict) else None
    names = [next(iter(each), "") if isinstance(each, dict) else each for each in plugins or ()]
    return bool(names) and all(name in _KNOWN_PLUGINS for name in names)
