"""Published text that names what the client cannot see: told where she would read it, and only there."""

from __future__ import annotations

import pytest


def test_what_the_client_reads_is_told_and_what_the_team_keeps_to_itself_is_not(found):
    """
    # acme/web/risks.yml
    risks:
    - {id: R-1, title: We may be too cheap, visibility: team}
    - {id: R-2, title: Late data, cause: "Follows from R-1, and from [[R-1]]."}
    - {id: R-3, title: Late staff, cause: "Late data. <!-- team -->R-1 says why.<!-- /team -->"}
    - {id: R-4, title: Late tests, internal: R-1 says why.}
    - {id: R-5, title: Late start, cause: R-1 says why., visibility: team}
    - {id: R-6, title: Late end, cause: R-2 says why.}
    # acme/web/overview.md
    # Overview

    R-1 is not for you.
    # acme/web/plan.md
    ---
    visibility: client
    ---
    # Plan

    R-1 is for you?
    """
    assert found.where("DOS630") == ["acme/web/plan.md:6:1", "acme/web/risks.yml:3:52"]


def test_a_comment_within_a_text_is_a_heading_that_the_client_reads(found):
    """
    # acme/web/risks.yml
    risks:
    - id: R-1
      title: Late data
      internal: |
        # for us
      cause: |
        The data is late.
        # TODO ask Anna
        ## Two offices
        A # is no heading here.

        ```
        # a comment of a script
        ```
    - {id: R-2, title: Ours, visibility: team, cause: "# what we know"}
    - {id: R-3, title: Numbers, cause: "#12 is open"}
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    They search.
    """
    assert found.marked("DOS636") == [(8, "# TODO ask Anna"), (16, "#12 is open")]


def test_a_part_that_is_called_as_internal_notes_is_none(found):
    """
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    They search.

    ## Acceptance criteria

    - AC-1: It finds.
    - internal: our floor
    - 内部备注：底价
    # acme/web/requirements.yml
    requirements:
    - id: REQ-2
      title: Pay
      acceptance_criteria:
      - "AC-1: It pays."
      - "内部备注: our floor"
    """
    assert [word for _, word in found.marked("DOS633")] == ["内部备注", "internal", "内部备注"]


def test_on_a_page_the_key_is_told_on_its_line_and_what_to_do_there(found):
    """
    # acme/web/plan.md
    ---
    title: Plan
    visibility: client
    ---

    We begin in May.

    visibility: team
    """
    assert found.where("DOS633") == ["acme/web/plan.md:8:1"]
    (hint,) = (problem.hint for problem in found.located if problem.code == "DOS633")
    assert "between `<!-- team -->` and `<!-- /team -->`" in hint


def test_each_such_key_on_a_page_is_told_where_the_client_reads_it(found):
    """
    # acme/web/plan.md
    ---
    visibility: client
    ---
    # Plan

    <!-- team -->
    internal: ours
    <!-- /team -->

    ```
    internal: an example
    ```

    internal: first
    <!-- a word --> internal: second
    """
    assert found.where("DOS633") == ["acme/web/plan.md:14:1", "acme/web/plan.md:15:17"]


def test_a_comment_within_what_client_yml_says_is_a_heading_too(found):
    """
    # acme/client.yml
    title: Acme
    publish: []
    people: [{id: anna, title: Anna Berg}]
    introduction: |
      Welcome.
      # ask Anna
    """
    assert found.marked("DOS636") == [(6, "# ask Anna")]


def test_a_number_that_a_comment_parts_is_told_since_the_client_reads_it_whole(found):
    """
    risks:
    - {id: R-1, title: We may be too cheap, visibility: team}
    - {id: R-2, title: Late data, cause: "Follows from R<!-- or not -->-1."}
    """
    assert found.codes == ["DOS630"]


def test_the_key_of_a_field_for_the_team_within_a_text_is_told_where_the_client_would_read_it(found):
    """
    risks:
    - id: R-1
      title: Late data
      cause: |
        Three offices.
        internal: They do not talk.
    - id: R-2
      title: Late staff
      cause: |
        internal: They do not talk.
        "internal": Nor do they write.
        Internal notes: Nor call.
    - id: R-3
      title: Late rain
      cause: |
        三个办公室。
        内部备注：他们不沟通。
    - {id: R-4, title: Late snow, cause: "Internal: two of us. The causes are internal: people do not talk."}
    - id: R-7
      title: Late hail
      cause: |
        ```yaml
        back:
          internal: true
        ```
    - id: R-5
      title: Late wind
      visibility: team
      cause: |
        Three offices.
        internal: They do not talk.
    - id: R-6
      title: Late sun
      cause: |
        Three offices. <!-- team -->
        internal: They do not talk. <!-- /team -->
    """
    assert found.marked("DOS633") == [
        (6, "internal"),
        (10, "internal"),
        (12, "Internal notes"),
        (17, "内部备注"),
    ]


def test_so_it_is_where_yaml_makes_one_line_of_several(found):
    """
    # acme/web/risks.yml
    risks:
    - id: R-1
      title: Late data
      cause: >-
        Three offices.
        internal: They do not talk.

      # internal: a remark
      internal: Nor do they write.
    - id: R-2
      title: Late staff
      cause: "Three offices.
        visibility: team"
      contingency: >
        Two
        kinds, internal: theirs.
      internal: >
        They do not talk.
        internal: Nor do they write.
    - id: R-3
      title: Late rain
      mitigation:
      - id: M-1
        title: >
          Buy
          内部备注：20 万以下不做
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    statement: >
      It finds.
      internal: not for them
    ---
    # Search
    """
    assert found.where("DOS633") == [
        "acme/web/requirements/REQ-1.md:5:3",
        "acme/web/risks.yml:6:5",
        "acme/web/risks.yml:13:5",
        "acme/web/risks.yml:19:5",
        "acme/web/risks.yml:26:7",
    ]


def test_other_fields_for_the_team_are_told_where_the_line_holds_a_value_of_theirs(found):
    """
    risks:
    - id: R-1
      title: Late data
      cause: |
        Three offices.
        visibility: team
        可见范围：仅团队
        exposure: 40,000
        风险敞口：40000
    - id: R-2
      title: Late staff
      cause: |
        visibility: poor in winter
        visibility: client
        exposure: of the skin
        Exposure: 40,000 people
        internal audit: none
        - internal: two developers
        - external: one tester
    """
    assert [word for _, word in found.marked("DOS633")] == ["visibility", "可见范围", "exposure", "风险敞口"]


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("**Internal:** two of us", True),
        ("**Internal notes:** two of us", True),
        ("- Internal notes: two of us", True),
        ("**内部备注：** 两人", True),
        ("1. **内部备注**：两人", True),
        ("> internal: two of us", False),
        ("> Internal notes: two of us", True),
        ("**Background:** they sell.\n\n**Internal notes:** our floor", True),
        ("**背景：** 他们\n\n**内部备注：** 底价", True),
        ("- At 9:00 they open\n- Internal notes: our floor", True),
        ("**Background**\n\nx\n\n**Internal notes**\n\nour floor", True),
        ("**Background**\n\nx\n\n**Internal**\n\nour floor", True),
        ("**Internal:** we train.\n\n**External:** we hire.", False),
        ("- Public notes: read by all\n- Internal notes: by agents", True),
        ("- 标题：必填\n- 内部备注：仅客服可见", True),
        ("**Internal**\n\n- staff\n\n**External**\n\n- visitors", False),
        ("**Internal:** we train.\n\n- External: we hire.", True),
        ("## Internal", True),
        ("**Internal notes**", True),
        ("- ## 内部备注", True),
        ("Internal: two of us", False),
        ("- **Internal:** two of us\n- **External:** one", False),
        ("- internal: two of us", False),
        ("- visibility: team", False),
        ("**exposure:** 40,000", False),
        ("`internal: x`", False),
        ("**Internally:** yes", False),
        ("Customer: Kern.\ninternal: our floor", True),
        ("Public\ninternal: our floor", True),
        ("External: ERP\ninternal: our floor", True),
        ("**客户意见：** 太慢。\n**Internal:** 底价", True),
        ("**Client**: late.\n**Internal**: our floor", True),
        ("**Internal:** we train." + "\n\nMore." * 9 + "\n\n**External:** we hire.", True),
        ("INTERNAL: our floor", True),
        ("Internal Notes: our floor", True),
        ("Visibility: team", True),
        ("visibility: team # hide", True),
        ("　　内部备注：底价", True),
        ("（内部备注：底价）", True),
        ("【内部备注】底价", True),
        ("1、内部备注：底价", True),
        ("（1）内部备注：底价", True),
        ("• Internal notes: our floor", True),
        ("- [ ] Internal notes: our floor", True),
        ("内部备注——底价", True),
        ("## 一、内部备注", True),
        ("## （一）内部备注", True),
        ("## 内部备注（勿外传）", True),
        ("## Internal notes (for us)", True),
        ("Visibility: good", False),
        ("[internal] links open at once", False),
        ("一、内部备注功能", False),
        ("## 内部备注功能", False),
    ],
)
def test_it_is_a_key_or_heading_however_it_is_marked(read, line: str, is_told: bool):
    text = "".join(f"    {each}\n" for each in f"Two kinds.\n\n{line}".split("\n"))
    found = read(f"risks:\n- id: R-1\n  title: Late data\n  cause: |\n{text}")
    assert found.codes == (["DOS633"] if is_told else [])


def test_a_record_of_another_project_is_hidden_where_that_project_is(found):
    """
    # acme/shop/project.yml
    title: Shop
    visibility: team
    # acme/shop/risks.yml
    risks:
    - {id: R-1, title: Late delivery}
    # acme/app/project.yml
    title: App
    # acme/app/risks.yml
    risks:
    - {id: R-1, title: Late delivery}
    - {id: R-2, title: Late payment, visibility: team}
    # acme/web/risks.yml
    risks:
    - {id: R-7, title: Late data, cause: "shop/R-1, app/R-1, app/R-2 and web/R-8"}
    - {id: R-8, title: Late staff, visibility: team}
    """
    assert [word for _, word in found.marked("DOS630")] == ["shop/R-1", "app/R-2", "web/R-8"]
