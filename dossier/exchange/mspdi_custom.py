"""Custom fields in which an export notes what Microsoft Project has no field for, for the next import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.exchange.mspdi_values import number_of, plain
from dossier.records.assignments import Assignment
from dossier.records.values import ID

if TYPE_CHECKING:
    from decimal import Decimal

    from dossier.exchange.mspdi_xml import Element, Ledger

LONGEST_TEXT = 255
"""Characters that a custom text field of Microsoft Project holds."""


class CustomField(Struct, frozen=True):
    """A custom text field: its number and name there, the alias by which we know it, what it holds."""

    number: str
    name: str
    alias: str
    field: str


TASK_FIELDS = (
    CustomField("188744016", "Text30", "dossier id", "id"),
    CustomField("188744015", "Text29", "dossier kind", "kind"),
    CustomField("188744014", "Text28", "dossier requirements", "requirements"),
    CustomField("188744013", "Text27", "dossier deliverables", "deliverables"),
    CustomField("188744012", "Text26", "dossier planned duration", "duration"),
    CustomField("188744011", "Text25", "dossier notes", "notes_hold"),
    CustomField("188744010", "Text24", "dossier constraints", "constraints"),
    CustomField("188744009", "Text23", "dossier shares", "shares"),
)
DESCRIPTION, BOTH = "description", "description and notes"
"""What the notes of a task hold where they are not its record's notes alone."""
BETWEEN = "\n\n---\n\n"
"""A rule between description and notes; Microsoft Project has one field for both."""
RESOURCE_FIELDS = (
    CustomField("205520904", "Text1", "dossier id", "id"),
    CustomField("205520905", "Text2", "dossier side", "side"),
)


def noted(
    root: Element, group: str, item: str, fields: tuple[CustomField, ...], ledger: Ledger
) -> dict[str, dict[str, str]]:
    """What custom fields of ours say of each task or resource, by UID; everybody else's go to the ledger."""
    aliases = {
        definition.text("FieldID"): definition.text("Alias") or definition.text("FieldName")
        for definitions in root.all("ExtendedAttributes")
        for definition in definitions.all("ExtendedAttribute")
    }
    ours = {field.number: field for field in fields if aliases.get(field.number) == field.alias}
    found: dict[str, dict[str, str]] = {}
    for element in (element for elements in root.all(group) for element in elements.all(item)):
        for attribute in element.all("ExtendedAttribute"):
            number, value = attribute.text("FieldID"), attribute.text("Value")
            if number in ours:
                found.setdefault(element.text("UID"), {})[ours[number].field] = value
            elif value:
                ledger.lost.add(f"{item}/custom field {aliases.get(number, number)}", value)
    return found


def texts_of(text: str, hold: str) -> dict[str, str]:
    """The fields `description` and `notes` of a task from its one text there; `hold` says which it holds."""
    if hold == BOTH and BETWEEN in text:
        description, _, notes = text.rpartition(BETWEEN)
        return {"description": description, "notes": notes}
    return {"description": text} if hold in {DESCRIPTION, BOTH} else {"notes": text}


def text_for(description: str, notes: str) -> tuple[str, str]:
    """The one text for both, and what it holds; the opposite of `texts_of`."""
    if not description:
        return notes, ""
    return (f"{description}{BETWEEN}{notes}", BOTH) if notes else (description, DESCRIPTION)


def share_noted(assignment: Assignment, units: Decimal) -> str:
    """A note that these units stand for an assignment as its record writes it: `anna=0.25`, `ben=0.125 50%`."""
    share = "" if assignment.share is None else f" {assignment.share}%"
    return f"{assignment.person}={plain(units)}{share}"


def noted_share(text: str, person: str, units: Decimal | None) -> Assignment | None:
    """The assignment of a person that is noted for units which are still the same; None where none is."""
    for part in text.split(","):
        name, _, told = part.strip().partition("=")
        noted, _, share = told.partition(" ")
        if name == person and units is not None and number_of(noted) == units:
            percent = share.rstrip("%")
            is_percent = percent.isascii() and percent.isdigit() and int(percent[:4]) <= 100
            return Assignment(person, int(percent) if is_percent else None)
    return None


def ids_in(text: str) -> tuple[str, ...]:
    """The ids in a text that lists them with commas; what cannot be one is left out."""
    return tuple(
        word for part in text.split(",") if (word := part.strip()) and all(map(ID.fullmatch, word.split("/", 1)))
    )
