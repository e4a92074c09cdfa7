"""Texts as somebody gives them to a command, in the form in which a record holds them."""

from __future__ import annotations

from dossier.records.values import Prose


def prose_said(text: str) -> Prose:
    """The text with plain line ends, also where it was copied on Windows, and with nothing blank around it."""
    return Prose(text.replace("\r\n", "\n").replace("\r", "\n").strip())


def title_said(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())
