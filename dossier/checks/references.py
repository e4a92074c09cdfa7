"""References between records: each names a record that is there, of a type that makes sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.dossier import Dossier, Portfolio  # noqa: TC001 - a check's subject is read at run time
from dossier.problems.problem import Problem, near
from dossier.problems.rules import check
from dossier.records.declare import RECORD_TYPES, type_of
from dossier.records.references import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.records.declare import Record
    from dossier.records.references import Mention


@check("DOS410")
def reference_to_nothing(dossier: Dossier) -> Iterator[Problem]:
    """A reference names a record that is not there.

    The link would lead nowhere: a task nobody owns, a requirement nobody implements, a dependency that holds nothing.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery, owner: ana}

    Right:

        risks:
        - {id: R-1, title: Late delivery, owner: anna}
    """
    for mention in _mentions(dossier):
        if dossier.find(mention.target) is None:
            message = f"{_who(mention.source)}: `{mention.target}` names nothing"
            yield Problem("DOS410", mention.place, message, _meant(dossier, mention))


@check("DOS411")
def reference_to_the_wrong_type(dossier: Dossier) -> Iterator[Problem]:
    """A reference leads to a record of a type that cannot stand there.

    A risk cannot own a task. The number is usually that of another record than the one that was meant.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery}
        - {id: R-2, title: Late payment, owner: R-1}

    Right:

        risks:
        - {id: R-1, title: Late delivery}
        - {id: R-2, title: Late payment, owner: anna}
    """
    for mention in _mentions(dossier):
        found = dossier.find(mention.target)
        if found is not None and mention.to and found.type_name not in mention.to:
            expected = " or ".join(RECORD_TYPES[name].label.en.lower() for name in mention.to)
            is_a = type_of(found).label.en.lower()
            message = f"{_who(mention.source)}: `{mention.field}` leads to a {expected}; {mention.target} is a {is_a}"
            yield Problem("DOS411", mention.place, message, _of_type(dossier, mention))


@check("DOS412", "warning")
def record_that_names_itself(dossier: Dossier) -> Iterator[Problem]:
    """A record names itself.

    It says nothing, so another record was probably meant. (A dependency or parent on itself is DOS501 to DOS503.)

    Wrong:

        decisions:
        - {id: DEC-1, title: Host in Zurich, supersedes: DEC-1}

    Right:

        decisions:
        - {id: DEC-1, title: Host in Bern, status: superseded}
        - {id: DEC-2, title: Host in Zurich, supersedes: DEC-1}
    """
    for mention in _mentions(dossier):
        if mention.target == mention.source.id and mention.field not in {"after", "parent", "parents"}:
            message = f"{_who(mention.source)} names itself in `{mention.field}`"
            yield Problem("DOS412", mention.place, message, "name the other record, or take it out")


@check("DOS601")
def signer_who_is_nobody(portfolio: Portfolio) -> Iterator[Problem]:
    """A client's list of signers names somebody who is not among the people.

    Nobody could sign: the checklist would wait for a person without a name, a role or an address.

    Wrong:

        # acme/client.yml
        title: Acme
        signers: [ana]
        people:
        - {id: anna, title: Anna Berg}

    Right:

        # acme/client.yml
        title: Acme
        signers: [anna]
        people:
        - {id: anna, title: Anna Berg}
    """
    for client in portfolio.clients:
        dossiers = portfolio.of_client(client.id)
        people = {r.id for d in dossiers for r in d.records if r.type_name == "stakeholder"}
        for mention in references(client) if dossiers else ():
            if mention.target not in people:
                message = f"{client.id}: the signer `{mention.target}` is not among the people"
                hint = near(mention.target, people) or "add the person under `people:` in client.yml"
                yield Problem("DOS601", mention.place, message, hint)


def _mentions(dossier: Dossier) -> Iterator[Mention]:
    """The references that somebody wrote; those that nesting makes cannot be wrong by themselves."""
    for record in (dossier.project, *dossier.records):
        yield from (mention for mention in references(record) if mention.field.partition(".")[0] in record.keys)


def _who(record: Record) -> str:
    return f"{type_of(record).label.en.lower()} {record.id}"


def _meant(dossier: Dossier, mention: Mention) -> str:
    """The near id among those that could stand there; what to write when the right one is written in full."""
    project, _, own = mention.target.rpartition("/")
    if project == dossier.project.id and own in dossier.by_id:
        return f"within its own project it is `{own}`"
    fitting = {key: r for key, r in _everything(dossier).items() if not mention.to or r.type_name in mention.to}
    if mention.target.casefold() not in {key.casefold() for key in fitting}:
        abroad = [key for key in sorted(dossier.elsewhere) if key.rpartition("/")[2] == mention.target]
        if abroad:
            return f"did you mean `{abroad[0]}`, of another project?"
    return near_number(mention.target, fitting) or _nothing_near(mention)


def near_number(number: str, known: Iterable[str]) -> str:
    """The hint with the near id; for `CR-12` only among those that begin with CR, where that is a prefix in use."""
    prefix = _prefix(number)
    candidates = tuple(known)
    in_use = {_prefix(each) for each in candidates} | {each.prefix for each in RECORD_TYPES.values()}
    if prefix and prefix.rpartition("/")[2] in in_use | {each.rpartition("/")[2] for each in in_use}:
        candidates = tuple(each for each in candidates if _prefix(each) == prefix)
    return near(number, candidates)


def _prefix(number: str) -> str:
    """`web/REQ` of `web/REQ-12`, or "" for an id that does not end in digits."""
    before, _, digits = number.rpartition("-")
    return before if digits.isdigit() else ""


def _of_type(dossier: Dossier, mention: Mention) -> str:
    fitting = (key for key, record in _everything(dossier).items() if record.type_name in mention.to)
    return near(mention.target, fitting) or "name another record"


def _nothing_near(mention: Mention) -> str:
    if mention.to == ("stakeholder",):
        return "add the person under `people:` in client.yml, or under `stakeholders:` in the project"
    return "add the record, or correct the number"


def _everything(dossier: Dossier) -> dict[str, Record]:
    return {**dossier.elsewhere, **dossier.by_id}
