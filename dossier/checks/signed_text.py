"""Whether the text kept of what was signed is still the one that was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.signature import digest, signed_path
from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.sign_off import SignOff

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS620")
def signed_text_altered(dossier: Dossier) -> Iterator[Problem]:
    """The text kept of what was signed does not have the digest that was recorded.

    Either the `….signed.json` file or the sign-off's digest was changed by hand, so nobody can show any more what the
    client confirmed. Both are in git: bring the signed version back.

    Wrong:

        # acme/web/records.yml
        requirements:
        - {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
        sign_offs:
        - id: SO-1
          title: Scope
          signer: anna
          covers: [REQ-1]
          decision: confirmed
          decided_by: anna
          decided_on: 2026-03-02
          digest: sha256:0000
        # acme/web/SO-1.signed.json
        {"excluded":[],"records":{}}

    Right:

        # acme/web/records.yml
        requirements:
        - {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
        sign_offs:
        - id: SO-1
          title: Scope
          signer: anna
          covers: [REQ-1]
    """
    for sign_off in dossier.of(SignOff):
        text = dossier.signed.get(signed_path(sign_off))
        if sign_off.digest and text is not None and digest(text) != sign_off.digest:
            message = f"{sign_off.id}: {signed_path(sign_off)} is not the text that was signed"
            hint = "bring the signed version of both back from git, or record the answer again"
            yield Problem("DOS620", sign_off.at("digest"), message, hint)


@check("DOS621", "warning")
def signed_text_missing(dossier: Dossier) -> Iterator[Problem]:
    """The text of what was signed is not kept beside the sign-off.

    The digest still tells whether something changed, but not what; and nobody can show what was confirmed.

    Wrong:

        requirements:
        - {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
        sign_offs:
        - id: SO-1
          title: Scope
          signer: anna
          covers: [REQ-1]
          decision: confirmed
          decided_by: anna
          decided_on: 2026-03-02
          digest: sha256:0000

    Right:

        requirements:
        - {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
        sign_offs:
        - {id: SO-1, title: Scope, signer: anna, covers: [REQ-1]}
    """
    for sign_off in dossier.of(SignOff):
        if sign_off.digest and signed_path(sign_off) not in dossier.signed:
            message = f"{sign_off.id}: {signed_path(sign_off)} is not there"
            yield Problem(
                "DOS621",
                sign_off.at("digest"),
                message,
                "bring it back from git; it is written by `dossier sign record`",
            )
