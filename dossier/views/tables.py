"""Lists of records as tables: the columns a reader asks for, with what to filter by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.fence import COMPUTED
from dossier.records.cost_item import CostItem
from dossier.records.declare import Record, type_of
from dossier.records.kinds import Choice, Reference
from dossier.records.task import Task
from dossier.views.blocks import NOTHING, Badge, Bar, Cell, Column, Links, Table, Text
from dossier.views.cells import field_cell, tone, value_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.views.context import Context

MOST_LETTERS = 18


def record_table(
    context: Context, records: Sequence[Record], columns: Sequence[str], *, filters: bool = False
) -> Table:
    """A table of records of one type; empty columns are left out, `record` is the number with its title."""
    cells = {name: [cell(context, record, name) for record in records] for name in columns}
    shown = [name for name in columns if name == "record" or any(each != NOTHING for each in cells[name])]
    heads = tuple(_column(context, records, name, cells[name], filters) for name in shown)
    rows = tuple(tuple(cells[name][number] for name in shown) for number in range(len(records)))
    return Table(heads, rows, filters=filters, listed=True)


def cell(context: Context, record: Record, name: str) -> Cell:  # noqa: PLR0911 - one case a kind
    """The value of a column for a record: a declared field, or one of COMPUTED."""
    if name == "record":
        return Links((context.link_to(record),))
    if name == "sign_offs":
        found = context.sign_offs_of.get(record.id, ())
        return Links(tuple(context.link_to(sign_off) for sign_off in found)) if found else NOTHING
    if name == "standing":
        standing = context.standings.get(record.id)
        return Badge(context.say(f"sign_{standing.state}"), tone(standing.state)) if standing else NOTHING
    if isinstance(record, Task) and (planned := _planned(context, record, name)):
        return planned
    if isinstance(record, CostItem) and name == "actual":
        return value_cell(context, type_of(record).fields[name], record.spent, record)
    if name in type_of(record).fields:
        return field_cell(context, record, name)
    return _computed(context, record, name)


def _planned(context: Context, task: Task, name: str) -> Cell | None:
    """What the plan knows of a task."""
    row = context.plan.by_id.get(task.id)
    if row is None:
        return None
    if name in {"start_on", "finish_on"}:
        on = row.start if name == "start_on" else row.finish
        return Text(context.day(on), on.isoformat())
    if name == "state":
        return Badge(context.say(f"state_{row.state}"), tone(row.state))
    if name == "wbs":
        return Text(row.number)
    return Bar(row.progress) if name == "progress" else None


def _computed(context: Context, record: Record, name: str) -> Cell:
    """A value that the record computes itself, such as a change request's status or a risk's score."""
    value = getattr(record, name, None)
    if value is None or value == "":
        return NOTHING
    if name == "status":
        return Badge(context.say(f"change_{value}"), tone(value))
    if name == "score":
        return Badge(str(value), "bad" if value >= 15 else "warn" if value >= 8 else "good")
    return Text(str(value))


def _column(context: Context, records: Sequence[Record], name: str, cells: Sequence[Cell], filters: bool) -> Column:
    field = type_of(records[0]).fields.get(name) if records else None
    label = field.label[context.language] if field and name != "record" else context.say(f"column_{name}")
    choosable = name in COMPUTED - {"record", "start_on", "finish_on", "wbs", "score", "sign_offs"} or (
        field is not None and isinstance(field.kind, (Choice, Reference))
    )
    choices: tuple[str, ...] = ()
    if filters and choosable:
        choices = tuple(dict.fromkeys(text for each in cells if (text := _plain(each))))
    return Column(label, choices if len(choices) > 1 else (), narrow=name != "record" and all(map(_is_short, cells)))


def _is_short(cell: Cell) -> bool:
    """Whether a cell is better kept on one line: a state, a day, a figure, one name."""
    if isinstance(cell, Links):
        return len(cell.links) == 1 and not cell.links[0].id and len(cell.links[0].title) <= MOST_LETTERS
    return isinstance(cell, (Badge, Bar)) or (isinstance(cell, Text) and len(cell.text) <= MOST_LETTERS)


def _plain(cell: Cell) -> str:
    """The words by which a cell is filtered."""
    if isinstance(cell, (Text, Badge)):
        return cell.text
    return cell.links[0].title or cell.links[0].id if isinstance(cell, Links) else ""
