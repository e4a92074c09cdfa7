"""The tasks of a Microsoft Project plan as task records: nested, with links, dates, progress and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dossier.exchange.mspdi_dates import actual_dates, constraint_dates, finish_day, given_duration, moment
from dossier.exchange.mspdi_values import (
    ELAPSED_FORMATS,
    LONGEST_MINUTES,
    PERCENT_FORMATS,
    minutes_of,
    number_of,
    plain,
    shortest_days,
)
from dossier.exchange.plain_text import one_line
from dossier.records.assignments import Assignment
from dossier.records.links import Link, Relation
from dossier.records.values import ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.compute.calendar import WorkingCalendar
    from dossier.exchange.mspdi_xml import Element, Ledger

RELATIONS: dict[str, Relation] = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
"""The schema's numbers for the type of a link."""

_DEEPEST = 24
"""Tasks further down name their parent instead of standing inside it: YAML is not nested without end."""

Written = dict[str, Any]


class Row(Struct, frozen=True):
    """A task as it stands in the file: its level in the outline, and whether others stand below it."""

    element: Element
    uid: str
    id: str
    level: int
    parent: str
    is_summary: bool


def task_rows(root: Element, own_ids: Mapping[str, str], ledger: Ledger) -> tuple[Row, ...]:
    """The tasks in the order of the file, without the project's own row and what is switched off or empty.

    `own_ids` holds the ids that an earlier export noted, by UID; all others become `T-` and the UID.
    """
    kept: list[tuple[Element, str, int]] = []
    for element in (task for group in root.all("Tasks") for task in group.all("Task")):
        uid, outline = element.text("UID"), ledger.number(element, "OutlineLevel")
        if ledger.flag(element, "IsNull") or uid == "0" or outline == 0:
            continue
        is_off = not ledger.flag(element, "Active", default=True)
        if is_off or ledger.flag(element, "ExternalTask"):
            what = "Task that is switched off" if is_off else "Task of another plan"
            ledger.lost.add(what, element.text("Name"))
            continue
        kept.append((element, uid, max(1, int(outline or 1))))
    ids = _ids([uid for _, uid, _ in kept], own_ids)
    rows: list[Row] = []
    above: list[tuple[int, str]] = []
    for number, (element, uid, level) in enumerate(kept):
        while above and above[-1][0] >= level:
            above.pop()
        below = number + 1 < len(kept) and kept[number + 1][2] > level
        rows.append(Row(element, uid, ids[uid], level, above[-1][1] if above else "", below))
        above.append((level, ids[uid]))
    return tuple(rows)


def task_records(
    rows: Sequence[Row],
    people: Mapping[str, Sequence[Assignment]],
    notes: Mapping[str, Written],
    calendar: WorkingCalendar,
    ledger: Ledger,
) -> tuple[Written, ...]:
    """The task records as written, nested; `people` of each task and `notes` (further fields) go by UID."""
    by_uid = {row.uid: row for row in rows}
    records: dict[str, Written] = {}
    depths: dict[str, int] = {}
    top: list[Written] = []
    for row in rows:
        record = _record(row, people.get(row.uid, ()), by_uid, calendar, ledger) | notes.get(row.uid, {})
        record = {name: value for name, value in record.items() if value}
        records[row.id] = record
        depths[row.id] = depths[row.parent] + 1 if row.parent else 0
        if not row.parent:
            top.append(record)
        elif depths[row.id] > _DEEPEST:
            top.append({"id": record["id"], "title": record["title"], "parent": row.parent} | record)
            records[row.id] = top[-1]
        else:
            records[row.parent].setdefault("tasks", []).append(record)
    for record in records.values():
        if "tasks" in record:  # what stands inside a task is read best behind its own fields
            record["tasks"] = record.pop("tasks")
    return tuple(top)


def _ids(uids: Sequence[str], own_ids: Mapping[str, str]) -> dict[str, str]:
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for uid in uids:
        own = own_ids.get(uid, "")
        if ID.fullmatch(own) and own.casefold() not in taken:
            ids[uid] = own
            taken.add(own.casefold())
    for uid in uids:
        if uid not in ids:
            name = f"T-{uid}"
            while name.casefold() in taken:
                name += "-2"
            ids[uid] = name
            taken.add(name.casefold())
    return ids


def _record(
    row: Row, people: Sequence[Assignment], by_uid: Mapping[str, Row], calendar: WorkingCalendar, ledger: Ledger
) -> Written:
    element = row.element
    links = tuple(str(link) for link in _links(row, by_uid, calendar, ledger))
    fields: Written = {
        "id": row.id,
        "title": one_line(element.text("Name")) or row.id,
        "owner": people[0].person if people else "",
        "people": tuple(str(each) for each in people if each is not people[0] or each.share is not None),
        "after": links,
    }
    fields |= _summary_fields(element, calendar, ledger) if row.is_summary else _leaf_fields(element, calendar, ledger)
    if (deadline := moment(element, "Deadline", ledger)) is not None:
        fields["deadline"] = finish_day(calendar, deadline, ledger).isoformat()
    fields["cost"] = _cost(element, "FixedCost" if row.is_summary else "Cost", ledger) or _cost(
        element, "FixedCost", ledger
    )
    _count_oddities(row, ledger)
    return {name: value for name, value in fields.items() if value}


def _summary_fields(element: Element, calendar: WorkingCalendar, ledger: Ledger) -> Written:
    """What a summary says of itself; its dates, work, cost and progress come from what is inside it."""
    for name in (
        "Duration",
        "Work",
        "PercentComplete",
        "ActualStart",
        "ActualFinish",
        "Milestone",
        "Cost",
        "Type",
    ):
        element.text(name)
    if ledger.flag(element, "Manual"):
        ledger.lost.add("Summary task with dates of its own", element.text("Name"))
        return {}
    fields = constraint_dates(element, calendar, ledger)
    for name in sorted(fields.keys() - {"start", "finish_no_later"}):
        ledger.lost.add(f"Constraint of a summary: {name}", fields.pop(name))
    return fields


def _leaf_fields(element: Element, calendar: WorkingCalendar, ledger: Ledger) -> Written:
    duration = given_duration(element, calendar, ledger)
    is_marked = ledger.flag(element, "Milestone")
    is_milestone = is_marked and not duration
    if is_marked and not is_milestone:
        ledger.lost.add("Milestone with a duration: held as a task", element.text("Name"))
    fields: Written = {"kind": "milestone"} if is_milestone else {}
    if duration is not None and not is_milestone:
        fields["duration"] = f"{plain(shortest_days(duration, calendar.minutes_per_day))}d"
    fields |= constraint_dates(element, calendar, ledger)
    fields |= actual_dates(element, duration == 0, calendar, ledger)
    progress = ledger.number(element, "PercentComplete", "0")
    if progress is not None and not 0 <= progress <= 100:
        ledger.unreadable(element, "PercentComplete", element.text("PercentComplete"))
    elif progress:
        fields["progress"] = f"{int(progress)}%"
    work = minutes_of(element.text("Work")) if element.text("Work") else 0
    if work is None:
        ledger.unreadable(element, "Work", element.text("Work"))
    elif work:
        fields["effort"] = f"{plain(shortest_days(work, calendar.minutes_per_day))}d"
    return fields


def _links(row: Row, by_uid: Mapping[str, Row], calendar: WorkingCalendar, ledger: Ledger) -> Iterator[Link]:
    for link in row.element.all("PredecessorLink"):
        before = by_uid.get(link.text("PredecessorUID"))
        number, unit = number_of(link.text("LinkLag") or "0"), link.text("LagFormat")
        relation = RELATIONS.get(link.text("Type") or "1")
        if ledger.flag(link, "CrossProject") or before is None:
            ledger.lost.add(
                "Link to a task that is not in the plan",
                link.text("CrossProjectName") or link.text("PredecessorUID"),
            )
        elif number is None or relation is None or abs(number) > LONGEST_MINUTES:
            name = "LinkLag" if relation else "Type"
            ends = " to ".join(f"{each.id} {each.element.text('Name')}" for each in (before, row))
            ledger.unreadable(link, name, link.text(name), f"the link from {ends}", "the link")
        elif unit in PERCENT_FORMATS:
            duration = minutes_of(before.element.text("Duration")) or 0
            ledger.lost.add("Lag as a share of a duration: held as days", f"{plain(number)} %")
            yield Link(before.id, relation, shortest_days(round(duration * number / 100), calendar.minutes_per_day))
        elif unit in ELAPSED_FORMATS:
            yield Link(before.id, relation, shortest_days(round(number / 10), 24 * 60), elapsed=True)
        else:
            yield Link(before.id, relation, shortest_days(round(number / 10), calendar.minutes_per_day))


def _cost(element: Element, name: str, ledger: Ledger) -> str:
    amount = ledger.number(element, name, "0")
    return plain(amount / 100) if amount else ""


def _count_oddities(row: Row, ledger: Ledger) -> None:
    element = row.element
    wbs, outline = element.text("WBS"), element.text("OutlineNumber")
    if wbs and outline and wbs != outline:
        ledger.lost.add("Task/WBS with a code of its own", wbs)
    percent, of_work = element.text("PercentComplete"), element.text("PercentWorkComplete")
    if not row.is_summary and of_work and of_work != (percent or "0"):
        ledger.lost.add("Task/PercentWorkComplete", of_work)
    stop, resume = element.text("Stop"), element.text("Resume")
    if stop and resume and stop != resume and element.text("ActualStart") and not element.text("ActualFinish"):
        ledger.lost.add("Task that was interrupted", f"{stop} to {resume}")
