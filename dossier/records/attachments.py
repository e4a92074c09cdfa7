"""Where the files that records carry lie in a site."""

from __future__ import annotations

import re
from posixpath import basename
from typing import TYPE_CHECKING

from dossier.text.addresses import without_file_addresses

if TYPE_CHECKING:
    from dossier.records.declare import Record, Written


_FOLDERS = re.compile(r"((?:^|[,\n])\s*)[^,\n]*/")


def without_folders(written: Written) -> Written:
    """What an author wrote as attachments, with the names of the files alone: those of folders are for the team."""
    if isinstance(written, (list, tuple)):
        return tuple(map(without_folders, written))
    return _FOLDERS.sub(r"\1", str(written))


def without_files(field: str, written: Written) -> Written:
    """What an author wrote in a field, without what the folders and files are called that it names."""
    return without_folders(written) if field == "attachments" else _without_addresses(written)


def _without_addresses(written: Written) -> Written:
    if isinstance(written, dict):
        return {key: _without_addresses(each) for key, each in written.items()}
    if isinstance(written, (list, tuple)):
        return tuple(map(_without_addresses, written))
    return without_file_addresses(str(written))


def attachment_address(record: Record, name: str) -> str:
    """The address of a file that a record names, below the files of its project.

    It is the record's number and the file's own name: how the folders are called in which it is kept is for the team.
    Of several files with one name each but the first has a number before it.
    """
    names = [basename(each) for each in record.attachments]
    own = basename(name)
    earlier = names[: record.attachments.index(name)].count(own)
    number = str(earlier + 1)
    while number in names:  # a file may be called so
        number += "_"
    return f"{record.id}/{number}/{own}" if earlier else f"{record.id}/{own}"
