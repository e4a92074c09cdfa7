"""What passes between a build and the host: the site to make frames for, and what the host made."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from dossier.hosts.reading import Reading
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.site_writer import HostParts
from dossier.hosts.sites import ClientLook
from dossier.views.site import Site
from dossier.views.watched import Fact


class Given(Struct, frozen=True):
    """What the host is to make frames and documents for.

    While `serving`, pages state no content security policy: it would keep the script out that reloads them.
    """

    reading: Reading
    request: SiteRequest
    site: Site
    look: ClientLook
    serving: bool = False


class HostResult(Struct, frozen=True, kw_only=True):
    """What the host made: the parts of pages, a search index that holds the documents, and the site's own address.

    `documents` tells of each by its address what it shows of records: the project, and what was read. `themes` are the
    folders of templates whose words every site may show, `known` further words that the configuration puts on pages.
    """

    parts: HostParts
    search: str
    documents: Mapping[str, tuple[str, tuple[Fact, ...]]]
    site_url: str
    themes: tuple[str, ...] = ()
    known: str = ""
