"""What we write as YAML reads back as it was, here and in other programs."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dossier.text.source import Source, decoded
from dossier.text.yaml import compose
from dossier.text.yaml_text import Plain, yaml_list, yaml_mapping, yaml_text

ALPHABET = st.one_of(
    st.sampled_from("ab 1:#-\n\t'\"[]{},&*!|>%@`?~需，：.=<\\$\x85\u2028\ufeff"), st.characters(codec="utf-8")
)
TEXTS = st.one_of(
    st.text(ALPHABET, max_size=40),
    st.sampled_from(
        [
            "no",
            "1.10",
            "0o17",
            "1e3",
            "null",
            "~",
            "2026-02-20",
            "12:30",
            "=",
            "<<",
            "- a",
            "a: b",
            "a #b",
            "---",
        ]
    ),
    st.text(st.sampled_from("ab -:#\n"), max_size=60),
)
KEYS = st.text(st.sampled_from("abc理由_ :#"), min_size=1, max_size=8).map(str.strip).filter(bool)
PARTS = st.deferred(lambda: st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
VALUES: st.SearchStrategy[object] = st.deferred(lambda: TEXTS | PARTS | st.lists(TEXTS | PARTS, min_size=1, max_size=3))


@pytest.mark.parametrize(
    "text", ["no", "Yes", "1.10", "007", "1_000", "12:30", "2026-02-20", "null", "~", "0x1F", "1e3", "on"]
)
def test_a_text_that_other_programs_would_take_for_something_else_is_quoted(text: str) -> None:
    assert yaml_text(text) == f'"{text}"'
    assert yaml.safe_load(f"country: {yaml_text(text)}") == {"country": text}


@pytest.mark.parametrize(
    "text", ["Late delivery", "需求文档：第一版", "Don't wait", "5 days, or 6", "R&D (phase 2)", "a:b"]
)
def test_an_ordinary_text_stays_without_quotes(text: str) -> None:
    assert yaml_text(text) == text


@pytest.mark.parametrize("text", ["2026-02-20", "40", "-3", "yes"])
def test_a_date_or_number_is_written_as_a_person_would(text: str) -> None:
    assert yaml_text(Plain(text)) == text


def test_prose_of_several_lines_stands_below_a_bar() -> None:
    assert yaml_text("First line.\n\n- a point: with a colon\n  and more", indent=2) == (
        "|\n    First line.\n\n    - a point: with a colon\n      and more"
    )


def test_a_record_is_written_as_an_author_would_write_it() -> None:
    record = {
        "id": "REQ-1",
        "title": "Search: fast",
        "tags": ["shop", "no"],
        "acceptance_criteria": [{"AC-1": "In one second"}, {"AC-2": "Sorted\nby date"}],
        "owner": None,
    }
    assert yaml_list([record]) == (
        '- id: REQ-1\n  title: "Search: fast"\n  tags: [shop, "no"]\n  acceptance_criteria:\n'
        "  - AC-1: In one second\n  - AC-2: |\n      Sorted\n      by date\n"
    )


@given(TEXTS, st.integers(0, 6))
def test_every_text_reads_back_in_this_program(text: str, depth: int) -> None:
    written = f"{' ' * depth}key: {yaml_text(text, depth)}\n{' ' * depth}next: x\n"
    source, problems = decoded("r.yml", written.encode())
    assert source is not None
    assert problems == ()
    root, problems = compose(source)
    assert problems == ()
    assert root is not None
    assert root.value[0][1].value.strip() == text.strip()
    assert root.value[1][1].value == "x"


@given(TEXTS)
def test_every_text_reads_back_in_a_flow_list_and_in_other_programs(text: str) -> None:
    assert yaml.safe_load(f"[a, {yaml_text(text, flow=True)}, b]") == ["a", text, "b"]
    again = yaml.safe_load(f"key: {yaml_text(text)}\n")["key"]
    assert isinstance(again, str)
    assert again.strip() == text.strip()


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_every_shape_of_fields_reads_back(fields: dict[str, object]) -> None:
    text = yaml_mapping(fields)
    assert compose(Source("r.yml", text))[1] == ()
    assert stripped(yaml.safe_load(text)) == stripped(fields)


def stripped(value: object) -> object:
    if isinstance(value, dict):
        return {key: stripped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [stripped(item) for item in value]
    return value.strip() if isinstance(value, str) else value
