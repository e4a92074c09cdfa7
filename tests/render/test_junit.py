"""JUnit XML that any CI reads, whatever stands in a record."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from dossier.problems.problem import Place, Problem
from dossier.render.located import located
from dossier.render.problems import FORMATS


def report(*problems: Problem) -> ET.Element:
    return ET.fromstring(FORMATS["junit"](located(problems, ()), 1).encode())[0]


def test_an_error_fails_and_a_warning_does_not():
    error = Problem("DOS101", Place("a.yml", line=3, column=2), "no UTF-8", "save it as UTF-8")
    suite = report(error, Problem("DOS102", Place("b.yml", line=1, column=1), "a mark"))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    first, second = suite
    assert first.attrib == {"classname": "a.yml", "name": "DOS101 a.yml:3:2", "file": "a.yml", "line": "3"}
    assert first.find("failure").text == "no UTF-8\nsave it as UTF-8"
    assert second.find("failure") is None
    assert second.find("system-out").text == "a mark"


def test_no_problem_is_one_test_that_passes():
    suite = report()
    assert [(case.get("name"), len(case)) for case in suite] == [("records", 0)]


@given(st.text(max_size=40))
def test_any_text_is_told(text):
    suite = report(Problem("DOS101", Place("a.yml", line=1, column=1), text))
    told = suite[0].find("failure").text or ""
    assert [c for c in told if c.isalnum()] == [c for c in text if c.isalnum()]
