"""The documents of a project: its ordinary pages, and the files that its records carry."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dossier.records.attachments import attachment_address
from dossier.views.blocks import Block, Column, FileLink, Heading, Links, RecordLink, Table
from dossier.views.cells import attachment
from dossier.views.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.dossier import Page
    from dossier.records.declare import Record
    from dossier.views.context import Context


def documents_page(context: Context) -> PageView | None:
    """A list of all documents, or None without any."""
    pages = tuple(
        RecordLink(id="", title=page.title, url=project_page_url(context.base, page)) for page in context.dossier.pages
    )
    files: list[tuple[FileLink, Links]] = [
        (attachment(context, record, path), Links((_carrier(context, record),))) for record, path in _carried(context)
    ]
    if not pages and not files:
        return None
    blocks: list[Block] = []
    if pages:
        blocks.append(Table((Column(context.say("column_document")),), tuple((Links((page,)),) for page in pages)))
    if files:
        columns = (Column(context.say("column_file")), Column(context.say("column_belongs_to")))
        blocks += [Heading(context.say("attached_files"), "files"), Table(columns, tuple(files))]
    return PageView(title=context.say("page_documents"), lead=context.say("lead_documents"), blocks=tuple(blocks))


def attached_files(context: Context) -> Iterator[tuple[str, str]]:
    """The files that go with the pages of a project: where each lies in the content folder, and in the site."""
    for record, name in _carried(context):
        source = posixpath.normpath(posixpath.join(record.folder, name))
        if source in context.dossier.files:
            yield source, f"{context.base}files/{attachment_address(record, name)}"


def _carried(context: Context) -> Iterator[tuple[Record, str]]:
    """Every file that the project or a record names, as it is written."""
    for record in (context.dossier.project, *context.dossier.records):
        yield from ((record, name) for name in record.attachments)


def _carrier(context: Context, record: Record) -> RecordLink:
    is_project = record is context.dossier.project
    return RecordLink(id="", title=record.title, url="") if is_project else context.link_to(record)


def document_url(path: str) -> str:
    """The address of an ordinary page: that of its file, `index.md` and `README.md` standing for their folder.

    A `#` in a name would begin an anchor, and is written in percent form.
    """
    name = path.removesuffix(".md").replace("#", "%23")
    folder, _, last = name.rpartition("/")
    if last.casefold() in {"index", "readme"}:
        return f"{folder}/" if folder else ""
    return f"{name}/"


def project_page_url(base: str, page: Page) -> str:
    """The address of an ordinary page of a project: below its documents, whatever folder the file lies in."""
    path = page.path.split("/", 2)[2].removeprefix("documents/")
    return f"{base}documents/{document_url(path) or 'start/'}"
