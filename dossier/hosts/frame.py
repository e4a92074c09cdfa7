"""What the host puts around the content of a page: made once, filled for every page of the same depth."""

from __future__ import annotations

import re
import secrets
from typing import Literal

import msgspec
from markupsafe import escape
from msgspec import Struct

from dossier.render.addresses import quoted
from dossier.render.content_security import with_policy

TOP = "top"
"""The anchor of every page's title, to which "skip to content" leads."""

Slot = Literal["title", "content", "url"]


class Frame(Struct, frozen=True):
    """A page of the host with slots: `texts` are what stands around them, `slots` what goes between two texts."""

    texts: tuple[str, ...]
    slots: tuple[Slot, ...]

    def filled(self, *, title: str, url: str, content: str) -> str:
        """The whole page. `title` is plain text, `content` HTML, `url` the page's address from the site's root."""
        values: dict[Slot, str] = {"title": str(escape(title)), "content": content, "url": quoted(url)}
        parts = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            parts += (values[slot], text)
        return "".join(parts)

    def stating(self, policy: str) -> Frame:
        """The frame with the content security policy where its mark stands."""
        return Frame(tuple(with_policy(text, policy) for text in self.texts), self.slots)


class Stencil(Struct, frozen=True):
    """Words that stand for title, content and address while the host renders a frame.

    They are drawn by lot for every build, so that no text of a record can hold one; none reaches the output.
    """

    lot: str = msgspec.field(default_factory=lambda: secrets.token_hex(12))

    @property
    def title(self) -> str:
        """Stands for the title; no escaping changes it."""
        return f"dossierTitle{self.lot}"

    @property
    def content(self) -> str:
        """Stands for the content; as a title, since Material gives a page without one a title of its own."""
        return f"<h1>dossierContent{self.lot}</h1>"

    def url(self, depth: int) -> str:
        """Stands for the address of a page `depth` folders deep, at least one."""
        return f"dossierUrl{self.lot}/" + "x/" * (depth - 1)

    def frame(self, html: str) -> Frame:
        """The frame in a page that the host rendered with these words."""
        pattern = rf"dossierTitle{self.lot}|<h1>dossierContent{self.lot}</h1>|dossierUrl{self.lot}/(?:x/)*"
        found = re.findall(pattern, html)
        by_letter: dict[str, Slot] = {"T": "title", "C": "content", "U": "url"}
        letters = (word.removeprefix("<h1>")[len("dossier")] for word in found)
        return Frame(tuple(re.split(pattern, html)), tuple(by_letter[letter] for letter in letters))


def depth(url: str) -> int:
    """How many folders below the site's root a page lies."""
    return url.count("/")


def outside_key(deep: int) -> str:
    """The key of the frame for pages outside the navigation, `deep` folders below the site's root."""
    return f"!{deep}"
