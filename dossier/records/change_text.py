"""A change request's file with a step or an impact more, in the words and the layout in which it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.records.change_request import STEPS
from dossier.records.declare import type_of
from dossier.records.fields import field_of
from dossier.records.kinds import Listed, Part
from dossier.text.edit_parts import keys_within, with_item, with_parts
from dossier.text.yaml_text import Plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.records.change_request import ChangeRequest, ChangeStep, Impact


def with_step(text: str, change: ChangeRequest, step: ChangeStep) -> str:
    """The text of the record's file with a step at the end of its steps. Raises CannotEdit where that cannot be."""
    chinese = _is_chinese(change, text, "steps")
    taken: Any = change.written.get("steps") or ({"step": ""},)
    last = str(taken[-1].get("step", ""))
    values = {
        "step": STEPS[step.step][1] if (chinese if not last else not last.isascii()) else step.step,
        "by": step.by,
        "on": Plain(step.on.isoformat()) if step.on else "",
        "note": str(step.note),
    }
    return with_item(text, change.place, change.key_of("steps"), _named(change, text, "steps", values))


def with_impact(text: str, change: ChangeRequest, impact: Impact) -> str:
    """The text of the record's file with this as its whole impact. Raises CannotEdit where that cannot be.

    `impact` may come from a person or from what was computed for a branch: this writes what it is given.
    """
    values = {
        "scope": str(impact.scope),
        "time": "" if impact.time is None else Plain(impact.time),
        "cost": "" if impact.cost is None else Plain(f"{impact.cost:f}"),
        "quality": str(impact.quality),
    }
    return with_parts(text, change.place, change.key_of("impact"), _named(change, text, "impact", values))


def _named(change: ChangeRequest, text: str, field: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values under the keys that the author uses in this field, else under those of the record's language."""
    kind = type_of(change).fields[field].kind
    part = kind.item if isinstance(kind, Listed) else kind
    assert isinstance(part, Part)
    used = [(field_of(key, part.known), key) for key in keys_within(text, change.place / change.key_of(field))]
    names = {declared.name: key for declared, key in used if declared}
    chinese = _is_chinese(change, text, field)
    spelled = {name: names.get(name) or (part.fields[name].label.zh if chinese else name) for name in values}
    return {Plain(spelled[name]): value for name, value in values.items()}


def _is_chinese(change: ChangeRequest, text: str, field: str) -> bool:
    """Whether the keys of a field are written in Chinese; where it is not there, those of the record."""
    used = "".join(keys_within(text, change.place / change.key_of(field)))
    return not used.isascii() if used else change.is_chinese
