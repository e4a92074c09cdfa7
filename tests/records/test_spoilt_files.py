"""Spoiling one line of a good file gives a problem on that line; no file, however wrong, ends the program."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dossier.render.problems import FORMATS

GOOD = """\
requirements:
- id: REQ-1
  title: Search
  priority: must
  owner: anna
  verification: test
  acceptance_criteria:
  - id: AC-1
    text: Results come in one second
tasks:
- id: T-1
  title: Dig
  owner: anna
  duration: 2d
  start: 2026-03-02
  progress: 40
  requirements: REQ-1
- id: T-2
  title: Build
  owner: anna
  duration: 5d
  after: T-1 FS+1d
risks:
- id: R-1
  title: Late delivery
  probability: 4
  review_on: 2026-06-01
  status: open
  owner: anna
  affects: T-1
"""
LINES = GOOD.split("\n")
FIELD = re.compile(r"( +|- |  - )([a-z_]+): (.+)")
FIELDS = [number for number, line in enumerate(LINES) if FIELD.fullmatch(line)]
UNHURRIED = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def spoilt(number: int, change) -> str:
    return "\n".join([*LINES[:number], change(LINES[number]), *LINES[number + 1 :]])


def lines_told(found) -> set[int]:
    return {p.line for p in found.located if p.severity == "error"}


def test_the_good_file_is_good(read):
    assert read(GOOD).codes == []


@pytest.mark.parametrize("number", FIELDS, ids=lambda n: LINES[n].strip())
def test_a_mistyped_key_is_told_on_its_line(read, number):
    found = read(spoilt(number, lambda line: line.replace(":", "zz:", 1)))
    assert number + 1 in lines_told(found)


@pytest.mark.parametrize("number", FIELDS, ids=lambda n: LINES[n].strip())
def test_a_value_of_another_shape_is_told_on_its_line(read, number):
    found = read(spoilt(number, lambda line: re.sub(r": .*", ": [{a: b}]", line)))
    assert number + 1 in lines_told(found)


@pytest.mark.parametrize("number", FIELDS, ids=lambda n: LINES[n].strip())
def test_a_key_written_twice_is_told_on_its_second_line(read, number):
    found = read(spoilt(number, lambda line: line + "\n" + line.replace("- ", "  ")))
    assert lines_told(found) == {number + 2}


@pytest.mark.parametrize("number", FIELDS, ids=lambda n: LINES[n].strip())
def test_a_quote_that_is_not_closed_is_told_on_its_line(read, number):
    found = read(spoilt(number, lambda line: line.replace(": ", ': "')))
    assert lines_told(found) == {number + 1}


@UNHURRIED
@given(
    st.sampled_from([n for n in FIELDS if "title" not in LINES[n] and "text" not in LINES[n]]),
    st.text(min_size=1),
)
def test_any_other_text_in_a_line_is_read_or_told_and_never_ends_the_program(read, number, words):
    line = FIELD.sub(lambda match: f"{match[1]}{match[2]}: {words}", LINES[number])
    found = read("", files={"acme/web/records.yml": spoilt(number, lambda _: line).encode("utf-8", "surrogatepass")})
    for problem in found.located:
        assert problem.line >= 1
        assert problem.column >= 1
    assert found.dossier.project.id == "web"


@UNHURRIED
@given(
    st.binary(max_size=400),
    st.sampled_from(["records.yml", "requirements/a.md", "project.yml", "x.signed.json"]),
)
def test_random_bytes_never_end_the_program(read, raw, name):
    shown(read("", files={f"acme/web/{name}": raw}))


TOKENS = (
    "risks|tasks|id|title|owner|after|steps|需求|编号|acceptance_criteria|AC-1|R-1|:|: |- |\n|\n  |\n- |[|]|{|}|,|#|&a |*a|!!"
    "|>|'|\"|%|\t|---\n|## |```\n|?|~|<<|\u00a0|\ufeff|：|[[R-1]]|T-1 SS+|2026-02-30|<!-- team -->"
)
WORDS = st.sampled_from([*TOKENS.split("|"), "|"])


@UNHURRIED
@given(
    st.lists(WORDS, max_size=40).map("".join),
    st.sampled_from(["records.yml", "requirements/a.md", "project.yml", "../client.yml", "page.md", "需求/b.md"]),
)
@example(text="---\n#", name="project.yml")
def test_what_looks_like_yaml_never_ends_the_program(read, text, name):
    path = "acme/client.yml" if name.startswith("..") else f"acme/web/{name}"
    shown(read("risks:\n- {id: R-1, title: Late}\n", files={path: text}))


@UNHURRIED
@given(
    st.recursive(
        st.sampled_from(["a", "REQ-1", "anna", "", "2026-03-02", "5d"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "title", "steps", "answers", "questions", "impact", "by", "AC-1", "tasks"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ),
    st.sampled_from(["requirements", "tasks", "surveys", "change_requests", "meetings", "sign_offs", "people"]),
)
def test_any_nesting_of_values_is_read_or_told(read, value, key):
    import json

    shown(read("", files={"acme/web/records.yml": f"{key}:\n- {json.dumps(value)}\n"}))


def shown(found) -> None:
    """Every format shows every problem, on a line of the file."""
    places = found.located
    for form in FORMATS.values():
        form(places, len(found.tree.sources))
    lengths = {source.path: source.text.count("\n") + 1 for source in found.tree.sources}
    for problem in places:
        assert 1 <= problem.line <= lengths.get(problem.file, problem.line)
        assert 1 <= problem.column < problem.end_column


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\nMay.\n=======\nJune.\n>>>>>>> later",
        "May.\n=======\nJune.\n>>>>>>> later",
        "<<<<<<< HEAD\nMay.\n=======\nJune.",
        "June.\n>>>>>>> later",
        "```mermaid\n<<<<<<< HEAD\nA --> B\n=======\nA --> C\n>>>>>>> later\n```",
        "<<<<<<< HEAD\nMay.\n||||||| 1234567\nApril.\n=======\nJune.\n>>>>>>> later",
    ],
)
def test_a_conflict_that_was_left_in_markdown_is_told_once_where_it_begins(read, text: str):
    found = read(files={"acme/web/plan.md": f"# Plan\n\n{text}\n"})
    at = 3 + text.split("\n").index(next(line for line in text.split("\n") if line[:7] in {"<<<<<<<", ">>>>>>>"}))
    assert [p.line for p in found.located if p.code == "DOS118"] == [at]
    assert "DOS118" not in read(files={"acme/web/plan.md": "# Plan\n\nTitle\n=======\n\n>>> quoted\n"}).codes


@pytest.mark.parametrize("quote", ['"', "'"])
def test_so_is_one_within_quotes_where_yaml_reads_it_as_words(read, quote: str):
    text = "We begin\n<<<<<<< HEAD\n  in May\n=======\n  in June\n>>>>>>> later\n  for sure."
    found = read(f"risks:\n- id: R-1\n  title: Late\n  cause: {quote}{text}{quote}\n")
    assert found.where("DOS118") == ["acme/web/records.yml:5:1"]
    assert "DOS118" not in read("risks:\n- id: R-1\n  title: Late\n  cause: a <<<<<<< b\n").codes
