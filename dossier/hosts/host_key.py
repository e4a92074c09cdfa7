"""By what one sees whether what the host made for the last build can serve again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dossier.compute.fingerprint import fingerprint
from dossier.hosts.frame import depth
from dossier.hosts.program_key import program_key
from dossier.views.site import Section, Site, SitePage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.hosts.site_request import SiteRequest


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
