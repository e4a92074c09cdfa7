"""Where in a site a relative link in prose leads."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dossier.compute.linked_files import linked_file, paths_named
from dossier.dossier import Page
from dossier.records.attachments import attachment_address
from dossier.records.declare import RECORD_TYPES, Record
from dossier.records.fields import field_of
from dossier.views.blocks import FileLink, RecordLink
from dossier.views.documents_page import project_page_url

if TYPE_CHECKING:
    from dossier.views.context import Context


def led_to(context: Context, path: str) -> RecordLink | FileLink | None:
    """The page or file of the site that stands for a file of the client's projects, by its path in the content folder.

    None where none does: to what this audience does not see nothing leads.
    """
    known = linked_file(context.dossier, path)
    if known is None:
        return None
    home, found = known
    if isinstance(found, Record):
        return context.link_to(found)
    base = context.base if home is context.dossier else context.bases[home.project.id]
    if isinstance(found, Page):
        return RecordLink(id="", title=found.title, url=project_page_url(base, found))
    address = f"{base}files/{attachment_address(found.record, found.name)}"
    return FileLink(posixpath.basename(found.name), address)


def led_from(context: Context, beside: str, address: str) -> tuple[RecordLink | FileLink, str] | None:
    """Where a relative address in a file of that folder leads, with the anchor there; None where nowhere."""
    for path, anchor in paths_named(beside, address):
        if isinstance(found := context.leads_to(path), FileLink):
            return found, anchor
        if found:
            return found, _section(context.type_name_of(found.id), anchor)
    return None


def _section(type_name: str, anchor: str) -> str:
    """An anchor on the page of a record of that type; one that names a field as its heading does leads to that."""
    of_type = RECORD_TYPES.get(type_name)
    words = unquote(anchor.removeprefix("#"))
    field = field_of(words, of_type.known) if of_type and words else None
    return f"#{field.name}" if field else anchor
