"""Problems as SARIF, the format in which code scanning tools exchange findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dossier import __version__
from dossier.problems.rules import RULES, Rule
from dossier.render.located import Located

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(found: Sequence[Located]) -> dict[str, Any]:
    """The problems as one run of SARIF 2.1.0; columns are counted in Unicode code points."""
    codes = sorted({problem.code for problem in found})
    driver = {"name": "dossier", "version": __version__, "rules": [_rule(RULES[code]) for code in codes]}
    results = [_result(problem, codes.index(problem.code)) for problem in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    examples = f"\n\nWrong:\n\n{rule.wrong}\nRight:\n\n{rule.right}" if rule.wrong else ""
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}\n\n{rule.reason}".strip()},
        "help": {"text": f"{rule.title}\n\n{rule.reason}{examples}".strip()},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Located, rule_index: int) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column, "endColumn": problem.end_column}
    location = {"artifactLocation": {"uri": quote(problem.file)}, "region": region}
    hint = f"\n{problem.hint}" if problem.hint else ""
    return {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": problem.severity,
        "message": {"text": problem.message + hint},
        "locations": [{"physicalLocation": location}],
    }
