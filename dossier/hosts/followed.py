"""The files and folders that mkdocs.yml names, so that a site being served follows them as well."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import yaml

from dossier.hosts.mark import MARK
from dossier.hosts.named_files import settings_in
from dossier.hosts.site_request import CannotBuild

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_READS_FROM_ANYWHERE = "pymdownx.snippets"
"""Looks in the workspace where no `base_path` is set."""


def followed_paths(configuration: Path) -> frozenset[Path]:
    """The files and folders, of those that are there, which a configuration or one that it inherits from names.

    No key is asked for: any text that is the path of something counts, be it templates, hooks, snippets or what an
    unknown plugin reads, and `watch:` names the rest. Where it names the workspace itself, that is all in it but built
    sites and what is hidden. A configuration that cannot be read names nothing: the build tells.
    """
    root = configuration.parent
    texts = set(_texts(configuration, frozenset()))
    if _READS_FROM_ANYWHERE in texts and "base_path" not in texts:
        texts.add(".")
    named = {Path(os.path.normpath(root / text)) for text in texts if text}
    if root in named:
        named.update(root.iterdir())
    return frozenset(path for path in named if _can_be_followed(path, root))


def _texts(configuration: Path, heirs: frozenset[Path]) -> Iterator[str]:
    """Every key and value, whatever its tag; those of the configuration that this one inherits from, too."""
    try:
        tokens = [each for each in yaml.scan(settings_in(configuration), _Loader) if isinstance(each, yaml.ScalarToken)]
    except (CannotBuild, OSError, yaml.YAMLError):
        return
    yield from (token.value for token in tokens)
    for key, value in pairwise(token.value for token in tokens):
        parent = Path(os.path.normpath(configuration.parent / value))
        if key == "INHERIT" and parent not in heirs:
            yield str(parent)
            yield from _texts(parent, heirs | {parent})


def _can_be_followed(path: Path, root: Path) -> bool:
    """Whether something is there that is no site, and that does not change with each build, as all that is hidden."""
    if not os.path.exists(path) or root.is_relative_to(path):  # noqa: PTH110 - a text may be too long for a path
        return False
    if path.is_relative_to(root) and any(part.startswith(".") for part in path.relative_to(root).parts):
        return False
    return not (path / MARK).exists() and not any(path.glob(f"*/{MARK}"))
