"""Values written as one short text: a date, working days, a percentage, money, a dependency."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dossier.problems.problem import Place, Problem, shortened
from dossier.records.assignments import ASSIGNMENT, Assignment, assignment
from dossier.records.fields import as_written, scalar
from dossier.records.links import LINK, Link, link
from dossier.records.moment import MOMENT, Moment, moment_of
from dossier.records.values import (
    AMOUNT,
    DATE,
    DAY_HOURS,
    DAYS,
    Amount,
    DayHours,
    Days,
    Implausible,
    Percent,
    amount_of,
    date_of,
    day_hours_of,
    days_of,
    percent_of,
    yes_no_of,
)
from dossier.records.words import PERSON
from dossier.text.yaml import Node

if TYPE_CHECKING:
    from collections.abc import Callable


class Pattern(Struct, frozen=True):
    """A value written as one scalar, read by `of_text`, which raises ValueError when it cannot."""

    code: str
    expected: str
    example: str
    of_text: Callable[[str], Any]
    pattern: str = ""
    holds: str = ""
    """What the value is, for who shows it: `days`, `hours`, `percent` or `amount`; "" where its type says enough."""
    to: tuple[str, ...] = ()
    """The record types that the value may refer to, by its `target`; none where it refers to nothing."""

    def read(self, node: Node, place: Place, problems: list[Problem]) -> Any:
        """The value of the text."""
        text = scalar(node, place, problems)
        if text is None or not text:
            return None
        try:
            return self.of_text(text)
        except ValueError as error:
            message = f"expected {self.expected}, found `{shortened(text)}`"
            hint = str(error) if isinstance(error, Implausible) else f"for example: {self.example}"
            problems.append(Problem(self.code, place, message, hint))
            return None

    def as_written(self, node: Node) -> Any:
        """The text as it is."""
        return as_written(node)

    def schema(self) -> dict[str, Any]:
        """Text with a pattern; numbers are allowed because editors see YAML's own types."""
        return {"type": ["string", "number"], **({"pattern": f"^({self.pattern})$"} if self.pattern else {})}


def whole(lowest: int, highest: int) -> Pattern:
    """A whole number within bounds, both included."""

    def read(text: str) -> int:
        if not re.fullmatch(r"-?\d{1,9}", text) or not lowest <= int(text) <= highest:
            raise ValueError(text)
        return int(text)

    return Pattern("DOS204", f"a whole number from {lowest} to {highest}", str(lowest), read, r"-?\d{1,9}")


def _link(text: str) -> Link:
    found = link(text)
    if found is None:
        raise ValueError(text)
    return found


PATTERNS: dict[Any, Pattern] = {
    date: Pattern("DOS203", "a date (YYYY-MM-DD)", "2026-02-20", date_of, DATE.pattern),
    Moment: Pattern(
        "DOS203",
        "a date (YYYY-MM-DD), also with a time",
        "2026-02-20, or 2026-02-20 13:00",
        moment_of,
        MOMENT.pattern,
    ),
    Days: Pattern("DOS204", "working days", "5d, 2w or 4h", days_of, DAYS.pattern, "days"),
    DayHours: Pattern("DOS204", "the hours of a working day", "7.5", day_hours_of, DAY_HOURS.pattern, "hours"),
    Percent: Pattern("DOS204", "a percentage from 0 to 100", "40%", percent_of, r"\d{1,3} ?[%％]?", "percent"),
    Amount: Pattern(
        "DOS204",
        "an amount of money",
        "12,500.00 (the currency stands in project.yml)",
        amount_of,
        AMOUNT.pattern,
        "amount",
    ),
    bool: Pattern("DOS204", "yes or no", "yes", yes_no_of),
    Link: Pattern("DOS208", "a dependency", "T-1, T-2 SS+2d or T-3 FF-1d", _link, LINK.pattern, to=("task",)),
    Assignment: Pattern(
        "DOS207", "a person", "anna, or anna 50% (of her working day)", assignment, ASSIGNMENT.pattern, to=PERSON
    ),
}
