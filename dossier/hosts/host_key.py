"""By what one sees whether what the host made for the last build can serve again."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dossier.compute.fingerprint import fingerprint
from dossier.hosts.frame import depth
from dossier.theme import THEME
from dossier.views.site import Section, Site, SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.hosts.sites import SiteRequest

_KNOWN_PLUGINS = frozenset({"search", "mermaid2", "dossier"})
# What lets a configuration say more than its own text: other files, programs, the environment.
_READS_MORE = ("INHERIT", "hooks", "custom_dir", "!ENV", "!!python", "!relative", "snippets")
# What of it may lie anywhere; a theme lies beside the content folder, and the environment in no file.
_READS_ANYTHING = tuple(word for word in _READS_MORE if word not in {"custom_dir", "!ENV"})


@cache
def program_key() -> str:
    """What made a page besides records and configuration: Python, packages, this program's own files and its theme."""
    told = (sys.version, *_packages(), *_files(Path(__file__).parents[1]), *_files(THEME))
    return blake2b("\n".join(told).encode(), digest_size=16).hexdigest()


def _packages() -> Iterator[str]:
    """All installed packages with their versions, by the folders that tell of them, such as `babel-2.14.0.dist-info`.

    Asking for the versions of those that have a hand in a page takes longer than all else here.
    """
    for folder in sys.path:
        with contextlib.suppress(OSError):  # not every entry is a folder
            yield from sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208


def _files(root: Path) -> Iterator[str]:
    """The files of the program below a folder, each with its size and the time of its last change."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted({*folders} - {"__pycache__"})
        for name in sorted(names):
            found = os.stat(f"{folder}/{name}")  # noqa: PTH116
            yield f"{folder}/{name} {found.st_size} {found.st_mtime_ns}"


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
