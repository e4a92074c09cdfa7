"""Requirements that another program exported as ReqIF, read into records with their tree and relations."""

# How a ReqIF document maps to records:
#   object with a text        -> requirement, its number from ReqIF.ForeignID or a UID, else made up (REQ-001)
#   chapter heading           -> requirement that groups others (SEC-001 where it has no number), with its
#                                children naming it as a parent, so that title, text and order are kept
#   text between the headings -> statement of the heading above it; of the project where there is none
#   relation "Parent" …       -> parents of the source
#   several specifications    -> one group each; a single one is the project

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.exchange.files import ImportResult, NewFile, Person, Tally
from dossier.exchange.reqif_fields import fields_of_item
from dossier.exchange.reqif_objects import Document, document_of
from dossier.exchange.reqif_tree import (
    in_order,
    numbers_of,
    parents,
    specification_id,
    texts_below,
    texts_between,
)
from dossier.problems.problem import shortened
from dossier.records.declare import RECORD_TYPES
from dossier.records.written import records_yaml, settings_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# In the order in which an author writes them; the others follow.
_ORDER = ("id", "title", "statement", "rationale", "parents")
_MACHINE = "machine identifiers of objects (export makes new ones)"


def read_reqif(raw: bytes, project: str) -> ImportResult:
    """The files that a ReqIF document becomes in a project, and everything of it that records cannot hold."""
    lost, read_as = Tally(), Tally()
    document, problems = document_of(raw, lost)
    if document is None:
        return ImportResult(problems=problems)
    prose = texts_between(document)
    texts = texts_below(document, prose)
    numbers, doubled = numbers_of(document, prose, read_as)
    above = parents(document, numbers, lost)
    people: dict[str, str] = {}
    records = list(_specifications(document, texts))
    for item in in_order(document, prose):
        fields = fields_of_item(item, people, lost, read_as) | {"id": numbers[item.identifier]}
        fields["statement"] = _joined((fields.get("statement", ""), *texts.get(item.identifier, ())))
        fields["title"] = fields.get("title") or item.name or _first_words(fields["statement"]) or fields["id"]
        named = _known(fields.get("parents", ()), numbers, lost)
        fields["parents"] = tuple(dict.fromkeys((*named, *above.get(item.identifier, ()))))
        records.append(_ordered(fields))
        lost.add(_MACHINE, item.identifier)
    files = (
        NewFile("project.yml", settings_yaml(RECORD_TYPES["project"], _project(document, texts, project))),
        NewFile("requirements.yml", records_yaml(RECORD_TYPES["requirement"], records)),
    )
    persons = tuple(Person(identifier, name) for identifier, name in people.items())
    return ImportResult(files, len(records), lost.all(), (*problems, *doubled), persons, read_as.all())


def _project(document: Document, texts: Mapping[str, tuple[str, ...]], project: str) -> dict[str, str]:
    """A single specification is the project: its name, and the text that stands before the first heading."""
    if len(document.specifications) != 1:
        return {"title": project}
    return _ordered({"title": document.specifications[0], "description": _joined(texts.get("#0", ()))})


def _specifications(document: Document, texts: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """A group for each specification where there are several."""
    for number, title in enumerate(document.specifications if len(document.specifications) > 1 else ()):
        statement = _joined(texts.get(f"#{number}", ()))
        yield _ordered({"id": specification_id(number), "title": title, "statement": statement})


def _known(named: Sequence[str], numbers: Mapping[str, str], lost: Tally) -> Iterator[str]:
    """The parents that an attribute names; they come first, since their author ordered them."""
    known = set(numbers.values())
    for reference in named:
        if reference in known or "/" in reference:
            yield reference
        else:
            lost.add("parents that are not in the file", reference)


def _ordered(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in (*_ORDER, *fields) if fields.get(name)}


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _first_words(statement: str) -> str:
    """The first line that has words in it, as a title for an object that has none."""
    lines = (line.lstrip("#*-> ") for line in statement.split("\n"))
    return shortened(next((line for line in lines if line.strip()), ""), 80)
