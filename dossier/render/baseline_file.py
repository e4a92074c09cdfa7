"""A baseline as the YAML file that is kept in git: a line for each task, so that a difference reads well."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.records.declare import type_of
from dossier.text.yaml_text import Plain, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.records.baseline import Baseline, FrozenCost, FrozenTask

_HEAD = ("as_of", "made_on", "start", "finish", "currency", "budget")


def baseline_text(baseline: Baseline, folder: str) -> str:
    """The file of a baseline of the project in `folder` (`client/project`); it ends with a line feed."""
    return "".join(f"{line}\n" for line in _lines(baseline, folder))


def _lines(baseline: Baseline, folder: str) -> Iterator[str]:
    yield f"# The plan as it was, made by `dossier baseline {folder} {baseline.id}`. Compare with it; do not edit it."
    yield f"{type_of(baseline).key}:"
    yield f"- id: {yaml_text(baseline.id)}"
    yield f"  title: {yaml_text(baseline.title)}"
    for name in _HEAD:
        value = getattr(baseline, name)
        if value not in (None, ""):
            yield f"  {name}: {_text(value)}"
    yield from _listed("cost_items", baseline.cost_items)
    yield from _listed("tasks", baseline.tasks)


def _listed(name: str, parts: tuple[FrozenTask, ...] | tuple[FrozenCost, ...]) -> Iterator[str]:
    if parts:
        yield f"  {name}:"
    for part in parts:
        values = ((name, getattr(part, name)) for name in part.__struct_fields__)
        written = (f"{key}: {_text(value, key)}" for key, value in values if value not in (None, ""))
        yield f"  - {{{', '.join(written)}}}"


def _text(value: Any, name: str = "") -> str:
    """A value as its field reads it: days with their unit, money without commas, dates as they are."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return f"{plain}d" if name == "duration" else yaml_text(Plain(plain), flow=True)
    return yaml_text(str(value), flow=True)
