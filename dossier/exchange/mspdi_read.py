"""A Microsoft Project plan in XML read as record files: project.yml, stakeholders.yml, tasks.yml."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from dossier.compute.plan import plan
from dossier.compute.project_calendar import with_hours_per_day, working_calendar
from dossier.dossier import Dossier
from dossier.exchange.files import ImportResult, NewFile
from dossier.exchange.mspdi_calendar import calendar_fields
from dossier.exchange.mspdi_custom import RESOURCE_FIELDS, TASK_FIELDS, ids_in, noted, texts_of
from dossier.exchange.mspdi_dates import AT_FINISH, AT_START, moment, start_day
from dossier.exchange.mspdi_lost import count_unread
from dossier.exchange.mspdi_people import assigned, project_manager, stakeholders
from dossier.exchange.mspdi_tasks import Row, task_records, task_rows
from dossier.exchange.mspdi_values import moment_of, plain
from dossier.exchange.mspdi_xml import Element, Ledger, opened
from dossier.exchange.plain_text import clean, one_line
from dossier.load import load
from dossier.problems.problem import Place, Problem
from dossier.records.declare import RECORD_TYPES
from dossier.records.moment import MOMENT
from dossier.records.working_calendar import Calendar, NonWorkingPeriod
from dossier.records.written import records_yaml, settings_yaml
from dossier.text.source import LARGEST, Source, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from dossier.compute.calendar import WorkingCalendar

_KINDS_NOTED = frozenset({"work_package", "phase", "task"})
_DOCUMENT_FIELDS = ("UID", "Name")
_OF_THE_WHOLE = (
    *(
        "UID",
        "Duration",
        "Work",
        "PercentComplete",
        "PercentWorkComplete",
        "Cost",
        "ActualStart",
        "ActualFinish",
    ),
    *("ActualWork", "ActualCost", "Type", "WBS", "ConstraintType", "IsNull", "Notes", "FixedCost"),
)
"""What the project's own row says of the whole, which comes from its tasks."""


def read(raw: bytes, project: str) -> ImportResult:
    """The record files that a plan becomes, and a list of everything they cannot hold.

    `raw` is the XML, also packed with gzip; `project` is the project's id (or `client/project`), the title
    where the plan has none. Tasks keep their UID in their id (`T-12`). What cannot be read becomes problems.
    """
    root, problems = opened(raw)
    if root is None:
        return ImportResult(problems=problems)
    if twice := _same_uids(root):
        return ImportResult(problems=twice)
    ledger = Ledger()
    settings, calendar, further = _project(root, project, ledger)
    people = stakeholders(root, noted(root, "Resources", "Resource", RESOURCE_FIELDS, ledger), further, ledger)
    if manager := project_manager(root, people):
        settings = {"title": settings.pop("title"), "owner": manager} | settings
    notes = noted(root, "Tasks", "Task", TASK_FIELDS, ledger)
    rows = task_rows(root, {uid: fields["id"] for uid, fields in notes.items() if "id" in fields}, ledger)
    shares = {uid: fields["shares"] for uid, fields in notes.items() if "shares" in fields}
    on_tasks = assigned(root, people, shares, ledger)
    own_fields = {row.uid: _further_fields(row, notes.get(row.uid, {}), further) for row in rows}
    settings = _with_named_calendars(settings, further, (*people.values(), *own_fields.values()))
    tasks = task_records(rows, on_tasks, own_fields, calendar, ledger)
    count_unread(_elements(root, ledger), ledger)
    files = _files(settings, tuple(people.values()), tasks)
    if too_large := [file.path for file in files if len(file.text.encode()) > LARGEST]:
        message = f"{too_large[0]} would be larger than a record file may be ({LARGEST:,} bytes)"
        return ImportResult(problems=(Problem("DOS821", Place("", line=1, column=1), message),))
    _compare(files, rows, calendar, ledger)
    return ImportResult(
        files=files,
        records=1 + len(people) + len(rows),
        lost=ledger.lost.all(),
        problems=ledger.problems,
        read_as=ledger.read_as.all(),
    )


def _project(
    root: Element, project: str, ledger: Ledger
) -> tuple[dict[str, Any], WorkingCalendar, dict[str, dict[str, Any]]]:
    """The fields of project.yml as written, the calendar that they make, and the further ones by their UID."""
    for name in _DOCUMENT_FIELDS:
        root.text(name)
    own = next((t for group in root.all("Tasks") for t in group.all("Task") if t.text("UID") == "0"), None)
    names = [root.text("Title"), own.text("Name") if own else "", project.rsplit("/", 1)[-1]]
    title = next((name for text in names if (name := one_line(text))), "Plan")
    if own:
        for name in _OF_THE_WHOLE:
            own.text(name)
    if own and own.text("Name") not in {"", root.text("Title")} and root.text("Title"):
        ledger.lost.add("Name of the project's own row", own.text("Name"))
    written_calendar, further = calendar_fields(root, ledger)
    calendar = working_calendar(_as_record(written_calendar))
    per_day = _hours_per_day(root, calendar, ledger)
    if per_day is not None:
        calendar = with_hours_per_day(calendar, per_day)
    fields: dict[str, Any] = {
        "title": title,
        "description": clean(own.text("Notes")) if own else "",
        "calendar": written_calendar,
        "hours_per_day": "" if per_day is None else plain(per_day),
        "currency": clean(root.text("CurrencyCode")),
    }
    start, finish = moment(root, "StartDate", ledger), moment_of(root.text("FinishDate"))
    if start:
        fields["start"] = start_day(calendar, start, ledger).isoformat()
    if not ledger.flag(root, "ScheduleFromStart", default=True):
        ledger.lost.add("Plan counted backwards from its finish", root.text("FinishDate"))
        fields["finish"] = finish.date().isoformat() if finish else ""
    order = ("title", "description", "start", "finish", "calendar", "hours_per_day", "currency")
    return {name: fields[name] for name in order if fields.get(name)}, calendar, further


def _hours_per_day(root: Element, calendar: WorkingCalendar, ledger: Ledger) -> Decimal | None:
    """The hours that a day of a duration means, None where they are those of a day of the calendar."""
    minutes = ledger.number(root, "MinutesPerDay")
    if minutes is None or minutes == calendar.minutes_per_day:
        return None
    if not 0 < minutes <= 24 * 60 or minutes % 1:
        ledger.unreadable(root, "MinutesPerDay", root.text("MinutesPerDay"))
        return None
    return round(minutes / 60, 4)


def _with_named_calendars(
    settings: dict[str, Any], further: Mapping[str, dict[str, Any]], named_by: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The fields of project.yml with the further calendars that a task or a person names."""
    named = {fields["calendar"] for fields in named_by if "calendar" in fields}
    used = tuple(calendar for calendar in further.values() if calendar["id"] in named)
    return settings | ({"calendars": used} if used else {})


def _as_record(written: Mapping[str, Any]) -> Calendar:
    holidays = tuple(
        NonWorkingPeriod(
            start=date.fromisoformat(period["start"]),
            finish=date.fromisoformat(period.get("finish", period["start"])),
            title=period.get("title", ""),
            hours=tuple(period.get("hours", ())),
        )
        for period in written.get("holidays", ())
    )
    return Calendar(
        id="",
        title="",
        country="",
        week=written.get("week", ()),
        hours=written.get("hours", ()),
        holidays=holidays,
        extra_days=tuple(map(date.fromisoformat, written.get("extra_days", ()))),
    )


def _further_fields(row: Row, fields: Mapping[str, str], further: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The texts of a task, its calendar, and what an earlier export noted of it."""
    texts = texts_of(clean(row.element.text("Notes")), fields.get("notes_hold", ""))
    found: dict[str, Any] = {name: text for name, text in texts.items() if text}
    if (own := further.get(row.element.text("CalendarUID"))) and not row.is_summary:
        found["calendar"] = own["id"]
    if fields.get("kind") in _KINDS_NOTED:
        found["kind"] = fields["kind"]
    if re.fullmatch(r"\d{1,6}(\.\d{1,5})?d", fields.get("duration", "")):
        found["duration"] = fields["duration"]
    found |= _constraints_in(fields.get("constraints", ""))
    for name in ("requirements", "deliverables"):
        if ids := ids_in(fields.get(name, "")):
            found[name] = ids
    return found


def _constraints_in(text: str) -> dict[str, str]:
    """The constraints that an earlier export noted; a finish that was given is no constraint."""
    pairs = (part.strip().partition("=") for part in text.split(","))
    known = {*AT_START.values(), *AT_FINISH.values(), "finish"}
    found = {name: value for name, _, value in pairs if name in known and MOMENT.fullmatch(value)}
    if "as_late_as_possible=yes" in text:
        found["as_late_as_possible"] = "yes"
    return found | ({"must_finish": ""} if "finish" in found else {})


def _files(
    settings: dict[str, Any], people: Sequence[Mapping[str, Any]], tasks: Sequence[Mapping[str, Any]]
) -> tuple[NewFile, ...]:
    files = [NewFile("project.yml", settings_yaml(RECORD_TYPES["project"], settings))]
    if people:
        files.append(NewFile("stakeholders.yml", records_yaml(RECORD_TYPES["stakeholder"], people)))
    if tasks:
        files.append(NewFile("tasks.yml", records_yaml(RECORD_TYPES["task"], tasks)))
    return tuple(files)


def _same_uids(root: Element) -> tuple[Problem, ...]:
    """Tasks and resources that cannot be told apart by their UID."""
    found: list[Problem] = []
    for group, item in (("Tasks", "Task"), ("Resources", "Resource")):
        seen: set[str] = set()
        for element in (element for elements in root.all(group) for element in elements.all(item)):
            uid = element.text("UID")
            if not uid.isascii() or not uid.isdigit() or len(uid) > 12 or uid in seen:
                message = f"the UID `{uid[:20]}` stands twice" if uid in seen else f"`{uid[:20]}` is no UID"
                found.append(Problem("DOS823", Place("", line=element.line, column=1), f"{item}: {message}"))
            seen.add(uid)
    return tuple(found)


def _elements(root: Element, ledger: Ledger) -> Iterable[Element]:
    """The elements of which every value is to be accounted for."""
    yield root
    for task in (task for group in root.all("Tasks") for task in group.all("Task")):
        if not ledger.flag(task, "IsNull"):
            yield task
            yield from task.all("PredecessorLink")
    for resource in (r for group in root.all("Resources") for r in group.all("Resource")):
        if resource.text("UID") != "0":
            yield resource
    for group in root.all("Assignments"):
        yield from group.all("Assignment")


def _compare(files: tuple[NewFile, ...], rows: Sequence[Row], calendar: WorkingCalendar, ledger: Ledger) -> None:
    """Compute the plan from the new records and tell how many tasks lie elsewhere than in the file."""
    sources = tuple(Source(f"client/project/{file.path}", file.text) for file in files)
    client = Source("client/client.yml", "title: client\n")
    portfolio, problems = load(Tree((client, *sources), frozenset(), ()))
    ledger.told(problems)
    dossier: Dossier = portfolio.dossiers[0]
    if dossier.project.start is None:  # nothing says where the days begin that Microsoft Project counted
        return
    found = plan(dossier, dossier.project.start)
    for row in rows:
        here = found.positions.get(row.id)
        there_start, there_finish = (
            moment_of(row.element.text("Start")),
            moment_of(row.element.text("Finish")),
        )
        if here and there_start and there_finish:
            there = calendar.position(there_start), calendar.position(there_finish)
            if here != there:
                finish = found.by_id[row.id].finish
                example = f"{row.id} finishes on {finish} here, on {there_finish.date()} there"
                ledger.lost.add("Dates that the plan here does not give", example)
