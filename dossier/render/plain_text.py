"""Plain text as Markdown that shows exactly that text, in any dialect; links and addresses within a folder of files."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from dossier.render.mermaid import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.views.differences import Piece

_BACKSLASHED = frozenset("\\`*_[]{}")
# Characters that some dialect gives a meaning to and that not all let a backslash take back.
_NAMED = {"<": "&lt;", "|": "&#124;", "~": "&#126;", "^": "&#94;"}
_BEGINS_A_BLOCK = re.compile(r"#|>|!|[?:]|[-+=]+(?=\s|$)|([-+=])(?=\1)|\d+(?=[.)](?:\s|$))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_EMOJI = re.compile(r":(?=[\w+-]+:)")
_MEANT_IN_ADDRESSES = re.compile(r"[%#?&;]")
_UNSAFE_IN_ADDRESS = re.compile(r"[^\w/.~@:?&=%,;+!*$#-]|(?<=\])\(")


def escape(text: str) -> str:
    """The text, on one line, as Markdown that shows it as written wherever a line of text may stand.

    The one escaping function for Markdown. It holds for CommonMark with GitHub's tables and for Python-Markdown,
    which takes a backslash before fewer characters; those go as entities. Braces are parted, so that no template
    plugin reads `{{ }}`; what would begin a block at the start of a line does not.
    """
    plain = one_line(text)
    last = len(plain) - 1
    parts = [_character(plain, number, last) for number in range(len(plain))]
    if begin := _BEGINS_A_BLOCK.match(plain):
        at = begin.end() if begin[0][0].isdigit() else 0
        parts[at] = f"\\{plain[at]}" if plain[at] in "#>!+-.)" else f"&#{ord(plain[at])};"
    if plain.endswith("#") and last:
        parts[last] = "\\#"  # a heading would drop it
    return "".join(parts)


def _character(text: str, number: int, last: int) -> str:  # noqa: PLR0911 - one case a character
    character = text[number]
    if character == "_" and 0 < number < last and text[number - 1].isalnum() and text[number + 1].isalnum():
        return "_"
    if character in _BACKSLASHED:
        return f"\\{character}"
    if character == "<" and number < last and text[number + 1] in " =0123456789":
        return "<"
    if character == "&":
        return "&amp;" if _ENTITY.match(text, number) else "&"
    if character == "$":
        return "&#36;" if text.count("$") > 1 else "$"
    if character in "=+" and number and text[number - 1] == character:
        return f"&#{ord(character)};"
    if character == ":" and _EMOJI.match(text, number):
        return "&#58;"
    return _NAMED.get(character, character)


def link(text: str, target: str, title: str = "") -> str:
    """A link; `text` is Markdown already, `target` an address that is written here, `title` is shown beside it."""
    beside = f' "{_in_quotes(title)}"' if title else ""
    return f"[{text}]({address(target)}{beside})"


def _in_quotes(text: str) -> str:
    return escape(text).replace('"', "&quot;")


def mail(to: str) -> str:
    """An address to write to, as a link where it is one."""
    return link(escape(to), f"mailto:{to}") if "@" in to else escape(to)


def together(parts: Iterable[str]) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())


def address(target: str) -> str:
    """An address as it may stand between the brackets of a link: letters of any language stay readable."""
    return _UNSAFE_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), target)


def relative_path(target: str, page: str) -> str:
    """The way from the file of a page to another file; both count from the root, an anchor (`#…`) is kept."""
    path, mark, anchor = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(page) or ".") if path != page or not mark else ""
    return way + mark + anchor


def relative_file(target: str, page: str) -> str:
    """The way from the file of a page to a file in whose name every character is one of the name."""
    way = posixpath.relpath(target, posixpath.dirname(page) or ".")
    return _MEANT_IN_ADDRESSES.sub(lambda found: f"%{ord(found[0]):02X}", way)


def indented(text: str, spaces: int = 4) -> str:
    """The lines of a text so that they belong to the list item before them."""
    return "\n".join(f"{' ' * spaces}{line}" if line.strip() else "" for line in text.split("\n"))


def marked(pieces: Sequence[Piece], tag: str) -> str:
    """A wording, what differs from the other marked by the one element that Markdown has no sign for."""
    found = []
    for piece in pieces:
        text = escape(piece.text)
        found.append(_blanks(piece.text, f"<{tag}>{text}</{tag}>" if piece.changed and text else text))
    return " ".join("".join(found).split()) or "–"


def _blanks(written: str, shown: str) -> str:
    return f"{' ' if written[:1].isspace() else ''}{shown}{' ' if written[-1:].isspace() else ''}"
