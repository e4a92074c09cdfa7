"""By what one sees whether what the host made for the last build can serve again."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dossier.compute.fingerprint import fingerprint
from dossier.hosts.frame import depth
from dossier.theme import THEME
from dossier.views.site import Section, Site, SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.hosts.sites import SiteRequest

# Everything that has a hand in a page's bytes.
_PACKAGES = (
    "babel", "jieba", "jinja2", "lxml", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "mkdocs-mermaid2-plugin",
    "nh3", "pygments", "pymdown-extensions", "pyyaml",
)  # fmt: skip
_KNOWN_PLUGINS = frozenset({"search", "mermaid2", "dossier"})
# What lets a configuration say more than its own text: other files, programs, the environment.
_READS_MORE = ("INHERIT", "hooks", "custom_dir", "!ENV", "!!python", "!relative", "snippets")


@cache
def program_key() -> str:
    """What made a page besides records and configuration: Python, packages, this program's own files and its theme."""
    found = blake2b(sys.version.encode(), digest_size=16)
    for name in _PACKAGES:
        try:
            found.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            found.update(f"{name} -\n".encode())
    for folder in dict.fromkeys((Path(__file__).parents[1], THEME)):
        for path in sorted(folder.rglob("*")):
            if path.suffix not in {".pyc", ""}:
                told = path.stat()
                found.update(f"{path} {told.st_size} {told.st_mtime_ns}\n".encode())
    return found.hexdigest()


def serves_again(configuration: str) -> bool:
    """Whether the same configuration gives the same frames: nothing in it but what we know, and no other file."""
    if any(word in configuration for word in _READS_MORE):
        return False
    try:
        found = yaml.load(configuration, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return False
    plugins = found.get("plugins") if isinstance(found, dict) else None
    names = [next(iter(each), "") if isinstance(each, dict) else each for each in plugins or ()]
    return bool(names) and all(name in _KNOWN_PLUGINS for name in names)


def host_key(configuration: str, request: SiteRequest, site: Site, documents: Mapping[str, bytes], look: Any) -> bytes:
    """A fingerprint of everything that the host's part of a site is made from.

    `documents` has a fingerprint for each document of what its live views and numbers show; `look` is the client's.
    """
    navigation = [list(_told(entry)) for entry in site.navigation]
    depths = sorted({depth(entry.url) for entry in site.outside if not entry.document})
    texts = [
        (
            entry.url,
            entry.title,
            entry.document.path,
            entry.document.title,
            entry.document.text,
            documents.get(entry.url),
        )
        for entry in site.pages()
        if entry.document
    ]
    asked = (request.client, request.audience, request.as_of, request.language)
    environment = sorted(pair for pair in os.environ.items() if pair[0].startswith(("DOSSIER_", "MKDOCS_")))
    value = (
        program_key(),
        configuration,
        asked,
        environment,
        site.title,
        site.language,
        navigation,
        depths,
        texts,
        look,
    )
    return fingerprint(value)


def _told(entry: SitePage | Section) -> Iterator[Any]:
    yield entry.title
    if isinstance(entry, Section):
        yield [list(_told(child)) for child in entry.children]
    else:
        yield entry.url
