"""What changed on a client's site as an Atom feed (RFC 4287)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from dossier.records.declare import RECORD_TYPES
from dossier.render.addresses import ATOM, quoted
from dossier.text.source import CONTROL
from dossier.views.history_page import day_urls
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.compute.history import Change, Entry
    from dossier.language import Language
    from dossier.views.context import Context

MOST_ENTRIES = 50
_FEED = "feed.xml"
_MOST_NAMED = 20


def feed(contexts: Sequence[Context], title: str, language: Language, site_url: str) -> bytes:
    """The latest changes of all projects of a site, an entry for each commit; b"" where nothing is known of any.

    Ids are made from the client and the commit, and times are those of commits, so the same history gives the same
    bytes. Without the site's own address links are relative to the feed's.
    """
    told = sorted(_told(contexts), key=lambda each: (each[1].when, each[1].commit), reverse=True)
    if not told:
        return b""
    client = told[0][0].dossier.client
    root = etree.Element("feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", {"en": "en", "zh": "zh-CN"}[language])
    _add(root, "id", f"urn:uuid:{uuid5(NAMESPACE_OID, f'dossier {client.id}')}")
    _add(root, "title", f"{title}: {words(language)('page_what_changed')}")
    _add(root, "updated", told[0][1].when.isoformat())
    _add(_add(root, "author"), "name", title)
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    for name, address in (("self", _FEED), ("alternate", "")):
        _add(root, "link").attrib.update({"rel": name, "href": base + address or "./"})
    urls = {context.dossier.folder: day_urls(context) for context in contexts}
    for context, entry in islice(told, MOST_ENTRIES):
        page, _, day = urls[context.dossier.folder][entry.day].partition("#")
        _entry(_add(root, "entry"), context, entry, f"{base}{quoted(page)}#{day}")
    told_bytes: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return told_bytes


def _told(contexts: Sequence[Context]) -> Iterator[tuple[Context, Entry]]:
    for context in contexts:
        for entry in context.history.entries if context.history else ():
            if entry.changes:
                yield context, entry


def _entry(element: etree._Element, context: Context, entry: Entry, url: str) -> None:
    where = f"dossier {context.dossier.folder} {entry.commit}"
    changes = [change for change in entry.changes if change.type_name not in {"client", "project"}] or [*entry.changes]
    _add(element, "id", f"urn:uuid:{uuid5(NAMESPACE_OID, where)}")
    count = context.say("feed_entry", n=len(changes))
    _add(element, "title", f"{context.dossier.project.title}: {count}")
    _add(element, "updated", entry.when.isoformat())
    _add(element, "link").attrib.update({"rel": "alternate", "href": url})
    lines = [_line(context, change) for change in changes[:_MOST_NAMED]]
    if len(changes) > _MOST_NAMED:
        lines.append(context.say("why_and_more", n=len(changes) - _MOST_NAMED))
    _add(element, "content", "\n".join(lines)).set("type", "text")


def _line(context: Context, change: Change) -> str:
    found = context.dossier.find(change.id)
    title = found.title if found else change.title
    if not change.id:  # a number that must not be told
        title = RECORD_TYPES[change.type_name].label[context.language]
    return f"{f'{change.id} {title}'.strip()}: {context.say(f'history_{change.kind}')}"


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    """A new element; characters that XML cannot hold are replaced."""
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        child.text = CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return child
