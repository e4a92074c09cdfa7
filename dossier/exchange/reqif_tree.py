"""The order, tree and numbers of the objects in a ReqIF document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.exchange.reqif_words import PARENT_RELATIONS, field_named, plain
from dossier.problems.problem import Place, Problem
from dossier.problems.rules import rule
from dossier.records.values import ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.exchange.files import Tally
    from dossier.exchange.reqif_objects import Document, Item

_TEXT_KINDS = {"text", "info", "information", "comment", "note", "prose", "freetext"}

rule(
    "DOS805",
    "warning",
    """Two objects of a ReqIF file have the same number.

    Numbers are unique in a project. The second object got a number of its own; correct it in the program it
    came from if both sides shall keep talking about the same requirement.
    """,
)


def in_order(document: Document, prose: set[str]) -> Iterator[Item]:
    """The objects that become records: as the tree arranges them, then those that stand nowhere in it."""
    identifiers = dict.fromkeys((*(entry.identifier for entry in document.entries), *document.items))
    return (document.items[i] for i in identifiers if i in document.items and i not in prose)


def texts_between(document: Document) -> set[str]:
    """The objects that are text between headings rather than requirements of their own."""
    parents = {entry.parent for entry in document.entries}
    return {
        entry.identifier
        for entry in document.entries
        if (item := document.items.get(entry.identifier))
        and plain(item.kind) in _TEXT_KINDS
        and entry.identifier not in parents
        and {plain(name) for name, _ in item.texts} <= {"text"}
    }


def texts_below(document: Document, prose: set[str]) -> dict[str, tuple[str, ...]]:
    """The texts between headings by the heading they stand under; under none, by specification (`#0`)."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in document.entries:
        if entry.identifier in prose:
            above = entry.parent or f"#{entry.specification}"
            found[above] = (
                *found.get(above, ()),
                *(text for _, text in document.items[entry.identifier].texts),
            )
    return found


def specification_id(number: int) -> str:
    """The number of the record that stands for one of several specifications, which are counted from 0."""
    return f"SPEC-{number + 1:03}"


def parents(document: Document, numbers: Mapping[str, str], lost: Tally) -> dict[str, list[str]]:
    """The parents of each object by identifier: what it stands under, then what its relations name as such.

    Relations that mean something else are added to `lost`.
    """
    found: dict[str, list[str]] = {}
    for entry in document.entries:
        if entry.parent in numbers and entry.parent != entry.identifier:
            found.setdefault(entry.identifier, []).append(numbers[entry.parent])
        elif not entry.parent and len(document.specifications) > 1:
            found.setdefault(entry.identifier, []).append(specification_id(entry.specification))
    for relation in document.relations:
        if relation.source not in numbers or relation.target not in numbers:
            continue
        if plain(relation.kind) in PARENT_RELATIONS and relation.source != relation.target:
            found.setdefault(relation.source, []).append(numbers[relation.target])
        else:
            lost.add(f"relations {relation.kind}", f"{numbers[relation.source]} -> {numbers[relation.target]}")
    return found


def numbers_of(document: Document, prose: set[str], read_as: Tally) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The number of each object's record by its identifier, and a problem for each that two objects share.

    Numbers are unique whatever the case. One that may not stand in an address is rewritten and told to
    `read_as`; an object without one gets REQ-001, or SEC-001 when it is a heading.
    """
    chapters = {entry.parent for entry in document.entries}
    wanted: dict[str, str] = {}
    for item in in_order(document, prose):
        written = next((text for name, text in item.texts if field_named(name) == "id"), "")
        wanted[item.identifier] = _as_id(written)
        if written and wanted[item.identifier] != written:
            example = f"{written} -> {wanted[item.identifier] or 'a new one'}"
            read_as.add("numbers rewritten to what may stand in an address", example)
        if any(plain(name) == "chaptername" for name, _ in item.texts):
            chapters.add(item.identifier)
    given = {specification_id(n).casefold() for n in range(len(document.specifications))}
    taken = given | {number.casefold() for number in wanted.values()}
    numbers: dict[str, str] = {}
    problems: list[Problem] = []
    for identifier, number in wanted.items():
        made = number
        if not number:
            made = _next("SEC" if identifier in chapters else "REQ", taken, 1, 3)
        elif number.casefold() in given:
            made = _next(number, taken, 2, 1)
            message = f"{number} is the number of two objects; the second became {made}"
            problems.append(Problem("DOS805", Place("", line=1, column=1), message))
        numbers[identifier] = made
        taken.add(made.casefold())
        given.add(made.casefold())
    return numbers, tuple(problems)


def _next(prefix: str, taken: set[str], number: int, width: int) -> str:
    while f"{prefix}-{number:0{width}}".casefold() in taken:
        number += 1
    return f"{prefix}-{number:0{width}}"


def _as_id(written: str) -> str:
    """The number as it may stand in an address, or "" when nothing of it may."""
    number = re.sub(r"[^\w.-]+", "-", written).strip("-._")
    return number if ID.fullmatch(number) and len(number.encode()) <= 100 else ""
