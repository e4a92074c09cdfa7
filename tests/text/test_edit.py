"""Changing one field of a record changes the lines of that field and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.problems.problem import Place
from dossier.text.edit import CannotEdit, with_fields
from dossier.text.source import Source
from dossier.text.yaml import compose

FILE = """\
# What the client confirms; agreed with Mira on the phone.
sign_offs:   # see the handbook
  - id:   SO-1        # the scope
    title: 'Scope of the first release'
    covers: [REQ-1,REQ-2 ]   # more to come
    description: |   # read aloud
      Everything that is listed.

      And nothing else.

    # not before the workshop
    due: 2026-03-02

  -   {id: SO-2, title: "Design", signer: anna}   # in one line

  - id: SO-3
    title: >-
      Acceptance
      test
    decision:      # still open
    covers:
    - REQ-1
    # the end
risks: []
"""


def place(number: int) -> Place:
    return Place("acme/web/sign.yml", ("sign_offs", number))


def difference(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came, the equal beginning and end taken off."""
    a, b = old.split("\n"), new.split("\n")
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return a, b


@pytest.mark.parametrize(
    ("number", "field", "value", "gone", "came"),
    [
        (0, "id", "SO-9", ["  - id:   SO-1        # the scope"], ["  - id:   SO-9        # the scope"]),
        (0, "title", "no", ["    title: 'Scope of the first release'"], ['    title: "no"']),
        (0, "due", "2026-04-01", ["    due: 2026-03-02"], ['    due: "2026-04-01"']),
        (0, "signer", "anna", [], ["    signer: anna"]),
        (
            0,
            "description",
            "Short: all",
            [
                "    description: |   # read aloud",
                "      Everything that is listed.",
                "",
                "      And nothing else.",
            ],
            ['    description: "Short: all"   # read aloud'],
        ),
        (
            1,
            "title",
            "Design, second",
            ['  -   {id: SO-2, title: "Design", signer: anna}   # in one line'],
            ['  -   {id: SO-2, title: "Design, second", signer: anna}   # in one line'],
        ),
        (
            1,
            "digest",
            "ab12",
            ['  -   {id: SO-2, title: "Design", signer: anna}   # in one line'],
            ['  -   {id: SO-2, title: "Design", signer: anna, digest: ab12}   # in one line'],
        ),
        (
            2,
            "decision",
            "confirmed",
            ["    decision:      # still open"],
            ["    decision: confirmed      # still open"],
        ),
        (2, "title", "Go-live", ["    title: >-", "      Acceptance", "      test"], ["    title: Go-live"]),
        (2, "digest", "ab12", [], ["    digest: ab12"]),
        (
            2,
            "decision",
            "one\ntwo",
            ["    decision:      # still open"],
            ["    decision: |      # still open", "      one", "      two"],
        ),
    ],
)
def test_one_field_changes_only_its_own_lines(
    number: int, field: str, value: str, gone: list[str], came: list[str]
) -> None:
    assert difference(FILE, with_fields(FILE, place(number), {field: value})) == (gone, came)


def test_a_new_field_stands_with_the_simple_ones_and_not_behind_a_list() -> None:
    lines = with_fields(FILE, place(2), {"digest": "ab12"}).split("\n")
    assert lines[lines.index("    digest: ab12") - 1] == "    decision:      # still open"


def test_line_ends_and_byte_order_mark_stay() -> None:
    old = "\ufeff" + FILE.replace("\n", "\r\n")
    new = with_fields(old, place(0), {"signer": "anna"})
    assert new == "\ufeff" + with_fields(FILE, place(0), {"signer": "anna"}).replace("\n", "\r\n")


def test_a_project_file_has_its_fields_at_the_top() -> None:
    old = "# ours\ntitle: Web shop\n\ncalendar:\n  week: [mon]\n"
    assert with_fields(old, Place("acme/web/project.yml"), {"owner": "anna"}) == (
        "# ours\ntitle: Web shop\nowner: anna\n\ncalendar:\n  week: [mon]\n"
    )


MARKDOWN = """\
---
id: SO-1   # first
title: Scope
---

What it means: `key: value`.

## Conditions

- none yet

## 附加说明
"""


def test_the_front_matter_of_a_markdown_record_is_changed_in_place() -> None:
    new = with_fields(MARKDOWN, Place("acme/web/sign_offs/SO-1.md"), {"title": "Scope: one", "decided_by": "anna"})
    assert new == MARKDOWN.replace("title: Scope\n", 'title: "Scope: one"\ndecided_by: anna\n')


def test_a_field_under_a_heading_is_changed_under_it() -> None:
    new = with_fields(MARKDOWN, Place("acme/web/sign_offs/SO-1.md"), {"Conditions": "Only the shop.\n\nNot the till."})
    assert new == MARKDOWN.replace("- none yet", "Only the shop.\n\nNot the till.")


def test_a_markdown_record_without_front_matter_gets_one() -> None:
    new = with_fields("# Scope\n\nText.\n", Place("acme/web/sign_offs/SO-1.md"), {"decided_by": "anna"})
    assert new == "---\ndecided_by: anna\n---\n# Scope\n\nText.\n"


@pytest.mark.parametrize(
    ("text", "at", "field"),
    [
        (FILE, place(7), "title"),
        (FILE, place(0), "covers"),
        ("sign_offs: [", place(0), "title"),
        ("", place(0), "title"),
        ("- a\n- b\n", Place("x.yml"), "title"),
    ],
)
def test_what_cannot_be_edited_safely_is_refused(text: str, at: Place, field: str) -> None:
    with pytest.raises(CannotEdit):
        with_fields(text, at, {field: "x"})


VALUES = st.text(st.sampled_from("ab1 :#-\n'\"[]{},&*!|>%@`需，：~"), max_size=30)


@given(VALUES, st.sampled_from([0, 1, 2]), st.sampled_from(["title", "decision", "description", "conditions"]))
def test_any_text_reads_back_and_all_other_records_stay(value: str, number: int, field: str) -> None:
    new = with_fields(FILE, place(number), {field: value})
    old_records, new_records = records(FILE), records(new)
    assert new_records[number][field].strip() == value.strip()
    for old, other in zip(old_records, new_records, strict=True):
        assert {k: v for k, v in other.items() if k != field} == {k: v for k, v in old.items() if k != field}
    comments = [
        "# see the handbook",
        "# the scope",
        "# more to come",
        "# in one line",
        "# the end",
        "# not before",
    ]
    assert all(comment in new for comment in comments)


@given(VALUES, VALUES)
def test_setting_a_field_again_leaves_no_trace_of_the_first_time(first: str, second: str) -> None:
    once = with_fields(FILE, place(0), {"title": second})
    twice = with_fields(with_fields(FILE, place(0), {"title": first}), place(0), {"title": second})
    assert records(twice) == records(once)


def records(text: str) -> list[dict[str, str]]:
    root, problems = compose(Source("x.yml", text))
    assert problems == ()
    assert root is not None
    return [{k.value: v.value if isinstance(v.value, str) else "…" for k, v in r.value} for r in root.value[0][1].value]
