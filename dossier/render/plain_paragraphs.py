"""Prose without any Markdown in it, which most texts of records are, told apart from all other prose."""

from __future__ import annotations

import re

# Whoever adds a Markdown extension asks which characters it acts on: within a line, or at its beginning. Controls,
# white space other than plain spaces, and what HTML escapes are left to the long way, too: they are rare.
_ANYWHERE = r"\\`*_\[\]<>&|~"
_UNUSUAL = r"\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff\ud800-\udfff"
_LINE = rf"(?!\d+\.)(?:[^\W_]|[(“‘《「（\"'])(?:[^{_ANYWHERE}{_UNUSUAL}]*[^{_ANYWHERE}{_UNUSUAL} ])?"
_PLAIN = re.compile(rf"\n*{_LINE}(?:\n+{_LINE})*\n*")
_BETWEEN = re.compile(r"\n\n+")


def plain_paragraphs(text: str) -> list[str] | None:
    """The paragraphs of a text in which Markdown finds nothing else; None for every other text."""
    return _BETWEEN.split(text.strip("\n")) if _PLAIN.fullmatch(text) else None
