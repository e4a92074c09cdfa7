"""How much memory and time reading takes at most, and that spoilt examples are read or told."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.records.declare import RECORD_TYPES
from dossier.records.keys_in_texts import headings_in_text, keys_in_text
from dossier.text.addresses import file_addresses, full_width_links, without_file_addresses
from dossier.text.code import blanked_code, code_spans
from dossier.text.like_marks import like_marks, spoilt
from dossier.text.source import LARGEST
from dossier.text.team_text import comment_without_end, hidden_spans, public_text, unpaired
from tests.fuzz.survives import AROUND, NAMES, assert_survived, assert_told

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = sorted(p for p in (REPOSITORY / "content").rglob("*.*") if p.suffix in {".yml", ".md"})
FINDINGS = sorted((REPOSITORY / "tests/fuzz/findings").glob("*"))
TIMES, PLUS = 80, 100_000_000
"""Peak memory of reading and checking a folder: at most 80 times its largest file, and 100 MB (measured: 67 times)."""
MEASURED = """
import re, resource, sys
from pathlib import Path
from tests.fuzz.survives import assert_told
kind, size = sys.argv[1], int(sys.argv[2])
unit = {"records": "- {id: R-%d, title: Late delivery number %d, owner: anna}\\n", "words": "word %d %d "}[kind]
head = {"records": "risks:\\n", "words": "risks:\\n- id: R-1\\n  title: x\\n  cause: "}[kind]
count = (size - 100) // len(unit % (100_000, 100_000))
assert_told({"acme/client.yml": b"title: A\\npublish: []\\npeople: [{id: anna, title: A}]\\n",
             "acme/web/project.yml": b"title: W\\n",
             "acme/web/r.yml": (head + "".join(unit % (n, n) for n in range(1, count))).encode()})
# Linux hands a process the peak of the one that started it; only /proc tells its own.
status = Path("/proc/self/status")
own = re.search(r"VmHWM:\\s*(\\d+) kB", status.read_text()) if status.exists() else None
peak = int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak * (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.parametrize("kind", ["records", "words"])
def test_reading_the_largest_file_stays_within_its_memory(kind: str):
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, kind, str(LARGEST)],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    assert int(done.stdout) < TIMES * LARGEST + PLUS, f"{int(done.stdout) / 1e6:.0f} MB"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_an_example_with_bytes_changed_is_read_or_told(data: st.DataObject):
    raw = data.draw(st.sampled_from(EXAMPLES)).read_bytes()[:8000]
    name = data.draw(st.sampled_from(NAMES))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        put = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"\n- ", b": ", b"'", b"[", b"&a ", b"<!-- team -->", b"\t"])
        )
        raw = raw[:at] + put + raw[at + data.draw(st.integers(0, 20)) :]
    assert_told({**AROUND, name: raw})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(NAMES)), st.binary(max_size=600))
def test_any_bytes_are_read_or_told(choice: int, raw: bytes):
    assert_survived(choice, raw)


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda path: path.name)
def test_what_fuzzing_found_is_survived(finding: Path):
    raw = finding.read_bytes()
    assert_survived(raw[0], raw[1:])


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[a](b 'c " * 10_000,
        "[[" * 20_000 + "]]" * 20_000,
        "~~~ x\n" * 20_000,
        "<!-- " * 30_000 + "-->",
        "<!--\n```\n" * 10_000,
        "[a]（" + ".md#" * 20_000,
        "- Internal notes: a\n" * 5_000,
        "**Internal notes**\n\n" * 5_000,
        "[a](<b> (" + "(c)" * 20_000,
        "<!\\" * 20_000 + "《!--" * 10_000,
        "    x\n\n- y\n" * 5_000,
        "`" + "<!-- a -->" * 20_000,
        "visibility: a" + " " * 100_000 + "b",
        "**external:** x\n**Internal:** y\n" * 20_000,
        "# internal " + "!" * 100_000 + "a",
        "# internal (a)" + " " * 100_000 + "a",
    ],
    ids=[
        "brackets",
        "titles",
        "nested",
        "fences",
        "comments",
        "comments_and_fences",
        "files",
        "keys",
        "headings",
        "round_titles",
        "signs",
        "indented",
        "comments_in_code",
        "blanks_in_a_value",
        "counterparts",
        "signs_in_a_heading",
        "blanks_in_a_heading",
    ],
)
def test_what_is_looked_for_in_texts_takes_no_time_by_the_square(text: str):
    began = time.monotonic()
    list(file_addresses(text))
    without_file_addresses(text)
    blanked_code(text)
    list(code_spans(text))
    list(full_width_links(text))
    for within in (keys_in_text, headings_in_text):
        list(within(text, RECORD_TYPES["risk"]))
    for of_team in (hidden_spans, unpaired, like_marks, spoilt):
        list(of_team(text))
    comment_without_end(text)
    public_text(text)
    assert time.monotonic() - began < 5
