"""What pages are made of: blocks in order, and tables of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from msgspec import Struct

from dossier.views.bar_chart import BarChart
from dossier.views.cell_kinds import (
    NOTHING,
    Badge,
    Bar,
    Cell,
    FileLink,
    Level,
    Links,
    Mail,
    Prose,
    RecordLink,
    Several,
    Text,
    Tone,
)
from dossier.views.line_chart import LineChart
from dossier.views.trend_chart import TrendChart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.views.differences import Comparison
    from dossier.views.gantt import GanttView
    from dossier.views.gantt_chart import GanttChart
    from dossier.views.wbs import WbsView
    from dossier.views.wbs_outline import OutlineItem

# what stands in cells is had from here as well
__all__ = [
    "NOTHING",
    "Badge",
    "Bar",
    "Cell",
    "FileLink",
    "Level",
    "Links",
    "Mail",
    "Prose",
    "RecordLink",
    "Several",
    "Text",
    "Tone",
]


class Heading(Struct, frozen=True):
    """Begins a part of the page, or with `level` 3 a part of that; `anchor` is its address in the page."""

    text: str
    anchor: str
    level: int = 2
    kind: ClassVar[str] = "heading"


class Body(Struct, frozen=True):
    """Markdown from a record at full width; relative addresses in it count from the folder `beside`, if it has one."""

    markdown: str
    beside: str = ""
    kind: ClassVar[str] = "body"


class Note(Struct, frozen=True):
    """A sentence that must not be missed, plain when `tone` is neutral; `remark` says where it comes from."""

    text: str
    tone: Tone = "neutral"
    links: tuple[RecordLink, ...] = ()
    remark: str = ""
    kind: ClassVar[str] = "note"


class LastVisit(Struct, frozen=True):
    """What the browser says once it knows when this page was last looked at: a sentence, and a word for what is new.

    Days are known by the addresses of the headings above which they begin; nothing of it leaves the browser.
    """

    text: str
    mark: str
    kind: ClassVar[str] = "last_visit"


class Facts(Struct, frozen=True):
    """Labelled values."""

    facts: tuple[tuple[str, Cell], ...]
    kind: ClassVar[str] = "facts"


class Column(Struct, frozen=True):
    """A column of a table; `choices` are what one may filter by; `narrow` where cells keep to one line."""

    label: str
    choices: tuple[str, ...] = ()
    narrow: bool = False


class Table(Struct, frozen=True):
    """Rows of cells; `filters` offers search and choices above it; of `listed` rows each is a record with a page.

    The search finds such a record on its page. Of a `matrix` a phone shows only the fields in which a record lies.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filters: bool = False
    listed: bool = False
    matrix: bool = False
    kind: ClassVar[str] = "table"

    def labelled(self, row: tuple[Cell, ...]) -> Iterator[tuple[Column, Cell]]:
        """The cells of a row, each with its column."""
        return zip(self.columns, row, strict=True)


class Card(Struct, frozen=True):
    """One figure of an overview: what it is, the figure, what it means."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "neutral"
    url: str = ""
    percent: int | None = None


class Cards(Struct, frozen=True):
    """Figures side by side."""

    cards: tuple[Card, ...]
    kind: ClassVar[str] = "cards"


class Item(Struct, frozen=True):
    """One line of a list of things that happened or wait: what, when, who, and the record."""

    what: str
    link: RecordLink
    when: str = ""
    who: str = ""
    note: str = ""
    tone: Tone = "neutral"


class Items(Struct, frozen=True):
    """Things that happened or wait, one line each."""

    items: tuple[Item, ...]
    more_url: str = ""
    more: str = ""
    kind: ClassVar[str] = "items"


class Step(Struct, frozen=True):
    """One step on a way: what it is called, when and by whom it was taken, and whether it is behind us.

    The note is Markdown, as a body is.
    """

    label: str
    when: str = ""
    who: tuple[RecordLink, ...] = ()
    note: str = ""
    state: Literal["done", "current", "ahead", "stopped"] = "done"
    beside: str = ""


class Steps(Struct, frozen=True):
    """The steps of something on its way, in order; `brief` where a list shows many of them."""

    steps: tuple[Step, ...]
    brief: bool = False
    kind: ClassVar[str] = "steps"


class Person(Struct, frozen=True):
    """Somebody to turn to."""

    name: str
    role: str
    email: str = ""
    phone: str = ""
    url: str = ""
    note: str = ""


class People(Struct, frozen=True):
    """People side by side."""

    people: tuple[Person, ...]
    kind: ClassVar[str] = "people"


class Comparisons(Struct, frozen=True):
    """How a record differs from what was signed or from what it was; `heads` names the words above both columns.

    `warning` is what must not be missed, `remark` where it comes from, `links` what it belongs to.
    """

    link: RecordLink
    what: str
    changes: tuple[Comparison, ...]
    heads: tuple[str, str] = ("signed_text", "text_now")
    tone: Tone = "warn"
    warning: str = ""
    remark: str = ""
    links: tuple[RecordLink, ...] = ()
    kind: ClassVar[str] = "comparisons"


class Gantt(Struct, frozen=True):
    """The plan as a table with bars, and as diagrams."""

    chart: GanttChart | None
    view: GanttView
    kind: ClassVar[str] = "gantt"


class Wbs(Struct, frozen=True):
    """The plan as an outline, and as diagrams."""

    outline: tuple[OutlineItem, ...]
    view: WbsView
    kind: ClassVar[str] = "wbs"


class Panel(Struct, frozen=True):
    """One record of a list that needs more than a line: its name, how it stands, and what it says."""

    link: RecordLink
    blocks: tuple[Block, ...]
    badge: Badge | None = None
    note: str = ""
    kind: ClassVar[str] = "panel"


class Fold(Struct, frozen=True):
    """Blocks that are shown when they are asked for, under a line that is always there."""

    summary: str
    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "fold"


class Columns(Struct, frozen=True):
    """Parts of a page beside each other where there is room, else one below the other."""

    columns: tuple[tuple[Block, ...], ...]
    kind: ClassVar[str] = "columns"


_Chart = LineChart | TrendChart | BarChart
_Arrangement = Table | Cards | Items | Steps | People | Comparisons | Panel | Fold | Columns | _Chart
Block = Heading | Body | Note | LastVisit | Facts | Gantt | Wbs | _Arrangement
