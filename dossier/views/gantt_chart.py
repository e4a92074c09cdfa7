"""The plan as one table with a bar in each row: phases that fold, one time axis, and what each bar says in words."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from dossier.views.dependency_arrows import arrows, too_far
from dossier.views.gantt import LONGEST_SHADED_DAYS, UrlOf, no_url
from dossier.views.gantt_bars import Bars, span_of
from dossier.views.gantt_folds import Placed, folds
from dossier.views.plan_tree import MOST_ROWS, plan_tree
from dossier.views.time_axis import TimeAxis, time_axis
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow, State
    from dossier.language import Language
    from dossier.records.links import Link
    from dossier.views.dependency_arrows import Mark

LABEL_TURNS = 80
"""Right of this, in percent of the width, the date of a milestone stands left of it, so that nothing is cut off."""
LABEL = 14
"""About how wide the date of a milestone is where a chart is narrow, in percent of the width."""
_PIECES_OF_ARROWS = frozenset({"ad", "au", "ad crit", "au crit"})


class ChartRow(NamedTuple):
    """A line of the table: what stands beside the bar, what is drawn, and the same in words (`told`).

    `level` counts from 0 at the phase. A row heads a group that folds where `fold` is a number, and folds away with
    those in `inside` (`dossier.views.gantt_folds`). `after` says what it waits for that no arrow leads from. `label` is
    a milestone's date at its place, `label_before` where it stands left of it.
    """

    number: str
    title: str
    url: str
    level: int
    phase: bool
    fold: int | None
    inside: tuple[int, ...]
    opened: bool
    state: State
    critical: bool
    progress: int
    owner: str
    agreed: str
    after: str
    start: str
    finish: str
    late: str
    marks: tuple[Mark, ...]
    told: str
    label: str
    label_x: float

    @property
    def label_before(self) -> bool:
        """Whether the date stands left of its milestone."""
        return self.marks[-1][1] > LABEL_TURNS


class GanttChart(Struct, frozen=True, kw_only=True):
    """The table: its axis, and its rows in groups that fold as a whole. `shows` names what the legend explains."""

    axis: TimeAxis
    groups: tuple[tuple[ChartRow, ...], ...]
    shows: frozenset[str]
    as_of: str

    @property
    def rows(self) -> tuple[ChartRow, ...]:
        """All rows in the order of the plan."""
        return tuple(row for group in self.groups for row in group)

    @property
    def key(self) -> str:
        """A name of its own among the charts of a page, the same in every build."""
        told = "\n".join([f"{row.number} {row.told}" for group in self.groups for row in group])
        return f"g{blake2b(told.encode(errors='replace'), digest_size=4).hexdigest()}"


def gantt_chart(
    plan: Plan,
    language: Language,
    *,
    rows: Sequence[PlanRow] | None = None,
    waits_for: Mapping[str, Sequence[Link]] | None = None,
    url_of: UrlOf = no_url,
) -> GanttChart:
    """The chart of a plan, or of some of its `rows` on the axis of the whole; ValueError for a plan without rows.

    `waits_for` is what each task waits for, by its id.
    """
    wording, say = Wording(language), words(language)
    scale = span_of(plan.rows, plan.as_of)
    bars = Bars(plan, scale, wording, say)
    groups = list(folds(plan_tree(plan.rows if rows is None else rows)))
    every = [placed for group in groups for placed in group]
    ends = [bars.ends(placed.row) for placed in every]
    pieces = arrows([placed.row.id for placed in every], ends, waits_for or {})
    few = len(every) <= MOST_ROWS
    far: dict[str, list[str]] = {}
    for task, other in too_far([placed.row.id for placed in every], waits_for or {}):
        if other in plan.by_id:
            far.setdefault(task, []).append(plan.by_id[other].number or other)
    made = (
        _row(placed, bars, (*piece, *bars.marks(placed.row, end, phase=placed.phase)), url_of, far, few=few)
        for placed, end, piece in zip(every, ends, pieces, strict=True)
    )
    lines = tuple(tuple(next(made) for _ in group) for group in groups)
    first, last = scale.span
    shaded = plan.calendar.non_working_dates(first, last) if scale.days <= LONGEST_SHADED_DAYS else ()
    shown = plan.as_of if first <= plan.as_of <= last else None
    return GanttChart(
        axis=time_axis(scale, wording, shaded, shown, say("foot", day=wording.day(plan.as_of))),
        groups=lines,
        shows=frozenset(_shown([row for group in lines for row in group])),
        as_of=wording.day(plan.as_of),
    )


def _row(
    placed: Placed,
    bars: Bars,
    marks: tuple[Mark, ...],
    url_of: UrlOf,
    far: Mapping[str, Sequence[str]],
    *,
    few: bool,
) -> ChartRow:
    row, level, phase, fold, inside = placed
    day, finish, late = bars.day, row.expected_finish, bars.late(row)
    return ChartRow(
        row.number,
        row.title or row.number or row.id,
        url_of(row.id),
        level,
        phase,
        fold,
        inside,
        few or row.state in {"active", "late"},
        row.state,
        row.critical,
        row.progress,
        row.owner,
        bars.agreed(row.deadline) if row.deadline and row.milestone else "",
        bars.say("gantt_after", numbers=", ".join(far[row.id])) if row.id in far else "",
        "" if row.milestone else day(row.start),
        day(finish),
        late,
        marks,
        bars.told(row, late),
        bars.wording.day_of_month(finish) if row.milestone else "",
        _label_x(marks) if row.milestone else 0,
    )


def _label_x(marks: Sequence[Mark]) -> float:
    """Where the date of a milestone begins, or ends if it stands left of it: beyond the marks that it would cover."""
    *others, (_, at, _) = marks
    near = [x for kind, x, _ in others if kind in {"due", "bms"} and abs(x - at) < LABEL]
    return min(at, *near) if at > LABEL_TURNS and near else max(at, *near) if near else at


def _shown(rows: Sequence[ChartRow]) -> Iterator[str]:
    """What there is to see: kinds of marks, states of bars, `crit` and `arrow`."""
    kinds = {mark[0] for row in rows for mark in row.marks}
    yield from kinds - _PIECES_OF_ARROWS
    if kinds & _PIECES_OF_ARROWS:
        yield "arrow"
    yield from {row.state for row in rows if not (row.phase or row.label)}
    if any(row.critical for row in rows):
        yield "crit"
