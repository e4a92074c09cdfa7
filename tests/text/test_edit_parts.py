"""A part added to a list takes the list's own style, and no other line of the file changes."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.problems.problem import Place
from dossier.text.edit_parts import keys_within, with_item, with_parts
from dossier.text.layout import CannotEdit, root_of
from dossier.text.source import Source
from dossier.text.yaml_text import Plain

STEP = {"step": "approved", "by": "anna", Plain("on"): Plain("2026-03-06")}
IMPACT = {"scope": "More", "time": Plain("3")}
PLACE = Place("acme/web/changes.yml", ("changes", 0))


def came(before: str, after: str) -> list[str]:
    """The lines that went, after `-`, and those that came, after `+`."""
    lines = difflib.ndiff(before.split("\n"), after.split("\n"))
    return [line[0] + line[2:] for line in lines if line[0] in "-+"]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # block list of flow mappings, with comments behind and between
        (
            "  steps:   # in order\n  - {step: requested, by: tom}  # by phone\n  # then\n  - {step: assessed}   # late\n",
            ["+  - {step: approved, by: anna, on: 2026-03-06}"],
        ),
        # block mappings, the last field over several lines
        (
            "  steps:\n    - step: requested\n      note: >-\n        by\n\n        phone\n\n",
            ["+    - step: approved", "+      by: anna", "+      on: 2026-03-06"],
        ),
        # the last item decides
        (
            "  steps:\n  - step: requested\n    by: tom\n  - {step: assessed}\n",
            ["+  - {step: approved, by: anna, on: 2026-03-06}"],
        ),
        # in brackets on one line
        (
            "  steps: [{step: requested}]   # short\n",
            [
                "-  steps: [{step: requested}]   # short",
                "+  steps: [{step: requested}, {step: approved, by: anna, on: 2026-03-06}]   # short",
            ],
        ),
        # in brackets over several lines, without and with a comma at the end
        (
            "  steps: [\n    {step: requested},  # by phone\n    {step: assessed}   # late\n  ]\n",
            [
                "-    {step: assessed}   # late",
                "+    {step: assessed},   # late",
                "+    {step: approved, by: anna, on: 2026-03-06}",
            ],
        ),
        (
            "  steps: [\n    {step: requested},  # by phone\n  ]\n",
            ["+    {step: approved, by: anna, on: 2026-03-06}"],
        ),
        # none yet: the field is missing, empty, or an empty list
        ("", ["+  steps:", "+  - {step: approved, by: anna, on: 2026-03-06}"]),
        ("  steps:   # none yet\n", ["+  - {step: approved, by: anna, on: 2026-03-06}"]),
        (
            "  steps: []   # none yet\n",
            [
                "-  steps: []   # none yet",
                "+  steps:   # none yet",
                "+  - {step: approved, by: anna, on: 2026-03-06}",
            ],
        ),
    ],
)
def test_a_step_is_added_in_the_style_of_the_list(steps: str, expected: list[str]):
    before = f"# ours\nchanges:\n- id: CR-1\n  title: 'Gift cards'  # as asked\n{steps}  reason: because\n- id: CR-2\n  title: B\n"
    assert came(before, with_item(before, PLACE, "steps", STEP)) == expected


def test_a_record_in_braces_stays_on_its_line():
    before = "changes:\n- {id: CR-1, title: A}  # one line\n"
    after = with_item(before, PLACE, "steps", STEP)
    assert (
        after == "changes:\n- {id: CR-1, title: A, steps: [{step: approved, by: anna, on: 2026-03-06}]}  # one line\n"
    )
    again = with_parts(after, PLACE, "impact", IMPACT)
    assert again.splitlines()[1].endswith("on: 2026-03-06}], impact: {scope: More, time: 3}}  # one line")
    assert (
        with_parts(again, PLACE, "impact", {"cost": Plain("5")})
        .splitlines()[1]
        .endswith(", impact: {cost: 5}}  # one line")
    )


def test_a_note_of_several_lines_stands_in_a_block():
    before = "changes:\n- id: CR-1\n  title: A\n  steps:\n  - {step: requested}\n"
    after = with_item(before, PLACE, "steps", STEP | {"note": "One.\n- {step: approved}\n# two"})
    assert after == before + (
        "  - step: approved\n    by: anna\n    on: 2026-03-06\n    note: |\n      One.\n      - {step: approved}\n      # two\n"
    )


def test_parts_that_stay_keep_their_place_and_comment_and_others_go():
    before = "changes:\n- id: CR-1\n  title: A\n  impact:  # assessed\n    cost: 5,200  # net\n    quality: |\n      Ten more\n\n      tests.\n    scope: Old\n  # behind\n  touches: [A]\n"
    assert came(before, with_parts(before, PLACE, "impact", IMPACT)) == [
        "-    cost: 5,200  # net",
        "-    quality: |",
        "-      Ten more",
        "-",
        "-      tests.",
        "-    scope: Old",
        "+    scope: More",
        "+    time: 3",
    ]


@pytest.mark.parametrize("empty", ["", "  impact:  # later\n", "  impact: {}  # later\n"])
def test_an_impact_that_was_not_there_begins_a_block(empty: str):
    after = with_parts(f"changes:\n- id: CR-1\n  title: A\n{empty}", PLACE, "impact", IMPACT)
    assert after.removesuffix("\n").endswith("\n    scope: More\n    time: 3")
    assert ("# later" in after) == bool(empty)


def test_front_matter_is_changed_and_the_text_below_is_not():
    place = Place("acme/web/changes/CR-1.md")
    before = "---\nid: CR-1  # first\nsteps:\n- {step: requested}\n---\n\n# Gift cards\n\n- {step: requested}\n"
    assert came(before, with_item(before, place, "steps", STEP)) == ["+- {step: approved, by: anna, on: 2026-03-06}"]
    for bare in ("# Gift cards\n", "---\n---\n# Gift cards\n"):
        assert with_item(bare, place, "steps", STEP) == (
            "---\nsteps:\n- {step: approved, by: anna, on: 2026-03-06}\n---\n# Gift cards\n"
        )


def test_every_line_keeps_the_end_it_has_and_the_mark_at_the_beginning_stays():
    before = "\ufeffchanges:\r\n- id: CR-1\n  title: A\r\n  steps:\r\n  - {step: requested}\r\n  reason: b\n"
    after = with_item(before, PLACE, "steps", STEP)
    new = "  - {step: approved, by: anna, on: 2026-03-06}\r\n"
    assert after == before.replace("requested}\r\n", f"requested}}\r\n{new}")


def test_a_file_without_a_last_line_end_keeps_what_it_had():
    before = "changes:\r\n- id: CR-1\r\n  title: A\r\n  steps:\r\n  - {step: requested}"
    assert with_item(before, PLACE, "steps", STEP) == f"{before}\r\n  - {{step: approved, by: anna, on: 2026-03-06}}"


@pytest.mark.parametrize(
    "text",
    [
        "changes:\n- id: CR-1\n  title: A\n  steps: requested\n",
        "changes:\n- id: CR-1\n  title: A\n  steps: {step: requested}\n",
        "changes:\n- id: CR-1\n  title: A\n  steps:\n  - requested\n",
        "changes: []\n",
        "changes:\n- id: CR-1\n  id: CR-2\n",
        'changes:\n- id: "CR-1\n',
        "changes:\r- id: CR-1\r  title: A\r",
    ],
)
def test_what_is_laid_out_otherwise_is_left_alone(text: str):
    with pytest.raises(CannotEdit):
        with_item(text, PLACE, "steps", STEP)


def test_the_keys_of_the_last_item_and_of_a_mapping_are_known():
    text = "changes:\n- id: CR-1\n  步骤: [{step: a}, {步骤: b, 经办人: c}]\n  impact: {范围: d}\n"
    assert keys_within(text, PLACE / "步骤") == ("步骤", "经办人")
    assert keys_within(text, PLACE / "impact") == ("范围",)
    assert keys_within(text, PLACE / "nothing") == ()


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=1, max_size=4))
def test_any_note_reads_back_as_it_was(notes: list[str]):
    """Notes of any characters that can stand in a file; the writer itself refuses what would not read back."""
    text = (
        "changes:\n- id: CR-1\n  title: A\n  steps:\n  - {step: requested}  # x\n  # behind\n- id: CR-2\n  title: B\n"
    )
    after = text
    for note in notes:
        after = with_item(after, PLACE, "steps", {"note": note})
    root = root_of(Source(PLACE.path, after))
    assert root is not None
    assert after.startswith(text[: text.index("  # behind")])
    assert after.endswith("  # behind\n- id: CR-2\n  title: B\n")
