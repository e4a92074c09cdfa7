"""References between records, in fields, in parts, and in prose."""

from __future__ import annotations

import pytest

from dossier.checks.nearness import KnownIds
from dossier.dossier import Dossier
from dossier.records.references import references


def test_a_mistyped_owner_is_told_with_the_near_name(found):
    """
    risks:
    - {id: R-1, title: Late delivery, owner: ana}
    """
    (problem,) = found.located
    assert found.marked("DOS410") == [(2, "ana")]
    assert problem.hint == "did you mean `anna`?"


def test_each_wrong_one_of_a_list_is_told_at_itself(found):
    """
    risks:
    - id: R-1
      title: Late delivery
      affects:
      - R-1x
      - R-2
      - R-3x
    - {id: R-2, title: Late payment, affects: "R-1, R-7，R-10"}
    - {id: R-10, title: Late answer}
    """
    assert found.marked("DOS410") == [(5, "R-1x"), (7, "R-3x"), (8, "R-7")]


def test_references_inside_parts_are_followed(found):
    """
    change_requests:
    - id: CR-1
      title: Gift cards
      steps:
      - {step: requested, by: anna, on: 2026-03-02}
      - {步骤: assessed, 经办人: nobody, on: 2026-03-03}
    surveys:
    - id: SUR-1
      title: After go-live
      questions:
      - {id: Q-1, text: On time?, answers: [{by: anna, score: 4}, {by: no-one, score: 4}]}
    # acme/web/project.yml
    title: Web shop
    start: 2026-03-02
    communication:
    - {name: Weekly call, people: [anna, ghost]}
    """
    assert found.marked("DOS410") == [(4, "ghost"), (6, "nobody"), (11, "no-one")]


def test_the_place_is_right_beside_an_item_that_cannot_be_read(found):
    """
    change_requests:
    - id: CR-1
      title: Gift cards
      steps:
      - {step: begun, by: anna, on: 2026-03-02}
      - {step: requested, by: nobody, on: 2026-03-02}
    """
    assert found.marked("DOS410") == [(6, "nobody")]


def test_a_dependency_leads_to_a_task_only(found):
    """
    risks:
    - {id: R-1, title: Late delivery}
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d, after: R-1 FS+2d}
    """
    (problem,) = found.located
    assert found.marked("DOS411") == [(4, "R-1")]
    assert problem.message == "task T-1: `after` names a task; R-1 is a risk"
    assert problem.hint == "name a task, or correct the number"


def test_another_project_of_the_client_can_be_named(found):
    """
    risks:
    - {id: R-1, title: Late delivery, affects: [shop/R-1, shop/R-2, other/R-1]}
    # acme/shop/project.yml
    title: Shop
    # acme/shop/risks.yml
    risks:
    - {id: R-1, title: Late payment}
    # beta/client.yml
    title: Beta
    # beta/other/project.yml
    title: Other
    # beta/other/risks.yml
    risks:
    - {id: R-1, title: Never to be seen by Acme}
    """
    assert found.marked("DOS410") == [(2, "shop/R-2"), (2, "other/R-1")]
    assert not any("Never" in problem.message + problem.hint for problem in found.located)


def test_a_record_named_with_its_own_project_is_told_how_to_name_it(found):
    """
    risks:
    - {id: R-1, title: Late delivery, affects: web/R-2}
    - {id: R-2, title: Late payment}
    """
    (problem,) = found.located
    assert (problem.code, problem.hint) == ("DOS410", "within its own project it is `R-2`")


def test_a_record_of_another_project_is_told_how_to_name_it(found):
    """
    risks:
    - {id: R-1, title: Late delivery, affects: R-77}
    # acme/shop/project.yml
    title: Shop
    # acme/shop/risks.yml
    risks:
    - {id: R-77, title: Late payment}
    """
    (problem,) = found.located
    assert problem.hint == "did you mean `shop/R-77`, of another project?"


def test_the_parent_that_nesting_gives_is_a_reference_nobody_wrote(dossier: Dossier):
    """
    tasks:
    - id: T-1
      title: Foundations
      tasks:
      - {id: T-2, title: Dig, owner: anna, duration: 2d}
    """
    found = [(m.field, m.target) for m in references(dossier.by_id["T-2"])]
    assert found == [("parent", "T-1"), ("owner", "anna")]


def test_numbers_in_prose_are_looked_up_but_not_in_code_or_addresses(found):
    """
    risks:
    - id: R-1
      title: Late delivery
      cause: |
        See R-2, R-3 and web/R-4; shop/R-5 and X-6 are not ours, nor is R-7a.
        `R-8` is code, [the page](R-9.md) and https://example.org/R-10 are addresses.
        <a id="R-11">R-12</a>; R-1.
    - {id: R-2, title: Late payment}
    """
    assert found.marked("DOS413") == [(5, "R-3"), (5, "web/R-4"), (7, "R-12")]


def test_numbers_in_chinese_prose_are_seen_without_spaces(found):
    """
    风险:
    - {编号: R-1, 标题: 延期, 原因: "由R-2引起，参见R-1。"}
    """
    assert found.marked("DOS413") == [(2, "R-2")]


def test_numbers_in_a_fence_are_not_looked_up_and_those_on_a_page_are(found):
    """
    risks:
    - {id: R-1, title: Late delivery}
    # acme/web/pages/about.md
    ---
    title: About R-5
    ---
    We fear R-1 and R-2, see [[R-3|the worst]].

    ```dossier
    show: risks
    where: id != R-4
    ```
    """
    assert found.codes == ["DOS413", "DOS414"]
    assert (found.marked("DOS413"), found.marked("DOS414")) == ([(4, "R-2")], [(4, "R-3")])


def test_signers_must_be_people_of_the_client(found):
    """
    # acme/client.yml
    title: Acme
    signers: [anna, bert, cleo]
    people:
    - {id: anna, title: Anna Berg}
    # acme/web/people.yml
    people:
    - {id: bert, title: Bert Holm}
    """
    assert found.marked("DOS601") == [(2, "cleo")]


def test_a_problem_of_a_person_of_the_client_is_told_once_for_all_projects(found):
    """
    # acme/client.yml
    title: Acme
    people:
    - {id: anna, title: Anna Berg, attachments: [photo.jpg]}
    # acme/shop/project.yml
    title: Shop
    """
    assert found.marked("DOS415") == [(3, "photo.jpg")]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("R-7", "did you mean `R-007`?"),
        ("r-007", "did you mean `R-007`?"),
        ("RSK-007", "did you mean `R-007`?"),
        ("RQE-012", "did you mean `REQ-012`?"),
        ("R-012", ""),
        ("R-999", ""),
        ("ana", "did you mean `anna`?"),
        ("shop/R-1", "did you mean `shop/R-001`?"),
        ("R-²", ""),
        ("-", ""),
    ],
)
def test_the_near_id_is_another_way_to_write_it_and_never_a_guess(written, hint):
    known = ["R-007", "R-008", "REQ-012", "anna", "shop/R-001"]
    assert KnownIds(known).hint(written) == hint


def test_a_number_of_another_project_that_is_not_there_is_told(read):
    prose = "risks:\n- {id: R-1, title: x, cause: See shop/R-9 and web/R-1.}\n"
    found = read(prose, files={"acme/shop/project.yml": "title: Shop\n"})
    assert found.marked("DOS413") == [(2, "shop/R-9")]
