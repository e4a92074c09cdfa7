"""What is packed in a file: those in an archive or a mail, its content uncompressed, the texts in a picture or PDF."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO

LARGEST = 64_000_000
"""Of a packed file no more is unpacked than so many bytes."""
_AT_ONCE = 4096

Part = tuple[str, bytes | str]
"""The name of a file in another, "" where it has none, and its content; a text is whole already."""

_PNG = b"\x89PNG\r\n\x1a\n"
_MAILS, _MAILBOXES = (".eml", ".mht", ".mhtml"), (".mbox", ".mbx")
_BETWEEN_MAILS = re.compile(rb"^From .*\r?\n", re.MULTILINE)
_TAR, _OF_TAR = b"ustar", 257
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
        from dossier.compute.pdf import pdf_parts  # noqa: PLC0415 - few sites hold one, and the library is large

        yield from pdf_parts(content)
    elif content[_OF_TAR : _OF_TAR + len(_TAR)] == _TAR:
        yield from _tarred(content)
    elif content.startswith(_PNG):
        yield from (("", text) for text in _png(content))
    elif name.casefold().endswith((*_MAILS, *_MAILBOXES)):
        from dossier.compute.mails import mail_parts  # noqa: PLC0415 - few sites hold a mail, and `email` brings much along

        mails = _BETWEEN_MAILS.split(content) if name.casefold().endswith(_MAILBOXES) else [content]
        yield from chain.from_iterable(map(mail_parts, mails))


def is_archive(content: bytes) -> bool:
    """Whether all that can be read in a file is packed, and its own bytes say nothing."""
    return content.startswith((_ZIP, *_OPENED))


def _zipped(content: bytes) -> Iterator[Part]:
    """The files in a ZIP archive, which .xlsx and .docx are, too, and their names; what cannot be read is left out."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - the library meets damaged files with errors of many kinds
        yield "", content.decode("utf-8", "ignore")
        return
    with archive:
        yield from (("", name) for name in archive.namelist())
        yield "", archive.comment
        for entry in archive.infolist():
            try:
                file = archive.open(entry)
            except Exception:  # noqa: BLE001, S112 - the same; and one that has a password
                continue
            file._expected_crc = None  # type: ignore[attr-defined]  # noqa: SLF001 - a wrong sum would withhold the rest
            with file:
                yield entry.filename, _as_far_as_possible(file)


def _tarred(content: bytes) -> Iterator[Part]:
    """The files in a tar archive, and their names."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for member in archive:
                yield "", member.name
                if file := archive.extractfile(member) if member.isfile() else None:
                    yield member.name, file.read(LARGEST)
    except (tarfile.TarError, OSError, EOFError):
        return


def _uncompressed(content: bytes) -> bytes:
    opened = next(opened for begin, opened in _OPENED.items() if content.startswith(begin))
    with opened(io.BytesIO(content)) as file:
        return _as_far_as_possible(file)


def _as_far_as_possible(file: IO[bytes] | io.BufferedIOBase) -> bytes:
    """What can be read of a packed file until something in it is damaged or missing."""
    found = bytearray()
    while len(found) < LARGEST:
        try:
            piece = file.read1(_AT_ONCE) if hasattr(file, "read1") else file.read(_AT_ONCE)
        except Exception:  # noqa: BLE001 - the libraries meet damaged files with errors of many kinds
            break
        if not piece:
            break
        found += piece
    return bytes(found)


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
            yield inflated(text[1:]).decode("latin-1")
        elif kind == b"iTXt":
            is_packed, rest = text[:1] == b"\x01", text[2:].split(b"\x00", 2)[-1]
            yield (inflated(rest) if is_packed else rest).decode("utf-8", "ignore")
        else:
            continue
        yield keyword.decode("latin-1")


def inflated(content: bytes) -> bytes:
    """What a stream was before it was compressed (RFC 1950), as far as it can be told; no more than `LARGEST` of it."""
    try:
        return zlib.decompressobj().decompress(content, LARGEST)
    except zlib.error:
        return b""
