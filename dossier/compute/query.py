"""Questions about records, as fences and sign-offs ask them: `requirements where priority = must`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from dossier.problems.problem import near
from dossier.records.declare import RECORD_TYPES, Field, Record, RecordType
from dossier.records.kinds import Choice, Listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dossier.dossier import Dossier

Condition = "Callable[[Record], bool]"

_TOKEN = re.compile(
    r"\s*(?:(?P<quoted>\"[^\"]*\"|'[^']*'|“[^”]*”)"
    r"|(?P<sign><=|>=|!=|≠|≤|≥|=|<|>|~|\(|\)|,|，)"
    r"|(?P<word>[^\s()=<>!~,，\"'≠≤≥]+))"
)
_SIGNS = {"≠": "!=", "≤": "<=", "≥": ">=", "，": ","}
_KEYWORDS = {"and": "and", "且": "and", "or": "or", "或": "or", "not": "not", "非": "not", "in": "in", "属于": "in"}
_EMPTY_WORDS = frozenset({"empty", "none", "空", "无"})


class QueryError(ValueError):
    """A query that cannot be understood; says what was found and what was expected."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Query:
    """A record type and a condition on its records."""

    of_type: RecordType
    matches: Callable[[Record], bool]

    def records(self, dossier: Dossier) -> tuple[Record, ...]:
        """The records of the dossier that the query asks for, in their order."""
        return tuple(record for record in dossier.of(self.of_type.cls) if self.matches(record))


def query(text: str, as_of: date | None = None) -> Query:
    """The question `TYPE [where CONDITION]`. Raises QueryError; `as_of` is what the word `today` means."""
    name, _, condition = re.sub(r"\s+", " ", text.strip()).partition(" ")
    condition = re.sub(r"^(?:where|当|其中)\s+", "", condition.strip())
    return Query(record_type(name), where(condition, record_type(name), as_of))


def record_type(name: str) -> RecordType:
    """The record type that a word names in any language. Raises QueryError."""
    by_key = {key.casefold(): each for each in RECORD_TYPES.values() for key in each.keys()}
    if name.casefold() not in by_key:
        raise QueryError(f"`{name}` is not a type of record", near(name, by_key))
    return by_key[name.casefold()]


def where(condition: str, of_type: RecordType, as_of: date | None = None) -> Callable[[Record], bool]:
    """A condition as a function of a record; the empty condition is true. Raises QueryError."""
    tokens = _tokens(condition)
    if not tokens:
        return lambda _record: True
    parser = _Parser(tokens, of_type, as_of)
    found = parser.any_of()
    if parser.left:
        raise QueryError(f"cannot go on at `{parser.left[0]}`", "join conditions with `and` or `or`")
    return found


def field_named(name: str, of_type: RecordType) -> str:
    """The name of the field that a word means in any language; `status` also of types that compute it.

    Raises QueryError with the near word.
    """
    for field in of_type.fields.values():
        if name.casefold() in {key.casefold() for key in field.keys()}:
            return field.name
    if isinstance(getattr(of_type.cls, name, None), property):
        return name
    known = [key for field in of_type.fields.values() for key in field.keys()]
    raise QueryError(f"{of_type.plural.en.lower()} have no field `{name}`", near(name, known))


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise QueryError(f"cannot read `{text[position:].strip()[:30]}`", "is a quote not closed?")
        token = match["quoted"] or match["sign"] or match["word"]
        tokens.append(_SIGNS.get(token, token))
        position = match.end()
    return tokens


class _Parser:
    """Reads a condition from left to right: `or` of `and` of comparisons, with parentheses and `not`."""

    def __init__(self, tokens: list[str], of_type: RecordType, as_of: date | None) -> None:
        self.left = tokens
        self._type = of_type
        self._as_of = as_of

    def any_of(self) -> Callable[[Record], bool]:
        """Conditions joined by `or`."""
        conditions = [self._all_of()]
        while self._keyword() == "or":
            self._next("")
            conditions.append(self._all_of())
        return lambda record: any(condition(record) for condition in conditions)

    def _all_of(self) -> Callable[[Record], bool]:
        conditions = [self._one()]
        while self._keyword() == "and":
            self._next("")
            conditions.append(self._one())
        return lambda record: all(condition(record) for condition in conditions)

    def _one(self) -> Callable[[Record], bool]:
        token = self._next("a field")
        if _KEYWORDS.get(token.casefold()) == "not":
            inner = self._one()
            return lambda record: not inner(record)
        if token == "(":  # noqa: S105 - a parenthesis
            inner = self.any_of()
            if self._next("`)`") != ")":
                raise QueryError("a `(` is not closed")
            return inner
        name = field_named(token, self._type)
        sign = self._next("one of = != < <= > >= ~ in")
        return self._comparison(name, _KEYWORDS.get(sign.casefold(), sign))

    def _comparison(self, name: str, sign: str) -> Callable[[Record], bool]:
        if sign not in {"=", "!=", "<", "<=", ">", ">=", "~", "in"}:
            raise QueryError(f"expected one of = != < <= > >= ~ in after `{name}`, found `{sign}`")
        field = self._type.fields.get(name)
        values = self._values() if sign == "in" else [self._next("a value")]
        wanted = [_value(_unquoted(value), field, self._as_of) for value in values]
        return lambda record: _compare(getattr(record, name), sign, wanted)

    def _values(self) -> list[str]:
        if self._next("`(`") != "(":
            raise QueryError("after `in` comes a list in parentheses", "for example: priority in (must, should)")
        values = []
        while (token := self._next("`)`")) != ")":
            if token != ",":  # noqa: S105 - a comma
                values.append(token)
        return values

    def _keyword(self) -> str:
        return _KEYWORDS.get(self.left[0].casefold(), "") if self.left else ""

    def _next(self, expected: str) -> str:
        if not self.left:
            raise QueryError(f"the condition ends where {expected} is expected")
        return self.left.pop(0)


def _unquoted(token: str) -> str:
    return token[1:-1] if token[:1] in {'"', "'", "“"} and len(token) > 1 else token


def _value(text: str, field: Field | None, as_of: date | None) -> str:
    """The text of a value, a choice's label turned into its name and `today` into the as-of date."""
    kind = field.kind.item if field and isinstance(field.kind, Listed) else field.kind if field else None
    if isinstance(kind, Choice) and text.casefold() not in _EMPTY_WORDS:
        for value, labels in kind.choices.items():
            if text.casefold() in {value, *(label.casefold() for label in labels)}:
                return value
        known = [*kind.choices, *(label for labels in kind.choices.values() for label in labels)]
        raise QueryError(f"`{field.name if field else ''}` is never `{text}`", near(text, known) or f"one of {', '.join(kind.choices)}")
    if as_of and text in {"today", "今天"}:
        return as_of.isoformat()
    return text


def _compare(actual: Any, sign: str, wanted: list[str]) -> bool:
    if sign == "!=":
        return not _compare(actual, "=", wanted)
    if isinstance(actual, tuple):
        items = [_text(item) for item in actual]
        if sign == "~":
            return any(wanted[0].casefold() in item.casefold() for item in items)
        return any(item in wanted for item in items) or (not items and wanted[0].casefold() in _EMPTY_WORDS)
    text = _text(actual)
    if sign in {"=", "in"}:
        return any(text.casefold() == each.casefold() or (not text and each.casefold() in _EMPTY_WORDS) for each in wanted)
    if sign == "~":
        return wanted[0].casefold() in text.casefold()
    order = _order(actual, text, wanted[0])
    return order is not None and {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


def _order(actual: Any, text: str, wanted: str) -> int | None:
    """-1, 0 or 1 as the value is less than, equal to or more than what is asked; None where there is no order."""
    if actual is None or text == "":
        return None
    if isinstance(actual, (int, Decimal)):
        try:
            number = Decimal(wanted.rstrip("%").replace(",", ""))
        except InvalidOperation:
            return None
        return (actual > number) - (actual < number)
    return (text > wanted) - (text < wanted)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(getattr(value, "id", value))


def found_by(text: str, dossiers: Iterable[Dossier], as_of: date | None = None) -> tuple[Record, ...]:
    """All records of several dossiers that a query asks for. Raises QueryError."""
    asked = query(text, as_of)
    return tuple(record for dossier in dossiers for record in asked.records(dossier))
