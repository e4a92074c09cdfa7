"""Days that cannot both be right, and decisions and endings of which something is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.decision import Decision
from dossier.records.declare import Record, type_of
from dossier.records.issue import Issue
from dossier.records.risk import Risk

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORDERED = {
    "risk": (("found_on", "closed_on"),),
    "issue": (("raised_on", "closed_on"), ("raised_on", "due")),
    "feedback": (("on", "answered_on"),),
    "survey": (("on", "due"),),
    "sign_off": (("requested_on", "decided_on"), ("requested_on", "due"), ("decided_on", "valid_until")),
}
"""Of each type the fields of which the second cannot be earlier than the first."""

SEVERE = 15


@check("DOS380")
def ended_before_it_began(record: Record) -> Iterator[Problem]:
    """A record was closed, answered or decided before it was raised, asked or requested.

    One of the two days is mistyped, and the history would be told in the wrong order.

    Wrong:

        issues:
        - {id: I-1, title: No test data, raised_on: 2026-03-09, closed_on: 2026-03-02, status: closed}

    Right:

        issues:
        - {id: I-1, title: No test data, raised_on: 2026-03-02, closed_on: 2026-03-09, status: closed}
    """
    for first, second in _ORDERED.get(record.type_name, ()):
        earlier, later = getattr(record, first), getattr(record, second)
        if earlier and later and later < earlier:
            fields = type_of(record).fields
            ended, began = fields[second].label.en.lower(), fields[first].label.en.lower()
            message = f"{record.id}: {ended} {later} is before {began} {earlier}"
            yield Problem("DOS380", record.at(second), message, "swap them, or correct one")


@check("DOS381", "warning")
def decided_by_nobody_or_on_no_day(decision: Decision) -> Iterator[Problem]:
    """A decision is decided, and it does not say by whom or when.

    A decision that nobody can be asked about is taken again at the next meeting.

    Wrong:

        decisions:
        - {id: DEC-1, title: Host in Zurich, status: decided, decided_by: anna}

    Right:

        decisions:
        - {id: DEC-1, title: Host in Zurich, status: decided, decided_by: anna, decided_on: 2026-03-09}
    """
    missing = [name for name in ("decided_by", "decided_on") if not getattr(decision, name)]
    if decision.status == "decided" and missing:
        message = f"{decision.id} ({decision.title}) is decided and has no {' and no '.join(missing)}"
        yield Problem("DOS381", decision.at("status"), message, f"add `{missing[0]}:`")


@check("DOS382", "warning")
def decision_still_open_with_a_date(decision: Decision) -> Iterator[Problem]:
    """A decision waits to be taken, and says on which day it was.

    The client's page would ask for a decision that was given, or show one that was not.

    Wrong:

        decisions:
        - {id: DEC-1, title: Host in Zurich, status: open, decided_by: anna, decided_on: 2026-03-09}

    Right:

        decisions:
        - {id: DEC-1, title: Host in Zurich, status: open, decided_by: anna, due: 2026-03-09}
    """
    if decision.status == "open" and decision.decided_on:
        message = f"{decision.id} ({decision.title}) is open and was decided on {decision.decided_on}"
        yield Problem(
            "DOS382",
            decision.at("decided_on"),
            message,
            "write `status: decided`, or `due:` for the day it is wanted",
        )


@check("DOS383", "warning")
def closing_date_and_status_disagree(record: Record) -> Iterator[Problem]:
    """A risk or an issue has the day on which it was closed and is not closed.

    Lists show it as open, the history as closed.

    Wrong:

        issues:
        - {id: I-1, title: No test data, owner: anna, status: open, closed_on: 2026-03-09}

    Right:

        issues:
        - {id: I-1, title: No test data, owner: anna, status: closed, closed_on: 2026-03-09}
    """
    if isinstance(record, Risk | Issue) and record.closed_on and record.status == "open":
        message = f"{record.id} ({record.title}) is open and was closed on {record.closed_on}"
        yield Problem("DOS383", record.at("closed_on"), message, "write `status: closed`, or take the date out")


@check("DOS384", "warning")
def issue_without_owner(issue: Issue) -> Iterator[Problem]:
    """An open issue has no owner.

    What belongs to nobody stays as it is.

    Wrong:

        issues:
        - {id: I-1, title: No test data}

    Right:

        issues:
        - {id: I-1, title: No test data, owner: anna}
    """
    if not issue.owner and issue.status != "closed":
        yield Problem("DOS384", issue.place, f"{issue.id} ({issue.title}) has no owner", "add `owner:`")


@check("DOS331", "warning")
def severe_risk_without_response(risk: Risk) -> Iterator[Problem]:
    """A severe risk has neither a prevention nor a contingency.

    Probability times impact is 15 or more, and nothing is planned against it.

    Wrong:

        risks:
        - {id: R-1, title: Late data, probability: 3, impact: 5}

    Right:

        risks:
        - {id: R-1, title: Late data, probability: 3, impact: 5, prevention: Ask for a sample in week one}
    """
    planned = risk.prevention or risk.contingency
    if (risk.score or 0) >= SEVERE and not planned and risk.status != "closed":
        message = f"{risk.id} ({risk.title}) has a score of {risk.score} and no prevention or contingency"
        yield Problem("DOS331", risk.place, message, "add `prevention:` or `contingency:`")


@check("DOS332", "warning")
def occurred_risk_without_issue(dossier: Dossier) -> Iterator[Problem]:
    """A risk has occurred, and no issue came of it.

    What has happened needs somebody to put it right; a risk that has occurred is an issue.

    Wrong:

        risks:
        - {id: R-1, title: Late data, status: occurred}

    Right:

        risks:
        - {id: R-1, title: Late data, status: occurred}
        issues:
        - {id: I-1, title: No test data, owner: anna, risk: R-1}
    """
    answered = {issue.risk for issue in dossier.of(Issue)}
    answered |= {name for issue in dossier.of(Issue) for name in issue.affects}
    for risk in dossier.of(Risk):
        if risk.status == "occurred" and risk.id not in answered:
            message = f"{risk.id} ({risk.title}) has occurred and no issue came of it"
            yield Problem("DOS332", risk.at("status"), message, f"add an issue with `risk: {risk.id}`")
