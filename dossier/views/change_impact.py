"""What a change does to scope, time and cost, in the words and figures of a change request's impact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.records.change_request import Impact
from dossier.records.declare import type_of
from dossier.records.deliverable import Deliverable
from dossier.records.requirement import Requirement
from dossier.records.task import Task
from dossier.records.values import Amount, Prose
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.difference import RecordDifference
    from dossier.compute.dossier_difference import DossierDifference
    from dossier.language import Language

_SCOPE = (Requirement, Deliverable, Task)
"""The types of records that say what is delivered and done, in the order in which they are named."""
_OF_TASKS = frozenset({"title", "description", "requirements", "deliverables"})
"""What of a task says what is done; the rest says when and by whom."""
_MOST_NAMED = 12


def computed_impact(difference: DossierDifference, language: Language) -> Impact:
    """The impact of a change on a project, as far as it can be computed; quality is left to people.

    `time` is by how many working days the expected finish moves, `cost` by how much the expected cost grows, in the
    project's currency; None where nothing tells. `scope` names the requirements, deliverables and tasks that come, go
    or are worded otherwise.
    """
    old, new = difference.figures_before, difference.figures_after
    costs = [side.expected_cost for side in (old, new) if side]
    known = len(costs) == 2 and any(cost is not None for cost in costs)
    cost = Amount((costs[1] or Decimal(0)) - (costs[0] or Decimal(0))) if known else None
    return Impact(
        scope=Prose("\n".join(_scope(difference, language))),
        time=difference.plan.finish_days if difference.plan else None,
        cost=cost,
        quality=Prose(""),
    )


def _scope(difference: DossierDifference, language: Language) -> Iterator[str]:
    """A line for what comes, what goes and what changes."""
    say = words(language)
    found = [each for each in difference.records if isinstance(each.record, _SCOPE) and _says_otherwise(each)]
    found.sort(key=lambda each: _SCOPE.index(type(each.record)))
    for key, kinds in (("added", {"added"}), ("removed", {"removed"}), ("changed", {"changed"})):
        names = [_name(each) for each in found if each.kind in kinds]
        if names:
            more = len(names) - _MOST_NAMED
            rest = [say("review_more", n=more)] if more > 0 else []
            listed = ("；" if language == "zh" else "; ").join([*names[:_MOST_NAMED], *rest])
            yield say(f"impact_{key}", names=listed)


def _says_otherwise(each: RecordDifference) -> bool:
    """Whether a record says something else about what is to be delivered: not when, by whom, or how far it is."""
    if each.kind != "changed":
        return each.kind in {"added", "removed"}
    fields = type_of(each.record).fields
    told = (field.field for field in each.fields if field.field in fields and not fields[field.field].volatile)
    return any(name in _OF_TASKS or not isinstance(each.record, Task) for name in told)


def _name(each: RecordDifference) -> str:
    return f"{each.record.id} {each.record.title}"
