"""What is written becomes a record; what does not fit becomes a problem where it stands, and the rest is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dossier.records.links import Link
from dossier.text.code import outside_fences


def risk(line: str) -> str:
    return f"risks:\n- id: R-1\n  title: Late delivery\n  {line}\n"


@pytest.mark.parametrize(
    ("line", "code", "marked"),
    [
        ("ownr: anna", "DOS201", "ownr"),
        ("负责: anna", "DOS201", "负责"),
        ("review_on: 2026-02-30", "DOS203", "2026-02-30"),
        ("review_on: 30.06.2026", "DOS203", "30.06.2026"),
        ("review_on: 2026-6-3", "DOS203", "2026-6-3"),
        ("review_on: ２０２６-06-03", "DOS203", "２０２６-06-03"),
        ("probability: high", "DOS204", "high"),
        ("probability: 6", "DOS204", "6"),
        ("probability: 0", "DOS204", "0"),
        ("probability: 3.5", "DOS204", "3.5"),
        ("exposure: 1.000,00", "DOS204", "1.000,00"),
        ("exposure: EUR 100", "DOS204", "EUR 100"),
        ("status: opn", "DOS205", "opn"),
        ("owner: [anna, tom]", "DOS206", "[anna, tom]"),
        ("owner: {anna: tom}", "DOS206", "{anna: tom}"),
        ("cause: [a, b]", "DOS206", "[a, b]"),
        ("owner: anna berg", "DOS207", "anna berg"),
        ("owner: ../../anna", "DOS207", "../../anna"),
        ("affects: {a: b}", "DOS206", "{a: b}"),
    ],
)
def test_a_field_that_does_not_fit_is_told_where_it_stands_and_the_record_is_kept(read, line, code, marked):
    found = read(risk(line))
    assert found.codes == [code]
    assert found.marked(code) == [(4, marked)]
    assert found.dossier.by_id["R-1"].title == "Late delivery"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("probabilty: 3", "did you mean `probability`?"),
        ("Ownr: anna", "did you mean `owner`?"),
        ("status: Opn", "did you mean `open`?"),
        ("status: 已关", "did you mean `已关闭`?"),
    ],
)
def test_a_mistyped_word_gets_the_near_one(read, line, hint):
    assert read(risk(line)).located[0].hint.lower() == hint


@pytest.mark.parametrize("missing", ["id", "title"])
def test_a_record_without_id_or_title_is_told_and_its_neighbours_are_kept(read, missing):
    lines = {"id": "R-1", "title": "Late delivery"}
    del lines[missing]
    text = "risks:\n- " + "\n  ".join(f"{k}: {v}" for k, v in lines.items()) + "\n- {id: R-2, title: Late payment}\n"
    found = read(text)
    assert (found.codes, found.located[0].line) == (["DOS202"], 2)
    assert [record.id for record in found.dossier.records] == ["anna", "R-2"]


def test_a_title_that_cannot_be_read_is_told_once(read):
    found = read("risks:\n- id: R-1\n  title: [a]\n")
    assert found.codes == ["DOS206"]


@pytest.mark.parametrize("identifier", ["R 1", "R/1", "../x", "-R", "R-", "R..", "R:1", "R%2F1", "<R>"])
def test_an_id_that_cannot_stand_in_an_address_is_told(read, identifier):
    found = read(f"risks:\n- id: '{identifier}'\n  title: Late delivery\n")
    assert set(found.codes) == {"DOS207"}


@pytest.mark.parametrize("identifier", ["R-1", "1", "R_1.2", "风险-1", "Über-1", "r"])
def test_other_ids_are_the_authors(read, identifier):
    assert identifier in read(f"risks:\n- id: {identifier}\n  title: Late delivery\n").dossier.by_id


def test_what_is_not_a_list_is_told(read):
    found = read("risks: {id: R-1, title: Late}\nissues: none\ntasks:\n- just words\nriks: []\n1: []\n")
    assert found.codes == ["DOS206", "DOS206", "DOS206", "DOS211", "DOS211"]
    assert [p.line for p in found.located] == [1, 2, 4, 5, 6]


def test_an_empty_list_is_fine(read):
    assert read("risks:\nissues: []\n").codes == []


def test_every_scalar_stays_text_until_its_field_reads_it(read):
    found = read("risks:\n- {id: 1.10, title: no, cause: 2026-02-30, effect: 0x1F, tags: [yes, 1_000, ~]}\n")
    assert found.codes == []
    record = found.dossier.by_id["1.10"]
    assert (record.title, record.cause, record.effect, record.tags) == (
        "no",
        "2026-02-30",
        "0x1F",
        ("yes", "1_000", "~"),
    )


def test_values_are_read_as_their_fields_say(read):
    found = read(
        """
        tasks:
        - {id: T-0, title: Plan, owner: anna, duration: 1d}
        - id: T-1
          title: Dig
          owner: anna
          duration: 1.5w
          effort: 4h
          progress: 40 %
          cost: "12,500.50"
          start: 2026-03-02
          after: T-0 SS+2d, T-0 FF - 1ew
        """
    )
    task = found.dossier.by_id["T-1"]
    assert (task.duration, task.effort, task.progress, task.cost) == (
        Decimal("7.5"),
        Decimal("0.5"),
        40,
        Decimal("12500.50"),
    )
    assert task.start == date(2026, 3, 2)
    assert task.after == (Link("T-0", "SS", Decimal(2)), Link("T-0", "FF", Decimal(-7), elapsed=True))


@pytest.mark.parametrize("text", ["T-0 XX", "T-0 FS 2", "SS+2d", "T-0 FS+2x", "T-0 FS+1234567d"])
def test_a_dependency_that_cannot_be_read_is_told(read, text):
    found = read(f"tasks:\n- {{id: T-0, title: Plan}}\n- {{id: T-1, title: Dig, after: ['{text}']}}\n")
    assert "DOS208" in found.codes or "DOS410" in found.codes


@pytest.mark.parametrize("days", ["-1d", "5 days", "1,5d", "9999999999d", "d"])
def test_a_duration_that_cannot_be_read_is_told(read, days):
    assert "DOS204" in read(f"tasks:\n- {{id: T-1, title: Dig, owner: anna, duration: '{days}'}}\n").codes


def test_keys_may_be_written_as_people_write_them(read):
    found = read("change-requests:\n- {ID: CR-1, Title: Gift cards}\n")
    assert found.codes in ([], ["DOS211"])
    found = read("deliverables:\n- {ID: D-1, Title: Shop, DUE: 2026-05-01, Acceptance Criteria: [AC-1: It sells]}\n")
    assert found.codes == []
    assert found.dossier.by_id["D-1"].acceptance_criteria[0].text == "It sells"


def test_criteria_can_be_written_in_three_forms(read):
    found = read(
        """
        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria: {AC-1: Fast, AC-2: Sorted}
        - id: REQ-2
          title: Search
          acceptance_criteria: ["AC-1: Fast", "AC-2：Sorted"]
        - id: REQ-3
          title: Search
          acceptance_criteria: [{id: AC-1, text: Fast}, {AC-2: Sorted}]
        """
    )
    assert {r.acceptance_criteria for r in found.dossier.records if r.id.startswith("REQ")} == {
        found.dossier.by_id["REQ-1"].acceptance_criteria
    }


def test_a_heading_that_is_nearly_a_field_is_told(found):
    """
    # acme/web/requirements/a.md
    ---
    id: REQ-1
    title: Search
    ---
    ## Rational

    Because.

    ## Something else

    Fine.
    """
    assert found.marked("DOS212") == [(5, "## Rational")]


RECORD = "# acme/web/risks/a.md\n---\nid: R-1\ntitle: Late\n---\n{}\n"


@pytest.mark.parametrize(
    "before",
    [
        "Text.",
        "```x``` is code",  # no fence, since its words hold the mark again
        "```\nnever closed",
        "~~~ x\n```\n~~~",
        "```\ncode\n``` x\n```",
        "- a list\n\n    ```\n    code\n    ```",
    ],
)
@pytest.mark.parametrize(
    "heading",
    [
        "## Internal",
        "##Internal",
        "## Internal ##",
        "##  内部备注",
        "##\tInternal",
        "##\u3000内部备注",
        "##\u00a0Internal",
        "## Internal <!-- not for them -->",
    ],
)
def test_what_is_for_the_team_is_kept_apart_whatever_stands_before_it(read, before, heading):
    found = read(RECORD.format(f"{before}\n\n{heading}\n\nThey drink."))
    assert found.codes == []
    record = found.dossier.by_id["R-1"]
    assert record.internal == "They drink."
    assert "drink" not in record.description


@pytest.mark.parametrize(
    "heading",
    [
        " ## Internal", "# Internal", "### Internal", "###internal", "## **Internal**", "## Internal:", "**Internal**",
        "__内部备注__：", "Internal\n--------", "Internal\n=", "> ## Internal notes", "- ## Internal notes", "＃＃ 内部备注",
        "*Internal notes*", "<!-- x -->## Internal", "<h2>Internal</h2>",
        "## 1. Internal notes", "## [Internal](#x)", "## Internal {#int}", "## :lock: Internal", "## `Internal`",
        "**Internal notes**\nThey", "??? Internal", "\\## Internal notes", "## \u200bInternal notes", "## ~~Internal~~", "## Internal notes …",
        "## Internal *notes*", "## Internal&nbsp;notes", "### Internal\\_notes", "Internal\n:   They", '=== "Internal"',
        '??? note "Internal"', "/// Internal",
    ],
)  # fmt: skip
def test_what_only_looks_like_the_heading_of_a_field_for_the_team_is_an_error(read, heading):
    found = read(RECORD.format(f"Text.\n\n{heading}\n\nThey drink."))
    assert found.marked("DOS213") == [(7, heading.partition("\n")[0])]


@pytest.mark.parametrize(
    "line",
    [
        "- Internal\n- External",
        "The internal notes",
        "| Internal | External |",
        "Internal",
        "- **Internal**\n- **External**",
        "| a | b |\n|---|---|\n| **Internal** | |",
        "- [Internal](#internal)",
        "Who asks:\n*internal*",
        "    # internal",
        "Users:\n: Internal",
        '!!! note "Internal users"',
        "**Cause**",
        "### Cause",
    ],
)
def test_what_is_no_heading_may_be_called_as_a_field(read, line):
    assert read(RECORD.format(f"User groups\n\n{line}\n\nThey drink.")).codes == []


def test_a_line_in_bold_that_names_a_field_for_the_team_is_told_within_a_paragraph_too(read):
    found = read(RECORD.format("Text.\n**Internal notes**\nThey drink."))
    assert found.marked("DOS213") == [(6, "**Internal notes**")]


@pytest.mark.parametrize("visibility", ["client", "team"])
def test_a_published_page_has_no_heading_for_the_team(read, visibility):
    found = read(f"# acme/web/guide.md\n---\nvisibility: {visibility}\n---\n# Guide\n\n## 内部备注\n\nThey drink.\n")
    assert found.codes == (["DOS213"] if visibility == "client" else [])


def test_in_a_fence_nothing_is_a_heading(read):
    found = read(RECORD.format("```\n## Internal\n\n### Internal\n```"))
    assert found.codes == []
    assert "## Internal" in found.dossier.by_id["R-1"].description


def test_unless_a_fence_is_left_over_since_another_may_be_forgotten(read):
    found = read(RECORD.format("```\nnpm install\n\n## Internal\n\nThey drink.\n\n```\nnpm start\n```"))
    assert found.marked("DOS213") == [(8, "## Internal")]


@pytest.mark.parametrize(
    "above", ["1. one", "- one\n- two\nand more", "!!! note", "Users\n: one", "1. one\n\n    more"]
)
def test_what_is_indented_below_something_that_holds_it_is_a_heading_for_its_reader(read, above: str):
    found = read(RECORD.format(f"{above}\n\n    ## Internal\n\n    They drink."))
    assert [word for _, word in found.marked("DOS213")] == ["    ## Internal"]


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n    # internal\n    run",
        "1. Run:\n\n    ```sh\n    # internal\n    run\n    ```",
        "- a\n\nText.\n\n    # internal",
    ],
)
def test_a_comment_in_a_script_is_no_heading(read, text: str):
    assert read(RECORD.format(text)).codes == []


def test_a_heading_with_a_remark_is_that_of_its_field(read):
    text = "---\nid: REQ-1\n---\n# Search\n\nFinds.\n\n## Rationale <!-- ask Anna -->\n\nThey leave.\n"
    assert read(files={"acme/web/requirements/REQ-1.md": text}).dossier.by_id["REQ-1"].rationale == "They leave."


def test_thousands_of_fences_that_are_never_closed_are_read_in_time():
    assert sum(1 for _ in outside_fences("``` x\n" * 50_000)) == 50_001


def test_text_written_twice_in_a_markdown_record_is_told(found):
    """
    # acme/web/requirements/a.md
    ---
    id: REQ-1
    title: Search
    statement: In front
    ---
    And in the body.

    ## Rationale

    One.

    ## 理由

    Two.

    ## Rationale

    Three.
    """
    assert found.codes.count("DOS111") == 3
    assert found.dossier.by_id["REQ-1"].rationale == "One."


def test_front_matter_that_is_no_mapping_is_told(read):
    found = read("", files={"acme/web/risks/a.md": "---\n- a\n---\nText.\n"})
    assert found.codes == ["DOS206"]
    found = read("", files={"acme/web/risks/a.md": "---\nid: [\n---\nText.\n"})
    assert found.codes == ["DOS110"]


def test_a_wrong_field_in_front_matter_is_told_at_its_line(read):
    found = read("", files={"acme/web/risks/a.md": "---\nid: R-1\ntitle: Late\nreview_on: soon\n---\nText.\n"})
    assert found.marked("DOS203") == [(4, "soon")]


def test_a_list_without_items_under_its_heading_is_an_empty_list(read):
    text = "---\nid: REQ-1\ntitle: Search\n---\n\n## Acceptance criteria\n\n## Rationale\n\nAsked for.\n"
    found = read("", files={"acme/web/requirements/REQ-1.md": text})
    assert found.dossier.find("REQ-1").acceptance_criteria == ()
    assert found.dossier.find("REQ-1").rationale == "Asked for."


def test_of_a_chinese_word_the_chinese_ones_are_listed(read):
    found = read("risks:\n- {id: R-1, title: Late, 不明: x, 状态: 已商定}\n")
    hints = {p.code: f"{p.message} {p.hint}" for p in found.located}
    assert "fields: 编号, 标题" in hints["DOS201"]
    assert "`监控中`" in hints["DOS205"]
    assert "`open`" not in hints["DOS205"]
    hints = {p.code: p.message for p in read("risks:\n- {id: R-1, title: Late, status: “open”}\n").located}
    assert "`open`" in hints["DOS205"]


def test_a_person_and_a_project_may_be_titled_as_other_records(read):
    found = read("people:\n- {编号: li-na, 标题: 李娜}\n", files={"acme/web/project.yml": "标题: 网店\n"})
    assert found.codes == []
    assert found.dossier.by_id["li-na"].title == "李娜"
    assert found.dossier.project.title == "网店"


def test_a_heading_that_is_no_field_ends_what_is_for_the_team_and_that_is_told(read):
    found = read(
        RECORD.format(
            "Text.\n\n## Internal\n\nThey drink.\n\n## 3 June\n\nMore.\n\n## Cause\n\nRain.\n\n## Notes\n\nX."
        )
    )
    assert found.marked("DOS214") == [(11, "## 3 June")]
    assert "More." in found.dossier.by_id["R-1"].description
