"""Circles are found wherever they run, and told as a chain."""

from __future__ import annotations

import pytest

TASK = "title: Dig, owner: anna, duration: 2d"


def messages(found, code: str) -> list[str]:
    return [problem.message for problem in found.located if problem.code == code]


def test_a_task_may_not_wait_for_itself(found):
    """
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d, after: [T-1]}
    """
    assert found.codes == ["DOS501"]
    assert found.where("DOS501") == ["acme/web/records.yml:2:60"]
    assert messages(found, "DOS501") == ["T-1 (Dig) waits for itself"]


def test_a_circle_of_three_is_told_once_with_its_whole_chain(found):
    """
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d, after: T-3}
    - {id: T-2, title: Build, owner: anna, duration: 2d, after: T-1 SS+1d}
    - {id: T-3, title: Paint, owner: anna, duration: 2d, after: [T-2 FF]}
    - {id: T-4, title: Sell, owner: anna, duration: 2d, after: T-3}
    """
    (problem,) = found.located
    assert problem.message == "T-1 → T-2 → T-3 → T-1: each waits for the one before it"
    assert (problem.line, problem.text[problem.column - 1 : problem.end_column - 1]) == (3, "T-1")


def test_two_circles_are_both_told(found):
    """
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d, after: T-2}
    - {id: T-2, title: Build, owner: anna, duration: 2d, after: T-1}
    - {id: T-3, title: Paint, owner: anna, duration: 2d, after: T-4}
    - {id: T-4, title: Sell, owner: anna, duration: 2d, after: T-3}
    """
    assert len(messages(found, "DOS501")) == 2


def test_a_task_may_not_wait_for_the_phase_it_belongs_to(found):
    """
    tasks:
    - id: T-1
      title: Foundations
      tasks:
      - {id: T-2, title: Dig, owner: anna, duration: 2d, after: T-1}
    """
    (problem,) = found.located
    assert (problem.code, problem.line, problem.hint) == ("DOS501", 5, "T-2 is a part of T-1")


def test_a_phase_may_not_wait_for_what_is_in_it(found):
    """
    tasks:
    - id: T-1
      title: Foundations
      after: T-3
      tasks:
      - id: T-2
        title: Dig
        tasks:
        - {id: T-3, title: Dig deeper, owner: anna, duration: 2d}
    """
    (problem,) = found.located
    assert (problem.code, problem.line, problem.column) == ("DOS501", 4, 10)


def test_requirements_may_not_be_their_own_ancestors(found):
    """
    requirements:
    - {id: REQ-1, title: Search, parents: [REQ-3]}
    - {id: REQ-2, title: By date, parents: [REQ-1]}
    - {id: REQ-3, title: By name, parents: [REQ-2, REQ-1]}
    - {id: REQ-4, title: Alone, parents: REQ-4}
    """
    assert messages(found, "DOS502") == [
        "REQ-1 → REQ-3 → REQ-2 → REQ-1: these requirements are each other's parents",
        "REQ-1 → REQ-3 → REQ-1: these requirements are each other's parents",
        "REQ-4 → REQ-4: these requirements are each other's parents",
    ]


def test_tasks_may_not_be_their_own_ancestors(found):
    """
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 2d, parent: T-2, after: T-3}
    - {id: T-2, title: Build, owner: anna, parent: T-1}
    - {id: T-3, title: Paint, owner: anna, duration: 2d, parent: T-3}
    """
    assert [p.code for p in found.located if p.severity == "error"] == ["DOS503", "DOS503"]


@pytest.mark.parametrize("count", [3000])
def test_a_very_long_circle_is_told_in_one_line(read, count):
    lines = [f"- {{id: T-{n}, {TASK}, after: T-{(n + 1) % count}}}" for n in range(count)]
    nested = [f"- {{id: REQ-{n}, title: Deep, parents: REQ-{(n + 1) % count}}}" for n in range(count)]
    found = read("tasks:\n" + "\n".join(lines) + "\nrequirements:\n" + "\n".join(nested))
    assert found.codes.count("DOS501") == found.codes.count("DOS502") == 1
    assert max(len(message) for message in messages(found, "DOS501")) < 200
