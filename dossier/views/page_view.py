"""One page as its reader sees it, before any syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.views.blocks import Columns, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.views.blocks import Badge, Block, RecordLink

_FEWEST_PARTS = 3


class PageView(Struct, frozen=True, kw_only=True):
    """Exactly what one page shows: title, the trail that leads to it, states beside the title, blocks."""

    title: str
    kicker: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    badges: tuple[Badge, ...] = ()
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    foot: str = ""
    previous: RecordLink | None = None
    following: RecordLink | None = None

    @property
    def parts(self) -> tuple[Heading, ...]:
        """The headings of its parts, in order."""
        return tuple(heading for heading in _headings(self.blocks) if heading.level == 2)

    @property
    def jumps(self) -> tuple[Heading, ...]:
        """Where a reader may jump to from the top; none on a page of one or two parts."""
        return self.parts if len(self.parts) >= _FEWEST_PARTS else ()


def _headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Columns):
            for column in block.columns:
                yield from _headings(column)
