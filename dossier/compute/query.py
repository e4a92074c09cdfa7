"""Questions about records, as fences and sign-offs ask them: `requirements where priority = must`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.asked_value import ORDERS, QueryError, asked_field, holds
from dossier.problems.problem import near, shortened
from dossier.records.declare import RECORD_TYPES, Record, RecordType

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dossier.dossier import Dossier

    Condition = Callable[[Record], bool]

__all__ = ["Query", "QueryError", "field_named", "query", "record_type", "where"]

LONGEST = 5_000
DEEPEST = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<quoted>\"[^\"]*\"|'[^']*'|“[^”]*”)"
    r"|(?P<sign><=|>=|!=|≠|≤|≥|=|<|>|~|\(|\)|（|）|,|，|、)"
    r"|(?P<word>[^\s()（）=<>!~,，、\"'“”≠≤≥]+))"
)
_SIGNS = {"≠": "!=", "≤": "<=", "≥": ">=", "，": ",", "、": ",", "（": "(", "）": ")"}
_COMPARISONS = frozenset({"=", "!=", "~", "in", *ORDERS})
_KEYWORDS = {
    "and": "and",
    "且": "and",
    "or": "or",
    "或": "or",
    "not": "not",
    "非": "not",
    "in": "in",
    "属于": "in",
}
_COMPUTED = {"状态": "status", "state": "status", "分值": "score"}


class Query(Struct, frozen=True):
    """A record type and a condition on its records."""

    of_type: RecordType
    matches: Condition

    def records(self, dossier: Dossier) -> tuple[Record, ...]:
        """The records of the dossier that the query asks for, in their order."""
        return tuple(record for record in dossier.of(self.of_type.cls) if self.matches(record))


def query(text: str, as_of: date | None = None) -> Query:
    """The question `TYPE [where CONDITION]`. Raises QueryError.

    `as_of` is what the word `today` means; without it, as in a sign-off, the word is refused.
    """
    of_type, rest = _type_in_front(text.strip())
    condition = re.sub(r"^(?:where|当|其中)(?:\s+|$)", "", rest, flags=re.IGNORECASE)
    if rest and not condition:
        raise QueryError("the query ends where a condition is expected", "for example: where priority = must")
    return Query(of_type, where(condition, of_type, as_of))


def record_type(name: str) -> RecordType:
    """The record type that a word names in any language. Raises QueryError."""
    by_key = _types_by_key()
    if name.casefold() not in by_key:
        raise QueryError(f"`{shortened(name)}` is not a type of record", near(shortened(name), by_key))
    return by_key[name.casefold()]


def where(condition: str, of_type: RecordType, as_of: date | None = None) -> Condition:
    """A condition as a function of a record; the empty condition is true. Raises QueryError."""
    tokens = _tokens(condition)
    if not tokens:
        return lambda _record: True
    parser = _Parser(tokens, of_type, as_of)
    found = parser.any_of()
    if parser.left:
        raise QueryError(f"cannot go on at `{parser.left[-1].text}`", "join conditions with `and` or `or`")
    return found


def field_named(name: str, of_type: RecordType) -> str:
    """The name of the field that a word means in any language; `status` also of types that compute it.

    Raises QueryError with the near word.
    """
    for field in of_type.fields.values():
        if name.casefold() in {key.casefold() for key in field.keys()}:
            return field.name
    computed = _COMPUTED.get(name.casefold(), name.casefold())
    if isinstance(getattr(of_type.cls, computed, None), property):
        return computed
    known = [key for field in of_type.fields.values() for key in field.keys()]
    message = f"{of_type.plural.en.lower()} have no field `{shortened(name)}`"
    raise QueryError(message, near(shortened(name), known))


class _Token(Struct, frozen=True):
    text: str
    quoted: bool = False

    @property
    def keyword(self) -> str:
        """`and`, `or`, `not` or `in`, in whatever language it is written; "" for anything else."""
        return "" if self.quoted else _KEYWORDS.get(self.text.casefold(), "")


def _types_by_key() -> dict[str, RecordType]:
    return {key.casefold(): each for each in RECORD_TYPES.values() for key in each.keys()}


def _type_in_front(text: str) -> tuple[RecordType, str]:
    """The type whose name a query begins with, be it of several words, and the rest."""
    folded = text.casefold()
    for key, of_type in sorted(_types_by_key().items(), key=lambda item: -len(item[0])):
        if folded.startswith(key) and (len(folded) == len(key) or folded[len(key)].isspace()):
            return of_type, text[len(key) :].strip()
    return record_type(text.split(maxsplit=1)[0] if text else ""), ""


def _tokens(text: str) -> list[_Token]:
    """The words, signs and quoted texts of a condition, the last first."""
    if len(text) > LONGEST:
        raise QueryError(f"a condition of {len(text):,} letters; {LONGEST:,} is the most")
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise QueryError(f"cannot read `{shortened(text[position:], 30)}`", "is a quote not closed?")
        if quoted := match["quoted"]:
            tokens.append(_Token(quoted[1:-1], quoted=True))
        else:
            token = match["sign"] or match["word"]
            tokens.append(_Token(_SIGNS.get(token, token)))
        position = match.end()
    return tokens[::-1]


class _Parser:
    """Reads a condition from left to right: `or` of `and` of comparisons, with parentheses and `not`."""

    def __init__(self, tokens: list[_Token], of_type: RecordType, as_of: date | None) -> None:
        self.left = tokens
        self._type = of_type
        self._as_of = as_of
        self._depth = 0

    def any_of(self) -> Condition:
        """Conditions joined by `or`."""
        conditions = [self._all_of()]
        while self._take("or"):
            conditions.append(self._all_of())
        return conditions[0] if len(conditions) == 1 else lambda record: any(each(record) for each in conditions)

    def _all_of(self) -> Condition:
        conditions = [self._one()]
        while self._take("and"):
            conditions.append(self._one())
        return conditions[0] if len(conditions) == 1 else lambda record: all(each(record) for each in conditions)

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"nested more than {DEEPEST} levels deep")
        token = self._next("a field")
        if token.keyword == "not":
            inner = self._one()
            found: Condition = lambda record: not inner(record)  # noqa: E731 - one of three ways
        elif not token.quoted and token.text == "(":
            found = self.any_of()
            if self._next("`)`").text != ")":
                raise QueryError("a `(` is not closed")
        else:
            found = self._comparison(field_named(token.text, self._type))
        self._depth -= 1
        return found

    def _comparison(self, name: str) -> Condition:
        token = self._next("one of = != < <= > >= ~ in")
        sign = token.keyword or token.text
        if token.quoted or sign not in _COMPARISONS:
            message = f"expected one of = != < <= > >= ~ in after `{name}`, found `{shortened(token.text)}`"
            raise QueryError(message, "a name of several words stands in quotes")
        field = asked_field(name, self._type)
        values = self._values(name) if sign == "in" else [self._value(name)]
        wanted = [field.read(value.text, sign, self._as_of, quoted=value.quoted) for value in values]
        return lambda record: holds(getattr(record, name), sign, wanted)

    def _values(self, name: str) -> list[_Token]:
        if self._next("`(`") != _Token("("):
            raise QueryError("after `in` comes a list in parentheses", f"for example: {name} in (a, b)")
        values = []
        while (token := self._next("`)`")) != _Token(")"):
            if token != _Token(","):
                values.append(token)
        if not values:
            raise QueryError(f"`{name} in ()` asks for nothing", f"for example: {name} in (a, b)")
        return values

    def _value(self, name: str) -> _Token:
        token = self._next("a value")
        if not token.quoted and (token.text in {"(", ")", ","} or token.text in _COMPARISONS - {"in"}):
            raise QueryError(f"expected a value for `{name}`, found `{token.text}`", "put it in quotes if it is meant")
        return token

    def _take(self, keyword: str) -> bool:
        if self.left and self.left[-1].keyword == keyword:
            self.left.pop()
            return True
        return False

    def _next(self, expected: str) -> _Token:
        if not self.left:
            raise QueryError(f"the condition ends where {expected} is expected")
        return self.left.pop()
