"""The XML of a Microsoft Project file opened safely, as elements that remember what was read of them."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from dossier.exchange.files import LARGEST_BYTES, Tally
from dossier.exchange.mspdi_values import number_of
from dossier.exchange.xml_tree import parsed_xml
from dossier.problems.problem import Place, Problem, shortened
from dossier.problems.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

rule(
    "DOS820",
    "error",
    """The file is not a plan in Microsoft Project's XML format.

    `dossier import mspdi` reads what Microsoft Project saves as "XML Format (*.xml)", also packed with gzip.
    An .mpp file has to be saved as XML first.
    """,
)
rule(
    "DOS822",
    "warning",
    """A value in the plan cannot be read.

    It is left out and the rest is imported; the record has to be completed by hand.
    """,
)
rule(
    "DOS823",
    "error",
    """Two tasks or two resources of the plan have the same UID, or one has none.

    Links and assignments name tasks by their UID, so nobody could say which one they mean.
    """,
)

_FLAGS = {"": False, "0": False, "false": False, "1": True, "true": True}


class Element:
    """One element with children: their texts, those that have children themselves, and what was asked for."""

    __slots__ = ("_read", "children", "line", "name", "texts")

    def __init__(self, source: Any) -> None:
        self.name = _name(source)
        self.line: int = source.sourceline or 1
        self.texts: dict[str, str] = {}
        self.children: list[Element] = []
        self._read: set[str] = set()
        for child in source:
            if isinstance(child.tag, str):  # not a comment or an instruction
                if len(child):
                    self.children.append(Element(child))
                else:
                    self.texts.setdefault(_name(child), (child.text or "").strip())

    def text(self, name: str) -> str:
        """The text of a child, "" where there is none; it then counts as read."""
        self._read.add(name)
        return self.texts.get(name, "")

    def all(self, name: str) -> list[Element]:
        """The children of that name that have children themselves; they then count as read."""
        self._read.add(name)
        return [child for child in self.children if child.name == name]

    def unread(self) -> Iterator[tuple[str, str]]:
        """Names and texts of the children that nobody asked for; of one with children, all its texts."""
        yield from ((name, text) for name, text in self.texts.items() if name not in self._read)
        for child in self.children:
            if child.name not in self._read:
                yield child.name, ", ".join(f"{name} {text}" for name, text in child.texts.items())


class Ledger:
    """What an import met: values that no record holds, how others were understood, and what was wrong."""

    def __init__(self) -> None:
        self.lost = Tally()
        self.read_as = Tally()
        self._problems: dict[Problem, None] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was told of, each once, in the order in which it was met."""
        return tuple(self._problems)

    def told(self, problems: Iterable[Problem]) -> None:
        """Take up problems that others found."""
        self._problems |= dict.fromkeys(problems)

    def unreadable(self, element: Element, name: str, text: str, of: str = "", left_out: str = "it") -> None:
        """Tell a value that cannot be read, `of` what it is, and what is left out for it."""
        place = Place("", line=element.line, column=1)
        message = f"`{name}` of {of or f'a {element.name}'} cannot be read: `{shortened(text)}`"
        self.told([Problem("DOS822", place, message, f"{left_out} is left out")])

    def flag(self, element: Element, name: str, *, default: bool = False) -> bool:
        """The yes or no in a child (XML Schema 1.1 part 2, section 3.3.2), the default where it says neither."""
        text = element.text(name)
        if text not in _FLAGS:
            self.unreadable(element, name, text)
        return _FLAGS.get(text, default) if text else default

    def number(self, element: Element, name: str, default: str = "") -> Decimal | None:
        """The number in a child, that of the default where there is none; None where it cannot be read."""
        text = element.text(name) or default
        found = number_of(text)
        if found is None and text:
            self.unreadable(element, name, text)
        return found


def opened(raw: bytes) -> tuple[Element | None, tuple[Problem, ...]]:
    """The root element of a plan, or None with what keeps it from being read. Nothing else is opened."""
    start = Place("", line=1, column=1)
    text = _unpacked(raw)
    if text is None:
        return None, (Problem("DOS820", start, "the file is packed with gzip and damaged"),)
    tree, problems = parsed_xml(text)
    if tree is None:
        return None, problems
    root = tree.getroot()
    if _name(root) != "Project":
        hint = "in Microsoft Project, save the plan as XML Format (*.xml)"
        message = f"expected <Project>, found <{shortened(_name(root))}>"
        return None, (Problem("DOS820", start, message, hint),)
    return Element(root), ()


def _name(source: Any) -> str:
    return str(etree.QName(source).localname)


def _unpacked(raw: bytes) -> bytes | None:
    """The bytes without gzip around them, at most one more than allowed; None where it is damaged."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(raw, LARGEST_BYTES + 1)
    except zlib.error:
        return None
    return text if unpacking.eof or len(text) > LARGEST_BYTES else None
