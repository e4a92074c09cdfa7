"""Texts as records and files of other programs can both hold them."""

from __future__ import annotations

import re

from dossier.text.source import CONTROL

_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_FORBIDDEN = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")


def clean(text: str) -> str:
    """A text without characters that records may not hold, with plain line ends and no space around it."""
    return _FORBIDDEN.sub("", _LINE_END.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """A text cleaned the same way, on one line: a name or a title."""
    return " ".join(clean(text).split())
