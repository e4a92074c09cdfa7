"""What somebody can read in a PDF file."""

from __future__ import annotations

import io
import logging
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from pypdf import PageObject, PdfReader

from dossier.compute.packed import inflated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.compute.packed import Part

_PICTURE = re.compile(rb"/Subtype\s*/Image")
_TEXT = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F\s]{8,})>", re.DOTALL)

_BEFORE = 2000
"""In so many bytes before a stream it is said what it is."""
# What it finds wrong with a file is nobody's business here.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_parts(content: bytes) -> Iterator[Part]:
    """The texts of the pages of a PDF file, what else is said in it, and the files that are attached to it.

    One that is damaged or has a password is read as far as one can without knowing how it is built.
    """
    yield from (("", text) for text in _of_streams(content))
    try:
        reader = PdfReader(io.BytesIO(content))
        pages = list(reader.pages)
    except Exception:  # noqa: BLE001 - the library meets damaged files with errors of many kinds
        return
    for page in pages:
        yield from _read(partial(_on_page, page))
        yield from _read(partial(_notes_on, page))
    yield from _read(lambda: [("", str(value)) for value in (reader.metadata or {}).values()])
    yield from _read(lambda: [(name, each) for name, versions in reader.attachments.items() for each in versions])


def _read(read: Callable[[], list[Part]]) -> list[Part]:
    """What a part of the file says; nothing where that part is damaged."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - as above
        return []


def _on_page(page: PageObject) -> list[Part]:
    return [("", page.extract_text())]


def _notes_on(page: PageObject) -> list[Part]:
    """What the notes on a page say, of those that are there."""
    notes: Any = (each.get_object() for each in page.get("/Annots", ()))
    return [("", str(note.get("/Contents", ""))) for note in notes if note]


def _of_streams(content: bytes) -> Iterator[str]:
    """The streams of a PDF file that are no pictures, and the texts that they show one after another."""
    for part in (content, *map(inflated, _streams(content))):
        yield part.decode("utf-8", "ignore")
        yield "".join(_shown(found) for found in _TEXT.finditer(part))


def _streams(content: bytes) -> Iterator[bytes]:
    """What stands between `stream` and `endstream` (PDF 1.7, section 7.3.8), but for pictures."""
    end = 0
    while (begin := content.find(b"stream", end)) >= 0:
        end = content.find(b"endstream", begin)
        if end < 0:
            return
        about = content[max(content.rfind(b"obj", max(0, begin - _BEFORE), begin), 0) : begin]
        if not _PICTURE.search(about):
            yield content[begin + len(b"stream") : end].lstrip(b"\r\n")
        end += len(b"endstream")


def _shown(found: re.Match[bytes]) -> str:
    raw = re.sub(rb"\\(.)", rb"\1", found[1], flags=re.DOTALL) if found[1] is not None else b""
    if found[2]:
        digits = re.sub(rb"\s", b"", found[2])
        raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    return raw.decode("utf-16", "ignore") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
