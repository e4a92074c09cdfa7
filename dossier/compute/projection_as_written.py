"""What authors wrote in a record, word for word, as a client may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dossier.records.declare import Field
from dossier.records.kinds import Choice, Kind, Listed, Part, Reference, Text
from dossier.records.links import link
from dossier.text.team_text import public_text

Gone = Callable[[str], bool]
"""Tells of a reference whether it leads to what the client may not see."""


def mapping_as_written(fields: Mapping[str, Field], written: Mapping[str, Any], gone: Gone) -> dict[str, Any]:
    """What was written in fields, without those of which nothing is left."""
    found: dict[str, Any] = {}
    for name, text in written.items():
        key = name if name in fields else public_text(name)
        seen = field_as_written(fields.get(name), text, gone)
        if key and seen:
            found[key] = seen
    return found


def field_as_written(field: Field | None, text: Any, gone: Gone) -> Any:
    """What was written in a field, or under a key that no field has; "", () or {} where nothing of it is left."""
    return "" if field and field.internal else _as_written(field.kind if field else Text(), text, gone)


def _as_written(kind: Kind | None, text: Any, gone: Gone) -> Any:
    """What an author wrote, as the client may see it; "" or () where nothing of it is left."""
    if isinstance(text, dict):
        if isinstance(kind, Part) and kind.about and _is_hidden_as_written(kind, text, gone):
            return {}
        fields = kind.fields if isinstance(kind, Part) else {}
        found = mapping_as_written(fields, text, gone)
        lost = any(f.required and isinstance(f.kind, Text) and n in text and n not in found for n, f in fields.items())
        return {} if lost else found
    if isinstance(text, (tuple, list)):
        item = kind.item if isinstance(kind, Listed) else kind
        return tuple(seen for each in text if (seen := _as_written(item, each, gone)))
    seen = public_text(str(text))
    return "" if _refers(kind) and any(map(gone, _targets(seen))) else seen


def _is_hidden_as_written(part: Part, text: Mapping[str, Any], gone: Gone) -> bool:
    """Whether a part that is about a record is, as it was written, not for the client."""
    chosen = part.fields["visibility"].kind if "visibility" in part.fields else None
    said = str(text.get("visibility", "")).casefold()
    hidden = isinstance(chosen, Choice) and chosen.by_wording.get(said) == "team"
    return hidden or gone(str(text.get(part.about, "")))


def named_as_written(fields: Mapping[str, Field], written: Mapping[str, Any]) -> Iterator[str]:
    """Every reference in what was written."""
    for name, text in written.items():
        if name in fields:
            yield from _named_in(fields[name].kind, text)


def _named_in(kind: Kind, text: Any) -> Iterator[str]:
    if isinstance(text, dict):
        if isinstance(kind, Part) and kind.about:
            yield str(text.get(kind.about, ""))
        yield from named_as_written(kind.fields if isinstance(kind, Part) else {}, text)
    elif isinstance(text, (tuple, list)):
        for each in text:
            yield from _named_in(kind.item if isinstance(kind, Listed) else kind, each)
    elif _refers(kind):
        yield from _targets(public_text(str(text)))


def _refers(kind: Kind | None) -> bool:
    return isinstance(kind, Reference) or bool(getattr(kind, "to", ()))


def _targets(text: str) -> tuple[str, ...]:
    """What a reference, a dependency or an assignment as it is written may name."""
    dependency = link(text)
    return (text, dependency.task) if dependency else (text, *text.split()[:1])
