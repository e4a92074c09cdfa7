"""Records that we write as a list file read back as the same records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dossier.load import load
from dossier.records.declare import RECORD_TYPES, Record
from dossier.records.written import records_yaml
from dossier.text.source import Source, Tree, read_tree

CONTENT = Path(__file__).parents[2] / "content"
PORTFOLIO = load(read_tree(CONTENT))[0] if CONTENT.is_dir() else None
LISTED = sorted(set(RECORD_TYPES) - {"client", "project"})


def opened(text: str) -> tuple[Record, ...]:
    sources = (
        Source("a/client.yml", "title: A\n"),
        Source("a/p/project.yml", "title: P\n"),
        Source("a/p/x.yml", text),
    )
    portfolio, problems = load(Tree(sources, frozenset(), ()))
    assert problems == ()
    return portfolio.dossiers[0].records


def values(record: Record) -> dict[str, Any]:
    apart = {"place", "project", "written", "keys"}
    return {name: getattr(record, name) for name in record.__struct_fields__ if name not in apart}


@pytest.mark.parametrize("name", LISTED)
def test_every_record_of_the_examples_reads_back_the_same(name: str) -> None:
    of_type = RECORD_TYPES[name]
    dossiers = PORTFOLIO.dossiers if PORTFOLIO else ()
    for dossier in dossiers:
        records = dossier.of(of_type.cls)
        if records:
            again = opened(records_yaml(of_type, [dict(record.written) for record in records]))
            assert [values(record) for record in again] == [values(record) for record in records]


def test_nested_tasks_are_written_inside_their_parent() -> None:
    tree = [
        {
            "id": "T-1",
            "title": "Dig",
            "tasks": [{"id": "T-2", "title": "no", "duration": "5", "start": "2026-03-02"}],
        }
    ]
    text = records_yaml(RECORD_TYPES["task"], tree)
    assert text == (
        "tasks:\n- id: T-1\n  title: Dig\n  tasks:\n  - id: T-2\n"
        '    title: "no"\n    duration: 5\n    start: 2026-03-02\n'
    )
    assert [(r.id, getattr(r, "parent", "")) for r in opened(text)] == [("T-1", ""), ("T-2", "T-1")]
