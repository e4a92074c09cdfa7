"""A live view asked for in a page: what to show, of which records, in which columns and order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.compute.query import QueryError, field_named, record_type, where
from dossier.problems.problem import near
from dossier.text.markdown import outside_fences
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Scalar, Sequence, compose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dossier.dossier import Dossier
    from dossier.records.declare import Record, RecordType

VIEWS = ("gantt", "wbs", "milestones", "late", "waiting", "events")
_KEYS = {
    "show": "show", "显示": "show", "where": "where", "条件": "where", "columns": "columns", "列": "columns",
    "sort": "sort", "排序": "sort", "limit": "limit", "数量": "limit", "title": "title", "标题": "title",
    "project": "project", "项目": "project",
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
    title: str = ""
    project: str = ""

    def records(self, dossier: Dossier, as_of: date) -> tuple[Record, ...]:
        """The records of the dossier that the fence asks for, sorted and cut. Raises QueryError."""
        if self.of_type is None:
            return ()
        matches = where(self.where, self.of_type, as_of)
        found = [record for record in dossier.of(self.of_type.cls) if matches(record)]
        if self.sort:
            found.sort(key=lambda record: _sort_key(getattr(record, self.sort)), reverse=self.descending)
        return tuple(found[: self.limit])


def fence(text: str, computed: frozenset[str] = frozenset()) -> Fence:
    """The live view that the text of a ```` ```dossier ```` fence asks for. Raises QueryError.

    `computed` names columns that views know besides the declared fields.
    """
    values = _values(text)
    show = str(values.get("show", ""))
    if not show:
        raise QueryError("`show:` is missing", f"show: requirements, or one of {', '.join(VIEWS)}")
    if show in VIEWS:
        return Fence(show=show, title=str(values.get("title", "")), project=str(values.get("project", "")))
    of_type = record_type(show)
    condition = str(values.get("where", ""))
    where(condition, of_type)
    columns = values.get("columns", ())
    names = [columns] if isinstance(columns, str) else columns
    sort = str(values.get("sort", ""))
    return Fence(
        show=of_type.name,
        of_type=of_type,
        where=condition,
        columns=tuple(_column(str(name), of_type, computed) for name in names),
        sort=field_named(sort.lstrip("-"), of_type) if sort else "",
        descending=sort.startswith("-"),
        limit=_limit(str(values.get("limit", ""))),
        title=str(values.get("title", "")),
        project=str(values.get("project", "")),
    )


def fences(text: str) -> Iterator[tuple[int, str]]:
    """Every ```` ```dossier ```` fence of a Markdown text: the line it begins on, from 0, and the text in it."""
    lines = text.split("\n")
    plain = {number for number, _ in outside_fences(text)}
    for number, line in enumerate(lines):
        if number not in plain and line.strip() in {"```dossier", "~~~dossier"} and number not in _inside(lines, plain):
            end = next((n for n in range(number + 1, len(lines)) if lines[n].strip() == line.strip()[:3]), len(lines))
            yield number, "\n".join(lines[number + 1 : end])


def _inside(lines: list[str], plain: set[int]) -> set[int]:
    """Lines within a fence of another kind, where ```` ```dossier ```` is only an example."""
    inside: set[int] = set()
    opened = ""
    for number, line in enumerate(lines):
        mark = line.strip()
        if number in plain:
            opened = ""
        elif not opened and mark[:3] in {"```", "~~~"}:
            opened = mark
        elif opened and mark == opened[: len(opened) - len(opened.lstrip("`~"))]:
            opened = ""
        elif opened and opened.lstrip("`~") != "dossier":
            inside.add(number)
    return inside


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
            raise QueryError(f"there is no `{getattr(key, 'value', '')}` here", near(str(key.value), _KEYS))
        if isinstance(value, Sequence):
            values[name] = [item.value for item in value.value if isinstance(item, Scalar)]
        else:
            values[name] = value.value if isinstance(value, Scalar) else ""
    return values


def _column(name: str, of_type: RecordType, computed: frozenset[str]) -> str:
    if name in {"id", "title", "编号", "标题"}:
        return "record"
    return name if name in computed else field_named(name, of_type)


def _limit(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise QueryError(f"`limit` is a number from 1, found `{text}`")
    return int(text)


def _sort_key(value: object) -> tuple[bool, str]:
    """Empty values last; numbers by their size."""
    if isinstance(value, int):
        return False, f"{value:012d}"
    return value is None or value == "", str(value)
