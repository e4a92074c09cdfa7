"""What waits for the client: only what the client can do something about, the most pressing first."""

from __future__ import annotations

from datetime import date

from dossier.compute.projection import published
from dossier.compute.signature import standings
from dossier.compute.waiting import waiting_for_client

TODAY = date(2026, 6, 1)


def waiting(dossier) -> list[tuple[str, str, str, str, bool]]:
    agreed = published(dossier)
    found = waiting_for_client(dossier, agreed, standings(agreed, TODAY), TODAY)
    return [(w.record.id, w.what, w.who, str(w.due or ""), w.overdue) for w in found]


def test_everything_that_waits_in_order_of_its_day(dossier):
    """
    people:
    - {id: tom, title: Tom, side: supplier}
    - {id: eva, title: Eva, side: client}
    requirements:
    - {id: REQ-1, title: Search}
    sign_offs:
    - {id: SO-1, title: Scope, signer: anna, covers: [REQ-1], due: 2026-06-03}
    - {id: SO-2, title: Late, signer: anna, covers: [REQ-1], due: 2026-05-20, requested_on: 2026-05-01}
    - {id: SO-3, title: Asked later, signer: anna, covers: [REQ-1], requested_on: 2026-07-01}
    - {id: SO-4, title: Given, signer: anna, covers: [REQ-1], decision: confirmed, digest: "sha256:0"}
    - {id: SO-6, title: For a year, signer: anna, covers: [DEL-2], decision: confirmed, valid_until: 2026-05-25}
    - {id: SO-5, title: Rejected, signer: anna, covers: [REQ-1], decision: rejected}
    decisions:
    - {id: D-1, title: Which bank, status: open, decided_by: eva, due: 2026-06-02}
    - {id: D-2, title: Ours, status: open, decided_by: tom, due: 2026-06-02}
    - {id: D-3, title: Taken, status: decided, decided_by: eva, decided_on: 2026-05-02}
    change_requests:
    - {id: CR-1, title: More, steps: [{step: requested, on: 2026-03-02}, {step: assessed, on: 2026-03-03}]}
    - {id: CR-2, title: Less, steps: [{step: requested, on: 2026-03-02}]}
    deliverables:
    - {id: DEL-1, title: Shop, delivered: 2026-05-04}
    - {id: DEL-2, title: App, delivered: 2026-05-04, accepted: 2026-05-05}
    - {id: DEL-3, title: Guide, delivered: 2026-05-04, rejected: 2026-05-05}
    - {id: DEL-4, title: Later, due: 2026-08-04}
    surveys:
    - {id: SUR-1, title: Half time, status: open, due: 2026-06-01}
    - {id: SUR-2, title: End, status: planned}
    actions:
    - {id: A-1, title: Send data, owner: eva, due: 2026-05-31, status: open}
    - {id: A-2, title: Ours, owner: tom, due: 2026-05-31, status: open}
    - {id: A-3, title: Sent, owner: eva, due: 2026-05-30, status: done}
    - {id: A-4, title: Nobody's, due: 2026-05-30}
    """
    assert waiting(dossier) == [
        ("SO-2", "sign", "anna", "2026-05-20", True),
        ("SO-6", "renew", "anna", "2026-05-25", True),
        ("A-1", "do", "eva", "2026-05-31", True),
        ("SUR-1", "answer", "", "2026-06-01", False),
        ("D-1", "decide", "eva", "2026-06-02", False),
        ("SO-1", "sign", "anna", "2026-06-03", False),
        ("CR-1", "decide", "", "", False),
        ("DEL-1", "accept", "", "", False),
        ("SO-4", "sign_again", "anna", "", False),
    ]


def test_nothing_waits_where_nothing_is_open(dossier):
    """
    requirements:
    - {id: REQ-1, title: Search}
    """
    assert waiting(dossier) == []


def test_people_whom_the_client_may_not_see_still_have_their_side(dossier):
    """
    # acme/client.yml
    title: Acme
    publish: [decisions, actions]
    people:
    - {id: tom, title: Tom, side: supplier}
    - {id: eva, title: Eva, side: client}
    # acme/web/records.yml
    decisions:
    - {id: D-1, title: Which bank, status: open, decided_by: eva}
    - {id: D-2, title: Ours, status: open, decided_by: tom}
    actions:
    - {id: A-1, title: Send data, owner: eva}
    - {id: A-2, title: Ours, owner: tom}
    """
    assert waiting(dossier) == [("A-1", "do", "", "", False), ("D-1", "decide", "", "", False)]
