"""Pages of a site as Markdown files that anybody can read, edit and build with any generator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from dossier.render.plain_diagrams import gantt_lines, wbs_lines
from dossier.render.plain_inline import InlineProse
from dossier.render.plain_prose import in_a_cell, prose
from dossier.render.plain_text import escape, indented, link, mail, marked, relative_file, relative_path, together
from dossier.views.bar_chart import BarChart
from dossier.views.blocks import (
    Badge,
    Bar,
    Body,
    Card,
    Cards,
    Cell,
    Columns,
    Comparisons,
    Facts,
    FileLink,
    Fold,
    Gantt,
    Heading,
    Item,
    Items,
    LastVisit,
    Level,
    Links,
    Mail,
    Note,
    Panel,
    People,
    Person,
    Prose,
    RecordLink,
    Step,
    Steps,
    Table,
    Text,
    Wbs,
)
from dossier.views.led_to import led_from
from dossier.views.line_chart import LineChart
from dossier.views.live_view import live_view
from dossier.views.trend_chart import TrendChart
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossier.language import Language
    from dossier.views.blocks import Block
    from dossier.views.context import Context
    from dossier.views.page_view import PageView

_DOT = " · "


@dataclass(frozen=True, kw_only=True)
class PlainPage:
    """Writes what stands on one page: `file` is its own path, `file_of` gives the path behind a page's address.

    `source` gives the path behind an address in an author's own page, "" where there is none; `beside` is its folder.
    """

    file: str
    file_of: Callable[[str], str]
    source: Callable[[str], str]
    context: Context | None
    language: Language
    beside: str = ""
    in_live_view: bool = False

    def page(self, view: PageView) -> str:
        """A whole page."""
        trail = " › ".join(self._to_page(escape(name), url) for name, url in view.trail)
        badges = _DOT.join(f"**{escape(badge.text)}**" for badge in view.badges)
        under = " — ".join(part for part in (escape(view.kicker), badges) if part)
        around = [
            f"← {self.record(view.previous)}" if view.previous else "",
            f"{self.record(view.following)} →" if view.following else "",
        ]
        foot = [_DOT.join(part for part in around if part), escape(view.foot)]
        below = ["---", *foot] if any(foot) else []
        top = (trail, f"# {escape(view.title)}", under, escape(view.lead))
        return together([*top, *self.blocks(view.blocks, 1), *below])

    def document(self, title: str, text: str) -> str:
        """An author's own page, its live views as they are today."""
        return together([f"# {escape(title)}", self.prose(text, 1, self.beside)])

    def blocks(self, blocks: Sequence[Block], level: int) -> Iterator[str]:
        """Each block, below a heading of `level`."""
        for block in blocks:
            if isinstance(block, Heading):
                level = block.level
                yield f"{'#' * level} {escape(block.text)}"
            elif isinstance(block, Columns):
                for column in block.columns:
                    yield from self.blocks(column, level)
            else:
                yield self._block(block, level)

    def _block(self, block: Block, level: int) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind
        match block:
            case Body():
                return self.prose(block.markdown, level, block.beside)
            case Note():
                return self._note(block)
            case LastVisit():  # only a browser knows
                return ""
            case Facts():
                return "\n".join(self._fact(label, value) for label, value in block.facts)
            case Table():
                return self.table([c.label for c in block.columns], [[self.cell(c) for c in r] for r in block.rows])
            case Cards():
                return "\n".join(self._card(card) for card in block.cards)
            case Items():
                return self._items(block)
            case Steps():
                return "\n".join(self._step(step, brief=block.brief) for step in block.steps)
            case People():
                return "\n".join(self._person(person) for person in block.people)
            case Comparisons():
                return self._comparisons(block)
            case Gantt():
                parts = (gantt_lines(picture, self.language, level, self._to) for picture in block.view.pictures)
                return together(line for each in parts for line in each)
            case Wbs():
                parts = (wbs_lines(picture, self.language, level, self._to) for picture in block.view.pictures)
                return together(line for each in parts for line in each)
            case Panel():
                return self._panel(block, level)
            case Fold():
                return together([f"**{escape(block.summary)}**", *self.blocks(block.blocks, level)])
            case LineChart():  # its numbers stand below it
                return _DOT.join(map(escape, (*(s.name for s in block.series), block.today_name)))
            case TrendChart() | BarChart():
                return _DOT.join(escape(words) for _, words in block.legend)
            case Heading() | Columns():  # `blocks` has taken these
                return ""

    def prose(self, text: str, level: int, beside: str = "") -> str:
        """A text below a heading of `level`, from a record in the folder `beside` or the author's page itself."""
        return prose(text, level, self._inline(beside), self._live)

    def cell(self, cell: Cell) -> str:  # noqa: PLR0911 - one case a kind
        """A cell on one line."""
        match cell:
            case Text():
                return self._inline().plain(cell.text)
            case Prose():
                return in_a_cell(cell.markdown, self._inline(cell.beside), self._live)
            case Badge() | Level():
                return escape(cell.text)
            case Links():
                return "<br>".join(self.record(each) for each in cell.links)
            case Bar():
                return f"{cell.percent}%"
            case Mail():
                return mail(cell.address)
            case FileLink():
                return link(escape(cell.name), self._to_file(cell.url))
            case _:
                return "<br>".join(self.cell(each) for each in cell.cells)

    def record(self, named: RecordLink) -> str:
        """A record as it is named everywhere."""
        text = self._to(escape(f"{named.id} {named.title}".strip()), named.url)
        return f"{text} ({escape(named.note)})" if named.note else text

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table; cells are Markdown already."""
        lines = [[escape(head) for head in heads], ["---"] * len(heads), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _inline(self, beside: str = "") -> InlineProse:
        pattern = self.context.pattern if self.context else None
        return InlineProse(number=self._number, file=partial(self._file, beside), pattern=pattern)

    @cached_property
    def _say(self) -> Callable[..., str]:
        return words(self.language)

    def _file(self, beside: str, address: str) -> str:
        if address.startswith("#"):
            return address
        led = led_from(self.context, beside, address) if self.context else None
        if led is None:
            return self._to_file(self.source(address))
        found, anchor = led
        if isinstance(found, FileLink):
            return self._to_file(found.url) + anchor
        return relative_path(target, self.file) if (target := self.file_of(f"{found.url}{anchor}")) else ""

    def _to_file(self, path: str) -> str:
        """The way to a file, "" to none."""
        return relative_file(path, self.file) if path else ""

    def _to(self, text: str, url: str) -> str:
        """A link to a page of the site; without an address the text alone."""
        return self._to_page(text, url) if url else text

    def _to_page(self, text: str, url: str) -> str:
        """A link to a page, which may be the one at the root."""
        target = self.file_of(url)
        return link(text, relative_path(target, self.file)) if target else text

    def _number(self, number: str, following: str) -> str | None:
        assert self.context is not None
        own = number.removeprefix(f"{self.context.dossier.project.id}/")  # prose may name its own project
        if self.context.dossier.find(own) is None:
            return None
        found = self.context.link(own)
        already = following.lstrip(" (（“\"'《:：").casefold().startswith(found.title.casefold())
        return self._to(escape(found.id if already and found.id else f"{found.id} {found.title}".strip()), found.url)

    def _live(self, asked: str, level: int) -> str:
        """A live view as it is today; one within another's prose is left out, as on the site."""
        if self.context is None or self.in_live_view:
            return ""
        inner = PlainPage(
            file=self.file,
            file_of=self.file_of,
            source=self.source,
            context=self.context,
            language=self.language,
            in_live_view=True,
        )
        return together(inner.blocks(live_view(self.context, asked), level))

    def _note(self, note: Note) -> str:
        remark = " ".join([escape(note.remark), *map(self.record, note.links)]).strip()
        text = f"**{escape(note.text)}**" if note.tone in {"bad", "warn"} else escape(note.text)
        return f"> {text}\n>\n> {remark}" if remark else f"> {text}"

    def _fact(self, label: str, cell: Cell) -> str:
        """A labelled value; several of them one below the other."""
        name = f"- **{escape(label)}**{self._colon}"
        cells: tuple[Cell, ...] = getattr(cell, "cells", ())
        several = [self.cell(each) for each in cells] or (
            [self.record(each) for each in cell.links] if isinstance(cell, Links) else []
        )
        if len(several) > 1:
            return "\n".join([name.rstrip(), *(f"    - {each}" for each in several)])
        if isinstance(cell, Prose):
            return f"{name}{in_a_cell(cell.markdown, self._inline(cell.beside), self._live)}"
        return name + (several[0] if several else self.cell(cell))

    @property
    def _colon(self) -> str:
        return "：" if self.language == "zh" else ": "

    def _card(self, card: Card) -> str:
        label = f"{escape(card.label)}{self._colon}" if card.label else ""
        percent = f" ({card.percent}%)" if card.percent is not None else ""
        note = f" — {escape(card.note)}" if card.note else ""
        return f"- {label}{self._to(f'**{escape(card.value)}**', card.url)}{percent}{note}"

    def _items(self, items: Items) -> str:
        lines = [self._item(item) for item in items.items]
        more = self._to(escape(items.more), items.more_url)
        return "\n".join([*lines, "", more] if more else lines)

    def _item(self, item: Item) -> str:
        what = f"**{escape(item.what)}**{self._colon}" if item.what else ""
        rest = [self._inline().plain(item.note), escape(item.who), escape(item.when)]
        told = _DOT.join(part for part in rest if part)
        return f"- {what}{self.record(item.link)}{f' — {told}' if told else ''}"

    def _step(self, step: Step, *, brief: bool) -> str:
        mark = " " if step.state == "ahead" else "x"
        rest = _DOT.join(part for part in (escape(step.when), *map(self.record, step.who)) if part)
        line = f"- [{mark}] **{escape(step.label)}**{f' — {rest}' if rest else ''}"
        if not step.note:
            return line
        inline = self._inline(step.beside)
        note = in_a_cell(step.note, inline, self._live) if brief else self.prose(step.note, 4, step.beside)
        return f"{line}\n\n{indented(note)}\n"

    def _person(self, person: Person) -> str:
        name = self._to(f"**{escape(person.name)}**", person.url)
        told = (name, escape(person.role), escape(person.note), mail(person.email), escape(person.phone))
        return "- " + " — ".join(part for part in told if part)

    def _comparisons(self, block: Comparisons) -> str:
        told = (escape(block.warning), *map(self.record, block.links), escape(block.remark))
        head = " — ".join((self.record(block.link), f"**{escape(block.what)}**", *filter(None, told)))
        heads = [self._say(key) for key in ("column_field", *block.heads)]
        rows = [[escape(c.label), marked(c.before, "del"), marked(c.after, "ins")] for c in block.changes]
        return together([head, self.table(heads, rows) if rows else ""])

    def _panel(self, panel: Panel, level: int) -> str:
        badge = f" — {escape(panel.badge.text)}" if panel.badge else ""
        head = f"{'#' * min(level + 1, 3)} {self.record(panel.link)}{badge}"
        return together([head, escape(panel.note), *self.blocks(panel.blocks, 3)])
