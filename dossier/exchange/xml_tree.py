"""XML from outside, parsed so that it can neither reach a file or network nor blow up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from dossier.exchange.files import LARGEST_BYTES
from dossier.problems.problem import Place, Problem, shortened
from dossier.problems.rules import rule

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

rule(
    "DOS801",
    "error",
    """A file to import is not XML that can be read.

    It was damaged, cut off or is of another kind. Nothing of it is imported, since what is missing cannot be
    known.
    """,
)
rule(
    "DOS802",
    "error",
    """A file to import declares a document type or entities.

    No planning or requirements program writes such a declaration; it is a known way to make a reader open
    other files or fill the memory. Nothing of the file is read.
    """,
)
rule(
    "DOS821",
    "error",
    """A file to import is too large to be read.

    A file above 128 MB unpacked holds more than any client could follow, or was made to fill the memory.
    """,
)


def parsed_xml(raw: bytes) -> tuple[_ElementTree | None, tuple[Problem, ...]]:
    """The tree without comments and processing instructions, or None with the problem that prevents it.

    The problem's place has no path; the caller knows the file.
    """
    if refusal := _refusal(raw):
        return None, (refusal,)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = f"this is not XML: {shortened(error.msg or 'it is empty', 160)}"
        return None, (
            _problem("DOS801", message, "export it again from the program it came from", line or 1, column or 1),
        )
    except ValueError as error:
        return None, (_problem("DOS801", f"this is not XML: {shortened(str(error), 160)}"),)
    tree = root.getroottree()
    # A declaration in another encoding than ASCII's shows only after parsing.
    if tree.docinfo.doctype:
        return None, (_declared(raw),)
    return tree, ()


def _refusal(raw: bytes) -> Problem | None:
    """What keeps the bytes from being parsed at all."""
    if len(raw) > LARGEST_BYTES:
        return _problem("DOS821", f"the file has more than {LARGEST_BYTES:,} bytes")
    if raw[:2] == b"PK":
        return _problem("DOS801", "this is a zip archive, not XML", "unpack it and import the file inside")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        return _declared(raw)
    return None


def _declared(raw: bytes) -> Problem:
    line = raw.count(b"\n", 0, max(raw.find(b"<!"), 0)) + 1
    return _problem("DOS802", "the file declares a document type or entities", "export it without a DOCTYPE", line)


def _problem(code: str, message: str, hint: str = "", line: int = 1, column: int = 1) -> Problem:
    return Problem(code, Place("", line=max(line, 1), column=max(column, 1)), message, hint)
