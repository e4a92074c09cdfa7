"""What commands tell of records holds nothing that a terminal acts on, or that nobody sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from dossier.cli.workspace import CouldNotRun

HOSTILE = "Pay\u202eyaP\u202c a\u200b"
SHOWN = r"Pay\u202eyaP\u202c a\u200b"
RECORDS = f"""\
people:
- {{id: bert, title: "{HOSTILE} Bert", side: client}}
requirements:
- {{id: REQ-1, title: "{HOSTILE}", statement: x, acceptance_criteria: [{{AC-1: fast}}], verification: test}}
tasks:
- {{id: T-1, title: Build, owner: anna, duration: 5d, requirements: [REQ-1]}}
sign_offs:
- {{id: SO-1, title: "{HOSTILE}", signer: anna, covers: [REQ-1]}}
"""
ANSWER = ("sign", "record", "acme/web", "SO-1", "--decision", "confirmed", "--by")


@pytest.fixture(autouse=True)
def _records(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (content / "acme/web/records.yml").write_text(RECORDS, encoding="utf-8")
    monkeypatch.chdir(content.parent)


def told(*arguments: str) -> Result:
    """What the command prints where colours are shown, as in a terminal."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False, color=True)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("sign", "request", "acme/web", "SO-1"), 0, f"REQ-1  {SHOWN}"),
        ((*ANSWER, "anna"), 0, f"SO-1 {SHOWN}: confirmed by anna"),
        ((*ANSWER, "bert"), 2, f"{SHOWN} Bert may not sign for Acme"),
        (("new", "task", "acme/web", "--id", "REQ-1"), 2, f"REQ-1 is there already: {SHOWN} in"),
        (("new", "task", "acme/web", "--title", HOSTILE), 0, f"wrote T-2 ({SHOWN}) to"),
        (("baseline", "acme/web", "signed", "--title", HOSTILE), 0, f"wrote signed ({SHOWN}) to"),
        (("baseline", "acme/web", "REQ-1"), 2, f"REQ-1 is there already: {SHOWN} in"),
        (("new", "\x1b[31m"), 2, r"`\x1b[31m` is not a type of record"),
        (("explain", "\x1b[31m"), 2, r"there is no code `\x1b[31m`"),
        (("plan", "acme/\x1b[31m"), 2, r"there is no project `acme/\x1b[31m`"),
    ],
)
def test_a_title_or_an_argument_is_written_out(arguments: tuple[str, ...], status: int, words: str):
    result = told(*arguments)
    assert result.exit_code == status
    assert words in result.output
    assert all(line.isprintable() for line in result.output.split("\n"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "task", "acme/web", "--title", "a\udcff b"),
        ("new", "project", "acme/shop", "--title", "a\udcff b"),
        ("new", "client", "birch", "--title", "a\udcff b"),
        ("baseline", "acme/web", "signed", "--title", "a\udcff b"),
        ("change", "new", "acme/web", "--title", "a\udcff b", "--by", "anna"),
        ("change", "new", "acme/web", "--title", "T", "--by", "anna", "--reason", "a\udcff b"),
        (*ANSWER[:4], "--decision", "conditions", "--by", "anna", "--conditions", "a\udcff b"),
    ],
)
def test_an_argument_in_another_encoding_is_refused_and_not_guessed_at(content: Path, arguments: tuple[str, ...]):
    """As Python hands over bytes that it cannot read; a character would be lost for good."""
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    result = told(*arguments)
    assert result.exit_code == 2
    assert "`a\ufffd b` was not given in the encoding of this terminal" in result.output
    assert {path: path.read_bytes() for path in content.rglob("*") if path.is_file()} == before


def test_a_refusal_keeps_its_lines_and_nothing_else_that_a_terminal_acts_on():
    assert CouldNotRun("first\r\x1b[2K\nsecond\u202e").message == "first\\r\\x1b[2K\nsecond\\u202e"
