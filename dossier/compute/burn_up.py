"""How many of the requirements were to be accepted, and were, month by month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.cost_curve import month_end
from dossier.records.deliverable import Deliverable
from dossier.records.requirement import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.dossier import Dossier

_DROPPED = frozenset({"rejected", "withdrawn"})
_LONGEST = 240


class BurnUpMonth(Struct, frozen=True, kw_only=True):
    """How many requirements were due by the end of a month, and accepted; None where the month has not begun."""

    ends: date
    due: int
    accepted: int | None


class BurnUp(Struct, frozen=True, kw_only=True):
    """The months in order; `total` counts the requirements, `undated` those accepted of which no day is known."""

    months: tuple[BurnUpMonth, ...]
    total: int
    undated: int
    as_of: date


def burn_up(dossier: Dossier, as_of: date) -> BurnUp | None:
    """The burn-up of a project as of a day, None where no acceptance has one.

    An accepted requirement was so on the day that it says, else on the last on which a deliverable that meets it was; a
    requirement is due when the last of those is. Those that were rejected or withdrawn are not counted.
    """
    wanted = [each for each in dossier.of(Requirement) if each.status not in _DROPPED]
    meeting: dict[str, list[Deliverable]] = {}
    for deliverable in dossier.of(Deliverable):
        for requirement in deliverable.requirements:
            meeting.setdefault(requirement, []).append(deliverable)
    done = [each for each in wanted if each.status == "accepted"]
    days = [each.accepted_on or _last(d.accepted for d in meeting.get(each.id, ())) for each in done]
    accepted = [on for on in days if on and on <= as_of]
    due = [on for each in wanted if (on := _last(d.due for d in meeting.get(each.id, ())))]
    if not accepted:
        return None
    known = [*accepted, *due]
    last = max(known) if len(accepted) == len(wanted) else max(*known, as_of)
    months = tuple(
        BurnUpMonth(
            ends=end,
            due=sum(on <= end for on in due),
            accepted=sum(on <= end for on in accepted) if end.replace(day=1) <= as_of else None,
        )
        for end in _month_ends(min(known), last)
    )
    return BurnUp(months=months, total=len(wanted), undated=days.count(None), as_of=min(as_of, months[-1].ends))


def _last(days: Iterable[date | None]) -> date | None:
    """The last of those days that are known."""
    return max((day for day in days if day), default=None)


def _month_ends(first: date, last: date) -> list[date]:
    found = [month_end(first)]
    while found[-1] < last and len(found) < _LONGEST:
        found.append(month_end(found[-1] + timedelta(days=1)))
    return found
