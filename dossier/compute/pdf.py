"""What somebody can read in a PDF file."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING

from pypdf import PdfReader

from dossier.compute.packed import inflated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.packed import Part

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_TEXT = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F\s]{8,})>", re.DOTALL)

# What it finds wrong with a file is nobody's business here.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_parts(content: bytes) -> Iterator[Part]:
    """The texts of the pages of a PDF file, what else is said in it, and the files that are attached to it.

    One that is damaged or has a password is read as far as one can without knowing how it is built.
    """
    yield from (("", text) for text in _of_streams(content))
    try:
        reader = PdfReader(io.BytesIO(content))
        yield from (("", str(value)) for value in (reader.metadata or {}).values())
        for name, versions in reader.attachments.items():
            yield from ((name, each) for each in versions)
        for page in reader.pages:
            yield "", page.extract_text()
            for note in page.annotations or ():
                yield "", str(note.get_object().get("/Contents", ""))
    except Exception:  # noqa: BLE001 - the library meets damaged files with errors of many kinds
        return


def _of_streams(content: bytes) -> Iterator[str]:
    """The streams of a PDF file, and the texts that they show one after another."""
    for part in (content, *(inflated(stream[1]) for stream in _STREAM.finditer(content))):
        yield part.decode("utf-8", "ignore")
        yield "".join(_shown(found) for found in _TEXT.finditer(part))


def _shown(found: re.Match[bytes]) -> str:
    raw = re.sub(rb"\\(.)", rb"\1", found[1], flags=re.DOTALL) if found[1] is not None else b""
    if found[2]:
        digits = re.sub(rb"\s", b"", found[2])
        raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    return raw.decode("utf-16", "ignore") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
