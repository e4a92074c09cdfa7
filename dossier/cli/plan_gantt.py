"""`dossier plan --gantt`: the plan as bars in a terminal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.render.problems import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.plan import Plan
    from dossier.compute.plan_row import PlanRow

_TITLE = 38
_LEAST_COLUMNS = 20
_DONE, _LEFT, _PHASE, _MILESTONE, _FLOAT, _AS_OF = "█", "░", "▬", "◆", "·", "│"
_STYLES = {"done": "green", "active": "cyan", "late": "bold red", "planned": ""}


def gantt_lines(found: Plan, width: int) -> Iterator[Text]:
    """A line for each row of the plan, below a line of months; no line is longer than `width` columns.

    A bar is `█` as far as it is done and `░` beyond, a phase `▬`, a milestone `◆`; a critical row has a `*`, the day of
    the plan is `│`, and dots are how late a task may be.
    """
    if not found.rows or found.start is None or found.finish is None:
        return
    last = max(found.finish, found.expected_finish or found.finish)
    scale = _Scale(found.start, last, max(_LEAST_COLUMNS, width - _TITLE - 2))
    yield Text(" " * (_TITLE + 2) + scale.months())
    for row in found.rows:
        yield _line(found, row, scale)


class _Scale:
    """Days as columns: from `first` to `last` over `columns` columns."""

    def __init__(self, first: date, last: date, columns: int) -> None:
        self.first, self.columns = first, columns
        self.days = (last - first).days + 1

    def column(self, day: date) -> int:
        """The column in which a day lies."""
        return max(0, min(self.columns - 1, (day - self.first).days * self.columns // self.days))

    def months(self) -> str:
        """The months where they begin, as far as there is room for their names."""
        line = [" "] * self.columns
        day, free = self.first, 0
        while day <= self.first + timedelta(days=self.days - 1):
            at, name = self.column(day), f"{day:%Y-%m}"
            if at >= free and at + len(name) <= self.columns:
                line[at : at + len(name)] = name
                free = at + len(name) + 1
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return "".join(line).rstrip()


def _line(found: Plan, row: PlanRow, scale: _Scale) -> Text:
    cells = [" "] * scale.columns
    start, finish = scale.column(row.start), scale.column(row.finish)
    if row.total_float_days > 0 and not row.is_summary and row.state != "done":
        until = found.calendar.add_working_days(row.finish, int(row.total_float_days))
        cells[finish : scale.column(until) + 1] = _FLOAT * (scale.column(until) - finish + 1)
    if scale.first <= found.as_of <= scale.first + timedelta(days=scale.days - 1):
        cells[scale.column(found.as_of)] = _AS_OF
    length = finish - start + 1
    done = round(length * row.progress / 100)
    shown = _PHASE * length if row.is_summary else _DONE * done + _LEFT * (length - done)
    cells[start : finish + 1] = _MILESTONE if row.milestone else shown
    mark = "*" if row.critical and row.state != "done" else " "
    title = Text(f"{'  ' * min(row.level, 6)}{row.number} {visible(row.title)}")
    title.truncate(_TITLE, overflow="ellipsis", pad=True)
    return Text.assemble(title, mark, " ", ("".join(cells).rstrip(), _STYLES[row.state]))
