"""The content security policy of a site: only its own files, and of inline code only what the frame of its pages holds.

Every page carries the same policy, since instant navigation keeps that of the first page for all that follow.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html import escape, unescape

from msgspec import Struct

TOKEN = "dossier-content-security-policy"  # noqa: S105 - a mark in the page, no secret
"""Stands in every page where the policy will; the whole site must be known before it can be written."""

META = f'<meta http-equiv="Content-Security-Policy" content="{TOKEN}">'
"""The element that states the policy, as it stands in a page until the policy is known."""

_META = re.compile(r"<meta\b[^>]*Content-Security-Policy[^>]*>")
_CONTENT = re.compile(r'content="([^"]*)"')
_ELEMENT = re.compile(
    r"""<(script|style)\b((?:[^"'>]|"[^"]*"|'[^']*')*)>(.*?)(?:</\1\s*>|\Z)""", re.DOTALL | re.IGNORECASE
)
_SOURCE = re.compile(r"""(?:^|\s)src\s*=""", re.IGNORECASE)
_TYPE = re.compile(r"""(?:^|\s)type\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
# What a browser runs, or takes for a map of what to run; any other type is a block of text to it.
_RUNS = re.compile(
    r"(|module|importmap|speculationrules|(text|application)/(x-)?(java|ecma)script|text/(jscript|livescript))",
    re.IGNORECASE,
)


class InlineCode(Struct, frozen=True):
    """What stands inline in pages and may act, each piece as the source expression (`'sha256-…'`) that allows it."""

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()

    def __or__(self, other: InlineCode) -> InlineCode:
        return InlineCode(self.scripts | other.scripts, self.styles | other.styles)


def inline_code(page: str, content: str = "") -> InlineCode:
    """The inline scripts and styles of a page; without those of its content, which an author wrote and none may add."""
    found = _pieces(page)
    found.subtract(_pieces(content))
    allowed = [piece for piece, number in found.items() if number > 0]
    return InlineCode(
        frozenset(_hash(text) for kind, text in allowed if kind == "script"),
        frozenset(_hash(text) for kind, text in allowed if kind == "style"),
    )


def policy(inline: InlineCode) -> str:
    """The policy as a page states it."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *sorted(inline.scripts))),
            " ".join(("style-src 'self'", *sorted(inline.styles))),
            "img-src 'self' data:",  # the theme's icons are data in its style sheets
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",  # the search index; pages that instant navigation fetches
            "worker-src 'self'",  # the search
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def header_policy(page_policy: str) -> str:
    """The policy as a web server sends it: also who may show the site in a frame, which no page can say itself."""
    return f"{page_policy}; frame-ancestors 'none'"


def with_policy(page: str, page_policy: str) -> str:
    """The page with the policy where the token stood."""
    return page.replace(TOKEN, escape(page_policy, quote=False).replace('"', "&quot;"), 1)


def policy_of(page: str) -> str:
    """The policy that a finished page states; nothing where it states none."""
    element = _META.search(page)
    found = _CONTENT.search(element[0]) if element else None
    return unescape(found[1]) if found else ""


def _pieces(page: str) -> Counter[tuple[str, str]]:
    """Kind and text of each inline script and style, as often as it is there."""
    return Counter(
        (kind.lower(), re.sub(r"\r\n?", "\n", text))  # a browser reads line ends so before it hashes
        for kind, attributes, text in _ELEMENT.findall(page)
        if kind.lower() == "style" or _runs(attributes)
    )


def _runs(attributes: str) -> bool:
    given = _TYPE.search(attributes)
    return not _SOURCE.search(attributes) and _RUNS.fullmatch(given[1] if given else "") is not None


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
