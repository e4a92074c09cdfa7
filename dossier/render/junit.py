"""Problems as JUnit XML, which every CI shows as test results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from dossier.text.source import CONTROL

if TYPE_CHECKING:
    from dossier.render.located import Located

_PASSED = "records"
"""The one test of a report without errors: a report without any test is taken for a broken run."""


def junit(found: Sequence[Located]) -> str:
    """The problems as one test suite: an error is a failed test, a warning one that passed and says something.

    JUnit XML has no standard; this is the part that Jenkins, GitLab and GitHub's reporters agree on
    (https://github.com/testmoapp/junitxml).
    """
    failures = sum(problem.severity == "error" for problem in found)
    suite = etree.Element("testsuite", name="dossier", tests=str(len(found) or 1), failures=str(failures), errors="0")
    for problem in found:
        _case(suite, problem)
    if not found:
        etree.SubElement(suite, "testcase", classname="dossier", name=_PASSED)
    suites = etree.Element("testsuites")
    suites.append(suite)
    told: bytes = etree.tostring(suites, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return told.decode()


def _case(suite: etree._Element, problem: Located) -> None:
    where = f"{problem.file}:{problem.line}:{problem.column}"
    case = etree.SubElement(suite, "testcase", classname=_plain(problem.file), name=_plain(f"{problem.code} {where}"))
    case.set("file", _plain(problem.file))
    case.set("line", str(problem.line))
    told = _plain(f"{problem.message}\n{problem.hint}".strip())
    if problem.severity == "error":
        failure = etree.SubElement(case, "failure", type=problem.code, message=_plain(problem.message))
        failure.text = told
    else:
        etree.SubElement(case, "system-out").text = told


def _plain(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
