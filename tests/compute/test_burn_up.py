"""Accepted requirements over time, counted by hand."""

from __future__ import annotations

from datetime import date

from dossier.compute.burn_up import burn_up

RECORDS = """
requirements:
- {id: REQ-1, title: a, status: accepted, accepted_on: 2026-03-20}
- {id: REQ-2, title: b, status: accepted}
- {id: REQ-3, title: c, status: verified}
- {id: REQ-4, title: d, status: withdrawn}
- {id: REQ-5, title: e, status: accepted}
deliverables:
- {id: DEL-1, title: First, due: 2026-03-31, delivered: 2026-04-01, accepted: 2026-04-09, requirements: [REQ-1, REQ-2, REQ-3]}
- {id: DEL-2, title: Second, due: 2026-06-30, requirements: [REQ-2, REQ-4]}
"""


def test_each_counts_from_its_day_and_is_due_with_the_last_of_its_deliverables(read):
    found = burn_up(read(RECORDS).dossier, date(2026, 5, 4))
    assert found
    months = [(month.ends.month, month.due, month.accepted) for month in found.months]
    assert months == [(3, 2, 1), (4, 2, 2), (5, 2, 2), (6, 3, None)]  # REQ-1 and REQ-3 are due in March, REQ-2 in June
    assert (found.total, found.undated) == (4, 1)  # nobody knows when REQ-5 was accepted


def test_what_is_accepted_later_does_not_count_yet(read):
    found = burn_up(read(RECORDS).dossier, date(2026, 3, 25))
    assert found
    assert [month.accepted for month in found.months] == [1, None, None, None]
    assert burn_up(read(RECORDS).dossier, date(2026, 3, 10)) is None  # nothing yet, also not later in the same month


def test_the_line_ends_when_all_are_accepted(read):
    found = burn_up(
        read("requirements: [{id: REQ-1, title: a, status: accepted, accepted_on: 2026-03-20}]").dossier,
        date(2027, 1, 1),
    )
    assert found
    assert (len(found.months), found.as_of) == (1, date(2026, 3, 31))


def test_nothing_where_no_acceptance_has_a_day(read):
    assert burn_up(read("requirements: [{id: REQ-1, title: a, status: accepted}]").dossier, date(2026, 5, 4)) is None
