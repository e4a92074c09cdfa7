"""The pages of a site written into the frames of the host, with the search index and the site map over all of them."""

from __future__ import annotations

import gzip
import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dossier.hosts.diagrams import LOADER, drawing_scripts
from dossier.hosts.file_names import FEED, SEARCH_INDEX
from dossier.hosts.frame import Frame, depth, outside_key
from dossier.hosts.mark import MARK, mark
from dossier.render.addresses import quoted, relative
from dossier.render.search import entries
from dossier.views.documents_page import attached_files
from dossier.views.page_view import PageView

if TYPE_CHECKING:
    from dossier.compute.projection import Audience
    from dossier.hosts.sites import ClientLook
    from dossier.render.pages import PageRenderer
    from dossier.views.site import Site, SitePage

_MAP_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


class HostParts(Struct, frozen=True):
    """What the host made for a site: frames by key, and the call that draws diagrams; "" where nothing draws them."""

    frames: Mapping[str, Frame]
    drawing: str


def content_of(entry: SitePage, site: Site, renderer: PageRenderer) -> str:
    """The HTML of a page's content."""
    view = (entry.make() if entry.make else None) or PageView(title=entry.title)
    language = entry.context.language if entry.context else site.language
    return renderer.page(view, entry.url, entry.context, language)


def framed(entry: SitePage, content: str, parts: HostParts) -> str:
    """The whole page; one with a diagram has the scripts that draw it at the end of its content."""
    frame = frame_of(entry, parts)
    if '<div class="mermaid"' in content:
        content += drawing_scripts(relative(LOADER, entry.url), parts.drawing)
    return frame.filled(title=entry.title, url=entry.url, content=content)


def frame_of(entry: SitePage, parts: HostParts) -> Frame:
    """The frame of a page: its own in the navigation, else that of its depth."""
    return parts.frames.get(entry.url) or parts.frames[outside_key(depth(entry.url))]


def found_on(entry: SitePage, content: str) -> bytes:
    """What the search finds on a page, as the entries of a search index in JSON, with commas between them."""
    return b",".join(_json(each) for each in entries(quoted(entry.url), entry.title, content))


def search_index(host_index: str, found: Iterable[bytes]) -> bytes:
    """The host's search index, which holds the documents, with all other pages in it."""
    index: dict[str, Any] = json.loads(host_index)
    documents = index.pop("docs")
    return b'%b,"docs":[%b]}' % (_json(index)[:-1], b",".join((*map(_json, documents), *found)))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def copied_files(site: Site, look: ClientLook) -> Mapping[str, str]:
    """The files of the content folder that go with the site, by their address in it.

    They are the attachments of the project and of published records, and the client's logo: nothing else of it.
    """
    found: dict[str, str] = {}
    for context in {entry.context.base: entry.context for entry in site.pages() if entry.context}.values():
        found |= {address: source for source, address in attached_files(context)}
    return found | ({logo_address(look): look.logo} if look.logo else {})


def logo_address(look: ClientLook) -> str:
    """Where the client's logo lies in the site."""
    return f"assets/client/{posixpath.basename(look.logo)}"


def site_map(site_url: str, urls: Iterable[str]) -> str:
    """The site map (sitemaps.org, protocol 0.9); without the site's own address there is nothing to list.

    No page tells when it changed: that would be when it was built, and the same records give the same bytes.
    """
    base = site_url.rstrip("/") + "/"
    found = (f"    <url><loc>{escape(base + quoted(url), quote=False)}</loc></url>\n" for url in urls)
    return _MAP_HEAD + ("".join(found) if site_url else "") + "</urlset>\n"


def last_files(
    site: Site, audience: Audience, host_index: str, found: Iterable[bytes], site_url: str
) -> Iterator[tuple[str, bytes]]:
    """The files that tell of all pages together, the feed of a client, and the mark of a site that may be replaced.

    The map lies there compressed as well, as MkDocs does; without a time, which would be the clock's.
    """
    if host_index:
        yield SEARCH_INDEX, search_index(host_index, found)
    text = site_map(site_url, (entry.url for entry in site.pages())).encode()
    yield "sitemap.xml", text
    yield "sitemap.xml.gz", gzip.compress(text, mtime=0)
    if news := client_feed(site, site_url):
        yield FEED, news
    yield MARK, mark(audience)


def client_feed(site: Site, site_url: str) -> bytes:
    """The feed of a client's site; b"" where git tells of no change, and for the team."""
    contexts = {entry.context.base: entry.context for entry in site.pages() if entry.context}
    shown = [context for context in contexts.values() if context.audience == "client" and context.history]
    if not shown:
        return b""
    from dossier.render.feed import feed  # noqa: PLC0415 - it brings lxml along, where there is something to tell

    return feed(shown, site.title, site.language, site_url)
