"""What stands in a cell of a table or beside a label: words, states, links, figures."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

Tone = Literal["good", "warn", "bad", "info", "neutral"]


class RecordLink(Struct, frozen=True, kw_only=True):
    """A record as it is named everywhere: its number, its title, and its page (from the root; "" without)."""

    id: str
    title: str
    url: str
    note: str = ""


class Text(Struct, frozen=True):
    """Plain words. `sort` is what the column sorts by where the words themselves would mislead."""

    text: str
    sort: str = ""
    kind: ClassVar[str] = "text"


class Prose(Struct, frozen=True):
    """Markdown from a record, as a body is."""

    markdown: str
    beside: str = ""
    kind: ClassVar[str] = "prose"


class Badge(Struct, frozen=True):
    """A state in a word or two."""

    text: str
    tone: Tone = "neutral"
    kind: ClassVar[str] = "badge"


class Links(Struct, frozen=True):
    """Records referred to."""

    links: tuple[RecordLink, ...]
    kind: ClassVar[str] = "links"


class Bar(Struct, frozen=True):
    """How much of something is done, in percent."""

    percent: int
    kind: ClassVar[str] = "bar"


class Mail(Struct, frozen=True):
    """An address to write to."""

    address: str
    kind: ClassVar[str] = "mail"


class FileLink(Struct, frozen=True):
    """A file that the site carries: its name and its address from the site's root."""

    name: str
    url: str
    kind: ClassVar[str] = "file"


class Several(Struct, frozen=True):
    """Cells one below the other."""

    cells: tuple[Cell, ...]
    kind: ClassVar[str] = "several"


class Level(Struct, frozen=True):
    """A figure against what is possible, tinted by `step` from 0 (little) to 3 (all of it); 4 is too much."""

    text: str
    step: int
    remark: str = ""
    kind: ClassVar[str] = "level"


Cell = Text | Prose | Badge | Links | Bar | Mail | FileLink | Several | Level
NOTHING = Text("")
