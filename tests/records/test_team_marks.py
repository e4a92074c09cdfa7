"""Comments and blocks for the team in Markdown files: across headings, and without an end or a beginning."""

from __future__ import annotations


def test_a_block_that_a_section_of_a_record_leaves_open_is_told_where_it_begins(found):
    """
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    Visitors find what is sold.

    ## Rationale

    They leave. <!-- team -->We lose
    the account.

    ## Acceptance criteria

    - AC-1: It finds. <!-- team -->At home.<!-- /team -->
    """
    assert found.where("DOS631") == ["acme/web/requirements/REQ-1.md:10:13"]


def test_a_block_may_go_on_over_headings_also_from_within_one(found):
    """
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    Visitors find what is sold.

    ## Rationale

    They leave. <!-- team -->We lose the account.

    ## Notes

    None.<!-- /team -->

    ## Notes <!-- team -->

    Cheap.

    ## More notes

    <!-- /team -->
    """
    assert "DOS631" not in found.codes


def test_an_end_without_a_beginning_is_told_of_its_field(found):
    """
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    ## Rationale

    They leave. <!-- /team -->
    """
    assert found.where("DOS631") == ["acme/web/requirements/REQ-1.md:8:13"]


def test_marks_that_stand_alone_on_a_page_for_the_client_are_told(found):
    """
    # acme/web/plan.md
    ---
    visibility: client
    ---
    # Plan

    Cheap. <!-- /team -->

    We begin.

      <!-- team -->
    # acme/web/notes.md
    # Notes

    <!-- team -->
    """
    assert found.where("DOS631") == ["acme/web/plan.md:6:8", "acme/web/plan.md:10:3"]


def test_headings_and_list_items_in_a_comment_are_none(found):
    """
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    Visitors find. <!-- Perhaps later:

    ## Rationale

    They leave.

    ## Internal

    -->

    ## Acceptance criteria

    <!-- the first three -->
    - AC-1: It finds.
    <!--
    - AC-2: They cannot do it by hand.
    -->
    - AC-3: It is fast.
    """
    assert not {"DOS213", "DOS631", "DOS632"} & {*found.codes}
    requirement = found.dossier.by_id["REQ-1"]
    assert requirement.rationale == ""
    assert [each.id for each in requirement.acceptance_criteria] == ["AC-1", "AC-3"]


def test_a_heading_in_a_fence_that_shows_comments_is_none_and_those_behind_it_are(found):
    """
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    ```html
    <!-- begin
    ## None
    ```

    ## Rationale

    They leave.
    """
    assert found.dossier.by_id["REQ-1"].rationale == "They leave."
    assert found.where("DOS632") == ["acme/web/requirements/REQ-1.md:7:1"]


def test_a_comment_without_an_end_is_told_in_every_kind_of_text(found):
    """
    # acme/web/risks.yml
    risks:
    - {id: R-1, title: Late data, cause: "Late <!-- or not"}
    - {id: R-2, title: Late staff, cause: "Late <!-- or not --> at all", effect: "<!-- team --> <!-- <!-- /team -->"}
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    ## Rationale

    They leave. <!-- We lose the account.

    ## Acceptance criteria

    - AC-1: It finds.
    # acme/web/plan.md
    ---
    visibility: client
    ---
    # Plan

    We begin <!-- soon
    """
    assert found.where("DOS632") == [
        "acme/web/plan.md:6:10",
        "acme/web/requirements/REQ-1.md:8:13",
        "acme/web/risks.yml:2:44",
    ]
