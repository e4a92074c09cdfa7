"""`dossier plan --level`: the dates that everybody can keep, beside those of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dossier.compute.levelled_plan import levelled_plan
from dossier.compute.row_dates import dates_at
from dossier.render.problems import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from dossier.compute.levelling import Levelled
    from dossier.compute.plan import Plan, PlanRow
    from dossier.dossier import Dossier

    DatesOf = Callable[[int, int], tuple[str, str]]


class Beside(Struct, frozen=True):
    """A row's levelled dates in ISO 8601, and how many working days later than the forecast it starts."""

    start: str
    finish: str
    later: Decimal


class LevelledRows(Struct, frozen=True):
    """What levelling gives for the rows of a plan, by their ids."""

    found: Levelled
    rows: Mapping[str, Beside]
    finish: str

    def described(self) -> dict[str, Any]:
        """What the JSON form says of the whole."""
        return {"levelled_finish": self.finish, "delayed": self.found.delayed, "crowded": self.found.crowded}

    def columns(self, row: PlanRow) -> dict[str, str]:
        """What the JSON and CSV forms say of a row."""
        return {"levelled_start": self.rows[row.id].start, "levelled_finish": self.rows[row.id].finish}


def levelled_rows(found: Plan, dossier: Dossier, dates_of: DatesOf | None = None) -> LevelledRows:
    """The levelled plan; `dates_of` writes a span on the axis, as days where it is not given."""
    levelled = levelled_plan(dossier, found.as_of)
    write = dates_of or (lambda start, finish: _days(found, start, finish))
    rows = {row.id: _beside(found, levelled, row, write) for row in found.rows}
    last = max((each.finish for each in rows.values()), default="")
    return LevelledRows(levelled, rows, last)


def levelled_lines(found: Plan, dossier: Dossier) -> Iterator[Table | str]:
    """The table of planned and levelled dates, and what levelling did in words."""
    levelled = levelled_rows(found, dossier)
    yield _table(found, levelled)
    before = found.expected_finish.isoformat() if found.expected_finish else ""
    moved = "stays" if levelled.finish <= before else f"moves from {before} to {levelled.finish}"
    yield f"levelled: the finish {moved}; what gives way (!): {visible(', '.join(levelled.found.delayed)) or 'nothing'}"
    if levelled.found.crowded:
        yield f"no room for: {visible(', '.join(levelled.found.crowded))}; share the work, or free other days"


def _beside(found: Plan, levelled: Levelled, row: PlanRow, dates_of: DatesOf) -> Beside:
    start, finish = dates_of(*levelled.after[row.id])
    if row.state == "done":
        start, finish = row.start.isoformat(), row.finish.isoformat()
    elif row.actual_start:
        start = row.actual_start.isoformat()
    later = levelled.after[row.id][0] - levelled.before[row.id][0]
    return Beside(start, finish, found.axis.days(later))


def _days(found: Plan, start: int, finish: int) -> tuple[str, str]:
    first, last = dates_at(found.axis, (start, finish), found.origin)
    return first.isoformat(), last.isoformat()


def _table(found: Plan, levelled: LevelledRows) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("WBS", "Id", "Task", "Start", "Finish", "Levelled start", "Levelled finish"):
        table.add_column(heading, no_wrap=heading != "Task", overflow="fold")
    table.add_column("Days later", justify="right", no_wrap=True)
    for row in found.rows:
        beside = levelled.rows[row.id]
        gives_way = row.id in levelled.found.delayed
        later = f"{beside.later:+}{' !' if gives_way else '  '}" if beside.later else ""
        table.add_row(
            row.number,
            Text(visible(row.id)),
            Text(f"{'  ' * min(row.level, 8)}{visible(row.title)}", style="bold" if row.is_summary else ""),
            row.start.isoformat(),
            row.finish.isoformat(),
            beside.start,
            beside.finish,
            Text(later, style="bold" if gives_way else ""),
        )
    return table
