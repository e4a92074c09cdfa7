"""What waits for the client: things to decide, to sign, to accept, to answer and to do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct

from dossier.records.action import Action
from dossier.records.change_request import ChangeRequest
from dossier.records.decision import Decision
from dossier.records.deliverable import Deliverable
from dossier.records.sign_off import SignOff
from dossier.records.stakeholder import Stakeholder
from dossier.records.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.compute.signature import Standing
    from dossier.dossier import Dossier
    from dossier.records.declare import Record

R = TypeVar("R", bound="Record")
What = Literal["decide", "sign", "sign_again", "renew", "accept", "answer", "do"]


class Waiting(Struct, frozen=True):
    """Something that waits for the client; `who` is a stakeholder's id or "", `due` the day it is needed by."""

    record: Record
    what: What
    who: str
    due: date | None
    overdue: bool


def waiting_for_client(
    whole: Dossier, agreed: Dossier, standings: Mapping[str, Standing], as_of: date
) -> tuple[Waiting, ...]:
    """Everything that waits for the client on a day, the most pressing first, in the words of `agreed`.

    `agreed` is the client's projection, and `standings` how its sign-offs stand on that day; `whole` tells on whose
    side somebody is whom the client may not see.
    """
    found = [
        *_to_sign(agreed, standings, as_of),
        *_to_decide(whole, agreed),
        *_to_accept(agreed),
        *_to_answer(agreed),
        *_to_do(whole, agreed),
    ]
    dated = [Waiting(r, what, who, due, due is not None and due < as_of) for r, what, who, due in found]
    return tuple(sorted(dated, key=lambda each: (each.due or date.max, each.record.id)))


Found = tuple["Record", What, str, "date | None"]


def _to_sign(dossier: Dossier, standings: Mapping[str, Standing], as_of: date) -> Iterator[Found]:
    for sign_off in dossier.of(SignOff):
        state = standings[sign_off.id].state
        asked = sign_off.requested_on is None or sign_off.requested_on <= as_of
        if state == "out_of_date":
            yield sign_off, "sign_again", sign_off.signer, None
        elif state == "expired" and sign_off.decision:
            yield sign_off, "renew", sign_off.signer, sign_off.valid_until
        elif state in {"open", "expired"} and not sign_off.decision and asked:
            yield sign_off, "sign", sign_off.signer, sign_off.due


def _to_decide(whole: Dossier, agreed: Dossier) -> Iterator[Found]:
    for decision in agreed.of(Decision):
        if decision.status == "open" and _is_clients(whole, _unhidden(whole, decision).decided_by):
            yield decision, "decide", decision.decided_by, decision.due
    for change in agreed.of(ChangeRequest):
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


def _to_do(whole: Dossier, agreed: Dossier) -> Iterator[Found]:
    for action in agreed.of(Action):
        owner = _unhidden(whole, action).owner
        if action.status not in {"done", "dropped"} and owner and _is_clients(whole, owner):
            yield action, "do", action.owner, action.due


def _unhidden(whole: Dossier, record: R) -> R:
    """The record with the people whom the client may not see."""
    found = whole.by_id.get(record.id)
    return found if isinstance(found, type(record)) else record


def _is_clients(whole: Dossier, person: str) -> bool:
    """Whether somebody is on the client's side; a person nobody named counts as the client's."""
    found = whole.find(person)
    return not isinstance(found, Stakeholder) or found.side == "client"
