"""What somebody can read in a mail."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def mail_parts(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    """The headers, and the parts with their names, of a mail or of a page saved as one, decoded (RFC 2045 and 2047)."""
    for part in message_from_bytes(content).walk():
        for value in part.values():
            try:
                yield "", str(make_header(decode_header(value)))
            except (HeaderParseError, ValueError, LookupError):
                continue
        held = part.get_payload(decode=True)
        if isinstance(held, bytes):
            try:
                name = part.get_filename("") or ""
            except ValueError:
                name = ""
            yield name, held
