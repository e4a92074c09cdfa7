"""Change requests: what shall change, what it costs in scope, time, money and quality, and who decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Amount, Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator

STEPS = {
    "requested": ("Requested", "已提出"),
    "assessed": ("Assessed", "已评估"),
    "approved": ("Approved", "已批准"),
    "rejected": ("Rejected", "已否决"),
    "deferred": ("Deferred", "已暂缓"),
    "implemented": ("Implemented", "已实施"),
}
NEXT_STEPS = {
    "": {"requested"},
    "requested": {"assessed", "rejected", "deferred"},
    "assessed": {"assessed", "approved", "rejected", "deferred"},
    "deferred": {"assessed", "approved", "rejected"},
    "approved": {"implemented", "rejected"},
    "rejected": set(),
    "implemented": set(),
}
"""The steps that may follow each; "" stands before the first."""
DECISIONS = frozenset({"approved", "rejected", "deferred"})
"""The steps that bind both sides."""


class ChangeStep(PartOfRecord):
    """One step of a change request: what happened, who did it, and when."""

    step: str = says("Step", "步骤", choices=STEPS, required=True)
    by: Ref = says("By", "经办人", to=PERSON)
    on: date | None = says("On", "日期", required=True)
    note: Prose = says("Note", "说明")


class Impact(PartOfRecord):
    """What a change does to the four things that were agreed."""

    scope: Prose = says("Scope", "范围")
    time: int | None = says(
        "Time",
        "时间",
        between=(-9999, 9999),
        unit="d",
        help=("Working days later; negative is sooner.", "推迟的工作日数；负数为提前。"),
    )
    cost: Amount | None = says("Cost", "成本", help=("More to pay; negative is less.", "增加的费用；负数为减少。"))
    quality: Prose = says("Quality", "质量")


@record(
    ("Change request", "变更请求"),
    ("Change requests", "变更请求"),
    prefix="CR",
    also=("changes", "变更"),
)
class ChangeRequest(Record):
    """A wish to change what was agreed, followed from the request to the last step."""

    description: Prose = says("Description", "描述")
    reason: Prose = says("Reason", "变更原因")
    steps: tuple[ChangeStep, ...] = says(
        "Steps",
        "步骤",
        help=(
            "Requested, assessed, approved (or rejected, deferred), implemented; in order.",
            "依次为：已提出、已评估、已批准（或已否决、已暂缓）、已实施。",
        ),
    )
    impact: Impact | None = says(
        "Impact", "影响", help=("On scope, time, cost and quality.", "对范围、时间、成本和质量的影响。")
    )
    touches: tuple[Ref, ...] = says("Touches", "涉及记录", help=EVERY_TYPE_HELP)

    @property
    def status(self) -> str:
        """The last step taken: `requested`, `approved` …, or "" before the first."""
        return self.steps[-1].step if self.steps else ""

    def step(self, name: str) -> ChangeStep | None:
        """The last step of that name, if it was taken."""
        return next((step for step in reversed(self.steps) if step.step == name), None)


@check("DOS340")
def change_step_out_of_order(change: ChangeRequest) -> Iterator[Problem]:
    """A change request's steps are out of order, in kind or in date.

    A change is requested, assessed, then approved, rejected or deferred, and only an approved one is implemented.

    Wrong:

        change_requests:
        - id: CR-1
          title: Gift cards
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: implemented, by: anna, on: 2026-03-09}

    Right:

        change_requests:
        - id: CR-1
          title: Gift cards
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: anna, on: 2026-03-04}
          - {step: approved, by: anna, on: 2026-03-06}
          - {step: implemented, by: anna, on: 2026-03-09}
    """
    previous, day = "", None
    for number, step in enumerate(change.steps):
        place = change.at("steps") / number
        if step.step not in NEXT_STEPS[previous]:
            expected = " or ".join(sorted(NEXT_STEPS[previous])) or "nothing"
            message = f"{change.id}: after {previous or 'nothing'} comes {expected}, found {step.step}"
            yield Problem("DOS340", place, message, "add the missing step with who and when, or correct this one")
        if day and step.on and step.on < day:
            message = f"{change.id}: {step.step} on {step.on} is before the step ahead of it ({day})"
            yield Problem("DOS340", place, message, "correct one of the dates")
        previous, day = step.step, step.on or day


@check("DOS341")
def change_decided_by_nobody(change: ChangeRequest) -> Iterator[Problem]:
    """A change was approved, rejected or deferred by nobody.

    A decision without a name binds nobody.

    Wrong:

        change_requests:
        - id: CR-1
          title: Gift cards
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: rejected, on: 2026-03-06}

    Right:

        change_requests:
        - id: CR-1
          title: Gift cards
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: rejected, by: anna, on: 2026-03-06}
    """
    for number, step in enumerate(change.steps):
        if step.step in DECISIONS and not step.by:
            message = f"{change.id} was {step.step} on {step.on} by nobody"
            yield Problem("DOS341", change.at("steps") / number, message, "add `by:` with who decided")


@check("DOS342", "warning")
def approved_change_without_impact(change: ChangeRequest) -> Iterator[Problem]:
    """A change was approved and nobody wrote down what it does to scope, time, cost and quality.

    The client agreed to something whose price is not known.

    Wrong:

        change_requests:
        - id: CR-1
          title: Gift cards
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: anna, on: 2026-03-04}
          - {step: approved, by: anna, on: 2026-03-06}

    Right:

        change_requests:
        - id: CR-1
          title: Gift cards
          impact: {scope: One more payment method, time: 3, cost: 1200}
          steps:
          - {step: requested, by: anna, on: 2026-03-02}
          - {step: assessed, by: anna, on: 2026-03-04}
          - {step: approved, by: anna, on: 2026-03-06}
    """
    if change.status in {"approved", "implemented"} and not change.impact:
        message = f"{change.id} ({change.title}) was approved without an impact"
        yield Problem("DOS342", change.place, message, "add `impact:` with scope, time, cost and quality")
