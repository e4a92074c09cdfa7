"""The pages of a site written into the frames of the host, with the search index and the site map over all of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from dossier.hosts.diagrams import LOADER
from dossier.hosts.frame import Frame, depth, outside_key
from dossier.render.addresses import quoted, relative
from dossier.render.search import Entry, entries
from dossier.views.page_view import PageView

if TYPE_CHECKING:
    from dossier.render.pages import PageRenderer
    from dossier.views.site import Site, SitePage

SEARCH_INDEX = "search/search_index.json"
_MAP_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@dataclass(frozen=True, slots=True)
class HostParts:
    """What the host made for a site: frames by key, and the scripts of a page with a diagram, one folder deep."""

    frames: Mapping[str, Frame]
    diagram_scripts: str


def written_pages(
    site: Site, parts: HostParts, renderer: PageRenderer, write: Callable[[str, str], None]
) -> Iterable[Entry]:
    """Make and write every page that has a view, one after the other; gives what the search finds in them."""
    for entry in site.pages():
        if entry.document is None:
            content = content_of(entry, site, renderer)
            write(f"{entry.url}index.html", framed(entry, content, parts))
            yield from entries(quoted(entry.url), entry.title, content)


def content_of(entry: SitePage, site: Site, renderer: PageRenderer) -> str:
    """The HTML of a page's content."""
    view = (entry.make() if entry.make else None) or PageView(title=entry.title)
    language = entry.context.language if entry.context else site.language
    return renderer.page(view, entry.url, entry.context, language)


def framed(entry: SitePage, content: str, parts: HostParts) -> str:
    """The whole page; one with a diagram has the scripts that draw it at the end of its content."""
    deep = depth(entry.url)
    frame = parts.frames.get(entry.url) or parts.frames[outside_key(deep)]
    if '<div class="mermaid"' in content:
        content += parts.diagram_scripts.replace(f'"../{LOADER}"', f'"{relative(LOADER, entry.url)}"')
    return frame.filled(title=entry.title, url=entry.url, content=content)


def search_index(host_index: str, found: Sequence[Entry]) -> str:
    """The host's search index, which holds the documents, with all other pages in it."""
    index: dict[str, Any] = json.loads(host_index)
    index["docs"] += found
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def site_map(site_url: str, urls: Iterable[str]) -> str:
    """The site map (sitemaps.org, protocol 0.9); without the site's own address there is nothing to list.

    No page tells when it changed: that would be when it was built, and the same records give the same bytes.
    """
    base = site_url.rstrip("/") + "/"
    found = (f"    <url><loc>{escape(base + quoted(url))}</loc></url>\n" for url in urls)
    return _MAP_HEAD + ("".join(found) if site_url else "") + "</urlset>\n"


def write_site_map(folder: Path, text: str) -> None:
    """Write the map as it is and compressed, as MkDocs does; without a time, which would be the clock's."""
    Path(folder, "sitemap.xml").write_text(text, encoding="utf-8", newline="\n")
    Path(folder, "sitemap.xml.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
