"""What a change does to what was agreed: sign-offs that no longer hold, what they cover, and who may sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from dossier.compute.projection import published
from dossier.compute.signature import canonical, covered, excluded_fields, standing
from dossier.records.change_request import ChangeRequest
from dossier.records.sign_off import SignOff

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from dossier.compute.difference import RecordDifference
    from dossier.dossier import Dossier
    from dossier.records.declare import Record

Right = Literal["sign", "decide", "sign_off"]

GIVEN = frozenset({"confirmed", "conditions"})
"""The decisions by which something was agreed."""


class OutOfDate(Struct, frozen=True):
    """A sign-off that held before and does not any more; `sign_off` is as it was given, `signer` who has to sign again.

    `changed` are the ids of the records through which. `gone` where the sign-off itself was taken out or altered.
    """

    sign_off: SignOff
    signer: str
    changed: tuple[str, ...]
    gone: bool = False


class SignedChange(Struct, frozen=True):
    """A signed record that differs, with the sign-offs that cover it and the change request that allows it.

    `request` is "" where there is none. `approved_here` names a request that is approved only by the very change that
    is looked at, which is no approval yet.
    """

    difference: RecordDifference
    sign_offs: tuple[str, ...]
    request: str
    approved_here: str


class RightChange(Struct, frozen=True):
    """Somebody who may do something only now, or not any more.

    To `sign` for the client, to `decide` about change requests as an approver of the project, or to answer the one
    sign-off `of` which it is asked.
    """

    person: str
    right: Right
    gained: bool
    of: str = ""


def out_of_date(before: Dossier, after: Dossier, as_of: date) -> tuple[OutOfDate, ...]:
    """The sign-offs that hold on a day before a change and do not after it, in the order of the dossier before."""
    then, now = published(before), published(after)
    found = (_out_of_date(then, now, sign_off, as_of) for sign_off in before.of(SignOff) if sign_off.decision in GIVEN)
    return tuple(each for each in found if each)


def _out_of_date(then: Dossier, now: Dossier, given: SignOff, as_of: date) -> OutOfDate | None:
    if standing(then, given, as_of).state not in GIVEN:
        return None
    present = now.find(given.id)
    signer = given.signer
    if not isinstance(present, SignOff) or (present.digest, present.decision) != (given.digest, given.decision):
        # A new answer has a new digest and holds; an answer that was taken out or rewritten does not.
        if isinstance(present, SignOff) and standing(now, present, as_of).state in GIVEN and present.digest:
            return None
        return OutOfDate(given, signer, (), gone=True)
    found = standing(now, present, as_of)
    if found.state != "out_of_date":
        return None
    changed = tuple(change.id for change in found.changes) or _differing(then, now, given)
    return OutOfDate(given, present.signer or signer, changed)


def _differing(then: Dossier, now: Dossier, given: SignOff) -> tuple[str, ...]:
    """The covered records that are not as they were, where the text that was signed is not kept."""
    before, after = _forms(then, covered(then, given)), _forms(now, covered(now, given))
    return tuple(name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name))


def _forms(dossier: Dossier, records: Iterable[Record]) -> Mapping[str, str]:
    return {record.id: canonical(dossier, [record], excluded_fields([record])) for record in records}


def signed_changes(
    before: Dossier,
    after: Dossier,
    differences: Iterable[RecordDifference],
    authority: Dossier,
    named: Mapping[str, Collection[str]],
) -> tuple[SignedChange, ...]:
    """The differences in what a given sign-off covers, each with the approved change request that allows it.

    Approved is what `authority` says so: nobody approves a change by the change itself. A request allows a difference
    when it names the record under `touches`, or the commit that changed the record names the request (`named`, by the
    path of a file).
    """
    then, now = published(before), published(after)
    covering = _covering(then)
    for sign_off in now.of(SignOff):  # what a query of a given sign-off takes in only now
        given = before.by_id.get(sign_off.id)
        if isinstance(given, SignOff) and given.decision in GIVEN:
            for record in covered(now, sign_off):
                if record.id not in then.by_id:
                    covering.setdefault(record.id, {})[sign_off.id] = None
    found: list[SignedChange] = []
    for each in differences:
        identifier = each.before.id if each.before else each.record.id
        if identifier in covering and _signed_text_differs(then, now, each):
            allowed, here = (next(_requests(state, each, named), "") for state in (authority, after))
            found.append(SignedChange(each, tuple(covering[identifier]), allowed, here))
    return tuple(found)


def _covering(dossier: Dossier) -> dict[str, dict[str, None]]:
    """The given sign-offs that cover each record, by its id."""
    found: dict[str, dict[str, None]] = {}
    for sign_off in dossier.of(SignOff):
        if sign_off.decision in GIVEN:
            for record in covered(dossier, sign_off):
                found.setdefault(record.id, {})[sign_off.id] = None
    return found


def _signed_text_differs(then: Dossier, now: Dossier, each: RecordDifference) -> bool:
    """Whether what is signed of a record differs: not its state, and nothing that the client does not see."""
    old = then.by_id.get(each.before.id) if each.before else None
    new = now.by_id.get(each.after.id) if each.after else None
    if old is None or new is None:
        return True
    return old.id != new.id or [*_forms(then, [old]).values()] != [*_forms(now, [new]).values()]


def _requests(dossier: Dossier, each: RecordDifference, named: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The approved change requests of a dossier that a difference may be made by.

    One that was implemented is done with, unless a commit names it all the same.
    """
    ids = {record.id for record in (each.before, each.after) if record}
    paths = {record.place.path for record in (each.before, each.after) if record}
    by_commit = {name for path in paths for name in named.get(path, ())}
    for request in dossier.of(ChangeRequest):
        open_still = request.status == "approved" and bool(ids.intersection(request.touches))
        if open_still or (request.status in {"approved", "implemented"} and request.id in by_commit):
            yield request.id


def rights_changed(before: Dossier, after: Dossier) -> tuple[RightChange, ...]:
    """Who may sign or decide before a change and not after it, or the other way round, what is lost first."""
    found: list[RightChange] = []
    pairs: tuple[tuple[Right, Collection[str], Collection[str]], ...] = (
        ("sign", before.client.signers, after.client.signers),
        ("decide", _approvers(before), _approvers(after)),
    )
    for right, old, new in pairs:
        found += [RightChange(name, right, gained=False) for name in old if name not in new]
        found += [RightChange(name, right, gained=True) for name in new if name not in old]
    for sign_off in before.of(SignOff):
        now = after.by_id.get(sign_off.id)
        if not sign_off.decision and isinstance(now, SignOff) and now.signer != sign_off.signer:
            found += [RightChange(sign_off.signer, "sign_off", gained=False, of=sign_off.id)] if sign_off.signer else []
            found += [RightChange(now.signer, "sign_off", gained=True, of=sign_off.id)] if now.signer else []
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.gained))


def _approvers(dossier: Dossier) -> tuple[str, ...]:
    return tuple(each.who for each in dossier.project.change_approvers)
