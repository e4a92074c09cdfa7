"""What happened when: the dated moments that records tell of, as a client follows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dossier.records.change_request import ChangeRequest
from dossier.records.decision import Decision
from dossier.records.deliverable import Deliverable
from dossier.records.feedback import Feedback
from dossier.records.issue import Issue
from dossier.records.meeting import Meeting
from dossier.records.risk import Risk
from dossier.records.sign_off import SignOff
from dossier.records.status_report import StatusReport
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.dossier import Dossier
    from dossier.records.declare import Record


class Event(Struct, frozen=True):
    """Something that happened to a record on a day; `what` is one of the words of `theme/words.yml`."""

    on: date
    record: Record
    what: str
    by: str = ""
    note: str = ""


_DATED: tuple[tuple[type[Any], str, str, str], ...] = (
    (Decision, "decided_on", "event_decided", "decided_by"),
    (Deliverable, "delivered", "event_delivered", "owner"),
    (Deliverable, "accepted", "event_accepted", "accepted_by"),
    (Deliverable, "rejected", "event_rejected", "accepted_by"),
    (Meeting, "on", "event_met", ""),
    (StatusReport, "as_of", "event_reported", "author"),
    (Issue, "raised_on", "event_raised", "raised_by"),
    (Issue, "closed_on", "event_closed", "owner"),
    (Risk, "found_on", "event_found", "owner"),
    (Risk, "closed_on", "event_closed", "owner"),
    (SignOff, "requested_on", "event_sign_off_requested", ""),
    (Feedback, "on", "event_feedback", "by"),
)


def events(dossier: Dossier, until: date) -> tuple[Event, ...]:
    """Everything that happened up to a day (inclusive), the latest first."""
    found = [event for event in _all(dossier) if event.on <= until]
    return tuple(sorted(found, key=lambda event: (-event.on.toordinal(), event.record.type_name, event.record.id)))


def change_log(dossier: Dossier, until: date) -> tuple[Event, ...]:
    """What changed the agreement up to a day: steps of change requests, decisions, sign-offs given; latest first."""
    return tuple(e for e in events(dossier, until) if isinstance(e.record, (ChangeRequest, Decision, SignOff)))


def _all(dossier: Dossier) -> Iterator[Event]:
    for cls, field, what, by in _DATED:
        for record in dossier.of(cls):
            if on := getattr(record, field):
                yield Event(on, record, what, getattr(record, by) if by else "")
    for change in dossier.of(ChangeRequest):
        yield from (Event(s.on, change, f"event_change_{s.step}", s.by, s.note) for s in change.steps if s.on)
    for sign_off in dossier.of(SignOff):
        if sign_off.decided_on and sign_off.decision:
            yield Event(sign_off.decided_on, sign_off, f"event_signed_{sign_off.decision}", sign_off.decided_by)
    reached = (task for task in dossier.of(Task) if task.kind == "milestone" and task.actual_finish)
    yield from (Event(task.actual_finish, task, "event_reached") for task in reached if task.actual_finish)
