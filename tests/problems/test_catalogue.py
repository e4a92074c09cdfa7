"""Every rule's wrong example breaks exactly that rule, and its right example does not."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from dossier.cli.explain import all_rules
from dossier.problems.rules import CHECKS, Rule, rule

RULES = all_rules()
WITH_EXAMPLES = [each for each in RULES.values() if each.wrong]
# The examples of these would be files that no docstring can write, or whole folders; tests/text and tests/records hold them,
# tests/hosts/test_guard.py that of DOS640.
SHOWN_ELSEWHERE = {
    "DOS101", "DOS102", "DOS103", "DOS104", "DOS105", "DOS106", "DOS113", "DOS114", "DOS212", "DOS213", "DOS214", "DOS402", "DOS403",
    "DOS640",
}  # fmt: skip


@pytest.mark.parametrize("each", WITH_EXAMPLES, ids=lambda each: each.code)
def test_the_wrong_example_breaks_the_rule(each: Rule, read):
    assert each.code in read(each.wrong).codes


@pytest.mark.parametrize("each", WITH_EXAMPLES, ids=lambda each: each.code)
def test_the_right_example_does_not(each: Rule, read):
    assert each.code not in read(each.right).codes


@pytest.mark.parametrize("each", WITH_EXAMPLES, ids=lambda each: each.code)
def test_the_right_example_has_no_error_of_any_kind(each: Rule, read):
    errors = [p for p in read(each.right).located if p.severity == "error"]
    assert errors == []


def test_every_rule_has_an_example_or_a_test_of_its_own():
    without = {code for code, each in RULES.items() if not each.wrong or not each.right}
    assert {code for code in without if code < "DOS700"} == SHOWN_ELSEWHERE


def test_every_check_has_a_reason_and_both_examples():
    for check in CHECKS:
        assert check.rule.reason, check.rule.code
        assert check.rule.wrong, check.rule.code
        assert check.rule.right, check.rule.code


def test_titles_are_one_sentence():
    for each in RULES.values():
        assert re.fullmatch(r"[A-Z`].*[^.]\.( \(.*\))?", each.title) or each.title.endswith(")."), each.title
        assert "\n" not in each.title


def test_a_code_is_given_once():
    with pytest.raises(ValueError, match="DOS101"):
        rule("DOS101", "error", "Something else.")


_READ = """
import re, sys
from pathlib import Path
import dossier.load
from dossier.problems.rules import RULES

own = (Path(module.__file__) for name, module in sys.modules.items() if name.startswith("dossier."))
told = {code for path in own for code in re.findall('Problem[(]"(DOS[0-9]{3})"', path.read_text("utf-8"))}
print(len(told), *sorted(told - RULES.keys()))
"""


def test_what_is_met_while_reading_has_its_rule_before_any_check_is_imported():
    """A command that reads need not check, and a build does so later, in another process."""
    number, *unknown = subprocess.run(
        [sys.executable, "-c", _READ], capture_output=True, text=True, check=True
    ).stdout.split()
    assert int(number) > 30
    assert unknown == []
