"""Numbers of records that stand in prose: each names a record that is there."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dossier.checks.nearness import KnownIds
from dossier.compute.numbers import known_numbers, names_a_record, pattern_of
from dossier.compute.prose import prose
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.text.ids_in_prose import explicit, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

_CORRECT = "correct the number, or write it as code: `…`"


@check("DOS413", "warning")
def number_in_prose_that_names_nothing(dossier: Dossier) -> Iterator[Problem]:
    """A number of a record stands in prose, and there is no such record.

    A number in prose becomes a link with the record's title. This one stays plain text, and the reader looks
    in vain. Where it is not meant as a number of a record, write it as code: `` `CR-2032` ``.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery}
        - {id: R-2, title: Late payment, cause: Follows from R-3.}

    Right:

        risks:
        - {id: R-1, title: Late delivery}
        - {id: R-2, title: Late payment, cause: Follows from R-1.}
    """
    pattern = pattern_of(dossier)
    if pattern is None:
        return
    ids = KnownIds(known_numbers(dossier))

    def names_nothing(number: str) -> bool:
        return not names_a_record(dossier, number)

    for place, text in prose(dossier, lambda naming: any(map(names_nothing, pattern.findall(naming.numbered)))):
        for number in filter(names_nothing, numbers(text, pattern)):
            yield Problem("DOS413", place.of(number), f"`{number}` names no record", ids.hint(number) or _CORRECT)


@check("DOS414")
def link_in_prose_to_nothing(dossier: Dossier) -> Iterator[Problem]:
    """Prose links to a record with `[[…]]`, and there is no such record.

    The double brackets say that a link is meant; the reader would see the brackets instead.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery, cause: "See [[R-9]]."}

    Right:

        risks:
        - {id: R-1, title: Late delivery, cause: "See [[R-2]]."}
        - {id: R-2, title: Late payment}
    """
    ids = KnownIds(chain(dossier.by_id, dossier.elsewhere))

    def leads_nowhere(number: str) -> bool:
        return dossier.find(number) is None

    for place, text in prose(dossier, lambda naming: any(map(leads_nowhere, naming.explicit))):
        for number in filter(leads_nowhere, explicit(text)):
            yield Problem("DOS414", place.of(number), f"`[[{number}]]` names no record", ids.hint(number) or _CORRECT)
