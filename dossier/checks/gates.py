"""What a change may not do unasked: each gate with its limit, and what goes beyond it as problems.

The limits are those of the state before the change: nobody widens a gate by the change that has to pass it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from dossier.compute.agreement_difference import GIVEN
from dossier.compute.cost_line import cost_lines
from dossier.compute.money import money
from dossier.dossier import Dossier
from dossier.problems.problem import Place, Problem
from dossier.problems.rules import rule
from dossier.records.change_request import ChangeRequest
from dossier.records.project import Project
from dossier.records.sign_off import SignOff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.compute.dossier_difference import DossierDifference

Kind = Literal["slip", "budget", "signed", "published", "signers"]

rule(
    "DOS730",
    "error",
    """A change moves the finish of the project or a milestone later than a review lets pass.

    The limit is `review: {slip: 5d}` in project.yml of the branch that the change goes into, else the tolerance there;
    working days of approved change requests that the change carries out are added.
    """,
)
rule(
    "DOS731",
    "error",
    """A change lets the expected cost rise above what a review lets pass.

    The limit is `review: {budget: 10%}` in project.yml of the branch that the change goes into, else the tolerance
    there: so many percent above the agreed budget with all approved change requests.
    """,
)
rule(
    "DOS732",
    "error",
    """A change alters what was signed without an approved change request, or takes a sign-off away.

    A request allows it when it is approved in the branch that the change goes into, and names the record under
    `touches` or is named by the commit (`Change-Request: CR-004`).
    """,
)
rule(
    "DOS733",
    "error",
    """A change shows the client text that the team had to itself.

    What was published once cannot be taken back. `review: {published: tell}` in project.yml lets it pass.
    """,
)
rule(
    "DOS734",
    "error",
    """A change takes the right to sign away from somebody.

    Who signs is agreed with the client. `review: {signers: tell}` in project.yml lets it pass.
    """,
)


class Gate(Struct, frozen=True, kw_only=True):
    """One gate of a project: its limit, how far the change goes, and whatever goes beyond as problems.

    `limit` and `found` are working days for `slip`, money in the project's currency for `budget`, None where nothing
    is counted or no limit is known. `requests` are the approved change requests that widen the limit.
    """

    kind: Kind
    folder: str
    limit: Decimal | None = None
    found: Decimal | None = None
    requests: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the change may pass."""
        return not self.problems


def gates(difference: DossierDifference) -> tuple[Gate, ...]:
    """All gates of a project; none where the project is new, since nothing was agreed yet."""
    before, rules = difference.before, difference.rules
    if before is None or rules is None:
        return ()
    limits = _limits_of(rules.project)
    if difference.after is None:
        return (_project_gone(before, limits),)
    return (
        _slip(difference, limits.slip),
        _budget(difference, limits.budget),
        _signed(difference, limits),
        _published(difference, limits),
        _signers(difference, limits),
    )


def carried_out(difference: DossierDifference) -> tuple[ChangeRequest, ...]:
    """The change requests, approved where the change is to go and not yet implemented, that the change carries out.

    That is those which one of its commits names, and those which it marks as implemented.
    """
    rules, after = difference.rules, difference.after
    if rules is None or after is None:
        return ()
    named = {name for names in difference.named.values() for name in names}
    found = []
    for request in rules.of(ChangeRequest):
        now = after.by_id.get(request.id)
        done = isinstance(now, ChangeRequest) and now.status == "implemented"
        if request.status == "approved" and (request.id in named or done):
            found.append(request)
    return tuple(found)


class _Limits(Struct, frozen=True, kw_only=True):
    """What a project lets pass, with what holds where its file says nothing."""

    slip: Decimal | None
    budget: int | None
    signed: str
    published: str
    signers: str


def _limits_of(project: Project) -> _Limits:
    own, tolerance = project.review, project.tolerance
    slip = own.slip if own and own.slip is not None else tolerance.slip if tolerance else None
    budget = own.budget if own and own.budget is not None else tolerance.budget if tolerance else None
    return _Limits(
        slip=slip,
        budget=budget,
        signed=(own and own.signed) or "block",
        published=(own and own.published) or "block",
        signers=(own and own.signers) or "block",
    )


def _slip(difference: DossierDifference, limit: Decimal | None) -> Gate:
    plan, folder = difference.plan, difference.dossier.folder
    if plan is None:
        return Gate(kind="slip", folder=folder)
    requests = carried_out(difference)
    allowed = sum((Decimal(r.impact.time) for r in requests if r.impact and r.impact.time), Decimal(0))
    most = None if limit is None else limit + max(allowed, Decimal(0))
    later = [(each.row.id, each.row.title, each.days) for each in plan.milestones if each.days and each.days > 0]
    found = Decimal(max([plan.finish_days or 0, *(days for _, _, days in later)]))
    widening = tuple(r.id for r in requests if r.impact and r.impact.time) if most != limit else ()
    problems: list[Problem] = []
    if most is not None:
        after = difference.dossier
        if plan.finish_days and plan.finish_days > most:
            problems.append(_too_late(after.project.place, f"{folder} ends", plan.finish_days, most))
        for identifier, title, days in later:
            if days > most:
                problems.append(_too_late(_place(after, identifier), f"{identifier} ({title}) lies", days, most))
    return Gate(kind="slip", folder=folder, limit=most, found=found, requests=widening, problems=tuple(problems))


def _too_late(place: Place, what: str, days: int, most: Decimal) -> Problem:
    message = f"{what} {days} working days later than before; {most.normalize():f} pass unasked"
    return Problem("DOS730", place, message, "agree it with the client first: `dossier change new`")


def _budget(difference: DossierDifference, percent: int | None) -> Gate:
    before, after, folder = difference.before, difference.after, difference.dossier.folder
    agreed = money(difference.rules) if difference.rules else None
    if agreed is None or percent is None or before is None or after is None:
        return Gate(kind="budget", folder=folder)
    limit = agreed.agreed * (100 + percent) / 100
    was, now = _expected_cost(before), _expected_cost(after)
    problems: tuple[Problem, ...] = ()
    if now > limit and now > was:
        expected, most, asked = (_amount(value, agreed.currency) for value in (now, limit, agreed.agreed))
        message = f"{folder} is expected to cost {expected}; {most} pass unasked (agreed: {asked})"
        hint = "have the change approved first: `dossier change new`"
        problems = (Problem("DOS731", after.project.at("budget"), message, hint),)
    return Gate(kind="budget", folder=folder, limit=limit, found=now, problems=problems)


def _expected_cost(dossier: Dossier) -> Decimal:
    return sum((line.forecast for line in cost_lines(dossier)), Decimal(0))


def _amount(value: Decimal, currency: str) -> str:
    return f"{value:,.2f}".removesuffix(".00") + f" {currency}".rstrip()


def _signed(difference: DossierDifference, limits: _Limits) -> Gate:
    folder = difference.dossier.folder
    found = tuple(_unsigned(difference)) if limits.signed != "tell" else ()
    return Gate(kind="signed", folder=folder, problems=found)


def _unsigned(difference: DossierDifference) -> Iterator[Problem]:
    for each in difference.signed_changes:
        if each.request:
            continue
        record = each.difference.record
        what = {"added": "comes under", "removed": "is gone from"}.get(each.difference.kind, "differs from")
        message = f"{record.id} ({record.title}) {what} what was signed with {', '.join(each.sign_offs)}"
        hint = "name it under `touches` of an approved change request, or the request in the commit: Change-Request: ID"
        if each.approved_here:
            hint = f"{each.approved_here} is approved only by this very change; merge its approval first"
        yield Problem("DOS732", record.place, message, hint)
    for sign_off in (each.sign_off for each in difference.out_of_date if each.gone):
        message = f"the answer of {sign_off.id} ({sign_off.title}) was taken away or rewritten"
        hint = "what was signed stays; `dossier sign record --again` records a new answer"
        yield Problem("DOS732", _place(difference.dossier, sign_off.id), message, hint)


def _published(difference: DossierDifference, limits: _Limits) -> Gate:
    folder = difference.dossier.folder
    shown = () if limits.published == "tell" else difference.newly_visible
    told = [each for each in shown if each.was_hidden or limits.published == "block_all"]
    owners = {each.owner: each for each in reversed(told)}
    problems = []
    for each in reversed(owners.values()):
        what = "was for the team only and becomes" if each.was_hidden else "becomes"
        name = f"{each.owner} ({each.title})" if each.title and each.title != each.owner else each.owner
        message = f"text of {name} {what} visible to the client"
        hint = "mark it `visibility: team`, or agree to publish it: `review: {published: tell}` in project.yml"
        problems.append(Problem("DOS733", each.place, message, hint))
    return Gate(kind="published", folder=folder, problems=tuple(problems))


def _signers(difference: DossierDifference, limits: _Limits) -> Gate:
    folder, dossier = difference.dossier.folder, difference.dossier
    lost = () if limits.signers == "tell" else difference.signers_removed
    return Gate(kind="signers", folder=folder, problems=tuple(_lost(dossier, lost)))


def _lost(dossier: Dossier, lost: Iterable[str]) -> Iterator[Problem]:
    for name in lost:
        message = f"{name} may sign before this change and not after it"
        yield Problem("DOS734", dossier.client.at("signers"), message, "who signs is agreed with the client")


def _project_gone(before: Dossier, limits: _Limits) -> Gate:
    """A project that is taken out with what was signed in it."""
    given = [s for s in before.of(SignOff) if s.decision in GIVEN and limits.signed != "tell"]
    hint = "what was signed stays; a project that is over is kept, or `visibility: team`"
    problems = [
        Problem("DOS732", s.place, f"{s.id} ({s.title}) was signed and is gone with its project", hint) for s in given
    ]
    return Gate(kind="signed", folder=before.folder, problems=tuple(problems))


def _place(dossier: Dossier, identifier: str) -> Place:
    record = dossier.by_id.get(identifier)
    return record.place if record else dossier.project.place
