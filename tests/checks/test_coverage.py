"""What a demanding project manager asks of requirements, tasks, deliverables, money and sign-offs."""

from __future__ import annotations


def test_a_requirement_is_served_through_those_below_and_above_it(found):
    """
    requirements:
    - {id: REQ-1, title: Search}
    - {id: REQ-2, title: By date, parents: REQ-1}
    - {id: REQ-3, title: By name, parents: REQ-1}
    - {id: REQ-4, title: By first letter, parents: REQ-3}
    - {id: REQ-5, title: Nobody builds this}
    - {id: REQ-6, title: Rejected, status: rejected}
    - {id: REQ-7, title: Not this time, priority: wont}
    - {id: REQ-8, title: Handed over}
    tasks:
    - {id: T-1, title: Build the search, owner: anna, duration: 5d, requirements: REQ-3}
    deliverables:
    - {id: DEL-1, title: Paper, due: 2026-05-01, requirements: REQ-8, acceptance_criteria: [{AC-1: Signed}]}
    """
    assert [message.split()[0] for message in _messages(found, "DOS510")] == ["REQ-2", "REQ-5"]


def test_requirements_that_only_group_need_no_criteria_of_their_own(found):
    """
    requirements:
    - {id: REQ-1, title: Search}
    - {id: REQ-2, title: By date, parents: REQ-1, acceptance_criteria: [{AC-1: In order}], verification: test}
    tasks:
    - {id: T-1, title: Build the search, owner: anna, duration: 5d, requirements: REQ-2}
    """
    assert found.codes == []


def test_a_phase_may_own_everything_in_it(found):
    """
    tasks:
    - id: T-1
      title: Foundations
      owner: anna
      tasks:
      - {id: T-2, title: Dig, duration: 2d}
    """
    assert found.codes == []


def test_a_finished_task_needs_no_owner_and_no_duration(found):
    """
    tasks:
    - {id: T-1, title: Dig, actual_start: 2026-03-02, actual_finish: 2026-03-03, progress: 100%}
    """
    assert found.codes == []


def test_a_milestone_may_be_tied_through_its_phase(found):
    """
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d}
    - id: T-2
      title: Building
      after: T-1
      tasks:
      - {id: M-1, title: First stone, kind: milestone}
    milestones:
    - {id: M-2, title: Opening, deadline: 2026-11-02}
    """
    assert found.marked("DOS522") == [(9, "id")]


def test_dates_may_fall_on_one_day(found):
    """
    issues:
    - {id: I-1, title: No data, owner: anna, status: closed, raised_on: 2026-03-09, closed_on: 2026-03-09, due: 2026-03-08}
    """
    assert found.marked("DOS380") == [(2, "2026-03-08")]


def test_approved_changes_add_to_the_budget(found):
    """
    # acme/web/project.yml
    title: Web shop
    start: 2026-03-02
    currency: EUR
    budget: 100,000
    # acme/web/records.yml
    risks:
    - {id: R-1, title: Late data}
    change_requests:
    - id: CR-1
      title: Gift cards
      impact: {cost: "20,000.00"}
      touches: R-1
      steps:
      - {step: requested, by: anna, on: 2026-03-02}
      - {step: assessed, by: anna, on: 2026-03-04}
      - {step: approved, by: anna, on: 2026-03-06}
    cost_items:
    - {id: C-1, title: Development, planned: "120,000"}
    """
    assert found.codes == []


def test_an_amount_deep_inside_a_record_needs_a_currency(found):
    """
    # acme/web/project.yml
    title: Web shop
    # acme/web/records.yml
    change_requests:
    - {id: CR-1, title: Gift cards, impact: {cost: 1200}}
    """
    assert found.marked("DOS540") == [(2, "1200")]


def test_without_signers_the_hint_says_where_to_name_them(found):
    """
    # acme/client.yml
    title: Acme
    publish: [requirements, sign_offs]
    people:
    - {id: anna, title: Anna Berg}
    # acme/web/records.yml
    sign_offs:
    - {id: SO-1, title: Scope, signer: anna, covers_where: requirements where priority = must}
    """
    (problem,) = found.located
    assert (problem.code, problem.hint) == ("DOS602", "add `signers:` to client.yml")


def test_a_sign_off_may_cover_a_record_published_by_itself(found):
    """
    # acme/client.yml
    title: Acme
    signers: [anna]
    publish: [sign_offs]
    people:
    - {id: anna, title: Anna Berg}
    # acme/web/records.yml
    risks:
    - {id: R-1, title: Late data, visibility: client}
    - {id: R-2, title: Late pay}
    sign_offs:
    - {id: SO-1, title: Scope, signer: anna, covers: [R-1, R-2]}
    """
    assert found.marked("DOS604") == [(5, "R-2")]


def test_attachments_are_looked_for_beside_the_record(content, read):
    """
    deliverables:
    - {id: DEL-1, title: Shop, delivered: 2026-05-01, acceptance_criteria: [{AC-1: It sells}], attachments: [Contract.pdf, x/contract.pdf, ../../../secret.pdf]}
    """
    from dossier.checks.everything import findings
    from dossier.load import load
    from dossier.render.located import located
    from dossier.text.source import read_tree

    (content / "acme/web/x").mkdir()
    (content / "acme/web/contract.pdf").write_bytes(b"%PDF")
    (content / "acme/web/x/contract.pdf").write_bytes(b"%PDF")
    tree = read_tree(content)
    portfolio, _ = load(tree)
    found = located(findings(portfolio), tree.sources)
    assert [p.hint for p in found if p.code == "DOS415"] == [
        "did you mean `contract.pdf`?",
        "only files inside acme/web/ can be published with it",
    ]


def _messages(found, code: str) -> list[str]:
    return [problem.message for problem in found.located if problem.code == code]
