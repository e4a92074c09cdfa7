"""The files of a project that a relative link in prose may lead to, and which of them a link names."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from dossier.dossier import Dossier, Page, once
from dossier.records.declare import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Attached(NamedTuple):
    """A file that a record carries, by the name that the record gives it."""

    record: Record
    name: str


LinkedFile = Attached | Record | Page


@once
def linked_files(dossier: Dossier) -> Mapping[str, LinkedFile]:
    """What stands on the site for each file of the project, by its path in the content folder.

    These are ordinary pages, the records of Markdown files, and the files that the project and its records attach.
    """
    found: dict[str, LinkedFile] = {page.path: page for page in dossier.pages}
    for record in (dossier.project, *dossier.records):
        if record.place.path.casefold().endswith(".md") and not record.place.steps:  # not what stands within it
            found[record.place.path] = record
        for name in record.attachments:
            path = dossier.attached(record, name)
            if path in dossier.files:
                found.setdefault(path, Attached(record, name))
    return found


def linked_file(dossier: Dossier, path: str) -> tuple[Dossier, LinkedFile] | None:
    """What stands for a file on the site, and the project to which it belongs: this, or another of the client's."""
    client, _, rest = path.partition("/")
    found = linked_files(dossier).get(path)
    if found is None and client == dossier.client.id and (other := dossier.elsewhere.other(rest.partition("/")[0])):
        dossier, found = other, linked_files(other).get(path)
    return (dossier, found) if found else None


def paths_named(folder: str, address: str) -> Iterator[tuple[str, str]]:
    """The paths that a relative address may name where it stands in a file of that folder, each with its anchor.

    The first that is there is meant: the name of the file as it is, else in percent form, else with an anchor behind.
    """
    path, mark, anchor = address.partition("#")
    named = {address: "", unquote(address): "", unquote(path): f"{mark}{anchor}"}
    return ((posixpath.normpath(posixpath.join(folder, each)), behind) for each, behind in named.items())
