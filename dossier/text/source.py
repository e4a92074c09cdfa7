"""Sources: the text files of a content folder, read whole or told as a problem."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from dossier.problems.problem import Place, Problem
from dossier.problems.rules import rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST = 5_000_000
RECORD_ENDINGS = (".yml", ".yaml")
SIGNED_ENDING = ".signed.json"
TEXT_ENDINGS = (*RECORD_ENDINGS, SIGNED_ENDING, ".md")


class Source(Struct, frozen=True, eq=False):
    """A text and where it came from: a path with forward slashes, relative to the content folder."""

    path: str
    text: str
    known: dict[str, Any] = field(default_factory=dict)
    """What functions marked `once_per_source` found in this source, by their names."""

    def __eq__(self, other: object) -> bool:
        """Whether it is the same text in the same place, whatever is known of it."""
        return isinstance(other, Source) and (self.path, self.text) == (other.path, other.text)

    def __ne__(self, other: object) -> bool:
        """The contrary, which a structure does not take from `__eq__`."""
        return not self == other

    def __hash__(self) -> int:
        return hash((self.path, self.text))

    @property
    def is_markdown(self) -> bool:
        """Whether this is Markdown rather than YAML."""
        return self.path.casefold().endswith(".md")


class Tree(Struct, frozen=True):
    """A content folder as read: its sources in order of path, and the paths of all other files."""

    sources: tuple[Source, ...]
    files: frozenset[str]
    problems: tuple[Problem, ...]


rule(
    "DOS101",
    "error",
    """The file is not text in UTF-8.

    Records are read as UTF-8, so that Chinese and English stand in one file. A file saved in another encoding (GBK,
    Latin-1, UTF-16) would be shown with wrong characters, so it is not read at all.
    """,
)
rule(
    "DOS102",
    "warning",
    """The file begins with a byte order mark.

    Some Windows editors write three invisible bytes first. The file is read without them; saving it as "UTF-8 without
    BOM" keeps other tools from stumbling over them.
    """,
)
rule(
    "DOS103",
    "warning",
    """The file ends its lines with carriage returns (CRLF).

    The file is read as if it had plain line ends. Mixed line ends make every line of a pull request look changed;
    `* text=auto eol=lf` in .gitattributes cures it for everybody.
    """,
)
rule(
    "DOS104",
    "error",
    """The file is too large for a record file.

    A record file over 5 MB is nearly always something else: an export, a log, a picture. Attach it to a record
    instead, or split it.
    """,
)
rule(
    "DOS105",
    "error",
    """The file cannot be opened.

    It is a broken or outside link, or the permission to read it is missing. Links that leave the content folder, or a
    client's folder in it, are not followed: what they point to could be anybody's, and another client's.
    """,
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that YAML and the web forbid."""

rule(
    "DOS106",
    "error",
    """The text holds a control character.

    Such a character is invisible, and YAML and the web forbid it. It usually comes from a copy out of another program.
    """,
)


Found = tuple["Source | None", "tuple[Problem, ...]"]
"""What came of reading a file: a source, unless it cannot be one, and what is wrong with it."""


def read_tree(content: Path, read: Callable[[str, str, Path], Found] | None = None) -> Tree:
    """All files below `content`, hidden ones left out; unreadable ones become problems and the rest is still read.

    `read` gives what `read_source` gives; it may remember it.
    """
    read = read or read_source
    sources: list[Source] = []
    files: list[str] = []
    problems: list[Problem] = []
    root = content.resolve()
    for entry, name in _entries(str(content), "", problems):
        if is_no_text(name):
            problems.append(no_name(name))
        elif entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112 - False, too, for a link in a circle
            message = "this link leads to a folder; such links are not followed"
            problems.append(Problem("DOS105", Place(name, line=1, column=1), message, "move the records themselves"))
        elif name.casefold().endswith(TEXT_ENDINGS):
            source, found = read(entry.path, name, root)
            problems += found
            if source:
                sources.append(source)
        elif not entry.is_file():  # a link that leads nowhere is not there for who names it
            problems += [] if entry.is_symlink() else [_no_file(name)]
        elif not entry.is_symlink() or _inside(entry.path, root, name):
            files.append(name)
    return Tree(tuple(sources), frozenset(files), tuple(problems))


def is_no_text(name: str) -> bool:
    """Whether the name of a file, as the system or git gives it, has bytes that are no UTF-8."""
    return shown_name(name) != name


def shown_name(name: str) -> str:
    """A name with a mark in the place of each byte that is no text."""
    return name.encode(errors="replace").decode()


def no_name(name: str) -> Problem:
    """That no page and no other program could name a file."""
    message = "the name is not UTF-8; no page and no other program could name this file"
    return Problem("DOS105", Place(shown_name(name), line=1, column=1), message, "give it another name")


def decoded(name: str, raw: bytes) -> tuple[Source | None, tuple[Problem, ...]]:
    """The bytes of a file as a source with plain line ends, and what was wrong with them."""
    if len(raw) > LARGEST:
        message = f"the file has {len(raw):,} bytes; the limit is {LARGEST:,}"
        return None, (Problem("DOS104", Place(name, line=1, column=1), message, "attach it to a record, or split it"),)
    problems = []
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        problems.append(Problem("DOS102", Place(name, line=1, column=1), "the file begins with a byte order mark"))
    if b"\0" in raw and 4 * max(raw[::2].count(0), raw[1::2].count(0)) > len(raw):
        message = "every other byte is zero, as in UTF-16"
        return None, (*problems, Problem("DOS101", Place(name, line=1, column=1), message, "save the file as UTF-8"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (*problems, _not_utf8(name, raw, error.start))
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        problems.append(Problem("DOS103", Place(name, line=line, column=1), "the lines end with CRLF"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems += _control_characters(name, text)
    return (None if problems and problems[-1].code == "DOS106" else Source(name, text)), tuple(problems)


def _entries(folder: str, inside: str, problems: list[Problem]) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Every file and link below a folder in order of path; `inside` is the folder's own, with a slash at its end.

    What the system tells of an entry as it lists the folder is enough here: asking for each of thousands of files
    takes longer than all else.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        place = Place(inside.rstrip("/") or ".", line=1, column=1)
        problems.append(Problem("DOS105", place, f"the folder cannot be read: {error.strerror}"))
        return
    for entry in entries:
        name = f"{inside}{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, f"{name}/", problems)
        else:
            yield entry, name


def read_source(path: str, name: str, root: Path) -> Found:
    """The source in a file whose path within the content folder `root` is `name`."""
    if os.path.islink(path) and not _inside(path, root, name):  # noqa: PTH114
        message = f"this link leaves the {'client' if '/' in name else 'content'} folder, or goes in a circle"
        return None, (Problem("DOS105", Place(name, line=1, column=1), message),)
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - Path raises where it may not look
        return None, (_no_file(name),)
    try:
        return decoded(name, Path(path).read_bytes())
    except OSError as error:
        return None, (Problem("DOS105", Place(name, line=1, column=1), f"cannot be read: {error.strerror}"),)


def _no_file(name: str) -> Problem:
    return Problem("DOS105", Place(name, line=1, column=1), "this is not a file")


def client_folder(path: str) -> str:
    """The client's folder in which a file of the content folder lies, by its path in it; "" for one in none."""
    return path.rpartition("/")[0].partition("/")[0]


def _inside(link: str, root: Path, name: str) -> bool:
    """Whether a link leads to something in the client's folder in which it lies; False for one that goes in a circle.

    Links to folders are not entered, so nothing but a link can lie elsewhere.
    """
    try:
        return Path(link).resolve().is_relative_to(root / client_folder(name))
    except (OSError, RuntimeError):
        return False


def _not_utf8(name: str, raw: bytes, offset: int) -> Problem:
    line = raw.count(b"\n", 0, offset) + 1
    column = len(raw[raw.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8")) + 1
    message = f"byte {raw[offset]:#04x} is not UTF-8"
    return Problem("DOS101", Place(name, line=line, column=column), message, "save the file as UTF-8")


# YAML ends a line at the first two, nobody else does; the others are no characters at all.


def _control_characters(name: str, text: str) -> list[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.isprintable():
            continue
        if found := CONTROL.search(line):
            place = Place(name, line=number, column=found.start() + 1)
            message = f"the text holds the control character U+{ord(found[0]):04X}"
            return [Problem("DOS106", place, message, "delete it")]
    return []
