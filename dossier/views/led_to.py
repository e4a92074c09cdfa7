"""Where in a site a relative link in prose leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.linked_files import Attached, linked_files
from dossier.dossier import Page
from dossier.views.blocks import FileLink, RecordLink
from dossier.views.cells import attachment
from dossier.views.documents_page import project_page_url

if TYPE_CHECKING:
    from dossier.views.context import Context


def led_to(context: Context, path: str) -> RecordLink | FileLink | None:
    """The page or file of the site that stands for a file of the project, by its path in the content folder.

    None where none does: to what this audience does not see nothing leads.
    """
    found = linked_files(context.dossier).get(path)
    if isinstance(found, Attached):
        return attachment(context, found.record, found.name)
    if isinstance(found, Page):
        return RecordLink(id="", title=found.title, url=project_page_url(context.base, found))
    return context.link_to(found) if found else None
