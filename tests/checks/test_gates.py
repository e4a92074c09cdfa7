"""What a change may not do unasked, by the limits and approvals of the state before it."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.checks.gates import gates
from dossier.compute.dossier_difference import DossierDifference
from dossier.compute.projection import published
from dossier.compute.signature import canonical, covered, digest
from dossier.records.sign_off import SignOff
from tests.compute.sample_records import loaded

CLIENT = """\
title: Acme
signers: [anna, bo]
publish: [project, requirements, tasks, change_requests, sign_offs, cost_items]
people: [{id: anna, title: Anna}, {id: bo, title: Bo}]
"""
PROJECT = "title: Web\nstart: 2026-03-02\ncurrency: EUR\nbudget: 1000\ntolerance: {slip: 3d, budget: 10%}\n"
TASKS = (
    "tasks:\n- {id: T-1, title: Build, owner: anna, duration: %dd}\nmilestones:\n- {id: M-1, title: Done, after: T-1}\n"
)
REQUIREMENT = "requirements:\n- {id: R-1, title: Search, statement: %s}\n"
SIGN_OFF = "sign_offs:\n- {id: SO-1, title: Scope, signer: anna, covers: [R-1]%s}\n"
COSTS = "cost_items:\n- {id: C-1, title: Licences, planned: %d}\n"
REQUEST = "change_requests:\n- id: CR-1\n  title: More\n  touches: [R-1]\n  impact: {time: 5, cost: 500}\n  steps:\n%s"
APPROVED = (
    "  - {step: requested, by: anna, on: 2026-03-02}\n  - {step: assessed, by: anna, on: 2026-03-02}\n"
    "  - {step: approved, by: bo, on: 2026-03-03}\n"
)
DONE = APPROVED + "  - {step: implemented, by: anna, on: 2026-03-04}\n"


def dossier(*texts: str, client: str = CLIENT, project: str = PROJECT):
    files = {f"acme/web/{n}.yml": text for n, text in enumerate(texts)}
    return loaded({"acme/client.yml": client, "acme/web/project.yml": project, **files}).dossier("acme/web")


def signed(statement: str = "It finds") -> str:
    """A requirement with a sign-off that was given for just these words."""
    asked = dossier(REQUIREMENT % statement, SIGN_OFF % "")
    seen = published(asked)
    form = canonical(seen, covered(seen, asked.of(SignOff)[0]))
    given = f", decision: confirmed, decided_by: anna, decided_on: 2026-03-02, digest: {digest(form)!r}"
    return SIGN_OFF % given


def told(before, after, *, authority=None, named=None) -> dict[str, list[str]]:
    """The messages of each gate that is not passed."""
    difference = DossierDifference(
        before=before, after=after, as_of=date(2026, 3, 2), authority=authority, named=named or {}
    )
    return {gate.kind: [problem.message for problem in gate.problems] for gate in gates(difference) if not gate.passed}


# ---- dates


def test_a_slip_within_the_tolerance_passes():
    assert told(dossier(TASKS % 10), dossier(TASKS % 13)) == {}


def test_a_longer_slip_does_not():
    """Ten working days from Monday 2 March end on the 13th, fourteen on the 19th: four later, three pass."""
    assert told(dossier(TASKS % 10), dossier(TASKS % 14)) == {
        "slip": [
            "acme/web ends 4 working days later than before; 3 pass unasked",
            "M-1 (Done) lies 4 working days later than before; 3 pass unasked",
        ]
    }


def test_the_limit_of_a_review_goes_before_the_tolerance():
    strict = PROJECT + "review: {slip: 0d}\n"
    assert "slip" in told(dossier(TASKS % 10, project=strict), dossier(TASKS % 11, project=strict))


def test_no_limit_holds_nobody():
    free = "title: Web\nstart: 2026-03-02\n"
    assert told(dossier(TASKS % 10, project=free), dossier(TASKS % 90, project=free)) == {}


def test_nobody_widens_the_gate_by_the_change_that_has_to_pass_it():
    wide = PROJECT.replace("slip: 3d", "slip: 90d")
    assert "slip" in told(dossier(TASKS % 10), dossier(TASKS % 14, project=wide))


def test_the_limit_of_the_branch_counts_also_where_it_is_newer_than_what_the_change_began_from():
    strict = PROJECT.replace("slip: 3d", "slip: 0d")
    before, after = dossier(TASKS % 10), dossier(TASKS % 12)
    assert told(before, after) == {}
    assert "slip" in told(before, after, authority=dossier(TASKS % 10, project=strict))


@pytest.mark.parametrize(("steps", "passes"), [(APPROVED, True), (APPROVED.split("\n")[0] + "\n", False)])
def test_the_days_of_an_approved_request_are_added_where_a_commit_names_it(steps, passes):
    """Three days of tolerance and five of the request: eight later pass, with a request that is only requested not."""
    before, after = dossier(TASKS % 10, REQUEST % steps), dossier(TASKS % 18, REQUEST % steps)
    named = {"acme/web/0.yml": ("CR-1",)}
    assert ("slip" not in told(before, after, named=named)) is passes
    assert "slip" in told(before, after)


def test_a_request_that_the_change_carries_out_counts_as_named():
    before, after = dossier(TASKS % 10, REQUEST % APPROVED), dossier(TASKS % 18, REQUEST % DONE)
    assert told(before, after) == {}


# ---- money


def test_cost_beyond_the_tolerance_does_not_pass():
    assert told(dossier(COSTS % 900), dossier(COSTS % 1100)) == {}
    assert told(dossier(COSTS % 900), dossier(COSTS % 1101)) == {
        "budget": ["acme/web is expected to cost 1,101 EUR; 1,100 EUR pass unasked (agreed: 1,000 EUR)"]
    }


def test_what_was_too_dear_before_and_gets_cheaper_passes():
    assert told(dossier(COSTS % 2000), dossier(COSTS % 1900)) == {}


def test_the_cost_of_an_approved_request_belongs_to_what_is_agreed():
    before, after = (dossier(COSTS % cost, REQUEST % APPROVED) for cost in (900, 1600))
    assert told(before, after) == {}


def test_a_larger_budget_in_the_change_itself_does_not_help():
    assert "budget" in told(dossier(COSTS % 900), dossier(COSTS % 5000, project=PROJECT.replace("1000", "9000")))


# ---- what was signed


def test_a_signed_record_may_not_change_by_itself():
    before, after = (dossier(REQUIREMENT % words, signed()) for words in ("It finds", "It finds more"))
    assert told(before, after) == {"signed": ["R-1 (Search) differs from what was signed with SO-1"]}


def test_nor_may_it_go():
    before, after = dossier(REQUIREMENT % "It finds", signed()), dossier(signed().replace("[R-1]", "[]"))
    assert "R-1 (Search) is gone from what was signed with SO-1" in told(before, after)["signed"]


def test_what_is_not_part_of_the_signed_text_may_change():
    before = dossier(REQUIREMENT % "It finds", signed())
    after = dossier(REQUIREMENT % "It finds, tags: [fast], status: accepted", signed())
    assert told(before, after) == {}


def test_an_approved_request_that_touches_it_lets_it_pass():
    texts = [(REQUIREMENT % words, signed(), REQUEST % APPROVED) for words in ("It finds", "It finds more")]
    assert told(*(dossier(*each) for each in texts)) == {}


def test_an_approval_within_the_change_itself_is_none():
    before = dossier(REQUIREMENT % "It finds", signed())
    after = dossier(REQUIREMENT % "It finds more", signed(), REQUEST % APPROVED)
    difference = DossierDifference(before=before, after=after, as_of=date(2026, 3, 2))
    (problem,) = next(gate.problems for gate in gates(difference) if gate.kind == "signed")
    assert problem.hint == "CR-1 is approved only by this very change; merge its approval first"
    authority = dossier(REQUIREMENT % "It finds", signed(), REQUEST % APPROVED)
    assert told(before, after, authority=authority) == {}


def test_a_request_that_is_done_with_allows_nothing_more():
    texts = [(REQUIREMENT % words, signed(), REQUEST % DONE) for words in ("It finds", "It finds more")]
    before, after = (dossier(*each) for each in texts)
    assert "signed" in told(before, after)
    assert told(before, after, named={"acme/web/0.yml": ("CR-1",)}) == {}


def test_an_answer_that_is_taken_away_does_not_pass():
    before = dossier(REQUIREMENT % "It finds", signed())
    after = dossier(REQUIREMENT % "It finds", SIGN_OFF % "")
    assert told(before, after) == {"signed": ["the answer of SO-1 (Scope) was taken away or rewritten"]}


def test_a_new_answer_to_new_words_passes_with_a_request():
    """The client signs again what was changed: the sign-off holds, and the change was approved."""
    before = dossier(REQUIREMENT % "It finds", signed(), REQUEST % APPROVED)
    after = dossier(REQUIREMENT % "It finds more", signed("It finds more"), REQUEST % APPROVED)
    assert told(before, after) == {}


def test_a_project_does_not_go_with_what_was_signed_in_it():
    difference = DossierDifference(
        before=dossier(REQUIREMENT % "It finds", signed()), after=None, as_of=date(2026, 3, 2)
    )
    assert [gate.passed for gate in gates(difference)] == [False]


# ---- what becomes public, and who signs


def test_text_of_the_team_does_not_become_public_unasked():
    before, after = (dossier(REQUIREMENT % f"It finds, visibility: {who}") for who in ("team", "client"))
    assert told(before, after) == {
        "published": ["text of R-1 (Search) was for the team only and becomes visible to the client"]
    }


@pytest.mark.parametrize(("published_text", "passes"), [("tell", True), ("block", True), ("block_all", False)])
def test_new_text_passes_unless_the_project_says_otherwise(published_text, passes):
    project = PROJECT + f"review: {{published: {published_text}}}\n"
    before, after = dossier(project=project), dossier(REQUIREMENT % "It finds", project=project)
    assert (told(before, after) == {}) is passes


def test_a_signer_is_not_removed_unasked():
    before, after = dossier(), dossier(client=CLIENT.replace("[anna, bo]", "[anna]"))
    assert told(before, after) == {"signers": ["bo may sign before this change and not after it"]}


def test_what_a_project_only_wants_to_be_told_passes():
    project = PROJECT + "review: {signed: tell, published: tell, signers: tell}\n"
    before = dossier(REQUIREMENT % "It finds, visibility: team", signed(), project=project)
    after = dossier(
        REQUIREMENT % "It finds more", signed(), project=project, client=CLIENT.replace("[anna, bo]", "[bo]")
    )
    assert told(before, after) == {}


def test_nothing_holds_a_new_project():
    assert gates(DossierDifference(before=None, after=dossier(TASKS % 10), as_of=date(2026, 3, 2))) == ()


def test_who_may_sign_or_decide_only_now_is_told_and_passes():
    after = dossier(
        client=CLIENT.replace("[anna, bo]", "[anna, bo, cleo]").replace(
            "title: Bo}]", "title: Bo}, {id: cleo, title: Cleo}]"
        ),
        project=PROJECT + "change_approvers: [{who: bo, cost: 0}]\n",
    )
    difference = DossierDifference(before=dossier(), after=after, as_of=date(2026, 3, 2))
    assert {(each.person, each.right, each.gained) for each in difference.rights_changed} == {
        ("cleo", "sign", True),
        ("bo", "decide", True),
    }
    assert told(dossier(), after) == {}


def test_another_signer_of_an_open_sign_off_is_told():
    before, after = (dossier(REQUIREMENT % "It finds", SIGN_OFF.replace("anna", who) % "") for who in ("anna", "bo"))
    assert told(before, after) == {"signers": ["anna may sign before this change and not after it"]}
