"""The people of a Microsoft Project plan as stakeholders, and who works on which task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dossier.exchange.mspdi_values import clean, number_of
from dossier.records.values import ID
from dossier.records.words import SIDES

if TYPE_CHECKING:
    from dossier.exchange.mspdi_xml import Element, Ledger

_WORK = "1"
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
        uid, name = resource.text("UID"), " ".join(clean(resource.text("Name")).split())
        if resource.text("IsNull") == "1" or uid == "0" or uid in found:
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
            "role": " ".join(clean(resource.text("Group")).split()),
            "calendar": calendars.get(resource.text("CalendarUID"), {}).get("id", ""),
            "email": " ".join(clean(resource.text("EmailAddress")).split()),
            "internal": clean(resource.text("Notes")),
        }
        _count_oddities(resource, name, ledger)
        found[uid] = {field: value for field, value in fields.items() if value}
    return found


def assigned(root: Element, people: Mapping[str, Mapping[str, Any]], ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """The ids of the people on each task, by the task's UID; the first will be its owner.

    How much of their time they give is not held.
    """
    found: dict[str, tuple[str, ...]] = {}
    works: dict[str, list[tuple[str, str]]] = {}
    for assignment in (a for group in root.all("Assignments") for a in group.all("Assignment")):
        task, person = assignment.text("TaskUID"), people.get(assignment.text("ResourceUID"))
        units, work = assignment.text("Units"), assignment.text("Work")
        if person is None:  # work that is nobody's yet, or material, which the resources told
            continue
        if person["id"] not in found.get(task, ()):
            found[task] = (*found.get(task, ()), person["id"])
        if units and number_of(units) != 1:
            ledger.lost.add("Assignment/Units", units)
        works.setdefault(task, []).append((person["title"], work))
    for shares in works.values():
        for title, work in shares if len(shares) > 1 else ():
            ledger.lost.add("Assignment/Work: the share of one of several people", f"{title}: {work}")
    return found


def project_manager(root: Element, people: dict[str, dict[str, str]]) -> str:
    """The id of the plan's manager, who is added to `people` where no resource has that name."""
    name = " ".join(clean(root.text("Manager")).split())
    if not name:
        return ""
    for person in people.values():
        if person["title"] == name:
            return person["id"]
    people["manager"] = {"id": MANAGER_ID, "title": name, "side": "supplier"}
    return MANAGER_ID


def _count_oddities(resource: Element, name: str, ledger: Ledger) -> None:
    initials = resource.text("Initials")
    if initials and not name.casefold().startswith(initials.casefold()):
        ledger.lost.add("Resource/Initials", initials)
    units = resource.text("MaxUnits")
    if units and number_of(units) != 1:
        ledger.lost.add("Resource/MaxUnits", units)
