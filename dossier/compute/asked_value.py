"""The values that a condition asks for, read as their field reads them, and whether a record's value is one of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dossier.problems.problem import near, shortened
from dossier.records.assignments import Assignment
from dossier.records.kinds import Choice, Listed
from dossier.records.links import Link
from dossier.records.moment import Moment, day_of
from dossier.records.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.records.declare import RecordType
    from dossier.records.kinds import Kind

ORDERS = frozenset({"<", "<=", ">", ">="})
_EMPTY_WORDS = frozenset({"empty", "none", "空", "无"})
_TODAY_WORDS = frozenset({"today", "今天"})
_DATE_CODE = "DOS203"


class QueryError(ValueError):
    """A query that cannot be understood; says what was found and what was expected."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Asked(Struct, frozen=True):
    """One value that is asked for: its text, what it is as the field's kind reads it, or that it is to be empty."""

    text: str
    value: Any
    empty: bool = False


class AskedField(Struct, frozen=True):
    """A field or computed value of a record type; `kind` is None where nothing declares what it holds."""

    name: str
    kind: Kind | None
    number: bool = False

    def read(self, text: str, sign: str, as_of: date | None, *, quoted: bool) -> Asked:
        """A value as it stands behind `sign`. Raises QueryError where the field never holds such a value."""
        if not quoted and text.casefold() in _EMPTY_WORDS:
            if sign not in {"=", "!=", "in"}:
                raise QueryError(f"nothing is `{sign}` {text}", f"{self.name} = {text}, or {self.name} != {text}")
            return Asked("", None, empty=True)
        if sign == "~":
            return Asked(text, text)
        if isinstance(self.kind, Choice):
            return self._choice(self.kind, text, sign)
        if isinstance(self.kind, Pattern) and not self.kind.to:
            return self._pattern(self.kind, text, as_of)
        return Asked(text, _number(self.name, text) if self.number else text)

    def _choice(self, kind: Choice, text: str, sign: str) -> Asked:
        if sign in ORDERS:
            hint = f"for example: {self.name} in ({', '.join(list(kind.choices)[:2])})"
            raise QueryError(f"the values of `{self.name}` have no order", hint)
        if value := kind.by_wording.get(text.casefold()):
            return Asked(value, value)
        known = [*kind.choices, *(label for labels in kind.choices.values() for label in labels)]
        hint = near(shortened(text), known) or f"one of {', '.join(kind.choices)}"
        raise QueryError(f"`{self.name}` is never `{shortened(text)}`", hint)

    def _pattern(self, kind: Pattern, text: str, as_of: date | None) -> Asked:
        if kind.code == _DATE_CODE and text.casefold() in _TODAY_WORDS:
            if as_of is None:
                message = f"`{text}` cannot be asked for here: what is covered would change from day to day"
                raise QueryError(message, "write a date, such as 2026-06-01")
            return Asked(as_of.isoformat(), as_of)
        try:
            return Asked(text, kind.of_text(text))
        except ValueError:
            message = f"`{self.name}` is {kind.expected}, found `{shortened(text)}`"
            raise QueryError(message, f"for example: {kind.example}") from None


def asked_field(name: str, of_type: RecordType) -> AskedField:
    """What is known of the values of a field, or of a value that the type computes."""
    if field := of_type.fields.get(name):
        return AskedField(name, field.kind.item if isinstance(field.kind, Listed) else field.kind)
    steps: Any = of_type.fields.get("steps")
    if name == "status" and steps is not None:  # the last step taken
        return AskedField(name, steps.kind.item.fields["step"].kind)
    returned = str(getattr(of_type.cls, name).fget.__annotations__.get("return", ""))
    return AskedField(name, None, number="int" in returned or "Decimal" in returned)


def holds(actual: Any, sign: str, wanted: Sequence[Asked]) -> bool:
    """Whether a record's value is as asked; of a list, whether one of its values is."""
    if sign == "!=":
        return not holds(actual, "=", wanted)
    items = actual if isinstance(actual, tuple) else () if actual is None or actual == "" else (actual,)
    if not items:
        return any(each.empty for each in wanted)
    return any(_one_holds(item, sign, each) for item in items for each in wanted if not each.empty)


def _one_holds(item: Any, sign: str, wanted: Asked) -> bool:
    if isinstance(item, Moment) and not isinstance(wanted.value, Moment):  # whoever asks for a day means all of it
        item = day_of(item)
    if sign == "~":
        return wanted.text.casefold() in _text(item).casefold()
    if sign in ORDERS:
        order = _order(item, wanted.value)
        return order is not None and {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]
    if isinstance(wanted.value, str):
        return _text(item).casefold() == wanted.value.casefold()
    return bool(item == wanted.value)


def _order(item: Any, wanted: Any) -> int | None:
    """-1, 0 or 1 as the value is less than, equal to or more than what is asked; None where the two have no order."""
    if isinstance(wanted, str):
        item, wanted = _text(item).casefold(), wanted.casefold()
    try:
        return int(item > wanted) - int(item < wanted)
    except TypeError:
        return None


def _number(name: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise QueryError(f"`{name}` is a number, found `{shortened(text)}`", f"for example: {name} >= 10") from None


def _text(item: Any) -> str:
    """The text of one value: of a part its number, of a dependency the task waited for, of an assignment the person."""
    if isinstance(item, (Link, Assignment)):
        return item.target
    if isinstance(item, date):
        return item.isoformat()
    return str(getattr(item, "id", item))
