"""How a task stands against the baseline and why, in a line of the terminal or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.compute.movement import slips
from dossier.render.problems import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.plan import Plan
    from dossier.compute.slip import Share
    from dossier.dossier import Dossier

_OWN = {"longer": "it takes longer itself", "later": "it starts later than it could", "made_up": "it makes up time"}
_OTHER = {
    "longer": "takes longer",
    "later": "starts later than it could",
    "added": "was added",
    "made_up": "makes up time",
}


def slip_lines(found: Plan, dossier: Dossier, name: str) -> Iterator[str]:
    """One line with the slip of a task and where its days were lost; none where no baseline holds the task."""
    compared = slips(dossier, found, dossier, found)
    slip = compared.of(name) if compared else None
    if compared is None or slip is None:
        return
    baseline = f"the baseline {compared.baseline.id} ({visible(compared.baseline.title)})"
    if not slip.days:
        yield f"it is expected as in {baseline}"
    elif slip.days < 0:
        yield f"it is expected {_days(-slip.days)} earlier than in {baseline}"
    else:
        why = ", ".join(_told(found, name, share) for share in slip.shares)
        yield f"it is expected {_days(slip.days)} later than in {baseline}: {why}"


def slip_json(found: Plan, dossier: Dossier, name: str) -> dict[str, Any] | None:
    """The same for another program: `days` later, the `causes` that add up to it, and the way by which they came."""
    compared = slips(dossier, found, dossier, found)
    slip = compared.of(name) if compared else None
    on = found.by_id[name].baseline_finish
    if compared is None or slip is None or on is None:
        return None
    return {
        "id": compared.baseline.id,
        "finish": on.isoformat(),
        "days_later": slip.days,
        "causes": [{"task": share.task, "kind": share.kind, "days": share.days} for share in slip.shares],
        "by_way_of": list(slip.chain),
    }


def _told(found: Plan, name: str, share: Share) -> str:
    if share.task == name:
        return f"{_days(share.days)} because {_OWN[share.kind]}"
    return f"{_days(share.days)} because {share.task} ({visible(found.by_id[share.task].title)}) {_OTHER[share.kind]}"


def _days(days: int) -> str:
    return f"{days} working day" if abs(days) == 1 else f"{days} working days"
