"""Who may take which step of a change request: ask for it, assess it, decide about it, record that it is done."""

# A change binds both sides, so the rule is what a contract would say. Anybody whom the dossier names may ask for a
# change, and may record that an approved one is done. The supplier assesses, since it answers for the time and the
# price it names. The client decides: those who may sign for it (`signers` in client.yml), and those whom the project
# names as `change_approvers`, each up to a cost and a delay. What is not assessed has no price, so nobody with a limit
# decides about it.

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.records.change_request import DECISIONS
from dossier.records.stakeholder import Stakeholder

if TYPE_CHECKING:
    from dossier.dossier import Dossier
    from dossier.records.change_request import ChangeRequest, Impact
    from dossier.records.limits import ChangeApprover


def entitled(dossier: Dossier, change: ChangeRequest, step: str) -> tuple[Stakeholder, ...]:
    """The people who may take a step with a change as it is assessed now, in the order of the records."""
    return tuple(person for person in dossier.of(Stakeholder) if not refusal(dossier, change, step, person))


def refusal(dossier: Dossier, change: ChangeRequest, step: str, person: Stakeholder) -> str:
    """Why somebody may not take a step with a change as it is assessed now; "" for who may."""
    if step == "assessed" and person.side in {"client", "other"}:
        return f"{person.title} is not of the supplier, which assesses: it answers for the time and the cost"
    # By record and not by id: another project may have somebody else of the same id.
    if step not in DECISIONS or any(dossier.find(signer) == person for signer in dossier.client.signers):
        return ""
    limits = [each for each in dossier.project.change_approvers if dossier.find(each.who) == person]
    if any(_is_within(change.impact, limit) for limit in limits):
        return ""
    if not limits:
        who = decides(dossier)
        known = f"who may: {', '.join(who)}" if who else "name `signers` in client.yml"
        return f"{person.title} may not decide about changes; {known}"
    allowed = " or ".join(_allowed(limit, dossier.project.currency) for limit in limits)
    return f"{person.title} may decide about changes {allowed}, as assessed; {change.id} is not within that"


def decides(dossier: Dossier) -> tuple[str, ...]:
    """The ids of all who may decide about some change: the client's signers, then the project's change approvers."""
    return tuple(dict.fromkeys((*dossier.client.signers, *(each.who for each in dossier.project.change_approvers))))


def _is_within(impact: Impact | None, limit: ChangeApprover) -> bool:
    """Whether what was assessed stays within both limits; what nobody assessed does not."""
    cost, time = (impact.cost, impact.time) if impact else (None, None)
    within_cost = limit.cost is None or (cost is not None and cost <= limit.cost)
    return within_cost and (limit.time is None or (time is not None and time <= limit.time))


def _allowed(limit: ChangeApprover, currency: str) -> str:
    cost = f"up to {currency} {limit.cost:,}".replace("  ", " ") if limit.cost is not None else "of any cost"
    return f"{cost} and {'any delay' if limit.time is None else f'a delay of {limit.time} working days'}"
