"""A live view asked for in a page: what to show, of which records, in which columns and order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.compute.query import QueryError, field_named, record_type, where
from dossier.problems.problem import near, shortened
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Scalar, Sequence, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.dossier import Dossier
    from dossier.records.declare import Record, RecordType

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)")
_EMPTY: tuple[object, ...] = (None, "", ())
COMPUTED = frozenset({"record", "state", "start_on", "finish_on", "wbs", "score", "standing", "status", "sign_offs"})
"""Columns of a live view besides the fields of its type."""
VIEWS = ("gantt", "wbs", "milestones", "late", "waiting", "events")
_KEYS = {
    "show": "show", "显示": "show", "where": "where", "条件": "where", "columns": "columns", "列": "columns",
    "sort": "sort", "排序": "sort", "limit": "limit", "数量": "limit",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """One live view: `show` is a name of VIEWS or a record type's name."""

    show: str
    of_type: RecordType | None = None
    where: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    limit: int | None = None

    def records(self, dossier: Dossier, as_of: date) -> tuple[Record, ...]:
        """The records of the dossier that the fence asks for, sorted and cut. Raises QueryError."""
        if self.of_type is None:
            return ()
        matches = where(self.where, self.of_type, as_of)
        found = [record for record in dossier.of(self.of_type.cls) if matches(record)]
        if self.sort:
            filled = [record for record in found if getattr(record, self.sort) not in _EMPTY]
            filled.sort(key=lambda record: _sort_key(getattr(record, self.sort)), reverse=self.descending)
            found = [*filled, *(record for record in found if getattr(record, self.sort) in _EMPTY)]
        return tuple(found[: self.limit])


@dataclass(frozen=True, slots=True)
class FoundFence:
    """A ```` ```dossier ```` fence in a text: its first and last line, from 0, and the text in it."""

    begin: int
    end: int
    text: str


def fence(text: str) -> Fence:
    """The live view that the text of a ```` ```dossier ```` fence asks for. Raises QueryError."""
    values = _values(text)
    show = str(values.get("show", ""))
    if not show:
        raise QueryError("`show:` is missing", f"show: requirements, or one of {', '.join(VIEWS)}")
    if show in VIEWS:
        return Fence(show=show)
    of_type = record_type(show)
    condition = str(values.get("where", ""))
    where(condition, of_type, date.min)
    columns = values.get("columns", ())
    names = [columns] if isinstance(columns, str) else columns
    sort = str(values.get("sort", ""))
    return Fence(
        show=of_type.name,
        of_type=of_type,
        where=condition,
        columns=tuple(_column(str(name), of_type) for name in names),
        sort=field_named(sort.lstrip("-"), of_type) if sort else "",
        descending=sort.startswith("-"),
        limit=_limit(str(values.get("limit", ""))),
    )


def fences(text: str) -> Iterator[FoundFence]:
    """Every ```` ```dossier ```` fence of a Markdown text, but not one that is shown as an example in another fence.

    A fence that is never closed goes on to the end, as in Markdown.
    """
    lines = text.split("\n")
    begin, mark, ours = 0, "", False
    for number, line in enumerate(lines):
        match = _FENCE.fullmatch(line)
        if match is None:
            continue
        if not mark:
            begin, mark, ours = number, match["mark"], match["info"].strip().casefold() == "dossier"
        elif match["mark"].startswith(mark) and not match["info"].strip():
            if ours:
                yield FoundFence(begin, number, "\n".join(lines[begin + 1 : number]))
            mark = ""
    if mark and ours:
        yield FoundFence(begin, len(lines) - 1, "\n".join(lines[begin + 1 :]))


def _values(text: str) -> dict[str, str | list[str]]:
    root, problems = compose(Source("fence.yml", text))
    if problems:
        raise QueryError(problems[0].message, problems[0].hint)
    if not isinstance(root, Mapping):
        raise QueryError("expected lines such as `show: requirements`")
    values: dict[str, str | list[str]] = {}
    for key, value in root.value:
        name = _KEYS.get(key.value) if isinstance(key, Scalar) else None
        if name is None:
            written = shortened(str(key.value)) if isinstance(key, Scalar) else "a list"
            raise QueryError(f"there is no `{written}` here", near(written, _KEYS))
        if isinstance(value, Sequence):
            values[name] = [item.value for item in value.value if isinstance(item, Scalar)]
        else:
            values[name] = value.value if isinstance(value, Scalar) else ""
    return values


def _column(name: str, of_type: RecordType) -> str:
    if name in {"id", "title", "编号", "标题"}:
        return "record"
    return name if name in COMPUTED else field_named(name, of_type)


def _limit(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII):
        raise QueryError(f"`limit` is a number from 1, found `{shortened(text)}`", "limit: 10")
    return int(text)


def _sort_key(value: object) -> tuple[Decimal, str]:
    """Numbers by their size, everything else by its text."""
    if isinstance(value, (int, Decimal)):
        return Decimal(value), ""
    return Decimal(0), str(value).casefold()
