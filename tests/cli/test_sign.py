"""`dossier sign`: asking for a confirmation, recording it, and telling when it no longer holds."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from dossier.compute.projection import published
from dossier.compute.signature import standing
from dossier.load import load
from dossier.records.sign_off import SignOff
from dossier.text.source import read_tree

TODAY = date(2026, 4, 1)

SCOPE = """\
# the scope, as talked through
requirements:
- {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
- {id: REQ-2, title: Pay, statement: It takes cards, acceptance_criteria: [{AC-1: safe}], verification: test}
tasks:
- {id: T-1, title: Build, owner: anna, duration: 5d, requirements: [REQ-1, REQ-2]}
sign_offs:
- id: SO-1   # the first of three
  title: Scope
  signer: anna
  covers_where: requirements
"""


@pytest.fixture
def records(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a sign-off on all requirements; commands run in its folder."""
    path = content / "acme/web/records.yml"
    path.write_text(SCOPE, encoding="utf-8")
    monkeypatch.chdir(content.parent)
    return path


def sign(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["sign", *arguments], catch_exceptions=False)


def confirm(*more: str) -> Result:
    return sign("record", "acme/web", "SO-1", "--decision", "confirmed", "--by", "anna", "--on", "2026-03-20", *more)


def answer(conditions: str, number: str = "SO-1") -> Result:
    return sign("record", "acme/web", number, "--decision", "conditions", "--by", "anna", "--conditions", conditions)


def state(records: Path) -> tuple[str, list[tuple[str, str, list[str]]]]:
    portfolio, _ = load(read_tree(records.parents[2]))
    dossier = published(portfolio.dossiers[0])
    found = standing(dossier, dossier.of(SignOff)[0], TODAY)
    return found.state, [(c.id, c.kind, [f.field for f in c.fields]) for c in found.changes]


def test_a_request_that_would_be_due_before_it_is_made_is_refused(records: Path):
    before = records.read_text()
    result = sign("request", "acme/web", "SO-1", "--due", "2026-03-10", "--as-of", "2026-03-15")
    assert result.exit_code == 2
    assert "2026-03-10" in result.output
    assert records.read_text() == before


def test_a_request_lists_what_is_to_be_confirmed_and_dates_the_record(records: Path):
    result = sign("request", "acme/web", "SO-1", "--due", "2026-04-10", "--as-of", "2026-03-15")
    assert result.exit_code == 0
    assert "REQ-1  Search" in result.output
    assert "REQ-2  Pay" in result.output
    assert records.read_text().endswith("  covers_where: requirements\n  requested_on: 2026-03-15\n  due: 2026-04-10\n")
    assert state(records) == ("open", [])


def test_what_was_confirmed_is_kept_with_its_digest_and_the_file_keeps_its_comments(records: Path):
    assert confirm().exit_code == 0
    kept = (records.parent / "SO-1.signed.json").read_bytes()
    text = records.read_text()
    assert f"digest: sha256:{hashlib.sha256(kept).hexdigest()}" in text
    assert text.startswith(SCOPE)
    assert sorted(json.loads(kept)["records"]) == ["REQ-1", "REQ-2"]
    assert state(records) == ("confirmed", [])


def test_work_going_on_does_not_touch_what_was_confirmed(records: Path):
    confirm()
    records.write_text(records.read_text().replace("title: Search,", "title: Search, status: implemented, tags: [a],"))
    assert state(records) == ("confirmed", [])


def test_a_changed_word_makes_the_sign_off_out_of_date_and_is_shown(records: Path):
    confirm()
    records.write_text(records.read_text().replace("It takes cards", "It takes cards and cash"))
    assert state(records) == ("out_of_date", [("REQ-2", "changed", ["statement"])])


def test_a_new_record_under_the_query_makes_it_out_of_date_too(records: Path):
    confirm()
    more = "requirements:\n- {id: REQ-3, title: Return, statement: x}\n"
    (records.parent / "more.yml").write_text(more, encoding="utf-8")
    assert state(records) == ("out_of_date", [("REQ-3", "added", [])])


def test_confirming_again_puts_it_right(records: Path):
    confirm()
    records.write_text(records.read_text().replace("It takes cards", "It takes cards and cash"))
    assert confirm().exit_code == 2
    assert confirm("--again").exit_code == 0
    assert state(records) == ("confirmed", [])


def test_nobody_but_a_named_signer_may_confirm(records: Path):
    people = records.parent / "people.yml"
    people.write_text("stakeholders:\n- {id: bert, name: Bert}\n", encoding="utf-8")
    before = records.read_text()
    result = sign("record", "acme/web", "SO-1", "--decision", "confirmed", "--by", "bert")
    assert result.exit_code == 2
    assert "Bert may not sign for Acme; signers: anna" in result.output
    assert records.read_text() == before
    assert not (records.parent / "SO-1.signed.json").exists()


@pytest.mark.parametrize("conditions", ["", "   ", " \r\n"])
def test_conditions_must_be_said(records: Path, conditions: str):
    result = answer(conditions)
    assert result.exit_code == 2
    assert "--conditions is needed" in result.output
    assert records.read_text() == SCOPE


def test_records_with_errors_are_not_signed(records: Path):
    records.write_text(records.read_text() + "  decided_on: 2026-02-30\n")
    result = confirm()
    assert result.exit_code == 2
    assert "dossier check" in result.output


def test_a_mistyped_number_gets_the_near_one(records: Path):
    result = sign("request", "acme/web", "SO-2")
    assert result.exit_code == 2
    assert "there is no sign-off `SO-2` in acme/web" in result.output


def test_a_signed_text_changed_by_hand_is_an_error(records: Path):
    confirm()
    kept = records.parent / "SO-1.signed.json"
    kept.write_text(kept.read_text().replace("fast", "slow"))
    result = CliRunner().invoke(main, ["check"], catch_exceptions=False)
    assert result.exit_code == 1
    assert "error[DOS620]" in result.output


def test_what_was_not_yet_given_cannot_be_recorded(records: Path):
    result = sign("record", "acme/web", "SO-1", "--decision", "confirmed", "--by", "anna", "--on", "2030-01-01")
    assert result.exit_code == 2
    assert "what was not yet given cannot be recorded" in result.output


def test_the_answer_is_written_in_the_language_of_the_record(records: Path):
    chinese = records.parent / "zh.yml"
    chinese.write_text(
        "sign_offs:\n- {编号: SO-5, 标题: 范围, 确认人: anna, 涵盖条件: requirements}\n", encoding="utf-8"
    )
    assert sign("request", "acme/web", "SO-5", "--as-of", "2026-03-10").exit_code == 0
    assert answer("三月内完成。", "SO-5").exit_code == 0
    written = chinese.read_text(encoding="utf-8")
    for each in (
        "请求日期: 2026-03-10",
        "确认结果: 有条件确认",
        "签字人: anna",
        "附加条件: 三月内完成。",
        "摘要值: ",
    ):
        assert each in written
    assert CliRunner().invoke(main, ["check"], catch_exceptions=False).exit_code == 0


def test_what_is_confirmed_has_no_conditions(records: Path):
    before = records.read_text()
    result = sign("record", "acme/web", "SO-1", "--decision", "confirmed", "--by", "anna", "--conditions", "Soon.")
    assert result.exit_code == 2
    assert "with conditions it is `--decision conditions`" in result.output
    assert records.read_text() == before
    assert confirm().exit_code == 0
    records.write_text(records.read_text().replace("decision: confirmed", "decision: confirmed\n  附加条件: Soon."))
    result = CliRunner().invoke(main, ["check"], catch_exceptions=False)
    assert "error[DOS371]: SO-1 is confirmed without conditions, and has some" in result.output


MARKDOWN = """\
---
id: SO-2
title: Payment
signer: anna
covers: [REQ-2]
---

## Conditions

none yet
"""


@pytest.mark.parametrize(
    ("conditions", "behind", "said"),
    [
        ("Quick.\n\n## Internal\n\nPaid later.", "", "`internal`, `conditions` of SO-2 would not read as meant"),
        ("Quick.\n\n## Internal\n\nPaid later.", "\n## Internal\n\nours\n", "`Internal` is written twice"),
        ("Quick.\n\n## Later\n\nPaid later.", "", "`description`, `conditions` of SO-2 would not read as meant"),
        ("```\nQuick.", "\n## Internal\n\n```\nours\n```\n", "`internal` is a field for the team"),
        ("Quick.\n\n<!-- team -->\nPaid later.", "\n## Internal\n\nours\n", "`<!--` hides text"),
        ("Quick.\n\n<!-- Paid later.", "", "`<!--` hides text"),
    ],
)
def test_words_of_the_client_that_would_land_in_another_field_or_be_hidden_are_refused(
    records: Path, conditions: str, behind: str, said: str
):
    path = records.parent / "sign_offs/SO-2.md"
    path.parent.mkdir()
    path.write_text(MARKDOWN + behind, encoding="utf-8")
    result = answer(conditions, "SO-2")
    assert result.exit_code == 2
    assert said in result.output
    assert path.read_text(encoding="utf-8") == MARKDOWN + behind
    assert list(path.parent.iterdir()) == [path]


def test_an_answer_stands_under_the_heading_of_its_field(records: Path):
    path = records.parent / "sign_offs/SO-2.md"
    path.parent.mkdir()
    path.write_text(MARKDOWN + "\n## Internal\n\nours\n", encoding="utf-8")
    assert answer("Quick.\n\n### And\n\nsafe.", "SO-2").exit_code == 0
    assert path.read_text(encoding="utf-8").endswith(
        "---\n\n## Conditions\n\nQuick.\n\n### And\n\nsafe.\n\n## Internal\n\nours\n"
    )


def test_an_answer_pasted_from_a_mail_of_windows_has_plain_line_ends(records: Path):
    assert answer("Only with cash.\r\n\r\nAnd soon.\r\n").exit_code == 0
    assert "  conditions: |\n    Only with cash.\n\n    And soon.\n" in records.read_bytes().decode()
    assert state(records) == ("conditions", [])


@pytest.mark.parametrize("character", ["\x1b", "\u2028", "\x85"])
def test_an_answer_with_a_control_character_is_refused_and_nothing_is_written(records: Path, character: str):
    result = answer(f"Only{character}with cash")
    assert result.exit_code == 2
    assert "nothing was written; the records would then have the error DOS106" in result.output
    assert records.read_text() == SCOPE
    assert not (records.parent / "SO-1.signed.json").exists()


def test_where_the_record_cannot_be_written_the_earlier_evidence_is_kept(
    records: Path, monkeypatch: pytest.MonkeyPatch
):
    confirm()
    records.write_text(records.read_text().replace("It takes cards", "It takes cards and cash"))
    before = {path.name: path.read_bytes() for path in records.parent.iterdir()}
    finished = os.fsync

    def full_at_the_second(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", full)
        finished(handle)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_at_the_second)
    assert confirm("--again").exit_code == 2
    assert {path.name: path.read_bytes() for path in records.parent.iterdir()} == before


def test_a_new_answer_leaves_no_conditions_of_the_old_one(records: Path):
    sign("record", "acme/web", "SO-1", "--decision", "conditions", "--by", "anna", "--conditions", "Only with cash")
    assert confirm("--again").exit_code == 0
    assert "Only with cash" not in records.read_text()
    assert state(records) == ("confirmed", [])
