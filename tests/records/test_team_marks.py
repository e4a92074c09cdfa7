"""Comments and blocks for the team in Markdown files: across headings, and without an end or a beginning."""

from __future__ import annotations

import re

import pytest

from dossier.compute.projection import published
from dossier.text.team_text import public_text


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


def body(text: str) -> dict[str, dict[str, str]]:
    return {"files": {"acme/web/requirements/REQ-1.md": f"---\nid: REQ-1\n---\n# Search\n\n{text}\n"}}


ARROW = "Open. <!-- draw later:\n```mermaid\nPhoto --> Index\n```\n\n## Internal\n\nSecret.\n\n## Rationale\n\nWhy."
HALF_OF_CODE = "Open. <!-- before:\n```\n-->\n\n## Internal\n\nSecret.\n\n## Rationale\n\n```\n12-34\n```"
BLOCK = "<!-- team -->\nSee the log:\n```\n<!-- /team -->\n\n## Internal\n\nSecret.\n\n## Rationale\n\n```\n12-34\n```"
DIAGRAM = "Open.\n\n<!--\n```mermaid\nOffer --> Discount\n```\n-->"
BEGUN_IN_CODE = "```html\n<!--\n```\n\nOpen. -->"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (ARROW, (6, 7)),
        (HALF_OF_CODE, (6, 7)),
        (BLOCK, (6, 1)),
        (DIAGRAM, (8, 1)),
        (BEGUN_IN_CODE, (7, 1)),
        ("```html\n<!-- a remark -->\n```", None),
        ("<!-- team -->\n```\ncode\n```\n<!-- /team -->", None),
        ("<!--\n```\ncode\n```\n-->", None),
        ("<!-- team -->\n```mermaid\nOffer --> Discount\n```\n<!-- /team -->", None),
        ("<!-- ```\n-->\n\n~~~\n-->\n~~~", None),
        ("Begin it with `<!--` here.\n\nOpen.\n\n## Rationale\n\nWhy. It ends with `-->`, as in HTML.", (6, 16)),
        ("- one\n\n    ```\n    <!-- begin\n    ```\n\n- Open.\n\n    ```\n    end -->\n    ```", (9, 5)),
        ("It holds `<!-- banner -->` where it begins.", None),
    ],
)
def test_a_comment_or_block_that_overlaps_code_is_an_error(read, text: str, place: tuple[int, int] | None):
    found = read(**body(text))
    assert [(p.line, p.column) for p in found.located if p.code == "DOS631"] == ([place] if place else [])
    listed = "risks:\n- id: R-1\n  title: Late\n  cause: |\n" + "".join(f"    {line}\n" for line in text.split("\n"))
    assert [p.code for p in read(listed).located if p.code == "DOS631"] == (["DOS631"] if place else [])
    page = f"---\nvisibility: client\n---\n# Page\n\n{text}\n"
    told = [p.code for p in read(files={"acme/web/page.md": page}).located if p.code == "DOS631"]
    assert told == (["DOS631"] if place else [])


@pytest.mark.parametrize("mark", ["团队", "TEAM", "- team -", " team-"])
def test_marks_may_be_chinese_and_have_more_dashes(read, mark: str):
    closing = re.sub("(?i)team|团队", r"/\g<0>", mark)
    found = read(**body(f"Open.\n\n<!--{mark}-->Secret.<!--{closing}-->"))
    assert "DOS631" not in found.codes
    assert published(found.dossier).by_id["REQ-1"].statement == "Open."


@pytest.mark.parametrize("mark", [
    "team only", "internal", "内部", "仅团队", "end team", "team-only", "-- team: --", "internal use only", "for the team",
    "confidential", "仅团队可见", "/仅团队可见", "团队内部", "内部使用", "teams", "/tem", "/ 团对", "our team", "团队专用",
    "仅内部人员", "團隊", "/项目团队", "/team section", "/ 内部讨论", "/internal info", "team begins", "internal off",
    "visibility: team", "不公开",
])  # fmt: skip
def test_a_comment_that_looks_like_a_mark_is_an_error(read, mark: str):
    assert read(**body(f"Open. <!-- {mark} -->Secret.")).where("DOS631") == ["acme/web/requirements/REQ-1.md:6:7"]
    listed = f'risks:\n- {{id: R-1, title: Late, cause: "Open. <!-- {mark} -->Secret."}}\n'
    assert [p.code for p in read(listed).located] == ["DOS631"]


@pytest.mark.parametrize(
    "mark",
    [
        "<！-- team -->",
        "＜!-- team --＞",
        "<!— team —>",
        "< !-- team -->",
        "&lt;!-- /team --&gt;",
        "<!- 团队 ->",
        "《！-- 团队 --》",
        "《!-- /团队 --》",
        "<-- team -->",
        "<!—",
        "＜!--",
        "< !--",
        "《！——",
        "<\\!-- team -->",
        "<\\!-- /team -->",
        "<!\\-- team --\\>",
        "<--- team --->",
        "<-- /team only -->",
        "<-- /internal -->",
        "《——团队——》",
        "‹— team —›",
        "&lt;-- team --&gt;",
        "&#60;!-- team -->",
    ],
)
def test_a_mark_that_is_typed_with_other_signs_is_an_error(read, mark: str):
    assert read(**body(f"Open. {mark}Secret.")).where("DOS631") == ["acme/web/requirements/REQ-1.md:6:7"]
    listed = f"risks:\n- id: R-1\n  title: Late\n  cause: |\n    Open. {mark}Secret.\n"
    assert [p.code for p in read(listed).located] == ["DOS631"]


@pytest.mark.parametrize(
    "text",
    [
        "Fast! -- team and all",
        "a <! b",
        "if x <!-y> team",
        "Team! — internal <b>",
        "《团队——内部》",
        "Note! - internal -> external",
        "参见《加油！——团队》一书。",
        "Service A <-- internal --> Service B",
        "Client <--private--> Server",
        "A<--Team>",
        "Use `< !-- x -->`.",
        "A <-- B",
        "真的！——团队",
    ],
)
def test_other_signs_are_left_alone(read, text: str):
    assert "DOS631" not in read(**body(text)).codes


@pytest.mark.parametrize("comment", ["<!-->", "<!--->"])
def test_a_comment_that_html_ends_at_once_is_told(read, comment: str):
    assert read(**body(f"Open. {comment} More. <!-- a --> End.")).where("DOS632") == [
        "acme/web/requirements/REQ-1.md:6:7"
    ]


def test_a_comment_in_code_is_told_where_it_is_not_shown(found):
    """
    # acme/web/risks.yml
    risks:
    - {id: R-1, title: Late data, cause: "It lacks `<!-- banner -->`. <!-- Really -->"}
    - id: R-2
      title: Late staff
      cause: |
        ```html
        <!-- banner -->
        ```
        <!-- team -->
        ```html
        <!-- banner -->
        ```
        <!-- /team -->
    # acme/web/plan.md
    ---
    visibility: client
    ---
    # Plan

    1. Write:

        ```html
        <p></p> <!-- banner -->
        ```
    # acme/web/pay.md
    ---
    visibility: client
    ---
    # Pay

    A backslash shows \\<!-- nothing --> either.
    """
    assert found.where("DOS635") == [
        "acme/web/pay.md:6:20",
        "acme/web/plan.md:9:13",
        "acme/web/risks.yml:2:49",
        "acme/web/risks.yml:7:5",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A `<!-- banner -->` in code, then `b` and c.", "A in code, then `b` and c."),
        ("It has `<!-- a --> <!-- b -->`. It must `not` fail.", "It has . It must `not` fail."),
        ("Two ``<!-- a -->`` and `b`.", "Two and `b`."),
        ("One `<!-- a -->", "One `"),
        ("Code `x <!-- a --> y` stays.", "Code `x y` stays."),
        ("Code `<!-- a --> y` stays.", "Code ` y` stays."),
    ],
)
def test_code_that_is_nothing_but_a_comment_goes_with_its_marks(text: str, shown: str):
    """The marks that were left would begin and end code somewhere else."""
    assert public_text(text) == shown


@pytest.mark.parametrize(("heading", "meant"), [("内部说明", "内部备注"), ("Internal note", "Internal notes")])
def test_a_heading_that_is_nearly_that_of_a_published_field_but_says_internal_is_meant_for_the_team(
    read, heading: str, meant: str
):
    found = read(**body(f"Open.\n\n## {heading}\n\nOur floor."))
    assert [p.hint for p in found.located if p.code == "DOS212"] == [f"did you mean `{meant}`?"]


@pytest.mark.parametrize(
    "comment",
    [
        "the team will decide",
        "TODO",
        "internal link to be checked",
        "team building",
        "a/b",
        "/TOC",
        "/wp:paragraph",
        "/section",
        "/目录",
        "/内容",
        "/external",
        "EAM",
        "TEM",
        "Team section",
        "/item",
        "/steam",
        "/internally",
        "// internal link to be checked",
        "/docs/internal/plan.md",
        "/stream",
        "项目团队",
    ],
)
def test_other_comments_are_left_alone(read, comment: str):
    assert "DOS631" not in read(**body(f"Open. <!-- {comment} -->")).codes


TITLE = "---\nid: REQ-1\n---\n# Search <!-- they cannot\npay secret -->\n\nOpen.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Open. <!-- old --> secret -->",
        "Open. <!-- one A --> secret falls -->\n\n```mermaid\nA --> B\n```",
        "- Open.\n\n    <!--\n    ```mermaid\n    A --> secret\n    ```\n    -->",
        "```\n<!-- banner -->\n```\n\n<!-- Anna: 20 % --> secret -->\n\n```\ncode\n```",
        "`<!-- x -->` and <!-- a --> secret --> then `code`",
    ],
)
def test_a_comment_that_ends_sooner_than_it_seems_is_an_error(read, text: str):
    listed = "risks:\n- id: R-1\n  title: Late\n  cause: |\n" + "".join(f"    {line}\n" for line in text.split("\n"))
    assert "DOS631" in read(listed).codes
    assert "DOS631" in read(**body(text)).codes
    assert "DOS631" in read(files={"acme/web/page.md": f"---\nvisibility: client\n---\n# Page\n\n{text}\n"}).codes


def test_so_is_one_that_goes_on_in_another_text(read):
    assert "DOS631" in read(files={"acme/web/requirements/REQ-1.md": TITLE}).codes
    risk = 'risks:\n- {id: R-1, title: Late, cause: "a <!-- one", contingency: "secret --> rest"}\n'
    assert "DOS631" in read(risk).codes


@pytest.mark.parametrize(
    "text",
    [
        "From A --> B.",
        "From A --> B. <!-- a remark --> That is all.",
        "From `A --> B`. <!-- a remark -->",
        "```mermaid\nA --> B\n```\n\nOpen. <!-- a remark -->",
        "- Open. <!-- a remark -->\n\n    ```mermaid\n    A --> B\n    ```",
        "Open. <!-- a remark -->\n\n    A --> B",
        "```mermaid\nflowchart LR\n <!-- drawn by Ben -->\n A --> B\n```",
        "```mermaid\nflowchart LR\n %% <!-- team -->x<!-- /team -->\n B --> C\n```",
    ],
)
def test_arrows_in_text_and_code_are_left_alone(read, text: str):
    assert "DOS631" not in read(**body(text)).codes
    assert "DOS631" not in read(files={"acme/web/page.md": f"---\nvisibility: client\n---\n# Page\n\n{text}\n"}).codes
