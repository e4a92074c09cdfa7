"""What published text tells of records that are not published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.numbers import names_a_record, pattern_of
from dossier.compute.projection import published
from dossier.compute.prose import prose
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.text.ids_in_prose import explicit, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS630", "warning")
def published_text_names_a_team_only_record(dossier: Dossier) -> Iterator[Problem]:
    """Text that the client reads names a record that the client cannot see.

    The client would see a bare number without a title or a link, and learn that there is something she is not shown.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery, cause: Follows from R-2.}
        - {id: R-2, title: We may be too cheap, visibility: team}

    Right:

        risks:
        - {id: R-1, title: Late delivery, cause: "Late data.", internal: Follows from R-2.}
        - {id: R-2, title: We may be too cheap, visibility: team}
    """
    seen = published(dossier)
    pattern = pattern_of(dossier)
    if pattern is None:
        return

    def is_hidden(number: str) -> bool:
        return names_a_record(dossier, number) and not names_a_record(seen, number)

    for place, text in prose(seen, lambda n: any(map(is_hidden, (*pattern.findall(n.numbered), *n.explicit)))):
        for number in filter(is_hidden, dict.fromkeys((*numbers(text, pattern), *explicit(text)))):
            message = f"published text names {number}, which is for the team only"
            hint = "publish that record, or say this under `internal:` or between <!-- team --> and <!-- /team -->"
            yield Problem("DOS630", place.of(number), message, hint)
