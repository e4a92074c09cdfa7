"""What stands in a cell of a table or beside a label: words, states, links, figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Tone = Literal["good", "warn", "bad", "info", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLink:
    """A record as it is named everywhere: its number, its title, and its page (from the root; "" without)."""

    id: str
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. `sort` is what the column sorts by where the words themselves would mislead."""

    text: str
    sort: str = ""
    kind: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown from a record; `inline` where it stands in a table."""

    markdown: str
    kind: ClassVar[str] = "prose"


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in a word or two."""

    text: str
    tone: Tone = "neutral"
    kind: ClassVar[str] = "badge"


@dataclass(frozen=True, slots=True)
class Links:
    """Records referred to."""

    links: tuple[RecordLink, ...]
    kind: ClassVar[str] = "links"


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of something is done, in percent."""

    percent: int
    kind: ClassVar[str] = "bar"


@dataclass(frozen=True, slots=True)
class Mail:
    """An address to write to."""

    address: str
    kind: ClassVar[str] = "mail"


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that the site carries: its name and its address from the site's root."""

    name: str
    url: str
    kind: ClassVar[str] = "file"


@dataclass(frozen=True, slots=True)
class Several:
    """Cells one below the other."""

    cells: tuple[Cell, ...]
    kind: ClassVar[str] = "several"


@dataclass(frozen=True, slots=True)
class Level:
    """A figure against what is possible, tinted by `step` from 0 (little) to 3 (all of it); 4 is too much."""

    text: str
    step: int
    remark: str = ""
    kind: ClassVar[str] = "level"


Cell = Text | Prose | Badge | Links | Bar | Mail | FileLink | Several | Level
NOTHING = Text("")
