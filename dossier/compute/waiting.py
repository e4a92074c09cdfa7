"""What waits for the client: things to decide, to sign, to accept, to answer and to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from dossier.compute.signature import standing
from dossier.records.action import Action
from dossier.records.change_request import ChangeRequest
from dossier.records.decision import Decision
from dossier.records.deliverable import Deliverable
from dossier.records.sign_off import SignOff
from dossier.records.stakeholder import Stakeholder
from dossier.records.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.dossier import Dossier
    from dossier.records.declare import Record

What = Literal["decide", "sign", "sign_again", "renew", "accept", "answer", "do"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the client; `who` is a stakeholder's id or "", `due` the day it is needed by."""

    record: Record
    what: What
    who: str
    due: date | None
    overdue: bool


def waiting_for_client(dossier: Dossier, as_of: date) -> tuple[Waiting, ...]:
    """Everything that waits for the client on a day, the most pressing first; `dossier` is the client's projection."""
    found = [
        *_to_sign(dossier, as_of),
        *_to_decide(dossier),
        *_to_accept(dossier),
        *_to_answer(dossier),
        *_to_do(dossier),
    ]
    dated = [Waiting(r, what, who, due, due is not None and due < as_of) for r, what, who, due in found]
    return tuple(sorted(dated, key=lambda each: (each.due or date.max, each.record.id)))


Found = tuple["Record", What, str, "date | None"]


def _to_sign(dossier: Dossier, as_of: date) -> Iterator[Found]:
    for sign_off in dossier.of(SignOff):
        state = standing(dossier, sign_off, as_of).state
        asked = sign_off.requested_on is None or sign_off.requested_on <= as_of
        if state == "out_of_date":
            yield sign_off, "sign_again", sign_off.signer, None
        elif state == "expired" and sign_off.decision:
            yield sign_off, "renew", sign_off.signer, sign_off.valid_until
        elif state in {"open", "expired"} and not sign_off.decision and asked:
            yield sign_off, "sign", sign_off.signer, sign_off.due


def _to_decide(dossier: Dossier) -> Iterator[Found]:
    for decision in dossier.of(Decision):
        if decision.status == "open" and _is_clients(dossier, decision.decided_by):
            yield decision, "decide", decision.decided_by, decision.due
    for change in dossier.of(ChangeRequest):
        if change.status == "assessed":
            yield change, "decide", "", None


def _to_accept(dossier: Dossier) -> Iterator[Found]:
    for deliverable in dossier.of(Deliverable):
        if deliverable.delivered and not deliverable.accepted and not deliverable.rejected:
            yield deliverable, "accept", deliverable.accepted_by, None


def _to_answer(dossier: Dossier) -> Iterator[Found]:
    for survey in dossier.of(Survey):
        if survey.status == "open":
            yield survey, "answer", "", survey.due


def _to_do(dossier: Dossier) -> Iterator[Found]:
    for action in dossier.of(Action):
        if action.status not in {"done", "dropped"} and action.owner and _is_clients(dossier, action.owner):
            yield action, "do", action.owner, action.due


def _is_clients(dossier: Dossier, person: str) -> bool:
    """Whether somebody is on the client's side; a person nobody named counts as the client's."""
    found = dossier.find(person)
    return not isinstance(found, Stakeholder) or found.side == "client"
