"""Texts as somebody gives them to a command, in the form in which a record holds them."""

from __future__ import annotations

import re

from dossier.cli.workspace import CouldNotRun
from dossier.records.values import Prose

_NOT_DECODED = re.compile("[\ud800-\udfff]")
"""What Python makes of the bytes of an argument that it cannot read."""


def prose_said(text: str) -> Prose:
    """The text with plain line ends, also where it was copied on Windows, and with nothing blank around it.

    Raises CouldNotRun for one that came in another encoding than the terminal's.
    """
    return Prose(_read(text).replace("\r\n", "\n").replace("\r", "\n").strip())


def title_said(text: str) -> str:
    """The text on one line, with single spaces. Raises CouldNotRun as `prose_said`."""
    return " ".join(_read(text).split())


def _read(text: str) -> str:
    if _NOT_DECODED.search(text):
        known = _NOT_DECODED.sub("\ufffd", text)
        raise CouldNotRun(f"`{known}` was not given in the encoding of this terminal; nothing was written")
    return text
