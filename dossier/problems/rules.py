"""The catalogue of codes: what each rule says, why, and one wrong and one right example."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.problems.problem import Problem, Severity

Finder = TypeVar("Finder", bound="Callable[..., Iterator[Problem]]")


class Rule(Struct, frozen=True):
    """A code with its one-line rule, its reason, and the two examples that the tests run."""

    code: str
    severity: Severity
    title: str
    reason: str
    wrong: str
    right: str


class Check(Struct, frozen=True):
    """A rule and the function that finds where it is broken, given `subject`: a record type or the whole dossier.

    One that is `dated` is given the day for which one looks as well.
    """

    rule: Rule
    subject: type
    find: Callable[..., Iterator[Problem]]
    dated: bool = False


RULES: dict[str, Rule] = {}
CHECKS: list[Check] = []


def rule(code: str, severity: Severity, text: str) -> None:
    """Add a code that the readers themselves report. `text` has the form of a check's docstring.

    Raises ValueError when the code is taken: a code is given once and never used again.
    """
    if code in RULES:
        raise ValueError(f"{code} is given twice")
    RULES[code] = _parsed(code, severity, inspect.cleandoc(text))


def check(code: str, severity: Severity = "error") -> Callable[[Finder], Finder]:
    """Register a function as a check; its first parameter's annotation says what it looks at, a second is the day."""

    def register(find: Finder) -> Finder:
        rule(code, severity, find.__doc__ or "")
        return check_of(code)(find)

    return register


def check_of(code: str) -> Callable[[Finder], Finder]:
    """The same where the readers report that, too, so that the rule is given beside them."""

    def register(find: Finder) -> Finder:
        CHECKS.append(Check(RULES[code], _subject(find), find, len(inspect.signature(find).parameters) > 1))
        return find

    return register


def severity(problem: Problem) -> Severity:
    """How grave a problem is, as its code says."""
    return RULES[problem.code].severity


def _subject(find: Callable[..., Any]) -> type:
    """The class that a check's first parameter is annotated with; the other annotations need not exist at run time."""
    first = next(iter(inspect.signature(find).parameters.values())).annotation
    subject: type = eval(first, find.__globals__) if isinstance(first, str) else first  # noqa: S307 - our own source
    return subject


def _parsed(code: str, severity: Severity, text: str) -> Rule:
    """Split "Rule. / Why. / Wrong: / Right:" into its parts."""
    parts = re.split(r"^(Wrong|Right):\n", text, flags=re.MULTILINE)
    title, _, reason = parts[0].strip().partition("\n\n")
    examples = {parts[i]: inspect.cleandoc("\n" + parts[i + 1]).strip("\n") + "\n" for i in range(1, len(parts) - 1, 2)}
    return Rule(code, severity, title, reason.strip(), examples.get("Wrong", ""), examples.get("Right", ""))
