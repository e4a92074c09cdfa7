"""Dependencies as arrows between the rows of a chart, cut at the rows, so that they meet when rows are folded away.

Each row is drawn for itself, whatever its height. An arrow that passes through a row is an upright line in it, at the
same place in every row; where a phase is folded, its rows go with their pieces of the arrow, and what is left joins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.records.links import Link

MOST_ROWS = 60
"""Over more rows than this there is no arrow: nobody follows it with the eye, and rows would be full of lines."""
INTO = 0.7
"""How far behind the start of a bar an arrow comes down onto it, in percent of the chart's width."""
ASIDE = 1.0
"""How far beside both bars an arrow runs that ties start to start or finish to finish, in percent of the width."""


Mark = tuple[str, float, float]
"""A piece of what is drawn in a row: what it is, where it begins and how wide it is, in percent of the width (0 where
its kind says how wide). A plain tuple, since a plan of a thousand tasks has ten thousand of them.

Of arrows: `ah` runs across the middle of the row; `av` upright through it, `au` from the middle up, `ad` from the
middle down, `at` from the top onto the bar, `ab` from the bottom onto it; `hd`, `hu`, `hr` and `hl` are heads that
point down, up, right and left. ` crit` follows where both ends are critical.
"""


class Ends(NamedTuple):
    """Where the bar of a row begins and ends, in percent of the width; twice the same for a milestone."""

    left: float
    right: float
    critical: bool = False


def arrows(ids: Sequence[str], ends: Sequence[Ends], waits_for: Mapping[str, Sequence[Link]]) -> list[list[Mark]]:
    """The pieces of arrows in each row; what waits for something outside these rows has no arrow."""
    pieces: list[dict[Mark, None]] = [{} for _ in ids]
    at = {each: n for n, each in enumerate(ids)}
    for to, each in enumerate(ids):
        for link in waits_for.get(each, ()):
            begin = at.get(link.task)
            if begin is not None and begin != to and abs(to - begin) <= MOST_ROWS:
                _draw(pieces, ends, begin, to, link.relation)
    return [list(each) for each in pieces]


def too_far(ids: Sequence[str], waits_for: Mapping[str, Sequence[Link]]) -> Iterator[tuple[str, str]]:
    """What waits for what without an arrow, as (task, what it waits for): over too many rows, or for another part."""
    at = {each: n for n, each in enumerate(ids)}
    for to, each in enumerate(ids):
        for link in waits_for.get(each, ()):
            begin = at.get(link.task)
            if begin is None or abs(to - begin) > MOST_ROWS:
                yield each, link.task


def _draw(pieces: list[dict[Mark, None]], ends: Sequence[Ends], begin: int, to: int, relation: str) -> None:
    source, target = ends[begin], ends[to]
    crit = " crit" if source.critical and target.critical else ""
    down = to > begin
    leaves = source.left if relation[0] == "S" else source.right
    if relation == "FS":
        # out of the bar and onto the start of the next, where it enters from above or below
        x = round(target.left + min(INTO, (target.right - target.left) / 2), 1)
        pieces[to][("at" if down else "ab") + crit, x, 0] = None
        pieces[to][("hd" if down else "hu") + crit, x, 0] = None
    else:
        arrives = target.left if relation == "SS" else target.right
        x = min(leaves, arrives) - ASIDE if relation == "SS" else max(leaves, arrives) + ASIDE
        x = round(min(max(x, 0), 100), 1)
        pieces[to][("au" if down else "ad") + crit, x, 0] = None
        pieces[to][_across(x, arrives, crit)] = None
        pieces[to][("hr" if relation == "SS" else "hl") + crit, arrives, 0] = None
    if x != leaves:
        pieces[begin][_across(leaves, x, crit)] = None
    pieces[begin][("ad" if down else "au") + crit, x, 0] = None
    for between in range(min(begin, to) + 1, max(begin, to)):
        pieces[between]["av" + crit, x, 0] = None


def _across(one: float, other: float, crit: str) -> Mark:
    return "ah" + crit, min(one, other), round(abs(one - other), 2)
