"""The names that other programs give to the fields of a requirement, and the words they write in them."""

from __future__ import annotations

import re

from dossier.records import all_types  # noqa: F401 - importing it declares every record type
from dossier.records.declare import RECORD_TYPES

# Beside our own names and labels: the ReqIF implementation guide's, then those of widespread programs.
_ALSO = {
    "id": ("ForeignID", "UID", "Identifier", "Object Identifier", "Requirement ID", "Req ID"),
    "title": ("Name", "ChapterName", "Summary", "Object Heading", "Heading", "Short Description"),
    "statement": ("Text", "Description", "Object Text", "Primary Text", "Content", "Requirement Text"),
    "rationale": ("Reason", "Justification"),
    "notes": ("Comments", "Remark", "Remarks", "Note"),
    "verification": ("Verification Method", "Verification Type", "Test Method"),
    "acceptance_criteria": ("Acceptance Criterion", "Fit Criterion", "Verification Criteria"),
    "owner": ("Responsible", "Assignee", "Assigned To"),
    "source": ("Origin", "Stakeholder"),
    "tags": ("Tag", "Labels", "Keywords"),
}

_SYNONYMS = {
    "status": {
        "proposed": ("draft", "new", "in review", "open", "submitted"),
        "agreed": ("approved", "reviewed", "baselined", "active", "valid", "released", "confirmed"),
        "in_progress": ("in work", "started", "ongoing", "in development"),
        "implemented": ("completed", "complete", "done", "finished", "closed", "resolved"),
        "verified": ("tested", "validated"),
        "rejected": ("declined", "refused"),
        "withdrawn": ("deleted", "obsolete", "cancelled", "canceled", "removed", "retired"),
    },
    "priority": {
        "must": ("mandatory", "shall", "required", "high", "critical"),
        "should": ("medium", "recommended", "desirable"),
        "could": ("optional", "low", "may", "nice to have"),
    },
    "type": {
        "functional": ("functional requirement", "function"),
        "quality": (
            "non-functional",
            "nonfunctional",
            "non functional",
            "performance",
            "usability",
            "security",
        ),
        "constraint": ("design constraint",),
    },
    "verification": {
        "test": ("testing",),
        "demonstration": ("demo",),
        "inspection": ("review", "examination"),
        "analysis": ("calculation", "simulation"),
    },
}
PARENT_RELATIONS = frozenset(
    (
        "parent",
        "refines",
        "refinement",
        "derives",
        "derived",
        "derivedfrom",
        "derivation",
        "satisfies",
        "satisfaction",
        "childof",
        "partof",
    )
)


def plain(name: str) -> str:
    """A name without what programs write differently: case, spaces, underscores, the guide's prefix."""
    return re.sub(r"[\W_]+", "", name.casefold().removeprefix("reqif."))


def field_named(name: str) -> str | None:
    """The field of a requirement that another program's attribute of this name holds."""
    return _FIELDS.get(plain(name))


def value_meant(field: str, word: str) -> str | None:
    """The value of a field with choices that another program's word means."""
    folded = " ".join(word.casefold().replace("_", " ").split())
    return next((value for value, words in _SYNONYMS.get(field, {}).items() if folded in words), None)


_REQUIREMENT = RECORD_TYPES["requirement"]
_FIELDS = {plain(word): field for field, words in _ALSO.items() for word in words} | {
    plain(key): f.name for f in _REQUIREMENT.fields.values() for key in f.keys()
}
