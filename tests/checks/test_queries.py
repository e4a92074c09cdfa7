"""Queries that cannot be understood are told where they stand, before anybody signs or reads."""

from __future__ import annotations

FENCE = "```dossier\n{}\n```\n"


def test_a_sign_offs_query_is_told_at_its_own_line_with_the_near_word(found):
    """
    requirements:
    - {id: REQ-1, title: Search, priority: must}
    sign_offs:
    - id: SO-1
      title: Scope
      signer: anna
      covers_where: requirements where priority = msut
    """
    (problem,) = [p for p in found.located if p.code == "DOS610"]
    assert (problem.line, problem.text[problem.column - 1 : problem.end_column - 1]) == (
        7,
        "requirements where priority = msut",
    )
    assert "SO-1: `priority` is never `msut`" in problem.message
    assert problem.hint == "did you mean `must`?"


def test_a_sign_off_whose_scope_changes_with_the_day_is_told(found):
    """
    deliverables:
    - {id: DEL-1, title: Shop, due: 2026-05-01, acceptance_criteria: [{AC-1: sells}]}
    sign_offs:
    - {id: SO-1, title: Delivered, signer: anna, covers_where: deliverables where due < today}
    """
    assert found.marked("DOS610") == [(4, "deliverables where due < today")]


def test_a_mistake_in_a_fence_is_told_where_it_stands(read):
    page = (
        "---\ntitle: Scope\nvisibility: client\n---\n\n# Scope\n\nText.\n\n"
        + FENCE.format("show: requirements")
        + "\n"
        + FENCE.format("show: risk\nwhere: a = b")
    )
    found = read("", files={"acme/web/scope.md": page})
    assert found.where("DOS611") == ["acme/web/scope.md:16:8"]
    assert page.split("\n")[15].startswith("where: ")


def test_a_fence_in_the_prose_of_a_record_is_told_in_markdown_and_in_yaml(read):
    markdown = "---\nid: MTG-1\non: 2026-03-02\n---\n# Kick-off\n\nWe met.\n\n## Minutes\n\n" + FENCE.format(
        "show: action\nwhere: ownr = anna"
    )
    yaml = "meetings:\n- id: MTG-2\n  title: Second\n  on: 2026-03-09\n  minutes: |\n    See\n\n    ```dossier\n    show: actoins\n    ```\n"
    found = read("", files={"acme/web/meetings/MTG-1.md": markdown, "acme/web/more.yml": yaml})
    assert found.where("DOS611") == ["acme/web/meetings/MTG-1.md:13:1", "acme/web/more.yml:9:5"]


def test_every_mistake_in_a_fence_is_told_at_once(read):
    asked = "show: requirements\ncolumns: [title, ownr, nope]\nfoo: bar\nsort: -prioritty\nlimit: many"
    found = read("", files={"acme/web/scope.md": "# Scope\n\n" + FENCE.format(asked)})
    places = [(p.line, p.column, p.message.split("`")[1]) for p in found.located]
    assert places == [(5, 18, "ownr"), (5, 24, "nope"), (6, 1, "foo"), (7, 7, "prioritty"), (8, 8, "limit")]


def test_an_example_of_a_fence_is_not_asked(read):
    page = "# How\n\n````markdown\n" + FENCE.format("show: nonsense") + "````\n"
    assert read("", files={"acme/web/how.md": page}).codes == []


def test_a_fence_outside_every_project_is_told(read):
    page = "# How\n\n" + FENCE.format("show: requirements")
    assert read("", files={"handbook/how.md": page}).where("DOS612") == ["handbook/how.md:3:1"]
