"""Sign-offs and acceptances: given by those who may, for what they can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.projection import is_published, published_types
from dossier.dossier import Dossier
from dossier.problems.problem import Problem, near
from dossier.problems.rules import check
from dossier.records.deliverable import Deliverable
from dossier.records.references import references
from dossier.records.sign_off import SignOff
from dossier.records.stakeholder import Stakeholder

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS602")
def sign_off_by_no_signer(dossier: Dossier) -> Iterator[Problem]:
    """A sign-off is to be confirmed by somebody whom the client has not named as a signer.

    A confirmation binds the client only when it comes from a person who may sign.

    Wrong:

        people:
        - {id: tom, title: Tom Ray}
        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: tom, covers: REQ-1}

    Right:

        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: REQ-1}
    """
    yield from _no_signer(dossier, "DOS602", "signer", "is to be confirmed by")


@check("DOS603")
def sign_off_given_by_no_signer(dossier: Dossier) -> Iterator[Problem]:
    """A sign-off was given by somebody whom the client has not named as a signer.

    It can be disputed: the person could not bind the client.

    Wrong:

        people:
        - {id: tom, title: Tom Ray}
        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: REQ-1, decided_by: tom, decided_on: 2026-03-09}

    Right:

        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: REQ-1, decided_by: anna, decided_on: 2026-03-09}
    """
    yield from _no_signer(dossier, "DOS603", "decided_by", "was given by")


@check("DOS604")
def sign_off_of_something_unseen(dossier: Dossier) -> Iterator[Problem]:
    """A sign-off covers a record that the client cannot see.

    Nobody can confirm what is not shown, and such a signature would not hold.

    Wrong:

        # acme/client.yml
        title: Acme
        signers: [anna]
        publish: [requirements, sign_offs]
        people:
        - {id: anna, title: Anna Berg}
        # acme/web/records.yml
        requirements:
        - {id: REQ-1, title: Search, visibility: team}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: REQ-1}

    Right:

        # acme/client.yml
        title: Acme
        signers: [anna]
        publish: [requirements, sign_offs]
        people:
        - {id: anna, title: Anna Berg}
        # acme/web/records.yml
        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: REQ-1}
    """
    types = published_types(dossier.client)
    for sign_off in dossier.of(SignOff):
        for mention in references(sign_off):
            target = dossier.find(mention.target)
            if mention.field in {"covers", "baseline"} and target is not None and not is_published(target, types):
                message = f"{sign_off.id} covers {mention.target}, which the client cannot see"
                hint = "publish it (`visibility: client`, or `publish:` in client.yml), or take it out here"
                yield Problem("DOS604", mention.place, message, hint)


@check("DOS605", "warning")
def sign_off_nobody_sees(dossier: Dossier) -> Iterator[Problem]:
    """A sign-off waits for the client, and the client cannot see it.

    It will not be given, because nobody there knows of it.

    Wrong:

        # acme/client.yml
        title: Acme
        signers: [anna]
        publish: [requirements]
        people:
        - {id: anna, title: Anna Berg}
        # acme/web/records.yml
        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: REQ-1}

    Right:

        # acme/client.yml
        title: Acme
        signers: [anna]
        publish: [requirements, sign_offs]
        people:
        - {id: anna, title: Anna Berg}
        # acme/web/records.yml
        requirements:
        - {id: REQ-1, title: Search}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: REQ-1}
    """
    types = published_types(dossier.client)
    for sign_off in dossier.of(SignOff):
        if not sign_off.decision and not is_published(sign_off, types):
            message = f"{sign_off.id} ({sign_off.title}) waits for a client who cannot see it"
            yield Problem("DOS605", sign_off.place, message, "add `sign_offs` to `publish:` in client.yml")


@check("DOS606", "warning")
def accepted_by_the_supplier(dossier: Dossier) -> Iterator[Problem]:
    """A deliverable was accepted by one of the supplier's own people.

    An acceptance counts when it comes from the client.

    Wrong:

        people:
        - {id: tom, title: Tom Ray, side: supplier}
        deliverables:
        - id: DEL-1
          title: Shop
          due: 2026-05-04
          acceptance_criteria: [{AC-1: It sells}]
          delivered: 2026-05-04
          accepted: 2026-05-11
          accepted_by: tom

    Right:

        deliverables:
        - id: DEL-1
          title: Shop
          due: 2026-05-04
          acceptance_criteria: [{AC-1: It sells}]
          delivered: 2026-05-04
          accepted: 2026-05-11
          accepted_by: anna
    """
    for deliverable in dossier.of(Deliverable):
        person = dossier.find(deliverable.accepted_by) if deliverable.accepted_by else None
        if deliverable.accepted and isinstance(person, Stakeholder) and person.side == "supplier":
            message = f"{deliverable.id} ({deliverable.title}) was accepted by {person.title}, of the supplier"
            yield Problem("DOS606", deliverable.at("accepted_by"), message, "name who accepted it for the client")


@check("DOS607", "warning")
def accepted_by_nobody(deliverable: Deliverable) -> Iterator[Problem]:
    """A deliverable was accepted and nobody is named who did it.

    An acceptance without a name cannot be shown to anybody later.

    Wrong:

        deliverables:
        - id: DEL-1
          title: Shop
          due: 2026-05-04
          acceptance_criteria: [{AC-1: It sells}]
          delivered: 2026-05-04
          accepted: 2026-05-11

    Right:

        deliverables:
        - id: DEL-1
          title: Shop
          due: 2026-05-04
          acceptance_criteria: [{AC-1: It sells}]
          delivered: 2026-05-04
          accepted: 2026-05-11
          accepted_by: anna
    """
    if deliverable.accepted and not deliverable.accepted_by:
        message = f"{deliverable.id} ({deliverable.title}) was accepted by nobody"
        yield Problem("DOS607", deliverable.at("accepted"), message, "add `accepted_by:`")


def _no_signer(dossier: Dossier, code: str, field: str, what: str) -> Iterator[Problem]:
    signers = dossier.client.signers
    for sign_off in dossier.of(SignOff):
        name = getattr(sign_off, field)
        if name and name not in signers:
            message = f"{sign_off.id} ({sign_off.title}) {what} `{name}`, who is no signer of {dossier.client.id}"
            known = f"signers: {', '.join(signers)}" if signers else "add `signers:` to client.yml"
            yield Problem(code, sign_off.at(field), message, near(name, signers) or known)
