"""Problems as they are shown: to a person, to GitHub, GitLab and code scanning, and never acting on a terminal."""

from __future__ import annotations

import json
import re

import pytest

from dossier.problems.problem import Place, Problem
from dossier.problems.rules import RULES
from dossier.render.located import Located, located
from dossier.render.problems import FORMATS, coloured, summary, text, visible
from dossier.text.source import Source

HOSTILE = "\x1b[31m\x9b\r\n::error::%0A,\u202e\x07<img>"


def one(**changes) -> Located:
    values = {
        "code": "DOS203",
        "severity": "error",
        "file": "content/acme/web/tasks.yml",
        "line": 14,
        "column": 11,
        "end_column": 21,
        "message": "expected a date (YYYY-MM-DD), found `24/02/2026`",
        "hint": "for example: 2026-02-20",
        "title": RULES["DOS203"].title,
        "text": "  finish: 24/02/2026",
    }
    return Located(**{**values, **changes})


def test_a_problem_looks_as_a_compiler_shows_it():
    assert text([one()], 41) == (
        "error[DOS203]: expected a date (YYYY-MM-DD), found `24/02/2026`\n"
        "  --> content/acme/web/tasks.yml:14:11\n"
        "   |\n"
        "14 |   finish: 24/02/2026\n"
        "   |           ^^^^^^^^^^\n"
        "   = hint: for example: 2026-02-20\n"
        "\n"
        "1 error, 0 warnings in 41 files\n"
    )


def test_the_caret_stands_under_chinese_text_and_after_it():
    shown = text([one(text="  标题: 延期, 完成: 坏", column=15, end_column=16)], 1).split("\n")
    # fourteen characters stand before the place, six of them two cells wide
    assert shown[3] == "14 |   标题: 延期, 完成: 坏"
    assert shown[4] == "   | " + " " * 20 + "^^"


def test_a_tab_takes_one_cell_so_that_the_caret_fits():
    shown = text([one(text="a:\tb", column=4, end_column=5)], 1).split("\n")
    assert shown[3:5] == ["14 | a: b", "   |    ^"]


def test_a_very_long_line_is_cut_around_the_place():
    shown = text([one(text="x" * 5_000 + "HERE" + "y" * 5_000, column=5_001, end_column=5_005)], 1).split("\n")
    line, carets = shown[3], shown[4]
    assert len(line) < 200
    assert line.index("HERE") == carets.index("^^^^")
    assert line.startswith("14 | …x")
    assert line.endswith("y…")


def test_a_place_past_the_end_of_a_line_still_has_a_caret():
    assert "^" in text([one(text="abc", column=40, end_column=41)], 1)
    assert "^" not in text([one(text="")], 1)


@pytest.mark.parametrize("field", ["message", "hint", "file", "text"])
def test_nothing_from_a_file_acts_on_the_terminal(field):
    shown = text([one(**{field: f"before {HOSTILE} after", "column": 1, "end_column": 80})], 1)
    assert all(character == "\n" or character.isprintable() for character in shown)
    assert "\\x1b[31m" in shown
    assert shown.count("\n") == text([one(column=1, end_column=80)], 1).count("\n")


def test_colours_say_the_same_words():
    assert coloured([one(), one(severity="warning")], 2).plain == text([one(), one(severity="warning")], 2)
    styles = {str(span.style) for span in coloured([one()], 2).spans}
    assert "bold red" in styles


def test_visible_keeps_what_can_be_seen():
    assert visible("Größe 标题 👩 `x`") == "Größe 标题 👩 `x`"
    assert visible("a\nb\x1bc\u202ed\u200b") == "a\\nb\\x1bc\\u202ed\\u200b"


def test_the_summary_counts_in_words():
    found = [one(), one(severity="warning"), one(severity="warning")]
    assert summary(found, 1_041) == "1 error, 2 warnings in 1,041 files"
    assert summary([], 1) == "0 errors, 0 warnings in 1 file"


def test_json_holds_every_documented_key():
    (entry,) = json.loads(FORMATS["json"]([one()], 1))
    assert entry == {
        "code": "DOS203",
        "severity": "error",
        "file": "content/acme/web/tasks.yml",
        "line": 14,
        "column": 11,
        "end_column": 21,
        "message": "expected a date (YYYY-MM-DD), found `24/02/2026`",
        "hint": "for example: 2026-02-20",
        "title": "A date is not written as YYYY-MM-DD, or there is no such day.",
    }


def github_reads(line: str) -> tuple[str, dict[str, str], str]:
    """What GitHub's runner understands of a line: command, properties, message (actions/toolkit, command.ts, inverted)."""
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert match, line
    properties = dict(pair.split("=", 1) for pair in match[2].split(","))
    message = match[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    return match[1], {key: unescaped_property(value) for key, value in properties.items()}, message


def unescaped_property(value: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        value = value.replace(code, character)
    return value


def test_github_understands_what_was_written():
    problem = one(message=HOSTILE, hint="", file="content/a,b:c%/x.yml")
    lines = FORMATS["github"]([problem], 1).splitlines()
    command, properties, message = github_reads(lines[0])
    assert (command, message, properties["file"]) == ("error", HOSTILE, "content/a,b:c%/x.yml")
    assert (properties["line"], properties["col"], properties["endColumn"]) == ("14", "11", "21")


def test_github_gets_one_line_for_each_problem():
    shown = FORMATS["github"]([one(message=HOSTILE, file=HOSTILE, hint=HOSTILE), one(severity="warning")], 1)
    assert [line.partition(" ")[0] for line in shown.split("\n")] == ["::error", "::warning", ""]


def test_gitlab_has_what_its_report_needs_and_a_stable_fingerprint():
    first, again = (json.loads(FORMATS["gitlab"]([one(line=line)], 1))[0] for line in (14, 99))
    assert set(first) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert first["severity"] in {"info", "minor", "major", "critical", "blocker"}
    assert first["location"] == {"path": "content/acme/web/tasks.yml", "lines": {"begin": 14}}
    assert first["fingerprint"] == again["fingerprint"]


def test_gitlab_tells_equal_problems_apart():
    prints = [entry["fingerprint"] for entry in json.loads(FORMATS["gitlab"]([one(), one(line=20)], 1))]
    assert len(set(prints)) == 2


def test_sarif_has_the_required_structure():
    log = json.loads(FORMATS["sarif"]([one(file="content/a b/标.yml"), one(severity="warning", code="DOS510")], 1))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "dossier"
    assert [rule["id"] for rule in driver["rules"]] == ["DOS203", "DOS510"]
    for rule in driver["rules"]:
        assert rule["help"]["text"]
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["region"]["endColumn"] > place["region"]["startColumn"] >= 1
        assert re.fullmatch(r"[A-Za-z0-9/._%-]+", place["artifactLocation"]["uri"])


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif"])
def test_no_problems_are_an_empty_report_that_can_be_read(form):
    assert json.loads(FORMATS[form]([], 3)) is not None


def test_problems_are_shown_once_and_in_order_of_place():
    source = Source("a.yml", "risks:\n- id: R-1\n- id: R-2\n")
    places = [
        Place("a.yml", ("risks", 1)),
        Place("a.yml", ("risks", 0)),
        Place("a.yml", ("risks", 1)),
        Place("A.yml", line=9),
    ]
    found = located([Problem("DOS202", place, "x") for place in places], [source], "content/")
    assert [(p.file, p.line) for p in found] == [
        ("content/A.yml", 9),
        ("content/a.yml", 2),
        ("content/a.yml", 3),
    ]
