"""The people of a Microsoft Project plan as stakeholders, and who works on which task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dossier.exchange.mspdi_custom import noted_share
from dossier.exchange.mspdi_values import duration_text, minutes_of, plain
from dossier.exchange.plain_text import clean, one_line
from dossier.records.assignments import Assignment
from dossier.records.values import ID, percent_of
from dossier.records.words import SIDES

if TYPE_CHECKING:
    from dossier.exchange.mspdi_xml import Element, Ledger

_WORK = "1"
_NOBODY = "-65535"
"""The UID by which an assignment names nobody yet."""
MANAGER_ID = "RES-manager"


def stakeholders(
    root: Element, notes: Mapping[str, Mapping[str, str]], calendars: Mapping[str, Mapping[str, Any]], ledger: Ledger
) -> dict[str, dict[str, str]]:
    """The stakeholder that each person of the plan becomes, as written, by the resource's UID.

    Material and costs are no people and go to the ledger. `notes` are fields that an earlier export noted, by
    UID.
    """
    found: dict[str, dict[str, str]] = {}
    taken: set[str] = set()
    for resource in (r for group in root.all("Resources") for r in group.all("Resource")):
        uid, name = resource.text("UID"), one_line(resource.text("Name"))
        if ledger.flag(resource, "IsNull") or uid == "0" or uid in found:
            continue
        kind = resource.text("Type") or _WORK
        if kind != _WORK:
            ledger.lost.add("Resource that is material" if kind == "0" else "Resource that is a cost", name)
            continue
        noted = notes.get(uid, {})
        own = noted.get("id", "")
        identifier = own if ID.fullmatch(own) and own.casefold() not in taken else f"RES-{uid}"
        taken.add(identifier.casefold())
        fields = {
            "id": identifier,
            "title": name or identifier,
            "side": noted.get("side", "") if noted.get("side") in SIDES else "supplier",
            "role": one_line(resource.text("Group")),
            "calendar": calendars.get(resource.text("CalendarUID"), {}).get("id", ""),
            "available": _available(resource, ledger),
            "email": one_line(resource.text("EmailAddress")),
            "internal": clean(resource.text("Notes")),
        }
        _count_oddities(resource, name, ledger)
        found[uid] = {field: value for field, value in fields.items() if value}
    return found


def assigned(
    root: Element, people: Mapping[str, Mapping[str, Any]], notes: Mapping[str, str], ledger: Ledger
) -> dict[str, tuple[Assignment, ...]]:
    """Who works on each task, by the task's UID, and with which share; the first will be its owner.

    `notes` are the shares that an earlier export noted, by the task's UID.
    """
    found: dict[str, dict[str, Assignment]] = {}
    resources, tasks = _uids(root, "Resources", "Resource"), _uids(root, "Tasks", "Task")
    works: dict[str, list[tuple[str, Fraction, int]]] = {}
    for element in (a for group in root.all("Assignments") for a in group.all("Assignment")):
        task, person = element.text("TaskUID"), people.get(element.text("ResourceUID"))
        units, work = ledger.number(element, "Units", "1"), minutes_of(element.text("Work") or "PT0H0M0S")
        if work is None:
            ledger.unreadable(element, "Work", element.text("Work"))
        for what, uid, known in (("resource", element.text("ResourceUID"), resources), ("task", task, tasks)):
            if uid not in known and uid != _NOBODY:
                ledger.lost.add(f"Assignment to a {what} that is not in the plan", uid)
        if person is None:  # work that is nobody's yet, or material, which the resources told
            continue
        available = Fraction(percent_of(person.get("available", "100%")), 100)
        share = _share(units, available, noted_share(notes.get(task, ""), person["id"], units), ledger)
        on_task = found.setdefault(task, {})
        on_task.setdefault(person["id"], Assignment(person["id"], share))
        works.setdefault(task, []).append((person["title"], Fraction(units or 0), work or 0))
    for shares in works.values():
        for title, work in _uneven(shares):
            ledger.lost.add("Assignment/Work: other than its share", f"{title}: {duration_text(work)}")
    return {task: tuple(each.values()) for task, each in found.items()}


def _uids(root: Element, group: str, item: str) -> frozenset[str]:
    return frozenset(element.text("UID") for each in root.all(group) for element in each.all(item))


def _share(units: Decimal | None, available: Fraction, noted: Assignment | None, ledger: Ledger) -> int | None:
    """The percent that units mean, None where they are all the time that the person has for the project."""
    if noted is not None:
        return noted.share
    if units is None or Fraction(units) == available:
        return None
    if not 0 <= units <= 1:
        ledger.lost.add("Assignment/Units of more than one person", plain(units))
        return None
    percent = int((units * 100).to_integral_value(ROUND_HALF_UP))
    if percent != units * 100:
        ledger.lost.add("Assignment/Units: held as whole percent", plain(units))
    return percent


def _uneven(shares: Sequence[tuple[str, Fraction, int]]) -> Iterator[tuple[str, int]]:
    """Whose work is another part of the whole than their units are of all, save what rounding to minutes makes."""
    units, whole = sum(each for _, each, _ in shares), sum(work for *_, work in shares)
    for title, own, work in shares:
        if abs(work - (whole * own / units if units else Fraction(whole))) > 1:
            yield title, work


def project_manager(root: Element, people: dict[str, dict[str, str]]) -> str:
    """The id of the plan's manager, who is added to `people` where no resource has that name."""
    name = one_line(root.text("Manager"))
    if not name:
        return ""
    for person in people.values():
        if person["title"] == name:
            return person["id"]
    people["manager"] = {"id": MANAGER_ID, "title": name, "side": "supplier"}
    return MANAGER_ID


def _available(resource: Element, ledger: Ledger) -> str:
    """The share of the working time that somebody has for the project; "" for all of it."""
    text, units = resource.text("MaxUnits"), ledger.number(resource, "MaxUnits", "1")
    if units is None:
        return ""
    if not 0 <= units <= 1:
        ledger.lost.add("Resource/MaxUnits", text)
        return ""
    percent = int((units * 100).to_integral_value(ROUND_HALF_UP))
    if percent != units * 100:
        ledger.lost.add("Resource/MaxUnits: held as whole percent", text)
    return "" if percent == 100 else f"{percent}%"


def _count_oddities(resource: Element, name: str, ledger: Ledger) -> None:
    initials = resource.text("Initials")
    if initials and not name.casefold().startswith(initials.casefold()):
        ledger.lost.add("Resource/Initials", initials)
