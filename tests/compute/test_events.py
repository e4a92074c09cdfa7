"""What happened when: each dated moment once, the latest first, and nothing from after the day that is asked."""

from __future__ import annotations

from datetime import date

from dossier.compute.events import change_log, events
from dossier.words import catalogue

TOLD = """
    decisions:
    - {id: D-1, title: Bank, decided_by: anna, decided_on: 2026-03-09, status: decided}
    deliverables:
    - {id: DEL-1, title: Shop, delivered: 2026-05-04, accepted: 2026-05-11, accepted_by: anna}
    - {id: DEL-2, title: App, delivered: 2026-05-04, rejected: 2026-05-06}
    meetings:
    - {id: M-1, title: Kick-off, on: 2026-03-02}
    status_reports:
    - {id: SR-1, title: March, as_of: 2026-03-31, rag: green}
    issues:
    - {id: I-1, title: Leak, raised_on: 2026-04-01, closed_on: 2026-04-02}
    risks:
    - {id: R-1, title: Rain, found_on: 2026-03-02, closed_on: 2026-12-01}
    change_requests:
    - {id: CR-1, title: More, steps: [{step: requested, on: 2026-03-02, by: anna, note: Please}, {step: rejected, on: 2026-03-05}]}
    sign_offs:
    - {id: SO-1, title: Scope, signer: anna, covers: [D-1], requested_on: 2026-03-03, decision: conditions, conditions: c, decided_by: anna, decided_on: 2026-03-04, digest: x}
    feedback:
    - {id: F-1, title: Thanks, on: 2026-04-03, by: anna}
    milestones:
    - {id: T-1, title: Live, finish: 2026-05-01, actual_start: 2026-05-02, actual_finish: 2026-05-02}
    tasks:
    - {id: T-2, title: Dig, actual_start: 2026-05-02, actual_finish: 2026-05-02}
"""


def test_the_moments_of_a_project(read):
    found = [
        (e.on.isoformat()[5:], e.record.id, e.what, e.by, e.note) for e in events(read(TOLD).dossier, date(2026, 5, 11))
    ]
    assert found == [
        ("05-11", "DEL-1", "event_accepted", "anna", ""),
        ("05-06", "DEL-2", "event_rejected", "", ""),
        ("05-04", "DEL-1", "event_delivered", "", ""),
        ("05-04", "DEL-2", "event_delivered", "", ""),
        ("05-02", "T-1", "event_reached", "", ""),
        ("04-03", "F-1", "event_feedback", "anna", ""),
        ("04-02", "I-1", "event_closed", "", ""),
        ("04-01", "I-1", "event_raised", "", ""),
        ("03-31", "SR-1", "event_reported", "", ""),
        ("03-09", "D-1", "event_decided", "anna", ""),
        ("03-05", "CR-1", "event_change_rejected", "", ""),
        ("03-04", "SO-1", "event_signed_conditions", "anna", ""),
        ("03-03", "SO-1", "event_sign_off_requested", "", ""),
        ("03-02", "CR-1", "event_change_requested", "anna", "Please"),
        ("03-02", "M-1", "event_met", "", ""),
        ("03-02", "R-1", "event_found", "", ""),
    ]


def test_nothing_is_told_before_it_happened(read):
    assert [e.record.id for e in events(read(TOLD).dossier, date(2026, 3, 2))] == ["CR-1", "M-1", "R-1"]
    assert events(read(TOLD).dossier, date(2026, 3, 1)) == ()


def test_the_change_log_holds_what_changed_the_agreement(read):
    found = [e.record.id for e in change_log(read(TOLD).dossier, date(2026, 12, 31))]
    assert found == ["D-1", "CR-1", "SO-1", "SO-1", "CR-1"]


def test_every_event_has_its_words(read):
    known = catalogue()
    assert {e.what for e in events(read(TOLD).dossier, date(2027, 1, 1))} <= set(known)
    assert {
        f"event_change_{s}" for s in ("requested", "assessed", "approved", "rejected", "deferred", "implemented")
    } <= set(known)
    assert {f"event_signed_{s}" for s in ("confirmed", "conditions", "rejected")} <= set(known)
