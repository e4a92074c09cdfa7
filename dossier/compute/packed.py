"""What is packed in a file: those in an archive or a mail, its content uncompressed, the texts in a picture or PDF."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

LARGEST = 64_000_000
"""Of a packed file no more is unpacked than so many bytes."""

Part = tuple[str, bytes | str]
"""The name of a file in another, "" where it has none, and its content; a text is whole already."""

_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PDF_TEXT = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F\s]{8,})>", re.DOTALL)
_PNG = b"\x89PNG\r\n\x1a\n"
_MAILS = (".eml", ".mht", ".mhtml")
_ZIP, _GZIP, _BZIP2, _XZ = b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_OPENED: dict[bytes, Callable[[io.BytesIO], io.BufferedIOBase]] = {
    _GZIP: lambda file: gzip.GzipFile(fileobj=file),
    _BZIP2: bz2.BZ2File,
    _XZ: lzma.LZMAFile,
}


def parts_of(name: str, content: bytes) -> Iterator[Part]:
    """What is packed in a file, which is known by how it begins, a mail by its name.

    Of an archive with a password only the names are read, and other forms than these not at all.
    """
    if content.startswith(_ZIP):
        yield from _zipped(content)
    elif is_archive(content):
        yield name.rpartition(".")[0], _uncompressed(content)
    elif content.startswith(b"%PDF"):
        yield from (("", text) for text in _pdf(content))
    elif content.startswith(_PNG):
        yield from (("", text) for text in _png(content))
    elif name.casefold().endswith(_MAILS):
        from dossier.compute.mails import mail_parts  # noqa: PLC0415 - few sites hold a mail, and `email` brings much along

        yield from mail_parts(content)


def is_archive(content: bytes) -> bool:
    """Whether all that can be read in a file is packed, and its own bytes say nothing."""
    return content.startswith((_ZIP, *_OPENED))


def _zipped(content: bytes) -> Iterator[Part]:
    """The files in a ZIP archive, which .xlsx and .docx are, too, and their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (("", name) for name in archive.namelist())
            yield "", archive.comment
            for entry in archive.infolist():
                with archive.open(entry) as file:
                    yield entry.filename, file.read(LARGEST)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        yield "", content.decode("utf-8", "ignore")


def _uncompressed(content: bytes) -> bytes:
    opened = next(opened for begin, opened in _OPENED.items() if content.startswith(begin))
    try:
        with opened(io.BytesIO(content)) as file:
            return file.read(LARGEST)
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        return b""


def _png(content: bytes) -> Iterator[str]:
    """The texts that a picture carries, such as the diagram it was drawn from (PNG 1.2, section 4.2.3)."""
    at = len(_PNG)
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        keyword, _, text = content[at + 8 : at + 8 + length].partition(b"\x00")
        at += 12 + length
        if kind == b"tEXt":
            yield text.decode("latin-1")
        elif kind == b"zTXt":
            yield _inflated(text[1:]).decode("latin-1")
        elif kind == b"iTXt":
            is_packed, rest = text[:1] == b"\x01", text[2:].split(b"\x00", 2)[-1]
            yield (_inflated(rest) if is_packed else rest).decode("utf-8", "ignore")
        else:
            continue
        yield keyword.decode("latin-1")


def _inflated(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, LARGEST)
    except zlib.error:
        return b""


def _pdf(content: bytes) -> Iterator[str]:
    """The streams of a PDF file, and the texts that they show one after another."""
    for part in (content, *(_inflated(stream[1]) for stream in _PDF_STREAM.finditer(content))):
        yield part.decode("utf-8", "ignore")
        yield "".join(_pdf_text(found) for found in _PDF_TEXT.finditer(part))


def _pdf_text(found: re.Match[bytes]) -> str:
    raw = re.sub(rb"\\(.)", rb"\1", found[1], flags=re.DOTALL) if found[1] is not None else b""
    if found[2]:
        digits = re.sub(rb"\s", b"", found[2])
        raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    return raw.decode("utf-16", "ignore") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
