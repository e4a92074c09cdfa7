"""Where the files that records carry lie in a site."""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.records.declare import Record


def attachment_address(record: Record, name: str) -> str:
    """The address of a file that a record names, below the files of its project.

    It is the record's number and the file's own name: how the folders are called in which it is kept is for the team.
    Of several files with one name each but the first has a number before it.
    """
    own = basename(name)
    earlier = [each for each in record.attachments if basename(each) == own].index(name)
    return f"{record.id}/{own}" if earlier == 0 else f"{record.id}/{earlier + 1}/{own}"
