"""By what one sees whether what the host made for the last build can serve again."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.compute.fingerprint import fingerprint
from dossier.hosts.frame import depth
from dossier.theme import THEME
from dossier.views.site import Section, Site, SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.hosts.sites import SiteRequest


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
