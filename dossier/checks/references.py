"""References between records: each names a record that is there, of a type that makes sense."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dossier.checks.nearness import KnownIds
from dossier.dossier import Dossier, Portfolio, once
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

    The link would lead nowhere: a task nobody owns, a requirement nobody implements, a dependency that holds
    nothing.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery, owner: ana}

    Right:

        risks:
        - {id: R-1, title: Late delivery, owner: anna}
    """
    fitting = _Fitting(dossier)
    for mention in _mentions(dossier):
        if dossier.find(mention.target) is None:
            message = f"{_who(mention.source)}: `{mention.target}` names nothing"
            yield Problem("DOS410", mention.place, message, fitting.hint(mention))


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
            message = (
                f"{_who(mention.source)}: `{mention.field}` names {_labels(mention.to)}; "
                f"{mention.target} is {_labels([found.type_name])}"
            )
            yield Problem("DOS411", mention.place, message, f"name {_labels(mention.to)}, or correct the number")


@check("DOS412", "warning")
def record_that_names_itself(dossier: Dossier) -> Iterator[Problem]:
    """A record names itself.

    It says nothing, so another record was probably meant. Dependencies and parents
    have codes of their own: DOS501 to DOS503.

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


@once
def _mentions(dossier: Dossier) -> tuple[Mention, ...]:
    """The references that somebody wrote; those that nesting makes cannot be wrong by themselves."""
    return tuple(
        mention
        for record in (dossier.project, *dossier.records)
        for mention in references(record)
        if mention.field.partition(".")[0] in record.keys
    )


def _who(record: Record) -> str:
    return f"{type_of(record).label.en.lower()} {record.id}"


class _Fitting:
    """The ids of a dossier that a reference to some types may name, gathered once for each set of types."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._ids: dict[tuple[str, ...], KnownIds] = {}

    def hint(self, mention: Mention) -> str:
        """The near id among those that could stand there, or how to write one of another project."""
        project, _, own = mention.target.rpartition("/")
        if project == self._dossier.project.id and own in self._dossier.by_id:
            return f"within its own project it is `{own}`"
        if mention.to not in self._ids:
            known = chain(self._dossier.elsewhere.items(), self._dossier.by_id.items())
            fitting = (key for key, r in known if not mention.to or r.type_name in mention.to)
            self._ids[mention.to] = KnownIds(fitting)
        found = self._ids[mention.to].hint(mention.target)
        return found or self._abroad(mention.target) or _nothing_near(mention)

    def _abroad(self, target: str) -> str:
        others = self._dossier.elsewhere.others
        found = next((each.project.id for each in others if target in each.by_id), "")
        return f"did you mean `{found}/{target}`, of another project?" if found else ""


def _nothing_near(mention: Mention) -> str:
    if mention.to == ("stakeholder",):
        return "add the person under `people:` in client.yml, or under `stakeholders:` in the project"
    return "add the record, or correct the number"


def _labels(types: Iterable[str]) -> str:
    """For example: a stakeholder; a task or an action."""
    labels = [RECORD_TYPES[name].label.en.lower() for name in types]
    return " or ".join(f"{'an' if label[0] in 'aeiou' else 'a'} {label}" for label in labels)
