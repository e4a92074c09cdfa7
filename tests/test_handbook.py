"""The handbook's examples are correct records, its codes exist, its links lead somewhere, its programs run."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dossier.cli.explain import all_rules
from dossier.compute.fence import fence, fences
from dossier.compute.projection import published
from dossier.compute.query import query, where
from dossier.compute.signature import canonical, covered, digest
from dossier.records.declare import RECORD_TYPES
from dossier.records.requirement import Requirement
from dossier.records.sign_off import SignOff
from dossier.text.addresses import file_addresses
from tests.conftest import Reading, reading

HANDBOOK = Path(__file__).parents[1] / "content" / "handbook"
PAGES = sorted(HANDBOOK.glob("*.md"))
FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<language>\w+)\n(?P<text>.*?)^(?P=ticks)$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"\A(?:---\n)?# (\S+\.(?:yml|md))\n")


@dataclass(frozen=True)
class Example:
    """A fenced block of a page: its language, its text, and the file that its first line names, if any."""

    page: str
    language: str
    text: str

    @property
    def file(self) -> str:
        match = FILE.match(self.text)
        return match[1] if match else ""


def examples() -> Iterator[Example]:
    for page in PAGES:
        for match in FENCE.finditer(page.read_text(encoding="utf-8")):
            yield Example(page.name, match["language"], match["text"])


EXAMPLES = tuple(examples())
FILES = [each for each in EXAMPLES if each.file]


@pytest.fixture(scope="module")
def found() -> Reading:
    """All examples of the handbook together, as one content folder."""
    return reading({each.file: each.text for each in FILES})


def test_every_file_is_written_once():
    names = [each.file for each in FILES]
    assert len(names) > 25
    assert [name for name in names if names.count(name) > 1] == []


def test_every_yaml_example_that_holds_records_names_its_file():
    keys = set().union(*(each.keys() for each in RECORD_TYPES.values()))
    first = [e for e in EXAMPLES if e.language == "yaml" and e.text.split(":")[0] in keys]
    assert first == []


def test_the_examples_are_a_dossier_without_any_problem(found: Reading):
    assert [f"{p.file}:{p.line} {p.code} {p.message}" for p in found.located] == []


def test_the_examples_hold_every_type_of_record(found: Reading):
    dossier = found.portfolio.dossier("acme/webshop")
    assert dossier is not None
    missing = {
        name for name, each in RECORD_TYPES.items() if name not in {"client", "project"} and not dossier.of(each.cls)
    }
    assert missing == set()


def test_chinese_keys_give_the_same_records_as_english_ones(found: Reading):
    dossier = found.portfolio.dossier("heyuan/mall")
    assert dossier is not None
    (requirement,) = dossier.of(Requirement)
    assert (requirement.priority, requirement.status, requirement.verification) == ("must", "agreed", "test")
    assert [criterion.id for criterion in requirement.acceptance_criteria] == ["AC-1", "AC-2"]
    assert dossier.client.language == "zh"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_live_view_is_shown_as_text_and_would_work(page: Path):
    text = page.read_text(encoding="utf-8")
    assert list(fences(text)) == []
    for asked in re.findall(r"^```dossier\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        fence(asked)


def test_every_query_of_the_table_can_be_asked():
    text = (HANDBOOK / "20-records.md").read_text(encoding="utf-8")
    table = text.split("## Queries")[1].split("In Chinese")[0]
    asked = [
        code
        for row in table.split("\n")
        if row.startswith("| `")
        for code in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]
    assert len(asked) > 10
    for condition in asked:
        name = "risk" if "probability" in condition else "deliverable" if "due" in condition else "requirement"
        where(condition, RECORD_TYPES[name], date(2026, 6, 1))
    where("优先级 = 必须有 且 状态 ≠ 已验收", RECORD_TYPES["requirement"])
    query("requirements where priority = must")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_codes_and_links_of_a_page_are_there(page: Path):
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"DOS\d{3}", text)) <= set(all_rules())
    targets = [address.partition("#")[0] for address in file_addresses(text)]
    for target in filter(lambda name: name.endswith(".md"), targets):
        assert (page.parent / target).is_file(), target


def test_the_program_on_the_sign_off_page_tells_a_true_file_from_a_changed_one(found: Reading, tmp_path: Path):
    (program,) = [e.text for e in EXAMPLES if e.language == "python" and e.page == "21-sign-off.md"]
    dossier = found.portfolio.dossier("acme/webshop")
    assert dossier is not None
    seen = published(dossier)
    sign_off = next(each for each in seen.of(SignOff) if each.id == "SO-001")
    form = canonical(seen, covered(seen, sign_off))
    script, signed = tmp_path / "verify.py", tmp_path / "SO-001.signed.json"
    script.write_text(program, encoding="utf-8")
    signed.write_bytes(form.encode())
    assert digest(form) == "sha256:" + hashlib.sha256(signed.read_bytes()).hexdigest()

    def told() -> str:
        command = [sys.executable, "-W", "ignore", str(script), str(signed), digest(form)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert told() == "records: REQ-001, REQ-002, REQ-003\ncanonical form: yes\ndigest fits: yes\n"
    signed.write_bytes(form.replace("one second", "ten seconds").encode())
    assert told().endswith("canonical form: yes\ndigest fits: NO\n")
