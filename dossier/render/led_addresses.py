"""The addresses of an author's links and pictures in a Markdown text: where they lead, and which may stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from dossier.render.safe_html import leads_elsewhere
from dossier.text.addresses import SCHEMES, is_relative, scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree

    from markdown import Markdown

    Lead = Callable[[str], str | None]
    """Where a relative address leads, as written on the page; None where nowhere."""

RECORD_LINK = "record-link"
"""The class of links to records, whose addresses are made for the page."""
_RUNS = re.compile(r"on.*|style|srcset|srcdoc|action|formaction|background|poster|ping|data|xlink:href", re.IGNORECASE)
"""Attributes that can run, fetch or cover something; an author's extension may let them be written in Markdown."""
_IN_ANGLES = re.compile(r"<([^<>]*)>(?:\s*\(([^()]*)\))?")
"""What Python-Markdown leaves of an address in angle brackets beside a title with quotes in it, or in brackets."""
_ALIGNED = re.compile(r"text-align: (?:left|center|right);")


class RelativeAddresses(Treeprocessor):
    """Lets relative addresses lead to what stands on the site for the files that they name.

    Of a link that leads nowhere the words stay, of such a picture what it says instead.
    """

    def __init__(self, md: Markdown, lead: Lead) -> None:
        super().__init__(md)
        self._lead = lead
        self._plain = UnescapeTreeprocessor(md).unescape

    def run(self, root: ElementTree.Element) -> None:
        """Look at every link and picture that the author wrote."""
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag, "")
            address = self._plain(element.get(name, "")) if name and element.get("class") != RECORD_LINK else ""
            if found := _IN_ANGLES.fullmatch(address):
                address = found[1]
                element.set(name, address)
                element.attrib |= {"title": found[2]} if found[2] else {}
            # An address to write to is spelled in entities, whose first signs Python-Markdown puts in at the end.
            if not is_relative(address.replace(AMP_SUBSTITUTE, "&")):
                continue
            lead = self._lead(address)
            if lead is not None:
                element.set(name, lead)
                continue
            if element.tag == "img":
                element.text = AtomicString(element.get("alt", ""))
            element.tag = "span"
            element.attrib.clear()


class SafeAddresses(Treeprocessor):
    """Takes away addresses and attributes that could run something, in pages that no `safe` cleans afterwards.

    A picture from another host becomes a link to it: looking at a page asks nothing of anybody else.
    """

    def run(self, root: ElementTree.Element) -> None:
        """Look at every link and picture of the page."""
        for element in root.iter():
            for name in [each for each in element.attrib if _RUNS.fullmatch(each)]:
                if not (name == "style" and _ALIGNED.fullmatch(element.get(name, ""))):
                    del element.attrib[name]
            for name in ("href", "src"):
                if scheme(element.get(name, "")) not in SCHEMES | {""}:
                    del element.attrib[name]
            if element.tag == "img" and leads_elsewhere(element.get("src", "")):
                address = element.attrib.pop("src")
                element.tag, element.text = "a", AtomicString(element.get("alt") or address)
                element.attrib.pop("alt", None)
                element.set("href", address)
