"""A live view asked for in a page: what to show, of which records, in which columns and order."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from dossier.compute.query import QueryError, field_named, record_type, where
from dossier.problems.problem import near, shortened
from dossier.text.source import Source
from dossier.text.yaml import Mapping, Node, Scalar, Sequence, compose, line_and_column

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from dossier.dossier import Dossier
    from dossier.records.declare import Record, RecordType

T = TypeVar("T")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)")
_EMPTY: tuple[object, ...] = (None, "", ())
COMPUTED = frozenset({"record", "state", "start_on", "finish_on", "wbs", "score", "standing", "status", "sign_offs"})
"""Columns of a live view besides the fields of its type."""
VIEWS = ("gantt", "wbs", "milestones", "late", "driving", "waiting", "events")
_CHINESE_VIEWS = ("甘特图", "工作分解结构", "里程碑", "延误", "驱动路径", "待处理", "动态")
_VIEW_NAMED = {**dict(zip(VIEWS, VIEWS, strict=True)), **dict(zip(_CHINESE_VIEWS, VIEWS, strict=True))}
_KEYS = {
    "show": "show", "显示": "show", "where": "where", "条件": "where", "columns": "columns", "列": "columns",
    "sort": "sort", "排序": "sort", "limit": "limit", "数量": "limit", "to": "to", "至": "to",
}  # fmt: skip


class Fence(Struct, frozen=True, kw_only=True):
    """One live view: `show` is a name of VIEWS or a record type's name; `to` is the task to which `driving` leads."""

    show: str
    of_type: RecordType | None = None
    where: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    limit: int | None = None
    to: str = ""

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


class FoundFence(Struct, frozen=True):
    """A ```` ```dossier ```` fence in a text: its first and last line, from 0, and the text in it."""

    begin: int
    end: int
    text: str


class Mistake(Struct, frozen=True):
    """Something that cannot be understood: where it begins (line from 0, column from 1), what, and what to do."""

    line: int
    column: int
    message: str
    hint: str


def fence(text: str) -> Fence:
    """The live view that the text of a ```` ```dossier ```` fence asks for. Raises QueryError, the first mistake."""
    found, mistakes = read_fence(text)
    if found is None or mistakes:
        raise QueryError(mistakes[0].message, mistakes[0].hint)
    return found


def read_fence(text: str, tasks: Collection[str] | None = None) -> tuple[Fence | None, tuple[Mistake, ...]]:
    """What a fence asks for, as far as that can be understood, and every mistake in it.

    With the ids of the `tasks` that there are, `to:` must name one of them.
    """
    mistakes: list[Mistake] = []
    values = _values(text, mistakes)
    show = values.get("show")
    if show is None:
        if not mistakes:
            hint = f"show: requirements, or one of {', '.join(VIEWS)}"
            mistakes.append(Mistake(0, 1, "`show:` is missing", hint))
        return None, tuple(mistakes)
    nothing = _Value("", 0, 1)
    to = values.get("to", nothing)
    view = _VIEW_NAMED.get(show.text)
    if to.text and view != "driving":
        mistakes.append(Mistake(to.line, to.column, "`to` goes with `show: driving` only", ""))
    elif to.text and tasks is not None and to.text not in tasks:
        mistakes.append(Mistake(to.line, to.column, f"there is no task `{shortened(to.text)}`", near(to.text, tasks)))
    if view:
        return Fence(show=view, to=to.text), tuple(mistakes)
    of_type = _tried(show, record_type, mistakes)
    if of_type is None:
        return None, tuple(mistakes)
    condition, sort, limit = (values.get(name, nothing) for name in ("where", "sort", "limit"))
    _tried(condition, lambda asked: where(asked, of_type, date.min), mistakes)
    columns = [
        _tried(each, lambda name: _column(name, of_type), mistakes) for each in values.get("columns", nothing).all()
    ]
    found = Fence(
        show=of_type.name,
        of_type=of_type,
        where=condition.text,
        columns=tuple(name for name in columns if name),
        sort=_tried(sort, lambda name: field_named(name.lstrip("-"), of_type) if name else "", mistakes) or "",
        descending=sort.text.startswith("-"),
        limit=_tried(limit, _limit, mistakes),
    )
    return found, tuple(mistakes)


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


class _Value(Struct, frozen=True):
    """The text of a value, or of each item of a list, and where it begins."""

    text: str
    line: int
    column: int
    items: tuple[_Value, ...] = ()

    def all(self) -> tuple[_Value, ...]:
        """The items of a list; the one text where it is none."""
        return self.items or ((self,) if self.text else ())


def _values(text: str, mistakes: list[Mistake]) -> dict[str, _Value]:
    """The values of the fence's keys; what is not `key: value`, or no key of a fence, is a mistake."""
    root, problems = compose(Source("fence.yml", text))
    for problem in problems:
        place = problem.place
        mistakes.append(Mistake((place.line or 1) - 1, place.column or 1, problem.message, problem.hint))
    if root is not None and not isinstance(root, Mapping):
        mistakes.append(Mistake(0, 1, "expected lines such as `show: requirements`", ""))
    values: dict[str, _Value] = {}
    for key, value in root.value if isinstance(root, Mapping) else ():
        name = _KEYS.get(key.value)
        if name is None:
            written = shortened(key.value)
            line, column = line_and_column(key, 0)
            mistakes.append(Mistake(line, column, f"there is no `{written}` here", near(written, _KEYS)))
        else:
            values.setdefault(name, _value(value))
    return values


def _value(node: Node) -> _Value:
    items = tuple(_value(item) for item in node.value) if isinstance(node, Sequence) else ()
    return _Value(node.value if isinstance(node, Scalar) else "", *line_and_column(node, 0), items)


def _tried(value: _Value, read: Callable[[str], T], mistakes: list[Mistake]) -> T | None:
    """What `read` makes of a value; None after adding a mistake where it cannot."""
    try:
        return read(value.text)
    except QueryError as error:
        mistakes.append(Mistake(value.line, value.column, str(error), error.hint))
        return None


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
